// SPDX-License-Identifier: Apache-2.0
// The map page as people use it, in Debian's Chromium, on the sample. Run from the root of the tree; BAIRRO names the program,
// SCREENSHOTS a folder for pictures of what was seen.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { endTheRest, quiet, serve, startBrowser } from './server.mjs';

const program = process.env.BAIRRO ?? 'build/release/bairro';
const pictures = process.env.SCREENSHOTS ?? 'build/screenshots';
const folder = mkdtempSync(join(tmpdir(), 'bairro-browser-'));
const store = join(folder, 'sample.db');
const analysed = join(folder, 'analysed.db'); // the same, with results
const people = join(folder, 'people.db'); // the same, for people to sign in to
const patience_ms = 120_000; // the machine may be busy; nothing here is a measure of speed
let service;
let browser;

/** The key of its audit log goes with it: without, nothing exact is read. */
function copyStore(from, to) {
  for (const part of ['', '.audit-key']) copyFileSync(from + part, to + part);
}

before(async () => {
  mkdirSync(pictures, { recursive: true });
  execFileSync('data-samples/load', [store, program], { stdio: 'pipe' });
  copyStore(store, analysed);
  copyStore(store, people);
  service = await serve(program, store);
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await service?.stop();
  endTheRest();
  rmSync(folder, { recursive: true, force: true });
});

/** A page with a record of all that it must not do. */
async function open({ address = '', at = service, ...context } = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'pt-MZ', ...context });
  page.setDefaultTimeout(patience_ms);
  const faults = [];
  const asked = [];
  page.on('request', (request) => {
    asked.push(request.url());
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.protocol !== 'blob:' && url.host !== at.url.host) faults.push(`asked ${url.host}`);
  });
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(new URL(`/map${address}`, at.url).href);
  const violations = () => page.evaluate(() => window.violations);
  return { page, faults, asked, violations };
}

async function openQuiet(options) {
  const opened = await open(options);
  await quiet(opened.page);
  return opened;
}

const drawn = (page, layer) => page.evaluate((id) => window.bairro.map.queryRenderedFeatures({ layers: [id] }).length, layer);
const rowText = (page, id) => page.locator(`.layers li:has(#on-${id}) .number`).textContent();
/** Where on the screen the layer's feature nearest to the middle of the map is. */
const pixelOf = (page, layer) => page.evaluate((id) => {
  const { map } = window.bairro;
  const box = map.getCanvas().getBoundingClientRect();
  const places = map.queryRenderedFeatures({ layers: [id] }).map((feature) => map.project(feature.geometry.coordinates));
  const off = (place) => Math.hypot(place.x - box.width / 2, place.y - box.height / 2);
  const [place] = places.sort((a, b) => off(a) - off(b));
  return { x: box.left + place.x, y: box.top + place.y };
}, layer);

test('shows the sample, asks nobody else, breaks no rule', async () => {
  const { page, faults, violations } = await openQuiet();
  for (const layer of ['incidents-point', 'catchments-area', 'sites-point', 'admin_areas-outline', 'settlement-names', 'area-names']) {
    assert.ok((await drawn(page, layer)) > 0, layer);
  }
  assert.equal(await page.locator('.layers input:checked').count(), 4, 'areas, catchments, sites and incidents');
  assert.equal(await rowText(page, 'incidents'), '2\u202f810');
  assert.match(await page.locator('.role').textContent(), /programa.*Não os divulgue/);
  assert.ok((await page.locator('.histogram .bin').count()) > 10);
  assert.equal(await page.locator('.hint').textContent(), '');
  assert.equal(await page.locator('.busy').isVisible(), false);
  await page.screenshot({ path: join(pictures, 'desktop.png') });
  assert.deepEqual(faults, []);
  assert.deepEqual(await violations(), []);
  await page.close();
});

test('the picture on the screen has the colours of the layers', async () => {
  const { page } = await openQuiet({ address: '#on=incidents' });
  const share = () => page.evaluate(() => {
    const { map } = window.bairro;
    const canvas = document.createElement('canvas');
    canvas.width = map.getCanvas().width;
    canvas.height = map.getCanvas().height;
    const context = canvas.getContext('2d');
    context.drawImage(map.getCanvas(), 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let orange = 0;
    for (let i = 0; i < data.length; i += 4) orange += data[i] > 190 && data[i + 1] < 160 && data[i + 2] < 110 ? 1 : 0;
    return orange / (data.length / 4);
  });
  assert.ok((await share()) > 0.003, 'incidents are orange');
  await page.locator('#on-incidents').uncheck();
  await quiet(page);
  assert.equal(await share(), 0);
  assert.match(await page.locator('.hint').textContent(), /Nenhuma camada/);
  await page.close();
});

test('speaks both languages, and remembers which', async () => {
  const { page, faults } = await openQuiet();
  assert.equal(await page.getAttribute('html', 'lang'), 'pt');
  assert.match(await page.locator('#panel').textContent(), /Camadas.*Incidentes.*Áreas de abrangência/s);
  await page.locator('.languages [lang=en]').click();
  await page.waitForFunction(() => document.querySelector('#panel').textContent.includes('CSC catchment areas'));
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.match(page.url(), /lang=en/);
  assert.equal(await rowText(page, 'incidents'), '2,810');
  assert.equal(await page.locator('.maplibregl-ctrl-zoom-in').getAttribute('aria-label'), 'Zoom in');
  await page.goto(new URL('/map', service.url).href);
  await quiet(page);
  assert.equal(await page.getAttribute('html', 'lang'), 'en', 'remembered without an address');
  assert.deepEqual(faults, []);
  await page.close();
  const english = await openQuiet({ locale: 'en-GB' });
  assert.equal(await english.page.getAttribute('html', 'lang'), 'en');
  await english.page.close();
  const other = await openQuiet({ locale: 'fr-FR' });
  assert.equal(await other.page.getAttribute('html', 'lang'), 'pt', 'Portuguese comes first');
  await other.page.close();
});

test('a period leaves fewer incidents, says how many, and does not touch councils', async () => {
  const { page, asked } = await openQuiet({ address: '#on=incidents,cscs' });
  const before = { incidents: await drawn(page, 'incidents-point'), cscs: await drawn(page, 'cscs-point') };
  asked.length = 0;
  await page.locator('[data-name=days90]').click();
  await quiet(page);
  await page.waitForFunction(() => / de /.test(document.querySelector('.layers li:has(#on-incidents) .number').textContent));
  const after = { incidents: await drawn(page, 'incidents-point'), cscs: await drawn(page, 'cscs-point') };
  assert.ok(after.incidents > 0 && after.incidents < before.incidents / 3, `${before.incidents} -> ${after.incidents}`);
  assert.equal(after.cscs, before.cscs);
  const tiles = asked.filter((url) => url.includes('/incidents/tiles/'));
  assert.ok(tiles.length > 0 && tiles.every((url) => url.includes('datetime=2025-10-02T22:00:00.000Z/2025-12-31T21:59:59.999Z')), tiles[0]);
  assert.match(page.url(), /time=2025-10-03\/2025-12-31/);
  // The panel's number is the service's.
  const answer = await (await fetch(new URL('/collections/incidents/items?limit=1&datetime=2025-10-02T22:00:00.000Z/2025-12-31T21:59:59.999Z', service.url))).json();
  assert.equal(await rowText(page, 'incidents'), `${answer.numberMatched} de 2\u202f810`);
  await page.locator('[data-name=from]').fill('1/12/2025');
  await page.locator('[data-name=from]').press('Tab');
  await quiet(page);
  assert.match(page.url(), /time=2025-12-01\/2025-12-31/);
  await page.locator('[data-name=to]').fill('30/11/2025');
  await page.locator('[data-name=to]').press('Tab');
  assert.match(await page.locator('.wrong').textContent(), /fim é anterior/);
  await page.locator('[data-name=to]').fill('ontem');
  await page.locator('[data-name=to]').press('Tab');
  assert.match(await page.locator('.wrong').textContent(), /dia\/mês\/ano/);
  await page.locator('[data-name=all]').click();
  await quiet(page);
  assert.equal(await drawn(page, 'incidents-point'), before.incidents);
  assert.equal(await rowText(page, 'incidents'), '2\u202f810');
  await page.close();
});

test('a bar of the histogram chooses its period', async () => {
  const { page } = await openQuiet({ address: '#on=incidents' });
  await page.locator('.histogram .bin').nth(3).click();
  await quiet(page);
  assert.match(page.url(), /time=\d{4}-\d{2}-01\/\d{4}-\d{2}-\d{2}/);
  assert.match(await rowText(page, 'incidents'), / de 2\u202f810$/);
  await page.close();
});

test('zero is said to be zero', async () => {
  const { page } = await openQuiet({ address: '#on=incidents,admin_areas&map=9/-12/39&time=1990-01-01/1990-01-31' });
  await page.waitForFunction(() => document.querySelector('.hint').textContent !== '');
  assert.match(await page.locator('.hint').textContent(), /Zero registos/);
  assert.match(await rowText(page, 'incidents'), /^\d+ de 2\u202f810$/);
  await page.locator('.hint button').click();
  await quiet(page);
  assert.ok((await drawn(page, 'incidents-point')) > 0);
  await page.close();
});

test('a press tells what a thing is, in words, and Escape ends it', async () => {
  const { page, faults, violations } = await openQuiet({ address: '#on=sites,admin_areas&map=9/-12.97/40.5' });
  const place = await pixelOf(page, 'sites-point');
  await page.mouse.click(place.x, place.y);
  const popup = page.locator('.maplibregl-popup');
  await popup.locator('dl').waitFor();
  const text = await popup.textContent();
  assert.match(text, /Locais polícia-comunidade/);
  assert.match(text, /Tipo/);
  assert.doesNotMatch(text, /police_station|null|undefined|\bactive\b/, 'codes are said in words');
  assert.match(await popup.locator('a').getAttribute('href'), /\/collections\/sites\/items\/\d+\?f=html&lang=pt$/);
  assert.match(await popup.locator('.pager').textContent(), /1 de \d+ neste ponto/, 'its district lies there too');
  await popup.locator('[data-name=next]').click();
  await popup.locator('dl').waitFor();
  assert.match(await popup.locator('.pager').textContent(), /2 de/);
  await page.screenshot({ path: join(pictures, 'popup.png') });
  await page.keyboard.press('Escape');
  assert.equal(await popup.count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'CANVAS', 'the focus goes back to the map');
  assert.deepEqual([faults, await violations()], [[], []]);
  await page.close();
});

test('a counted square opens up', async () => {
  const { page } = await openQuiet({ address: '#on=incidents&map=5.5/-12.3/39.5' });
  assert.ok((await drawn(page, 'incidents-count-10')) > 0);
  assert.match(await page.locator('.legend-box').textContent(), /10 a 99/);
  const place = await pixelOf(page, 'incidents-count-10');
  await page.mouse.click(place.x, place.y);
  await page.waitForFunction(() => window.bairro.map.getZoom() > 7.4);
  await quiet(page);
  assert.ok((await drawn(page, 'incidents-point')) > 0);
  await page.close();
});

test('points are shown as squares, hexagons and groups, with the legend of the style, in both languages', async () => {
  const { page, faults, violations, asked } = await openQuiet({ address: '#on=incidents,admin_areas&map=7/-12.5/39.6' });
  await page.locator('.layers li:has(#on-incidents) .more').click();
  const choice = page.locator('[data-name=points]');
  assert.deepEqual(await choice.locator('option').allTextContents(), ['Círculos contados', 'Quadrados', 'Hexágonos', 'Grupos', 'Densidade']);
  for (const [shape, words] of [['squares', 'quantos em cada quadrado'], ['hexagons', 'quantos em cada hexágono'], ['clusters', 'quantos em cada grupo']]) {
    asked.length = 0;
    await choice.focus();
    await choice.selectOption(shape);
    await page.waitForFunction((text) => document.querySelector('.legend-box')?.textContent.includes(text), words);
    await quiet(page);
    assert.ok((await drawn(page, 'incidents-cells')) > 0, shape);
    assert.equal(await page.evaluate(() => window.bairro.map.getLayer('incidents-point') !== undefined), shape === 'clusters');
    // MapLibre may ask once more for a tile of before, until it has taken in the new address.
    assert.ok(asked.some((url) => url.includes('/incidents/tiles/') && url.includes(`?points=${shape}`)), asked.join(' '));
    const source = await page.evaluate(() => window.bairro.map.getStyle().sources.incidents.tiles);
    assert.ok(source.length === 1 && source[0].includes(`?points=${shape}`), source[0]);
    assert.match(page.url(), new RegExp(`points=incidents:${shape}`));
    assert.equal(await page.evaluate(() => document.activeElement.dataset.name), 'points', 'the focus stays');
    await page.screenshot({ path: join(pictures, `cells-${shape}.png`) });
  }
  // The legend is that of the zoom: its last class begins where the style's does.
  await choice.selectOption('squares');
  await quiet(page);
  const style = await (await fetch(new URL('/collections/incidents/styles/squares', service.url))).json();
  for (const zoom of [5, 9]) {
    await page.evaluate((z) => window.bairro.map.jumpTo({ zoom: z }), zoom);
    await quiet(page);
    const now = style.metadata['bairro:legend'].classes.filter(({ min_zoom: from = 0, max_zoom: to = 99 }) => from <= zoom && zoom < to);
    await page.waitForFunction((labels) => JSON.stringify([...document.querySelectorAll('.legend-box li')].map((li) => li.textContent)) === JSON.stringify(labels), now.map(({ label }) => label.pt));
    assert.deepEqual(await page.locator('.legend-box li svg *').evaluateAll((all) => all.map((each) => each.getAttribute('fill'))), now.map(({ colour }) => colour));
  }
  await page.locator('.languages [lang=en]').click();
  await page.waitForFunction(() => document.querySelector('.legend-box')?.textContent.includes('how many in each square'));
  // A press comes closer.
  const zoom = await page.evaluate(() => window.bairro.map.getZoom());
  const place = await page.evaluate(() => {
    const { map } = window.bairro;
    const box = map.getCanvas().getBoundingClientRect();
    const [ring] = map.queryRenderedFeatures({ layers: ['incidents-cells'] })[0].geometry.coordinates;
    const at = map.project([(ring[0][0] + ring[2][0]) / 2, (ring[0][1] + ring[2][1]) / 2]);
    return { x: box.left + at.x, y: box.top + at.y };
  });
  await page.mouse.click(place.x, place.y);
  await page.waitForFunction((before) => window.bairro.map.getZoom() > before + 1.9, zoom);
  assert.deepEqual([faults, await violations()], [[], []]);
  await page.close();
});

test('a condition reaches the tiles, the counts and the table; a wrong one shows less, and why', async () => {
  const filter = 'severity >= 4';
  const { page, violations, asked } = await openQuiet({ address: `#on=incidents&filter.incidents=${encodeURIComponent(filter)}&q.incidents=a` });
  const tiles = () => asked.filter((url) => url.includes('/incidents/tiles/'));
  assert.ok(tiles().length > 0 && tiles().every((url) => url.includes('filter=severity%20%3E%3D%204&q=a')), tiles()[0]);
  assert.match(await page.locator('.condition').textContent(), /Só: severity >= 4 · a/);
  const matched = async (query) => (await (await fetch(new URL(`/collections/incidents/items?limit=1&${query}`, service.url))).json()).numberMatched;
  const shown = `${await matched(`q=a&filter=${encodeURIComponent(filter)}`)} de 2\u202f810`;
  await page.waitForFunction((text) => document.querySelector('.layers li:has(#on-incidents) .number').textContent === text, shown);
  await page.locator('.layers li:has(#on-incidents) .more').click();
  assert.match(await page.locator('[data-name=table]').getAttribute('href'), /filter=severity%20%3E%3D%204&q=a$/);
  const field = page.locator('[data-name=filter]');
  assert.equal(await field.inputValue(), filter);
  await field.fill('severity >>= 4');
  await field.press('Enter');
  await page.locator('.condition .wrong').waitFor();
  assert.match(await page.locator('.condition .wrong').textContent(), /não foi aceite: .+/);
  await quiet(page);
  assert.equal(await drawn(page, 'incidents-point'), 0, 'nothing is shown that was not asked for');
  await page.locator('[data-name=filter]').fill('severity >= 3');
  await page.locator('[data-name=filter]').press('Enter');
  await page.waitForFunction(() => !document.querySelector('.condition .wrong'));
  await quiet(page);
  assert.ok((await drawn(page, 'incidents-point')) > 0);
  assert.match(page.url(), /filter\.incidents=severity%20%3E%3D%203/);
  await page.locator('[data-name=remove]').click();
  await quiet(page);
  assert.equal(await page.locator('.condition').count(), 0);
  assert.doesNotMatch(page.url(), /filter|q\.incidents/);
  assert.equal(await rowText(page, 'incidents'), '2\u202f810');
  assert.deepEqual(await violations(), []);
  await page.close();
});

test('names of settlements stay, however their layer is shown and whatever is asked of it', async () => {
  const { page, faults } = await openQuiet({ address: '#on=admin_areas&map=7/-12.5/39.6' });
  const names = await drawn(page, 'settlement-names');
  assert.ok(names > 0);
  await page.locator('#on-settlements').check();
  await page.locator('.layers li:has(#on-settlements) .more').click();
  await page.locator('#more-settlements [data-name=points]').selectOption('hexagons');
  await page.locator('#more-settlements [data-name=filter]').fill('population < 0');
  await page.locator('#more-settlements [data-name=filter]').press('Enter');
  await page.waitForFunction(() => / de /.test(document.querySelector('.layers li:has(#on-settlements) .number').textContent));
  await quiet(page);
  assert.deepEqual([await drawn(page, 'settlements-cells'), await drawn(page, 'settlement-names')], [0, names]);
  await page.locator('#on-settlements').uncheck();
  await quiet(page);
  assert.equal(await drawn(page, 'settlement-names'), names);
  await page.close();
  const again = await openQuiet({ address: '#on=admin_areas,settlements&map=7/-12.5/39.6&points=settlements:hexagons&filter.settlements=population<0' });
  assert.ok((await drawn(again.page, 'settlement-names')) > names / 2, 'from an address too; one or other gives way to a neighbour');
  await again.page.close();
  assert.deepEqual(faults, []);
});

test('the box of a source is that of the style: hexagons reach over it', async () => {
  const { page, faults } = await openQuiet({ address: '#on=incidents,admin_areas&map=9/-12.97/40.5' });
  const bounds = () => page.evaluate(() => window.bairro.map.getSource('incidents').bounds);
  const box = (await (await fetch(new URL('/collections/incidents/styles/default', service.url))).json()).sources.incidents.bounds;
  assert.deepEqual(await bounds(), box);
  // A mark of a press is drawn from the source too.
  const place = await pixelOf(page, 'incidents-point');
  await page.mouse.click(place.x, place.y);
  await page.locator('.maplibregl-popup dl').waitFor();
  await page.locator('.layers li:has(#on-incidents) .more').click();
  await page.locator('[data-name=points]').selectOption('hexagons');
  await page.waitForFunction(() => window.bairro.map.getLayer('incidents-cells') !== undefined);
  await quiet(page);
  assert.deepEqual(await bounds(), undefined, 'as the style has none');
  assert.ok((await drawn(page, 'incidents-cells')) > 0);
  await page.locator('[data-name=points]').selectOption('counts');
  await page.waitForFunction(() => window.bairro.map.getLayer('incidents-cells') === undefined);
  await quiet(page);
  assert.deepEqual(await bounds(), box);
  assert.ok((await drawn(page, 'incidents-point')) > 0);
  for (const layer of ['area-names', 'settlement-names']) assert.ok((await drawn(page, layer)) > 0, layer);
  assert.deepEqual(faults, []);
  await page.close();
});

test('a condition from an address is not asked with before the service has looked at it', async () => {
  // Of a layer that is off: said in its row, and no more.
  const off = await openQuiet({ address: '#on=sites&filter.incidents=)(' });
  await off.page.locator('.layers li:has(#on-incidents) .wrong').waitFor();
  assert.equal(await off.page.locator('.trouble').textContent(), '');
  assert.equal(await off.page.locator('.histogram').count(), 0, 'no bars of rows that were not asked for');
  await off.page.locator('.layers li:has(#on-incidents) [data-name=remove]').click();
  await off.page.locator('.histogram .bin').first().waitFor();
  await off.page.close();
  // Of one that is on, when the answer is late: nothing of it is drawn meanwhile.
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'pt-MZ' });
  page.setDefaultTimeout(patience_ms);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  let answer;
  const late = new Promise((resolve) => { answer = resolve; });
  await page.route(/incidents\/items\?.*limit=1&filter=/, async (route) => {
    await late;
    await route.continue();
  });
  await page.goto(new URL('/map#on=incidents,admin_areas&filter.incidents=)(', service.url).href);
  await page.waitForFunction(() => window.bairro?.map?.isStyleLoaded());
  await page.locator('[data-name=days90]').click(); // draws the layers anew
  await page.waitForTimeout(500);
  assert.deepEqual(asked.filter((url) => url.includes('/incidents/tiles/')), []);
  assert.equal(asked.filter((url) => url.includes('/incidents/items') && url.includes('filter=')).length, 1, 'asked once');
  answer();
  await page.locator('.condition .wrong').waitFor();
  await quiet(page);
  assert.deepEqual(asked.filter((url) => url.includes('/incidents/tiles/')), []);
  assert.equal(await page.locator('.trouble').textContent(), '');
  assert.equal(await rowText(page, 'incidents'), '– de 2\u202f810');
  await page.close();
});

test('what is wrong with a condition is said in the language of the page', async () => {
  const { page } = await openQuiet({ address: '#on=sites,incidents&filter.incidents=)(&filter.sites=)(' });
  const said = () => page.locator('.condition .wrong').allTextContents();
  assert.equal((await said()).length, 2);
  for (const text of await said()) assert.match(text, /^A condição não foi aceite: /);
  const before = await said();
  await page.locator('#on-sites').uncheck();
  await page.locator('.languages [lang=en]').click();
  await page.waitForFunction((texts) => {
    const now = [...document.querySelectorAll('.condition .wrong')].map((each) => each.textContent);
    return now.length === 2 && now.every((each) => each.startsWith('The condition was not taken: ') && !texts.includes(each.split(': ').slice(1).join(': ')));
  }, before.map((text) => text.split(': ').slice(1).join(': ')));
  await quiet(page);
  assert.match(await page.locator('.hint').textContent(), /^A condition was not taken/);
  await page.close();
});

test('what is being typed stays when the row changes, and readers of the screen are told once', async () => {
  const { page } = await openQuiet({ address: '#on=incidents,admin_areas&map=5.5/-12.3/39.5' });
  const row = page.locator('.layers li:has(#on-incidents)');
  await row.locator('.more').click();
  const field = row.locator('[data-name=filter]');
  await field.pressSequentially('severity >>= 3');
  for (let i = 0; i < 4; i += 1) await field.press('ArrowLeft');
  assert.equal(await row.locator('.legend-box').count(), 1);
  await page.evaluate(() => window.bairro.map.jumpTo({ zoom: 12, center: [40.5, -12.97] })); // no squares: no legend
  await quiet(page);
  assert.equal(await row.locator('.legend-box').count(), 0);
  const typed = () => field.evaluate((input) => ({ value: input.value, at: input.selectionStart, focused: document.activeElement === input }));
  assert.deepEqual(await typed(), { value: 'severity >>= 3', at: 10, focused: true });
  assert.doesNotMatch(page.url(), /filter/, 'not asked yet');
  await field.press('Enter');
  await row.locator('.wrong').waitFor();
  await quiet(page);
  assert.deepEqual([await field.getAttribute('aria-invalid'), await field.getAttribute('aria-describedby')], ['true', await row.locator('.wrong').getAttribute('id')]);
  await page.evaluate(() => { window.told = document.querySelector('.condition .wrong'); });
  await page.evaluate(() => window.bairro.map.jumpTo({ zoom: 7, center: [39.6, -12.5] }));
  await page.locator('#on-sites').check();
  await page.locator('[data-name=days90]').click();
  await quiet(page);
  assert.ok(await page.evaluate(() => window.told === document.querySelector('.condition .wrong')), 'the same alert, not one more');
  await row.locator('[data-name=remove]').press('Enter');
  await quiet(page);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.name), 'filter', 'the focus goes to the field');
  assert.deepEqual([await field.inputValue(), await field.getAttribute('aria-invalid'), await field.getAttribute('aria-describedby')], ['', 'false', null]);
  await field.fill('severity >= 3');
  await field.press('Enter');
  await row.locator('.more').click();
  await row.locator('[data-name=remove]').press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.name), 'more', 'or to the button that opens it');
  await page.close();
});

test('where a condition leaves nothing the page says so, and leads back', async () => {
  const { page } = await openQuiet({ address: '#on=incidents&filter.incidents=severity<0&filter-lang.incidents=cql2-text&filter-crs.incidents=http://www.opengis.net/def/crs/OGC/1.3/CRS84' });
  assert.match(await page.locator('.hint').textContent(), /^Zero registos .* condições/);
  assert.match(page.url(), /filter-crs/);
  await page.locator('.hint button').click();
  await quiet(page);
  assert.doesNotMatch(page.url(), /filter/);
  assert.ok((await drawn(page, 'incidents-point')) > 0);
  assert.equal(await page.locator('.condition').count(), 0);
  assert.equal(await rowText(page, 'incidents'), '2\u202f810');
  assert.equal(await page.locator('.hint').textContent(), '');
  await page.close();
});

test('bars of a condition of before do not come over those of the present one', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'pt-MZ' });
  page.setDefaultTimeout(patience_ms);
  await page.goto(new URL('/map#on=incidents', service.url).href);
  await quiet(page);
  const titles = () => page.locator('.histogram .bin title').allTextContents();
  const all = await titles();
  let answer;
  const late = new Promise((resolve) => { answer = resolve; });
  let held = 0;
  await page.route(/filter=severity%20%3E%3D%205&datetime/, async (route) => {
    held += 1;
    await late;
    await route.continue();
  });
  await page.locator('.layers li:has(#on-incidents) .more').click();
  const field = page.locator('[data-name=filter]');
  await field.fill('severity >= 5');
  await field.press('Enter');
  await page.waitForFunction(() => / de /.test(document.querySelector('.layers li:has(#on-incidents) .number').textContent));
  for (let i = 0; held === 0 && i < 100; i += 1) await page.waitForTimeout(100);
  assert.ok(held > 0);
  await page.locator('[data-name=remove]').click();
  await page.waitForFunction(() => document.querySelector('.layers li:has(#on-incidents) .number').textContent === '2\u202f810');
  await page.waitForTimeout(1500);
  answer();
  await quiet(page);
  assert.deepEqual(await titles(), all);
  await page.close();
});

test('a page about a style by cells tells the zooms of each list', async () => {
  const read = async (address) => (await fetch(new URL(address, service.url))).text();
  const style = JSON.parse(await read('/collections/incidents/styles/squares'));
  const zooms = [...new Map(style.metadata['bairro:legend'].classes.map(({ min_zoom: from = 0, max_zoom: to }) => [from, to]))];
  const words = zooms.map(([from, to]) => (to === undefined ? `Zoom ${from} and nearer` : to - 1 === from ? `Zoom ${from}` : `Zoom ${from} – ${to - 1}`));
  const html = await read('/styles/incidents.squares?f=html&lang=en');
  assert.deepEqual([...html.matchAll(/<h2>(Zoom [^<]*)<\/h2>/g)].map(([, text]) => text), words);
  const [, card] = /<li><h2><a href="[^"]*incidents\.squares[^"]*">[^<]*<\/a><\/h2>(.*?)<\/ul>/s.exec(await read('/styles?f=html&lang=en'));
  assert.deepEqual([...card.matchAll(/<span>([^<]*)<\/span>/g)].map(([, text]) => text), ['few', 'many'], 'the overview works out no classes');
  const ends = [...card.matchAll(/fill="(#[0-9A-F]{6})"/g)].map(([, colour]) => colour);
  const outermost = style.metadata['bairro:legend'].classes.filter(({ min_zoom: from = 0 }) => from === 0);
  assert.deepEqual(ends, [outermost.at(0).colour, outermost.at(-1).colour]);
});

test('from the table to the map the condition goes along', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'pt-MZ' });
  page.setDefaultTimeout(patience_ms);
  await page.goto(new URL('/collections/incidents/items?f=html&filter=severity%3E%3D4', service.url).href);
  await page.getByRole('link', { name: 'no mapa', exact: true }).click();
  await quiet(page);
  assert.match(await page.locator('.condition').textContent(), /Só: severity>=4/);
  await page.close();
});

test('everything in the panel can be reached and worked by keyboard', async () => {
  const { page } = await openQuiet();
  const reached = [];
  await page.evaluate(() => document.body.focus());
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const visible = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      return { name: element.id || element.dataset.name || element.className || element.tagName, visible, named: Boolean(element.getAttribute('aria-label') || element.textContent || element.labels?.length) };
    });
    reached.push(focus);
    if (focus.name === 'on-incidents') break;
  }
  const names = reached.map((focus) => focus.name);
  assert.equal(names[0], 'skip');
  assert.ok(names.includes('days90') && names.includes('from') && names.includes('on-incidents'), names.join(' '));
  assert.ok(reached.every((focus) => focus.visible && focus.named), JSON.stringify(reached.filter((focus) => !focus.visible || !focus.named)));
  await page.keyboard.press('Space');
  await quiet(page);
  assert.equal(await page.locator('#on-incidents').isChecked(), false);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'on-incidents', 'the focus stays');
  assert.doesNotMatch(page.url(), /incidents/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#more-incidents input[type=range]').count(), 1);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowLeft');
  assert.match(page.url(), /opacity=incidents:95/);
  await page.close();
});

test('words stand out from their ground as WCAG AA asks', async () => {
  const { page } = await openQuiet();
  await page.locator('.more').first().click();
  const weak = await page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d');
    const rgba = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const colour = rgba(getComputedStyle(at).backgroundColor);
        if (colour[3] > 200) return colour;
      }
      return [255, 255, 255];
    };
    const found = [];
    for (const element of document.querySelectorAll('#panel *, .source, .hint, .trouble')) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
      if (!own || element.closest('svg')) continue;
      const [a, b] = [light(rgba(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
      if ((a + 0.05) / (b + 0.05) < 4.5) found.push(`${element.className || element.tagName}: ${element.textContent.slice(0, 30)}`);
    }
    return found;
  });
  assert.deepEqual(weak, []);
  await page.close();
});

test('an address shows the same map to somebody else', async () => {
  const address = '#map=9.50/-12.9000/40.2000&on=cscs,admin_areas&time=2024-01-01/2024-06-30&opacity=cscs:50&lang=en';
  const { page } = await openQuiet({ address });
  const view = await page.evaluate(() => {
    const { map } = window.bairro;
    return { zoom: map.getZoom(), ...map.getCenter(), opacity: map.getPaintProperty('cscs-point', 'circle-opacity') };
  });
  assert.ok(Math.abs(view.zoom - 9.5) < 0.01 && Math.abs(view.lat + 12.9) < 0.001 && Math.abs(view.lng - 40.2) < 0.001, JSON.stringify(view));
  assert.equal(view.opacity, 0.375, 'half of what the style has');
  assert.equal(await page.locator('#on-incidents').isChecked(), false);
  assert.equal(await page.locator('[data-name=from]').inputValue(), '01/01/2024');
  await page.evaluate(() => window.bairro.map.zoomIn({ duration: 0 }));
  await quiet(page);
  assert.match(page.url(), /#map=10\.50\/.*on=cscs,admin_areas&time=2024-01-01\/2024-06-30&opacity=cscs:50&lang=en$/);
  await page.close();
});

test('fits a telephone', async () => {
  const { page, faults } = await openQuiet({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });
  const boxes = await page.evaluate(() => Object.fromEntries(['panel', 'map'].map((id) => [id, document.getElementById(id).getBoundingClientRect().toJSON()])));
  assert.ok(boxes.map.bottom <= boxes.panel.top + 1 && boxes.map.height > 300, JSON.stringify(boxes));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'nothing sticks out');
  await page.screenshot({ path: join(pictures, 'phone.png') });
  await page.locator('.fold').click();
  await quiet(page);
  assert.ok((await page.evaluate(() => document.getElementById('map').getBoundingClientRect().height)) > 600);
  await page.screenshot({ path: join(pictures, 'phone-folded.png') });
  assert.deepEqual(faults, []);
  await page.close();
});

test('on paper the map is whole and its scale bar right', async () => {
  const { page } = await openQuiet({ address: '#on=incidents,admin_areas' });
  // `scale`: how many of its own pixels the bar takes for one that it means; the picture's own pixels shrink by `picture`.
  const measures = () => page.evaluate(() => {
    const element = (selector) => document.querySelector(selector);
    const width = (selector) => element(selector).getBoundingClientRect().width;
    const [bar, canvas] = [element('.maplibregl-ctrl-scale'), element('.maplibregl-canvas')];
    return { map: width('#map'), canvas: width('.maplibregl-canvas'), scale: width('.maplibregl-ctrl-scale') / parseFloat(bar.style.width),
      picture: width('.maplibregl-canvas') / (canvas.width / devicePixelRatio) };
  });
  // The picture stays as it was drawn, as it does when a browser prints.
  await page.evaluate(() => { window.bairro.map._trackResize = false; });
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 720, height: 1000 }); // about A4
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const paper = await measures();
  assert.ok(Math.abs(paper.canvas - paper.map) <= 2, JSON.stringify(paper));
  assert.ok(paper.picture < 0.9, 'smaller than on the screen');
  assert.ok(Math.abs(paper.scale - paper.picture) < 0.01, JSON.stringify(paper));
  assert.equal(await page.locator('.chips').isVisible(), false, 'nothing to press on paper');
  assert.equal(await page.locator('.layers li:has(#on-cscs)').isVisible(), false, 'only what is shown is explained');
  await page.close();
});

test('says so when the service is away, and goes on when it is back', async () => {
  const first = await serve(program, store);
  const { page } = await openQuiet({ at: first, address: '#on=incidents' });
  await first.stop();
  await page.locator('[data-name=days30]').click();
  await page.locator('.trouble button').waitFor();
  assert.match(await page.locator('.trouble').textContent(), /O servidor não responde/);
  const again = await serve(program, store, { port: first.url.port });
  await page.locator('.trouble button').click();
  await quiet(page);
  assert.equal(await page.locator('.trouble').textContent(), '');
  assert.ok((await drawn(page, 'incidents-point')) > 0);
  assert.match(await rowText(page, 'incidents'), / de 2\u202f810/);
  await page.close();
  await again.stop();
});

test('analyses stand with legend and caveats, above the areas and beneath the points', async () => {
  for (const method of ['kde', 'gi-star', 'coverage-gaps']) execFileSync(program, ['--store', analysed, 'analyse', method], { stdio: 'pipe' });
  const own = await serve(program, analysed);
  const { page, faults, violations } = await openQuiet({ at: own, viewport: { width: 1280, height: 1100 } });
  const section = page.locator('section[aria-labelledby=analyses-title]');
  assert.equal(await section.locator('input:checked').count(), 1, 'the newest is on');
  assert.equal(await page.locator('#on-incidents:checked').count(), 0, 'what would hide it is off');
  const off = await section.locator('input[type=checkbox]:not(:checked)').evaluateAll((boxes) => boxes.map((box) => box.id));
  for (const id of [...off, 'on-incidents']) await page.locator(`[id="${id}"]`).check();
  await quiet(page);
  const text = await section.textContent();
  for (const words of ['Densidade de incidentes', 'Focos estatísticos (Gi*)', 'Lacunas de cobertura', '01/01/2023 – 31/12/2025', 'Incidentes por km²', 'Foco, q ≤ 0,01',
    'Fora de qualquer área de abrangência', 'isso não quer dizer seguro']) assert.ok(text.includes(words), words);
  const ids = await section.locator('input[type=checkbox]').evaluateAll((boxes) => boxes.map((box) => box.id.replace('on-', '')));
  const id = Object.fromEntries(['kde', 'gi-star', 'coverage-gaps'].map((method) => [method, ids.find((each) => each.includes(method))]));
  const legend = (method) => page.locator(`.layers li:has(#on-${id[method]}) .legend li`);
  assert.deepEqual([await legend('kde').count(), await legend('gi-star').count(), await legend('coverage-gaps').count()], [9, 8, 4]);
  // The legend's colours are the map's.
  const top = await legend('kde').first().locator('svg *').getAttribute('fill');
  assert.equal(top, await page.evaluate((layer) => window.bairro.map.getPaintProperty(layer, 'fill-color'), `${id.kde}-level-9`));
  assert.ok((await drawn(page, `${id.kde}-level-9`)) > 0 && (await drawn(page, `${id['gi-star']}-hot-3`)) > 0 && (await drawn(page, `${id['coverage-gaps']}-gap`)) > 0);
  const order = await page.evaluate(() => window.bairro.map.getStyle().layers.map((layer) => layer.id));
  const places = ['admin_areas-area', `${id['coverage-gaps']}-gap`, `${id['gi-star']}-hot-3`, `${id.kde}-level-9`, 'admin_areas-outline', 'catchments-area', 'incidents-point', 'sites-point', 'area-names'];
  assert.deepEqual([...places].sort((a, b) => order.indexOf(a) - order.indexOf(b)), places);
  await page.locator('#panel-body').evaluate((body) => { body.scrollTop = 460; });
  await page.screenshot({ path: join(pictures, 'analyses.png') });
  await page.locator(`.layers li:has(#on-${id.kde}) .more`).click();
  assert.match(await page.locator(`#more-${id.kde}`).textContent(), /linhas usadas.*Parâmetros.*bandwidth/s, 'what was found and how it was computed');
  await page.locator(`#more-${id.kde} input[type=range]`).fill('50');
  assert.equal(await page.evaluate((layer) => window.bairro.map.getPaintProperty(layer, 'fill-opacity'), `${id.kde}-level-9`), 0.35);
  assert.deepEqual([faults, await violations()], [[], []]);
  await page.close();
  await own.stop();
  const visitors = await serve(program, analysed, { role: 'visitor' });
  const visitor = await openQuiet({ at: visitors });
  assert.match(await visitor.page.locator('section[aria-labelledby=analyses-title]').textContent(), /Ainda não há análises/);
  await visitor.page.close();
  await visitors.stop();
});

test('a store without incidents has no data, not zero', async () => {
  const small = join(folder, 'small.db');
  execFileSync(program, ['--store', small, 'import', 'admin_areas', 'data-samples/districts.geojson'], { stdio: 'pipe' });
  const other = await serve(program, small, { role: 'programme' });
  const { page, faults } = await openQuiet({ at: other });
  assert.equal(await rowText(page, 'incidents'), 'sem dados');
  assert.equal(await page.locator('.period').count(), 0, 'there is nothing to choose a period of');
  assert.ok((await drawn(page, 'admin_areas-outline')) > 0);
  assert.deepEqual(faults, []);
  await page.close();
  await other.stop();
  // A visitor does not know of incidents at all: neither a row nor a word.
  const visitors = await serve(program, small, { role: 'visitor' });
  const visitor = await openQuiet({ at: visitors });
  assert.equal(await visitor.page.locator('#on-incidents').count(), 0);
  assert.match(await visitor.page.locator('.role').textContent(), /visitante.*qualquer pessoa/);
  assert.match(await visitor.page.locator('.who').textContent(), /Modo aberto/);
  await visitor.page.close();
  await visitors.stop();
});

test('people sign in and out on the page', async () => {
  const user = (...words) => JSON.parse(execFileSync(program, ['--store', people, '--json', 'user', ...words], { encoding: 'utf8' }));
  const { password } = user('add', 'ana', '--role', 'programme');
  const signed = await serve(program, people, { signIn: true });
  const { page, faults, violations } = await openQuiet({ at: signed });
  assert.match(await page.locator('.who').textContent(), /Sem sessão iniciada/);
  assert.equal(await page.locator('#on-incidents').count(), 0, 'nobody has signed in: there are no incidents');
  await page.getByRole('button', { name: 'Iniciar sessão' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nome da conta').fill('ana');
  await dialog.getByLabel('Palavra-passe').fill('errada');
  await dialog.getByRole('button', { name: 'Iniciar sessão' }).click();
  await dialog.getByText('O nome ou a palavra-passe não está certo.').waitFor();
  await page.screenshot({ path: join(pictures, 'sign-in.png') });
  await dialog.getByLabel('Palavra-passe').fill(password);
  await dialog.getByRole('button', { name: 'Iniciar sessão' }).click();
  await page.getByText('Sessão iniciada como ana.').waitFor();
  await quiet(page);
  assert.equal(await rowText(page, 'incidents'), '2\u202f810');
  assert.deepEqual(await page.evaluate(() => document.cookie), '', 'no script reads the session');
  await page.reload();
  await quiet(page);
  assert.match(await page.locator('.role').textContent(), /programa/, 'it lasts');
  await page.screenshot({ path: join(pictures, 'signed-in.png') });
  await page.getByRole('button', { name: 'Terminar sessão' }).click();
  await page.getByText('Sem sessão iniciada.').waitFor();
  await quiet(page);
  assert.equal(await page.locator('#on-incidents').count(), 0);
  assert.deepEqual(await violations(), []);
  assert.deepEqual(faults.filter((fault) => !fault.includes('401')), [], 'apart from the wrong password');
  await page.close();
  await signed.stop();
});

test('an empty store says that there is nothing yet', async () => {
  const empty = join(folder, 'empty.db');
  execFileSync(program, ['--store', empty, 'area', 'set', 'data-samples/districts.geojson'], { stdio: 'pipe' });
  const other = await serve(program, empty);
  const { page, faults } = await openQuiet({ at: other });
  assert.match(await page.locator('.hint').textContent(), /Sem dados/);
  assert.deepEqual(faults, []);
  await page.close();
  await other.stop();
});
