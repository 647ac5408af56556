/** The 16 states of a call. Names and meanings: seed 004, "Call status definitions". */

export const CALL_STATES = [
  'scheduled',
  'selecting',
  'queued',
  'assigned',
  'connecting',
  'switching',
  'connected',
  'finished',
  'failed',
  'recovered',
  'deflected',
  'voicemail',
  'voicemail_received',
  'voicemail_read',
  'action_only',
  'action_only_finished',
] as const;

/** One of the 16, in the seed's spelling, which is our vocabulary too. */
export type CallState = (typeof CALL_STATES)[number];

/** What is true while a call is in the state, for docs/lifecycle.md. @internal */
export const STATE_DESCRIPTIONS = {
  scheduled: 'The call is scheduled; no one is ringing yet.',
  selecting: 'The caller is in the menus and has not chosen a leaf.',
  queued: 'The caller waits; agents may be ringing.',
  assigned: 'An agent has the call; the other end is not being reached yet.',
  connecting: 'The carrier is reaching the other end.',
  switching: 'A carrier failed to connect; the next one is about to try.',
  connected: 'Both ends are connected.',
  finished: 'The call ended after it had been connected.',
  failed: 'The call ended before it was connected; the fail reason says why.',
  recovered: 'The call had failed, and its call-back has finished well.',
  deflected: 'No one could take the call; the caller was deflected and left no message.',
  voicemail: 'The caller hears the greeting or is leaving a message.',
  voicemail_received: 'A message was left; no agent has listened to it.',
  voicemail_read: 'An agent has listened to the message.',
  action_only: "The customer's own telephony carries the call.",
  action_only_finished: "The call on the customer's own telephony has ended.",
} as const satisfies Record<CallState, string>;

/**
 * The states in which someone is, or will be, on the line. `deflected` is not one: a caller who was sent away has gone;
 * one who is asked for a message is in `voicemail`.
 */
export const LIVE = {
  scheduled: true,
  selecting: true,
  queued: true,
  assigned: true,
  connecting: true,
  switching: true,
  connected: true,
  finished: false,
  failed: false,
  recovered: false,
  deflected: false,
  voicemail: true,
  voicemail_received: false,
  voicemail_read: false,
  action_only: true,
  action_only_finished: false,
} as const satisfies Record<CallState, boolean>;

/** Whether a call in the state is still in progress. */
export function isLive(state: CallState): boolean {
  return LIVE[state];
}
