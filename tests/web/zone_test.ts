// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayMs, isoDay } from '../../web/src/format';
import { datetimeOf, dayIn, dayStart } from '../../web/src/zone';

test('a range of days becomes instants of the zone, both days included', () => {
  assert.equal(datetimeOf({ from: '2024-01-01', to: '2024-12-31' }, 'Africa/Maputo'), '2023-12-31T22:00:00.000Z/2024-12-31T21:59:59.999Z');
  assert.equal(datetimeOf({ from: '2024-01-01' }, 'Africa/Maputo'), '2023-12-31T22:00:00.000Z/..');
  assert.equal(datetimeOf({ to: '2024-01-01' }, 'UTC'), '../2024-01-01T23:59:59.999Z');
  assert.equal(datetimeOf({ from: '2024-01-01', to: '2024-01-31' }), '2024-01-01/2024-01-31');
  assert.equal(datetimeOf({}, 'Africa/Maputo'), '');
});

test('days follow each other without a gap, also where clocks change', () => {
  for (const zone of ['Africa/Maputo', 'Europe/Lisbon', 'America/Sao_Paulo', 'Pacific/Auckland', 'UTC']) {
    for (let day = Date.UTC(2023, 0, 1); day < Date.UTC(2025, 0, 1); day += dayMs) {
      const name = isoDay(day);
      const next = isoDay(day + dayMs);
      assert.equal(dayIn(new Date(dayStart(name, zone)).toISOString(), zone), name, `${zone} ${name}`);
      assert.equal(dayIn(new Date(dayStart(next, zone) - 1).toISOString(), zone), name, `${zone} ${name}`);
    }
  }
});

test('a zone nobody knows counts as UTC', () => {
  assert.equal(dayIn('2024-01-01T23:30:00Z', 'Nowhere/Land'), '2024-01-01');
});
