// SPDX-License-Identifier: Apache-2.0
// The rules themselves: a good tile passes, and each planted fault is found.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check_tile } from './tile_rules.mjs';

const varint = (n) => (n < 0x80 ? [n] : [(n & 0x7f) | 0x80, ...varint(n >>> 7)]);
const number = (field, value) => [...varint(field * 8), ...varint(value)];
const bytes = (field, content) => [...varint(field * 8 + 2), ...varint(content.length), ...content];
const text = (field, words) => bytes(field, [...Buffer.from(words)]);
const zigzag = (n) => (n << 1) ^ (n >> 31);
const move = (...pairs) => [(pairs.length / 2) * 8 + 1, ...pairs.map(zigzag)];
const line = (...pairs) => [(pairs.length / 2) * 8 + 2, ...pairs.map(zigzag)];
const close = [15];

const feature = ({ id = 1, type = 3, tags = [0, 0], geometry = square, more = [] } = {}) => [
  ...number(1, id),
  ...bytes(2, tags.flatMap(varint)),
  ...number(3, type),
  ...bytes(4, geometry.flatMap(varint)),
  ...more,
];
const layer = ({ name = 'a', version = 2, extent = 4096, features = [feature()], keys = ['k'], values = [text(1, 'v')], more = [] } = {}) => [
  ...(version === null ? [] : number(15, version)),
  ...(name === null ? [] : text(1, name)),
  ...features.flatMap((f) => bytes(2, f)),
  ...keys.flatMap((k) => text(3, k)),
  ...values.flatMap((v) => bytes(4, v)),
  ...(extent === null ? [] : number(5, extent)),
  ...more,
];
const tile = (...layers) => Uint8Array.from(layers.flatMap((l) => bytes(3, l)));
const square = [...move(10, 10), ...line(5, 0, 0, 5, -5, 0), ...close];
const hole = [...move(1, -4), ...line(0, 2, 2, 0, 0, -2), ...close];
const check = (t) => check_tile(t, { buffer: 64 });

test('good tiles have nothing wrong with them', () => {
  const good = {
    polygon: tile(layer()),
    'polygon with a hole': tile(layer({ features: [feature({ geometry: [...square, ...hole] })] })),
    points: tile(layer({ features: [feature({ type: 1, geometry: move(1, 2, 3, 4) })] })),
    lines: tile(layer({ features: [feature({ type: 2, geometry: [...move(0, 0), ...line(9, 9), ...move(1, 1), ...line(4, 0)] })] })),
    'two layers': tile(layer(), layer({ name: 'b' })),
    'in the buffer': tile(layer({ features: [feature({ type: 1, geometry: move(-64, 4160) })] })),
    nothing: tile(),
  };
  for (const [what, t] of Object.entries(good)) {
    const { problems, warnings } = check(t);
    assert.deepEqual([...problems, ...warnings], [], what);
  }
  assert.equal(check(good.polygon).decoded[0].properties.k, 'v');
});

const of = (geometry, type = 3) => tile(layer({ features: [feature({ type, geometry })] }));
const faults = {
  'cut off': tile(layer()).subarray(0, 20),
  'a field that tiles have not': Uint8Array.from([...tile(layer()), ...number(1, 1)]),
  'a field that layers have not': tile(layer({ more: number(7, 1) })),
  'no version': tile(layer({ version: null })),
  'version 1': tile(layer({ version: 1 })),
  'no name': tile(layer({ name: null })),
  'an empty name': tile(layer({ name: '' })),
  'two layers of one name': tile(layer(), layer()),
  'no extent': tile(layer({ extent: null })),
  'no feature': tile(layer({ features: [] })),
  'type unknown': of(square, 0),
  'an odd tag': tile(layer({ features: [feature({ tags: [0, 0, 0] })] })),
  'a key outside the table': tile(layer({ features: [feature({ tags: [1, 0] })] })),
  'a value outside the table': tile(layer({ features: [feature({ tags: [0, 1] })] })),
  'a key twice in one feature': tile(layer({ features: [feature({ tags: [0, 0, 0, 0] })] })),
  'a value of two types': tile(layer({ values: [[...text(1, 'v'), ...number(5, 1)]] })),
  'a value of the wrong wire type': tile(layer({ values: [number(1, 1)] })),
  'text that is not UTF-8': tile(layer({ values: [bytes(1, [0xff])] })),
  'keys twice in the table': tile(layer({ keys: ['k', 'k'] })),
  'values twice in the table': tile(layer({ values: [text(1, 'v'), text(1, 'v')] })),
  'a key that nobody uses': tile(layer({ keys: ['k', 'l'] })),
  'ids that are not unique': tile(layer({ features: [feature(), feature()] })),
  'no geometry': of([]),
  'an unknown command': of([8 + 3, 1, 1]),
  'a command without a count': of([1]),
  'parameters cut off': of([...move(1, 1), 3 * 8 + 2, 1, 1]),
  'a ring that is not closed': of([...move(10, 10), ...line(5, 0, 0, 5, -5, 0)]),
  'a ring of two vertices': of([...move(10, 10), ...line(5, 0), ...close]),
  'a ring without an area': of([...move(10, 10), ...line(5, 0, 5, 0), ...close]),
  'a hole first': of([...move(10, 10), ...line(0, 5, 5, 0, 0, -5), ...close]),
  'a ring that repeats its first vertex': of([...move(10, 10), ...line(5, 0, 0, 5, -5, 0, 0, -5), ...close]),
  'a vertex twice': of([...move(10, 10), ...line(5, 0, 0, 0, 0, 5), ...close]),
  'a line of one vertex': of(move(1, 1), 2),
  'LineTo in a point': of([...move(1, 1), ...line(2, 2)], 1),
  'two LineTo in a row': of([...move(1, 1), ...line(2, 2), ...line(3, 3)], 2),
  'ClosePath in a line': of([...move(1, 1), ...line(2, 2), ...close], 2),
  'outside the buffer': of(move(-65, 0), 1),
};

for (const [what, t] of Object.entries(faults)) {
  test(`finds: ${what}`, () => {
    const { problems, warnings } = check(t);
    assert.notEqual(problems.length + warnings.length, 0);
  });
}
