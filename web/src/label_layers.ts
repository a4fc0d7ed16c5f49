// SPDX-License-Identifier: Apache-2.0
// Keeps the words on the map right: which there are, in which language, where they stand.
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { Collection, Style } from './api';
import { areaLabels, areaSource, countLabels, countText, placeAreaNames, settlementLabels } from './labels';
import type { MapLayers } from './layers';
import type { Language } from './text';

const rank = 90;

export class Labels {
  private readonly counted = new Set<string>();
  private started = false;
  private on: readonly string[] = ['incidents'];
  private placed = '';

  constructor(private readonly map: MapLibreMap, private readonly layers: MapLayers, private language: Language) {}

  addSettlements(collection: Collection, style: Style): void {
    if (this.map.getLayer('settlement-names')) return;
    this.layers.addSource(collection, style, '');
    this.layers.insert(settlementLabels(), rank);
  }

  /** Once, after the first picture. */
  start(): void {
    if (this.started) return;
    this.started = true;
    this.map.addSource(areaSource.id, areaSource.spec);
    this.layers.insert(areaLabels(), rank + 1);
    this.follow(this.on);
    this.map.on('idle', () => this.placeNames());
    this.placeNames();
  }

  private placeNames(): void { this.placed = placeAreaNames(this.map, this.placed); }

  /** Numbers only on what is on. */
  follow(on: readonly string[]): void {
    this.on = on;
    if (!this.started) return;
    for (const id of on) this.addCounts(id);
    for (const id of this.counted) this.map.setLayoutProperty(`${id}-counts`, 'visibility', on.includes(id) ? 'visible' : 'none');
  }

  private addCounts(id: string): void {
    if (this.counted.has(id) || !this.map.getSource(id)) return;
    this.counted.add(id);
    this.layers.insert(countLabels(id, this.language), rank + 2);
  }

  setLanguage(language: Language): void {
    this.language = language;
    for (const id of this.counted) this.map.setLayoutProperty(`${id}-counts`, 'text-field', countText(language));
  }
}
