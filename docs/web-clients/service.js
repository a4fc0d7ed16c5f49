// SPDX-License-Identifier: Apache-2.0
// What all pages here need of a Bairro service: an address, a language, perhaps a token, and pages that follow each other.

const here = new URL(location.href).searchParams;

/** Where the service is: ?service=https://maps.example.org/ in the address of this page. */
export const service = (here.get('service') ?? 'http://127.0.0.1:8080').replace(/\/+$/, '');
/** Titles come in this language. */
export const language = here.get('lang') ?? 'pt';

/** Who signs in types it; it is never written into a page, nor into an address. */
let token = '';
export function signIn(given) { token = given; }
export const headers = () => ({ 'Accept-Language': language, ...(token ? { Authorization: `Bearer ${token}` } : {}) });

export function address(path, query = {}) {
  const url = new URL(service + path);
  for (const [name, value] of Object.entries(query)) if (value !== '' && value !== undefined) url.searchParams.set(name, value);
  return url;
}

/** Ends with the question it was asked for: a late answer must not write over that to a newer one. */
let question = new AbortController();

/** One document. What goes wrong is said in the service's own words (RFC 9457). */
export async function ask(url, accept = 'application/geo+json, application/json') {
  const answer = await fetch(url, { headers: { Accept: accept, ...headers() }, signal: question.signal });
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.detail ?? `HTTP ${answer.status}`);
}

/** Page after page, as long as there is a link named next. Such a link is passed on as it is: it loses no row when others come and go. */
export async function* pages(path, query) {
  let url = address(path, query);
  while (url) {
    const page = await ask(url);
    yield page;
    url = page.links.find((link) => link.rel === 'next')?.href;
  }
}

/** Text from data becomes text, never markup. */
export function element(tag, text = '', ...children) {
  const made = document.createElement(tag);
  made.textContent = text;
  made.append(...children);
  return made;
}

/** The line at the top of each page. */
export function say(text) { document.getElementById('said').textContent = text; }

/** Runs, and says what went wrong. */
export async function attempt(work) {
  try {
    await work();
  } catch (error) {
    if (error.name !== 'AbortError') say(error.message);
  }
}

/** A form's fields by name, whenever it is sent. */
export function onAsk(work) {
  const form = document.getElementById('ask');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    question.abort();
    question = new AbortController();
    const asked = Object.fromEntries(new FormData(form));
    signIn(asked.token ?? '');
    void attempt(() => work(asked));
  });
  form.requestSubmit();
}
