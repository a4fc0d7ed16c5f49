// SPDX-License-Identifier: Apache-2.0
// Takes MapLibre's published file apart into the three modules it was put together from. The published page script starts its
// worker from a blob, which a strict Content-Security-Policy forbids; the published pair for such policies holds what both
// share twice, 72 kB more. See docs/decisions/0012.
import { readFileSync } from 'node:fs';

const heads = [
  ['shared', '\ndefine("shared",["exports"],'],
  ['worker', '\ndefine("worker",["./shared"],'],
  ['index', '\ndefine("index",["exports","./shared"],'],
];
const tail = /\);\s*(?:\/\/[^\n]*\s*)*$/; // the end of define(…), and comments

/** The text between the end of one head and the start of the next; throws when the file has another form. */
function pieces(text) {
  const starts = heads.map(([name, head]) => {
    const at = text.indexOf(head);
    if (at < 0 || text.indexOf(head, at + 1) >= 0) {
      throw new Error(`maplibre-gl.js has another form than the one we know: ${name} does not begin once with ${JSON.stringify(head)}`);
    }
    return at;
  });
  const end = text.indexOf('\nvar maplibregl$1', starts[2]);
  const ends = [starts[1], starts[2], end];
  return heads.map(([name, head], i) => {
    const piece = text.slice(starts[i] + head.length, ends[i]);
    if (!(starts[i] < ends[i]) || !piece.startsWith('(function(') || !tail.test(piece)) {
      throw new Error(`maplibre-gl.js has another form than the one we know: the part ${name} is no function`);
    }
    return piece.replace(tail, '');
  });
}

/**
 * MapLibre as classic scripts: `shared` first, in the page and in the worker, then `page` (gives window.maplibregl) or
 * `worker`. `workerScript(name)` is the worker's text, given the address of `shared` relative to it.
 */
export function takeApart(file) {
  const text = readFileSync(file, 'utf8');
  const licence = text.slice(0, text.indexOf('*/') + 2) + '\n';
  const [shared, worker, index] = pieces(text);
  return {
    shared: `${licence}var maplibreShared={};(${shared})(maplibreShared);\n`,
    page: `${licence}var maplibregl={};(${index})(maplibregl,maplibreShared);\n`,
    workerScript: (sharedName) => `${licence}importScripts(${JSON.stringify(sharedName)});(${worker})(maplibreShared);\n`,
  };
}
