// SPDX-License-Identifier: Apache-2.0
// What the address says after '#': enough to see the same map again.
import { dayOf } from './format';
import { askedNames, type Asked } from './question';
import { languages, type Language } from './text';

export interface Position { zoom: number; lat: number; lon: number }

export interface State {
  position?: Position;
  /** Layers that are on; missing: what the page chooses. */
  on?: string[];
  /** Days "2024-03-01"; missing: open. */
  from?: string;
  to?: string;
  language?: Language;
  /** Opacity in per cent, by layer, where it is not 100. */
  opacity: Map<string, number>;
  /** How points are shown where they are many, by layer, where it is not the usual way. */
  points?: Map<string, string>;
  /** Conditions, by layer. */
  asked?: Map<string, Asked>;
}

const isId = (text: string): boolean => /^[a-z][a-z0-9_-]{0,62}$/.test(text);

function readPosition(text: string): Position | undefined {
  const numbers = text.split('/').map(Number);
  const [zoom, lat, lon] = numbers;
  if (numbers.length !== 3 || zoom === undefined || lat === undefined || lon === undefined) return undefined;
  const fits = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 86 && Math.abs(lon) <= 180; // false for NaN
  return fits ? { zoom, lat, lon } : undefined;
}

function readOpacity(text: string): Map<string, number> {
  const opacity = new Map<string, number>();
  for (const part of text.split(',')) {
    const [id = '', percent = ''] = part.split(':');
    const value = Number(percent);
    if (isId(id) && /^\d{1,3}$/.test(percent) && value <= 100) opacity.set(id, value);
  }
  return opacity;
}

function readPoints(text: string): Map<string, string> {
  const points = new Map<string, string>();
  for (const part of text.split(',')) {
    const [id = '', shape = ''] = part.split(':');
    if (isId(id) && isId(shape)) points.set(id, shape);
  }
  return points;
}

/** "filter.incidents=severity >= 3": a condition may hold any letter, so that it has a member of its own. */
function readAsked(pairs: URLSearchParams): Map<string, Asked> {
  const all = new Map<string, Asked>();
  for (const [key, value] of pairs) {
    const [, text = '', id = ''] = /^([a-z-]+)\.(.*)$/.exec(key) ?? [];
    const name = askedNames.find((each) => each === text);
    if (name && isId(id) && value) all.set(id, { ...all.get(id), [name]: value });
  }
  return all;
}

/** Whatever cannot be read is left out: an address cut short still shows a map. */
export function readState(hash: string): State {
  const pairs = new URLSearchParams(hash.replace(/^#/, ''));
  const state: State = { opacity: readOpacity(pairs.get('opacity') ?? '') };
  const position = readPosition(pairs.get('map') ?? '');
  if (position) state.position = position;
  const on = pairs.get('on');
  if (on !== null) state.on = on.split(',').filter(isId);
  const [from = '', to = ''] = (pairs.get('time') ?? '').split('/');
  if (dayOf(from) !== undefined) state.from = from;
  if (dayOf(to) !== undefined) state.to = to;
  const language = languages.find((each) => each === pairs.get('lang'));
  if (language) state.language = language;
  const points = readPoints(pairs.get('points') ?? '');
  if (points.size > 0) state.points = points;
  const asked = readAsked(pairs);
  if (asked.size > 0) state.asked = asked;
  return state;
}

/** Readable: only what would break an address is escaped, which no value but a condition needs. */
export function writeState(state: State): string {
  const pairs: string[] = [];
  if (state.position) {
    const { zoom, lat, lon } = state.position;
    pairs.push(`map=${zoom.toFixed(2)}/${lat.toFixed(4)}/${lon.toFixed(4)}`);
  }
  if (state.on) pairs.push(`on=${state.on.join(',')}`);
  if (state.from || state.to) pairs.push(`time=${state.from ?? ''}/${state.to ?? ''}`);
  const opacity = [...state.opacity].filter(([, percent]) => percent !== 100);
  if (opacity.length > 0) pairs.push(`opacity=${opacity.map(([id, percent]) => `${id}:${percent}`).join(',')}`);
  const points = [...(state.points ?? [])].map(([id, shape]) => `${id}:${shape}`);
  if (points.length > 0) pairs.push(`points=${points.join(',')}`);
  for (const [id, asked] of state.asked ?? []) {
    for (const name of askedNames) {
      const value = asked[name];
      if (value) pairs.push(`${name}.${id}=${encodeURIComponent(value)}`);
    }
  }
  if (state.language) pairs.push(`lang=${state.language}`);
  return pairs.length > 0 ? '#' + pairs.join('&') : '';
}
