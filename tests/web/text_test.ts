// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filled, preferredLanguage, say, sayIfKnown, texts } from '../../web/src/text';

test('every sentence stands in both languages, with the same places for values', () => {
  for (const [key, { pt, en }] of Object.entries(texts)) {
    const places = (text: string): string[] => (text.match(/\{\d\}/g) ?? []).sort();
    assert.ok(pt.length > 0 && en.length > 0, key);
    assert.deepEqual(places(pt), places(en), key);
  }
});

test('Portuguese comes first', () => {
  const cases: [string[], string][] = [
    [[], 'pt'], [['fr', 'de'], 'pt'], [['en-GB'], 'en'], [['pt-MZ', 'en'], 'pt'], [['fr', 'en', 'pt'], 'en'], [['ptx', 'en'], 'en'], [['EN'], 'en'],
  ];
  for (const [tags, expected] of cases) assert.equal(preferredLanguage(tags), expected, tags.join());
});

test('values go to their places; a missing one leaves nothing', () => {
  assert.equal(say('pt', 'rowsOf', '3', '10'), '3 de 10');
  assert.equal(filled('{1}-{0}', ['a', 'b']), 'b-a');
  assert.equal(filled('{0}{2}', ['a']), 'a');
  assert.equal(sayIfKnown('en', 'gap'), 'Outside every catchment');
  assert.equal(sayIfKnown('en', 'toString'), undefined);
});
