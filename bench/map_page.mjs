// SPDX-License-Identifier: Apache-2.0
// How heavy the map page is, and when a reader sees it over a slow link. usage: node map_page.mjs PROGRAM STORE [MBIT [RTT_MS]]
import http from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve, startBrowser, quiet } from '../tests/browser/server.mjs';

const [program, store, mbit = '1', rtt = '50'] = process.argv.slice(2);
const bytesPerMs = (Number(mbit) * 1e6) / 8 / 1000;
const rounds = 3;

/** One link for all connections: every piece waits until those before it are through. */
class Link {
  constructor() { this.freeAt = 0; }
  async carry(bytes) {
    this.freeAt = Math.max(this.freeAt, performance.now()) + bytes / bytesPerMs;
    await new Promise((resolve) => setTimeout(resolve, this.freeAt - performance.now()));
  }
}

/** Stands between browser and service; `codings` is what it lets the browser ask for. */
function slowProxy(upstream, codings, seen) {
  const link = new Link();
  return http.createServer(async (request, response) => {
    await new Promise((resolve) => setTimeout(resolve, Number(rtt)));
    const headers = { ...request.headers, host: upstream.host, 'accept-encoding': codings };
    const inner = http.request({ host: upstream.hostname, port: upstream.port, path: request.url, headers }, async (answer) => {
      const head = answer.rawHeaders.reduce((sum, text) => sum + text.length + 3, 20);
      let bytes = head;
      await link.carry(head);
      response.writeHead(answer.statusCode, answer.headers);
      response.flushHeaders();
      for await (const chunk of answer) {
        for (let at = 0; at < chunk.length; at += 1400) {
          const piece = chunk.subarray(at, at + 1400);
          await link.carry(piece.length);
          response.write(piece);
          bytes += piece.length;
        }
      }
      response.end();
      seen.push({ path: request.url, bytes });
    });
    inner.on('error', () => response.destroy());
    inner.end();
  });
}

async function visit(browser, url, cached) {
  const context = cached ?? (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'pt-MZ' }));
  const page = await context.newPage();
  await page.goto(url);
  await quiet(page);
  const times = await page.evaluate(() => {
    const mark = (name) => Math.round(performance.getEntriesByName(name)[0]?.startTime ?? NaN);
    return { panel: mark('bairro-panel'), sketch: mark('bairro-sketch'), areas: mark('bairro-first-data'), map: mark('bairro-first-map'), all: Math.round(performance.now()) };
  });
  await page.close();
  return { context, times };
}

const middle = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function report(title, visits, seen) {
  const kB = (filter) => (seen.filter(({ path }) => filter(path)).reduce((sum, { bytes }) => sum + bytes, 0) / 1000 / visits.length).toFixed(1);
  const ms = (name) => middle(visits.map((times) => times[name]));
  console.log(`${title}: panel ${ms('panel')} ms, sketch of the map ${ms('sketch')} ms, first tile of the map ${ms('areas')} ms, whole map ${ms('map')} ms, with words and counts ${ms('all')} ms`);
  console.log(`  kB in all ${kB(() => true)}: page and scripts ${kB((path) => path === '/map' || /^\/assets\/[^/]*$/.test(path))}, letters ${kB((path) => path.includes('/glyphs/'))}, ` +
    `tiles ${kB((path) => path.includes('/WebMercatorQuad/'))}, documents ${kB((path) => path.startsWith('/collections') && !path.includes('/WebMercatorQuad/'))}`);
}

/** First visits with each coding, and a second visit to what is kept. */
async function measure(browser, codings) {
  const folder = mkdtempSync(join(tmpdir(), 'bairro-bench-'));
  const placeholder = http.createServer();
  placeholder.listen(0, '127.0.0.1');
  await once(placeholder, 'listening');
  const port = placeholder.address().port;
  placeholder.close();
  const config = join(folder, 'bairro.toml');
  writeFileSync(config, `public_url = "http://127.0.0.1:${port}"\n`);
  const service = await serve(program, store, { config });
  const seen = [];
  const proxy = slowProxy(service.url, codings, seen).listen(port, '127.0.0.1');
  await once(proxy, 'listening');
  const url = `http://127.0.0.1:${port}/map`;
  const visits = [];
  let last;
  for (let round = 0; round < rounds; round += 1) {
    await last?.close();
    const { context, times } = await visit(browser, url);
    last = context;
    visits.push(times);
  }
  report(`first visit, ${codings}`, visits, seen);
  seen.length = 0;
  const { times } = await visit(browser, url, last);
  report(`next visit, ${codings}`, [times], seen);
  await last.close();
  proxy.close();
  proxy.closeAllConnections();
  await service.stop();
  rmSync(folder, { recursive: true });
}

console.log(`${mbit} Mbit/s, ${rtt} ms a round trip, median of ${rounds}`);
const browser = await startBrowser();
await measure(browser, 'gzip');
await measure(browser, 'gzip, br');
await browser.close();
