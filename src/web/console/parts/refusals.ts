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
