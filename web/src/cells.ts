// SPDX-License-Identifier: Apache-2.0
// Styles by cells: squares, hexagons and groups of points, with classes that differ from zoom to zoom.
import type { LayerSpecification } from 'maplibre-gl';
import type { Collection, LegendClass, Style } from './api';

/** Of areas on this map, which has other things below them; in the style they are opaque for the sake of QGIS. */
export const cellOpacity = 0.8;

/** Names of a collection's styles by cells. */
export const cellsOf = (style: Style | undefined): string[] => style?.metadata?.['bairro:cells'] ?? [];

const isOfCells = ({ from }: LegendClass): boolean => from !== undefined;

/** The classes that hold at a zoom. */
export function classesAt(style: Style, zoom: number): LegendClass[] {
  const classes = style.metadata?.['bairro:legend']?.classes ?? [];
  return classes.filter(({ min_zoom = 0, max_zoom = Infinity }) => min_zoom <= zoom && zoom < max_zoom);
}

/** Whether a style draws other classes at other zooms. */
export const followsZoom = (style: Style): boolean =>
  (style.metadata?.['bairro:legend']?.classes ?? []).some(({ max_zoom }) => max_zoom !== undefined);

type Step = unknown[];

/** By zoom, then by number: `value` of the class. Nothing when all classes have the same. */
function stepped(classes: readonly LegendClass[], value: (each: LegendClass) => unknown): unknown {
  if (new Set(classes.map(value)).size === 1) return value(classes[0] as LegendClass);
  const byZoom = new Map<number, LegendClass[]>();
  for (const each of classes) byZoom.set(each.min_zoom ?? 0, [...(byZoom.get(each.min_zoom ?? 0) ?? []), each]);
  const steps = [...byZoom].map(([zoom, [first, ...others]]): [number, Step | unknown] => {
    const lowest = first && value(first);
    return [zoom, others.length === 0 ? lowest : ['step', ['get', 'count'], lowest, ...others.flatMap((each) => [each.from, value(each)])]];
  });
  const [first, ...others] = steps;
  return others.length === 0 ? first?.[1] : ['step', ['zoom'], first?.[1], ...others.flat()];
}

/**
 * The layers to draw. QGIS needs one for each class at each zoom; here they are one, so that tiles of the zoom before stay to be seen
 * until those of the next have come.
 */
export function layersOf({ id }: Collection, style: Style): LayerSpecification[] {
  const classes = (style.metadata?.['bairro:legend']?.classes ?? []).filter(isOfCells);
  const [first] = classes;
  if (!first || !followsZoom(style)) return style.layers;
  const parts = new Set(classes.map(({ layer }) => layer));
  const model = style.layers.find((layer) => layer.id === first.layer);
  if (!model || model.type === 'background') return style.layers;
  const paint = { ...model.paint } as Record<string, unknown>;
  if (model.type === 'circle') paint['circle-radius'] = stepped(classes, ({ size_px }) => size_px);
  else Object.assign(paint, { 'fill-color': stepped(classes, ({ colour }) => colour), 'fill-opacity': cellOpacity });
  const { minzoom: _from, maxzoom: _to, ...rest } = model as LayerSpecification & { minzoom?: number; maxzoom?: number };
  const one = { ...rest, id: `${id}-cells`, filter: ['has', 'count'], paint } as unknown as LayerSpecification;
  const at = style.layers.indexOf(model);
  const others = (layers: LayerSpecification[]): LayerSpecification[] => layers.filter((layer) => !parts.has(layer.id));
  return [...others(style.layers.slice(0, at)), one, ...others(style.layers.slice(at))];
}

/** Where the first of them is drawn, for the swatch beside the layer's name: a class in the middle. */
export function typicalClass(style: Style): LegendClass | undefined {
  const classes = (style.metadata?.['bairro:legend']?.classes ?? []).filter(isOfCells);
  const last = classes.filter(({ min_zoom }) => min_zoom === classes[classes.length - 1]?.min_zoom);
  return last[Math.floor(last.length / 2)];
}
