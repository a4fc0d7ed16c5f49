// SPDX-License-Identifier: Apache-2.0
// A layer's row in the panel: on or off, its legend, conditions, options. What stays the same stays in its place, and with it what is
// being typed, the focus, and what a reader of the screen has said already.
import type { Collection, Provenance, Style } from './api';
import { cellsOf } from './cells';
import { densityLegend, densityShape, hasDensity, type Density } from './density';
import { el, icon } from './dom';
import { formatDate, formatNumber, formatMeasure } from './format';
import { legendOf, mainSwatch, type Legend } from './legend';
import { followsPeriod } from './model';
import type { Asked } from './question';
import { drawSwatch, large } from './swatch';
import { say, sayIfKnown, type Language } from './text';

/** What a row asks the page to do. */
export interface RowActions {
  toggle(id: string, on: boolean): void;
  opacity(id: string, percent: number): void;
  table(id: string): string;
  points(id: string, shape: string): void;
  asked(id: string, asked: Asked): void;
}

export interface LayerState {
  /** `styleKey` tells which style `style` is. */
  collection: Collection; style?: Style; styleKey?: string; on: boolean; percent: number; matched?: number;
  /** There are cells in sight, and of which zoom their classes are. */
  cells: boolean; zoom: number;
  /** Tiles in sight leave out lines, because there are too many. */
  leftOut: boolean;
  /** How points are shown where they are many. */
  points: string;
  /** Conditions on its rows, why the service did not take them, and the question to it, until it has answered. */
  asked: Asked; wrong?: string; checked?: { key: string; done: Promise<void> };
  /** Its density on the map, where that is how it is shown. */
  density?: Density;
  /** Its times are days, not instants. */
  days?: boolean;
}

export const chevron = 'm5 8 5 5 5-5';

function legendList(legend: Legend): HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (legend.title) parts.push(el('p', { class: 'legend-title' }, legend.title));
  if (legend.entries.length > 0) {
    const size = legend.entries.some(({ swatch }) => (swatch.radius ?? 0) > 9) ? large : undefined;
    parts.push(el('ul', { class: 'legend' }, ...legend.entries.map(({ swatch, label }) => el('li', {}, drawSwatch(swatch, size), label))));
  }
  if (legend.note) parts.push(el('p', { class: 'note' }, legend.note));
  for (const caveat of legend.caveats ?? []) parts.push(el('p', { class: 'note', 'data-name': 'caveat' }, caveat));
  return parts;
}

/** A member of a result's parameters or summary, in words as near to it as there are. */
function factText(value: unknown, language: Language): string {
  if (typeof value === 'number') return Number.isInteger(value) ? formatNumber(value, language) : formatMeasure(value, language);
  if (typeof value === 'boolean') return say(language, value ? 'yes' : 'no');
  if (typeof value === 'string') return formatDate(value);
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.map((each) => factText(each, language)).join(', ');
  return Object.entries(value as Record<string, unknown>).map(([name, each]) => `${name.replace(/_/g, ' ')}: ${factText(each, language)}`).join('; ');
}

const factList = (facts: Record<string, unknown>, language: Language): HTMLElement =>
  el('dl', { class: 'facts' }, ...Object.entries(facts).flatMap(([name, value]) =>
    name === 'findings' || name === 'caveats' ? [] : [el('dt', {}, name.replace(/_/g, ' ')), el('dd', {}, factText(value, language))]));

/** The sentences that came with a result, in the language wanted: `findings`, `caveats`. */
export function sentencesOf(made: Provenance, name: 'findings' | 'caveats', language: Language): string[] {
  const texts = made.summary[name];
  if (!Array.isArray(texts)) return [];
  return texts.map((each: Partial<Record<Language, unknown>>) => each[language]).filter((text): text is string => typeof text === 'string');
}

/** A place for an element that comes, goes and changes; an equal one stays, for a new one would be told anew and lose the focus. */
class Slot<T extends Element = Element> {
  private held: T | undefined;
  private readonly empty = document.createComment('');

  get node(): Node { return this.held ?? this.empty; }
  get element(): T | undefined { return this.held; }

  set(next: T | null): void {
    if (next === this.held || (next && this.held?.isEqualNode(next))) return;
    const old = this.held ?? this.empty;
    this.held = next ?? undefined;
    old.replaceWith(this.node);
  }
}

/** What opens below a row. */
class Details {
  readonly element: HTMLElement;
  private readonly shapes = new Slot<HTMLElement>();
  private readonly field: HTMLInputElement;
  private readonly table: HTMLAnchorElement;

  constructor(private readonly state: LayerState, private readonly language: Language, private readonly actions: RowActions) {
    const { collection } = state;
    const made = collection.result;
    this.field = this.conditionField();
    this.table = el('a', { 'data-name': 'table' }, say(language, 'table'));
    this.element = el('div', { class: 'details', id: `more-${collection.id}` },
      this.opacity(), this.shapes.node,
      el('label', { class: 'filter' }, el('span', {}, say(language, 'condition')), this.field),
      el('p', {}, collection.description),
      !made && !followsPeriod(collection) ? el('p', { class: 'note' }, say(language, 'alwaysShown')) : null,
      made ? el('p', { class: 'note' }, inputsText(made, language)) : null,
      ...(made ? sentencesOf(made, 'findings', language).map((finding) => el('p', {}, finding)) : []),
      made ? el('details', {}, el('summary', {}, say(language, 'how')),
        el('h3', {}, say(language, 'parameters')), factList(made.parameters, language),
        el('h3', {}, say(language, 'summary')), factList(made.summary, language)) : null,
      el('p', {}, this.table));
  }

  update(): void {
    const { state, field } = this;
    this.shapes.set(this.shapeChoice());
    const select = this.shapes.element?.querySelector('select');
    if (select) select.value = state.points;
    if (document.activeElement !== field) field.value = state.asked.filter ?? ''; // or somebody is typing
    field.setAttribute('aria-invalid', String(state.wrong !== undefined));
    if (state.wrong === undefined) field.removeAttribute('aria-describedby');
    else field.setAttribute('aria-describedby', wrongId(state));
    this.table.setAttribute('href', this.actions.table(state.collection.id));
  }

  focusField(): void { this.field.focus(); }

  private opacity(): HTMLElement {
    const { state } = this;
    const value = el('output', {}, `${state.percent} %`);
    const slider = el('input', { type: 'range', min: 10, max: 100, step: 5, value: state.percent, 'data-name': 'opacity' });
    slider.addEventListener('input', () => {
      value.textContent = `${slider.value} %`;
      this.actions.opacity(state.collection.id, Number(slider.value));
    });
    return el('label', { class: 'opacity' }, el('span', {}, say(this.language, 'opacity')), slider, value);
  }

  /** How points are shown; nothing for what has no cells. */
  private shapeChoice(): HTMLElement | null {
    const { state, language } = this;
    const cells = cellsOf(state.style);
    const density = hasDensity(state.collection) ? [densityShape] : [];
    if (cells.length + density.length === 0) return null;
    const options = ['counts', ...cells, ...density].map((shape) => el('option', { value: shape }, sayIfKnown(language, `shown_${shape}`) ?? shape));
    const select = el('select', { 'data-name': 'points' }, ...options);
    select.addEventListener('change', () => this.actions.points(state.collection.id, select.value));
    return el('label', { class: 'shapes' }, el('span', {}, say(language, 'shownAs')), select);
  }

  private conditionField(): HTMLInputElement {
    const field = el('input', { type: 'text', 'data-name': 'filter', spellcheck: 'false', autocapitalize: 'none' });
    const ask = (): void => {
      const { filter: was, 'filter-lang': _language, ...others } = this.state.asked;
      const filter = field.value.trim();
      if (!field.isConnected || filter === (was ?? '')) return; // it may be taken away while somebody is typing
      this.actions.asked(this.state.collection.id, filter ? { ...others, filter } : others);
    };
    // Not the browser's own event of a change, which does not come for what Panel.render() has carried over.
    field.addEventListener('blur', ask);
    field.addEventListener('keydown', (key) => { if (key.key === 'Enter') ask(); });
    return field;
  }
}

export class LayerRow {
  readonly element = el('li', {});
  private readonly number = el('span', { class: 'number' });
  private readonly check: HTMLInputElement;
  private readonly more: HTMLElement;
  private readonly swatch = new Slot();
  private readonly legend = new Slot<HTMLElement>();
  private readonly leftOut = new Slot<HTMLElement>();
  private readonly condition = new Slot<HTMLElement>();
  private readonly caveats = new Slot<HTMLElement>();
  private readonly details = new Slot<HTMLElement>();
  private readonly allCaveats: HTMLElement | null;
  private readonly words = el('span', {});
  private readonly wrong = new Slot<HTMLElement>();
  private readonly allConditions: HTMLElement;
  private opened: Details | undefined;

  /** `open`: the layers whose options are to be seen. */
  constructor(private readonly state: LayerState, private readonly language: Language, private readonly actions: RowActions, private readonly open: Set<string>) {
    const { collection } = state;
    const { id, result } = collection;
    this.allConditions = this.conditionBox();
    this.allCaveats = result ? caveats(result, language) : null;
    this.check = el('input', { type: 'checkbox', 'data-name': 'on', id: `on-${id}` });
    this.check.addEventListener('change', () => actions.toggle(id, this.check.checked));
    this.more = el('button', { type: 'button', class: 'more', 'data-name': 'more', 'aria-controls': `more-${id}`, 'aria-label': say(language, 'options', collection.title) }, icon(chevron));
    this.more.addEventListener('click', () => {
      if (!open.delete(id)) open.add(id);
      this.update();
    });
    this.element.append(
      el('div', { class: 'row' }, el('label', { for: `on-${id}` }, this.check, this.swatch.node, el('span', { class: 'name' }, nameOf(collection, language))), this.number, this.more),
      ...(result ? [el('p', { class: 'made note' }, madeText(result, language))] : []),
      this.legend.node, this.leftOut.node, this.condition.node, this.caveats.node, this.details.node);
    this.update();
  }

  update(): void {
    const { state, language } = this;
    const { collection } = state;
    const had = this.element.contains(document.activeElement);
    const isOpen = this.open.has(collection.id);
    this.element.className = state.on ? 'on' : '';
    this.check.checked = state.on;
    this.more.setAttribute('aria-expanded', String(isOpen));
    this.swatch.set(drawSwatch(state.style && mainSwatch(collection, state.style)));
    const number = countText(state, language);
    if (this.number.textContent !== number) this.number.textContent = number;
    this.legend.set(state.on ? this.legendBox() : null);
    this.leftOut.set(state.on && state.leftOut ? el('p', { class: 'note', 'data-name': 'left-out' }, say(language, 'leftOut')) : null);
    this.updateCondition();
    this.caveats.set(state.on ? this.allCaveats : null);
    this.opened = isOpen ? this.opened ?? new Details(state, language, this.actions) : undefined;
    this.details.set(this.opened?.element ?? null);
    this.opened?.update();
    // Where the condition was that has been taken away.
    if (had && !this.element.contains(document.activeElement)) {
      if (this.opened) this.opened.focusField();
      else this.more.focus();
    }
  }

  private legendBox(): HTMLElement | null {
    const { state } = this;
    if (state.points === densityShape && state.density) return el('div', { class: 'legend-box', 'data-detail': state.density.detail }, ...legendList(densityLegend(state.density, this.language)));
    const legend = state.style && legendOf(state.collection, state.style, this.language, state.cells, state.zoom);
    return legend && legend.entries.length > 0 ? el('div', { class: 'legend-box' }, ...legendList(legend)) : null;
  }

  /** What of the rows is not on the map must be said, and be taken back with one press. */
  private conditionBox(): HTMLElement {
    const { state, language } = this;
    const remove = el('button', { type: 'button', 'data-name': 'remove', 'aria-label': say(language, 'removeCondition'), title: say(language, 'removeCondition') }, '×');
    remove.addEventListener('click', () => this.actions.asked(state.collection.id, {}));
    return el('div', { class: 'condition' }, el('p', {}, this.words, remove), this.wrong.node);
  }

  private updateCondition(): void {
    const { state: { asked, wrong }, language } = this;
    const words = [asked.filter, asked.q].filter(Boolean).join(' · ');
    this.words.textContent = say(language, 'onlyWith', words);
    this.wrong.set(wrong ? el('p', { class: 'wrong', role: 'alert', id: wrongId(this.state) }, say(language, 'wrongCondition', wrong)) : null);
    this.condition.set(words ? this.allConditions : null);
  }
}

const wrongId = ({ collection }: LayerState): string => `wrong-${collection.id}`;

/** A result is known by its method; its title says the rest. */
function nameOf(collection: Collection, language: Language): string {
  return collection.result ? sayIfKnown(language, `method_${collection.result.method}`) ?? collection.title : collection.title;
}

/** A missing number is not a zero: a collection nobody has filled has no data, a period may have none of many. */
function countText({ collection, matched, wrong }: LayerState, language: Language): string {
  if (collection.itemCount === 0) return say(language, 'noData');
  const all = formatNumber(collection.itemCount, language);
  if (wrong !== undefined) return say(language, 'rowsOf', '–', all); // nobody can tell
  return matched === undefined || matched === collection.itemCount ? all : say(language, 'rowsOf', formatNumber(matched, language), all);
}

/** When it was made, and of which days. */
function madeText(made: Provenance, language: Language): string {
  const period = made.summary['period'];
  const [from, to] = Array.isArray(period) ? (period as unknown[]) : [];
  const days = typeof from === 'string' && typeof to === 'string' ? `${formatDate(from)} – ${formatDate(to)}` : '';
  return [days, say(language, 'madeAt', formatDate(made.made_at))].filter((part) => part).join(' · ');
}

function inputsText(made: Provenance, language: Language): string {
  const parts = [say(language, 'from_inputs', made.inputs.join(', ')), say(language, 'seenBy', made.role)];
  if (made.expires_at) parts.push(say(language, 'expires', formatDate(made.expires_at)));
  return parts.join(' · ');
}

/** The first at once, the others behind it. */
function caveats(made: Provenance, language: Language): HTMLElement | null {
  const [first, ...others] = sentencesOf(made, 'caveats', language);
  if (first === undefined) return null;
  if (others.length === 0) return el('p', { class: 'caveat' }, first);
  return el('details', { class: 'caveat' }, el('summary', {}, first), ...others.map((each) => el('p', {}, each)));
}
