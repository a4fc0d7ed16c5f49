// SPDX-License-Identifier: Apache-2.0
// MapLibre taken apart is MapLibre still, and a file of another form is refused rather than broken.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { hashedName } from '../../web/embed.mjs';
import { takeApart } from '../../web/maplibre.mjs';

const published = 'web/node_modules/maplibre-gl/dist/maplibre-gl.js';

/** The names a script leaves behind in a page without a document. */
function exported(...scripts) {
  const context = vm.createContext({ performance, setTimeout, clearTimeout, TextEncoder, TextDecoder, URL, console });
  vm.runInContext('var self = this; var globalThis = this;', context);
  for (const script of scripts) vm.runInContext(script, context);
  return Object.keys(vm.runInContext('maplibregl', context)).sort();
}

test('the parts together offer what the whole offers', () => {
  const parts = takeApart(published);
  const whole = exported(readFileSync(published, 'utf8'));
  assert.ok(whole.includes('Map') && whole.includes('setWorkerUrl'));
  assert.deepEqual(exported(parts.shared, parts.page), whole);
});

test('the worker loads what it shares with the page, and the licence stays', () => {
  const parts = takeApart(published);
  const worker = parts.workerScript('maplibre-shared.x.js');
  assert.match(worker, /importScripts\("maplibre-shared\.x\.js"\)/);
  for (const text of [parts.shared, parts.page, worker]) assert.match(text, /^\/\*\*\s+\* MapLibre GL JS\s+\* @license/);
});

test('a file of another form is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bairro-test-'));
  const text = readFileSync(published, 'utf8');
  const broken = {
    'without the worker': text.replace('\ndefine("worker",', '\ndefine("other",'),
    'with two workers': text + '\ndefine("worker",["./shared"],(function(){}));',
    'another wrapper': text.replace('\ndefine("index",["exports","./shared"],(function(', '\ndefine("index",["exports","./shared"],((a)=>('),
    empty: '',
  };
  for (const [name, content] of Object.entries(broken)) {
    const file = join(folder, 'maplibre-gl.js');
    writeFileSync(file, content);
    assert.throws(() => takeApart(file), /another form/, name);
  }
  rmSync(folder, { recursive: true });
});

test('a name changes with the content', () => {
  assert.match(hashedName('app.js', Buffer.from('a')), /^app\.[0-9a-f]{16}\.js$/);
  assert.notEqual(hashedName('app.js', Buffer.from('a')), hashedName('app.js', Buffer.from('b')));
});
