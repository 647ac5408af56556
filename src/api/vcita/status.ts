/** This vendor's words for what our calls are, and ours for the words that calls are reported with. */
import type { Call } from '#domain/call/call.ts';
import type { Recording } from '#domain/call/recording.ts';
import type { CallState } from '#domain/call/state.ts';
import type { Speaker, TranscriptStatus } from '#domain/call/transcript.ts';

/** The six statuses. Source: seed 003, `status`. */
export const STATUSES = [
  'INCOMING_CALL',
  'ANSWERED_BY_STAFF',
  'MISSED',
  'ANSWERED_BY_CALLS_PROVIDER',
  'MISSED_CALL_HANDLED',
  'VOICEMAIL_RECEIVED',
] as const;
/** One of the six. */
export type Status = (typeof STATUSES)[number];

/**
 * What a call may be reported with: the six, and `VOICEMAIL`, which is what the vendor has called the last one since
 * 2026-05-12.
 */
export const REPORTED_STATUSES = [...STATUSES, 'VOICEMAIL'] as const;
/** One of the seven. */
export type ReportedStatus = (typeof REPORTED_STATUSES)[number];

/** Source: seed 003, `direction`. */
export const DIRECTIONS = ['INBOUND', 'OUTBOUND'] as const;
/** One of the two. */
export type Direction = (typeof DIRECTIONS)[number];

/** Source: seed 003, `provider`: only this one so far. */
export const PROVIDERS = ['VONAGE'] as const;

/** The status of a call that people take. */
export const STATUS = {
  scheduled: 'INCOMING_CALL',
  selecting: 'INCOMING_CALL',
  queued: 'INCOMING_CALL',
  assigned: 'INCOMING_CALL',
  connecting: 'INCOMING_CALL',
  switching: 'INCOMING_CALL',
  connected: 'ANSWERED_BY_STAFF',
  finished: 'ANSWERED_BY_STAFF',
  failed: 'MISSED',
  recovered: 'MISSED_CALL_HANDLED',
  deflected: 'ANSWERED_BY_CALLS_PROVIDER',
  // Until there is a message, none was received.
  voicemail: 'ANSWERED_BY_CALLS_PROVIDER',
  voicemail_received: 'VOICEMAIL_RECEIVED',
  voicemail_read: 'VOICEMAIL_RECEIVED',
  action_only: 'ANSWERED_BY_CALLS_PROVIDER',
  action_only_finished: 'ANSWERED_BY_CALLS_PROVIDER',
} as const satisfies Record<CallState, Status>;

/** The status of a call that the voice agent takes: no one of the staff has answered it. */
export const FIN_STATUS = {
  ...STATUS,
  connected: 'ANSWERED_BY_CALLS_PROVIDER',
  finished: 'ANSWERED_BY_CALLS_PROVIDER',
} as const satisfies Record<CallState, Status>;

/** The state that a report means: of the states that have the word, the one in which the engine has nothing to do. */
export const STATE = {
  INCOMING_CALL: 'connecting',
  ANSWERED_BY_STAFF: 'finished',
  MISSED: 'failed',
  ANSWERED_BY_CALLS_PROVIDER: 'action_only_finished',
  MISSED_CALL_HANDLED: 'recovered',
  VOICEMAIL_RECEIVED: 'voicemail_received',
  VOICEMAIL: 'voicemail_received',
} as const satisfies Record<ReportedStatus, CallState>;

/** A call's status: the reporter's own word where there is one, else ours. */
export function statusOf(reported: string | null, state: CallState, isFin: boolean): ReportedStatus {
  // Only this dialect writes reports down, and only with the words above.
  return (reported as ReportedStatus | null) ?? (isFin ? FIN_STATUS : STATUS)[state];
}

/** The seed's word for a status under either of its names. */
export function plain(status: ReportedStatus): Status {
  return status === 'VOICEMAIL' ? 'VOICEMAIL_RECEIVED' : status;
}

/** The vendor's word for each direction. */
export const DIRECTION = {
  inbound: 'INBOUND',
  outbound: 'OUTBOUND',
} as const satisfies Record<Call['direction'], Direction>;

/** The way back. */
export const OUR_DIRECTION = { INBOUND: 'inbound', OUTBOUND: 'outbound' } as const satisfies Record<
  Direction,
  Call['direction']
>;

/** Source: voiceCall, `transcript_status`. */
export const TRANSCRIPT_STATUS = {
  in_progress: 'IN_PROGRESS',
  done: 'DONE',
  failed: 'FAILED',
} as const satisfies Record<TranscriptStatus, string>;

/** Source: voiceCallTranscript, `speaker_role`, whose examples are `client` and `staff`; the third word is ours. */
export const SPEAKER_ROLE = {
  agent: 'staff',
  user: 'client',
  virtual_agent: 'virtual_agent',
} as const satisfies Record<Speaker, string>;

/** Source: voiceCallRecording, `recording_type`. */
export const RECORDING_TYPE = { call: 'CALL', voicemail: 'VOICEMAIL' } as const satisfies Record<
  Recording['kind'],
  string
>;

/** When calls are forwarded. Source: voiceCallSetting, `call_forwarding_policy`. */
export const FORWARDING_POLICIES = ['ALWAYS', 'WORK_HOURS', 'NEVER'] as const;
/** How the app that manages the calls stands. Source: voiceCallSetting, `app_status`. */
export const APP_STATUSES = ['INSTALLED', 'UNINSTALLED', 'PAYMENT_ISSUE'] as const;
/** What a setting is for. Source: voiceCallSetting, `feature`. */
export const FEATURES = ['VOICE', 'SMS', 'VOICE_SMS'] as const;
