// SPDX-License-Identifier: Apache-2.0
// Who has signed in, and the way to do so. The password goes in a header that no other site can set; what stays is a cookie that no
// script can read.
import { el } from './dom';
import { say, type Language, type Text, type TextKey } from './text';

export interface SignInFacts {
  /** The service's address. */
  base: string;
  /** Whether people sign in here at all. */
  possible: boolean;
  /** Whoever has; empty: nobody. */
  account: string;
  who: Text;
}

/** Basic (RFC 7617) of UTF-8. */
function basic(name: string, password: string): string {
  const bytes = new TextEncoder().encode(`${name}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

async function failureOf(response: Response): Promise<{ key: TextKey; argument: string }> {
  if (response.status === 401) return { key: 'wrongPassword', argument: '' };
  if (response.status === 429) return { key: 'waitToSignIn', argument: response.headers.get('Retry-After') ?? '?' };
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  return { key: 'refused', argument: problem.detail ?? String(response.status) };
}

/** Shown in a window of its own over the page, which is loaded anew once somebody has signed in. */
function openDialog(language: Language, base: string): void {
  const wrong = el('p', { class: 'wrong', role: 'alert' });
  const name = el('input', { name: 'name', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', required: true });
  const password = el('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true });
  const send = el('button', { type: 'submit' }, say(language, 'signIn'));
  const form = el('form', { class: 'sign-in' },
    el('h2', { id: 'sign-in-title' }, say(language, 'signIn')),
    el('label', {}, say(language, 'accountName'), name), el('label', {}, say(language, 'password'), password), wrong,
    el('div', { class: 'buttons' }, el('button', { type: 'button', click: () => dialog.close() }, say(language, 'cancel')), send));
  const dialog = el('dialog', { 'aria-labelledby': 'sign-in-title' }, form);
  dialog.addEventListener('close', () => dialog.remove());
  const submit = async (): Promise<void> => {
    send.disabled = true;
    wrong.textContent = '';
    try {
      const response = await fetch(`${base}/session`, { method: 'POST', headers: { Authorization: basic(name.value, password.value), 'Accept-Language': language } });
      if (response.ok) {
        location.reload();
        return;
      }
      const { key, argument } = await failureOf(response);
      wrong.textContent = say(language, key, argument);
    } catch {
      wrong.textContent = say(language, 'away');
    }
    send.disabled = false;
    password.select();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  document.body.append(dialog);
  dialog.showModal();
}

async function signOut(base: string): Promise<void> {
  await fetch(`${base}/session`, { method: 'DELETE' }).catch(() => undefined);
  location.reload();
}

/** The line of the panel; nothing to press where nobody signs in. */
export function signInLine(language: Language, facts: SignInFacts): HTMLElement {
  const line = el('p', { class: 'who' }, facts.who[language]);
  if (!facts.possible) return line;
  const button = facts.account === ''
    ? el('button', { type: 'button', click: () => openDialog(language, facts.base) }, say(language, 'signIn'))
    : el('button', { type: 'button', click: () => void signOut(facts.base) }, say(language, 'signOut'));
  line.append(' ', button);
  return line;
}
