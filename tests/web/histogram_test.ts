// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayMs, dayOf } from '../../web/src/format';
import { binsOf, countBins, inTurn } from '../../web/src/histogram';
import { quickRange } from '../../web/src/period';

test('bins are whole months without gaps, cover everything and are few', () => {
  for (const [first, last] of [['2024-01-15', '2024-01-20'], ['2023-01-01', '2025-12-31'], ['1999-12-31', '2026-01-01'], ['2024-02-29', '2024-03-01'], ['1850-06-01', '2026-01-01']] as const) {
    const bins = binsOf(first, last);
    assert.ok(bins.length >= 1 && bins.length <= 19, `${bins.length}`);
    assert.ok((bins[0]?.from ?? '') <= first && (bins[bins.length - 1]?.to ?? '') >= last);
    bins.forEach((bin, i) => {
      assert.ok(bin.from.endsWith('-01'));
      const next = bins[i + 1];
      if (next) assert.equal((dayOf(bin.to) ?? 0) + dayMs, dayOf(next.from));
    });
  }
  assert.deepEqual(binsOf('2024-03-01', '2024-01-01'), []);
});

test('rows without a time are counted once, not in every bar', async () => {
  const days = ['2024-01-05', '2024-01-20', '2024-03-02'];
  const timeless = 4;
  const asked: string[] = [];
  const count = (datetime: string): Promise<number> => {
    asked.push(datetime);
    const [from = '', to = ''] = datetime.split('/');
    return Promise.resolve(timeless + days.filter((day) => (from === '..' || day >= from) && (to === '..' || day <= to)).length);
  };
  const histogram = await countBins(binsOf('2024-01-05', '2024-03-02'), undefined, count);
  assert.equal(histogram.timeless, timeless);
  assert.deepEqual(histogram.bins.map((bin) => bin.count), [2, 0, 1]);
  assert.equal(asked[0], '../2023-12-31');
});

test('no more tasks at once than allowed, results in order, the first failure is told', async () => {
  let running = 0;
  let most = 0;
  const task = (i: number) => async (): Promise<number> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return i;
  };
  assert.deepEqual(await inTurn(Array.from({ length: 9 }, (_, i) => task(i)), 2), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.equal(most, 2);
  await assert.rejects(inTurn([task(1), () => Promise.reject(new Error('no'))], 2), /no/);
});

test('ready-made ranges end with the latest record', () => {
  assert.deepEqual(quickRange(30, '2025-12-31'), { from: '2025-12-02', to: '2025-12-31' });
  assert.deepEqual(quickRange(0, '2025-12-31'), {});
});
