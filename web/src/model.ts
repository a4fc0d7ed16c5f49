// SPDX-License-Identifier: Apache-2.0
// Which layers there are, in which order they are drawn, and which are on when nobody has chosen.
import type { LayerSpecification } from 'maplibre-gl';
import type { Collection } from './api';

/** On from the start, where present; see usuallyOn(). */
const usual = ['admin_areas', 'catchments', 'sites', 'incidents'];
/** What was founded stays: a council's only date is that of its founding. */
const standing = new Set(['cscs']);

const hasPlaces = (collection: Collection): boolean => collection.links.some((link) => link.rel.endsWith('/tilesets-vector'));

export interface Groups {
  data: Collection[];
  /** The newest of each method. */
  results: Collection[];
  older: Collection[];
}

/** Only what can be drawn. Results newest first. */
export function groupsOf(collections: readonly Collection[]): Groups {
  const drawable = collections.filter(hasPlaces);
  const made = (collection: Collection): string => collection.result?.made_at ?? '';
  const all = drawable.filter((each) => each.result).sort((a, b) => (made(a) < made(b) ? 1 : made(a) > made(b) ? -1 : 0));
  const isNewest = (each: Collection): boolean => all.find((other) => other.result?.method === each.result?.method) === each;
  return {
    data: drawable.filter((each) => !each.result),
    results: all.filter(isNewest),
    older: all.filter((each) => !isNewest(each)),
  };
}

/** Where there are results, the newest alone, without the points and areas that would hide it. */
export function usuallyOn(groups: Groups): string[] {
  const result = groups.results.find((each) => each.itemCount > 0);
  const hides = (id: string): boolean => id === 'incidents' || (id === 'catchments' && result?.result?.method !== 'coverage-gaps');
  const data = groups.data.filter((each) => usual.includes(each.id) && each.itemCount > 0 && !(result && hides(each.id)));
  return [...data, ...(result ? [result] : [])].map((each) => each.id);
}

/** Whether the period chooses among its rows. A result has its period in its parameters. */
export function followsPeriod(collection: Collection): boolean {
  return !collection.result && !standing.has(collection.id) && collection.extent?.temporal !== undefined;
}

/** The collection whose rows the histogram counts: incidents, else the first that has a beginning and an end. */
export function timeline(collections: readonly Collection[]): Collection | undefined {
  const bounded = collections.filter((each) => {
    const [from, to] = each.extent?.temporal?.interval[0] ?? [];
    return followsPeriod(each) && from && to;
  });
  return bounded.find((each) => each.id === 'incidents') ?? bounded[0];
}

const resultRank = new Map([['coverage-gaps', 10], ['gi-star', 12], ['local-moran', 12], ['emerging', 12], ['change', 12], ['dbscan', 13], ['st-dbscan', 13], ['hdbscan', 13], ['early-warning', 11], ['eb-rates', 11], ['scan', 12], ['network-kde', 15], ['kde', 14]]);
const pointRank = new Map([['settlements', 40], ['incidents', 42], ['cscs', 46], ['sites', 48]]);

/** Higher is drawn later, on top: areas, results, outlines, lines, cells, points, words. */
export function rankOf(collection: Collection, layer: Pick<LayerSpecification, 'type'> & { id?: string }): number {
  // Names of one layer give way to those of places, which tell where one is; numbers belong into their circles.
  if (layer.type === 'symbol') return /-names(-\d)?$/.test(layer.id ?? '') ? 89 : 92;
  if (layer.type === 'raster') return 29;
  if (layer.id?.endsWith('-cells')) return layer.type === 'fill' ? 30 : pointRank.get(collection.id) ?? 44;
  if (layer.id?.endsWith('-net')) return 31;
  if (layer.type === 'circle') return collection.result ? 39 : pointRank.get(collection.id) ?? 44;
  if (collection.result) return resultRank.get(collection.result.method) ?? 16;
  const isAdmin = collection.id === 'admin_areas';
  if (layer.type === 'fill') return isAdmin ? 0 : 20;
  return isAdmin ? 18 : 24;
}

/** West, south, east, north of all that has rows; of results too. */
export function extentOf(collections: readonly Collection[]): [number, number, number, number] | undefined {
  const boxes = collections.flatMap((each) => (each.itemCount > 0 ? each.extent?.spatial?.bbox.slice(0, 1) ?? [] : []));
  if (boxes.length === 0) return undefined;
  const column = (i: 0 | 1 | 2 | 3): number[] => boxes.map((box) => box[i]);
  return [Math.min(...column(0)), Math.min(...column(1)), Math.max(...column(2)), Math.max(...column(3))];
}
