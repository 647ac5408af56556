/**
 * This vendor's words for what our calls are, as tables. The vendor publishes no lists; seeds 000 and 001 show single
 * values.
 */
import type { Call, CallOrigin } from '#domain/call/call.ts';
import type { FailReason } from '#domain/call/reason.ts';
import type { CallState } from '#domain/call/state.ts';
import type { Speaker, TranscriptStatus } from '#domain/call/transcript.ts';

/** Versions that the vendor has published, with both names of the one that is not. */
export const VERSIONS = [
  '1.0',
  '1.1',
  '1.2',
  '1.3',
  '1.4',
  '2.0',
  '2.1',
  '2.2',
  '2.3',
  '2.4',
  '2.5',
  '2.6',
  '2.7',
  '2.8',
  '2.9',
  '2.10',
  '2.11',
  '2.12',
  '2.13',
  '2.14',
  '2.15',
  '2.16',
  'Unstable',
  'Preview',
] as const;

/** `state`. */
export const STATES = [
  'scheduled',
  'queued',
  'ringing',
  'in_progress',
  'completed',
  'missed',
  'failed',
  'deflected',
  'voicemail',
] as const;
type State = (typeof STATES)[number];

const both = <S extends State>(state: S) => ({ inbound: state, outbound: state });

/**
 * `state` by ours and by who called whom: a call that was never connected was missed by us, or failed to reach them.
 */
export const STATE = {
  scheduled: both('scheduled'),
  selecting: both('queued'),
  queued: both('queued'),
  assigned: both('ringing'),
  connecting: both('ringing'),
  switching: both('ringing'),
  connected: both('in_progress'),
  finished: both('completed'),
  failed: { inbound: 'missed', outbound: 'failed' },
  // No one answered this call; the call-back that did well is a call of its own.
  recovered: { inbound: 'missed', outbound: 'failed' },
  deflected: both('deflected'),
  voicemail: both('voicemail'),
  voicemail_received: both('voicemail'),
  voicemail_read: both('voicemail'),
  action_only: both('in_progress'),
  action_only_finished: both('completed'),
} as const satisfies Record<CallState, Record<Call['direction'], State>>;

/** `ended_reason`. */
export const ENDED_REASONS = [
  'completed',
  'abandoned',
  'no_answer',
  'busy',
  'failed',
  'voicemail',
  'deflected',
] as const;
type EndedReason = (typeof ENDED_REASONS)[number];

/** Why a call in the state has ended. Null while it is in progress; of a failed call its own reason tells. */
const ENDED_REASON = {
  scheduled: null,
  selecting: null,
  queued: null,
  assigned: null,
  connecting: null,
  switching: null,
  connected: null,
  finished: 'completed',
  failed: 'by_fail_reason',
  recovered: 'by_fail_reason',
  deflected: 'deflected',
  voicemail: null,
  voicemail_received: 'voicemail',
  voicemail_read: 'voicemail',
  action_only: null,
  action_only_finished: 'completed',
} as const satisfies Record<CallState, EndedReason | 'by_fail_reason' | null>;

/**
 * Why a failed call has ended. Only reported calls fail without a reason: their reporter says that they were missed.
 */
export const FAILED_BECAUSE = {
  nothing: 'no_answer',
  unknown: 'by_who_hung_up',
  expired: 'no_answer',
  transfer_expired: 'no_answer',
  eu_canceled: 'abandoned',
  eu_rejected: 'no_answer',
  eu_abandoned: 'abandoned',
  eu_in_menu_abandoned: 'abandoned',
  eu_busy: 'busy',
  eu_wrong_number: 'failed',
  eu_no_answer: 'no_answer',
  eu_noti_failed: 'failed',
  ag_canceled: 'abandoned',
  ag_ignored: 'no_answer',
  ag_mic_no_device: 'failed',
  ag_mic_denied: 'failed',
  voip_conn_general: 'failed',
  voip_conn_timeout: 'failed',
  voip_conn_signal: 'failed',
  stuck_due_to_api_error: 'failed',
  group_deleted_no_substitute: 'failed',
  menu_deleted: 'failed',
  number_not_called: 'failed',
  dial_limit: 'failed',
} as const satisfies Record<FailReason, EndedReason | 'by_who_hung_up'>;

/** Why the call has ended; null while it is in progress. */
export function endedReason(call: Pick<Call, 'state' | 'failReason' | 'disconnectedBy'>): EndedReason | null {
  const reason = ENDED_REASON[call.state];
  if (reason !== 'by_fail_reason') return reason;
  const because = FAILED_BECAUSE[call.failReason];
  if (because !== 'by_who_hung_up') return because;
  return call.disconnectedBy === 'disconnected_by_end_user' ? 'abandoned' : 'failed';
}

/** `call_type`. Source: seed 001 (`phone`). */
export const CALL_TYPE = {
  outbound_api: 'phone',
  incoming_api: 'phone',
  scheduled_api: 'phone',
  phone: 'phone',
  web: 'web',
  fin: 'phone',
  outbound_desk: 'phone',
  reported: 'phone',
  action_only: 'phone',
} as const satisfies Record<CallOrigin, string>;

/**
 * `transcript_status`; null for a call that no one writes down. Source: the vendor's OpenAPI document shows
 * `completed`; the others are ours.
 */
export const TRANSCRIPT_STATUS = {
  in_progress: 'in_progress',
  done: 'completed',
  failed: 'failed',
} as const satisfies Record<TranscriptStatus, string>;

/** What agents are called in transcripts, each with a number. */
export const TEAMMATE = 'Teammate';

/**
 * Who speaks besides agents, as the transcript names them. Source: seed 001, "Get call transcript by call id", for the
 * first two; the vendor shows no transcript of its voice agent, which goes by its product name here.
 */
export const SPEAKER = {
  user: 'User',
  virtual_agent: 'Fin',
} as const satisfies Record<Exclude<Speaker, 'agent'>, string>;
