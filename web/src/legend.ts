// SPDX-License-Identifier: Apache-2.0
// Legends taken from the style a collection comes with: what is drawn and what is explained cannot differ.
import type { LayerSpecification } from 'maplibre-gl';
import type { Collection, Style } from './api';
import { evaluate, type Subject } from './expression';
import { formatMeasure, formatNumber } from './format';
import { say, type Language, type TextKey } from './text';

/** How one kind of feature looks. */
export interface Swatch {
  shape: 'area' | 'line' | 'circle';
  fill?: string;
  fillOpacity?: number;
  stroke?: string;
  strokeWidth?: number;
  radius?: number;
}
export interface Entry { swatch: Swatch; label: string }
export interface Legend { title?: string; entries: Entry[]; note?: string }

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const asNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Without what is undefined, as exact optional members want it. */
function defined(swatch: { [K in keyof Swatch]: Swatch[K] | undefined }): Swatch {
  return Object.fromEntries(Object.entries(swatch).filter(([, value]) => value !== undefined)) as unknown as Swatch;
}

/** The look of a feature, or nothing when the style does not draw it. */
export function swatchOf(style: Style, subject: Subject): Swatch | undefined {
  const drawn = style.layers.filter((layer) => !('filter' in layer) || layer.filter === undefined || evaluate(layer.filter, subject) === true);
  const paint = (type: LayerSpecification['type'], name: string): unknown => {
    const layer = drawn.find((each) => each.type === type);
    return evaluate((layer?.paint as Record<string, unknown> | undefined)?.[name], subject);
  };
  const has = (type: LayerSpecification['type']): boolean => drawn.some((each) => each.type === type);
  if (has('circle')) {
    return defined({
      shape: 'circle', fill: asText(paint('circle', 'circle-color')), fillOpacity: asNumber(paint('circle', 'circle-opacity')),
      radius: asNumber(paint('circle', 'circle-radius')), stroke: asText(paint('circle', 'circle-stroke-color')),
      strokeWidth: asNumber(paint('circle', 'circle-stroke-width')),
    });
  }
  const stroke = asText(paint('line', 'line-color'));
  const strokeWidth = asNumber(paint('line', 'line-width'));
  if (has('fill')) {
    return defined({
      shape: 'area', fill: asText(paint('fill', 'fill-color')), fillOpacity: asNumber(paint('fill', 'fill-opacity')),
      stroke: stroke ?? asText(paint('fill', 'fill-outline-color')), strokeWidth,
    });
  }
  return has('line') ? defined({ shape: 'line', stroke, strokeWidth }) : undefined;
}

const geometries = ['Polygon', 'Point', 'LineString'] as const;

function firstSwatch(style: Style, properties: Record<string, unknown>): Swatch | undefined {
  for (const geometry of geometries) {
    const swatch = swatchOf(style, { geometry, properties });
    if (swatch) return swatch;
  }
  return undefined;
}

function entriesFor<T>(style: Style, values: readonly T[], properties: (value: T) => Record<string, unknown>, label: (value: T) => string): Entry[] {
  return values.flatMap((value) => {
    const swatch = firstSwatch(style, properties(value));
    return swatch ? [{ swatch, label: label(value) }] : [];
  });
}

const levels = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const classes = [3, 2, 1, 0, -1, -2, -3];
const kinds = ['gap', 'sliver', 'overlap', 'settlement'] as const;

function kdeLegend(style: Style, collection: Collection, language: Language): Legend {
  const peak = asNumber(collection.result?.summary['highest_per_km2']);
  const label = (level: number): string =>
    peak === undefined ? String(level) : `${formatMeasure((peak * (level - 1)) / 9, language)} – ${formatMeasure((peak * level) / 9, language)}`;
  return {
    title: say(language, 'kdeLegend'),
    entries: entriesFor(style, levels, (level) => ({ level }), label).reverse(),
    note: say(language, peak === undefined ? 'kdeSteps' : 'kdeCaveat'),
  };
}

function giLegend(style: Style, language: Language): Legend {
  const entries = entriesFor(style, classes, (each) => ({ class: each, z: each }), (each) => say(language, `gi${each}` as TextKey));
  const unknown = firstSwatch(style, {}); // neither class nor z
  if (unknown) entries.push({ swatch: unknown, label: say(language, 'giUnknown') });
  return { entries, note: say(language, 'giCaveat') };
}

function gapsLegend(style: Style, language: Language): Legend {
  const entries = kinds.flatMap((kind) => {
    const swatch = kind === 'settlement' ? swatchOf(style, { geometry: 'Point', properties: { kind } }) : firstSwatch(style, { kind });
    return swatch ? [{ swatch, label: say(language, kind) }] : [];
  });
  return { entries, note: say(language, 'gapsCaveat') };
}

/** Circles of counted squares, by the thresholds in their filters. */
function countEntries(style: Style, language: Language): Entry[] {
  const thresholds = new Set<number>();
  const search = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [operator, operand, bound] = part as unknown[];
    const isCount = Array.isArray(operand) && operand[0] === 'get' && operand[1] === 'count';
    if ((operator === '<' || operator === '>=') && isCount && typeof bound === 'number') thresholds.add(bound);
    part.forEach(search);
  };
  style.layers.forEach((layer) => search('filter' in layer ? layer.filter : undefined));
  const bounds = [1, ...[...thresholds].sort((a, b) => a - b)];
  const number = (value: number): string => formatNumber(value, language);
  return bounds.length === 1 ? [] : bounds.flatMap((count, i) => {
    const swatch = swatchOf(style, { geometry: 'Point', properties: { count } });
    const next = bounds[i + 1];
    const label = next === undefined ? say(language, 'orMore', number(count)) : `${number(count)} – ${number(next - 1)}`;
    return swatch ? [{ swatch, label }] : [];
  });
}

/** The legend under a layer's row; without entries where its one swatch says all. */
export function legendOf(collection: Collection, style: Style, language: Language, squares: boolean): Legend {
  switch (collection.result?.method) {
    case 'kde': return kdeLegend(style, collection, language);
    case 'gi-star': return giLegend(style, language);
    case 'coverage-gaps': return gapsLegend(style, language);
    default: return squares ? { entries: countEntries(style, language), note: say(language, 'squares') } : { entries: [] };
  }
}

/** The one swatch beside a layer's name. */
export function mainSwatch(collection: Collection, style: Style): Swatch | undefined {
  const typical = new Map<string | undefined, Record<string, unknown>>([['kde', { level: 7 }], ['gi-star', { class: 3, z: 3 }], ['coverage-gaps', { kind: 'gap' }]]);
  return firstSwatch(style, typical.get(collection.result?.method) ?? {});
}
