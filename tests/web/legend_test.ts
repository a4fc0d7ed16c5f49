// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collection, Style } from '../../web/src/api';
import { layersOf } from '../../web/src/cells';
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

test('a result of any other method is explained as its style says', () => {
  const classes = { ...style([]), metadata: { 'bairro:legend': { title: { en: 'x', pt: 'x' }, classes: [
    { layer: 'hh', shape: 'area', colour: '#8b0a1e', opacity: 0.8, label: { en: 'Many among many', pt: 'Muitos entre muitos' } },
    { layer: 'no', shape: 'area', colour: '#f7f7f7', opacity: 0.1, label: { en: 'Not significant', pt: 'Não significativo' } },
  ] } } } as Style;
  const legend = legendOf(result('local-moran'), classes, 'pt', false);
  assert.deepEqual(legend.entries.map((entry) => [entry.swatch.fill, entry.label]), [['#8b0a1e', 'Muitos entre muitos'], ['#f7f7f7', 'Não significativo']]);
  assert.match(legend.note ?? '', /não quer dizer seguro/);
  assert.equal(mainSwatch(result('local-moran'), classes)?.fill, '#8b0a1e');
  assert.deepEqual(legendOf({ ...plain, id: 'sites' }, classes, 'pt', false).entries, [], 'not of what is no result');
});

const circles: Style = { ...style([]), metadata: { 'bairro:legend': { title: { en: 'Incidents', pt: 'Incidentes' }, classes: [
  { layer: 'p', shape: 'circle', colour: '#d55e00', opacity: 1, size_px: 4, label: { en: 'Incidents', pt: 'Incidentes' } },
  { layer: 'a', shape: 'circle', colour: '#d55e00', opacity: 1, size_px: 4, from: 1, to: 9, label: { en: '1 to 9', pt: '1 a 9' } },
  { layer: 'b', shape: 'circle', colour: '#d55e00', opacity: 1, size_px: 16, from: 10, label: { en: '10 or more', pt: '10 ou mais' } },
] } } };

test('counted squares are explained while they are shown, as the style says', () => {
  assert.deepEqual(legendOf(plain, circles, 'en', true).entries.map((entry) => [entry.swatch.radius, entry.label]), [[4, '1 to 9'], [16, '10 or more']]);
  assert.deepEqual(legendOf(plain, circles, 'en', false).entries, []);
});

const shaded: Style = {
  ...style([
    { id: 'x-1', type: 'fill', source: 'x', maxzoom: 6, filter: ['has', 'count'], paint: { 'fill-color': '#aaaaaa', 'fill-opacity': 0.8 } },
    { id: 'x-2', type: 'fill', source: 'x', maxzoom: 6, filter: ['has', 'count'], paint: { 'fill-color': '#555555', 'fill-opacity': 0.8 } },
    { id: 'x-3', type: 'fill', source: 'x', minzoom: 6, filter: ['has', 'count'], paint: { 'fill-color': '#aaaaaa', 'fill-opacity': 0.8 } },
    { id: 'x-net', type: 'line', source: 'x', filter: ['has', 'count'], paint: { 'line-color': '#ffffff' } },
  ]),
  metadata: { 'bairro:legend': { title: { en: 'How many', pt: 'Quantos' }, cells: 'squares', classes: [
    { layer: 'x-1', shape: 'area', colour: '#aaaaaa', opacity: 0.8, from: 1, to: 49, max_zoom: 6, label: { en: '1 to 49', pt: '1 a 49' } },
    { layer: 'x-2', shape: 'area', colour: '#555555', opacity: 0.8, from: 50, max_zoom: 6, label: { en: '50 or more', pt: '50 ou mais' } },
    { layer: 'x-3', shape: 'area', colour: '#aaaaaa', opacity: 0.8, from: 1, min_zoom: 6, label: { en: '1 or more', pt: '1 ou mais' } },
  ] } },
};

test('cells are explained by the classes of the zoom', () => {
  const at = (zoom: number): unknown => {
    const { title, entries } = legendOf(plain, shaded, 'pt', true, zoom);
    return [title, ...entries.map(({ swatch, label }) => [swatch.fill, label])];
  };
  assert.deepEqual(at(0), ['Quantos', ['#aaaaaa', '1 a 49'], ['#555555', '50 ou mais']]);
  assert.deepEqual(at(5), at(0));
  assert.deepEqual(at(6), ['Quantos', ['#aaaaaa', '1 ou mais']]);
  assert.equal(mainSwatch(plain, shaded)?.shape, 'area');
});

test('layers of one class at one zoom become one layer, which MapLibre takes', () => {
  const [cells, net, ...others] = layersOf(plain, shaded);
  assert.deepEqual(others, []);
  assert.equal(net?.id, 'x-net');
  assert.deepEqual(cells, {
    id: 'incidents-cells', type: 'fill', source: 'x', filter: ['has', 'count'],
    paint: { 'fill-color': ['step', ['zoom'], ['step', ['get', 'count'], '#aaaaaa', 50, '#555555'], 6, '#aaaaaa'], 'fill-opacity': 0.8 },
  });
  assert.deepEqual(layersOf(plain, circles), [], 'a style that is the same at every zoom stays as it is');
});

test('cells with one class at all zooms are cells all the same', () => {
  const legend = { ...shaded.metadata?.['bairro:legend'], classes: [{ layer: 'x-3', shape: 'area', colour: '#aaaaaa', opacity: 1, from: 1, label: { en: '1 or more', pt: '1 ou mais' } }] };
  const few = { ...shaded, layers: shaded.layers.slice(2), metadata: { 'bairro:legend': legend } } as Style;
  const { title, note, entries } = legendOf(plain, few, 'en', true, 7);
  assert.deepEqual([title, entries.map(({ label }) => label)], ['How many', ['1 or more']]);
  assert.match(note ?? '', /each cell/);
  assert.deepEqual(mainSwatch(plain, few), { shape: 'area', fill: '#aaaaaa', fillOpacity: 0.8 });
  const [cells] = layersOf(plain, few);
  assert.deepEqual([cells?.id, cells?.paint], ['incidents-cells', { 'fill-color': '#aaaaaa', 'fill-opacity': 0.8 }]);
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
