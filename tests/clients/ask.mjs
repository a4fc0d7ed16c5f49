// SPDX-License-Identifier: Apache-2.0
// What the checks written for Node share: asking the service, and counting what passed.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
const SHOWN = 5; // of each check's faults

/** One request; nothing is followed, nothing is thrown for a status. `json` is undefined when the body is none.
 *  `declared`: only the length of a body is sent, which must be refused before it comes. */
export function ask(url, { method = 'GET', headers = {}, body, declared } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, agent, headers: { accept: 'application/json', ...headers } }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(parts);
        resolve({ url, status: answer.statusCode, headers: answer.headers, bytes, text: bytes.toString(), json: json_of(bytes) });
      });
    });
    request.on('error', reject);
    if (declared !== undefined) {
      request.setHeader('content-length', declared);
      request.on('response', (answer) => answer.on('end', () => request.destroy()));
      request.flushHeaders();
      return;
    }
    if (body !== undefined) request.setHeader('content-length', Buffer.byteLength(body));
    request.end(body);
  });
}

function json_of(bytes) {
  try {
    return JSON.parse(bytes);
  } catch {
    return undefined;
  }
}

export const media_type = (answer) => (answer.headers['content-type'] ?? '').split(';')[0];
export const with_query = (url, query) => (Object.keys(query).length === 0 ? url : `${url}?${new URLSearchParams(query)}`);

/** Checks that are counted; each may have found several faults. */
export class Tally {
  passed = 0;
  failed = 0;

  /** `wrong`: sentences; none: it passed. */
  judge(what, wrong) {
    if (wrong.length === 0) {
      this.passed += 1;
      console.log(`PASS ${what}`);
      return;
    }
    this.failed += 1;
    for (const words of wrong.slice(0, SHOWN)) console.log(`FAIL ${what}: ${words}`);
    if (wrong.length > SHOWN) console.log(`     and ${wrong.length - SHOWN} more`);
  }

  check(good, what, detail = '') {
    this.judge(what, good ? [] : [detail === '' ? 'no' : typeof detail === 'string' ? detail : JSON.stringify(detail)]);
  }

  /** A part of the checks that may throw: what it throws is one that failed. */
  async part(what, run) {
    try {
      await run();
    } catch (error) {
      this.judge(what, [error.stack ?? String(error)]);
    }
  }

  /** The last line, and how the process ends. */
  finish() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    agent.destroy();
    process.exitCode = this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}
