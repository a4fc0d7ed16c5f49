// SPDX-License-Identifier: Apache-2.0
// Values for the parameters of an OpenAPI document: right ones, by its examples and schemas, and wrong ones.

/** Wrong values of texts whose schema does not say what is right. A parameter that is not here must be added. */
const WRONG_TEXTS = {
  datetime: ['yesterday', '2024-13-45', '2024-01-01/2023-01-01', 'a/b/c'],
  filter: ['killed >>= 1', "a = 'unclosed", '((('],
  q: [','],
  sortby: ['no_such_property', '-'],
  properties: ['no_such_property'],
  next: ['zz', '-1'],
  'file-name': ['no-end'],
  collection: [], // 404, as in a path
  collections: [], // likewise
  map: ['no equals sign'],
  set: ['=x'],
  processID: ['no-such-process'],
  authcfg: ['short', 'CAPITAL', 'a b c d'],
};

/** What these say is judged when the file is read, by the job. */
const JUDGED_LATER = ['profile', 'layer', 'file-crs', 'time-zone', 'source', 'encoding', 'delimiter'];

let files = 0;
/** Of an import: a file, and what must be said of it. Another one each time that it is looked at: the same file again is nothing to do. */
export const SENT_FILE = {
  query: { collection: 'settlements', 'file-name': 'places.csv', 'dry-run': 'true' },
  headers: { 'content-type': 'application/octet-stream' },
  get body() {
    return `name,lon,lat\nPemba ${++files},40.5174,-12.9732\n`;
  },
};

/** A value as a query holds it (style form, explode false). */
const written = (value) => (Array.isArray(value) ? value.join(',') : String(value));

function by_schema(schema) {
  if (schema.enum) return schema.enum;
  if (schema.type === 'boolean') return [true, false];
  if (schema.type === 'array' && schema.items?.enum) return [...schema.items.enum, schema.items.enum];
  return [schema.minimum, schema.maximum, schema.default].filter((value) => value !== undefined);
}

const has_time = (about) => Object.values(about.schema).some((field) => /^primary-(instant|interval)/.test(field['x-ogc-role'] ?? ''));

/** Parameters that mean something for one collection only: queries made from what it says of itself. */
const of_collection = {
  filter(about) {
    const [name] = Object.entries(about.queryables).find(([, field]) => field.type) ?? [];
    if (!name) return [];
    const json = JSON.stringify({ op: 'not', args: [{ op: 'isNull', args: [{ property: name }] }] });
    const texts = [`${name} IS NOT NULL`];
    if (about.queryables.geometry) texts.push('S_INTERSECTS(geometry,BBOX(38,-14,41,-10))');
    return [...texts.map((filter) => ({ filter })), { filter: json, 'filter-lang': 'cql2-json' }];
  },
  sortby(about) {
    const names = Object.keys(about.sortables);
    return names.length < 2 ? [] : [{ sortby: names[0] }, { sortby: `-${names[1]},${names[0]}` }];
  },
  properties(about) {
    const names = Object.keys(about.queryables).filter((name) => name !== 'geometry');
    return [{ properties: names[0] }, { properties: names.slice(0, 3).join(',') }];
  },
  // Not every collection has a time, or says how certain its places are.
  'time-bins': (about) => (has_time(about) ? ['year', 'month', 'week', 'day'].map((length) => ({ 'time-bins': length })) : []),
  weight: (about) => (about.queryables.uncertainty_m ? [{ weight: 'uncertainty' }] : []),
  next: (about) => (about.next ? [{ next: about.next }] : []),
};

/** Queries in which the parameter is right. `about`: what is known of the collection, if the path is of one. */
export function right_queries(parameter, about) {
  const { name, schema } = parameter;
  if (about && of_collection[name]) return of_collection[name](about);
  const values = parameter.example === undefined ? [] : [parameter.example];
  for (const { value } of Object.values(parameter.examples ?? {})) values.push(value);
  values.push(...by_schema(schema));
  const texts = [...new Set(values.map(written))];
  if (name === 'bbox-crs') return texts.map((text) => ({ bbox: '40.3,-13.1,40.7,-12.8', [name]: text }));
  return texts.map((text) => ({ [name]: text }));
}

let requests = 0;
/** A right value of a field of the request; `etag`: of what the request changes. */
export function right_field({ name, schema, example }, etag) {
  if (name === 'If-Match') return etag;
  if (name === 'Idempotency-Key') return `"a-test-${++requests}"`; // new for each request, as it says
  return example ?? schema.default;
}

/** Values that the parameter must be refused for. */
export function wrong_values({ name, schema }, is_import) {
  if (is_import && JUDGED_LATER.includes(name)) return [];
  if (is_import) return wrong_values({ name, schema }).filter((value) => value !== ''); // a form's empty fields say nothing
  if (name === 'authcfg') return WRONG_TEXTS[name]; // empty: none, as a form has it that was not filled in
  if (WRONG_TEXTS[name]) return ['', ...WRONG_TEXTS[name]];
  const inner = schema.type === 'array' ? schema.items : schema;
  if (inner.enum) return ['', 'no-such-thing'];
  if (inner.format === 'uri') return ['', 'no such system', 'http://www.opengis.net/def/crs/EPSG/0/999999'];
  if (inner.type === 'boolean') return ['', 'maybe'];
  if (inner.type === 'integer') return ['', 'x', '1.5', ...(inner.minimum > 0 ? ['0'] : []), '-5'];
  if (inner.type === 'number') return ['', 'x', '1,2,x,4', '1,2,3', '1,2,3,NaN'];
  return undefined;
}
