// SPDX-License-Identifier: Apache-2.0
// A first picture while the map library is still on its way: the light layers, drawn from coarse tiles, where the map will
// show them. It goes when the map has drawn its own.
import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import Pbf from 'pbf';
import type { Collection, Style } from './api';
import { el } from './dom';
import { swatchOf } from './legend';
import { rankOf } from './model';
import { addressWith } from './question';
import type { Position } from './state';

/** More rows than this make tiles that would hold up the library. */
const mostRows = 200;
const tilePx = 512;
const coarser = 2;
const shapes = ['Unknown', 'Point', 'LineString', 'Polygon'] as const;

export interface Frame { zoom: number; x: number; y: number; width: number; height: number }

/** Web Mercator on the unit square. */
export function mercator(lon: number, lat: number): [number, number] {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** The view the map will begin with: its middle on the unit square, and its zoom. As the library fits a box. */
export function frameOf(width: number, height: number, position: Position | undefined, box: readonly [number, number, number, number] | undefined, fitting: { padding: number; maxZoom: number }): Frame | undefined {
  if (position) {
    const [x, y] = mercator(position.lon, position.lat);
    return { zoom: position.zoom, x, y, width, height };
  }
  if (!box) return undefined;
  const [west, north] = mercator(box[0], box[3]);
  const [east, south] = mercator(box[2], box[1]);
  const room = (px: number, share: number): number => (px - 2 * fitting.padding) / (tilePx * share);
  const zoom = Math.min(Math.log2(Math.min(room(width, east - west), room(height, south - north))), fitting.maxZoom);
  return Number.isFinite(zoom) && zoom > 0 ? { zoom, x: (west + east) / 2, y: (north + south) / 2, width, height } : undefined;
}

interface Tile { z: number; x: number; y: number }

/** The few coarse tiles that fill the frame. */
export function tilesOf(frame: Frame): Tile[] {
  const z = Math.max(0, Math.floor(frame.zoom) - coarser);
  const count = 2 ** z;
  const reach = (px: number): number => px / 2 / (tilePx * 2 ** frame.zoom);
  const range = (middle: number, half: number): number[] => {
    const [from, to] = [middle - half, middle + half].map((edge) => Math.min(count - 1, Math.max(0, Math.floor(edge * count))));
    return Array.from({ length: (to ?? 0) - (from ?? 0) + 1 }, (_, i) => (from ?? 0) + i);
  };
  const rows = range(frame.y, reach(frame.height));
  return range(frame.x, reach(frame.width)).flatMap((x) => rows.map((y) => ({ z, x, y })));
}

export interface Sketched { collection: Collection; style: Style; question: string }

export class Sketch {
  private readonly canvas = el('canvas', { class: 'sketch', 'aria-hidden': 'true' });
  private gone = false;

  constructor(private readonly parent: HTMLElement, private readonly frame: Frame) {}

  /** Layers that are light enough, lowest first; tells whether there was anything to draw. */
  async draw(layers: readonly Sketched[]): Promise<boolean> {
    const rank = ({ collection, style }: Sketched): number => Math.max(...style.layers.map((layer) => rankOf(collection, layer)));
    const light = layers.filter(({ collection }) => collection.itemCount <= mostRows).sort((a, b) => rank(a) - rank(b));
    const wanted = light.flatMap((layer) => tilesOf(this.frame).map((tile) => ({ layer, tile, bytes: this.fetch(layer, tile) })));
    const context = this.prepare();
    let drawn = false;
    for (const { layer, tile, bytes } of wanted) {
      const content = await bytes;
      if (this.gone || !context) return false;
      if (content?.byteLength) drawn = this.drawTile(context, layer, tile, content) || drawn;
    }
    return drawn;
  }

  remove(): void {
    this.gone = true;
    this.canvas.remove();
  }

  private prepare(): CanvasRenderingContext2D | null {
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = this.frame.width * ratio;
    this.canvas.height = this.frame.height * ratio;
    this.parent.append(this.canvas);
    const context = this.canvas.getContext('2d');
    context?.scale(ratio, ratio);
    return context;
  }

  /** Nothing on any trouble: the map itself will tell of it. */
  private async fetch({ collection, style, question }: Sketched, { z, x, y }: Tile): Promise<ArrayBuffer | undefined> {
    const source = style.sources[collection.id];
    const template = source?.type === 'vector' ? source.tiles?.[0] : undefined;
    if (!template) return undefined;
    const address = template.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y));
    try {
      const response = await fetch(addressWith(address, question));
      return response.ok ? await response.arrayBuffer() : undefined;
    } catch {
      return undefined;
    }
  }

  private drawTile(context: CanvasRenderingContext2D, { collection, style }: Sketched, tile: Tile, bytes: ArrayBuffer): boolean {
    const layer = new VectorTile(new Pbf(bytes)).layers[collection.id];
    if (!layer) return false;
    const { frame } = this;
    const side = tilePx * 2 ** (frame.zoom - tile.z);
    const world = tilePx * 2 ** frame.zoom;
    const [left, top] = [frame.width / 2 + tile.x * side - frame.x * world, frame.height / 2 + tile.y * side - frame.y * world];
    const at = (x: number, y: number): [number, number] => [left + (x / layer.extent) * side, top + (y / layer.extent) * side];
    context.save();
    context.beginPath();
    context.rect(left, top, side, side);
    context.clip();
    for (let i = 0; i < layer.length; i += 1) drawFeature(context, style, layer.feature(i), at);
    context.restore();
    return layer.length > 0;
  }
}

function drawFeature(context: CanvasRenderingContext2D, style: Style, feature: VectorTileFeature, at: (x: number, y: number) => [number, number]): void {
  const geometry = shapes[feature.type] ?? 'Unknown';
  const swatch = geometry === 'Unknown' ? undefined : swatchOf(style, { geometry, properties: feature.properties });
  if (!swatch) return;
  context.beginPath();
  for (const part of feature.loadGeometry()) {
    part.forEach((point, i) => {
      const [x, y] = at(point.x, point.y);
      if (swatch.shape === 'circle') {
        context.moveTo(x + (swatch.radius ?? 4), y);
        context.arc(x, y, swatch.radius ?? 4, 0, 2 * Math.PI);
      } else if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
  }
  if (swatch.fill) {
    context.globalAlpha = swatch.fillOpacity ?? 1;
    context.fillStyle = swatch.fill;
    context.fill('evenodd');
  }
  if (swatch.stroke) {
    context.globalAlpha = 1;
    context.strokeStyle = swatch.stroke;
    context.lineWidth = swatch.strokeWidth ?? 1;
    context.stroke();
  }
}
