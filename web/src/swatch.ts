// SPDX-License-Identifier: Apache-2.0
import { svg } from './dom';
import type { Swatch } from './legend';

const usual = 22;
/** For circles that tell by their size. */
export const large = 36;

/** Places of dots in rows, every other row in between. */
function dots(size: number): [number, number][] {
  const step = 5;
  const rows = [...Array(Math.floor((size - 8) / 4) + 1).keys()];
  return rows.flatMap((row) => [...Array(3).keys()].map((i): [number, number] => [3 + (row % 2) * 2.5 + i * step, 4 + row * 4]));
}

/** A small drawing of a feature's look; the words beside it say the same, so it is hidden from readers of the screen. */
export function drawSwatch(swatch: Swatch | undefined, size = usual): SVGElement {
  const middle = size / 2;
  const stroke = { stroke: swatch?.stroke ?? 'none', 'stroke-width': Math.min(swatch?.strokeWidth ?? 1, 3) };
  const fill = { fill: swatch?.fill ?? 'none', 'fill-opacity': swatch?.fillOpacity ?? 1 };
  const shapes: Record<Swatch['shape'], () => SVGElement> = {
    area: () => svg('rect', { x: 2, y: 4, width: size - 4, height: size - 8, rx: 2, ...fill, ...stroke }),
    line: () => svg('line', { x1: 2, y1: middle, x2: size - 2, y2: middle, ...stroke }),
    // As the service dots its pictures, a little nearer to each other.
    dots: () => svg('path', { d: dots(size).map(([x, y]) => `M${x} ${y}h2v2h-2z`).join(''), ...fill }),
    circle: () => svg('circle', { cx: middle, cy: middle, r: Math.min(swatch?.radius ?? 4, middle - 2), ...fill, ...stroke }),
  };
  const attributes = { class: size === large ? 'swatch large' : 'swatch', viewBox: `0 0 ${size} ${size}`, 'aria-hidden': 'true' };
  return swatch ? svg('svg', attributes, shapes[swatch.shape]()) : svg('svg', attributes);
}
