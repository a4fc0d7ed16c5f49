// SPDX-License-Identifier: Apache-2.0
// The collections on the map: one source each, layers as their style has them, put in by rank.
import type { LayerSpecification, Map as MapLibreMap, VectorTileSource } from 'maplibre-gl';
import type { Collection, Style } from './api';
import { rankOf } from './model';

interface Shown {
  collection: Collection;
  style: Style;
  opacity: number;
  datetime: string;
}

const opacityOf: Partial<Record<LayerSpecification['type'], string[]>> = {
  fill: ['fill-opacity'],
  line: ['line-opacity'],
  circle: ['circle-opacity', 'circle-stroke-opacity'],
};

/** A style's own opacity times `factor`. */
export function scaled(own: unknown, factor: number): unknown {
  if (typeof own === 'number' || own === undefined) return ((own as number | undefined) ?? 1) * factor;
  return ['*', own, factor];
}

/** Tile addresses with the period in them. */
export function addresses(tiles: readonly string[], datetime: string): string[] {
  return datetime ? tiles.map((address) => `${address}?datetime=${datetime}`) : [...tiles];
}

function tilesOf(style: Style, id: string): string[] {
  const source = style.sources[id];
  return source?.type === 'vector' ? source.tiles ?? [] : [];
}

export class MapLayers {
  private readonly shown = new Map<string, Shown>();
  private readonly ranks: { id: string; rank: number }[] = [];

  constructor(private readonly map: MapLibreMap) {}

  /** Adds the source without anything drawn from it, for labels. */
  addSource(collection: Collection, style: Style, datetime: string): void {
    const source = style.sources[collection.id];
    if (source?.type !== 'vector' || this.map.getSource(collection.id)) return;
    this.map.addSource(collection.id, { ...source, tiles: addresses(tilesOf(style, collection.id), datetime) });
  }

  /** Puts a layer in at its rank; later ones of a rank come above. */
  insert(layer: LayerSpecification, rank: number): void {
    const at = this.ranks.findIndex((each) => each.rank > rank);
    this.map.addLayer(layer, at < 0 ? undefined : this.ranks[at]?.id);
    this.ranks.splice(at < 0 ? this.ranks.length : at, 0, { id: layer.id, rank });
  }

  show(collection: Collection, style: Style, opacity: number, datetime: string): void {
    const known = this.shown.get(collection.id);
    if (!known) {
      this.addSource(collection, style, datetime);
      this.shown.set(collection.id, { collection, style, opacity: 1, datetime });
      for (const layer of style.layers) this.insert(layer, rankOf(collection, layer));
    }
    this.setVisible(collection.id, true);
    this.setOpacity(collection.id, opacity);
    this.setDatetime(collection.id, datetime);
  }

  hide(id: string): void { this.setVisible(id, false); }

  private setVisible(id: string, visible: boolean): void {
    for (const layer of this.layersOf(id)) this.map.setLayoutProperty(layer.id, 'visibility', visible ? 'visible' : 'none');
  }

  setOpacity(id: string, opacity: number): void {
    const shown = this.shown.get(id);
    if (!shown || shown.opacity === opacity) return;
    shown.opacity = opacity;
    for (const layer of shown.style.layers) {
      const paint = (layer.paint ?? {}) as Record<string, unknown>;
      for (const name of opacityOf[layer.type] ?? []) this.map.setPaintProperty(layer.id, name, scaled(paint[name], opacity));
    }
  }

  setDatetime(id: string, datetime: string): void {
    const shown = this.shown.get(id);
    if (!shown || shown.datetime === datetime) return;
    shown.datetime = datetime;
    this.reload(id);
  }

  /** Asks for the tiles anew. */
  reload(id: string): void {
    const shown = this.shown.get(id);
    const source = this.map.getSource<VectorTileSource>(id);
    if (shown && source) source.setTiles(addresses(tilesOf(shown.style, id), shown.datetime));
  }

  reloadAll(): void { for (const id of this.shown.keys()) this.reload(id); }

  private layersOf(id: string): LayerSpecification[] { return this.shown.get(id)?.style.layers ?? []; }

  /** Ids of the layers of those collections that are on the map. */
  layerIds(collections: readonly string[]): string[] {
    return collections.flatMap((id) => this.layersOf(id).map((layer) => layer.id));
  }

  /** The collection behind a source. */
  collection(id: string): Collection | undefined { return this.shown.get(id)?.collection; }
}
