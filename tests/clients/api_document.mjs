#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// The OpenAPI document: it is valid, as everybody is given it, and all that it says is so.
//   api_document.mjs OPEN_URL SIGNED_URL NAME=TOKEN… guess=NAME
// OPEN_URL: a service where nobody signs in; SIGNED_URL: one with these accounts. `guess` is an account whose password is guessed at the end.
// Every operation is asked with every parameter, right and wrong (api_walk.mjs); every documented answer must come at least once.
import SwaggerParser from '@apidevtools/swagger-parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { default as formats } from 'ajv-formats';
import { ask, Tally } from './ask.mjs';
import { key_of, operations_of, Walk } from './api_walk.mjs';

/** Documented answers that cannot be had from outside, and why. One that comes after all, or that is documented no more, fails. */
const NOT_FROM_OUTSIDE = [
  [/./, 500, 'a fault of ours'],
  [/./, 503, 'the workers must be busy for longer than a test should take; tests/api has it'],
  [/execution$|results$|^(POST|PUT|PATCH|DELETE) .*items|^POST .*imports/, 409, 'somebody must come in between, or a role change in the middle of a job; tests/api has it'],
];

class Seen {
  documented = new Map();
  had = new Map();
  note(key, status) {
    (this.had.get(key) ?? this.had.set(key, new Set()).get(key)).add(status);
  }
  document(key, statuses) {
    const all = this.documented.get(key) ?? this.documented.set(key, new Set()).get(key);
    for (const status of statuses) all.add(Number(status));
  }
}

const tally = new Tally();
const [open, signed, ...named] = process.argv.slice(2);
const accounts = named.map((word) => word.split('='));
const trimmed = (url) => url.replace(/\/$/, '');
const people = [
  { name: 'open', base: trimmed(open), headers: {} },
  { name: 'nobody', base: trimmed(signed), headers: {}, is_nobody: true },
  ...accounts
    .filter(([name]) => name !== 'guess')
    .map(([name, token]) => ({ name, base: trimmed(signed), headers: { authorization: `Bearer ${token}` } })),
];
const seen = new Seen();

/** The document as one is given it: valid, and of the collections one has. */
async function document_of(who) {
  const { json } = await ask(`${who.base}/api`, { headers: who.headers });
  await SwaggerParser.validate(structuredClone(json));
  const { json: list } = await ask(`${who.base}/collections`, { headers: who.headers });
  const described = new Set(Object.keys(json.paths).flatMap((path) => path.match(/^\/collections\/([^/]+)/)?.slice(1) ?? []));
  const there = list.collections.map(({ id }) => id);
  tally.check(there.length > 0 && there.length === described.size && there.every((id) => described.has(id)), `${who.name}: the document is valid and of their collections`);
  for (const [path, item] of Object.entries(json.paths)) {
    for (const [method, operation] of Object.entries(item)) seen.document(key_of(path, method), Object.keys(operation.responses));
  }
  return SwaggerParser.dereference(structuredClone(json));
}

/** Every feature is as the schema of its collection says, but that a property without a value is null. */
async function features_fit(who) {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  formats.default(ajv);
  const { json: list } = await ask(`${who.base}/collections`, { headers: who.headers });
  for (const { id, links } of list.collections) {
    const address = links.find(({ rel, type }) => rel.toLowerCase() === 'describedby' && type === 'application/schema+json').href;
    const { json: schema } = await ask(address, { headers: who.headers });
    const fits = ajv.compile(schema);
    const faults = [];
    const { json: page } = await ask(`${who.base}/collections/${id}/items?limit=1000`, { headers: who.headers });
    for (const { links: _, ...feature } of page.features) {
      feature.properties = Object.fromEntries(Object.entries(feature.properties).filter(([, value]) => value !== null));
      if (!fits(feature)) faults.push(`feature ${feature.id}: ${fits.errors[0].instancePath} ${fits.errors[0].message}`);
    }
    tally.judge(`${who.name}: ${id}: its features are as its schema says`, faults);
  }
}

/** 429 of an execution: one account has asked for too much at once. */
async function too_many_jobs(who, walk) {
  const operation = { ...walk.document.paths['/processes/{processId}/execution'].post, method: 'post', key: key_of('/processes/{processId}/execution', 'post'), faults: [], headers: {} };
  const body = JSON.stringify({ inputs: { bandwidth_m: 900, cell_m: 60 } });
  const headers = { 'content-type': 'application/json', prefer: 'respond-async' };
  const answers = await Promise.all(Array.from({ length: 12 }, () => walk.want(operation, [201, 429], '/processes/kde/execution', { headers, body })));
  if (!answers.some(({ status }) => status === 429)) operation.faults.push('twelve at once were all taken');
  for (const { status, json } of answers) {
    if (status === 201) await ask(`${who.base}/jobs/${json.jobID}`, { method: 'DELETE', headers: who.headers });
  }
  tally.judge(`${who.name}: too many jobs`, operation.faults);
}

/** 429 of everything: a password is guessed. */
async function too_many_failures(walk, documents, name) {
  walk.who = { ...walk.who, headers: { authorization: `Basic ${Buffer.from(`${name}:wrong`).toString('base64')}` } };
  for (let i = 0; i < 40; ++i) await ask(`${walk.who.base}/session`, { headers: walk.who.headers });
  const faults = [];
  for (const [path, method, spec] of operations_of(documents)) {
    if (!spec.responses[429]) continue;
    const operation = { ...spec, method, key: key_of(path, method), faults, headers: {} };
    await walk.want(operation, [429], path.replace(/\{\w+\}/g, '1'));
  }
  tally.judge('a guesser waits, whatever is asked for', faults);
}

function what_was_not_had() {
  for (const [key, statuses] of seen.documented) {
    const faults = [];
    for (const status of statuses) {
      const excused = NOT_FROM_OUTSIDE.some(([of, which]) => which === status && of.test(key));
      const had = seen.had.get(key)?.has(status) ?? false;
      if (excused && had) faults.push(`${status} came: take it off the list of those that cannot`);
      if (!excused && !had) faults.push(`${status} is documented and never came`);
    }
    tally.judge(`every documented answer of ${key}`, faults);
  }
  for (const [of, status] of NOT_FROM_OUTSIDE) {
    const is_current = [...seen.documented].some(([key, statuses]) => of.test(key) && statuses.has(status));
    tally.check(is_current, `${status} of ${of} is still documented`);
  }
}

await tally.part('the OpenAPI document', async () => {
  const documents = [];
  for (const who of people) documents.push(await document_of(who));
  const walks = people.map((who, i) => new Walk(tally, who, documents[i], seen));
  for (const [i, walk] of walks.entries()) {
    await walk.everything();
    await walk.hidden(documents);
    await tally.part(`${people[i].name}: features`, () => features_fit(people[i]));
  }
  await tally.part('too many jobs', () => too_many_jobs(people.at(-1), walks.at(-1)));
  const guessed = accounts.find(([name]) => name === 'guess')?.[1];
  if (guessed) await tally.part('too many failures', () => too_many_failures(walks.at(-1), documents.slice(1), guessed));
  what_was_not_had();
});
tally.finish();
