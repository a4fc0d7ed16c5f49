// SPDX-License-Identifier: Apache-2.0
// Legends taken from the style a collection comes with: what is drawn and what is explained cannot differ.
import type { LayerSpecification } from 'maplibre-gl';
import type { Collection, LegendClass, Style } from './api';
import { cellOpacity, classesAt, isByCells, typicalClass } from './cells';
import { evaluate, type Subject } from './expression';
import { formatMeasure } from './format';
import { say, type Language, type TextKey } from './text';

/** How one kind of feature looks. */
export interface Swatch {
  shape: 'area' | 'line' | 'circle' | 'dots';
  fill?: string;
  fillOpacity?: number;
  stroke?: string;
  strokeWidth?: number;
  radius?: number;
}
export interface Entry { swatch: Swatch; label: string }
/** `caveats`: what must be said with it. */
export interface Legend { title?: string; entries: Entry[]; note?: string; caveats?: string[] }

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

const classSwatch = ({ shape, colour, opacity, size_px, rim, rim_px, from }: LegendClass): Swatch =>
  defined({ shape, ...(shape === 'line' ? { stroke: colour, strokeWidth: size_px } : { fill: colour, fillOpacity: shape === 'area' && from !== undefined ? cellOpacity : opacity, stroke: rim, strokeWidth: rim_px, radius: size_px }) });

/** What cells mean at a zoom, as their style says. */
function cellEntries(style: Style, language: Language, zoom: number): Entry[] {
  const all = classesAt(style, zoom);
  const byCells = isByCells(style); // then a single point is another thing than what the layer's own swatch shows
  return all.filter(({ from }) => from !== undefined || byCells).map((each) => ({ swatch: classSwatch(each), label: each.label[language] }));
}

/** Whether a density or Gi* was put over people: then what its classes mean stands in its style. */
const isRate = ({ result }: Collection): boolean => (result?.method === 'kde' || result?.method === 'gi-star') && Boolean(result.summary['rates']);

function rateLegend(collection: Collection, style: Style, language: Language, zoom: number): Legend {
  const entries = classesAt(style, zoom).map((each) => ({ swatch: classSwatch(each), label: each.label[language] }));
  const isDensity = collection.result?.method === 'kde'; // lowest first in the style, highest on top here
  const [unknown] = isDensity ? entries.splice(-1) : [];
  return {
    ...(isDensity && { title: say(language, 'rateLegend') }),
    entries: isDensity ? [...entries.reverse(), ...(unknown ? [unknown] : [])] : entries,
    note: say(language, 'rateCaveat'),
  };
}

/** The legend under a layer's row; without entries where its one swatch says all. */
export function legendOf(collection: Collection, style: Style, language: Language, cells: boolean, zoom = 0): Legend {
  if (isRate(collection)) return rateLegend(collection, style, language, zoom);
  switch (collection.result?.method) {
    case 'kde': return kdeLegend(style, collection, language);
    case 'gi-star': return giLegend(style, language);
    case 'coverage-gaps': return gapsLegend(style, language);
    default:
  }
  const classes = collection.result ? classesAt(style, zoom) : [];
  if (classes.length > 1) return { entries: classes.map((each) => ({ swatch: classSwatch(each), label: each.label[language] })), note: say(language, 'resultCaveat') };
  if (!cells) return { entries: [] };
  const title = isByCells(style) ? style.metadata?.['bairro:legend']?.title[language] : undefined;
  return { ...(title && { title }), entries: cellEntries(style, language, zoom), note: say(language, title ? 'cells' : 'squares') };
}

/** The one swatch beside a layer's name. */
export function mainSwatch(collection: Collection, style: Style): Swatch | undefined {
  const cell = isByCells(style) ? typicalClass(style) : undefined;
  if (cell) return classSwatch(cell);
  const typical = new Map<string | undefined, Record<string, unknown>>([['kde', { level: 7 }], ['gi-star', { class: 3, z: 3 }], ['coverage-gaps', { kind: 'gap' }]]);
  const first = style.metadata?.['bairro:legend']?.classes[0]; // what one looks for comes first
  if (first && collection.result && !typical.has(collection.result.method)) return classSwatch(first);
  return firstSwatch(style, typical.get(collection.result?.method) ?? {});
}
