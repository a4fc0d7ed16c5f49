// SPDX-License-Identifier: Apache-2.0
// Runs the tests of the map page's parts with Node's own runner. usage: node tests/web/run.mjs OUT   (from the root of the tree)
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';

const { build } = createRequire(resolve('web/build.mjs'))('esbuild');
const out = process.argv[2];
if (!out) throw new Error('usage: node tests/web/run.mjs OUT');
const here = 'tests/web';
const names = readdirSync(here).sort();
rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: names.filter((name) => name.endsWith('_test.ts')).map((name) => join(here, name)),
  bundle: true, platform: 'node', format: 'esm', outdir: out, outExtension: { '.js': '.mjs' }, sourcemap: 'inline', logLevel: 'warning',
  define: { LIBRARY: '[]', WORKER: '"worker.js"', FONT: '"font"' },
});
const bundled = readdirSync(out).map((name) => join(out, basename(name)));
const scripts = names.filter((name) => name.endsWith('_test.mjs')).map((name) => join(here, name));
const done = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...bundled, ...scripts], { stdio: 'inherit' });
process.exit(done.status ?? 1);
