/** What happens to a call: past facts, each with only the data that it brings. */
import type { DialRefusal } from './dial-refusal.ts';
import type { ContactCard } from '../directory/contact.ts';
import type { WrapUpField } from '../directory/wrap-up-rules.ts';
import type { E164 } from '../directory/phone-number.ts';
import type { Call, CustomerFlags, RecordingPermission } from './call.ts';
import type { QueuePlan } from './offer.ts';
import type { ParticipantKind } from './participant.ts';
import type { FailReason, HungUpBy } from './reason.ts';
import type { Recording, RecordingStop } from './recording.ts';
import type { Report } from './report.ts';
import type { CallState } from './state.ts';
import type { TransferTarget } from './transfer.ts';
import type { RuleAhead } from './wait-rules.ts';

/** Facts that may move a call from state to state; the table in lifecycle.ts says from where to where. */
export type Movement =
  /**
   * `menuId`: the menu that its own one sends such calls to; absent where it stays in its own. `carrier`: who tries
   * first by then, where that is another than when it was planned.
   */
  | { readonly type: 'came_due'; readonly plan: QueuePlan; readonly menuId?: number; readonly carrier?: string }
  | { readonly type: 'menu_selected'; readonly menuId: number; readonly plan: QueuePlan }
  /** A rule of the queue sends the caller on to another one. */
  | {
      readonly type: 'overflowed';
      readonly menuId: number;
      readonly plan: QueuePlan;
      readonly condition: RuleAhead['condition'];
    }
  /** The last agent of the queue is gone, or the first one is there again. */
  | { readonly type: 'queue_unstaffed' }
  | { readonly type: 'queue_staffed' }
  /** A scheduled call was moved, to another time or queue. */
  | { readonly type: 'rescheduled'; readonly at: Date; readonly menuId: number }
  /** A further group of agents is rung as well. */
  | { readonly type: 'group_cast'; readonly group: string }
  | { readonly type: 'agents_rung'; readonly agentIds: readonly number[]; readonly until: Date }
  | { readonly type: 'offer_declined'; readonly agentId: number }
  | { readonly type: 'offer_missed'; readonly agentIds: readonly number[] }
  /** An agent picked up; null when it is the voice agent (Fin) that takes the call. */
  | { readonly type: 'agent_assigned'; readonly agentId: number | null }
  | { readonly type: 'leg_ringing' }
  | { readonly type: 'legs_bridged' }
  /** The carrier could not connect; another one may. */
  | { readonly type: 'leg_failed'; readonly reason: FailReason; readonly details: string | null }
  /** The far end said no, or cannot be reached by anyone; another carrier would hear the same. */
  | { readonly type: 'leg_refused'; readonly reason: FailReason; readonly details: string | null }
  | { readonly type: 'carrier_switched'; readonly carrier: string }
  /** What moved the sound is gone; nothing can be heard any more. */
  | { readonly type: 'media_failed'; readonly reason: FailReason }
  | { readonly type: 'carriers_exhausted' }
  | { readonly type: 'held' }
  | { readonly type: 'resumed' }
  /**
   * `priority` is the call's new one where the hand-over changes it: who was cut off from their agent goes to the
   * front.
   */
  | {
      readonly type: 'transfer_started';
      readonly to: TransferTarget;
      readonly plan: QueuePlan;
      readonly priority?: number;
    }
  | { readonly type: 'transfer_completed'; readonly agentId: number }
  | { readonly type: 'transfer_failed'; readonly reason: FailReason }
  /** No one took the hand-over in time, and the caller had no agent to go back to: they were left waiting. */
  | { readonly type: 'transfer_expired' }
  /** One of those who talk with the caller leaves the others to it. */
  | { readonly type: 'agent_left'; readonly agentId: number }
  /**
   * Third party dialed into the call. `isHandOver`: the agents leave as soon as they answer. `carrier`: who dials them;
   * absent in what was stored before there was more than one.
   */
  | {
      readonly type: 'third_party_dialled';
      readonly number: E164;
      readonly isHandOver: boolean;
      readonly carrier?: string;
    }
  | { readonly type: 'third_party_answered' }
  | { readonly type: 'third_party_left'; readonly reason: FailReason }
  /**
   * `menuId`: the menu that sent the caller away as soon as they chose it; absent where the call stands in its menu
   * already.
   */
  | { readonly type: 'deflected'; readonly deflection: string; readonly menuId?: number }
  /**
   * The caller was sent to voicemail and is asked for a message. `deflection` is the word for where, `reason` the one
   * for why.
   */
  | {
      readonly type: 'voicemail_started';
      readonly deflection: string;
      readonly reason: string;
      readonly menuId?: number;
    }
  | { readonly type: 'voicemail_left'; readonly by: HungUpBy }
  | { readonly type: 'voicemail_opened' }
  /** The child call that calls this one's caller back has finished. */
  | { readonly type: 'callback_finished' }
  /** `reason` says why a call that was never connected failed; null when hanging up says it all. */
  | { readonly type: 'hung_up'; readonly by: HungUpBy; readonly reason?: FailReason };

/** Facts noted in any state, also after the end; none moves the call. */
export type Note =
  | { readonly type: 'flagged'; readonly flags: Partial<CustomerFlags> }
  /** A later word of the reporter; only reported calls take it. */
  | {
      readonly type: 'reported';
      readonly report: Partial<Report>;
      readonly state: CallState;
      readonly direction: Call['direction'];
      /** Who took it and who was at the other end, where the report says so anew; absent: as before. */
      readonly agentId?: number | null;
      readonly contact?: ContactCard | null;
    }
  | { readonly type: 'contact_known'; readonly contact: ContactCard }
  /** The caller was asked whether the call may be recorded. */
  | { readonly type: 'consent_given'; readonly permission: RecordingPermission }
  /**
   * Another telephone has the place in the call that one transferred, or that took it over. Where it was dialed is not
   * kept.
   */
  | { readonly type: 'telephone_changed'; readonly who: ParticipantKind }
  /** A number was to be dialed for the call, and may not be. Which one is not kept. */
  | { readonly type: 'dial_refused'; readonly why: DialRefusal }
  /** Seconds since the recording began. */
  | { readonly type: 'recording_paused'; readonly seconds: number }
  | { readonly type: 'recording_resumed'; readonly seconds: number }
  /** `agentId`: who wrote it down; null: a program. */
  | {
      readonly type: 'outcome_noted';
      readonly disposition: string | null;
      readonly tags: readonly string[];
      readonly agentId: number | null;
    }
  /** The time of a wrap-up ran out, and this is missing. `agentId`: whose it was. */
  | {
      readonly type: 'wrap_up_lapsed';
      readonly missing: readonly WrapUpField[];
      readonly agentId: number;
    }
  /** A note was written that had been missing. */
  | { readonly type: 'missing_note_added'; readonly agentId: number }
  | { readonly type: 'rated'; readonly rating: number; readonly feedback: boolean }
  | { readonly type: 'recording_started'; readonly recording: Recording }
  /** With a reason it ended before the call did. */
  | {
      readonly type: 'recording_stored';
      readonly seconds: number;
      readonly bytes: number;
      readonly reason?: RecordingStop;
    }
  | { readonly type: 'recording_failed'; readonly reason?: RecordingStop }
  | { readonly type: 'recording_played'; readonly played: boolean }
  | { readonly type: 'recording_deleted' }
  | { readonly type: 'transcribed'; readonly summary: string | null }
  | { readonly type: 'transcription_failed' }
  /** No one writes down what is said in this call. */
  | { readonly type: 'transcription_omitted' };

/** Everything that can happen to a call after it was created. */
export type CallEvent = Movement | Note;

/** Their types, for tests that go through all. @internal */
export const MOVEMENTS = [
  'came_due',
  'rescheduled',
  'menu_selected',
  'overflowed',
  'queue_unstaffed',
  'queue_staffed',
  'group_cast',
  'agents_rung',
  'offer_declined',
  'offer_missed',
  'agent_assigned',
  'leg_ringing',
  'legs_bridged',
  'leg_failed',
  'leg_refused',
  'carrier_switched',
  'media_failed',
  'carriers_exhausted',
  'held',
  'resumed',
  'transfer_started',
  'transfer_completed',
  'transfer_failed',
  'transfer_expired',
  'agent_left',
  'third_party_dialled',
  'third_party_answered',
  'third_party_left',
  'deflected',
  'voicemail_started',
  'voicemail_left',
  'voicemail_opened',
  'callback_finished',
  'hung_up',
] as const satisfies readonly Movement['type'][];

export const NOTES = [
  'flagged',
  'reported',
  'contact_known',
  'consent_given',
  'telephone_changed',
  'dial_refused',
  'recording_paused',
  'recording_resumed',
  'outcome_noted',
  'wrap_up_lapsed',
  'missing_note_added',
  'rated',
  'recording_started',
  'recording_stored',
  'recording_failed',
  'recording_played',
  'recording_deleted',
  'transcribed',
  'transcription_failed',
  'transcription_omitted',
] as const satisfies readonly Note['type'][];

/** Whether the fact is noted without moving the call. */
export function isNote(event: CallEvent): event is Note {
  return (NOTES as readonly string[]).includes(event.type);
}
