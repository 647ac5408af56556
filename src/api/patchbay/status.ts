/** This surface's words. States, origins and reasons are our own and need no translation; what a director reports does. */
import type { CallEvent } from '#domain/call/event.ts';
import { sentAway } from '#domain/call/deflection.ts';
import { legOutcome } from '#domain/call/failover.ts';
import { DEFLECTION_WORDS } from '#domain/call/reason.ts';
import type { HungUpBy } from '#domain/call/reason.ts';

/** The versions of this API, the newest first. A request may name one; every answer names the one that it follows. */
export const VERSIONS = ['2026-11-20'] as const;

/** What can be reported of a simulated call. `answer` and `choose_menu` are commands of the engine, the others events. */
export const DIRECTIONS = [
  'choose_menu',
  'answer',
  'ring',
  'bridge',
  'fail',
  'hang_up',
  'leave_voicemail',
  'carry_on',
] as const;
/** One of them. */
export type Direction = (typeof DIRECTIONS)[number];

/** The event of each direction that is one. `fail` means what a SIP answer of that status means. */
export const REPORTED = {
  ring: (): CallEvent => ({ type: 'leg_ringing' }),
  bridge: (): CallEvent => ({ type: 'legs_bridged' }),
  fail: ({ sipStatus }): CallEvent => legOutcome(sipStatus ?? 'timeout'),
  hang_up: ({ by }): CallEvent => ({ type: 'hung_up', by: by ?? 'end_user' }),
  leave_voicemail: (): CallEvent => sentAway(DEFLECTION_WORDS.overCapacityVoicemail),
} as const satisfies Partial<Record<Direction, (told: Told) => CallEvent>>;

/** What a direction may tell besides its name. */
export type Told = { readonly by?: HungUpBy | undefined; readonly sipStatus?: number | null | undefined };
