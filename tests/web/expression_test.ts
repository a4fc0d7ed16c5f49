// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, type Subject } from '../../web/src/expression';

const subject: Subject = { geometry: 'Polygon', properties: { level: 3, kind: 'gap', count: 12, done: false } };

test('expressions of our styles', () => {
  const cases: [unknown, unknown][] = [
    [5, 5], ['x', 'x'], [['get', 'level'], 3], [['get', 'none'], null], [['has', 'level'], true], [['has', 'none'], false], [['!', ['has', 'none']], true],
    [['==', ['geometry-type'], 'Polygon'], true], [['==', ['get', 'kind'], 'gap'], true], [['!=', ['get', 'kind'], 'gap'], false],
    [['all', ['>=', ['get', 'count'], 10], ['<', ['get', 'count'], 100]], true], [['any', ['<', ['get', 'count'], 10], ['has', 'kind']], true],
    [['all'], true], [['any'], false], [['<', ['get', 'none'], 10], false], [['>', ['get', 'kind'], 1], false], [['<=', 3, 3], true],
    [['match', ['get', 'kind'], 'overlap', 1, ['gap', 'sliver'], 2, 0], 2], [['match', ['get', 'kind'], 'x', 1, 9], 9],
    [['case', ['has', 'none'], 1, ['has', 'kind'], 2, 3], 2], [['case', ['has', 'none'], 1, 3], 3],
    [['step', ['get', 'count'], 'a', 10, 'b', 20, 'c'], 'b'], [['step', 20, 'a', 10, 'b', 20, 'c'], 'c'], [['step', ['get', 'kind'], 1, 2, 3], undefined],
    [['literal', [1, 2]], [1, 2]], [['coalesce', ['get', 'none'], 7], 7], [['coalesce', ['get', 'none']], null],
    [['no-such-operator', 1], undefined], [['constructor'], undefined], [[], undefined], [[1, 2], undefined],
  ];
  for (const [expression, expected] of cases) assert.deepEqual(evaluate(expression, subject), expected, JSON.stringify(expression));
});
