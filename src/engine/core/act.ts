/**
 * The one gate of all acts on calls: who asks is held against the table of rights in the very turn in which the call
 * moves.
 */
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import type { CallAct } from '#domain/identity/call-rights.ts';
import { mayDo } from '#domain/identity/call-rights.ts';
import type { Deps } from './deps.ts';
import type { Refused } from './transitions.ts';

/** What an act comes to for the call as it stands, at the instant; null changes nothing and is no refusal. */
export type Deciding = (call: Call, now: Date) => CallEvent | Refused | null;

/** The event that a refusal names where the act itself names none. */
const NAMED = {
  answer: 'agent_assigned',
  decline: 'offer_declined',
  hold: 'held',
  resume: 'resumed',
  hang_up: 'hung_up',
  transfer: 'transfer_started',
  dial_third_party: 'third_party_dialled',
  pause_recording: 'recording_paused',
  flag: 'flagged',
  reschedule: 'rescheduled',
  cancel_scheduled: 'hung_up',
  call_scheduled_now: 'rescheduled',
  note_outcome: 'outcome_noted',
  rate: 'rated',
  identify: 'contact_known',
  listen_to_voicemail: 'voicemail_opened',
  play_recording: 'recording_played',
  delete_recording: 'recording_deleted',
  update_report: 'reported',
  select_menu: 'menu_selected',
  give_consent: 'consent_given',
  send_to_voicemail: 'voicemail_started',
} as const satisfies { readonly [A in CallAct]?: CallEvent['type'] };

/** The acts that move a call, or note something in it. The others read, or concern what is not in the call. */
export type MovingAct = keyof typeof NAMED;

/**
 * Does it. Refused: a call of another workspace (`call_unknown`), who may not (`event_not_allowed`), what the lifecycle
 * does not take.
 */
export async function act(
  { transitions }: Pick<Deps, 'transitions'>,
  by: Actor,
  verb: MovingAct,
  callId: number,
  event: CallEvent | Deciding,
): Promise<Outcome<Call>> {
  return transitions.apply(
    callId,
    (call, now) => {
      const decided = typeof event === 'function' ? event(call, now) : event;
      if (mayDo(verb, by, call)) return decided;
      const type = decided !== null && 'type' in decided ? decided.type : NAMED[verb];
      return refused({ code: 'event_not_allowed', state: call.state, event: type });
    },
    by.workspaceId,
  );
}
