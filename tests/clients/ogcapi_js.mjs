#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// @ogcapi-js/features walks the service: every collection, filters as text and as JSON, all pages.
//   ogcapi_js.mjs BASE_URL
import features from '@ogcapi-js/features';
import { ask, Tally } from './ask.mjs';

const { FeatureService, FilterLang } = features;
const tally = new Tally();
const base = process.argv[2].replace(/\/$/, '');
const service = new FeatureService({ baseUrl: base });
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const get = async (path) => (await ask(base + path)).json;

async function refuses(what, reason, run) {
  const said = await run().then(
    (value) => `gave ${JSON.stringify(value).slice(0, 100)}`,
    ({ message }) => message,
  );
  tally.check(said === reason, what, said);
}

async function collection({ id }, about) {
  tally.check(same((await service.getCollection(id)).id, about.id), `${id}: what it is`);
  const queryables = await service.getQueryables(id);
  tally.check(same(queryables, await get(`/collections/${id}/queryables`)), `${id}: queryables`);
  const page = await service.getFeatures(id, { limit: 5 });
  tally.check(page.numberReturned === Math.min(5, page.numberMatched) && page.numberMatched === about.itemCount, `${id}: a page`, page.numberMatched);
  let seen = 0;
  for (let next = `${base}/collections/${id}/items?limit=1000`; next; ) {
    const { json } = await ask(next);
    seen += json.features.length;
    next = json.links.find(({ rel }) => rel === 'next')?.href;
  }
  tally.check(seen === about.itemCount, `${id}: all pages`, `${seen} of ${about.itemCount}`);
  const one = await service.getFeature(id, String(page.features[0].id));
  tally.check(same(one.properties, page.features[0].properties), `${id}: one feature`);
  await asked(id, queryables.properties, about.itemCount);
}

async function asked(id, properties, count) {
  const name = Object.keys(properties).find((each) => each !== 'geometry');
  const all = (await get(`/collections/${id}/items?limit=10000`)).features;
  const given = all.filter((feature) => feature.properties[name] !== null).length;
  const text = await service.getFeatures(id, { limit: 1, filter: `${name} IS NOT NULL`, filterLang: FilterLang.CQL2_TEXT });
  tally.check(text.numberMatched === given, `${id}: a filter as text`, `${text.numberMatched}, not ${given}`);
  const json = await service.getFeatures(id, { limit: 1, filter: { op: 'isNull', args: [{ property: name }] }, filterLang: FilterLang.CQL2_JSON });
  tally.check(json.numberMatched === count - given, `${id}: a filter as JSON`, `${json.numberMatched}, not ${count - given}`);
  const degrees = await service.getFeatures(id, { limit: 1, bbox: [39.5, -13.2, 40.7, -11.5] });
  const turned = await service.getFeatures(id, {
    limit: 1,
    bbox: [-13.2, 39.5, -11.5, 40.7],
    bboxCrs: 'http://www.opengis.net/def/crs/EPSG/0/4326',
    crs: 'http://www.opengis.net/def/crs/EPSG/0/4326',
  });
  tally.check(degrees.numberMatched > 0 && degrees.numberMatched === turned.numberMatched, `${id}: the same box, latitude first`, [degrees.numberMatched, turned.numberMatched]);
  if (properties.geometry) await asked_by_place(id);
  const period = { start: '2024-01-01T00:00:00Z', end: '2024-06-30T23:59:59Z' };
  const then = await service.getFeatures(id, { limit: 10000, datetime: period, sortby: { property: name, order: 'desc' }, properties: [name] });
  const by_hand = await get(`/collections/${id}/items?limit=1&datetime=${period.start}/${period.end}`);
  const values = then.features.map((feature) => feature.properties[name]).filter((value) => value !== null);
  tally.check(then.numberMatched === by_hand.numberMatched && then.features.length === then.numberMatched, `${id}: a period`, then.numberMatched);
  tally.check(values.every((value, i) => i === 0 || !(values[i - 1] < value)), `${id}: in order`, values.slice(0, 5));
  tally.check(then.features.every(({ properties: had }) => same(Object.keys(had), [name])), `${id}: one property`, then.features[0]);
}

async function asked_by_place(id) {
  const spatial = await service.getFeatures(id, {
    limit: 1,
    filter: 'S_INTERSECTS(geometry,BBOX(-13.2,39.5,-11.5,40.7))',
    filterCrs: 'http://www.opengis.net/def/crs/EPSG/0/4326',
  });
  const placed = (await service.getFeatures(id, { limit: 1, bbox: [39.5, -13.2, 40.7, -11.5], filter: 'geometry IS NOT NULL' })).numberMatched;
  tally.check(spatial.numberMatched === placed, `${id}: a filter by place, latitude first`, [spatial.numberMatched, placed]);
}

await tally.part('@ogcapi-js/features', async () => {
  const conformance = await service.getConformance();
  tally.check(same(conformance.conformsTo, (await get('/conformance')).conformsTo), 'conformance classes');
  const { collections } = await service.getCollections();
  const expected = (await get('/collections')).collections;
  tally.check(same(collections, expected) && collections.length > 0, 'collections', collections?.length);
  for (const [i, each] of collections.entries()) await tally.part(each.id, () => collection(each, expected[i]));
  await refuses('there is no such collection', 'Not Found', () => service.getCollection('no_such'));
  await refuses('there is no such feature', 'Not Found', () => service.getFeature('sites', '999999'));
  await refuses('a filter that cannot be read', 'Bad Request', () => service.getFeatures('sites', { filter: 'status ==' }));
  await refuses('a search by POST is not offered', 'Not Found', () => service.searchFeatures('sites', { limit: 1 }));
});
tally.finish();
