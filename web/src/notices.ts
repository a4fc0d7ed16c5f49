// SPDX-License-Identifier: Apache-2.0
// What the page says about itself over the map: busy, empty, in trouble.
import { ApiError } from './api';
import { el, replace } from './dom';
import { say, type Language } from './text';

export interface Way { label: string; go: () => void }

export class Notices {
  private readonly busy = el('div', { class: 'busy', role: 'status', 'aria-live': 'polite' });
  private readonly preview = el('div', { class: 'preview', role: 'status', 'aria-live': 'polite' });
  private readonly hint = el('div', { class: 'hint', role: 'status', 'aria-live': 'polite' });
  private readonly trouble = el('div', { class: 'trouble', role: 'alert' });

  constructor(parent: HTMLElement) { parent.append(this.busy, this.preview, this.hint, this.trouble); }

  setBusy(text: string): void {
    this.busy.classList.toggle('on', text !== '');
    if (this.busy.textContent !== text) this.busy.textContent = text;
  }

  /** What on the map is not final yet; empty: all is. */
  setPreview(text: string): void { if (this.preview.textContent !== text) this.preview.textContent = text; }

  setHint(text: string, way?: Way): void { this.fill(this.hint, text, way); }
  setTrouble(text: string, way?: Way): void { this.fill(this.trouble, text, way); }

  private fill(element: HTMLElement, text: string, way: Way | undefined): void {
    if (element.dataset['text'] === text) return;
    element.dataset['text'] = text;
    replace(element, text ? el('span', {}, text) : null, text && way ? el('button', { type: 'button', click: way.go }, way.label) : null);
  }
}

/** In words for people: away, or the service's own sentence. */
export function troubleText(error: unknown, language: Language): string {
  if (error instanceof ApiError && error.status > 0 && error.detail) return say(language, 'refused', error.detail);
  return say(language, 'away');
}
