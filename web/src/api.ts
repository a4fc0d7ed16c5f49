// SPDX-License-Identifier: Apache-2.0
// What the page asks the service for.
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { DensityLegend } from './density';
import { joined } from './question';
import type { Language, Text } from './text';

export interface Extent {
  spatial?: { bbox: [number, number, number, number][] };
  temporal?: { interval: [string | null, string | null][] };
}
/** How a result of an analysis came to be. */
export interface Provenance {
  method: string;
  parameters: Record<string, unknown>;
  summary: Record<string, unknown>;
  inputs: string[];
  role: string;
  rev: number;
  made_at: string;
  expires_at: string | null;
}
export interface Collection {
  id: string;
  title: string;
  description: string;
  links: { rel: string; href: string; type?: string }[];
  extent?: Extent;
  itemCount: number;
  result?: Provenance;
}
export interface Field {
  title: string;
  type?: string;
  format?: string;
  readOnly?: boolean;
  'x-ogc-unit'?: string;
  'x-ogc-role'?: string;
  oneOf?: { const: string; title: string }[];
}
export interface Schema { properties: Record<string, Field> }
export interface Feature { id: number; properties: Record<string, unknown> }
/** One line of a legend: a layer of the style, and what it means. */
export interface LegendClass {
  layer: string;
  shape: 'area' | 'line' | 'circle';
  colour: string;
  opacity: number;
  size_px?: number;
  rim?: string;
  rim_px?: number;
  /** Of a cell: the numbers of rows. Without `to` as many as there are. */
  from?: number;
  to?: number;
  /** From this zoom on, and below that one. */
  min_zoom?: number;
  max_zoom?: number;
  label: Text;
}
/** `cells`: their shape, of a style by cells. */
export interface StyleLegend { title: Text; cells?: string; classes: LegendClass[] }
export interface Style extends StyleSpecification {
  layers: LayerSpecification[];
  metadata?: { 'bairro:legend'?: StyleLegend; 'bairro:cells'?: string[] };
}

/** The service is away, or said no. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly detail: string) {
    super(detail || `HTTP ${status}`);
  }
}

/** Asks one service, in one language at a time; documents that do not change while the page is open are asked for once. */
export class Api {
  language: Language = 'pt';
  private readonly kept = new Map<string, Promise<unknown>>();

  constructor(private readonly base: string) {}

  url(path: string): string { return this.base + path; }

  private async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    let response: Response;
    try {
      response = await fetch(this.url(path), { headers: { Accept: 'application/json', 'Accept-Language': this.language }, ...(signal && { signal }) });
    } catch {
      throw new ApiError(0, '');
    }
    if (response.ok) return (await response.json()) as T;
    const problem = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new ApiError(response.status, problem.detail ?? '');
  }

  /** Once a language; a failure is not kept. */
  private once<T>(path: string): Promise<T> {
    const key = `${this.language} ${path}`;
    const kept = this.kept.get(key) as Promise<T> | undefined;
    if (kept) return kept;
    const asked = this.get<T>(path);
    this.kept.set(key, asked);
    asked.catch(() => this.kept.delete(key));
    return asked;
  }

  async collections(): Promise<Collection[]> {
    return (await this.get<{ collections: Collection[] }>('/collections?f=json')).collections;
  }
  /** `name`: one of those by cells; without it the usual one. */
  style(id: string, name = 'default'): Promise<Style> { return this.once(`/collections/${id}/styles/${name}`); }
  schema(id: string): Promise<Schema> { return this.once(`/collections/${id}/schema`); }
  /** The service makes it for as long as somebody waits: `signal` says that nobody does. */
  density(id: string, question: string, signal?: AbortSignal): Promise<DensityLegend> { return this.get(`/collections/${id}/density/legend?${joined('f=json', question)}`, signal); }
  item(id: string, fid: number): Promise<Feature> { return this.get(`/collections/${id}/items/${fid}?f=json`); }

  /** How many rows meet the question. */
  async count(id: string, question: string): Promise<number> {
    return (await this.get<{ numberMatched: number }>(`/collections/${id}/items?${joined('f=json&limit=1', question)}`)).numberMatched;
  }

  itemUrl(id: string, fid: number): string { return this.url(`/collections/${id}/items/${fid}?f=html&lang=${this.language}`); }
  tableUrl(id: string, question: string): string { return this.url(`/collections/${id}/items?${joined(`f=html&lang=${this.language}`, question)}`); }
}
