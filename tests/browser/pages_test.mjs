// SPDX-License-Identifier: Apache-2.0
// The service's plain pages in Debian's Chromium, on the sample: a table of features with its map, the API, styles, the page for QGIS. Run from
// the root of the tree; BAIRRO names the program, SCREENSHOTS a folder for pictures of what was seen.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { endTheRest, quiet, serve, startBrowser } from './server.mjs';

const program = process.env.BAIRRO ?? 'build/release/bairro';
const pictures = process.env.SCREENSHOTS ?? 'build/screenshots';
const folder = mkdtempSync(join(tmpdir(), 'bairro-pages-'));
const store = join(folder, 'sample.db');
const patience_ms = 120_000; // the machine may be busy; nothing here is a measure of speed
const phone = { viewport: { width: 390, height: 844 } };
let service;
let browser;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  execFileSync('data-samples/load', [store, program], { stdio: 'pipe' });
  execFileSync(program, ['--quiet', '--store', store, 'analyse', 'coverage-gaps', '--pin'], { stdio: 'pipe' });
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
async function open(path, context = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'pt-MZ', ...context });
  page.setDefaultTimeout(patience_ms);
  const faults = [];
  const asked = [];
  page.on('request', (request) => {
    asked.push(request.url());
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.protocol !== 'blob:' && url.host !== service.url.host) faults.push(`asked ${url.host}`);
  });
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(new URL(path, service.url).href);
  return { page, faults, asked };
}

const drawn = (page) => page.evaluate(() => window.bairro.map.queryRenderedFeatures().filter((feature) => feature.source === 'page').length);
const isWide = (page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

test('a table of features has a map of them', async () => {
  const { page, faults } = await open('/collections/sites/items?f=html&limit=10');
  await quiet(page);
  assert.equal(await page.locator('tbody tr').count(), 10);
  assert.ok((await drawn(page)) > 0 && (await drawn(page)) <= 10, 'those of the page, and no others');
  assert.ok(await page.evaluate(() => window.bairro.map.getLayer('background-admin_areas-outline') !== undefined), 'districts behind them');
  await page.screenshot({ path: join(pictures, 'items.png') });
  assert.deepEqual(faults, []);
  await page.close();
});

test('a press on the map leads to the row', async () => {
  const { page } = await open('/collections/sites/items?f=html&limit=10');
  await quiet(page);
  const { id, x, y } = await page.evaluate(() => {
    const { map } = window.bairro;
    const box = map.getCanvas().getBoundingClientRect();
    const [feature] = map.queryRenderedFeatures().filter((each) => each.source === 'page');
    const place = map.project(feature.geometry.coordinates);
    return { id: feature.id, x: box.left + place.x, y: box.top + place.y };
  });
  await page.mouse.click(x, y);
  await page.waitForFunction(() => location.hash !== '');
  assert.match(await page.evaluate(() => location.hash), /^#f\d+$/);
  assert.equal(await page.locator('tr:target').count(), 1);
  assert.ok(id > 0);
  await page.close();
});

test('results of several kinds of geometry are drawn by their classes', async () => {
  const { collections } = await (await fetch(new URL('/collections', service.url))).json();
  const result = collections.find((each) => each.result);
  const { page, faults } = await open(`/collections/${result.id}/items?f=html&limit=1000`);
  await quiet(page);
  const kinds = await page.evaluate(() => [...new Set(window.bairro.map.queryRenderedFeatures().filter((each) => each.source === 'page').map((each) => each.layer.type))]);
  assert.deepEqual(kinds.sort(), ['circle', 'fill', 'line']);
  assert.deepEqual(faults, []);
  await page.close();
});

test('on a phone the map waits to be asked for', async () => {
  const { page, faults, asked } = await open('/collections/incidents/items?f=html', phone);
  await page.locator('.show-map').waitFor();
  assert.ok(!asked.some((url) => /maplibre/.test(url)), 'the library is not fetched unasked');
  assert.equal(await isWide(page), false);
  await page.screenshot({ path: join(pictures, 'items-phone.png') });
  await page.locator('.show-map').click();
  await quiet(page);
  assert.ok((await drawn(page)) > 0);
  assert.deepEqual(faults, []);
  await page.close();
});

test('without a script the table is all there', async () => {
  const { page, faults } = await open('/collections/sites/items?f=html&limit=10', { javaScriptEnabled: false });
  assert.equal(await page.locator('tbody tr').count(), 10);
  assert.equal(await page.locator('#items-map').isVisible(), false);
  await page.locator('[name=crs]').selectOption({ label: 'UTM 37S (WGS 84)' });
  await page.locator('.ask button').click();
  await page.waitForLoadState();
  assert.match(await page.locator('thead').textContent(), /Localização, EPSG:32737/);
  assert.match(await page.locator('tbody tr td').first().textContent(), /^\d{6}, \d{7}$/);
  assert.deepEqual(faults, []);
  await page.close();
});

test('every operation of the API opens, and every link of its examples leads somewhere', async () => {
  const { page, faults } = await open('/api?f=html');
  const operations = page.locator('details.operation');
  assert.ok((await operations.count()) > 25);
  await page.locator('#getItems summary').click();
  assert.ok(await page.locator('#getItems table').isVisible());
  await page.screenshot({ path: join(pictures, 'api.png') });
  const links = await page.locator('details.operation a').evaluateAll((all) => [...new Set(all.map((each) => each.href))]);
  assert.ok(links.length > 60);
  for (const link of links) {
    const { status } = await fetch(link);
    assert.ok([200, 204].includes(status) || (status === 401 && /\/jobs/.test(link)), `${status} ${link}`);
  }
  assert.deepEqual(faults, []);
  await page.close();
});

for (const path of ['/nosuch', '/processes/kde?f=html', '/collections/incidents/items/1?f=html', '/session?f=html', '/api?f=html', '/styles?f=html', '/styles/sites.site_type?f=html', '/qgis?f=html', '/collections/sites?f=html', '/?f=html']) {
  test(`${path} fits a phone and asks nobody else`, async () => {
    const { page, faults } = await open(path, phone);
    assert.equal(await isWide(page), false);
    await page.screenshot({ path: join(pictures, `phone${path.split('?')[0].replaceAll('/', '-')}.png`) });
    assert.deepEqual(faults.filter((fault) => path !== '/nosuch' || !fault.includes('404')), []);
    await page.close();
  });
}

test('a file is sent from the page of imports', async () => {
  const whole = await serve(program, store, { role: 'protection' });
  const page = await browser.newPage({ locale: 'pt-MZ' });
  page.setDefaultTimeout(patience_ms);
  await page.goto(new URL('/imports?f=html', whole.url).href);
  await page.setInputFiles('input[type=file]', { name: 'povoados.csv', mimeType: 'text/csv', buffer: Buffer.from('name,lon,lat\nPovoado novo,40.5174,-12.9732\n') });
  await page.selectOption('select[name=collection]', 'settlements');
  await page.click('form button');
  await page.waitForURL(/imports\/[0-9a-f]+/);
  await page.getByText('Só se experimentou: nada foi escrito.').waitFor();
  await page.screenshot({ path: join(pictures, 'import.png') });
  await page.getByRole('link', { name: 'O relatório' }).click();
  await page.getByText('Só ensaio').waitFor();
  await page.screenshot({ path: join(pictures, 'import-report.png') });
  await page.close();
  await whole.stop();
});

test('without a script one signs in, runs an analysis, sees its result and signs out', async () => {
  const user = (...words) => JSON.parse(execFileSync(program, ['--store', store, '--json', 'user', ...words], { encoding: 'utf8' }));
  const { password } = user('add', 'ana', '--role', 'programme');
  const signed = await serve(program, store, { signIn: true });
  const context = await browser.newContext({ locale: 'pt-MZ', javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(patience_ms);
  await page.goto(new URL('/processes/kde', signed.url).href);
  await page.getByText('Inicie sessão para correr uma análise.').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Iniciar sessão' }).click();
  const signIn = async (secret) => {
    await page.getByLabel('Nome da conta').fill('ana');
    await page.getByLabel('Palavra-passe').fill(secret);
    await page.getByRole('button', { name: 'Iniciar sessão' }).click();
  };
  await signIn('errada');
  await page.getByText('O nome ou a palavra-passe não está certo.').waitFor();
  await page.screenshot({ path: join(pictures, 'session-wrong.png') });
  await signIn(password);
  await page.waitForURL(/\/processes\/kde\?f=html$/);
  await page.getByText('Mostrado para o papel programa').waitFor();
  await page.getByLabel('De (dia, UTC)').fill('2024-01-01');
  await page.getByLabel('Até (dia, UTC)').fill('2024-12-31');
  await page.getByLabel('Largura de banda (m)').fill('4000');
  await page.screenshot({ path: join(pictures, 'process.png') });
  await page.getByRole('button', { name: 'Correr' }).click();
  await page.waitForURL(/\/jobs\/[0-9a-f]{32}\?f=html$/);
  await page.getByText('O resultado como colecção').waitFor(); // the page follows the job by itself
  await page.screenshot({ path: join(pictures, 'job.png') });
  assert.match(await page.getByText('Mostrar o resultado no mapa').getAttribute('href'), /\/map#map=\d+\.\d+\/-1\d\.\d+\/\d+\.\d+&on=admin_areas,r-kde-/);
  await page.getByText('O resultado como colecção').click();
  await page.waitForURL(/\/collections\/r-kde-/);
  assert.match(await page.locator('h1').textContent(), /2024-01-01 a 2024-12-31/, 'the days that were asked for');
  await page.getByRole('button', { name: 'Terminar sessão' }).click();
  await page.getByText('Sem sessão iniciada.').waitFor();
  assert.equal((await page.goto(new URL('/collections/incidents', signed.url).href)).status(), 404, 'nobody is signed in');
  await page.getByText('inicie sessão, se tem uma conta').waitFor();
  await context.close();
  await signed.stop();
});

test('the language is changed on a page and stays, with all that was asked', async () => {
  const { page, faults } = await open('/collections/incidents/items?f=html&limit=10&filter=severity%3E4', { javaScriptEnabled: false });
  const matched = (await page.getByText('elementos correspondem').textContent()).match(/^\d+/)[0];
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByText(`${matched} features match, 10 on this page.`).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText(`${matched} features match`).waitFor();
  await page.locator('tbody a').first().click();
  await page.getByRole('link', { name: 'at its place on the map' }).waitFor();
  await page.screenshot({ path: join(pictures, 'item-en.png') });
  await page.getByRole('link', { name: 'Português' }).click();
  await page.getByRole('link', { name: 'no seu lugar no mapa' }).waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test('two days are a period, on the page and on the map it leads to', async () => {
  const { page, faults } = await open('/collections/incidents/items?f=html&limit=10&bbox=40,-13.5,41,-12', { javaScriptEnabled: false });
  await page.getByLabel('De (dia, UTC)').fill('2024-03-01');
  await page.getByLabel('Até (dia, UTC)').fill('2024-03-31');
  await page.getByRole('button', { name: 'Mostrar' }).click();
  await page.waitForURL(/datetime=2024-03-01\/2024-03-31/);
  assert.doesNotMatch(page.url(), /from=|to=|q=|filter=/, 'the address holds what was asked, and no more');
  assert.equal(await page.getByLabel('De (dia, UTC)').inputValue(), '2024-03-01');
  const matched = Number((await page.getByText('elementos correspondem').textContent()).match(/^\d+/)[0]);
  const same = await (await fetch(new URL('/collections/incidents/items?limit=1&bbox=40,-13.5,41,-12&datetime=2024-03-01/2024-03-31', service.url))).json();
  assert.equal(matched, same.numberMatched);
  assert.ok(matched > 0);
  const address = await page.getByRole('link', { name: 'no mapa' }).getAttribute('href');
  await page.screenshot({ path: join(pictures, 'items-period.png') });
  assert.deepEqual(faults, []);
  await page.close();
  const map = await open(address.slice(service.url.origin.length));
  await quiet(map.page);
  const seen = await map.page.evaluate(() => window.bairro.map.getBounds().toArray().flat());
  assert.ok(seen[0] <= 40 && seen[1] <= -13.5 && seen[2] >= 41 && seen[3] >= -12, `the box is in sight: ${seen}`);
  assert.equal(await map.page.locator('[data-name=from]').inputValue(), '01/03/2024');
  await map.page.close();
});
