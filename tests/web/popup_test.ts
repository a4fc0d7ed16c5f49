// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Schema } from '../../web/src/api';
import { headingOf, rowsOf, valueText } from '../../web/src/popup';

const schema: Schema = {
  properties: {
    category: { title: 'Categoria', type: 'string', oneOf: [{ const: '0401', title: 'Roubo' }] },
    people: { title: 'Pessoas', type: 'integer' },
    uncertainty_m: { title: 'Incerteza', type: 'number', 'x-ogc-unit': 'm' },
    occurred_from: { title: 'Ocorreu de', format: 'date-time', 'x-ogc-role': 'primary-interval-start' },
    occurred_to: { title: 'Ocorreu até', format: 'date-time', 'x-ogc-role': 'primary-interval-end' },
    population_year: { title: 'Ano', type: 'integer' },
    confidentiality: { title: 'Confidencialidade', type: 'integer' },
    uuid: { title: 'UUID', type: 'string', readOnly: true },
  },
};

test('values are read as people read them', () => {
  const cases: [unknown, string, string][] = [
    ['0401', 'category', 'Roubo'], ['9999', 'category', '9999'], [1234, 'people', '1\u202f234'], [4.3, 'uncertainty_m', '4,3\u00a0m'],
    ['2024-03-01T15:10:00+02:00', 'occurred_from', '01/03/2024 15:10'], [true, 'x', 'sim'], [null, 'x', ''], ['', 'x', ''], [{ a: 1 }, 'x', '{"a":1}'],
  ];
  for (const [value, name, expected] of cases) assert.equal(valueText(value, schema.properties[name], 'pt'), expected);
});

test('rows: in the order of the schema, only what is known and means something', () => {
  const rows = rowsOf({
    uuid: 'u', confidentiality: 1, people: 3, category: '0401', occurred_from: '2024-03-01T15:10:00+02:00', occurred_to: '2024-03-01T15:10:00+02:00',
    uncertainty_m: null, population_year: 2025,
  }, schema, 'pt');
  assert.deepEqual(rows, [
    { title: 'Categoria', value: 'Roubo' }, { title: 'Pessoas', value: '3' }, { title: 'Ocorreu de', value: '01/03/2024 15:10' }, { title: 'Ano', value: '2025' },
  ]);
});

test('an interval says both its ends', () => {
  const rows = rowsOf({ occurred_from: '2024-03-01T00:00:00+02:00', occurred_to: '2024-03-31T23:59:59+02:00' }, schema, 'en');
  assert.deepEqual(rows.map((row) => row.value), ['01/03/2024 00:00', '31/03/2024 23:59']);
});

test('the heading is the name, or what it is', () => {
  assert.deepEqual(headingOf({ name: 'Pemba', category: '0401' }, { properties: { name: { title: 'Nome' } } }, 'pt'), { name: 'name', text: 'Pemba' });
  assert.deepEqual(headingOf({ category: '0401' }, schema, 'pt'), { name: 'category', text: 'Roubo' });
  assert.deepEqual(headingOf({ class: -2 }, { properties: {} }, 'pt'), { name: 'class', text: 'Zona calma, q ≤ 0,05' });
  assert.deepEqual(headingOf({ kind: 'gap' }, { properties: {} }, 'en'), { name: 'kind', text: 'Outside every catchment' });
  assert.equal(headingOf({ level: 3 }, { properties: {} }, 'pt'), undefined);
});
