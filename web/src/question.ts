// SPDX-License-Identifier: Apache-2.0
// Which rows of a layer are asked for, in the words that items and tiles have in common.

/** Conditions on one collection; how they are written is the service's matter. */
export interface Asked { filter?: string; 'filter-lang'?: string; 'filter-crs'?: string; q?: string }
export const askedNames = ['filter', 'filter-lang', 'filter-crs', 'q'] as const;

/** As a query without its '?'; empty: all rows. A period is digits and signs that need no escape. */
export function questionOf(asked: Asked | undefined, datetime: string): string {
  const parts = askedNames.flatMap((name) => {
    const value = asked?.[name];
    return value ? [`${name}=${encodeURIComponent(value)}`] : [];
  });
  if (datetime) parts.push(`datetime=${datetime}`);
  return parts.join('&');
}

/** Two queries as one. */
export const joined = (a: string, b: string): string => (a && b ? `${a}&${b}` : a || b);

/** The address with the question in it; it may have a query already. */
export function addressWith(address: string, question: string): string {
  return question ? `${address}${address.includes('?') ? '&' : '?'}${question}` : address;
}
