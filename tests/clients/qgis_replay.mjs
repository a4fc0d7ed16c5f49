#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// The requests of QGIS versions that Debian 12 does not have, in their order, each answer read as that version reads it: 3.32 (CQL2, CRSs,
// OPTIONS) and 3.44 (schemas: types, aliases, order). A program of QGIS's own cannot be asked: what is wanted here is what its sources look for.
//   qgis_replay.mjs BASE_URL
import { ask, media_type, Tally } from './ask.mjs';

const tally = new Tally();
const base = process.argv[2].replace(/\/$/, '');
const GEOJSON = { accept: 'application/geo+json, application/json' };
const EPSG = 'http://www.opengis.net/def/crs/EPSG/0/';
const RELATION = 'http://www.opengis.net/def/rel/ogc/1.0/';
const CLASSES = 'http://www.opengis.net/spec/';

const linked = (document, relation, type) => document.links.find((link) => link.rel === relation && (!type || link.type === type))?.href;

/** How many features there are with the filter, which is written into the address as QGIS does. */
async function matched(items, filter, more = '') {
  const answer = await ask(`${items}?limit=1&filter=${encodeURIComponent(filter)}&filter-lang=cql2-text${more}`, { headers: GEOJSON });
  return answer.status === 200 ? answer.json.numberMatched : `${answer.status} ${answer.text.slice(0, 200)}`;
}

async function connection() {
  const landing = await ask(`${base}/`);
  const api = linked(landing.json, 'service-desc', 'application/vnd.oai.openapi+json;version=3.0');
  const data = linked(landing.json, 'data', 'application/json');
  const conformance = linked(landing.json, 'conformance');
  const found = [api, data, conformance];
  tally.check(found.every((href) => href?.startsWith(base)), 'the landing page leads to description, data and conformance, in whole addresses', found);
  for (const url of [`${base}/`, api, data, conformance]) {
    const { headers } = await ask(url);
    tally.check(/no-store|no-cache|max-age/.test(headers['cache-control'] ?? ''), `${url.slice(base.length)} says how long it may be kept: else it is, for a day`, headers);
  }
  const { json: document } = await ask(api);
  const limit = document.components.parameters.limit.schema;
  tally.check(Math.min(Math.max(1000, limit.default), limit.maximum) === 1000, 'pages of a thousand', limit);
  const known = ['bbox', 'bbox-crs', 'crs', 'datetime', 'limit'];
  const fields = Object.values(document.components.parameters).filter(({ in: place, style, explode, schema }) => place === 'query' && style === 'form' && explode === false && schema.type);
  const of_items = document.paths['/collections/sites/items'].get.parameters.map(({ $ref }) => $ref?.split('/').pop());
  const taken = fields.map(({ name }) => name).filter((name) => of_items.includes(name) && !known.includes(name));
  tally.check(taken.length === 0, 'no parameter is taken for a property to filter by', taken);
  const { conformsTo: classes } = (await ask(conformance)).json;
  const wanted = ['ogcapi-features-2/1.0/conf/crs', 'ogcapi-features-3/1.0/conf/filter', 'ogcapi-features-3/1.0/conf/features-filter', 'cql2/1.0/conf/basic-cql2', 'cql2/1.0/conf/cql2-text',
    'cql2/1.0/conf/advanced-comparison-operators', 'cql2/1.0/conf/case-insensitive-comparison', 'cql2/1.0/conf/basic-spatial-functions', 'cql2/1.0/conf/basic-spatial-operators', 'ogcapi-features-5/1.0/conf/schemas'];
  const missing = wanted.filter((each) => !classes.includes(CLASSES + each));
  tally.check(missing.length === 0, 'conformance: coordinates, filters by either name, schemas', missing);
  return data.replace(/\?.*/, '');
}

async function layer(data, id) {
  const { json: about } = await ask(`${data}/${id}`);
  const has_places = Boolean(about.extent?.spatial); // else it is a table
  tally.check(about.id === id && about.title && (!has_places || about.extent.spatial.bbox?.[0]?.length === 4) && about.crs[0].endsWith('CRS84') && about.storageCrs === about.crs[0], `${id}: the layer`, about);
  const queryables = await ask(linked(about, `${RELATION}queryables`), { headers: { accept: 'application/schema+json' } });
  const { geometry, ...scalars } = queryables.json.properties;
  tally.check(media_type(queryables) === 'application/schema+json' && (has_places ? /^https:\/\/geojson.org\/schema\//.test(geometry.$ref) && !geometry.type : !geometry), `${id}: the geometry among the queryables, by reference`, geometry);
  tally.check(Object.values(scalars).every(({ type }) => ['string', 'integer', 'number', 'boolean'].includes(type)), `${id}: the others by type`, scalars);
  const items = `${data}/${id}/items`;
  const first = await ask(`${items}?limit=10&crs=${encodeURIComponent(about.storageCrs)}`, { headers: GEOJSON });
  const schema = (await ask(linked(about, `${RELATION}schema`, 'application/schema+json'))).json.properties;
  const names = Object.keys(schema).filter((name) => schema[name]['x-ogc-role'] !== 'primary-geometry');
  const whole = first.json.features.every((feature) => Number.isInteger(feature.id) && JSON.stringify(Object.keys(feature.properties)) === JSON.stringify(names));
  tally.check(media_type(first) === 'application/geo+json' && whole && first.json.numberMatched === about.itemCount, `${id}: the first ten, with every property`, first.json.features[0]);
  if (!has_places) tally.check(first.json.features.every(({ geometry: place }) => place === null), `${id}: a table, without places`);
  tally.check(first.headers['content-crs'] === `<${about.storageCrs}>`, `${id}: in the layer's coordinates`, first.headers['content-crs']);
  aliases(id, schema, names, has_places);
  for (const url of [items, `${items}/${first.json.features[0].id}`]) {
    const { status, headers } = await ask(url, { method: 'OPTIONS' });
    tally.check(status === 200 && /GET/.test(headers.allow) && !/POST|PUT|PATCH|DELETE/.test(headers.allow), `${id}: whoever may not write is not offered to (OPTIONS)`, headers.allow);
  }
  await pages(id, items, about, has_places);
}

/** 3.44: what it makes of the schema. */
function aliases(id, schema, names, has_places) {
  const primary = Object.values(schema).filter((field) => field['x-ogc-role'] === 'primary-geometry');
  tally.check(has_places ? primary.length === 1 && /^geometry-/.test(primary[0].format) && !primary[0].$ref : primary.length === 0, `${id}: the geometry in the schema, by its format`, primary);
  tally.check(names.every((name) => schema[name].title), `${id}: an alias for every field`);
  const order = names.map((name) => schema[name]['x-ogc-propertySeq']);
  tally.check(order.every(Number.isInteger) && new Set(order).size === order.length, `${id}: an order of the fields`, order);
  const own = ['source', 'uuid'].filter((name) => schema[name] && !schema[name].readOnly);
  tally.check(own.length === 0, `${id}: what the store fills cannot be written`, own);
}

/** All of it, as a map needs it: in pages, in metres, in a box. */
async function pages(id, items, about, has_places) {
  let [seen, requests] = [0, 0];
  for (let url = `${items}?limit=1000&crs=${encodeURIComponent(`${EPSG}32737`)}`; url; ++requests) {
    const { json, headers } = await ask(url, { headers: { ...GEOJSON, 'accept-encoding': 'identity' } });
    seen += json.features.length;
    if (headers['content-crs'] !== `<${EPSG}32737>`) seen = NaN;
    url = json.features.length > 0 ? linked(json, 'next', 'application/geo+json') : undefined;
  }
  tally.check(seen === about.itemCount && requests <= 1 + Math.ceil(seen / 1000), `${id}: every page in the coordinates that the first was asked in`, `${seen} in ${requests}`);
  if (!has_places) return;
  const box = [39.5, -13.2, 40.7, -11.5];
  const degrees = (await ask(`${items}?limit=1000&bbox=${box}`, { headers: GEOJSON })).json.numberMatched;
  const turned = [box[1], box[0], box[3], box[2]];
  const { json } = await ask(`${items}?limit=1000&bbox=${turned}&bbox-crs=${EPSG}4326&crs=${EPSG}4326`, { headers: GEOJSON });
  const [place] = json.features.filter(({ geometry }) => geometry).flatMap(({ geometry }) => [geometry.coordinates.flat(Infinity)]);
  tally.check(degrees > 0 && json.numberMatched === degrees && place[0] < 0 && place[1] > 0, `${id}: a box in EPSG:4326, latitude first`, [degrees, json.numberMatched, place]);
}

const is = (value) => value !== null;
const lower = (text) => text.toLowerCase();
/** As the compiler of QGIS writes conditions; beside each, what it means. `of`: the collection; p: the properties of a feature. */
const CONDITIONS = [
  ['incidents', "(category = '0401')", (p) => p.category === '0401'],
  ['incidents', "(NOT (category = '0401'))", (p) => is(p.category) && p.category !== '0401'],
  ['incidents', "(category <> '0401')", (p) => is(p.category) && p.category !== '0401'],
  ['incidents', "(category IN ('0401','0501'))", (p) => ['0401', '0501'].includes(p.category)],
  ['incidents', "(NOT (category IN ('0401','0501')))", (p) => is(p.category) && !['0401', '0501'].includes(p.category)],
  ['incidents', '("duplicate_of" IS NULL)', (p) => !is(p.duplicate_of)],
  ['incidents', '("duplicate_of" IS NOT NULL)', (p) => is(p.duplicate_of)],
  ['incidents', '(injured >= 1)', (p) => is(p.injured) && p.injured >= 1],
  ['incidents', '((injured >= 1) AND (severity > 1))', (p) => is(p.injured) && p.injured >= 1 && is(p.severity) && p.severity > 1],
  ['incidents', "((category = '0401') OR (injured > 2))", (p) => p.category === '0401' || (is(p.injured) && p.injured > 2)],
  ['incidents', '((severity + 1) = 3)', (p) => p.severity === 2],
  ['incidents', '((severity * 2) > (injured + 1))', (p) => is(p.severity) && is(p.injured) && p.severity * 2 > p.injured + 1],
  ['incidents', '(severity > ( - (5)))', (p) => is(p.severity)],
  ['incidents', '((severity % 2) = 1)', (p) => is(p.severity) && p.severity % 2 === 1],
  ['incidents', '((severity / 2) >= 1)', (p) => is(p.severity) && p.severity >= 2],
  ['incidents', '((severity ^ 2) = 4)', (p) => p.severity === 2],
  ['incidents', '(severity BETWEEN 1 AND 2)', (p) => is(p.severity) && p.severity >= 1 && p.severity <= 2],
  ['incidents', "(\"occurred_from\" >= TIMESTAMP('2024-01-01T00:00:00.000Z'))", (p) => is(p.occurred_from) && new Date(p.occurred_from) >= new Date('2024-01-01T00:00:00Z')],
  ['incidents', "(\"place_name\" LIKE 'M%')", (p) => is(p.place_name) && p.place_name.startsWith('M')],
  ['incidents', "(CASEI(\"place_name\") LIKE CASEI('m%'))", (p) => is(p.place_name) && lower(p.place_name).startsWith('m')],
  ['incidents', "(NOT (CASEI(\"place_name\") LIKE CASEI('m%')))", (p) => is(p.place_name) && !lower(p.place_name).startsWith('m')],
  ['incidents', "(\"place_name\" = 'It''s \\\\ here')", () => false],
  ['incidents', "(category = '0401') AND (severity = 2)", (p) => p.category === '0401' && p.severity === 2],
  ['sites', '("victim_desk" = TRUE)', (p) => p.victim_desk === true],
  ['sites', '("victim_desk" = FALSE)', (p) => p.victim_desk === false],
  ['sites', "(\"opened_on\" < DATE('2024-01-01'))", (p) => is(p.opened_on) && p.opened_on < '2024-01-01'],
  ['sites', '("cost_planned" > 1000000.5)', (p) => is(p.cost_planned) && p.cost_planned > 1000000.5],
];

async function conditions(data) {
  const features = {};
  let some = 0;
  for (const [of, filter, fits] of CONDITIONS) {
    features[of] ??= (await ask(`${data}/${of}/items?limit=10000`)).json.features;
    const expected = features[of].filter(({ properties }) => fits(properties)).length;
    some += expected > 0 && expected < features[of].length ? 1 : 0;
    const found = await matched(`${data}/${of}/items`, filter);
    tally.check(found === expected, `${of}: ${filter}`, `${found}, not ${expected}`);
  }
  tally.check(some > CONDITIONS.length / 2, 'most of these conditions choose some, not all', some);
}

async function places(data) {
  const items = `${data}/sites/items`;
  const { json } = await ask(`${items}?limit=10000`);
  const points = json.features.filter(({ geometry }) => geometry).map(({ geometry }) => geometry.coordinates);
  const inside = points.filter(([x, y]) => x >= 39.5 && x <= 40.7 && y >= -13.2 && y <= -11.5).length;
  const box = await matched(items, '(S_INTERSECTS("geometry",BBOX(39.5,-13.2,40.7,-11.5)))');
  tally.check(box === inside && inside > 0, 'a box in a condition', `${box}, not ${inside}`);
  const turned = await matched(items, '(S_INTERSECTS("geometry",BBOX(-13.2,39.5,-11.5,40.7)))', `&filter-crs=${EPSG}4326`);
  tally.check(turned === inside, 'the same, latitude first', turned);
  const [x, y] = points[0];
  const point = await matched(items, `(S_INTERSECTS("geometry",POINT(${x} ${y})))`);
  tally.check(point === points.filter(([a, b]) => a === x && b === y).length, 'a point in a condition', point);
  const metres = (await ask(`${items}?limit=10000&crs=${EPSG}32737`)).json.features.filter(({ geometry }) => geometry).map(({ geometry }) => geometry.coordinates);
  const eastings = metres.map(([a]) => a).sort((a, b) => a - b);
  const gap = eastings.findIndex((a, i) => i > 5 && a - eastings[i - 1] > 2000); // of a condition's box only the corners are turned
  const east = eastings[gap] - 1000;
  const zone = await matched(items, `(S_INTERSECTS("geometry",BBOX(0,8000000,${east},9000000)))`, `&filter-crs=${encodeURIComponent(`${EPSG}32737`)}&crs=${encodeURIComponent(`${EPSG}32737`)}`);
  tally.check(zone === gap, 'in metres, with the coordinates of the answer', `${zone}, not ${gap}`);
  // The layer's own condition and the map's box together, only partly percent-encoded.
  const both = await ask(`${items}?limit=1000&filter=(status%20=%20%27active%27)%20AND%20(%22victim_desk%22%20=%20TRUE)&filter-lang=cql2-text&bbox=39.5,-13.2,40.7,-11.5`, { headers: GEOJSON });
  const expected = json.features.filter(({ properties, geometry }) => properties.status === 'active' && properties.victim_desk && (!geometry || within(geometry.coordinates))).length;
  tally.check(both.json?.numberMatched === expected, 'two conditions and a box', `${both.json?.numberMatched}, not ${expected}`);
}

const within = ([x, y]) => x >= 39.5 && x <= 40.7 && y >= -13.2 && y <= -11.5;

/** 3.22 has no conditions but times, open at the ends of its calendar. */
async function older(data) {
  const count = async (period) => (await ask(`${data}/incidents/items?limit=1&datetime=${period}`, { headers: GEOJSON })).json.numberMatched;
  tally.check((await count('0000-01-01T00:00:00Z/2024-01-01T00:00:00Z')) === (await count('../2024-01-01T00:00:00Z')), '3.22: a period without a beginning');
  tally.check((await count('2024-01-01T00:00:00Z/9999-12-31T00:00:00Z')) === (await count('2024-01-01T00:00:00Z/..')), '3.22: a period without an end');
}

await tally.part('QGIS', async () => {
  const data = await connection();
  const { collections } = (await ask(data)).json;
  for (const { id } of collections) await tally.part(id, () => layer(data, id));
  await tally.part('conditions', () => conditions(data));
  await tally.part('places', () => places(data));
  await tally.part('3.22', () => older(data));
});
tally.finish();
