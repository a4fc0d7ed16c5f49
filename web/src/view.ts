// SPDX-License-Identifier: Apache-2.0
// The map itself: library, controls, what a press finds.
import type { FilterSpecification, IControl, Map as MapLibreMap, MapGeoJSONFeature, PointLike, StyleSpecification } from 'maplibre-gl';
import { el, icon } from './dom';
import type { MapLayers } from './layers';
import type { Position } from './state';
import { say, type Language } from './text';

export type Library = NonNullable<Window['maplibregl']>;

const paper = '#f6f4ef';
export const fitting = { padding: 36, maxZoom: 14 };
const reachPx = 5;

export const workerUrl = (base: string): string => `${base}/assets/${WORKER}`;

/** Loads the library; after our own first questions, so that on a slow link their answers come before it. */
export async function loadLibrary(base: string): Promise<Library> {
  const scripts = LIBRARY.map((name) => {
    const script = el('script', { src: `${base}/assets/${name}` });
    script.async = false; // in their order
    return script;
  });
  await Promise.all(scripts.map((script) => new Promise((resolve, reject) => {
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => reject(new Error(script.src)));
    document.head.append(script);
  })));
  if (!window.maplibregl) throw new Error('maplibre');
  return window.maplibregl;
}

export type Box = [number, number, number, number];

export interface ViewOptions { container: HTMLElement; base: string; language: Language; position: Position | undefined; box: Box | undefined }

/** Throws when the browser has no WebGL. */
export function createMap(library: Library, options: ViewOptions): MapLibreMap {
  library.setWorkerUrl(workerUrl(options.base));
  const { position, box } = options;
  const style: StyleSpecification = {
    version: 8, glyphs: `${options.base}/assets/glyphs/{fontstack}/{range}.pbf`, sources: {},
    layers: [{ id: 'paper', type: 'background', paint: { 'background-color': paper } }],
  };
  const start = position ? { center: [position.lon, position.lat] as [number, number], zoom: position.zoom } : box ? { bounds: box, fitBoundsOptions: fitting } : { zoom: 1 };
  const map = new library.Map({
    container: options.container, style, ...start, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    renderWorldCopies: false, refreshExpiredTiles: false, fadeDuration: 0, maxZoom: 20,
    preserveDrawingBuffer: true, // or the map would be empty on paper
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new library.ScaleControl({ unit: 'metric', maxWidth: 120 }), 'bottom-left');
  map.on('idle', () => noteScale(map));
  return map;
}

/** The scale bar as a share of the map's width: on paper, where the picture is drawn narrower, it must shrink with it. */
function noteScale(map: MapLibreMap): void {
  const container = map.getContainer();
  const bar = container.querySelector<HTMLElement>('.maplibregl-ctrl-scale');
  // The control writes the width it means into the element; what is laid out may be the paper's.
  if (bar) container.style.setProperty('--scale-share', `${((100 * parseFloat(bar.style.width)) / container.clientWidth).toFixed(2)}%`);
}

export const fitTo = (map: MapLibreMap, box: Box): void => { map.fitBounds(box, fitting); };

/** A button among the map's own: back to all of the data. */
export class FitControl implements IControl {
  private readonly button = el('button', { type: 'button', class: 'fit' }, icon('M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4'));
  private readonly element = el('div', { class: 'maplibregl-ctrl maplibregl-ctrl-group' }, this.button);

  constructor(private readonly box: () => Box | undefined) {}

  onAdd(map: MapLibreMap): HTMLElement {
    this.button.addEventListener('click', () => {
      const box = this.box();
      if (box) fitTo(map, box);
    });
    return this.element;
  }
  onRemove(): void { this.element.remove(); }
}

/** The controls' words; the library takes them only once, and the language can change. */
export function nameControls(map: MapLibreMap, language: Language): void {
  const words: [string, string][] = [
    ['.maplibregl-ctrl-zoom-in', language === 'pt' ? 'Aproximar' : 'Zoom in'],
    ['.maplibregl-ctrl-zoom-out', language === 'pt' ? 'Afastar' : 'Zoom out'],
    ['.fit', say(language, 'fit')],
    ['canvas', say(language, 'map')],
  ];
  for (const [selector, label] of words) {
    const element = map.getContainer().querySelector(selector);
    element?.setAttribute('aria-label', label);
    if (selector !== 'canvas') element?.setAttribute('title', label);
  }
}

/** What lies under a press: points and lines within reach, areas exactly there; each feature once, the uppermost first. */
export function featuresAt(map: MapLibreMap, layers: MapLayers, on: readonly string[], at: { x: number; y: number }): MapGeoJSONFeature[] {
  const ids = layers.layerIds(on);
  const box: [PointLike, PointLike] = [[at.x - reachPx, at.y - reachPx], [at.x + reachPx, at.y + reachPx]];
  const areas = new Set(map.queryRenderedFeatures([at.x, at.y], { layers: ids }).map(keyOf));
  const seen = new Set<string>();
  return map.queryRenderedFeatures(box, { layers: ids }).filter((feature) => {
    const key = keyOf(feature);
    const isArea = feature.geometry.type.endsWith('Polygon');
    if (seen.has(key) || (isArea && !areas.has(key))) return false;
    seen.add(key);
    return true;
  });
}

const keyOf = (feature: MapGeoJSONFeature): string => `${feature.source} ${String(feature.id)}`;

/** A counted square, which stands for rows and is none. */
export const isSquare = (feature: MapGeoJSONFeature): boolean => typeof feature.properties['count'] === 'number';

const marks = ['selected-line', 'selected-point'];

/** Rings or lines round the chosen feature; none: takes the mark away. */
export function markFeature(map: MapLibreMap, feature?: MapGeoJSONFeature): void {
  for (const id of marks) if (map.getLayer(id)) map.removeLayer(id);
  if (!feature || feature.id === undefined) return;
  const filter: FilterSpecification = ['==', ['id'], feature.id];
  const from = { source: feature.source, 'source-layer': feature.source, filter };
  const colour = '#1d2733';
  map.addLayer({ id: 'selected-line', type: 'line', ...from, paint: { 'line-color': colour, 'line-width': 3 } });
  map.addLayer({
    id: 'selected-point', type: 'circle', ...from, filter: ['all', filter, ['==', ['geometry-type'], 'Point']],
    paint: { 'circle-radius': 10, 'circle-opacity': 0, 'circle-stroke-color': colour, 'circle-stroke-width': 2.5 },
  });
}
