// SPDX-License-Identifier: Apache-2.0
// What the build puts in, and what the library's script leaves behind.
declare const LIBRARY: readonly string[];
declare const WORKER: string;
declare const FONT: string;
interface Window {
  maplibregl?: typeof import('maplibre-gl');
  /** For tests: the page's map and what it shows. */
  bairro?: { readonly map: import('maplibre-gl').Map | undefined; readonly quiet: () => boolean };
}
