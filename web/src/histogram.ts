// SPDX-License-Identifier: Apache-2.0
// Rows over time, counted by the service: a request a bar, few at a time, after everything else.
import { dayMs, isoDay } from './format';
import { datetimeOf } from './zone';

export interface Bin { from: string; to: string }
export interface Counted extends Bin { count: number }

const mostBins = 18;

/** Whole calendar months that cover first to last, as many together as keep the bars few. */
export function binsOf(first: string, last: string): Bin[] {
  const month = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const start = (months: number): number => Date.UTC(Math.floor(months / 12), months % 12, 1);
  const begin = month(first);
  const count = month(last) - begin + 1;
  if (!(count > 0)) return [];
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((each) => count / each <= mostBins) ?? Math.ceil(count / mostBins);
  const aligned = begin - (begin % step);
  const bins: Bin[] = [];
  for (let at = aligned; at < begin + count; at += step) {
    bins.push({ from: isoDay(start(at)), to: isoDay(start(at + step) - dayMs) });
  }
  return bins;
}

/** Runs the tasks, at most `width` at once, in order. */
export async function inTurn<T>(tasks: readonly (() => Promise<T>)[], width: number): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next; i < tasks.length; i = next) {
      next += 1;
      const task = tasks[i];
      if (task) results[i] = await task();
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

export interface Histogram { bins: Counted[]; timeless: number }

/** `count(datetime)` asks the service. Rows without a time meet every interval, so they are counted apart and taken off. */
export async function countBins(bins: readonly Bin[], zone: string | undefined, count: (datetime: string) => Promise<number>): Promise<Histogram> {
  const first = bins[0];
  if (!first) return { bins: [], timeless: 0 };
  const before = isoDay(Date.parse(first.from) - dayMs);
  const asked = [{ to: before }, ...bins].map((range) => datetimeOf(range, zone));
  const [timeless = 0, ...counts] = await inTurn(asked.map((datetime) => () => count(datetime)), 2);
  return { timeless, bins: bins.map((bin, i) => ({ ...bin, count: Math.max(0, (counts[i] ?? 0) - timeless) })) };
}
