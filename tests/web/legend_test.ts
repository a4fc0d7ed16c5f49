// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collection, Style } from '../../web/src/api';
import { legendOf, mainSwatch, swatchOf } from '../../web/src/legend';

const style = (layers: unknown[]): Style => ({ version: 8, sources: {}, layers }) as unknown as Style;
const isPolygon = ['==', ['geometry-type'], 'Polygon'];

function result(method: string, summary: Record<string, unknown> = {}): Collection {
  return {
    id: 'r-x', title: '', description: '', links: [], itemCount: 1,
    result: { method, parameters: {}, summary, inputs: [], role: 'programme', rev: 1, made_at: '', expires_at: null },
  };
}
const plain: Collection = { id: 'incidents', title: '', description: '', links: [], itemCount: 1 };

// One layer a level, chosen by filters, as QGIS can read it.
const byFilters = style([1, 2, 9].map((level) => ({
  id: `x-${level}`, type: 'fill', filter: ['all', isPolygon, ['==', ['get', 'level'], level]], paint: { 'fill-color': `#00000${level}`, 'fill-opacity': 0.6 },
})));
// One layer whose colour is an expression.
const byExpression = style([{ id: 'x', type: 'fill', paint: { 'fill-color': ['match', ['get', 'class'], 3, '#ff0000', -3, '#0000ff', '#cccccc'] } }]);

test('a legend has the colours of the style, however it is written', () => {
  const kde = legendOf(result('kde', { highest_per_km2: 9 }), byFilters, 'pt', false);
  assert.deepEqual(kde.entries.map((entry) => [entry.swatch.fill, entry.label]), [['#000009', '8 – 9'], ['#000002', '1 – 2'], ['#000001', '0 – 1']]);
  const gi = legendOf(result('gi-star'), byExpression, 'en', false);
  assert.deepEqual(gi.entries.map((entry) => entry.swatch.fill), ['#ff0000', '#cccccc', '#cccccc', '#cccccc', '#cccccc', '#cccccc', '#0000ff', '#cccccc']);
  assert.equal(gi.entries[0]?.label, 'Hot spot, q ≤ 0.01');
});

test('without the highest density the levels are numbers', () => {
  assert.deepEqual(legendOf(result('kde'), byFilters, 'pt', false).entries.map((entry) => entry.label), ['9', '2', '1']);
});

test('what the style does not draw is not in the legend', () => {
  const gaps = style([{ id: 'g', type: 'fill', filter: ['==', ['get', 'kind'], 'gap'], paint: { 'fill-color': '#111111' } }]);
  assert.deepEqual(legendOf(result('coverage-gaps'), gaps, 'en', false).entries.map((entry) => entry.label), ['Outside every catchment']);
});

test('counted squares are explained while they are shown, by the thresholds of the style', () => {
  const count = ['get', 'count'];
  const circles = style([
    { id: 'p', type: 'circle', filter: ['!', ['has', 'count']], paint: { 'circle-radius': 4, 'circle-color': '#d55e00' } },
    { id: 'a', type: 'circle', filter: ['all', ['has', 'count'], ['<', count, 10]], paint: { 'circle-radius': 4, 'circle-color': '#d55e00' } },
    { id: 'b', type: 'circle', filter: ['all', ['has', 'count'], ['>=', count, 10], ['<', count, 1000]], paint: { 'circle-radius': 7, 'circle-color': '#d55e00' } },
    { id: 'c', type: 'circle', filter: ['all', ['has', 'count'], ['>=', count, 1000]], paint: { 'circle-radius': 16, 'circle-color': '#d55e00' } },
  ]);
  assert.deepEqual(legendOf(plain, circles, 'en', true).entries.map((entry) => [entry.swatch.radius, entry.label]), [[4, '1 – 9'], [7, '10 – 999'], [16, '1,000 or more']]);
  assert.deepEqual(legendOf(plain, circles, 'en', false).entries, []);
});

test('swatches join what is drawn of one feature', () => {
  const area = style([
    { id: 'f', type: 'fill', filter: isPolygon, paint: { 'fill-color': '#123456', 'fill-opacity': 0.2 } },
    { id: 'o', type: 'line', filter: isPolygon, paint: { 'line-color': '#654321', 'line-width': 2 } },
  ]);
  assert.deepEqual(swatchOf(area, { geometry: 'Polygon', properties: {} }), { shape: 'area', fill: '#123456', fillOpacity: 0.2, stroke: '#654321', strokeWidth: 2 });
  assert.equal(swatchOf(area, { geometry: 'Point', properties: {} }), undefined);
  assert.deepEqual(mainSwatch(plain, area)?.shape, 'area');
});
