/** How much may gather at one call or one conversation, so that no single one grows without end. */
import type { Call } from './call.ts';
import type { CallEvent } from './event.ts';
import { isLive } from './state.ts';

/**
 * Changes of one call that its history keeps. At the limit the call continues and ends as ever, but takes no more
 * choices of people.
 */
export const MAX_CHANGES = 2000;
/** Notes of agents about one call. */
export const MAX_NOTES = 200;
/** Messages of one Messenger conversation. */
export const MAX_MESSAGES = 2000;

/**
 * What people may do over and over. Everything else is bounded by how long a call may last, or must not be refused: its
 * end.
 */
const CHOICES: ReadonlySet<CallEvent['type']> = new Set([
  'held',
  'transfer_started',
  'third_party_dialled',
  'menu_selected',
  'rescheduled',
  'flagged',
  'contact_known',
  'consent_given',
  'telephone_changed',
  'dial_refused',
  'recording_paused',
  'outcome_noted',
  'rated',
  'recording_played',
  'voicemail_opened',
] as const);

/** Whether the history of the call has no room for the event. Each change is a version of the call. */
export function isHistoryFull(call: Pick<Call, 'version' | 'state'>, event: CallEvent): boolean {
  if (call.version < MAX_CHANGES) return false;
  if (event.type === 'reported') return !isLive(call.state) || isLive(event.state);
  return CHOICES.has(event.type);
}
