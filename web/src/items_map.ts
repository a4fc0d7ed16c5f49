// SPDX-License-Identifier: Apache-2.0
// The small map above a table of features: those of this page, drawn as the collection's style says. Without a script, or without WebGL, the
// table stands alone.
import type { LayerSpecification, MapGeoJSONFeature, Map as MapLibreMap } from 'maplibre-gl';
import { el } from './dom';
import { boundsOf, drawnFrom } from './items_layers';
import type { Style } from './api';
import type { Language } from './text';
import { createMap, fitTo, FitControl, loadLibrary, nameControls, type Box } from './view';

interface Page { features: GeoJSON.Feature[] }

const reachPx = 5;
let map: MapLibreMap | undefined;
let idle = false;

async function ask<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: { Accept: 'application/geo+json, application/json' } });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()) as T;
}

/** A press leads to the row. */
function leadToRows(shown: MapLibreMap, layers: readonly LayerSpecification[]): void {
  const ids = layers.map((layer) => layer.id);
  const at = (point: { x: number; y: number }): MapGeoJSONFeature | undefined =>
    shown.queryRenderedFeatures([[point.x - reachPx, point.y - reachPx], [point.x + reachPx, point.y + reachPx]], { layers: ids })[0];
  shown.on('click', ({ point }) => {
    const id = at(point)?.id;
    if (id !== undefined) location.hash = `f${id}`;
  });
  shown.on('mousemove', ({ point }) => { shown.getCanvas().style.cursor = at(point) ? 'pointer' : ''; });
}

async function draw(holder: HTMLElement): Promise<void> {
  const { base = '', style = '', features = '', areas = '', language = 'pt' } = holder.dataset;
  const [library, look, page, background] = await Promise.all([
    loadLibrary(base), ask<Style>(style), ask<Page>(features), areas ? ask<Style>(areas).catch(() => undefined) : undefined,
  ]);
  const box: Box | undefined = boundsOf(page.features);
  if (!box) {
    holder.hidden = true;
    return;
  }
  const shown = createMap(library, { container: holder, base, language: language as Language, position: undefined, box });
  map = shown;
  shown.addControl(new FitControl(() => box), 'top-right');
  nameControls(shown, language as Language);
  shown.on('load', () => {
    for (const layer of background?.layers ?? []) {
      if (layer.type === 'line' && 'source' in layer && typeof layer.source === 'string') {
        const source = background?.sources[layer.source];
        if (source && !shown.getSource(layer.source)) shown.addSource(layer.source, source);
        shown.addLayer({ ...layer, id: `background-${layer.id}` });
      }
    }
    shown.addSource('page', { type: 'geojson', data: { type: 'FeatureCollection', features: page.features } });
    const layers = drawnFrom(look.layers, 'page');
    for (const layer of layers) shown.addLayer(layer);
    leadToRows(shown, layers);
    fitTo(shown, box);
    shown.once('idle', () => { idle = true; });
  });
}

function start(holder: HTMLElement): void {
  const go = (): void => {
    holder.hidden = false;
    holder.replaceChildren();
    draw(holder).catch(() => { holder.hidden = true; });
  };
  // On a narrow screen it may be a slow link too: the library is only fetched for who asks.
  if (window.matchMedia('(min-width: 48rem)').matches) {
    go();
    return;
  }
  const button = el('button', { type: 'button', class: 'show-map' }, holder.dataset['show'] ?? '');
  button.addEventListener('click', () => {
    button.remove();
    go();
  });
  holder.before(button);
}

const holder = document.getElementById('items-map');
window.bairro = { get map() { return map; }, quiet: () => idle };
if (holder) start(holder);
