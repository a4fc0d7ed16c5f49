#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// @camptocamp/ogc-client walks the service as its users do: what it says of it must be what there is.
//   ogc_client.mjs BASE_URL
import { OgcApiEndpoint } from '@camptocamp/ogc-client';
import { ask, Tally } from './ask.mjs';

const tally = new Tally();
const base = process.argv[2].replace(/\/$/, '');
const endpoint = new OgcApiEndpoint(`${base}/`);
const get = async (path) => (await ask(base + path)).json;
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const ids = (features) => features.map(({ id }) => id);
const has_places = ({ extent }) => Boolean(extent?.spatial); // else it is a table
const GRIDS = ['WebMercatorQuad', 'WorldCRS84Quad'];

/** Runs something of the client that logs what it then throws. */
async function quietly(run) {
  const { error, warn } = console;
  console.error = console.warn = () => {};
  try {
    return await run();
  } finally {
    Object.assign(console, { error, warn });
  }
}

async function refuses(what, run) {
  const thrown = await quietly(run).then(
    (value) => `gave ${JSON.stringify(value).slice(0, 100)}`,
    () => null,
  );
  tally.check(thrown === null, what, thrown ?? '');
}

async function the_service(list) {
  const info = await endpoint.info;
  tally.check(info.title?.length > 0 && info.description?.length > 0, 'its title and description', info);
  const conformance = await endpoint.conformanceClasses;
  tally.check(same(conformance, (await get('/conformance')).conformsTo), 'conformance classes');
  tally.check(await endpoint.hasFeatures, 'has features');
  tally.check(await endpoint.hasTiles, 'has tiles');
  tally.check(!(await endpoint.hasRecords), 'has no records');
  tally.check(same(await endpoint.featureCollections, list.map(({ id }) => id)), 'collections of features', await endpoint.featureCollections);
  tally.check(same(await endpoint.vectorTileCollections, ids(list.filter(has_places))), 'collections with vector tiles', await endpoint.vectorTileCollections);
  const surfaces = list.map(({ id }) => id).filter((id) => id.startsWith('r-kde-'));
  tally.check(same(await endpoint.mapTileCollections, surfaces), 'collections with pictures', await endpoint.mapTileCollections);
  tally.check(same(await endpoint.tileMatrixSets, GRIDS), 'grids of tiles', await endpoint.tileMatrixSets);
}

async function collection(about) {
  const { id, title, itemCount } = about;
  const info = await endpoint.getCollectionInfo(id);
  tally.check(info.id === id && info.title === title && info.itemCount === itemCount, `${id}: what it is`, { ...info, queryables: 0, sortables: 0 });
  tally.check(info.itemFormats.includes('application/geo+json'), `${id}: formats`, info.itemFormats);
  tally.check(same(info.supportedTileMatrixSets, has_places(about) ? GRIDS : []), `${id}: grids`, info.supportedTileMatrixSets);
  tally.check(info.vectorTileFormats.includes('application/vnd.mapbox-vector-tile') === has_places(about), `${id}: tiles`, info.vectorTileFormats);
  const { properties } = await get(`/collections/${id}/queryables`);
  const wrong = info.queryables.filter(({ name, type, title: said }) => {
    if (name === 'geometry') return false; // below
    const { type: expected, title: titled } = properties[name];
    return (['integer', 'number'].includes(expected) ? expected : 'string') !== type || titled !== said; // other types it takes for texts
  });
  tally.check(info.queryables.length === Object.keys(properties).length && wrong.length === 0, `${id}: queryables`, wrong);
  const geometry = info.queryables.find(({ name }) => name === 'geometry')?.type;
  const kind = properties.geometry?.format === 'geometry-point' ? 'point' : 'geometry';
  tally.check(geometry === (has_places(about) ? kind : undefined), `${id}: the geometry among them`, geometry ?? 'none');
  const sortables = Object.keys((await get(`/collections/${id}/sortables`)).properties);
  tally.check(same(info.sortables.map(({ name }) => name), sortables), `${id}: sortables`);
  if (has_places(about)) {
    const tileset = await quietly(() => endpoint.getVectorTilesetUrl(id));
    tally.check((await ask(tileset)).json?.dataType === 'vector', `${id}: its tileset`, tileset);
  }
  await items(id, itemCount, sortables, properties);
}

/** Paging, boxes, times, order, less of each: beside the same by hand. */
async function items(id, count, sortables, properties) {
  const all = await get(`/collections/${id}/items?limit=10000`);
  const seen = [];
  for (let offset = 0; offset < count; offset += 700) seen.push(...ids(await endpoint.getCollectionItems(id, 700, offset)));
  tally.check(same(seen, ids(all.features)) && seen.length === count, `${id}: all of it, page by page`, `${seen.length} of ${count}`);
  const one = await endpoint.getCollectionItem(id, String(seen[0]));
  tally.check(one.id === seen[0] && same(one.properties, all.features[0].properties), `${id}: one feature`);
  const box = [39.5, -13.2, 40.7, -11.5];
  const inside = await endpoint.getCollectionItems(id, 10000, 0, null, null, box);
  if (!properties.geometry) {
    tally.check(inside.length === count, `${id}: what has no place is in every box`, inside.length);
  } else if (properties.geometry.format === 'geometry-point') {
    const expected = all.features.filter(({ geometry }) => !geometry || within(geometry.coordinates, box));
    tally.check(same(ids(inside), ids(expected)), `${id}: a box`, `${inside.length}, not ${expected.length}`);
  } else {
    tally.check(inside.length > 0 && inside.length < count, `${id}: a box`, inside.length);
  }
  const names = Object.keys(properties).filter((name) => name !== 'geometry').slice(0, 2);
  const [little] = await endpoint.getCollectionItems(id, 1, 0, true, null, null, names);
  tally.check(same(Object.keys(little.properties), names) && !little.geometry, `${id}: two properties without the geometry`, little);
  const down = await endpoint.getCollectionItems(id, 10000, 0, null, [`-${sortables[0]}`]);
  const values = down.map((feature) => feature.properties[sortables[0]]).filter((value) => value !== null);
  tally.check(values.every((value, i) => i === 0 || !(values[i - 1] < value)), `${id}: order`);
  const period = { start: new Date('2024-01-01T00:00:00Z'), end: new Date('2024-06-30T23:59:59Z') };
  const then = await endpoint.getCollectionItems(id, 10000, 0, null, null, null, null, period);
  const by_hand = await get(`/collections/${id}/items?limit=10000&datetime=${period.start.toISOString()}/${period.end.toISOString()}`);
  tally.check(same(ids(then), ids(by_hand.features)) && then.length <= count, `${id}: a period`);
  const filter = `${names[0]} IS NOT NULL`;
  const filtered = await endpoint.getCollectionItems(id, 10000, 0, null, null, null, null, null, `filter=${filter}`);
  tally.check(same(ids(filtered), ids(all.features.filter((feature) => feature.properties[names[0]] !== null))), `${id}: a filter`, filtered?.length);
  const address = await endpoint.getCollectionItemsUrl(id, { limit: 1, outputCrs: 'http://www.opengis.net/def/crs/EPSG/0/32737', asJson: true });
  tally.check((await ask(address)).headers['content-crs'] === '<http://www.opengis.net/def/crs/EPSG/0/32737>', `${id}: coordinates of another system`, address);
}

const within = ([x, y], [west, south, east, north]) => x >= west && x <= east && y >= south && y <= north;

async function styles(list) {
  if (!(await endpoint.hasStyles)) {
    console.log('the service declares no OGC API - Styles: passed over');
    return;
  }
  for (const { id } of list) {
    const all = await endpoint.allStyles(id);
    tally.check(all.length > 0, `${id}: styles`, all);
    for (const { id: style, formats } of all) {
      for (const format of formats) {
        const address = await endpoint.getStylesheetUrl(style, format, id);
        tally.check((await ask(address)).status === 200, `${id}: style ${style} as ${format}`, address);
      }
    }
  }
}

async function mistakes() {
  await refuses('there is no such collection', () => endpoint.getCollectionInfo('no_such'));
  await refuses('there is no such feature', () => endpoint.getCollectionItem('sites', '999999'));
  await refuses('a filter that cannot be read', () => endpoint.getCollectionItems('sites', 1, 0, null, null, null, null, null, 'filter=status =='));
  await refuses('a grid that there is not', () => endpoint.getVectorTilesetUrl('sites', 'NoSuchQuad'));
  await refuses('an address that is not ours', () => new OgcApiEndpoint(`${base}/no/such/`).conformanceClasses.then((c) => (c.length > 0 ? Promise.reject(c) : c)));
  const deep = new OgcApiEndpoint(`${base}/collections/sites`);
  tally.check((await deep.featureCollections).length === 1, 'from the address of one collection it finds the service');
}

await tally.part('@camptocamp/ogc-client', async () => {
  const { collections } = await get('/collections');
  await tally.part('the service', () => the_service(collections));
  for (const each of collections) await tally.part(each.id, () => collection(each));
  await tally.part('styles', () => styles(collections.filter(has_places)));
  await tally.part('mistakes', mistakes);
});
tally.finish();
