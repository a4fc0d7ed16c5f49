#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Checks vector tiles against their specification.
//   check_tile.mjs FILE.mvt…              tiles in files, gzip or not
//   check_tile.mjs http://127.0.0.1:8080  every tile of a service: of all collections, zooms 0 to 14 (results of analyses: to 11, in degrees:
//                                         to 10), and of all together (to 8), in each grid, wherever there is something
// Of a service also the law of counts: at every zoom the points stand for the same number of rows, those that have a place, also in each
// layer of all together.
// Prints what is wrong and, at the end, "N passed, N failed": a file, or all tiles of a collection at one zoom, count as one check.
// Warnings fail.
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { gunzipSync } from 'node:zlib';
import { check_tile } from './tile_rules.mjs';

const DEEPEST = 14;
const DEEPEST_OF_RESULTS = 11; // they cover all of the ground with one kind of shape: what is deeper takes minutes and looks the same
const DEEPEST_OF_DEGREES = 10;
const DEEPEST_OF_ALL = 8; // the same layers as by themselves
const GRIDS = { WebMercatorQuad: [[0, 0]], WorldCRS84Quad: [[0, 0], [0, 1]] }; // tiles of zoom 0: row, column
const AT_ONCE = 8;
const BUFFER = 64; // grid squares that lines and areas reach over the edge
const SHOWN = 5; // of each check's faults
const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });

const tally = { passed: 0, failed: 0 };

/** `wrong`: sentences; none: it passed. */
function judge(what, wrong) {
  if (wrong.length === 0) {
    tally.passed += 1;
    return;
  }
  tally.failed += 1;
  for (const words of wrong.slice(0, SHOWN)) console.log(`FAIL ${what}: ${words}`);
  if (wrong.length > SHOWN) console.log(`     and ${wrong.length - SHOWN} more`);
}

const faults_of = (result) => [...result.problems, ...result.warnings];
const unzipped = (bytes) => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);

function get(url) {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
      })
      .on('error', reject);
  });
}

async function get_json(url) {
  const { status, body } = await get(url);
  if (status !== 200) throw new Error(`${url}: HTTP ${status}`);
  return JSON.parse(unzipped(body));
}

/** What HTTP says of a tile. */
function http_faults({ status, headers, body }) {
  if (status === 204) return body.length === 0 && !headers['content-type'] ? [] : ['204 with a body'];
  if (status !== 200) return [`HTTP ${status}`];
  const faults = [];
  if (headers['content-type'] !== 'application/vnd.mapbox-vector-tile') faults.push(`content type ${headers['content-type']}`);
  if (body.length === 0) faults.push('200 without a body');
  if (!headers.etag) faults.push('no ETag');
  return faults;
}

class Crawl {
  /** `layers`: names of those that its tiles may have; `deepest`: zoom. */
  constructor(path, grid, layers, deepest) {
    this.path = `${path}/tiles/${grid}`;
    this.name = `${layers.length === 1 ? layers[0] : 'all'} in ${grid}`;
    this.grid = grid;
    this.layers = layers;
    this.tiles = 0;
    this.deepest = deepest;
    this.rows = new Array(this.deepest + 1).fill(0); // that points stand for, by zoom
    this.points_only = true;
    this.rows_by_layer = []; // the same, by zoom and layer
  }

  /** Zoom by zoom: a tile is looked at when the one above it holds something. */
  async run() {
    let level = GRIDS[this.grid];
    for (let zoom = 0; zoom <= this.deepest && level.length > 0; zoom += 1) {
      const below = [];
      const wrong = [];
      let next = 0;
      const worker = async () => {
        while (next < level.length) {
          const [row, column] = level[next++];
          if (await this.look(zoom, row, column, wrong)) below.push(...children(row, column));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      judge(`${this.name}, zoom ${zoom}, ${level.length} tiles`, wrong);
      level = below;
    }
  }

  /** True when the tile holds something. */
  async look(zoom, row, column, wrong) {
    const answer = await get(`${this.path}/${zoom}/${row}/${column}`);
    const faults = http_faults(answer);
    this.tiles += 1;
    if (answer.status === 200) {
      const result = check_tile(unzipped(answer.body), { buffer: BUFFER });
      faults.push(...faults_of(result));
      const names = [...result.layers];
      if (names.length === 0 || new Set(names).size < names.length || !names.every((name) => this.layers.includes(name))) faults.push(`layers ${names}`);
      this.count(zoom, result.decoded);
    }
    if (faults.length > 0) wrong.push(`${zoom}/${row}/${column}: ${faults.slice(0, 3).join(' | ')}`);
    return answer.status === 200;
  }

  count(zoom, features) {
    for (const feature of features) {
      if (feature.type !== 1) this.points_only = false;
      else this.rows[zoom] += feature.properties.count ?? 1;
      const of_zoom = (this.rows_by_layer[zoom] ??= {});
      if (feature.type === 1) of_zoom[feature.layer] = (of_zoom[feature.layer] ?? 0) + (feature.properties.count ?? 1);
    }
  }
}

const children = (row, column) => [0, 1].flatMap((r) => [0, 1].map((c) => [2 * row + r, 2 * column + c]));

/** Rows of a collection, and how many of them have a place. */
async function rows_of(base, collection) {
  let url = `${base}/collections/${collection}/items?limit=10000`;
  let [rows, placed] = [0, 0];
  while (url) {
    const page = await get_json(url);
    rows += page.features.length;
    placed += page.features.filter((f) => f.geometry).length;
    url = page.links.find((link) => link.rel === 'next')?.href;
  }
  return { rows, placed };
}

/** Gives the rows that its points stand for at every zoom; nothing when it has other shapes than points. */
async function check_collection(base, collection) {
  const { rows, placed } = await rows_of(base, collection);
  let is_of_points = false;
  for (const grid of Object.keys(GRIDS)) {
    const deepest = grid === 'WorldCRS84Quad' ? DEEPEST_OF_DEGREES : collection.startsWith('r-') ? DEEPEST_OF_RESULTS : DEEPEST;
    const crawl = new Crawl(`${base}/collections/${collection}`, grid, [collection], deepest);
    await crawl.run();
    console.log(`${crawl.name}: ${crawl.tiles} tiles, ${rows} rows, ${placed} with a place`);
    if (!crawl.points_only) continue;
    is_of_points = true;
    crawl.rows.forEach((counted, zoom) => {
      judge(`${crawl.name}, zoom ${zoom}`, counted === placed ? [] : [`the points stand for ${counted} rows, ${placed} have a place`]);
    });
  }
  return is_of_points ? placed : undefined;
}

/** `placed`: what check_collection() gave, by collection. */
async function check_all_together(base, collections, placed) {
  for (const grid of Object.keys(GRIDS)) {
    const crawl = new Crawl(base, grid, collections, DEEPEST_OF_ALL);
    await crawl.run();
    console.log(`${crawl.name}: ${crawl.tiles} tiles`);
    for (let zoom = 0; zoom <= DEEPEST_OF_ALL; zoom += 1) {
      const counted = crawl.rows_by_layer[zoom] ?? {};
      const wrong = collections
        .filter((id) => placed[id] !== undefined && !id.startsWith('r-') && (counted[id] ?? 0) !== placed[id])
        .map((id) => `the points of ${id} stand for ${counted[id] ?? 0} rows, ${placed[id]} have a place`);
      judge(`${crawl.name}, zoom ${zoom}, layer by layer`, wrong);
    }
  }
}

async function main(names) {
  for (const name of names) {
    if (!name.startsWith('http://')) {
      judge(name, faults_of(check_tile(unzipped(await readFile(name)), { buffer: BUFFER })));
      continue;
    }
    const base = name.replace(/\/$/, '');
    // Tables have no tiles; of them nothing may come in those of all.
    const collections = (await get_json(`${base}/collections`)).collections.filter(({ extent }) => extent?.spatial);
    const placed = {};
    for (const { id } of collections) placed[id] = await check_collection(base, id);
    await check_all_together(base, collections.map(({ id }) => id), placed);
  }
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
  agent.destroy();
}

await main(process.argv.slice(2));
