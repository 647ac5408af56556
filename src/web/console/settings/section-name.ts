/** What the pages of the settings are called. */
import { say } from '../parts/language.ts';
import type { Section } from './sections.ts';

/** Pages whose names are in the catalogue. */
const NAMED = [
  'workspace',
  'appearance',
  'people',
  'sign-in',
  'menus',
  'articles',
  'wrap-up',
  'transcripts',
  'trunks',
  'numbers',
  'languages',
  'webhooks',
  'requests',
  'simulator',
  'tokens',
  'audit',
  'retention',
] as const;

/** The page's name as the reader reads it: `word`, which is English, where the catalogue has no name for it. */
export function nameOfSection({ at, word }: Pick<Section, 'at' | 'word'>): string {
  const named = NAMED.find((each) => at === `/settings/${each}`);
  return named === undefined ? word : say(`settings.section.${named}`);
}
