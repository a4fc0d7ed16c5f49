// SPDX-License-Identifier: Apache-2.0
// Keeps the words on the map right: which there are, where they stand.
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { Collection, Style } from './api';
import { areaLabels, areaSource, placeAreaNames, settlementLabels } from './labels';
import type { MapLayers } from './layers';

const rank = 90;

export class Labels {
  private started = false;
  private placed = '';

  constructor(private readonly map: MapLibreMap, private readonly layers: MapLayers) {}

  addSettlements(collection: Collection, style: Style): void {
    if (this.map.getLayer('settlement-names')) return;
    this.layers.addSource(collection, style, '');
    this.layers.insert(settlementLabels(), rank);
  }

  /** Once, after the first picture. */
  start(): void {
    if (this.started) return;
    this.started = true;
    this.layers.addWords();
    this.map.addSource(areaSource.id, areaSource.spec);
    this.layers.insert(areaLabels(), rank + 1);
    this.map.on('idle', () => this.placeNames());
    this.placeNames();
  }

  private placeNames(): void { this.placed = placeAreaNames(this.map, this.placed); }
}
