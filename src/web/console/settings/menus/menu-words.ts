/** Menus, as people read them: tables. */
import type { MenuCondition } from '#domain/call/deflection.ts';
import type { Day } from '#domain/directory/hours.ts';
import type { MenuDeflection, MenuKind, OfferType, RecordingOption, RuleOutcome } from '#domain/directory/menu.ts';
import type { Tone } from '../../parts/words.ts';

type Words<T extends string> = Readonly<Record<T, string>>;

export const KIND_WORDS = {
  ivr_menu: 'Phone',
  mobile_menu: 'App',
  web_menu: 'Web',
} as const satisfies Words<MenuKind>;

export const CONDITION_WORDS = {
  open: ['Open', 'good'],
  after_hours: ['Closed', 'calm'],
  redirected: ['Closed for now', 'wait'],
  over_capacity: ['Full', 'bad'],
} as const satisfies Readonly<Record<MenuCondition, readonly [word: string, tone: Tone]>>;

export const OFFER_WORDS = {
  cascade: 'Group after group: each joins those that ring already',
  multicast: 'All groups at once: the first to answer takes the call',
  deltacast: 'One agent at a time: who has been idle longest first',
} as const satisfies Words<OfferType>;

export const RECORDING_WORDS = {
  always: 'Every call is recorded',
  never: 'No call is recorded',
  ask: 'The caller is asked, and recorded if they agree',
} as const satisfies Words<RecordingOption>;

export const DEFLECTION_WORDS = {
  voicemail: 'Take a message',
  message_only: 'Say that it is closed, then end the call',
} as const satisfies Words<MenuDeflection>;

export const OUTCOME_WORDS = {
  keep_waiting: 'Keep them waiting',
  voicemail: 'Take a message',
  call_back: 'Promise to call them back',
  message_only: 'Say that no one is available, then end the call',
  menu: 'Send them to another queue',
} as const satisfies Words<RuleOutcome>;

export const DAY_WORDS: readonly (readonly [day: Day, word: string])[] = [
  ['mon', 'Monday'],
  ['tue', 'Tuesday'],
  ['wed', 'Wednesday'],
  ['thu', 'Thursday'],
  ['fri', 'Friday'],
  ['sat', 'Saturday'],
  ['sun', 'Sunday'],
];
