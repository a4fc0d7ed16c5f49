// SPDX-License-Identifier: Apache-2.0
// A style made for tiles, for the same features as GeoJSON.
import type { LayerSpecification } from 'maplibre-gl';

type Box = [number, number, number, number];

/** The layers, from another source; those of counted squares have nothing to draw there, and the rows are named in the table. */
export function drawnFrom(layers: readonly LayerSpecification[], source: string): LayerSpecification[] {
  return layers.filter((layer) => layer.type !== 'symbol' && !/-count-\d+$/.test(layer.id)).map((layer) => {
    const { 'source-layer': _, ...rest } = layer as LayerSpecification & { 'source-layer'?: string };
    return { ...rest, source } as LayerSpecification;
  });
}

function extend(box: Box, coordinates: unknown): void {
  if (!Array.isArray(coordinates)) return;
  const [lon, lat] = coordinates as unknown[];
  if (typeof lon === 'number' && typeof lat === 'number') {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
    return;
  }
  coordinates.forEach((part) => extend(box, part));
}

function extendBy(box: Box, geometry: GeoJSON.Geometry | null): void {
  if (!geometry) return;
  if (geometry.type === 'GeometryCollection') geometry.geometries.forEach((part) => extendBy(box, part));
  else extend(box, geometry.coordinates);
}

/** Nothing when no feature has a place. */
export function boundsOf(features: readonly GeoJSON.Feature[]): Box | undefined {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  features.forEach((feature) => extendBy(box, feature.geometry));
  return box[0] <= box[2] ? box : undefined;
}
