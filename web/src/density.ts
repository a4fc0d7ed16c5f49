// SPDX-License-Identifier: Apache-2.0
// A layer as the density of its rows: first a sketch, which is there at once and says that it is one, then the exact density.
import type { Collection, Style } from './api';
import { formatMeasure } from './format';
import type { Legend } from './legend';
import { say, type Language } from './text';

/** Its name among the ways to show points. */
export const densityShape = 'density';

export type Detail = 'sketch' | 'exact';

/** What the service says of such a picture. */
export interface DensityLegend {
  detail: Detail;
  bandwidth_m: number;
  matched: number;
  looked_at: number;
  used: number;
  classes: { level: number; from: number; below: number; title: string; colour: string; dotted: boolean }[];
  /** What it means where nothing is drawn. */
  clear: string;
  caveats: string[];
}

/** Of which question; empty: of none any more, as it went wrong. How far it has come, step by step: */
export interface Density {
  key: string;
  /** what the service has by now, */
  wanted: Detail;
  /** what tiles were asked for last, */
  asked?: Detail;
  /** and what is on the map, whole, with its legend. */
  detail: Detail;
  legend?: DensityLegend;
  /** Of the exact one, until its tiles are drawn. */
  next?: DensityLegend;
  /** A tile did not come: what stands in its place may be one of the sketch. */
  failed?: boolean;
  /** Ends what is asked for. */
  end?: AbortController;
}

/** The step from the sketch to the exact one, when all on the map is drawn: only then the words may say so. */
export function settle(density: Density): boolean {
  const { detail, asked, failed, next } = density;
  if (detail === 'exact' || asked !== 'exact' || failed || !next) return false;
  Object.assign(density, { detail: 'exact', legend: next });
  return true;
}

/** Whether the service draws it. */
export const hasDensity = ({ id, links }: Collection): boolean => links.some(({ href }) => href.includes(`/collections/${id}/density/legend`));

const opacity = 0.7;

/** Pictures in the place of tiles; `usual`: the collection's own style, whose other ways to show points stay open. */
export function densityStyle(base: string, { id }: Collection, usual: Style): Style {
  const cells = usual.metadata?.['bairro:cells'];
  return {
    version: 8,
    sources: { [id]: { type: 'raster', tiles: [`${base}/collections/${id}/density/tiles/WebMercatorQuad/{z}/{y}/{x}`], tileSize: 256 } },
    layers: [{ id: `${id}-density`, type: 'raster', source: id, paint: { 'raster-opacity': opacity, 'raster-resampling': 'nearest' } }],
    metadata: { ...(cells && { 'bairro:cells': cells }) },
  };
}

/** The query of a picture in that detail. */
export const detailed = (question: string, detail: Detail): string => (detail === 'exact' ? question : [question, 'detail=sketch'].filter(Boolean).join('&'));

/** Of a sketch the service's first caveat says that it is one. */
export function densityLegend({ detail, legend }: Density, language: Language): Legend {
  if (!legend) return { entries: [], note: say(language, detail === 'sketch' ? 'densitySketch' : 'densityExact') };
  const entries = legend.classes.map(({ level, from, below, title, colour, dotted }) =>
    dotted || level === 0
      ? { swatch: { shape: 'dots' as const, fill: colour, fillOpacity: opacity }, label: title }
      : { swatch: { shape: 'area' as const, fill: colour, fillOpacity: opacity }, label: `${formatMeasure(from, language)} – ${formatMeasure(below, language)}` });
  return { title: say(language, 'densityLegend'), entries: entries.reverse(), ...(detail === 'exact' && { note: say(language, 'densityExact') }), caveats: [...legend.caveats, legend.clear].filter(Boolean) };
}
