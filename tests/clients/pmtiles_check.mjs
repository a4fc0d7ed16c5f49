#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// The reader that map pages use (npm pmtiles) opens a file that was built, and every tile in it is what the service draws.
//   pmtiles_check.mjs BASE_URL FILE|URL COLLECTION…      the layers, in the order in which they were built
// A file is read piece by piece; of an address, ranges are asked for, as a map page does.
import { open } from 'node:fs/promises';
import { FetchSource, PMTiles } from 'pmtiles';
import { ask, Tally } from './ask.mjs';
import { check_tile } from './tile_rules.mjs';

const AT_ONCE = 8;
const BUFFER = 64; // grid squares that lines and areas reach over the edge
const [address, place, ...collections] = process.argv.slice(2);
const base = address.replace(/\/$/, '');
const tally = new Tally();

class FileSource {
  constructor(name, file) {
    Object.assign(this, { name, file });
  }
  getKey() {
    return this.name;
  }
  async getBytes(offset, length) {
    const { bytesRead, buffer } = await this.file.read(Buffer.alloc(length), 0, length, offset);
    return { data: buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + bytesRead) };
  }
}

const source = place.startsWith('http') ? new FetchSource(place) : new FileSource(place, await open(place));
const archive = new PMTiles(source);

/** What the service draws at an address, of all collections, one layer after the other. */
async function drawn(zoom, row, column) {
  const parts = [];
  for (const collection of collections) {
    const answer = await ask(`${base}/collections/${collection}/tiles/WebMercatorQuad/${zoom}/${row}/${column}`, { headers: { accept: '*/*' } });
    if (answer.status !== 200 && answer.status !== 204) throw new Error(`${answer.url}: HTTP ${answer.status}`);
    parts.push(answer.bytes);
  }
  return Buffer.concat(parts);
}

const children = ([row, column]) => [0, 1].flatMap((r) => [0, 1].map((c) => [2 * row + r, 2 * column + c]));

/** Zoom by zoom: below a tile that either of them has. How many tiles the file has. */
async function every_tile(header) {
  let level = [[0, 0]];
  let found = 0;
  for (let zoom = 0; zoom <= header.maxZoom; zoom += 1) {
    const wrong = [];
    const below = [];
    let next = 0;
    const worker = async () => {
      while (next < level.length) {
        const at = level[next++];
        const [row, column] = at;
        const expected = await drawn(zoom, row, column);
        const tile = await archive.getZxy(zoom, column, row);
        const bytes = tile ? Buffer.from(tile.data) : Buffer.alloc(0);
        if (bytes.length > 0) found += 1;
        if (bytes.length > 0 || expected.length > 0) below.push(...children(at));
        if (zoom < header.minZoom ? bytes.length > 0 : !bytes.equals(expected)) {
          wrong.push(`${zoom}/${row}/${column}: ${bytes.length} bytes in the file, ${expected.length} drawn`);
        }
        if (bytes.length === 0) continue;
        const { problems, warnings } = check_tile(bytes, { buffer: BUFFER });
        wrong.push(...[...problems, ...warnings].map((words) => `${zoom}/${row}/${column}: ${words}`));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    tally.judge(`zoom ${zoom}: ${level.length} tiles are those that the service draws`, wrong);
    level = below;
  }
  return found;
}

await tally.part('reading it', async () => {
  const header = await archive.getHeader();
  const metadata = await archive.getMetadata();
  tally.check(header.specVersion === 3 && header.clustered && header.tileType === 1 && header.tileCompression === 2, 'the header', header);
  tally.check(header.minLon < header.maxLon && header.minLat < header.maxLat, 'bounds', header);
  const layers = metadata.vector_layers.map(({ id }) => id);
  tally.check(String(layers) === String(collections), 'vector_layers', layers);
  tally.check(metadata['bairro:role']?.length > 0, 'whose view it shows', metadata);
  const found = await every_tile(header);
  tally.check(found === header.numAddressedTiles && found > 0, 'no tile but those', `${found} found, ${header.numAddressedTiles} in the header`);
  tally.check(header.numTileContents <= header.numTileEntries && header.numTileEntries <= header.numAddressedTiles, 'its counts', header);
  console.log(`${found} tiles, ${header.numTileEntries} entries, ${header.numTileContents} contents`);
});
await source.file?.close();
tally.finish();
