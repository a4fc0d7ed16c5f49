// SPDX-License-Identifier: Apache-2.0
// The panel beside the map: whose eyes it is for, period, layers with their legends, analyses.
import type { Collection } from './api';
import { el, icon, replace } from './dom';
import { chevron, LayerRow, type LayerState, type RowActions } from './layer_row';
import type { Groups } from './model';
import { signInLine, type SignInFacts } from './sign_in';
import { languages, say, texts, type Language } from './text';

export interface Facts { title: string; role: string; roleText: string; isPublic: boolean; licences: string; home: string; signIn: SignInFacts }

/** What the panel asks the page to do. */
export interface Actions extends RowActions { language(language: Language): void }

interface Focus { id: string; name: string; text?: string; start?: number | null; end?: number | null }

export class Panel {
  private readonly rows = new Map<string, LayerRow>();
  private readonly open = new Set<string>();

  constructor(private readonly root: HTMLElement, private readonly actions: Actions) {}

  /** Everything anew: at the start, and when the language changes. */
  render(language: Language, facts: Facts, groups: Groups, states: ReadonlyMap<string, LayerState>, period: HTMLElement | undefined): void {
    const focus = this.focus();
    this.rows.clear();
    const list = (collections: readonly Collection[]): HTMLElement =>
      el('ul', { class: 'layers' }, ...collections.flatMap(({ id }) => {
        const state = states.get(id);
        if (!state) return [];
        const row = new LayerRow(state, language, this.actions, this.open);
        this.rows.set(id, row);
        return [row.element];
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
    if (focus) this.focusAgain(focus);
  }

  /** What of a row has the focus, and what is written in it. */
  private focus(): Focus | undefined {
    const active = document.activeElement;
    const name = active?.getAttribute('data-name');
    const [id] = [...this.rows].find(([, row]) => row.element.contains(active)) ?? [];
    if (!id || !name) return undefined;
    return { id, name, ...(active instanceof HTMLInputElement && active.type === 'text' && { text: active.value, start: active.selectionStart, end: active.selectionEnd }) };
  }

  private focusAgain({ id, name, text, start, end }: Focus): void {
    const element = this.rows.get(id)?.element.querySelector<HTMLElement>(`[data-name="${name}"]`);
    element?.focus();
    if (!(element instanceof HTMLInputElement) || text === undefined) return;
    element.value = text;
    element.setSelectionRange(start ?? null, end ?? null);
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

  /** One row, when its layer changed. */
  update({ collection }: LayerState): void { this.rows.get(collection.id)?.update(); }
}

function skipToMap(event: Event): void {
  event.preventDefault(); // the address's part after '#' is ours
  document.querySelector<HTMLElement>('#map canvas')?.focus();
}

export const titleIn = (language: Language): string => texts.map[language];
