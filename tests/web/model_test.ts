// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collection } from '../../web/src/api';
import { extentOf, followsPeriod, groupsOf, rankOf, timeline, usuallyOn } from '../../web/src/model';

const tiles = { rel: 'http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector', href: '' };

function collection(id: string, more: Partial<Collection> = {}): Collection {
  return { id, title: id, description: '', links: [tiles], itemCount: 5, ...more };
}
function result(id: string, method: string, made_at: string): Collection {
  return collection(id, { result: { method, parameters: {}, summary: {}, inputs: [], role: 'programme', rev: 1, made_at, expires_at: null } });
}
const between = (from: string | null, to: string | null): Partial<Collection> => ({ extent: { temporal: { interval: [[from, to]] } } });

test('the newest result of each method comes first, others behind it', () => {
  const groups = groupsOf([
    result('r-1', 'kde', '2026-01-01T00:00:00Z'), collection('incidents'), result('r-3', 'gi-star', '2026-01-02T00:00:00Z'),
    result('r-2', 'kde', '2026-01-03T00:00:00Z'), collection('tables', { links: [] }),
  ]);
  assert.deepEqual(groups.data.map((each) => each.id), ['incidents'], 'what has no places is no layer');
  assert.deepEqual(groups.results.map((each) => each.id), ['r-2', 'r-3']);
  assert.deepEqual(groups.older.map((each) => each.id), ['r-1']);
});

test('the newest result is on, and what would hide it is off', () => {
  const data = [collection('incidents'), collection('catchments'), collection('sites')];
  const kde = result('r-1', 'kde', '2026-01-01T00:00:00Z');
  const gaps = result('r-2', 'coverage-gaps', '2026-01-02T00:00:00Z');
  assert.deepEqual(usuallyOn(groupsOf(data)), ['incidents', 'catchments', 'sites']);
  assert.deepEqual(usuallyOn(groupsOf([...data, kde])), ['sites', 'r-1']);
  assert.deepEqual(usuallyOn(groupsOf([...data, kde, gaps])), ['catchments', 'sites', 'r-2'], 'gaps are gaps between catchments');
  const empty = { ...gaps, itemCount: 0 };
  assert.deepEqual(usuallyOn(groupsOf([...data, empty])), ['incidents', 'catchments', 'sites'], 'nothing was found');
});

test('nothing without rows is switched on', () => {
  assert.deepEqual(usuallyOn(groupsOf([collection('incidents', { itemCount: 0 }), collection('sites'), collection('settlements')])), ['sites']);
});

test('the period chooses among what happened, not among what was founded or found', () => {
  assert.ok(followsPeriod(collection('incidents', between('2024-01-01T00:00:00Z', '2024-02-01T00:00:00Z'))));
  assert.ok(!followsPeriod(collection('cscs', between('2024-01-01T00:00:00Z', '2024-02-01T00:00:00Z'))));
  assert.ok(!followsPeriod(collection('settlements')));
  assert.ok(!followsPeriod({ ...result('r-1', 'kde', ''), ...between('2024-01-01T00:00:00Z', null) }));
});

test('the histogram counts incidents, else what begins and ends', () => {
  const open = collection('sites', between('2020-01-01T00:00:00Z', null));
  const visits = collection('visits', between('2020-01-01T00:00:00Z', '2021-01-01T00:00:00Z'));
  const incidents = collection('incidents', between('2020-01-01T00:00:00Z', '2021-01-01T00:00:00Z'));
  assert.equal(timeline([open, visits, incidents])?.id, 'incidents');
  assert.equal(timeline([open, visits])?.id, 'visits');
  assert.equal(timeline([open]), undefined);
});

test('analyses lie above areas and beneath points', () => {
  const admin = rankOf(collection('admin_areas'), { type: 'fill' });
  const point = rankOf(collection('incidents'), { type: 'circle' });
  for (const method of ['kde', 'gi-star', 'coverage-gaps', 'a-new-one']) {
    const rank = rankOf(result('r-1', method, ''), { type: 'fill' });
    assert.ok(admin < rank && rank < point, method);
    assert.ok(rank < rankOf(collection('catchments'), { type: 'line' }), method);
  }
  assert.ok(point < rankOf(collection('sites'), { type: 'circle' }));
  const cells = rankOf(collection('incidents'), { type: 'fill', id: 'incidents-cells' });
  assert.ok(cells > rankOf(collection('catchments'), { type: 'line' }) && cells < rankOf(collection('incidents'), { type: 'line', id: 'incidents-net' }) && cells < point);
  assert.ok(rankOf(collection('catchments'), { type: 'symbol', id: 'catchments-names' }) > rankOf(collection('sites'), { type: 'circle' }));
});

test('the first view holds everything that has rows', () => {
  const at = (bbox: [number, number, number, number], itemCount = 1): Collection => collection('x', { itemCount, extent: { spatial: { bbox: [bbox] } } });
  assert.deepEqual(extentOf([at([1, 2, 3, 4]), at([0, 3, 2, 9]), at([-50, -50, 50, 50], 0), collection('y')]), [0, 2, 3, 9]);
  assert.equal(extentOf([collection('y')]), undefined);
});
