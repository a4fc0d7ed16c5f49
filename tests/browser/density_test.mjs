// SPDX-License-Identifier: Apache-2.0
// The density of incidents on the map page, in Debian's Chromium, on the sample: a sketch, then the exact one, and what may go wrong
// between them. Run from the root of the tree; BAIRRO names the program, SCREENSHOTS a folder for pictures of what was seen.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { endTheRest, serve, startBrowser } from './server.mjs';

const program = process.env.BAIRRO ?? 'build/release/bairro';
const pictures = process.env.SCREENSHOTS ?? 'build/screenshots';
const folder = mkdtempSync(join(tmpdir(), 'bairro-density-'));
const patience_ms = 120_000; // the machine may be busy; nothing here is a measure of speed
let service;
let browser;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  const store = join(folder, 'sample.db');
  execFileSync('data-samples/load', [store, program], { stdio: 'pipe' });
  service = await serve(program, store);
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await service?.stop();
  endTheRest();
  rmSync(folder, { recursive: true, force: true });
});

const isSketch = (url) => url.includes('detail=sketch');
const isTile = (url) => url.includes('/density/tiles/');
const isExact = (url) => url.includes('/incidents/density/') && !isSketch(url);

/** A page with the density of incidents. `exact` answers what is asked of the exact one, tiles and legend, instead of the service. */
async function open({ language = 'pt', exact = (route) => route.continue() } = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'pt-MZ' });
  page.setDefaultTimeout(patience_ms);
  const asked = [];
  page.on('request', (request) => { if (request.url().includes('/density/')) asked.push(request.url()); });
  const state = { exact };
  await page.route((url) => isExact(url.href), (route) => state.exact(route));
  await page.goto(new URL(`/map#on=incidents,admin_areas&lang=${language}&points=incidents:density`, service.url).href);
  return { page, asked, state };
}

const stage = (page, detail) => page.locator(`.legend-box[data-detail=${detail}] .legend li`).first().waitFor();
const preview = (page) => page.locator('.preview').textContent();
const caveats = (page) => page.locator('.legend-box [data-name=caveat]').allTextContents();
const loaded = (page) => page.waitForFunction(() => window.bairro?.map?.loaded() === true);
const tilesOf = (page) => page.evaluate(() => window.bairro.map.getSource('incidents').tiles.join());
/** Lets what is asked wait until it is told to go on. */
function gate() {
  let open;
  const opened = new Promise((done) => { open = done; });
  return { open, pass: async (route) => { await opened; await route.continue().catch(() => undefined); } };
}

for (const [language, words] of Object.entries({
  pt: { preview: /Esboço: a densidade exacta/, sketch: /Um esboço/, safe: /não quer dizer seguro/, clear: /Onde nada está desenhado/, exact: /Densidade exacta/ },
  en: { preview: /Preview: the exact density/, sketch: /A sketch/, safe: /not the same as safe/, clear: /Where nothing is drawn/, exact: /The exact density/ },
})) {
  test(`first a sketch that says so, then the exact density, with dots and caveats in ${language}`, async () => {
    const held = gate();
    const { page, state } = await open({ language, exact: held.pass });
    await stage(page, 'sketch');
    await loaded(page);
    assert.match(await preview(page), words.preview);
    const sketched = await caveats(page);
    assert.match(sketched[0], words.sketch);
    assert.match(sketched.join(' '), words.safe);
    assert.match(sketched.at(-1), words.clear);
    await page.screenshot({ path: join(pictures, `density-sketch-${language}.png`) });
    state.exact = (route) => route.continue();
    held.open();
    await stage(page, 'exact');
    assert.equal(await preview(page), '');
    assert.match(await page.locator('.legend-box .note').first().textContent(), words.exact);
    const exact = await caveats(page);
    assert.doesNotMatch(exact.join(' '), words.sketch);
    assert.match(exact.join(' '), words.safe);
    const last = page.locator('.legend-box .legend li').last();
    const dots = await last.locator('path').getAttribute('d');
    assert.ok(dots.split('M').length > 5, dots);
    assert.equal(await last.locator('rect').count(), 0, 'no empty outline: there are dots on the map');
    await page.screenshot({ path: join(pictures, `density-exact-${language}.png`) });
    await page.close();
  });
}

test('nothing puts the sketch back while exact tiles are on their way, and nothing is called exact before', async () => {
  const held = gate();
  const { page, asked } = await open({ exact: (route) => (isTile(route.request().url()) ? held.pass(route) : route.continue()) });
  await stage(page, 'sketch');
  await page.waitForRequest((request) => isExact(request.url()) && isTile(request.url())).catch(() => undefined);
  await page.waitForFunction(() => !window.bairro.map.getSource('incidents').tiles.join().includes('detail=sketch'));
  const before = asked.filter(isSketch).length;
  await page.locator('[data-name=all]').click(); // shows the layer anew, with the same question
  await page.waitForTimeout(500);
  assert.equal(isSketch(await tilesOf(page)), false);
  assert.equal(asked.filter(isSketch).length, before);
  assert.equal(await page.locator('.legend-box').getAttribute('data-detail'), 'sketch', 'its tiles are not drawn yet');
  assert.match(await preview(page), /Esboço/);
  held.open();
  await stage(page, 'exact');
  assert.equal(await preview(page), '');
  assert.equal(isSketch(await tilesOf(page)), false);
  await page.close();
});

test('a tile that did not come leaves the words of the sketch, until it has come', async () => {
  let failed = 0;
  const fail = (route) => {
    failed += 1;
    return route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{}' });
  };
  const { page, state } = await open({ exact: (route) => (isTile(route.request().url()) && failed === 0 ? fail(route) : route.continue()) });
  await page.locator('.trouble button').waitFor();
  await loaded(page);
  await page.waitForTimeout(500);
  assert.equal(failed, 1);
  assert.equal(await page.locator('.legend-box').getAttribute('data-detail'), 'sketch');
  assert.match(await preview(page), /Esboço/);
  state.exact = (route) => route.continue();
  await page.locator('.trouble button').click();
  await stage(page, 'exact');
  assert.equal(await preview(page), '');
  assert.equal(await page.locator('.trouble').textContent(), '');
  await page.close();
});

test('what went wrong on the way to the exact density is tried again', async () => {
  const { page, state } = await open({ exact: (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{}' }) });
  await stage(page, 'sketch');
  await page.locator('.trouble button').waitFor();
  assert.match(await preview(page), /Esboço/);
  state.exact = (route) => route.continue();
  await page.locator('.trouble button').click();
  await stage(page, 'exact');
  assert.equal(await preview(page), '');
  await page.close();
});

test('who chooses something else waits no more for the density of before', async () => {
  const held = gate();
  const { page } = await open({ exact: held.pass });
  await stage(page, 'sketch');
  const ended = page.waitForEvent('requestfailed', (request) => isExact(request.url()) && !isTile(request.url()));
  await page.locator('[data-name=days30]').click();
  await ended;
  held.open();
  await stage(page, 'exact');
  assert.equal(await page.locator('.trouble').textContent(), '', 'that is no trouble');
  await page.close();
});
