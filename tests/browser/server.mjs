// SPDX-License-Identifier: Apache-2.0
// A `bairro serve` of our own on a free port, and Debian's Chromium.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const running = new Set();
/** Of a test that failed halfway: the runner would wait for them for ever. */
export function endTheRest() { for (const child of running) child.kill('SIGTERM'); }

/** Starts the program; resolves once it says where it listens. */
export async function serve(program, store, { config, role = 'programme', port = 0, signIn = false } = {}) {
  const general = ['--store', store, '--json', ...(config ? ['--config', config] : [])];
  const child = spawn(program, [...general, 'serve', '--listen', `127.0.0.1:${port}`, ...(signIn ? [] : ['--open', '--role', role])], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let log = '';
  child.stderr.on('data', (text) => { log += text; });
  const ended = new Promise((resolve) => child.once('exit', resolve)).finally(() => running.delete(child));
  const first = createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const line = await Promise.race([first, ended.then((code) => ({ done: true, code }))]);
  if (line.done) throw new Error(`bairro serve ended with ${line.code}: ${log}`);
  const url = new URL(JSON.parse(line.value).url);
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Drawing by software, nothing that calls home. */
export function startBrowser() {
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
  if (process.getuid() === 0) args.push('--no-sandbox'); // Chromium has none for root
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
}

/** Until the page has drawn everything and asks for nothing more. */
export const quiet = (page) => page.waitForFunction(() => window.bairro?.quiet() === true, undefined, { timeout: 120_000 });
