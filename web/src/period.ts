// SPDX-License-Identifier: Apache-2.0
// The part of the panel that chooses a period: ready-made ranges, two days, and the histogram.
import { el, replace, svg } from './dom';
import { dayMs, dayOf, formatDate, formatNumber, isoDay, readDay } from './format';
import type { Counted, Histogram } from './histogram';
import { say, type Language, type TextKey } from './text';
import type { Range } from './zone';

const quick: { key: TextKey; days: number }[] = [
  { key: 'all', days: 0 }, { key: 'months12', days: 365 }, { key: 'days90', days: 90 }, { key: 'days30', days: 30 },
];

/** The range of `days` days that ends on the day of the latest record; none for "all". */
export function quickRange(days: number, last: string): Range {
  const end = dayOf(last);
  return days === 0 || end === undefined ? {} : { from: isoDay(end - (days - 1) * dayMs), to: last };
}

const sameRange = (a: Range, b: Range): boolean => a.from === b.from && a.to === b.to;

export class PeriodChooser {
  readonly element = el('section', { class: 'period', 'aria-labelledby': 'period-title' });
  private histogram: Histogram | undefined;
  private error = '';

  constructor(
    private readonly language: Language, private readonly title: string, private readonly last: string,
    private range: Range, private readonly changed: (range: Range) => void,
  ) {
    this.draw();
  }

  setHistogram(histogram: Histogram): void {
    this.histogram = histogram;
    this.drawKeepingFocus();
  }

  private choose(range: Range): void {
    this.error = range.from && range.to && range.from > range.to ? say(this.language, 'wrongOrder') : '';
    this.range = range;
    this.drawKeepingFocus();
    if (!this.error) this.changed(range);
  }

  /** Drawn anew, with the focus on what had it. */
  private drawKeepingFocus(): void {
    const name = this.element.contains(document.activeElement) ? document.activeElement?.getAttribute('data-name') : undefined;
    this.draw();
    if (name) this.element.querySelector<HTMLElement>(`[data-name="${name}"]`)?.focus();
  }

  private draw(): void {
    const { language } = this;
    replace(
      this.element,
      el('h2', { id: 'period-title' }, say(language, 'period'), el('small', {}, this.title)),
      el('div', { class: 'chips', role: 'group', 'aria-label': say(language, 'quick') }, ...quick.map((each) => this.chip(each))),
      this.histogram && this.histogram.bins.length > 1 ? this.bars(this.histogram.bins) : null,
      el('div', { class: 'days' }, this.day('from'), this.day('to')),
      this.error ? el('p', { class: 'wrong', role: 'alert' }, this.error) : null,
      el('p', { class: 'note' }, this.note()),
    );
  }

  private note(): string {
    const timeless = this.histogram?.timeless ?? 0;
    const latest = say(this.language, 'untilLast', formatDate(this.last));
    return timeless > 0 ? `${latest} ${say(this.language, 'noTime', formatNumber(timeless, this.language))}` : latest;
  }

  private chip({ key, days }: { key: TextKey; days: number }): HTMLElement {
    const range = quickRange(days, this.last);
    const pressed = String(sameRange(range, this.range));
    return el('button', { type: 'button', 'aria-pressed': pressed, 'data-name': key, click: () => this.choose(range) }, say(this.language, key));
  }

  /** A field of text: the browser's own date field follows the browser's language, not the page's. */
  private day(end: 'from' | 'to'): HTMLElement {
    const input = el('input', {
      type: 'text', inputmode: 'numeric', autocomplete: 'off', placeholder: say(this.language, 'dayForm'), 'data-name': end, value: formatDate(this.range[end] ?? ''),
    });
    input.addEventListener('change', () => {
      const range: Range = { ...this.range };
      const day = readDay(input.value);
      delete range[end];
      if (day !== undefined) range[end] = day;
      if (day !== undefined || input.value.trim() === '') this.choose(range);
      else this.refuse();
    });
    return el('label', {}, el('span', {}, say(this.language, end)), input);
  }

  private refuse(): void {
    this.error = say(this.language, 'wrongDay');
    this.drawKeepingFocus();
  }

  /** A bar chooses its own period; pulling over several chooses them all. The two days are the same thing by keyboard. */
  private bars(bins: readonly Counted[]): SVGElement {
    const { language } = this;
    const width = 288;
    const height = 44;
    const step = width / bins.length;
    const most = Math.max(...bins.map((bin) => bin.count), 1);
    const isIn = (bin: Counted): boolean => (!this.range.from || bin.to >= this.range.from) && (!this.range.to || bin.from <= this.range.to);
    const bar = (bin: Counted, i: number): SVGElement => {
      const tall = bin.count === 0 ? 0 : Math.max(1.5, (bin.count / most) * height);
      const label = say(language, 'perBin', `${formatDate(bin.from)} – ${formatDate(bin.to)}`, formatNumber(bin.count, language));
      return svg('g', { class: isIn(bin) ? 'bin in' : 'bin' },
        svg('title', {}, label),
        svg('rect', { class: 'hit', x: i * step, y: 0, width: step, height }),
        svg('rect', { class: 'bar', x: i * step + 1, y: height - tall, width: Math.max(1, step - 2), height: tall }));
    };
    const chart = svg('svg', { class: 'histogram', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': say(language, 'histogram') }, ...bins.map(bar));
    this.listen(chart, bins);
    return chart;
  }

  private listen(chart: SVGElement, bins: readonly Counted[]): void {
    const binAt = (event: PointerEvent): number => {
      const box = chart.getBoundingClientRect();
      return Math.min(bins.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * bins.length)));
    };
    let start = -1;
    chart.addEventListener('pointerdown', (event) => {
      start = binAt(event);
      chart.setPointerCapture(event.pointerId);
    });
    chart.addEventListener('pointerup', (event) => {
      if (start < 0) return;
      const [a, b] = [Math.min(start, binAt(event)), Math.max(start, binAt(event))];
      start = -1;
      const [from, to] = [bins[a], bins[b]];
      if (from && to) this.choose({ from: from.from, to: to.to });
    });
  }
}
