/** In which language a caller wants to talk. */
import type { CallerSay } from '#catalogue/caller.ts';
import type { Element } from './element.ts';
import { element } from './element.ts';
import type { State } from './state.ts';

/** Languages that are spoken on the line, each with its own name for itself. */
export type Languages = {
  readonly languages: readonly string[];
  nameOf(lang: string): string;
  readonly say: CallerSay;
};

/** The field. */
export function languageField({ lang: chosen }: Pick<State, 'lang'>, { languages, nameOf, say }: Languages): Element {
  const options = languages.map((lang) =>
    element('option', { key: lang, is: { value: lang, lang, selected: lang === chosen } }, nameOf(lang)),
  );
  const change = (lang: string) => ({ type: 'language_chosen', lang }) as const;
  return element(
    'label',
    { is: { class: 'field' } },
    element('span', {}, say('language')),
    element('select', { change, is: { name: 'lang' } }, options),
  );
}
