// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collection, Style } from '../../web/src/api';
import { densityLegend, densityStyle, detailed, hasDensity, settle, type Density, type DensityLegend } from '../../web/src/density';
import { legendOf } from '../../web/src/legend';
import { rankOf } from '../../web/src/model';

const collection = (links: string[], result?: Collection['result']): Collection =>
  ({ id: 'incidents', title: '', description: '', itemCount: 1, links: links.map((href) => ({ rel: 'x', href })), ...(result && { result }) });
const legend: DensityLegend = {
  detail: 'sketch', bandwidth_m: 5000, matched: 1000, looked_at: 500, used: 480, clear: 'nobody looked', caveats: ['a sketch', 'not the same as safe'],
  classes: [{ level: 0, from: 0, below: 1, title: 'less', colour: '#4D4D4D', dotted: true }, { level: 1, from: 1, below: 10, title: '1', colour: '#FFFFCC', dotted: false }, { level: 2, from: 10, below: 20, title: '2', colour: '#FFEDA0', dotted: false }],
};
const sketched: Density = { key: 'en', wanted: 'sketch', detail: 'sketch', legend };

test('a collection has pictures of its density where it says so', () => {
  assert.equal(hasDensity(collection(['http://x/collections/incidents/density/legend?f=json'])), true);
  assert.equal(hasDensity(collection(['http://x/collections/other/density/legend', 'http://x/collections/incidents/map/legend'])), false);
});

test('a sketch is asked for as one, the exact density without a word', () => {
  assert.equal(detailed('', 'sketch'), 'detail=sketch');
  assert.equal(detailed('datetime=2024-01-01', 'sketch'), 'datetime=2024-01-01&detail=sketch');
  assert.equal(detailed('datetime=2024-01-01', 'exact'), 'datetime=2024-01-01');
});

test('the legend says that a sketch is one, until the exact density is drawn', () => {
  assert.match(densityLegend(sketched, 'en').caveats?.[0] ?? '', /sketch/i);
  assert.equal(densityLegend(sketched, 'en').note, undefined, 'not twice');
  const { legend: _, ...without } = sketched;
  assert.match(densityLegend(without, 'pt').note ?? '', /Esboço/);
  const exact = densityLegend({ ...sketched, detail: 'exact', legend: { ...legend, detail: 'exact' } }, 'en');
  assert.match(exact.note ?? '', /exact/);
  assert.doesNotMatch(exact.note ?? '', /sketch/i);
  assert.deepEqual(exact.entries.map(({ label }) => label), ['10 – 20', '1 – 10', 'less']);
});

test('the legend has dots where the map has dots, and says what the service says with it', () => {
  const shown = densityLegend(sketched, 'pt');
  assert.deepEqual(shown.entries.map(({ swatch }) => swatch.shape), ['area', 'area', 'dots']);
  assert.equal(shown.entries.at(-1)?.swatch.fill, '#4D4D4D');
  assert.deepEqual(shown.caveats, ['a sketch', 'not the same as safe', 'nobody looked']);
  assert.deepEqual(densityLegend({ ...sketched, legend: { ...legend, clear: '', caveats: [] } }, 'pt').caveats, []);
});

test('nothing is called exact before all exact tiles are drawn', () => {
  const exact: DensityLegend = { ...legend, detail: 'exact' };
  const step = (more: Partial<Density>): boolean => settle({ ...sketched, ...more });
  assert.equal(step({}), false);
  assert.equal(step({ wanted: 'exact', next: exact }), false, 'its tiles were not asked for');
  assert.equal(step({ wanted: 'exact', next: exact, asked: 'sketch' }), false);
  assert.equal(step({ wanted: 'exact', next: exact, asked: 'exact', failed: true }), false, 'a tile of the sketch may stand there still');
  const density: Density = { ...sketched, wanted: 'exact', next: exact, asked: 'exact' };
  assert.equal(settle(density), true);
  assert.equal(density.detail, 'exact');
  assert.equal(density.legend, exact);
  assert.equal(settle(density), false, 'once');
});

test('pictures are drawn beneath points and leave the other ways to show points open', () => {
  const usual = { version: 8, sources: {}, layers: [], metadata: { 'bairro:cells': ['squares'] } } as unknown as Style;
  const style = densityStyle('/b', collection([]), usual);
  assert.deepEqual(style.metadata?.['bairro:cells'], ['squares']);
  const source = style.sources['incidents'];
  assert.equal(source?.type, 'raster');
  const [layer] = style.layers;
  assert.ok(layer && rankOf(collection([]), layer) < rankOf(collection([]), { type: 'circle' }));
  assert.ok(layer && rankOf(collection([]), layer) > rankOf({ ...collection([]), id: 'admin_areas' }, { type: 'fill' }));
});

test('a rate has its own classes, and no data among them, last', () => {
  const made = (method: string): Collection => collection([], { method, parameters: {}, summary: { rates: { per_people: 1000 } }, inputs: [], role: 'programme', rev: 1, made_at: '', expires_at: null });
  const classes = ['low', 'high', 'No data'].map((label, i) => ({ layer: `l${i}`, shape: 'area', colour: `#00000${i}`, opacity: 0.7, label: { en: label, pt: label } }));
  const style = { version: 8, sources: {}, layers: [], metadata: { 'bairro:legend': { title: { en: '', pt: '' }, classes } } } as unknown as Style;
  assert.deepEqual(legendOf(made('kde'), style, 'en', false).entries.map(({ label }) => label), ['high', 'low', 'No data']);
  assert.deepEqual(legendOf(made('gi-star'), style, 'en', false).entries.map(({ label }) => label), ['low', 'high', 'No data']);
  assert.match(legendOf(made('kde'), style, 'pt', false).note ?? '', /não quer dizer seguro/);
});
