#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// A session of editing as QGIS 3.32 and newer has it, and two editors at one feature.
//   qgis_edit.mjs BASE_URL TOKEN      TOKEN: of an account that may write
// QGIS asks by OPTIONS what it may do, creates by POST and follows Location, changes by PATCH (PUT where there is none), removes by DELETE, and
// names the coordinates in Content-Crs. It never sends If-Match; programs that do are refused when somebody else was faster.
import { ask, Tally } from './ask.mjs';

const tally = new Tally();
const base = process.argv[2].replace(/\/$/, '');
const authorization = `Bearer ${process.argv[3]}`;
const items = `${base}/collections/incidents/items`;
const GEOJSON = 'application/geo+json';
const MERGE = 'application/merge-patch+json';
const EPSG = 'http://www.opengis.net/def/crs/EPSG/0/';

const send = (method, url, content, type, headers = {}) =>
  ask(url, { method, body: content && JSON.stringify(content), headers: { authorization, ...(type && { 'content-type': type }), ...headers } });
const read = (url) => ask(url, { headers: { authorization, accept: 'application/geo+json, application/json' } });
const near = (a, b, by = 1e-6) => a.length === b.length && a.every((n, i) => Math.abs(n - b[i]) <= by);
const robbery = (coordinates, more = {}) => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates },
  properties: { category: '0401', occurred_from: '2025-03-01T10:00:00+02:00', killed: 0, place_name: 'Pemba', ...more },
});

/** POST, and the address of what came of it, as QGIS reads it: the id is what follows the last /items/. */
async function created(feature, headers) {
  const answer = await send('POST', items, feature, GEOJSON, headers);
  const { location } = answer.headers;
  const id = location?.split('/items/').pop();
  tally.check(answer.status === 201 && location?.startsWith(`${items}/`) && /^\d+$/.test(id), 'POST creates, Location says where', `${answer.status} ${location} ${answer.text}`);
  return `${items}/${id}`;
}

async function what_may_be_done(feature) {
  const list = await send('OPTIONS', items);
  tally.check(list.status === 200 && /\bPOST\b/.test(list.headers.allow), 'OPTIONS of the items has POST', list.headers.allow);
  const one = await send('OPTIONS', feature);
  tally.check(one.status === 200 && ['PUT', 'PATCH', 'DELETE'].every((method) => one.headers.allow.includes(method)), 'OPTIONS of a feature has PUT, PATCH and DELETE', one.headers.allow);
  const nobody = await ask(`${base}/collections/sites/items`, { method: 'OPTIONS' });
  tally.check(nobody.status === 200 && !nobody.headers.allow.includes('POST'), 'nobody is not offered to', nobody.headers.allow);
}

async function session() {
  const before = (await read(`${items}?limit=1`)).json.numberMatched;
  const feature = await created(robbery([40.5174, -12.9732]));
  await what_may_be_done(feature);
  const first = await read(feature);
  tally.check(first.status === 200 && near(first.json.geometry.coordinates, [40.5174, -12.9732]) && first.json.properties.place_name === 'Pemba', 'it is there', first.text);

  let answer = await send('PATCH', feature, { properties: { killed: 2, place_name: null } }, MERGE);
  let now = (await read(feature)).json;
  tally.check(answer.status === 204 && now.properties.killed === 2 && now.properties.place_name === null && now.properties.category === '0401', 'PATCH of properties: those alone, null takes one away', `${answer.status} ${answer.text}`);
  answer = await send('PATCH', feature, { geometry: { type: 'Point', coordinates: [40.51, -12.98] } }, MERGE);
  now = (await read(feature)).json;
  tally.check(answer.status === 204 && near(now.geometry.coordinates, [40.51, -12.98]) && now.properties.killed === 2, 'PATCH of the place alone', `${answer.status} ${answer.text}`);

  answer = await send('PUT', feature, { type: 'Feature', geometry: now.geometry, properties: { ...now.properties, killed: 1 } }, GEOJSON);
  const replaced = (await read(feature)).json;
  tally.check(answer.status === 204 && replaced.properties.killed === 1 && replaced.properties.uuid === now.properties.uuid, 'PUT with all that was read, what the store fills among it', `${answer.status} ${answer.text}`);

  tally.check((await read(`${items}?limit=1`)).json.numberMatched === before + 1, 'one more than before');
  answer = await send('DELETE', feature);
  tally.check(answer.status === 204 && answer.bytes.length === 0, 'DELETE', answer.status);
  tally.check((await read(feature)).status === 404 && (await send('DELETE', feature)).status === 404, 'it is gone, and cannot go twice');
  tally.check((await read(`${items}?limit=1`)).json.numberMatched === before, 'as many as before');
}

/** The layer in another system: coordinates of that, in its order of axes. */
async function other_coordinates() {
  const utm = [664583.979, 8565338.639];
  for (const [name, crs, coordinates] of [['metres', `${EPSG}32737`, utm], ['metres, in brackets', `<${EPSG}32737>`, utm], ['latitude first', `${EPSG}4326`, [-12.9732, 40.5174]]]) {
    const feature = await created(robbery(coordinates), { 'content-crs': crs });
    tally.check(near((await read(feature)).json.geometry?.coordinates ?? [], [40.5174, -12.9732]), `Content-Crs: ${name}`);
    const moved = [coordinates[0] + (name === 'latitude first' ? -0.01 : 1000), coordinates[1]];
    const answer = await send('PATCH', feature, { geometry: { type: 'Point', coordinates: moved } }, MERGE, { 'content-crs': crs });
    const plain = crs.replace(/[<>]/g, '');
    const again = (await read(`${feature}?crs=${encodeURIComponent(plain)}`)).json;
    tally.check(answer.status === 204 && near(again.geometry.coordinates, moved, 0.02), `Content-Crs of a PATCH: ${name}, read back in the same`, `${answer.status} ${answer.text} ${JSON.stringify(again.geometry)}`);
    tally.check((await send('DELETE', feature)).status === 204, `Content-Crs: ${name}, removed`);
  }
}

/** Two who count up what they read: nothing is lost, and each is told when the other was faster. */
async function race() {
  const feature = await created(robbery([40.5174, -12.9732]));
  const ROUNDS = 10;
  let refused = 0;
  const count_up = async () => {
    for (let done = 0; done < ROUNDS; ) {
      const { json, headers } = await read(feature);
      const { status, text } = await send('PATCH', feature, { properties: { killed: json.properties.killed + 1 } }, MERGE, { 'if-match': headers.etag });
      if (status === 204) done += 1;
      else if (status === 412) refused += 1;
      else throw new Error(`${status} ${text}`);
    }
  };
  const { headers } = await read(feature);
  await Promise.all([count_up(), count_up()]);
  tally.check((await read(feature)).json.properties.killed === 2 * ROUNDS, 'two who count with If-Match lose nothing', `${refused} refused`);
  const late = await send('PUT', feature, robbery([40, -12]), GEOJSON, { 'if-match': headers.etag });
  tally.check(late.status === 412 && late.json?.status === 412, 'what was read long ago is refused', late.status);
  const gone = await send('DELETE', feature, undefined, undefined, { 'if-match': headers.etag });
  tally.check(gone.status === 412 && (await read(feature)).status === 200, 'nor is it removed by it', gone.status);
  await Promise.all([1, 2].map((killed) => send('PATCH', feature, { properties: { killed } }, MERGE)));
  tally.check([1, 2].includes((await read(feature)).json.properties.killed), 'without If-Match, as QGIS writes, the last one wins');
  tally.check((await send('DELETE', feature, undefined, undefined, { 'if-match': '*' })).status === 204, 'If-Match: * is any state');
}

/** What QGIS shows is the reason phrase: the status must be right. */
async function mistakes() {
  const status = async (...request) => (await send(...request)).status;
  tally.check((await status('POST', items, robbery([400, -12]), GEOJSON)) === 422, 'a place that there is not');
  tally.check((await status('POST', items, robbery([40, -12], { colour: 'red' }), GEOJSON)) === 422, 'a property that there is not');
  tally.check((await status('POST', items, robbery([40, -12]), 'text/plain')) === 415, 'a body of another type');
  tally.check((await status('POST', items, robbery([40, -12]), GEOJSON, { 'content-crs': 'here' })) === 400, 'coordinates of no system');
  const nobody = await ask(`${base}/collections/sites/items`, { method: 'POST', body: '{}', headers: { 'content-type': GEOJSON } });
  tally.check(nobody.status === 401 && nobody.headers['www-authenticate'] && !nobody.headers.location, 'nobody is asked to sign in, without being sent elsewhere', nobody.status);
}

for (const [what, run] of Object.entries({ session, other_coordinates, race, mistakes })) await tally.part(what, run);
tally.finish();
