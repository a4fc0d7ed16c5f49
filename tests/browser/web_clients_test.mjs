// SPDX-License-Identifier: Apache-2.0
// The pages of docs/web-clients in Debian's Chromium, served from one origin, on a service at another that lets them in. Run from the root of
// the tree; BAIRRO names the program, SCREENSHOTS a folder for pictures of what was seen.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { endTheRest, serve, serveFolder, startBrowser } from './server.mjs';

const program = process.env.BAIRRO ?? 'build/release/bairro';
const pictures = process.env.SCREENSHOTS ?? 'build/screenshots';
const folder = mkdtempSync(join(tmpdir(), 'bairro-clients-'));
const store = join(folder, 'sample.db');
const patience_ms = 120_000; // the machine may be busy; nothing here is a measure of speed
let pages;
let service;
let browser;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  execFileSync('data-samples/load', [store, program], { stdio: 'pipe' });
  pages = await serveFolder('docs/web-clients');
  const config = join(folder, 'bairro.toml');
  writeFileSync(config, `cors = ["${pages.url.origin}"]\n`);
  service = await serve(program, store, { config });
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await service?.stop();
  await pages?.stop();
  endTheRest();
  rmSync(folder, { recursive: true, force: true });
});

/** A page that asks its own origin and the service, nobody else, and finds no fault. */
async function open(name) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 750 }, locale: 'pt-MZ' });
  page.setDefaultTimeout(patience_ms);
  const faults = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    const known = [pages.url.host, service.url.host].includes(url.host) || ['data:', 'blob:'].includes(url.protocol);
    if (!known) faults.push(`asked ${url.host}`);
  });
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(new URL(`/${name}?service=${encodeURIComponent(service.url.href)}`, pages.url).href);
  return { page, faults };
}

const said = (page, pattern) => page.waitForFunction((source) => new RegExp(source).test(document.getElementById('said').textContent), pattern.source)
  .then(() => page.locator('#said').textContent());
const matched = async (path) => (await (await fetch(new URL(path, service.url))).json()).numberMatched;
const send = (page) => page.locator('#ask button').click();

/** The share of the map's pixels of that colour. */
async function share(page, name, is) {
  const picture = await page.locator('#map').screenshot({ path: join(pictures, name) });
  return page.evaluate(async ([bytes, source]) => {
    const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const fits = new Function('r', 'g', 'b', `return ${source}`);
    let found = 0;
    for (let i = 0; i < data.length; i += 4) found += fits(data[i], data[i + 1], data[i + 2]) ? 1 : 0;
    return found / (data.length / 4);
  }, [[...picture], is]);
}
const orange = 'r > 190 && g < 160 && b < 110';
const blue = 'r < 235 && b > 230 && b - r > 12';

test('fetch: every page of a filtered collection, with titles', async () => {
  const { page, faults } = await open('fetch.html');
  const all = await matched('/collections/incidents/items?limit=1&filter=severity%3E%3D3&datetime=2024-01-01/2025-12-31');
  assert.ok(all > 200, 'more than one page');
  await said(page, new RegExp(`^${all} / ${all} · [2-9] `));
  assert.equal(await page.locator('tbody tr').count(), all);
  const { properties } = await (await fetch(new URL('/collections/incidents/schema', service.url), { headers: { 'Accept-Language': 'pt' } })).json();
  assert.deepEqual((await page.locator('th').allTextContents()).slice(0, 2), [properties.occurred_from.title, 'Categoria (ICCS)']);
  const codes = await page.locator('tbody tr td:nth-child(2)').allTextContents();
  assert.ok(codes.every((text) => !/^\d+$/.test(text)), 'codes are shown by what they mean');
  const days = (await page.locator('tbody tr td:first-child').allTextContents()).map((text) => Date.parse(text));
  assert.ok(days.every((day, i) => i === 0 || day <= days[i - 1]), 'newest first');
  await page.screenshot({ path: join(pictures, 'client-fetch.png') });
  assert.deepEqual(faults, []);
  await page.close();
});

test('fetch: what is wrong is said in the service\'s own words', async () => {
  const { page } = await open('fetch.html');
  await page.locator('[name=filter]').fill('severity >=');
  await send(page);
  assert.match(await said(page, /'filter', /), /carácter|fim/);
  await page.close();
});

test('MapLibre: tiles in their styles, of a period', async () => {
  const { page, faults } = await open('maplibre.html');
  const some = Number.parseInt(await said(page, /^[1-9]\d* incidentes/), 10);
  assert.ok((await share(page, 'client-maplibre.png', orange)) > 0.003, 'incidents are orange');
  assert.ok((await share(page, 'client-maplibre.png', blue)) > 0.02, 'catchments are blue');
  await page.locator('[name=from]').fill('2025-06-01');
  await send(page);
  await page.waitForFunction((before) => { const now = Number.parseInt(document.getElementById('said').textContent, 10); return now > 0 && now < before; }, some);
  assert.deepEqual(faults, []);
  await page.close();
});

test('Leaflet: GeoJSON page by page, coloured by the classes of a style', async () => {
  const { page, faults } = await open('leaflet.html');
  const all = await matched("/collections/sites/items?limit=1&filter=status%3D'active'");
  assert.ok(all > 10, 'more than one page');
  await said(page, new RegExp(`^${all} / ${all}$`));
  assert.ok((await share(page, 'client-leaflet.png', 'Math.max(r, g, b) - Math.min(r, g, b) > 60')) > 0.001);
  await page.locator('[name=q]').fill('esquadra');
  await send(page);
  const found = await matched("/collections/sites/items?limit=1&q=esquadra&filter=status%3D'active'");
  assert.ok(found > 0 && found < all);
  await said(page, new RegExp(`^${found} / ${found}$`));
  assert.deepEqual(faults, []);
  await page.close();
});

test('OpenLayers: tiles in their style, features of the view in its own coordinates', async () => {
  const { page, faults } = await open('openlayers.html');
  await said(page, /^[1-9]\d* · [1-9]/);
  await page.waitForTimeout(1000); // frames are drawn when the browser likes
  assert.ok((await share(page, 'client-openlayers.png', orange)) > 0.001, 'incidents are orange');
  assert.ok((await share(page, 'client-openlayers.png', blue)) > 0.01, 'catchments are blue');
  assert.deepEqual(faults, []);
  await page.close();
});

test('a file of tiles, with neither a service nor a web server', async () => {
  const file = join(folder, 'offline.pmtiles');
  const words = ['--quiet', '--store', store, 'tiles', 'build', 'incidents', 'catchments', '--role', 'programme', '--purpose', 'test', '-o', file];
  execFileSync(program, words, { stdio: 'pipe' });
  const page = await browser.newPage({ viewport: { width: 1100, height: 750 }, locale: 'pt-MZ' });
  page.setDefaultTimeout(patience_ms);
  const faults = [];
  page.on('request', (request) => { if (!/^(file|data|blob):/.test(request.url())) faults.push(`asked ${request.url()}`); });
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(pathToFileURL('docs/web-clients/offline.html').href);
  await page.locator('[name=file]').setInputFiles(file);
  await said(page, /^offline\.pmtiles: programme · [1-9]/);
  assert.ok((await share(page, 'client-offline.png', orange)) > 0.003, 'incidents are orange');
  assert.ok((await share(page, 'client-offline.png', blue)) > 0.02, 'catchments are blue');
  await page.locator('[name=file]').setInputFiles({ name: 'noise.pmtiles', mimeType: 'application/octet-stream', buffer: Buffer.alloc(20_000, 120) });
  await said(page, /magic|version|PMTiles/i);
  assert.deepEqual(faults, []);
  await page.close();
});

test('an origin that is not listed is kept out', async () => {
  const stranger = await serveFolder('docs/web-clients');
  const page = await browser.newPage();
  await page.goto(new URL(`/fetch.html?service=${encodeURIComponent(service.url.href)}`, stranger.url).href);
  await page.waitForFunction(() => /fetch/i.test(document.getElementById('said').textContent));
  assert.equal(await page.locator('tbody tr').count(), 0);
  await page.close();
  await stranger.stop();
});
