// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readState, writeState, type State } from '../../web/src/state';

test('what is written is read again', () => {
  const states: State[] = [
    { opacity: new Map() },
    { position: { zoom: 7.25, lat: -12.5, lon: 39.125 }, opacity: new Map() },
    { on: ['incidents', 'r-kde-e4aa82003afb'], from: '2024-01-01', to: '2024-12-31', language: 'en', opacity: new Map([['incidents', 50]]) },
    { on: [], to: '2024-12-31', opacity: new Map() },
    { points: new Map([['incidents', 'hexagons'], ['sites', 'clusters']]), opacity: new Map() },
    { asked: new Map([['incidents', { filter: "a = 'x&y=1+#%' AND b >= 2", 'filter-lang': 'cql2-text', q: 'água' }], ['sites', { q: 'a b' }]]), opacity: new Map() },
  ];
  for (const state of states) assert.deepEqual(readState(writeState(state)), state);
  assert.equal(writeState({ opacity: new Map([['incidents', 100]]) }), '');
});

test('an address that is wrong somewhere still shows a map', () => {
  const cases: [string, State][] = [
    ['', { opacity: new Map() }], ['#', { opacity: new Map() }], ['#map=7', { opacity: new Map() }], ['#map=7/x/3', { opacity: new Map() }], ['#map=99/0/0', { opacity: new Map() }],
    ['#map=7/0/0/0', { opacity: new Map() }], ['#lang=fr&time=x/2024-01-01', { to: '2024-01-01', opacity: new Map() }], ['#time=2024-02-30/', { opacity: new Map() }],
    ['#on=incidents,<b>,../x', { on: ['incidents'], opacity: new Map() }], ['#opacity=a:500,b:5,__proto__:1', { opacity: new Map([['b', 5]]) }], ['#%', { opacity: new Map() }],
    ['#points=incidents,x:<i>,sites:squares&filter.../x=1&limit.sites=3&q.sites=', { points: new Map([['sites', 'squares']]), opacity: new Map() }],
  ];
  for (const [hash, expected] of cases) assert.deepEqual(readState(hash), expected, hash);
});
