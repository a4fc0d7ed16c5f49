// SPDX-License-Identifier: Apache-2.0
// Days as the programme counts them: they begin at midnight of its own zone, while the service speaks UTC.
import { dayMs, dayOf, isoDay } from './format';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const two = '2-digit';
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: two, day: two, hour: two, minute: two, second: two });
    formats.set(zone, format);
  }
  return format;
}

/** How far the zone's clocks are ahead of UTC at an instant; 0 for a zone the browser does not know. */
function offsetMs(zone: string, at: number): number {
  let parts: Intl.DateTimeFormatPart[];
  try {
    parts = formatOf(zone).formatToParts(at);
  } catch {
    return 0;
  }
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(number('year'), number('month') - 1, number('day'), number('hour'), number('minute'), number('second'));
  return shown - Math.floor(at / 1000) * 1000;
}

/** The instant at which a day begins in the zone. */
export function dayStart(day: string, zone: string): number {
  const midnight = dayOf(day) ?? 0;
  return midnight - offsetMs(zone, midnight - offsetMs(zone, midnight));
}

/** The day of an instant ("2025-12-31T22:00:00Z") in the zone. */
export function dayIn(instant: string, zone: string): string {
  const at = Date.parse(instant);
  return isoDay(at + offsetMs(zone, at));
}

export interface Range { from?: string; to?: string }

/** The service's `datetime` for a range of days, both included; empty for all time. With a zone: for instants; without: for
 *  collections whose times are themselves days. */
export function datetimeOf({ from, to }: Range, zone?: string): string {
  if (!from && !to) return '';
  const first = (day: string): string => (zone ? new Date(dayStart(day, zone)).toISOString() : day);
  const last = (day: string): string => (zone ? new Date(dayStart(isoDay((dayOf(day) ?? 0) + dayMs), zone) - 1).toISOString() : day);
  return `${from ? first(from) : '..'}/${to ? last(to) : '..'}`;
}
