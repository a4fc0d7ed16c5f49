// SPDX-License-Identifier: Apache-2.0
// Presses on the map: a counted square opens up, anything else tells what it is.
import type { Map as MapLibreMap, MapGeoJSONFeature, MapMouseEvent, Popup } from 'maplibre-gl';
import type { Api } from './api';
import type { MapLayers } from './layers';
import { Card, type Hit } from './popup';
import { say } from './text';
import { featuresAt, isSquare, markFeature, type Library } from './view';

const mostHits = 30;

export class Presses {
  private popup: Popup | undefined;

  constructor(
    private readonly library: Library, private readonly map: MapLibreMap, private readonly layers: MapLayers,
    private readonly api: Api, private readonly on: () => string[],
  ) {
    map.on('click', (event) => this.press(event));
    map.on('mousemove', (event) => {
      const over = featuresAt(map, layers, on().filter((id) => id !== 'admin_areas'), event.point).length > 0;
      map.getCanvas().classList.toggle('over', over);
    });
  }

  close(): void { this.popup?.remove(); }

  private press(event: MapMouseEvent): void {
    this.close();
    const found = featuresAt(this.map, this.layers, this.on(), event.point);
    const [first] = found;
    if (!first) return;
    if (isSquare(first)) this.openSquare(first, event);
    else this.tell(found, event);
  }

  private openSquare(square: MapGeoJSONFeature, event: MapMouseEvent): void {
    const center = square.geometry.type === 'Point' ? (square.geometry.coordinates as [number, number]) : event.lngLat;
    this.map.easeTo({ center, zoom: Math.min(this.map.getZoom() + 2, this.map.getMaxZoom()) });
  }

  private tell(found: readonly MapGeoJSONFeature[], event: MapMouseEvent): void {
    const hits = found.filter((feature) => !isSquare(feature)).slice(0, mostHits).flatMap((feature): Hit[] => {
      const collection = this.layers.collection(feature.source);
      return collection ? [{ collection, feature }] : [];
    });
    const popup = new this.library.Popup({ maxWidth: '340px', closeOnClick: false, offset: 8 });
    const card = new Card(this.api, hits, (hit) => markFeature(this.map, hit.feature), () => popup.setOffset(8)); // which places it anew
    popup.setLngLat(event.lngLat).setDOMContent(card.element).addTo(this.map);
    popup.on('close', () => {
      markFeature(this.map);
      if (this.popup === popup) this.popup = undefined;
    });
    this.popup = popup;
    const element = popup.getElement();
    element.querySelector('.maplibregl-popup-close-button')?.setAttribute('aria-label', say(this.api.language, 'close'));
    element.addEventListener('keydown', (key) => {
      if (key.key !== 'Escape') return;
      popup.remove();
      this.map.getCanvas().focus();
    });
  }
}
