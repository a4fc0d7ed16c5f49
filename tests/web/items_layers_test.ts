// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LayerSpecification } from 'maplibre-gl';
import { boundsOf, drawnFrom } from '../../web/src/items_layers';

const feature = (geometry: GeoJSON.Geometry | null): GeoJSON.Feature => ({ type: 'Feature', properties: {}, geometry: geometry as GeoJSON.Geometry });

test('layers for tiles are drawn from GeoJSON, without counted squares and words', () => {
  const layers = [
    { id: 'sites-point', type: 'circle', source: 'sites', 'source-layer': 'sites', paint: { 'circle-radius': 6 } },
    { id: 'sites-names', type: 'symbol', source: 'sites', 'source-layer': 'sites-labels' },
    { id: 'sites-count-10', type: 'circle', source: 'sites', 'source-layer': 'sites' },
  ] as LayerSpecification[];
  assert.deepEqual(drawnFrom(layers, 'page'), [{ id: 'sites-point', type: 'circle', source: 'page', paint: { 'circle-radius': 6 } }]);
});

test('the box holds every kind of geometry', () => {
  const parts: (GeoJSON.Geometry | null)[] = [
    null,
    { type: 'Point', coordinates: [40, -13] },
    { type: 'MultiPolygon', coordinates: [[[[41, -12], [42, -12], [42, -11], [41, -12]]]] },
    { type: 'GeometryCollection', geometries: [{ type: 'LineString', coordinates: [[39, -14], [39.5, -13.5]] }] },
  ];
  assert.deepEqual(boundsOf(parts.map(feature)), [39, -14, 42, -11]);
  assert.equal(boundsOf([feature(null)]), undefined);
  assert.equal(boundsOf([]), undefined);
});
