/** What the pages of the settings are called. */
import { say } from '../parts/language.ts';
import type { SECTIONS } from './sections.ts';

type Address = (typeof SECTIONS)[number]['at'];
type PageAt<At> = At extends `/settings/${infer Page}` ? Page : never;

/** The page's name as the reader reads it. */
export function nameOfSection(at: Address): string {
  // All addresses begin so.
  const page = at.slice('/settings/'.length) as PageAt<Address>;
  return say(`settings.section.${page}`);
}
