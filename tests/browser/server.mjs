// SPDX-License-Identifier: Apache-2.0
// A `bairro serve` of our own on a free port, and Debian's Chromium.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const running = new Set();
/** Of a test that failed halfway: the runner would wait for them for ever. */
export function endTheRest() { for (const child of running) child.kill('SIGTERM'); }

/** Starts the program; resolves once it says where it listens. */
export async function serve(program, store, { config, role = 'programme', port = 0, signIn = false } = {}) {
  const general = ['--store', store, '--json', ...(config ? ['--config', config] : [])];
  const child = spawn(program, [...general, 'serve', '--listen', `127.0.0.1:${port}`, ...(signIn ? [] : ['--open', '--role', role])], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let log = '';
  child.stderr.on('data', (text) => { log += text; });
  const ended = new Promise((done) => child.once('exit', done)).finally(() => running.delete(child));
  const first = createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const line = await Promise.race([first, ended.then((code) => ({ done: true, code }))]);
  if (line.done) throw new Error(`bairro serve ended with ${line.code}: ${log}`);
  const url = new URL(JSON.parse(line.value).url);
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const types = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', png: 'image/png' };

/** The files of a folder on a port of their own, as any web server would give them. */
export async function serveFolder(folder) {
  const root = resolve(folder) + sep;
  const server = createServer((request, response) => {
    const file = resolve(root, `.${decodeURIComponent(new URL(request.url, 'http://localhost').pathname)}`);
    const type = types[file.slice(file.lastIndexOf('.') + 1)];
    if (!file.startsWith(root) || !type || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': type }).end(readFileSync(file));
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return { url: new URL(`http://127.0.0.1:${server.address().port}/`), stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) };
}

/** Drawing by software, nothing that calls home. */
export function startBrowser() {
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
  if (process.getuid() === 0) args.push('--no-sandbox'); // Chromium has none for root
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
}

/** Until the page has drawn everything and asks for nothing more. */
export const quiet = (page) => page.waitForFunction(() => window.bairro?.quiet() === true, undefined, { timeout: 120_000 });
