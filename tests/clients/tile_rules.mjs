// SPDX-License-Identifier: Apache-2.0
// What version 2.1 of the Mapbox Vector Tile specification asks of a tile. Read byte by byte, because decoders forgive much of it;
// then read again by the reference decoder, which must see the same number of features.
import { VectorTile } from '@mapbox/vector-tile';
import Pbf from 'pbf';

class Malformed extends Error {}

const VARINT = 0;
const EIGHT_BYTES = 1;
const LENGTH = 2;
const FOUR_BYTES = 5;
const POINT = 1;
const LINE = 2;
const POLYGON = 3;
const MOVE_TO = 1;
const LINE_TO = 2;
const CLOSE_PATH = 7;

/** Walks over the fields of one protocol buffers message. */
class Message {
  constructor(bytes, what) {
    this.bytes = bytes;
    this.what = what;
    this.at = 0;
  }

  varint() {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.at >= this.bytes.length) throw new Malformed(`${this.what}: a number is cut off`);
      const byte = this.bytes[this.at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Malformed(`${this.what}: a number is longer than ten bytes`);
  }

  take(count) {
    if (this.at + count > this.bytes.length) throw new Malformed(`${this.what}: runs past its end`);
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  /** [{ field, wire, value }]: a BigInt for numbers, bytes for everything else. */
  fields() {
    const all = [];
    while (this.at < this.bytes.length) {
      const tag = Number(this.varint());
      const field = Math.floor(tag / 8);
      const wire = tag % 8;
      if (field === 0) throw new Malformed(`${this.what}: field 0`);
      if (wire === VARINT) all.push({ field, wire, value: this.varint() });
      else if (wire === LENGTH) all.push({ field, wire, value: this.take(Number(this.varint())) });
      else if (wire === EIGHT_BYTES) all.push({ field, wire, value: this.take(8) });
      else if (wire === FOUR_BYTES) all.push({ field, wire, value: this.take(4) });
      else throw new Malformed(`${this.what}: wire type ${wire}`);
    }
    return all;
  }

  numbers() {
    const all = [];
    while (this.at < this.bytes.length) all.push(Number(this.varint()));
    return all;
  }
}

const is_extension = (field) => field >= 16 && field <= 8191;
const text_of = (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const zigzag = (n) => (n % 2 === 0 ? n / 2 : -(n + 1) / 2);
const repeated = (list) => list.length - new Set(list).size;

/** Twice the area; above 0 is a shell, with y to the south. */
function area2(ring) {
  return ring.reduce((sum, [x, y], i) => {
    const [next_x, next_y] = ring[(i + 1) % ring.length];
    return sum + x * next_y - next_x * y;
  }, 0);
}

/** Commands and their parameters, drawn; what the specification forbids goes to `problem`. */
class Pen {
  constructor(type, limits, problem) {
    this.type = type;
    this.limits = limits;
    this.problem = problem;
    this.x = this.y = 0;
    this.parts = []; // finished lines and rings
    this.open = null; // the one in work
    this.last = 0; // command
    this.vertices = 0;
  }

  draw(words) {
    for (let at = 0; at < words.length; ) {
      const command = words[at] % 8;
      const count = Math.floor(words[at] / 8);
      at += 1;
      const size = command === CLOSE_PATH ? 0 : 2 * count;
      if (![MOVE_TO, LINE_TO, CLOSE_PATH].includes(command)) return this.problem(`command ${command}`);
      if (count === 0) return this.problem('a command without a count');
      if (at + size > words.length) return this.problem('parameters are missing');
      this.check_order(command, count);
      if (command === CLOSE_PATH) this.close();
      else this.move(command, words.slice(at, at + size));
      at += size;
      this.last = command;
    }
    this.end();
  }

  check_order(command, count) {
    const { type, last } = this;
    if (type === POINT && (command !== MOVE_TO || last !== 0)) this.problem('a point has one MoveTo and nothing more');
    if (type !== POINT && command === MOVE_TO && count !== 1) this.problem('MoveTo of several points in a line or polygon');
    if (command === LINE_TO && last !== MOVE_TO) this.problem('LineTo does not follow MoveTo');
    if (command === LINE_TO && type === POLYGON && count < 2) this.problem('a ring of fewer than three vertices');
    if (command === CLOSE_PATH && (type !== POLYGON || last !== LINE_TO || count !== 1)) this.problem('ClosePath out of place');
    if (command === MOVE_TO && type === POLYGON && this.open) this.problem('a ring is not closed');
    if (command === MOVE_TO && type === LINE && last === MOVE_TO) this.problem('a line of one vertex');
  }

  move(command, parameters) {
    if (command === MOVE_TO && this.type !== POINT) {
      if (this.open) this.parts.push(this.open);
      this.open = [];
    }
    for (let i = 0; i < parameters.length; i += 2) {
      const [dx, dy] = [zigzag(parameters[i]), zigzag(parameters[i + 1])];
      if (command === LINE_TO && dx === 0 && dy === 0) this.problem('a vertex repeats the one before');
      this.x += dx;
      this.y += dy;
      this.vertices += 1;
      this.open?.push([this.x, this.y]);
      const { low, high } = this.limits;
      if (Math.min(this.x, this.y) < low || Math.max(this.x, this.y) > high) this.problem(`vertex ${this.x},${this.y} lies outside`);
    }
  }

  close() {
    if (!this.open) return;
    this.parts.push(this.open);
    this.open = null;
  }

  end() {
    if (this.vertices === 0) this.problem('no vertex');
    if (this.type === LINE && this.last === MOVE_TO) this.problem('a line of one vertex');
    if (this.type !== POLYGON) return;
    if (this.open) this.problem('the last ring is not closed');
    this.parts.forEach((ring, i) => {
      const area = area2(ring);
      if (area === 0) this.problem('a ring without an area');
      if (i === 0 && area < 0) this.problem('the first ring is a hole');
      if (String(ring[0]) === String(ring.at(-1))) this.problem('a ring repeats its first vertex');
    });
  }
}

/** One layer's tables, and what was used of them. */
class Layer {
  constructor(bytes, options, result) {
    this.result = result;
    this.options = options;
    this.fields = new Message(bytes, 'layer').fields();
    this.name = '?';
  }

  problem(words) {
    this.result.problems.push(`layer ${this.name}: ${words}`);
  }
  warn(words) {
    this.result.warnings.push(`layer ${this.name}: ${words}`);
  }
  all(field) {
    return this.fields.filter((f) => f.field === field).map((f) => f.value);
  }

  check(names) {
    const wires = new Map([[15, VARINT], [1, LENGTH], [2, LENGTH], [3, LENGTH], [4, LENGTH], [5, VARINT]]);
    for (const { field, wire } of this.fields) {
      if (wires.has(field) ? wires.get(field) !== wire : !is_extension(field)) throw new Malformed(`layer: field ${field}, wire type ${wire}`);
    }
    this.check_head(names);
    this.keys = this.all(3).map(text_of);
    this.values = this.all(4).map((bytes) => this.value(bytes));
    if (repeated(this.keys) > 0) this.warn(`${repeated(this.keys)} keys stand twice`);
    if (repeated(this.values) > 0) this.warn(`${repeated(this.values)} values stand twice`);
    this.check_features();
  }

  check_head(names) {
    const [name, versions, extents] = [this.all(1), this.all(15), this.all(5)];
    if (name.length !== 1) this.problem(`${name.length} names`);
    else this.name = text_of(name[0]);
    if (this.name === '') this.problem('an empty name');
    if (names.has(this.name)) this.problem('another layer has this name');
    names.add(this.name);
    if (versions.length !== 1 || versions[0] !== 2n) this.problem(`version ${versions}`);
    if (extents.length !== 1 || extents[0] < 1n) this.problem(`extent ${extents}`);
    const extent = Number(extents[0] ?? 4096n);
    this.limits = { low: -this.options.buffer, high: extent + this.options.buffer };
  }

  /** As text that tells every two values apart. */
  value(bytes) {
    const wires = [undefined, LENGTH, FOUR_BYTES, EIGHT_BYTES, VARINT, VARINT, VARINT, VARINT];
    const variants = new Message(bytes, 'value').fields();
    if (variants.length !== 1 || wires[variants[0].field] !== variants[0].wire) this.problem('a value is not of exactly one type');
    else if (variants[0].field === 1) text_of(variants[0].value);
    return Buffer.from(bytes).toString('hex');
  }

  check_features() {
    const used_keys = new Set();
    const used_values = new Set();
    const ids = [];
    const features = this.all(2);
    if (features.length === 0) this.problem('no feature');
    for (const bytes of features) this.check_feature(bytes, used_keys, used_values, ids);
    if (repeated(ids) > 0) this.warn(`${repeated(ids)} ids stand twice`);
    if (used_keys.size < this.keys.length) this.warn(`${this.keys.length - used_keys.size} keys are not used`);
    if (used_values.size < this.values.length) this.warn(`${this.values.length - used_values.size} values are not used`);
    this.result.features += features.length;
  }

  check_feature(bytes, used_keys, used_values, ids) {
    const fields = new Message(bytes, 'feature').fields();
    const wires = [undefined, VARINT, LENGTH, VARINT, LENGTH];
    for (const { field, wire } of fields) {
      if (field < wires.length ? wires[field] !== wire : !is_extension(field)) this.problem(`field ${field} of a feature, wire type ${wire}`);
    }
    const of = (field, wire) => fields.filter((f) => f.field === field && f.wire === wire).map((f) => f.value);
    const [id] = of(1, VARINT);
    if (id !== undefined) ids.push(id);
    const say = (words) => this.problem(`feature ${id}: ${words}`);
    const type = Number(of(3, VARINT)[0] ?? 0n);
    if (![POINT, LINE, POLYGON].includes(type)) say(`type ${type}`);
    this.check_tags(of(2, LENGTH), used_keys, used_values, say);
    const geometry = of(4, LENGTH).flatMap((part) => new Message(part, 'geometry').numbers());
    new Pen(type, this.limits, say).draw(geometry);
  }

  check_tags(parts, used_keys, used_values, say) {
    const tags = parts.flatMap((part) => new Message(part, 'tags').numbers());
    if (tags.length % 2 !== 0) say('a key without a value');
    const keys = tags.filter((_, i) => i % 2 === 0);
    const values = tags.filter((_, i) => i % 2 === 1);
    if (repeated(keys) > 0) say('a key stands twice');
    if (keys.some((k) => k >= this.keys.length)) say('a key that is not in the table');
    if (values.some((v) => v >= this.values.length)) say('a value that is not in the table');
    keys.forEach((k) => used_keys.add(k));
    values.forEach((v) => used_values.add(v));
  }
}

/** What the reference decoder makes of it. */
function decode(bytes, result) {
  const tile = new VectorTile(new Pbf(bytes));
  const layers = Object.values(tile.layers);
  const features = layers.flatMap((layer) => Array.from({ length: layer.length }, (_, i) => Object.assign(layer.feature(i), { layer: layer.name })));
  features.forEach((f) => f.loadGeometry());
  if (features.length !== result.features) result.problems.push(`the reference decoder sees ${features.length} features of ${result.features}`);
  return features;
}

/**
 * Checks one tile, not compressed. `buffer`: grid squares that geometry may reach over the edge. `problems` break the
 * specification, `warnings` are waste or go against a SHOULD; `decoded` are the reference decoder's features.
 */
export function check_tile(bytes, options = { buffer: 0 }) {
  const result = { problems: [], warnings: [], features: 0, layers: [], decoded: [] };
  try {
    const names = new Set();
    for (const { field, wire, value } of new Message(bytes, 'tile').fields()) {
      if (field === 3 && wire === LENGTH) new Layer(value, options, result).check(names);
      else if (!is_extension(field)) result.problems.push(`tile: field ${field}, wire type ${wire}`);
    }
    result.layers = [...names];
    if (result.problems.length === 0) result.decoded = decode(bytes, result);
  } catch (error) {
    result.problems.push(error instanceof Malformed ? error.message : `decoder: ${error.message}`);
  }
  return result;
}
