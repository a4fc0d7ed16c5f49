// SPDX-License-Identifier: Apache-2.0
// The collections on the map: one source each, layers as their style has them, put in by rank.
import type { LayerSpecification, Map as MapLibreMap, RasterSourceSpecification, RasterTileSource, SourceSpecification, VectorSourceSpecification, VectorTileSource } from 'maplibre-gl';
import type { Collection, Style } from './api';
import { layersOf } from './cells';
import { rankOf } from './model';
import { addressWith } from './question';

interface Shown {
  collection: Collection;
  style: Style;
  layers: LayerSpecification[];
  opacity: number;
  question: string;
}

const opacityOf: Partial<Record<LayerSpecification['type'], string[]>> = {
  fill: ['fill-opacity'],
  line: ['line-opacity'],
  circle: ['circle-opacity', 'circle-stroke-opacity'],
  symbol: ['text-opacity'],
  raster: ['raster-opacity'],
};

/** What is asked for tile by tile: shapes, or pictures. */
const isTiled = (source: SourceSpecification | undefined): source is VectorSourceSpecification | RasterSourceSpecification => source?.type === 'vector' || source?.type === 'raster';

/** A style's own opacity times `factor`. */
export function scaled(own: unknown, factor: number): unknown {
  if (typeof own === 'number' || own === undefined) return ((own as number | undefined) ?? 1) * factor;
  return ['*', own, factor];
}

/** Tile addresses with the question in them. */
export function addresses(tiles: readonly string[], question: string): string[] {
  return tiles.map((address) => addressWith(address, question));
}

function tilesOf(style: Style, id: string): string[] {
  const source = style.sources[id];
  return isTiled(source) ? source.tiles ?? [] : [];
}

/** What a source is once and for all: shapes or pictures, and where it asks for tiles at all. */
function kindOf(style: Style, id: string): string {
  const source = style.sources[id];
  return isTiled(source) ? JSON.stringify([source.type, source.bounds ?? null]) : '';
}

/** Names of areas have a place of their own on this map, see labels.ts. */
function drawnLayers(collection: Collection, style: Style): LayerSpecification[] {
  const layers = layersOf(collection, style);
  return collection.id === 'admin_areas' ? layers.filter((layer) => layer.type !== 'symbol') : layers;
}

export class MapLayers {
  private readonly shown = new Map<string, Shown>();
  private readonly visible = new Set<string>();
  private readonly ranks: { id: string; rank: number }[] = [];
  private readonly asked = new Map<string, string>();
  private words = false;

  constructor(private readonly map: MapLibreMap) {}

  private addSource({ id }: Collection, style: Style, question: string): void {
    const source = style.sources[id];
    if (!isTiled(source) || this.map.getSource(id)) return;
    const tiles = addresses(tilesOf(style, id), question);
    this.asked.set(id, tiles.join());
    this.map.addSource(id, { ...source, tiles });
  }

  /** MapLibre takes the box of a source once and for all; what else is drawn from it, such as the mark of a press, goes with it. */
  private removeSource(id: string): void {
    if (!this.map.getSource(id)) return;
    for (const layer of this.map.getStyle().layers) if ('source' in layer && layer.source === id) this.remove(layer.id);
    this.map.removeSource(id);
    this.asked.delete(id);
  }

  /** A source of its own for words: what is asked of the layer has no say in it. Once more: asks for its tiles anew. */
  addNames(collection: Collection, style: Style, layer: LayerSpecification & { source: string }, rank: number): void {
    const source = style.sources[collection.id];
    if (source?.type !== 'vector') return;
    const known = this.map.getSource<VectorTileSource>(layer.source);
    if (known) {
      known.setTiles(source.tiles ?? []);
      return;
    }
    this.map.addSource(layer.source, source);
    this.insert(layer, rank);
  }

  /** Puts a layer in at its rank; later ones of a rank come above. */
  insert(layer: LayerSpecification, rank: number): void {
    const at = this.ranks.findIndex((each) => each.rank > rank);
    this.map.addLayer(layer, at < 0 ? undefined : this.ranks[at]?.id);
    this.ranks.splice(at < 0 ? this.ranks.length : at, 0, { id: layer.id, rank });
  }

  private remove(id: string): void {
    if (!this.map.getLayer(id)) return;
    this.map.removeLayer(id);
    const at = this.ranks.findIndex((each) => each.id === id);
    if (at >= 0) this.ranks.splice(at, 1);
  }

  private insertAll(shown: Shown): void {
    for (const layer of shown.layers) {
      if (layer.type !== 'symbol' || this.words) this.insert(layer, rankOf(shown.collection, layer));
    }
  }

  /** From now on, words too: their letters are as heavy as all the data. */
  addWords(): void {
    if (this.words) return;
    this.words = true;
    for (const { collection, layers } of this.shown.values()) {
      for (const layer of layers) if (layer.type === 'symbol') this.insert(layer, rankOf(collection, layer));
    }
    for (const id of this.shown.keys()) this.setVisible(id, this.visible.has(id));
  }

  show(collection: Collection, style: Style, opacity: number, question: string): void {
    const { id } = collection;
    const known = this.shown.get(id);
    this.visible.add(id);
    if (known?.style === style) {
      known.question = question;
      this.askAgain(id, false);
    } else {
      for (const layer of known?.layers ?? []) this.remove(layer.id);
      if (known && kindOf(known.style, id) !== kindOf(style, id)) this.removeSource(id);
      const shown: Shown = { collection, style, layers: drawnLayers(collection, style), opacity: 1, question };
      this.shown.set(id, shown);
      this.addSource(collection, style, question);
      this.askAgain(id, false);
      this.insertAll(shown);
    }
    this.setVisible(id, true);
    this.setOpacity(id, opacity);
  }

  hide(id: string): void {
    this.visible.delete(id);
    this.setVisible(id, false);
  }

  private setVisible(id: string, visible: boolean): void {
    for (const layer of this.layersOf(id)) {
      if (this.map.getLayer(layer.id)) this.map.setLayoutProperty(layer.id, 'visibility', visible ? 'visible' : 'none');
    }
  }

  setOpacity(id: string, opacity: number): void {
    const shown = this.shown.get(id);
    if (!shown || shown.opacity === opacity) return;
    shown.opacity = opacity;
    for (const layer of shown.layers) {
      const paint = (layer.paint ?? {}) as Record<string, unknown>;
      if (!this.map.getLayer(layer.id)) continue;
      for (const name of opacityOf[layer.type] ?? []) this.map.setPaintProperty(layer.id, name, scaled(paint[name], opacity));
    }
  }

  /** Asks for the tiles anew, if they are others than those that are there or are wanted once more. */
  private askAgain(id: string, always: boolean): void {
    const shown = this.shown.get(id);
    const source = this.map.getSource<VectorTileSource | RasterTileSource>(id);
    if (!shown || !source) return;
    const tiles = addresses(tilesOf(shown.style, id), shown.question);
    if (!always && this.asked.get(id) === tiles.join()) return;
    this.asked.set(id, tiles.join());
    source.setTiles(tiles);
  }

  reloadAll(): void { for (const id of this.shown.keys()) this.askAgain(id, true); }

  private layersOf(id: string): LayerSpecification[] { return this.shown.get(id)?.layers ?? []; }

  /** Ids of the layers of those collections that are on the map, without their words. */
  layerIds(collections: readonly string[]): string[] {
    return collections.flatMap((id) => this.layersOf(id).filter((layer) => layer.type !== 'symbol').map((layer) => layer.id));
  }

  /** The collection behind a source. */
  collection(id: string): Collection | undefined { return this.shown.get(id)?.collection; }
}
