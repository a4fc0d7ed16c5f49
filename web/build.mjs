// SPDX-License-Identifier: Apache-2.0
// Builds the map page. usage: node build.mjs OUT GLYPHS     writes OUT/files/… and OUT/assets.cpp
import { build } from 'esbuild';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { embed, hashOf, hashedName } from './embed.mjs';
import { takeApart } from './maplibre.mjs';

const here = dirname(fileURLToPath(import.meta.url));
/** Browsers of 2020; Safari a year later, whose earlier compilers got destructuring wrong. */
const target = ['chrome80', 'firefox78', 'safari15'];

const named = (name, text) => {
  const bytes = Buffer.from(text);
  return { name: hashedName(name, bytes), bytes };
};

/** Parts of the library's style sheet for what the page has not: most of it is pictures for their buttons. */
const unused = /geolocate|user-location|fullscreen|terrain|globe|compass|ctrl-logo|ctrl-attrib|marker|cooperative|boxzoom|shrink/;

const leaner = {
  name: 'leaner',
  setup({ onLoad }) {
    onLoad({ filter: /maplibre-gl\.css$/ }, ({ path }) => {
      const all = readFileSync(path, 'utf8');
      const contents = all.replace(/([^{}]+)\{[^{}]*\}/g, (rule, selector) => (unused.test(selector) ? '' : rule));
      if (contents.length === all.length) throw new Error('maplibre-gl.css has another form than the one we know');
      return { contents, loader: 'css' };
    });
  },
};

/** One entry bundled to one text. */
async function bundle(entry, define = {}) {
  const result = await build({
    entryPoints: [join(here, 'src', entry)], bundle: true, minify: true, write: false, target, define, format: 'iife',
    charset: 'utf8', plugins: [leaner], legalComments: 'inline', logLevel: 'warning',
  });
  return result.outputFiles[0].text;
}

/** The ranges below a name that changes with any of them. */
function glyphAssets(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.pbf')).sort();
  const contents = files.map((file) => readFileSync(join(folder, file)));
  const stack = `open-sans.${hashOf(Buffer.concat(contents))}`;
  return { stack, assets: files.map((file, i) => ({ name: `glyphs/${stack}/${file}`, bytes: contents[i] })) };
}

function licences() {
  const maplibre = readFileSync(join(here, 'node_modules/maplibre-gl/LICENSE.txt'), 'utf8');
  const font = 'Letters: Open Sans, digitized data copyright (c) 2010-2011 Google Corporation. Apache License, Version 2.0.';
  return named('licences.txt', `Bairro: Apache License, Version 2.0.\n\n${font}\n\nMapLibre GL JS:\n\n${maplibre}`);
}

async function main([out, glyphFolder]) {
  if (!out || !glyphFolder) throw new Error('usage: node build.mjs OUT GLYPHS');
  const parts = takeApart(join(here, 'node_modules/maplibre-gl/dist/maplibre-gl.js'));
  const shared = named('maplibre-shared.js', parts.shared);
  const worker = named('maplibre-worker.js', parts.workerScript(shared.name));
  const library = named('maplibre.js', parts.page);
  const glyphs = glyphAssets(glyphFolder);
  const licence = licences();
  const names = { LIBRARY: JSON.stringify([shared.name, library.name]), WORKER: JSON.stringify(worker.name), FONT: JSON.stringify(glyphs.stack) };
  const app = named('app.js', await bundle('main.ts', names));
  const style = named('map.css', await bundle('map.css'));
  const itemsScript = named('items-map.js', await bundle('items_map.ts', names));
  const itemsStyle = named('items-map.css', await bundle('items_map.css'));
  const icon = named('icon.svg', readFileSync(join(here, 'src/icon.svg')));
  const files = join(out, 'files');
  rmSync(files, { recursive: true, force: true });
  const page = { style: style.name, script: app.name, licences: licence.name, icon: icon.name, itemsScript: itemsScript.name, itemsStyle: itemsStyle.name, font: glyphs.stack };
  const assets = [app, shared, library, worker, style, itemsScript, itemsStyle, licence, icon, ...glyphs.assets];
  writeFileSync(join(out, 'assets.cpp'), embed(files, assets, page));
}

await main(process.argv.slice(2));
