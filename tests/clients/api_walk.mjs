// SPDX-License-Identifier: Apache-2.0
// Asks for everything that an OpenAPI document says, as one person: each operation with each parameter, right and wrong, with its
// examples as bodies, and for its refusals. Every answer must be a documented one, and like its schema.
import { Ajv } from 'ajv';
import { default as formats } from 'ajv-formats';
import { right_field, right_queries, SENT_FILE, wrong_values } from './api_values.mjs';
import { ask, media_type, with_query } from './ask.mjs';

const PROBLEM = 'application/problem+json';
const METHODS = ['post', 'get', 'put', 'patch', 'delete']; // what is made is there to be asked for and is removed at the end
const NOBODYS_ID = { featureId: '999999999', tileMatrixSetId: 'NoSuchQuad', tileMatrix: '99', processId: 'no-such', styleId: 'no-such', styleName: 'no-such', layerFile: 'no-such.qlr', jobId: '0123456789abcdef0123456789abcdef' };
const ajv = new Ajv({ strict: false, allErrors: false });
formats.default(ajv);
const compiled = new WeakMap();

function schema_fault(schema, value) {
  if (!compiled.has(schema)) compiled.set(schema, ajv.compile(schema));
  const fits = compiled.get(schema);
  return fits(value) ? null : `${fits.errors[0].instancePath || 'the body'} ${fits.errors[0].message}`;
}

export class Walk {
  /** `who`: {name, base, headers, is_nobody}; `document`: dereferenced; `seen`: statuses by operation, shared by all walks. */
  constructor(tally, who, document, seen) {
    Object.assign(this, { tally, who, document, seen, jobs: [], imports: [], about: {} });
  }

  /** Answers of an operation that the document has, or faults. */
  faults_of(operation, answer) {
    const faults = [];
    const say = (words) => faults.push(`${answer.method} ${answer.url}: ${answer.status}: ${words}`);
    this.seen.note(operation.key, answer.status);
    const documented = operation.responses[answer.status];
    if (!documented) {
      say(`not documented: ${answer.text.slice(0, 200)}`);
      return faults;
    }
    for (const name of Object.keys(documented.headers ?? {})) {
      if (answer.status < 300 && !answer.headers[name.toLowerCase()]) say(`no field ${name}`);
    }
    if (!documented.content || answer.method === 'HEAD') {
      if (answer.bytes.length > 0) say('has a body');
      return faults;
    }
    const type = media_type(answer);
    const content = Object.entries(documented.content).find(([name]) => name.split(';')[0] === type)?.[1];
    if (!content) {
      say(`is of type ${type}`);
    } else if (type === 'text/html') {
      if (!answer.text.startsWith('<!DOCTYPE html>')) say('is no page');
    } else if (/json$/.test(type)) {
      const fault = answer.json === undefined ? 'is no JSON' : schema_fault(content.schema, answer.json);
      if (fault) say(fault);
    } else if (answer.bytes.length === 0) {
      say('is empty');
    }
    return faults;
  }

  async send(operation, path, { query = {}, headers = {}, body, declared, method } = {}) {
    const url = with_query(this.who.base + path, query);
    const sent = (method ?? operation.method).toUpperCase();
    const answer = await ask(url, { method: sent, headers: { ...operation.headers, ...this.who.headers, ...headers }, body, declared });
    answer.method = sent;
    return answer;
  }

  /** Sends and wants one of `statuses`. Returns the answer; faults go to the operation's list. */
  async want(operation, statuses, path, request = {}) {
    const answer = await this.send(operation, path, request);
    operation.faults.push(...this.faults_of(operation, answer));
    if (!statuses.includes(answer.status)) {
      const sent = request.body === undefined ? '' : ` with ${String(request.body).slice(0, 120)}`;
      operation.faults.push(`${answer.method} ${answer.url}${sent}: ${answer.status}, not ${statuses.join(' or ')}: ${answer.text.slice(0, 200)}`);
    }
    return answer;
  }

  /** What is known of the collection that a path is of. */
  async learn(collection) {
    if (!collection || this.about[collection]) return this.about[collection];
    const get = async (path) => (await ask(`${this.who.base}/collections/${collection}${path}`, { headers: this.who.headers })).json;
    const page = await get('/items?limit=2');
    const next = page.links.find((link) => link.rel === 'next');
    const about = { features: page.features, next: next && new URL(next.href).searchParams.get('next') };
    about.queryables = (await get('/queryables')).properties;
    about.schema = (await get('/schema')).properties;
    about.sortables = (await get('/sortables')).properties;
    about.place = page.features.map((feature) => feature.geometry?.coordinates?.flat(Infinity)).find(Boolean);
    this.about[collection] = about;
    return about;
  }

  collection_with_tiles() {
    return Object.keys(this.document.paths)
      .map((path) => path.match(/^\/collections\/([^/]+)\/tiles$/)?.[1])
      .find(Boolean);
  }

  /** A path with its placeholders filled in with what there is; null when there is nothing to name. */
  filled(path, operation, about) {
    const values = { jobId: path.startsWith('/imports') ? this.imports.at(-1) : this.jobs[0], featureId: about?.features[0]?.id };
    if (operation.method !== 'get' && about) values.featureId = about.created ?? values.featureId;
    if (about?.place) Object.assign(values, tile_at(about.place, 9));
    for (const parameter of operation.parameters) {
      if (parameter.in === 'path') values[parameter.name] ??= parameter.example;
    }
    let missing = false;
    const out = path.replace(/\{(\w+)\}/g, (_, name) => ((missing ||= values[name] === undefined), encodeURIComponent(values[name])));
    return missing ? null : out;
  }

  bodies(operation, about) {
    const content = Object.entries(operation.requestBody?.content ?? {});
    if (content.length === 0) return [];
    if (operation.takes_files) return [SENT_FILE, form_of(SENT_FILE)];
    const [type, { example, examples = {} }] = content[0];
    const values = [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)];
    // Without an example a feature that was read is one that can be sent.
    if (values.length === 0 && about?.features[0]) {
      const { geometry } = about.features[0];
      const properties = Object.fromEntries(Object.entries(about.features[0].properties).filter(([name]) => !about.schema[name].readOnly));
      values.push(type.includes('merge-patch') ? { properties: {} } : { type: 'Feature', geometry, properties });
    }
    return values.map((value) => ({ headers: { 'content-type': type }, body: JSON.stringify(value) }));
  }

  /** Everything that the document says of one operation. */
  async operation(path, method, spec) {
    const [, collection] = path.match(/^\/collections\/([^/]+)/) ?? [];
    const operation = { ...spec, method, key: key_of(path, method), faults: [], headers: {} };
    operation.takes_files = Boolean(spec.requestBody?.content['application/octet-stream']);
    // Of several collections one is named, which it is known what to ask of.
    operation.of = spec.parameters.some(({ name }) => name === 'collections') ? { collections: this.collection_with_tiles() } : {};
    const about = await this.learn(collection ?? operation.of.collections);
    const parameters = operation.parameters.filter((parameter) => parameter.in === 'query');
    const requests = method === 'get' || method === 'delete' ? [{}] : this.bodies(operation, about);
    if (requests.length === 0) operation.faults.push('a body without an example');
    const target = this.filled(path, operation, about);
    const allowed = target && (await this.may(operation, target));
    const good = allowed ?? Object.keys(spec.responses).map(Number).filter((status) => status < 300);
    if (target && method !== 'delete') {
      for (const request of requests) await this.right(operation, good, target, request, parameters, about);
    }
    if (target && allowed === null) await this.wrong(operation, target, requests[0] ?? {}, parameters);
    await this.refusals(operation, path, target, requests[0] ?? {}, allowed, about);
    if (target && method === 'delete') await this.want(operation, good, target);
    this.tally.judge(`${this.who.name}: ${method.toUpperCase()} ${path}`, operation.faults);
  }

  /** Null when the person may, else what they are answered. */
  async may(operation, target) {
    if (operation.method === 'get') return null;
    if (this.who.is_nobody) return [401];
    if (operation.operationId === 'execute' && !this.document.paths['/collections/incidents']) return [400]; // theirs is nothing to analyse
    const answer = await this.send(operation, target, { method: 'OPTIONS' });
    return answer.headers.allow.includes(operation.method.toUpperCase()) ? null : [403];
  }

  async right(operation, good, target, request, parameters, about) {
    this.remember(operation, about, await this.want(operation, good, target, request));
    for (const parameter of operation.parameters.filter(({ in: place }) => place === 'header')) {
      const { headers } = await ask(this.who.base + target, { headers: this.who.headers });
      const value = right_field(parameter, headers.etag);
      if (!value) operation.faults.push(`no right value for the field ${parameter.name} is known`);
      const answer = await this.want(operation, good, target, { ...request, headers: { ...request.headers, [parameter.name]: value } });
      this.remember(operation, about, answer);
    }
    if (operation.takes_files) await this.files(operation, target, request, parameters);
    if (operation.method !== 'get') return;
    for (const other of this.jobs.slice(1)) {
      if (target.includes(this.jobs[0])) await this.want(operation, good, target.replace(this.jobs[0], other));
    }
    for (const parameter of parameters) {
      for (const query of right_queries(parameter, about)) await this.want(operation, good, target, { ...request, query: { ...operation.of, ...query } });
    }
    await this.want(operation, good, target, { ...request, method: 'HEAD' });
    const read = await this.send(operation, target, request);
    if (read.headers.etag) await this.want(operation, [304], target, { headers: { 'if-none-match': read.headers.etag } });
    else if (operation.responses[304]) operation.faults.push(`${read.url}: no ETag`);
  }

  /** Parameters of an import, one by one; a job each, which must have ended before the next. */
  async files(operation, target, request, parameters) {
    for (const parameter of parameters) {
      for (const query of right_queries(parameter)) {
        const good = query.f === 'html' ? [303] : [201];
        const answer = await this.want(operation, good, target, { ...request, query: { ...request.query, ...query } });
        this.remember(operation, undefined, answer);
        await this.jobs_have_ended();
      }
    }
  }

  /** What was made, to be asked for later. */
  remember(operation, about, answer) {
    if (operation.method !== 'post') return;
    const monitor = (answer.headers.link ?? '').match(/<([^>]*)>; rel="monitor"/)?.[1] ?? answer.headers.location;
    const id = monitor?.split('/').pop().split('?')[0];
    if (id && operation.takes_files) {
      this.imports.push(id);
      return;
    }
    if (id && about) about.created = id;
    else if (id) this.jobs.push(id);
  }

  async wrong(operation, target, request, parameters) {
    const refused = async (name, query) => {
      const asked = Array.isArray(query) ? query : { ...request.query, ...query };
      const answer = await this.want(operation, [400], target, { ...request, query: asked });
      if (answer.status === 400 && !answer.json?.detail?.includes(name)) operation.faults.push(`${answer.url}: does not name ${name}: ${answer.text}`);
    };
    await refused('no_such_parameter', { no_such_parameter: '1' });
    if (parameters.some(({ name }) => name === 'limit') && operation.method === 'get') await this.want(operation, [400], target, { query: { f: 'html', limit: 'x' } });
    for (const parameter of parameters) {
      const values = wrong_values(parameter, operation.takes_files);
      if (!values) operation.faults.push(`no wrong value for ${parameter.name} is known: tests/clients/api_values.mjs`);
      for (const value of values ?? []) await refused(parameter.name, { [parameter.name]: value });
      await refused(parameter.name, [[parameter.name, 'a'], [parameter.name, 'b']]);
    }
  }

  /** Documented refusals that are not about parameters. */
  async refusals(operation, path, target, request, not_allowed, about) {
    const has = (status) => operation.responses[status];
    const named = operation.parameters.find((parameter) => parameter.in === 'path' && NOBODYS_ID[parameter.name]);
    if (named && !not_allowed) {
      const elsewhere = path.replace(`{${named.name}}`, NOBODYS_ID[named.name]).replace(/\{\w+\}/g, '0');
      await this.want(operation, [404], elsewhere, request);
    }
    if (!target) return;
    if (has(401) && this.who.headers.authorization) await this.want(operation, [401], target, { ...request, headers: { ...request.headers, authorization: 'Bearer bairro-no-such-token' } });
    if (not_allowed) return;
    if (has(412)) await this.want(operation, [412], target, { ...request, headers: { ...request.headers, 'if-match': '"not this state"' } });
    if (has(413) && operation.method === 'get') await this.want(operation, [413], target, { query: { filter: `${'('.repeat(150)}1 = 1${')'.repeat(150)}` } });
    const forms = operation.parameters.find(({ name }) => name === 'f')?.schema.enum ?? [];
    const file = { f: ['csv', 'tif'].find((form) => forms.includes(form)) };
    if (has(206)) await this.want(operation, [206], target, { query: file, headers: { range: 'bytes=0-9' } });
    if (has(416)) await this.want(operation, [416], target, { query: file, headers: { range: 'bytes=999999999-' } });
    if (has(204) && path.includes('{tileMatrix}')) await this.want(operation, [204], path.replace('{tileMatrixSetId}', 'WebMercatorQuad').replace('{tileMatrix}', 9).replace(/\{tile(Row|Col)\}/g, 0)); // near the pole
    if (operation.takes_files) await this.want(operation, [404], target, { ...request, query: { ...request.query, collection: 'no-such' } });
    if (!operation.requestBody) return;
    if (has(413)) await this.want(operation, [413], target, { headers: request.headers, declared: 1e9 });
    if (has(415)) await this.want(operation, [415], target, { ...request, headers: { 'content-type': 'text/plain' } });
    const key = operation.parameters.find(({ name }) => name === 'Idempotency-Key');
    if (key) {
      const headers = { ...request.headers, 'idempotency-key': right_field(key) };
      this.remember(operation, about, await this.want(operation, [200, 201], target, { ...request, headers }));
      await this.want(operation, [422], target, { ...request, headers, body: `${request.body} ` });
    }
    if (operation.takes_files) return; // any bytes may be a file
    await this.want(operation, has(422) ? [400, 422] : [400], target, { ...request, body: '{' });
    await this.want(operation, has(422) ? [400, 422] : [400], target, { ...request, body: '{"no such member":1}' });
  }

  async jobs_have_ended() {
    for (const path of [...this.jobs.map((id) => `/jobs/${id}`), ...this.imports.map((id) => `/imports/${id}`)]) {
      for (let status = ''; !['successful', 'failed', 'done', 'refused'].includes(status); ) {
        status = (await ask(this.who.base + path, { headers: this.who.headers })).json.status;
      }
    }
  }

  async everything() {
    for (const method of METHODS) {
      if (method === 'get') await this.jobs_have_ended();
      for (const [path, item] of Object.entries(this.document.paths)) {
        if (item[method]) await this.tally.part(`${this.who.name}: ${method} ${path}`, () => this.operation(path, method, item[method]));
      }
    }
  }

  /** Paths of other people's documents that this one has not: there is nothing at them. */
  async hidden(others) {
    const faults = [];
    let asked = 0;
    for (const [path, method, spec] of operations_of(others)) {
      if (this.document.paths[path]) continue;
      const operation = { ...spec, method, key: key_of(path, method), faults, headers: {} };
      const [type] = Object.keys(spec.requestBody?.content ?? {});
      const body = type && { headers: { 'content-type': type }, body: '{}' };
      await this.want(operation, [404], path.replace(/\{featureId\}/, '1').replace(/\{\w+\}/g, '0'), body || {});
      asked += 1;
    }
    if (asked > 0) this.tally.judge(`${this.who.name}: what others see is not there`, faults);
  }
}

/** The same file as a browser sends it. */
function form_of({ query, body }) {
  const field = (name, value, more = '') => `--x--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const fields = Object.entries(query).filter(([name]) => name !== 'file-name');
  const file = field('file', body, `; filename="${query['file-name']}"\r\nContent-Type: text/csv`);
  return { headers: { 'content-type': 'multipart/form-data; boundary=x--x' }, body: `${fields.map(([name, value]) => field(name, value)).join('')}${file}--x--x--\r\n` };
}

/** What several documents have: each operation once. */
export function* operations_of(documents) {
  const known = new Set();
  for (const [path, item] of documents.flatMap((document) => Object.entries(document.paths))) {
    for (const [method, spec] of Object.entries(item)) {
      if (!known.has(method + path)) yield [path, method, spec];
      known.add(method + path);
    }
  }
}

/** One operation, whichever collection it is of. */
export const key_of = (path, method) => `${method.toUpperCase()} ${path.replace(/^\/collections\/[^/]+/, '/collections/{collectionId}')}`;

function tile_at([lon, lat], tileMatrix) {
  const side = 2 ** tileMatrix;
  const y = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  return { tileMatrix, tileCol: Math.floor(((lon + 180) / 360) * side), tileRow: Math.floor((0.5 - y / (2 * Math.PI)) * side) };
}
