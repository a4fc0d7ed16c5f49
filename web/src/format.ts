// SPDX-License-Identifier: Apache-2.0
// Numbers and dates as readers expect them. Written out rather than left to Intl, whose European Portuguese groups no four
// digits and whose result differs between browsers.
import type { Language } from './text';

const space = '\u202f'; // narrow, does not break

/** 1234.5 -> "1 234,5" in Portuguese, "1,234.5" in English; at most `digits` decimals, none of them a zero at the end. */
export function formatNumber(value: number, language: Language, digits = 2): string {
  if (!Number.isFinite(value)) return '–';
  const [whole = '0', decimals = ''] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'pt' ? space : ',');
  const kept = decimals.replace(/0+$/, '');
  const text = kept ? grouped + (language === 'pt' ? ',' : '.') + kept : grouped;
  return value < 0 && text !== '0' ? '−' + text : text;
}

/** As many decimals as make sense for a measured value. */
export function formatMeasure(value: number, language: Language): string {
  const size = Math.abs(value);
  return formatNumber(value, language, size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 5);
}

/** "2024-03-01" -> "01/03/2024"; anything else stays. Day before month in both languages: both kinds of reader meet it here. */
export function formatDate(text: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : text;
}

/** The day that somebody wrote: day, month, year with any sign between them, or as we keep it. Undefined for anything else. */
export function readDay(text: string): string | undefined {
  const written = /^\s*(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})\s*$/.exec(text);
  const [, day = '', month = '', year = ''] = written ?? [];
  const iso = written ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text.trim();
  return dayOf(iso) === undefined ? undefined : iso;
}

/** "2024-03-01T15:10:00+02:00" -> "01/03/2024 15:10", in the offset it is given in. */
export function formatTime(text: string): string {
  const parts = /^\d{4}-\d{2}-\d{2}T(\d{2}:\d{2})/.exec(text);
  return parts ? `${formatDate(text)} ${parts[1]}` : formatDate(text);
}

export const dayMs = 86_400_000;

/** The day of an instant, in UTC. */
export const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Milliseconds of a day "2024-03-01" that exists, else undefined. */
export function dayOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(text + 'T00:00:00Z');
  return Number.isNaN(ms) || isoDay(ms) !== text ? undefined : ms;
}
