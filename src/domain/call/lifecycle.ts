/**
 * The life of a call as one table. Database CHECK, diagram and generated tests are read off it.
 *
 * Readings where seed 004 is silent: hanging up before connection is `failed`; a declined offer re-queues; `switching`
 * tries the next carrier or fails; a transfer is not a state; voicemail without a message falls back to `deflected`. A
 * caller who is asked for a message is in `voicemail` at once: `deflected` is an end, and no state that has ended leads
 * back to a live one.
 */
import type { CallOrigin } from './call.ts';
import type { Movement } from './event.ts';
import type { CallState } from './state.ts';

type Row = { readonly [E in Movement['type']]?: CallState };

/** state -> (what happens -> where it leads). What is absent is refused. */
export const LIFECYCLE = {
  scheduled: { rescheduled: 'scheduled', came_due: 'queued', deflected: 'deflected', hung_up: 'failed' },
  selecting: {
    menu_selected: 'queued',
    deflected: 'deflected',
    voicemail_started: 'voicemail',
    media_failed: 'failed',
    hung_up: 'failed',
  },
  queued: {
    overflowed: 'queued',
    queue_unstaffed: 'queued',
    queue_staffed: 'queued',
    group_cast: 'queued',
    agents_rung: 'queued',
    offer_declined: 'queued',
    offer_missed: 'queued',
    agent_assigned: 'assigned',
    deflected: 'deflected',
    voicemail_started: 'voicemail',
    media_failed: 'failed',
    hung_up: 'failed',
  },
  assigned: {
    leg_ringing: 'connecting',
    legs_bridged: 'connected',
    leg_failed: 'switching',
    leg_refused: 'failed',
    offer_declined: 'queued',
    media_failed: 'failed',
    hung_up: 'failed',
  },
  connecting: {
    legs_bridged: 'connected',
    leg_failed: 'switching',
    leg_refused: 'failed',
    offer_declined: 'queued',
    media_failed: 'failed',
    hung_up: 'failed',
  },
  switching: { carrier_switched: 'connecting', carriers_exhausted: 'failed', hung_up: 'failed' },
  connected: {
    held: 'connected',
    resumed: 'connected',
    transfer_started: 'connected',
    group_cast: 'connected',
    agents_rung: 'connected',
    offer_declined: 'connected',
    offer_missed: 'connected',
    transfer_completed: 'connected',
    transfer_failed: 'connected',
    transfer_expired: 'finished',
    deflected: 'deflected',
    voicemail_started: 'voicemail',
    agent_left: 'connected',
    third_party_dialled: 'connected',
    third_party_answered: 'connected',
    third_party_left: 'connected',
    media_failed: 'finished',
    hung_up: 'finished',
  },
  finished: {},
  failed: { callback_finished: 'recovered' },
  recovered: {},
  deflected: {},
  voicemail: { voicemail_left: 'voicemail_received', hung_up: 'deflected' },
  voicemail_received: { voicemail_opened: 'voicemail_read' },
  voicemail_read: {},
  action_only: { hung_up: 'action_only_finished' },
  action_only_finished: {},
} as const satisfies Record<CallState, Row>;

/** The state in which each kind of call begins; a reported call begins wherever its reporter says. */
export const ENTRY = {
  outbound_api: 'assigned',
  outbound_desk: 'assigned',
  incoming_api: 'queued',
  fin: 'queued',
  scheduled_api: 'scheduled',
  phone: 'selecting',
  web: 'selecting',
  action_only: 'action_only',
} as const satisfies Record<Exclude<CallOrigin, 'reported'>, CallState>;

/** Where the event leads from the state; undefined when it cannot happen there. */
export function next(state: CallState, event: Movement['type']): CallState | undefined {
  const row: Row = LIFECYCLE[state];
  return row[event];
}
