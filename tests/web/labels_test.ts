// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areaPoints, wordPlace } from '../../web/src/labels';
import { addresses, scaled } from '../../web/src/layers';

type Ring = [number, number][];
const square = (x: number, y: number, side: number): Ring => [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]];
const piece = (id: number, name: string, rings: Ring[], level = 2) =>
  ({ id, properties: { name, level }, geometry: { type: 'Polygon' as const, coordinates: rings } });

function isInside(ring: Ring, [x, y]: [number, number]): boolean {
  let inside = false;
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] ?? [0, 0];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  });
  return inside;
}

test('a word stands inside its area, whatever its shape', () => {
  const shapes: Ring[] = [
    square(0, 0, 2), [[0, 0], [10, 0], [10, 10], [9, 10], [9, 1], [0, 1], [0, 0]], [[0, 0], [4, 0], [2, 1], [4, 2], [0, 2], [0, 0]],
    [[0, 0], [5, 5], [10, 0], [10, 8], [5, 6], [0, 8], [0, 0]],
  ];
  for (const ring of shapes) assert.ok(isInside(ring, wordPlace(ring)), JSON.stringify(ring));
});

test('an area cut by tiles has one name, in its largest piece', () => {
  const points = areaPoints([piece(1, 'Pemba', [square(0, 0, 1)]), piece(1, 'Pemba', [square(10, 10, 4)]), piece(2, 'Ibo', [square(5, 5, 1)])], 9);
  assert.equal(points.length, 2);
  assert.deepEqual(points[0]?.geometry, { type: 'Point', coordinates: [12, 12 + 1e-9] });
});

test('small areas have no name from far away', () => {
  const pieces = [piece(1, 'Posto', [square(0, 0, 1)], 3), piece(2, 'Distrito', [square(0, 0, 1)], 2), piece(3, 'Província', [square(0, 0, 1)], 1)];
  const names = (zoom: number): unknown[] => areaPoints(pieces, zoom).map((point) => point.properties?.['name']);
  assert.deepEqual(names(4), ['Província']);
  assert.deepEqual(names(7), ['Distrito', 'Província']);
  assert.deepEqual(names(10), ['Posto', 'Distrito', 'Província']);
});

test('tile addresses carry the question, opacities multiply', () => {
  assert.deepEqual(addresses(['/t/{z}'], ''), ['/t/{z}']);
  assert.deepEqual(addresses(['/t/{z}'], 'datetime=../2024-01-01'), ['/t/{z}?datetime=../2024-01-01']);
  assert.deepEqual(addresses(['/t/{z}?points=squares'], 'q=a'), ['/t/{z}?points=squares&q=a']);
  assert.equal(scaled(undefined, 0.5), 0.5);
  assert.equal(scaled(0.2, 0.5), 0.1);
  assert.deepEqual(scaled(['get', 'x'], 0.5), ['*', ['get', 'x'], 0.5]);
});
