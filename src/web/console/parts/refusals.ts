/**
 * What the server refuses, in the language of the person: by the code of the refusal and by what was asked for. In
 * English the server's own sentence is shown, which may name a limit; so is one that the catalogue does not know.
 */
import type { ConsoleKey } from '#catalogue/console.ts';
import { isConsoleKey } from '#catalogue/console.ts';
import type { PageCommand } from '#realtime/agent/protocol.ts';
import { language, say } from './language.ts';

type RefusalKey = Extract<ConsoleKey, `refusal.${string}`>;

/** First step of an address -> whose refusals it shares. Others have those of their own name. */
const SHARED: Readonly<Record<string, string>> = {
  me: 'sign-in',
  'sign-out': 'sign-in',
  authorize: 'oauth-apps',
  scheduled: 'calls',
  today: 'calls',
  'first-steps': 'workspace',
  'trunk-limits': 'trunks',
};
/** Below the profile: the second step. */
const OF_PROFILE: Readonly<Record<string, string>> = {
  passkeys: 'passkeys',
  codes: 'codes',
  factors: 'codes',
  'recovery-codes': 'codes',
};

/** The name under which the refusals of an address stand in the catalogue. */
export function scopeOf(url: string): string {
  const [, first = '', second = ''] = /^\/app\/([a-z-]+)(?:\/([a-z-]+))?/.exec(url) ?? [];
  const own = first === 'profile' ? OF_PROFILE[second] : SHARED[first];
  return own ?? first;
}

/** The names under which those of a command stand: its own, then those of the desk. */
export function scopesOfCommand(type: PageCommand['type']): readonly string[] {
  return [type === 'own_status' ? 'status' : type, 'desk'];
}

/** The most particular text for a refusal; null where there is none. `field`: the one that it is about. */
export function refusalKey(scopes: readonly string[], code: string, field: string | null = null): RefusalKey | null {
  const names = [...scopes.flatMap((scope) => [`${scope}.${code}.${field ?? ''}`, `${scope}.${code}`]), code];
  return names.map((name) => `refusal.${name}`).find(isRefusalKey) ?? null;
}

/** The refusal in the person's language; null where the server's sentence is the one to show. */
export function refusalWords(scopes: readonly string[], code: string, field: string | null = null): string | null {
  const key = language() === 'en' ? null : refusalKey(scopes, code, field);
  return key === null ? null : say(key);
}

function isRefusalKey(text: string): text is RefusalKey {
  return text.startsWith('refusal.') && isConsoleKey(text);
}

/** What the server says is wrong with a field -> its text. */
export const DETAILS = {
  'is required': 'fault.required',
  'is missing': 'fault.required',
  'must be integer': 'fault.whole',
  'must match format "date"': 'fault.date',
  'must have a letter': 'fault.letter',
  'stands in the list already': 'fault.twice',
  'has too many entries': 'fault.crowded',
  'must have an entry when one is required': 'fault.needsEntry',
  'must leave time for what is required': 'fault.needsTime',
  'must be the name or the address of a mail server': 'fault.mailHost',
  'must be an e-mail address': 'fault.mailSender',
  'is required with a password': 'fault.withPassword',
  'is required with a user name': 'fault.withUser',
  'must be tls or starttls, so that the password crosses no network in the clear': 'fault.clear',
  'must be entered again for another mail server': 'fault.mailAgain',
  'must be names such as example.com': 'fault.domains',
  'must name one at least, where anyone unknown is made a person': 'fault.domainsNeeded',
  'must be entered again for another issuer or client': 'fault.secretAgain',
  'must be an address such as https://id.example.com, without a query': 'fault.issuer',
  'must begin with https://': 'fault.https',
  'is a number of a workspace already': 'fault.numberTaken',
  'is no trunk of the workspace': 'fault.noTrunk',
  'is no menu, queue or agent of the workspace': 'fault.noDestination',
  'must be people: queues dial from this number': 'fault.defaultLine',
  'is no phone number; begin with + and the country': 'fault.noNumber',
  'is no language code, such as fr or pt-BR': 'fault.noLanguage',
  'must stay on: callers need one language': 'fault.lastLanguage',
  'is no time zone': 'fault.noZone',
  'is the title of another article already': 'fault.titleTaken',
} as const satisfies Readonly<Record<string, Extract<ConsoleKey, `fault.${string}`>>>;

/** Those that have a number in them, or a pattern: how they are read and said. */
const COUNTED: readonly (readonly [pattern: RegExp, words: (found: string) => string])[] = [
  [/^must be <= (\S+)$/, (limit) => say('fault.atMost', { limit })],
  [/^must be >= (\S+)$/, (limit) => say('fault.atLeast', { limit })],
  [/^must (?:not have fewer than 1 characters|match pattern .*\\S.*)$/, () => say('fault.empty')],
  [/^must match pattern .*24:00.*$/, () => say('fault.time')],
  [/^must not have fewer than (\d+) characters$/, (count) => say('fault.tooShort', { count: Number(count) })],
  [
    /^must (?:not have more than|have at most) (\d+) characters$/,
    (count) => say('fault.tooLong', { count: Number(count) }),
  ],
  [/^must not have more than (\d+) items$/, (count) => say('fault.tooMany', { count: Number(count) })],
];

/** What is wrong with a field, in the person's language; null where the server's words are the ones to show. */
export function detailWords(detail: string): string | null {
  if (language() === 'en') return null;
  if (Object.hasOwn(DETAILS, detail)) return say(DETAILS[detail as keyof typeof DETAILS]);
  for (const [pattern, words] of COUNTED) {
    const found = pattern.exec(detail);
    if (found !== null) return words(found[1] ?? '');
  }
  return null;
}
