// SPDX-License-Identifier: Apache-2.0
// The panel beside the map: whose eyes it is for, period, layers with their legends, analyses.
import type { Collection, Provenance, Style } from './api';
import { cellsOf } from './cells';
import { el, icon, replace } from './dom';
import { formatDate, formatNumber, formatMeasure } from './format';
import { legendOf, mainSwatch, type Legend } from './legend';
import { followsPeriod, type Groups } from './model';
import type { Asked } from './question';
import { signInLine, type SignInFacts } from './sign_in';
import { drawSwatch, large } from './swatch';
import { languages, say, sayIfKnown, texts, type Language } from './text';

export interface Facts { title: string; role: string; roleText: string; isPublic: boolean; licences: string; home: string; signIn: SignInFacts }

/** What the panel asks the page to do. */
export interface Actions {
  toggle(id: string, on: boolean): void;
  opacity(id: string, percent: number): void;
  language(language: Language): void;
  table(id: string): string;
  points(id: string, shape: string): void;
  asked(id: string, asked: Asked): void;
}

export interface LayerState {
  collection: Collection; style?: Style; on: boolean; percent: number; matched?: number;
  /** There are cells in sight, and of which zoom their classes are. */
  cells: boolean; zoom: number;
  /** How points are shown where they are many. */
  points: string;
  /** Conditions on its rows, and why the service did not take them. */
  asked: Asked; wrong?: string; checked?: string;
  /** Its times are days, not instants. */
  days?: boolean;
}

const chevron = 'm5 8 5 5 5-5';

function legendList(legend: Legend): HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (legend.title) parts.push(el('p', { class: 'legend-title' }, legend.title));
  if (legend.entries.length > 0) {
    const size = legend.entries.some(({ swatch }) => (swatch.radius ?? 0) > 9) ? large : undefined;
    parts.push(el('ul', { class: 'legend' }, ...legend.entries.map(({ swatch, label }) => el('li', {}, drawSwatch(swatch, size), label))));
  }
  if (legend.note) parts.push(el('p', { class: 'note' }, legend.note));
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

export class Panel {
  private readonly rows = new Map<string, HTMLElement>();
  private readonly open = new Set<string>();

  constructor(private readonly root: HTMLElement, private readonly actions: Actions) {}

  /** Everything anew: at the start, and when the language changes. */
  render(language: Language, facts: Facts, groups: Groups, states: ReadonlyMap<string, LayerState>, period: HTMLElement | undefined): void {
    this.rows.clear();
    const list = (collections: readonly Collection[]): HTMLElement =>
      el('ul', { class: 'layers' }, ...collections.flatMap(({ id }) => {
        const state = states.get(id);
        return state ? [this.row(language, state)] : [];
      }));
    const section = (id: string, title: string, ...content: (HTMLElement | null)[]): HTMLElement =>
      el('section', { 'aria-labelledby': id }, el('h2', { id }, title), ...content);
    replace(
      this.root,
      el('a', { class: 'skip', href: '#map', click: skipToMap }, say(language, 'toMap')),
      this.header(language, facts),
      el('div', { class: 'scroller', id: 'panel-body' },
        period ?? null,
        section('layers-title', say(language, 'layers'), list(groups.data)),
        section('analyses-title', say(language, 'analyses'),
          groups.results.length > 0 ? list(groups.results) : el('p', { class: 'note' }, say(language, 'noAnalyses')),
          groups.older.length > 0 ? el('details', {}, el('summary', {}, say(language, 'older', String(groups.older.length))), list(groups.older)) : null),
        el('footer', {}, el('a', { href: facts.home }, say(language, 'data')), ' · ', el('a', { href: facts.licences }, say(language, 'licences')))),
    );
  }

  private header(language: Language, facts: Facts): HTMLElement {
    const choice = languages.map((each) =>
      el('button', { type: 'button', lang: each, 'aria-pressed': String(each === language), title: each === 'pt' ? 'Português' : 'English', click: () => this.actions.language(each) }, each.toUpperCase()));
    const fold = el('button', { type: 'button', class: 'fold', 'aria-expanded': 'true', 'aria-controls': 'panel-body', 'aria-label': say(language, 'hidePanel') }, icon(chevron));
    fold.addEventListener('click', () => {
      const folded = document.body.classList.toggle('folded');
      fold.setAttribute('aria-expanded', String(!folded));
      fold.setAttribute('aria-label', say(language, folded ? 'showPanel' : 'hidePanel'));
    });
    return el('header', {},
      el('div', { class: 'top' },
        el('h1', {}, el('a', { href: facts.home }, facts.title), el('span', {}, say(language, 'map'))),
        el('div', { class: 'languages', role: 'group', 'aria-label': say(language, 'language') }, ...choice), fold),
      el('p', { class: facts.isPublic ? 'role public' : 'role' }, `${say(language, facts.isPublic ? 'rolePublic' : 'roleAll')} `,
        el('strong', {}, facts.role), `: ${facts.roleText}`),
      signInLine(language, facts.signIn));
  }

  private row(language: Language, state: LayerState): HTMLElement {
    const item = el('li', {});
    this.rows.set(state.collection.id, item);
    this.fillRow(item, language, state);
    return item;
  }

  /** One row anew, when its layer changed. */
  update(language: Language, state: LayerState): void {
    const item = this.rows.get(state.collection.id);
    if (!item) return;
    const focused = item.contains(document.activeElement) ? document.activeElement?.getAttribute('data-name') : undefined;
    this.fillRow(item, language, state);
    if (focused) item.querySelector<HTMLElement>(`[data-name="${focused}"]`)?.focus();
  }

  private fillRow(item: HTMLElement, language: Language, state: LayerState): void {
    const { collection } = state;
    const { id } = collection;
    const isOpen = this.open.has(id);
    const check = el('input', { type: 'checkbox', 'data-name': 'on', id: `on-${id}` });
    check.checked = state.on;
    check.addEventListener('change', () => this.actions.toggle(id, check.checked));
    const more = el('button', { type: 'button', class: 'more', 'data-name': 'more', 'aria-expanded': String(isOpen), 'aria-controls': `more-${id}`, 'aria-label': say(language, 'options', collection.title) }, icon(chevron));
    more.addEventListener('click', () => {
      if (!this.open.delete(id)) this.open.add(id);
      this.update(language, state);
    });
    item.className = state.on ? 'on' : '';
    replace(item,
      el('div', { class: 'row' },
        el('label', { for: `on-${id}` }, check, drawSwatch(state.style && mainSwatch(collection, state.style)), el('span', { class: 'name' }, nameOf(collection, language))),
        el('span', { class: 'number' }, countText(state, language)), more),
      collection.result ? el('p', { class: 'made note' }, madeText(collection.result, language)) : null,
      state.on ? this.legend(state, language) : null,
      isConditioned(state) ? this.conditions(state, language) : null,
      collection.result && state.on ? caveats(collection.result, language) : null,
      isOpen ? this.details(state, language) : null);
  }

  private legend(state: LayerState, language: Language): HTMLElement | null {
    const legend = state.style && legendOf(state.collection, state.style, language, state.cells, state.zoom);
    return legend && legend.entries.length > 0 ? el('div', { class: 'legend-box' }, ...legendList(legend)) : null;
  }

  /** How points are shown; nothing for what has no cells. */
  private shapes(state: LayerState, language: Language): HTMLElement | null {
    const cells = cellsOf(state.style);
    if (cells.length === 0) return null;
    const options = ['counts', ...cells].map((shape) => el('option', { value: shape }, sayIfKnown(language, `shown_${shape}`) ?? shape));
    const select = el('select', { 'data-name': 'points' }, ...options);
    select.value = state.points;
    select.addEventListener('change', () => this.actions.points(state.collection.id, select.value));
    return el('label', { class: 'shapes' }, el('span', {}, say(language, 'shownAs')), select);
  }

  /** What of the rows is not on the map must be said, and be taken back with one press. */
  private conditions({ collection, asked, wrong }: LayerState, language: Language): HTMLElement {
    const words = [asked.filter, asked.q].filter(Boolean).join(' · ');
    const remove = el('button', { type: 'button', 'data-name': 'remove', 'aria-label': say(language, 'removeCondition'), title: say(language, 'removeCondition') }, '×');
    remove.addEventListener('click', () => this.actions.asked(collection.id, {}));
    return el('div', { class: 'condition' },
      el('p', {}, say(language, 'onlyWith', words), remove),
      wrong ? el('p', { class: 'wrong', role: 'alert' }, say(language, 'wrongCondition', wrong)) : null);
  }

  private conditionField({ collection, asked }: LayerState, language: Language): HTMLElement {
    const field = el('input', { type: 'text', 'data-name': 'filter', spellcheck: 'false', autocapitalize: 'none', value: asked.filter ?? '' });
    field.addEventListener('change', () => {
      const { filter: _was, 'filter-lang': _language, ...others } = asked;
      this.actions.asked(collection.id, field.value.trim() ? { ...others, filter: field.value.trim() } : others);
    });
    return el('label', { class: 'filter' }, el('span', {}, say(language, 'condition')), field);
  }

  private details(state: LayerState, language: Language): HTMLElement {
    const { collection } = state;
    const value = el('output', {}, `${state.percent} %`);
    const slider = el('input', { type: 'range', min: 10, max: 100, step: 5, value: state.percent, 'data-name': 'opacity' });
    slider.addEventListener('input', () => {
      value.textContent = `${slider.value} %`;
      this.actions.opacity(collection.id, Number(slider.value));
    });
    const made = collection.result;
    return el('div', { class: 'details', id: `more-${collection.id}` },
      el('label', { class: 'opacity' }, el('span', {}, say(language, 'opacity')), slider, value),
      this.shapes(state, language),
      this.conditionField(state, language),
      el('p', {}, collection.description),
      !made && !followsPeriod(collection) ? el('p', { class: 'note' }, say(language, 'alwaysShown')) : null,
      made ? el('p', { class: 'note' }, inputsText(made, language)) : null,
      ...(made ? sentencesOf(made, 'findings', language).map((finding) => el('p', {}, finding)) : []),
      made ? el('details', {}, el('summary', {}, say(language, 'how')),
        el('h3', {}, say(language, 'parameters')), factList(made.parameters, language),
        el('h3', {}, say(language, 'summary')), factList(made.summary, language)) : null,
      el('p', {}, el('a', { href: this.actions.table(collection.id), 'data-name': 'table' }, say(language, 'table'))));
  }
}

const isConditioned = ({ asked }: LayerState): boolean => Boolean(asked.filter ?? asked.q);

/** A result is known by its method; its title says the rest. */
function nameOf(collection: Collection, language: Language): string {
  return collection.result ? sayIfKnown(language, `method_${collection.result.method}`) ?? collection.title : collection.title;
}

/** A missing number is not a zero: a collection nobody has filled has no data, a period may have none of many. */
function countText({ collection, matched }: LayerState, language: Language): string {
  if (collection.itemCount === 0) return say(language, 'noData');
  const all = formatNumber(collection.itemCount, language);
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

function skipToMap(event: Event): void {
  event.preventDefault(); // the address's part after '#' is ours
  document.querySelector<HTMLElement>('#map canvas')?.focus();
}

export const titleIn = (language: Language): string => texts.map[language];
