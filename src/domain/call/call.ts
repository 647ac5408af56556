/** A call: one record from first ring to archive, whichever API asked for it. */
import type { ContactCard } from '../directory/contact.ts';
import type { WrapUpField } from '../directory/wrap-up-rules.ts';
import type { OfferType } from '../directory/menu.ts';
import type { E164 } from '../directory/phone-number.ts';
import type { Deflection } from './deflection-record.ts';
import type { Casting, Offer } from './offer-record.ts';
import type { Participant } from './participant.ts';
import type { FailReason } from './reason.ts';
import type { Recording } from './recording.ts';
import type { Report } from './report.ts';
import type { CallState } from './state.ts';
import type { TranscriptStatus } from './transcript.ts';
import type { Transfer } from './transfer.ts';
import type { WaitRules } from './wait-rules-record.ts';

/** How the call came to be. */
export const CALL_ORIGINS = [
  'outbound_api',
  'incoming_api',
  'scheduled_api',
  'phone',
  'web',
  'fin',
  'outbound_desk',
  'reported',
  'action_only',
] as const;
export type CallOrigin = (typeof CALL_ORIGINS)[number];

/** What agents noted about the customer. Source: seed 004, customer_flag. */
export type CustomerFlags = {
  readonly verifiedCustomer: boolean;
  readonly badActor: boolean;
  readonly repeatCustomer: boolean;
};

export const RECORDING_PERMISSIONS = ['not_asked', 'granted', 'denied'] as const;
export type RecordingPermission = (typeof RECORDING_PERMISSIONS)[number];

/** When what happened. UTC, milliseconds; null until then. Source: seed 004, call object. */
export type CallTimes = {
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When a scheduled call comes due. */
  readonly scheduledAt: Date | null;
  /** When the call first joined a queue; of a scheduled call, the time it was scheduled for. */
  readonly queuedAt: Date | null;
  /** When an agent last took it. */
  readonly assignedAt: Date | null;
  /** When both ends first talked: ringing is not talking. */
  readonly connectedAt: Date | null;
  readonly endsAt: Date | null;
  /** Since when no agent of the queue is there, while the call waits in it and has a rule for that. */
  readonly unstaffedSince: Date | null;
  /** Since when the contact is on hold. */
  readonly heldSince: Date | null;
  /** When the engine looks at the call again without being asked; null once it has ended. */
  readonly deadlineAt: Date | null;
};

/** The whole record. */
export type Call = CallTimes & {
  /** Positive; unique over all workspaces. 0 until stored. */
  readonly id: number;
  readonly uid: string;
  readonly workspaceId: number;
  /** 1 when created, one more with every change: who changes an older version changes nothing. */
  readonly version: number;
  readonly origin: CallOrigin;
  readonly direction: 'inbound' | 'outbound';
  readonly state: CallState;
  readonly parentId: number | null;
  /** The Messenger thread it belongs to. */
  readonly conversationId: number;
  readonly lang: string;
  /** The person at the other end; null only for reported calls of a stranger. */
  readonly contact: ContactCard | null;
  readonly contactNumber: E164 | null;
  /** The workspace's number, as it was entered there. */
  readonly ownNumber: string | null;
  readonly ticketId: string | null;
  readonly ticketUrl: string | null;
  readonly agentId: number | null;
  readonly menuId: number | null;
  /** Higher is served first; 0 is ordinary. */
  readonly priority: number;
  /** Who carries the voice, and who has failed to. */
  readonly carrier: string;
  readonly carriersTried: readonly string[];
  /** Seconds on hold so far, without the present hold. */
  readonly holdSeconds: number;
  readonly recordingPermission: RecordingPermission;
  readonly voicemailReason: string;
  readonly deflection: string;
  readonly disconnectedBy: string;
  readonly failReason: FailReason;
  readonly failDetails: string | null;
  readonly answerType: 'manual' | 'auto';
  /** 1 to 5. */
  readonly rating: number | null;
  readonly hasFeedback: boolean;
  /** What it came to, in the workspace's words; null until an agent has said. */
  readonly disposition: string | null;
  readonly tags: readonly string[];
  /** What was required when its wrap-up ended by time, and was given by no one since. */
  readonly notFilledIn: readonly WrapUpField[];
  readonly verified: boolean;
  readonly flags: CustomerFlags;
  readonly offerType: OfferType | null;
  /** See `QueuePlan`; 0 while the call has no queue. */
  readonly offerSeconds: number;
  /** What happens to the caller after how long a wait; null: nothing. */
  readonly waitRules: WaitRules | null;
  /** Groups rung so far, and those still to come. */
  readonly groupsAhead: readonly string[];
  readonly castings: readonly Casting[];
  readonly offer: Offer | null;
  /** Agents who declined or missed it since it last went round, in that order. */
  readonly passedBy: readonly number[];
  readonly participants: readonly Participant[];
  readonly transfers: readonly Transfer[];
  readonly deflections: readonly Deflection[];
  readonly recording: Recording | null;
  readonly transcriptStatus: TranscriptStatus | null;
  readonly summary: string | null;
  /** The call in which the voice agent spoke to this caller before a person did. */
  readonly finCallId: number | null;
  readonly report: Report | null;
};

/** Whether the contact is known to be who they say: agents noted it, or it was so from the start. */
export function isVerified(call: Pick<Call, 'verified' | 'flags'>): boolean {
  return call.verified || call.flags.verifiedCustomer;
}

/** What a call is when no one has said anything about it: the part that all entries share. */
export const CALL_DEFAULTS = {
  version: 1,
  parentId: null,
  ticketId: null,
  ticketUrl: null,
  agentId: null,
  menuId: null,
  priority: 0,
  carriersTried: [],
  scheduledAt: null,
  queuedAt: null,
  assignedAt: null,
  connectedAt: null,
  endsAt: null,
  unstaffedSince: null,
  heldSince: null,
  deadlineAt: null,
  holdSeconds: 0,
  recordingPermission: 'not_asked',
  voicemailReason: 'not_voicemail',
  deflection: 'no_deflection',
  disconnectedBy: 'disconnected_by_unknown',
  failReason: 'nothing',
  failDetails: null,
  answerType: 'manual',
  rating: null,
  hasFeedback: false,
  disposition: null,
  tags: [],
  notFilledIn: [],
  verified: false,
  flags: { verifiedCustomer: false, badActor: false, repeatCustomer: false },
  offerType: null,
  offerSeconds: 0,
  waitRules: null,
  groupsAhead: [],
  castings: [],
  offer: null,
  passedBy: [],
  transfers: [],
  deflections: [],
  recording: null,
  transcriptStatus: null,
  summary: null,
  finCallId: null,
  report: null,
} as const satisfies Partial<Call>;

/** A call that is not stored yet: ids, conversation and contact come from the store. */
export type CallDraft = Omit<Call, 'id' | 'conversationId' | 'contact'> & {
  /** Null lets the store find or make the contact by `contactNumber`. */
  readonly contactId: number | null;
  /** Null opens a new conversation. */
  readonly conversationId: number | null;
  /** The Idempotency-Key it was asked for with; a second draft with the same one is the first one's call. */
  readonly requestKey: string | null;
};
