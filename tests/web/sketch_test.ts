// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameOf, mercator, tilesOf } from '../../web/src/sketch';

const fitting = { padding: 36, maxZoom: 14 };

test('places on the unit square of Web Mercator', () => {
  const cases: [number, number, number, number][] = [[0, 0, 0.5, 0.5], [-180, 85.0511287798066, 0, 0], [180, -85.0511287798066, 1, 1], [90, 0, 0.75, 0.5]];
  for (const [lon, lat, x, y] of cases) {
    const [ax, ay] = mercator(lon, lat);
    assert.ok(Math.abs(ax - x) < 1e-9 && Math.abs(ay - y) < 1e-9, `${lon} ${lat}: ${ax} ${ay}`);
  }
});

test('the coarse tiles fill the frame', () => {
  const frames = [
    frameOf(1280, 800, undefined, [38.1, -14, 40.65, -10.6], fitting), frameOf(390, 400, { zoom: 12.3, lat: -12.97, lon: 40.5 }, undefined, fitting),
    frameOf(1280, 800, { zoom: 0.5, lat: 0, lon: 0 }, undefined, fitting),
  ];
  for (const frame of frames) {
    assert.ok(frame);
    const tiles = tilesOf(frame);
    assert.ok(tiles.length >= 1 && tiles.length <= 6, `${tiles.length}`);
    const world = 512 * 2 ** frame.zoom;
    for (const [px, py] of [[0, 0], [frame.width, 0], [0, frame.height], [frame.width, frame.height], [frame.width / 2, frame.height / 2]] as const) {
      const x = frame.x + (px - frame.width / 2) / world;
      const y = frame.y + (py - frame.height / 2) / world;
      if (x < 0 || x >= 1 || y < 0 || y >= 1) continue;
      assert.ok(tiles.some((tile) => Math.floor(x * 2 ** tile.z) === tile.x && Math.floor(y * 2 ** tile.z) === tile.y), `${px},${py}`);
    }
  }
});

test('nothing is drawn where there is nothing to fit', () => {
  assert.equal(frameOf(1280, 800, undefined, undefined, fitting), undefined);
  assert.equal(frameOf(60, 60, undefined, [38, -14, 40, -10], fitting), undefined, 'no room');
});
