// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, formatDate, formatMeasure, formatNumber, formatTime, readDay } from '../../web/src/format';

test('numbers are written as readers expect them', () => {
  const cases: [number, number, string, string][] = [
    [0, 2, '0', '0'], [1234.5, 2, '1\u202f234,5', '1,234.5'], [999, 0, '999', '999'], [1000, 0, '1\u202f000', '1,000'],
    [-1234567.891, 2, '−1\u202f234\u202f567,89', '−1,234,567.89'], [0.004, 2, '0', '0'], [-0.004, 2, '0', '0'], [12.10, 2, '12,1', '12.1'],
    [1e6, 0, '1\u202f000\u202f000', '1,000,000'], [NaN, 2, '–', '–'], [Infinity, 2, '–', '–'],
  ];
  for (const [value, digits, pt, en] of cases) {
    assert.equal(formatNumber(value, 'pt', digits), pt);
    assert.equal(formatNumber(value, 'en', digits), en);
  }
  assert.equal(formatMeasure(77797.4, 'pt'), '77\u202f797');
  assert.equal(formatMeasure(12.345, 'pt'), '12,3');
  assert.equal(formatMeasure(0.00123, 'en'), '0.00123');
});

test('days and times are day first', () => {
  assert.equal(formatDate('2024-03-01'), '01/03/2024');
  assert.equal(formatDate('2024-03-01T06:00:00Z'), '01/03/2024');
  assert.equal(formatDate('soon'), 'soon');
  assert.equal(formatTime('2024-03-01T15:10:00+02:00'), '01/03/2024 15:10');
  assert.equal(formatTime('2024-03-01'), '01/03/2024');
});

test('days that people write are read, and nothing else', () => {
  const good: [string, string][] = [
    ['31/12/2025', '2025-12-31'], ['1/2/2024', '2024-02-01'], ['01-02-2024', '2024-02-01'], ['1.2.2024', '2024-02-01'], [' 29/02/2024 ', '2024-02-29'],
    ['2024-02-29', '2024-02-29'],
  ];
  for (const [text, day] of good) assert.equal(readDay(text), day, text);
  for (const text of ['', '29/02/2023', '31/04/2024', '12/31/2025', '1/2/24', '1/2', 'ontem', '2024-13-01', '00/01/2024', '2024-1-1']) {
    assert.equal(readDay(text), undefined, text);
  }
  assert.equal(dayOf('2024-02-30'), undefined);
});
