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
  classes: { level: number; from: number; below: number; title: string; colour: string }[];
  caveats: string[];
}

/** What is on the map: for which question, and how far it has come. */
export interface Density { key: string; detail: Detail; legend?: DensityLegend }

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

export function densityLegend({ detail, legend }: Density, language: Language): Legend {
  const note = say(language, detail === 'sketch' ? 'densitySketch' : 'densityCaveat');
  if (!legend) return { entries: [], note };
  const entries = legend.classes.map(({ level, from, below, title, colour }) =>
    level === 0
      ? { swatch: { shape: 'area' as const, fill: '#ffffff', fillOpacity: 0, stroke: colour, strokeWidth: 1 }, label: title }
      : { swatch: { shape: 'area' as const, fill: colour, fillOpacity: opacity }, label: `${formatMeasure(from, language)} – ${formatMeasure(below, language)}` });
  return { title: say(language, 'densityLegend'), entries: entries.reverse(), note };
}
