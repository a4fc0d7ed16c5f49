// SPDX-License-Identifier: Apache-2.0
// Words on the map beside those of the styles: names of areas and settlements. They come after the first picture, because their
// letters are as heavy as all the data.
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap, MapGeoJSONFeature, SymbolLayerSpecification } from 'maplibre-gl';

const areas = 'admin_areas';
const areaNames = 'area-names';
const font = [FONT];
const paper = '#f6f4ef';

const text = (field: unknown, size: unknown, more: Record<string, unknown> = {}): SymbolLayerSpecification['layout'] =>
  ({ 'text-field': field, 'text-font': font, 'text-size': size, 'text-padding': 4, ...more }) as SymbolLayerSpecification['layout'];

export function settlementLabels(): LayerSpecification {
  return {
    id: 'settlement-names', type: 'symbol', source: 'settlements', 'source-layer': 'settlements', filter: ['has', 'name'],
    layout: text(['get', 'name'], ['interpolate', ['linear'], ['zoom'], 6, 10, 12, 13], {
      'text-variable-anchor': ['left', 'right', 'top', 'bottom'], 'text-radial-offset': 0.5, 'text-justify': 'auto',
      'symbol-sort-key': ['-', ['coalesce', ['get', 'population'], 0]], 'text-max-width': 8, 'text-padding': ['interpolate', ['linear'], ['zoom'], 6, 16, 10, 3],
    }),
    paint: { 'text-color': '#2f3a45', 'text-halo-color': paper, 'text-halo-width': 1.3 },
  } as SymbolLayerSpecification;
}

export function areaLabels(): LayerSpecification {
  return {
    id: areaNames, type: 'symbol', source: areaNames,
    layout: text(['get', 'name'], ['interpolate', ['linear'], ['zoom'], 5, 10, 10, 14], { 'text-letter-spacing': 0.08, 'text-max-width': 7, 'text-transform': 'uppercase' }),
    paint: { 'text-color': '#5b6672', 'text-halo-color': paper, 'text-halo-width': 1.5 },
  } as SymbolLayerSpecification;
}

type Ring = readonly (readonly number[])[];

const ringArea = (ring: Ring): number => {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [ax = 0, ay = 0] = ring[j] ?? [];
    const [bx = 0, by = 0] = ring[i] ?? [];
    sum += ax * by - bx * ay;
  }
  return sum / 2;
};

/** Where in a ring a word stands best: the middle of the widest stretch of the line half way up, so surely inside. */
export function wordPlace(ring: Ring): [number, number] {
  const ys = ring.map((point) => point[1] ?? 0);
  const y = (Math.min(...ys) + Math.max(...ys)) / 2 + 1e-9;
  const crossings: number[] = [];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [ax = 0, ay = 0] = ring[j] ?? [];
    const [bx = 0, by = 0] = ring[i] ?? [];
    if (ay > y !== by > y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
  }
  crossings.sort((a, b) => a - b);
  let best: [number, number] = [crossings[0] ?? 0, 0];
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [from = 0, to = 0] = [crossings[i], crossings[i + 1]];
    if (to - from > best[1]) best = [(from + to) / 2, to - from];
  }
  return [best[0], y];
}

/** Smaller areas have their names only from here on. */
const minZoom = (level: unknown): number => (typeof level !== 'number' || level <= 1 ? 0 : level === 2 ? 5.5 : 8.5);

/** One place for each area that is in sight, whatever number of tiles it is cut into: in its largest piece. */
export function areaPoints(pieces: readonly Pick<MapGeoJSONFeature, 'id' | 'properties' | 'geometry'>[], zoom: number): GeoJSON.Feature[] {
  const largest = new Map<unknown, { ring: Ring; area: number; name: string }>();
  for (const { id, properties, geometry } of pieces) {
    const name = properties['name'] as unknown;
    if (typeof name !== 'string' || zoom < minZoom(properties['level'])) continue;
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
    for (const [ring] of polygons) {
      const area = ring ? Math.abs(ringArea(ring)) : 0;
      if (ring && area > (largest.get(id)?.area ?? 0)) largest.set(id, { ring, area, name });
    }
  }
  return [...largest.values()].map(({ ring, name }) => ({ type: 'Feature', properties: { name }, geometry: { type: 'Point', coordinates: wordPlace(ring) } }));
}

export const areaSource = { id: areaNames, spec: { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } } };

/** Puts the names of the areas where the present view has room for them. Returns what it placed, to be given back next time:
 *  the same again is left alone, since every change draws the map anew. */
export function placeAreaNames(map: MapLibreMap, before: string): string {
  const source = map.getSource<GeoJSONSource>(areaNames);
  if (!source || !map.getSource(areas)) return before;
  const features = areaPoints(map.querySourceFeatures(areas, { sourceLayer: areas }), map.getZoom());
  const placed = JSON.stringify(features);
  if (placed !== before) source.setData({ type: 'FeatureCollection', features });
  return placed;
}
