// SPDX-License-Identifier: Apache-2.0
// Files with a hash in their names, compressed beside themselves, and the C++ file that holds them all.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const mediaTypes = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  pbf: 'application/x-protobuf',
};

export const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** "app.js" with a hash of its content: "app.3f2a90b1c2d3e4f5.js". */
export function hashedName(name, bytes) {
  const dot = name.lastIndexOf('.');
  return `${name.slice(0, dot)}.${hashOf(bytes)}${name.slice(dot)}`;
}

/** What is smaller than the file itself, or nothing. */
const ifSmaller = (packed, bytes) => (packed.length < bytes.length ? packed : Buffer.alloc(0));

function forms(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { plain: bytes, gz: ifSmaller(gzipSync(bytes, { level: 9 }), bytes), br: ifSmaller(brotliCompressSync(bytes, { params }), bytes) };
}

const quoted = (text) => JSON.stringify(text);

/** Writes the files below `folder` and returns the assets' C++ rows; each form becomes a symbol of the read-only data. */
function writeForms(folder, assets) {
  const blocks = [];
  const rows = [];
  assets.forEach(({ name, bytes }, i) => {
    const views = Object.entries(forms(bytes)).map(([form, content]) => {
      if (content.length === 0) return '{}';
      const file = join(folder, form === 'plain' ? name : `${name}.${form}`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      const symbol = `bairro_web_${i}_${form}`;
      blocks.push({ symbol, file });
      return `{${symbol}, ${content.length}}`;
    });
    const type = mediaTypes[name.slice(name.lastIndexOf('.') + 1)];
    if (!type) throw new Error(`no media type for ${name}`);
    rows.push(`  {${quoted(name)}, ${quoted(type)}, ${quoted(hashOf(bytes))}, ${views.join(', ')}},`);
  });
  return { blocks, rows };
}

/** The text of assets.cpp, see assets.hpp. `page` names what the page must name. */
export function embed(folder, assets, page) {
  assets.sort((a, b) => (a.name < b.name ? -1 : 1));
  const { blocks, rows } = writeForms(folder, assets);
  const assembler = blocks.map(({ symbol, file }) => `.globl ${symbol}\n${symbol}:\n.incbin ${quoted(file)}`).join('\n');
  return `// SPDX-License-Identifier: Apache-2.0
// Made by web/build.mjs.
#include "web/assets.hpp"

#include <algorithm>

extern "C" {
${blocks.map(({ symbol }) => `extern const char ${symbol}[];`).join('\n')}
}
__asm__(R"(
.pushsection .rodata
${assembler}
.popsection
)");

namespace web {
namespace {
const Asset all[] = {
${rows.join('\n')}
};
}  // namespace

std::span<const Asset> assets() { return all; }

const Asset* find_asset(std::string_view name) {
  const auto* found = std::lower_bound(std::begin(all), std::end(all), name, [](const Asset& a, std::string_view n) { return a.name < n; });
  return found != std::end(all) && found->name == name ? found : nullptr;
}

const PageAssets& page_assets() {
  static const PageAssets page{${quoted(page.style)}, ${quoted(page.script)}, ${quoted(page.licences)}, ${quoted(page.icon)},
                               ${quoted(page.itemsScript)}, ${quoted(page.itemsStyle)}, ${quoted(page.font)}};
  return page;
}

}  // namespace web
`;
}
