// SPDX-License-Identifier: Apache-2.0
// Starts the page: language, data, map, in the order in which somebody on a slow link sees them.
import { Api } from './api';
import { Page } from './page';
import { readState } from './state';
import { languages, preferredLanguage, type Language } from './text';

const memory = 'bairro-language';

/** The address first, then what was chosen here before, then the reader's browser. */
function startLanguage(fromAddress: Language | undefined): Language {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(memory);
  } catch { /* storage may be forbidden */ }
  return fromAddress ?? languages.find((each) => each === kept) ?? preferredLanguage(navigator.languages);
}

function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(memory, language);
  } catch { /* then it is asked for again next time */ }
}

const data = document.documentElement.dataset;
const state = readState(location.hash);
const api = new Api(data['base'] ?? '');
api.language = startLanguage(state.language);
const page = new Page(api, state, {
  base: data['base'] ?? '',
  zone: data['zone'] ?? 'UTC',
  roleNames: { pt: data['roleNamePt'] ?? '', en: data['roleNameEn'] ?? '' },
  isPublic: data['public'] === 'yes',
  licences: data['licences'] ?? '',
  titles: { pt: data['titlePt'] ?? '', en: data['titleEn'] ?? '' },
  signIn: { base: data['base'] ?? '', possible: data['signIn'] === 'yes', account: data['account'] ?? '', who: { pt: data['whoPt'] ?? '', en: data['whoEn'] ?? '' } },
  roleTexts: { pt: data['rolePt'] ?? '', en: data['roleEn'] ?? '' },
}, keepLanguage);
window.bairro = {
  get map() { return page.map; },
  quiet: () => page.quiet(),
};
void page.start();
