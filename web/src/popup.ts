// SPDX-License-Identifier: Apache-2.0
// What a press on the map shows: one feature after another, fields with their titles, codes by what they mean.
import type { MapGeoJSONFeature } from 'maplibre-gl';
import type { Api, Collection, Field, Schema } from './api';
import { el, icon, replace } from './dom';
import { formatDate, formatMeasure, formatNumber, formatTime } from './format';
import { say, sayIfKnown, type Language } from './text';

/** Kept for programs; they say nothing on a map. */
const dull = new Set(['confidentiality', 'utc_offset_min', 'source', 'source_key', 'uuid', 'extra', 'category_source', 'alt_names', 'cod_version']);
const mostFields = 14;

/** A value as a person reads it; nothing for what is empty. */
export function valueText(value: unknown, field: Field | undefined, language: Language): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return say(language, value ? 'yes' : 'no');
  if (typeof value === 'number') {
    const unit = field?.['x-ogc-unit'] ? `\u00a0${field['x-ogc-unit']}` : '';
    return (Number.isInteger(value) ? formatNumber(value, language) : formatMeasure(value, language)) + unit;
  }
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value);
  const known = field?.oneOf?.find((code) => code.const === text);
  if (known) return known.title;
  if (field?.format === 'date') return formatDate(text);
  return field?.format === 'date-time' ? formatTime(text) : sayIfKnown(language, text) ?? text;
}

export interface Row { title: string; value: string }

/** The fields worth showing, in the schema's order; a year is no quantity and gets no space between its digits. */
export function rowsOf(properties: Record<string, unknown>, schema: Schema, language: Language): Row[] {
  const rows: Row[] = [];
  let start = '';
  for (const [name, field] of Object.entries(schema.properties)) {
    const raw = properties[name];
    if (dull.has(name) || field.readOnly || raw === null || raw === undefined) continue;
    if (field['x-ogc-role'] === 'primary-interval-start') start = String(raw);
    if (field['x-ogc-role'] === 'primary-interval-end' && String(raw) === start) continue; // an instant, said once
    const value = name.endsWith('_year') ? String(raw) : valueText(raw, field, language);
    if (value) rows.push({ title: field.title, value });
  }
  return rows;
}

/** The feature's own name, or what it is, and the field that says so. */
export function headingOf(properties: Record<string, unknown>, schema: Schema, language: Language): { name: string; text: string } | undefined {
  for (const name of ['name', 'category', 'kind', 'class']) {
    const raw = properties[name];
    const known = name === 'class' && typeof raw === 'number' ? sayIfKnown(language, `gi${raw}`) : undefined;
    const text = known ?? valueText(raw, schema.properties[name], language);
    if (text) return { name, text };
  }
  return undefined;
}

export interface Hit { collection: Collection; feature: MapGeoJSONFeature }

const fidOf = (hit: Hit): number => Number(hit.feature.id);

export class Card {
  readonly element = el('div', { class: 'card' });
  private at = 0;

  /** `moved` tells which feature is shown now, `resized` that the card has another height. */
  constructor(private readonly api: Api, private readonly hits: readonly Hit[], private readonly moved: (hit: Hit) => void, private readonly resized: () => void) {
    this.show(0);
  }

  private show(index: number): void {
    this.at = index;
    const hit = this.hits[index];
    if (!hit) return;
    this.moved(hit);
    this.draw(hit, hit.feature.properties as Record<string, unknown>, undefined);
    void this.complete(hit, index);
  }

  /** Tiles carry some fields; the record has them all. */
  private async complete(hit: Hit, index: number): Promise<void> {
    const { collection } = hit;
    const [schema, item] = await Promise.allSettled([this.api.schema(collection.id), this.api.item(collection.id, fidOf(hit))]);
    if (this.at !== index) return;
    const properties = item.status === 'fulfilled' ? item.value.properties : (hit.feature.properties as Record<string, unknown>);
    this.draw(hit, properties, schema.status === 'fulfilled' ? schema.value : undefined);
  }

  private draw(hit: Hit, properties: Record<string, unknown>, schema: Schema | undefined): void {
    const { language } = this.api;
    const heading = schema && headingOf(properties, schema, language);
    const rest = heading ? { ...properties, [heading.name]: null } : properties;
    const rows = schema ? rowsOf(rest, schema, language).slice(0, mostFields) : [];
    const pager = this.element.querySelector('.pager')?.contains(document.activeElement) ? document.activeElement?.getAttribute('data-name') : undefined;
    replace(
      this.element,
      el('p', { class: 'kind' }, hit.collection.title),
      heading ? el('h3', {}, heading.text) : null,
      schema ? el('dl', {}, ...rows.flatMap(({ title, value }) => [el('dt', {}, title), el('dd', {}, value)]))
        : el('p', { class: 'note' }, say(language, 'loading')),
      el('p', { class: 'links' }, el('a', { href: this.api.itemUrl(hit.collection.id, fidOf(hit)), target: '_blank', rel: 'noopener' }, say(language, 'record'))),
      this.hits.length > 1 ? this.pager() : null,
    );
    this.resized();
    if (pager) this.element.querySelector<HTMLElement>(`.pager [data-name="${pager}"]`)?.focus();
  }

  private pager(): HTMLElement {
    const { language } = this.api;
    const step = (name: 'previous' | 'next', by: number, path: string): HTMLElement => {
      const to = (this.at + by + this.hits.length) % this.hits.length;
      return el('button', { type: 'button', 'data-name': name, 'aria-label': say(language, name), click: () => this.show(to) }, icon(path));
    };
    const position = say(language, 'ofSome', String(this.at + 1), String(this.hits.length));
    return el('div', { class: 'pager' }, step('previous', -1, 'M12 5 7 10l5 5'), el('span', { 'aria-live': 'polite' }, position), step('next', 1, 'm8 5 5 5-5 5'));
  }
}
