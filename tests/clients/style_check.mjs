#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Every style of the service, in both languages, against the specification of MapLibre styles; and what it promises beside: addresses that
// answer, letters that are there, filters that draw each cell once at each zoom, a legend in the colours of the layers.
//   style_check.mjs BASE_URL
import { featureFilter, validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { ask, Tally } from './ask.mjs';

const tally = new Tally();
const base = process.argv[2].replace(/\/$/, '');
const COUNTS = [1, 2, 3, 5, 9, 10, 11, 25, 99, 100, 101, 999, 1000, 12_345, 1_000_000];
const ZOOMS = [...Array(21).keys()];
const LETTERS = ['0-255', '256-511', '8192-8447'];

const get = async (url) => (await ask(url)).json;
const legend_of = (style) => style.metadata?.['bairro:legend'] ?? { classes: [] };
const is_at = ({ minzoom = 0, maxzoom = Infinity }, zoom) => minzoom <= zoom && zoom < maxzoom;

/** What of a style a legend must not say otherwise. */
function legend_faults(style) {
  const faults = [];
  const { title, classes } = legend_of(style);
  if (!title?.en || !title?.pt) faults.push('no title');
  if (classes.length === 0) faults.push('no classes');
  for (const each of classes) {
    const layer = style.layers.find(({ id }) => id === each.layer);
    if (!layer) {
      faults.push(`explains ${each.layer}, which is not there`);
      continue;
    }
    if (!each.label?.en || !each.label?.pt) faults.push(`${each.layer}: no label`);
    if (!Object.values(layer.paint).includes(each.colour)) faults.push(`${each.layer}: ${each.colour} is not its colour`);
    if (each.min_zoom !== layer.minzoom || each.max_zoom !== layer.maxzoom) faults.push(`${each.layer}: other zooms`);
    const counts = COUNTS.filter((count) => each.from !== undefined && count >= each.from && count <= (each.to ?? Infinity));
    const filter = featureFilter(layer.filter).filter;
    if (!counts.every((count) => filter({ zoom: each.min_zoom ?? 0 }, cell(layer, count)))) faults.push(`${each.layer}: other numbers`);
  }
  return faults;
}

const KINDS = { fill: 3, line: 2, circle: 1, symbol: 1 };
const cell = (layer, count) => ({ type: KINDS[layer.type], properties: { count } });

/** Styles by cells: each number is drawn by one layer at each zoom. */
function cell_faults(style) {
  const faults = [];
  for (const zoom of ZOOMS) {
    const layers = style.layers.filter((layer) => ['fill', 'circle'].includes(layer.type) && is_at(layer, zoom));
    for (const count of COUNTS) {
      const drawn = layers.filter((layer) => featureFilter(layer.filter).filter({ zoom }, cell(layer, count)));
      if (drawn.length !== 1) faults.push(`zoom ${zoom}: ${count} rows are drawn ${drawn.length} times`);
    }
  }
  return faults;
}

/** The tile of the whole world, and the letters. */
async function address_faults(style) {
  const faults = [];
  for (const source of Object.values(style.sources)) {
    const address = source.tiles[0].replace('{z}', 0).replace('{y}', 0).replace('{x}', 0);
    const { status } = await ask(address, { headers: { accept: '*/*' } });
    if (![200, 204].includes(status)) faults.push(`${address}: HTTP ${status}`);
  }
  const fonts = new Set(style.layers.flatMap((layer) => layer.layout?.['text-font'] ?? []));
  for (const font of fonts) {
    for (const range of LETTERS) {
      const { status, bytes } = await ask(style.glyphs.replace('{fontstack}', font).replace('{range}', range), { headers: { accept: '*/*' } });
      if (status !== 200 || bytes.length < 1000) faults.push(`letters ${range} of ${font}: HTTP ${status}`);
    }
  }
  return faults;
}

const { styles } = await get(`${base}/styles`);
const by_cells = styles.filter(({ id }) => /\.(squares|hexagons|clusters)$/.test(id));
tally.check(by_cells.length >= 9 && by_cells.length % 3 === 0, 'styles by cells', by_cells.length);
for (const { id } of styles) {
  for (const lang of ['en', 'pt']) {
    const style = await get(`${base}/styles/${id}?f=mapbox&lang=${lang}`);
    tally.judge(`${id}, ${lang}: the specification`, validateStyleMin(style).map(({ message, line }) => `${message} (${line ?? '-'})`));
    tally.judge(`${id}, ${lang}: its legend`, legend_faults(style));
    if (by_cells.some((each) => each.id === id)) tally.judge(`${id}, ${lang}: every cell once`, cell_faults(style));
    if (lang === 'en') tally.judge(`${id}: its addresses`, await address_faults(style));
  }
}
for (const { id, links } of (await get(`${base}/collections`)).collections) {
  if (!links.some(({ href }) => href.includes('/styles/'))) continue; // without places there is nothing to draw
  const style = await get(`${base}/collections/${id}/styles/default`);
  tally.judge(`${id}: the usual style`, validateStyleMin(style).map(({ message }) => message));
  const cells = style.metadata?.['bairro:cells'] ?? [];
  const missing = [];
  for (const name of cells) if (!(await get(`${base}/collections/${id}/styles/${name}`))?.layers) missing.push(name);
  tally.judge(`${id}: ${cells.length} styles by cells`, missing);
}
// A validator that finds nothing is none.
const spoilt = await get(`${base}/styles/incidents?f=mapbox`);
spoilt.layers[0].paint['circle-radius'] = 'large';
tally.check(validateStyleMin(spoilt).length > 0, 'a planted fault is found');
tally.finish();
