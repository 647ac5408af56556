/**
 * The four transaction machines, one table each: state -> (what happens -> where it leads, and what is done). What is
 * absent is refused. A timer runs on as long as the state has a cell for it. Source: RFC 3261 section 17, as changed by
 * RFC 6026.
 */
import type { TimerName } from './timers.ts';

/**
 * What is done, in the cell's order. `send` sends the request or the response at hand, `resend` the last response
 * again.
 */
export type Action =
  | 'send'
  | 'resend'
  | 'send_ack'
  | 'send_trying'
  | 'tell_request'
  | 'tell_response'
  | 'tell_ack'
  | 'tell_timeout'
  | 'tell_transport_error'
  | 'stop_trying'
  | 'start_e_at_t2'
  | `start_${TimerName}`;

/** What happens to a client transaction. Statuses: provisional 1xx, success 2xx, failure 300 to 699. */
export type ClientEvent = 'provisional' | 'success' | 'failure' | 'transport_error' | `timer_${TimerName}`;

/** What happens to a server transaction. `request` is a retransmission; the others are what its user answers. */
export type ServerEvent =
  | 'request'
  | 'ack'
  | 'answer_provisional'
  | 'answer_success'
  | 'answer_failure'
  | 'transport_error'
  | `timer_${TimerName}`;

/** Any of them. */
export type TransactionEvent = ClientEvent | ServerEvent;

/** The states of all four, by the RFC's names. */
export const TRANSACTION_STATES = [
  'calling',
  'trying',
  'proceeding',
  'completed',
  'accepted',
  'confirmed',
  'terminated',
] as const;

/** One of them. */
export type TransactionState = (typeof TRANSACTION_STATES)[number];

/** Where an event leads, and what is done then. */
export type Cell = { readonly to: TransactionState; readonly do: readonly Action[] };

type Rows<State extends TransactionState, Event extends TransactionEvent> = Readonly<
  Record<State, { readonly [E in Event]?: Cell }>
>;

/** Section 17.1.1 (figure 5), RFC 6026 section 8.4: "Accepted" waits for 2xx of other forks, and repeated ones. */
const CLIENT_INVITE = {
  calling: {
    timer_a: { to: 'calling', do: ['send', 'start_a'] },
    timer_b: { to: 'terminated', do: ['tell_timeout'] },
    provisional: { to: 'proceeding', do: ['tell_response'] },
    success: { to: 'accepted', do: ['tell_response', 'start_m'] },
    failure: { to: 'completed', do: ['send_ack', 'tell_response', 'start_d'] },
    transport_error: { to: 'terminated', do: ['tell_transport_error'] },
  },
  // No timer: how long a call may ring is its user's business.
  proceeding: {
    provisional: { to: 'proceeding', do: ['tell_response'] },
    success: { to: 'accepted', do: ['tell_response', 'start_m'] },
    failure: { to: 'completed', do: ['send_ack', 'tell_response', 'start_d'] },
  },
  // "Any retransmissions of the final response … MUST cause the ACK to be re-passed to the transport layer".
  completed: {
    failure: { to: 'completed', do: ['send_ack'] },
    timer_d: { to: 'terminated', do: [] },
    transport_error: { to: 'terminated', do: ['tell_transport_error'] },
  },
  // Each 2xx goes to the user, who acknowledges it: the ACK of a 2xx is no part of the transaction (section 13.2.2.4).
  accepted: {
    success: { to: 'accepted', do: ['tell_response'] },
    timer_m: { to: 'terminated', do: [] },
  },
  terminated: {},
} as const satisfies Rows<'calling' | 'proceeding' | 'completed' | 'accepted' | 'terminated', ClientEvent>;

/** Section 17.1.2 (figure 6). */
const CLIENT_OTHER = {
  trying: {
    timer_e: { to: 'trying', do: ['send', 'start_e'] },
    timer_f: { to: 'terminated', do: ['tell_timeout'] },
    provisional: { to: 'proceeding', do: ['tell_response'] },
    success: { to: 'completed', do: ['tell_response', 'start_k'] },
    failure: { to: 'completed', do: ['tell_response', 'start_k'] },
    transport_error: { to: 'terminated', do: ['tell_transport_error'] },
  },
  // "If Timer E fires while in the "Proceeding" state, the request MUST be passed to the transport layer for
  // retransmission, and Timer E MUST be reset with a value of T2 seconds."
  proceeding: {
    timer_e: { to: 'proceeding', do: ['send', 'start_e_at_t2'] },
    timer_f: { to: 'terminated', do: ['tell_timeout'] },
    provisional: { to: 'proceeding', do: ['tell_response'] },
    success: { to: 'completed', do: ['tell_response', 'start_k'] },
    failure: { to: 'completed', do: ['tell_response', 'start_k'] },
    transport_error: { to: 'terminated', do: ['tell_transport_error'] },
  },
  completed: {
    success: { to: 'completed', do: [] },
    failure: { to: 'completed', do: [] },
    timer_k: { to: 'terminated', do: [] },
  },
  terminated: {},
} as const satisfies Rows<'trying' | 'proceeding' | 'completed' | 'terminated', ClientEvent>;

/** Section 17.2.1 (figure 7), RFC 6026 section 8.7: after a 2xx "Accepted" absorbs INVITEs and passes ACKs on. */
const SERVER_INVITE = {
  proceeding: {
    request: { to: 'proceeding', do: ['resend'] },
    timer_trying: { to: 'proceeding', do: ['send_trying'] },
    answer_provisional: { to: 'proceeding', do: ['stop_trying', 'send'] },
    answer_success: { to: 'accepted', do: ['send', 'start_l'] },
    answer_failure: { to: 'completed', do: ['send', 'start_g', 'start_h'] },
    // RFC 6026 figure 7: "Transport Err. / Inform TU", and the state stays.
    transport_error: { to: 'proceeding', do: ['tell_transport_error'] },
  },
  completed: {
    request: { to: 'completed', do: ['resend'] },
    ack: { to: 'confirmed', do: ['start_i'] },
    timer_g: { to: 'completed', do: ['resend', 'start_g'] },
    timer_h: { to: 'terminated', do: ['tell_timeout'] },
    transport_error: { to: 'completed', do: ['tell_transport_error'] },
  },
  confirmed: {
    request: { to: 'confirmed', do: [] },
    ack: { to: 'confirmed', do: [] },
    timer_i: { to: 'terminated', do: [] },
  },
  accepted: {
    request: { to: 'accepted', do: [] },
    ack: { to: 'accepted', do: ['tell_ack'] },
    // The user sends its 2xx again until it is acknowledged (section 13.3.1.4).
    answer_success: { to: 'accepted', do: ['send'] },
    timer_l: { to: 'terminated', do: [] },
    transport_error: { to: 'accepted', do: ['tell_transport_error'] },
  },
  terminated: {},
} as const satisfies Rows<'proceeding' | 'completed' | 'confirmed' | 'accepted' | 'terminated', ServerEvent>;

/** Section 17.2.2 (figure 8). */
const SERVER_OTHER = {
  // "any further request retransmissions are discarded": there is nothing to repeat yet.
  trying: {
    request: { to: 'trying', do: [] },
    answer_provisional: { to: 'proceeding', do: ['send'] },
    answer_success: { to: 'completed', do: ['send', 'start_j'] },
    answer_failure: { to: 'completed', do: ['send', 'start_j'] },
  },
  proceeding: {
    request: { to: 'proceeding', do: ['resend'] },
    answer_provisional: { to: 'proceeding', do: ['send'] },
    answer_success: { to: 'completed', do: ['send', 'start_j'] },
    answer_failure: { to: 'completed', do: ['send', 'start_j'] },
    transport_error: { to: 'terminated', do: ['tell_transport_error'] },
  },
  // "Any other final responses passed by the TU … MUST be discarded while in the "Completed" state": they are refused.
  completed: {
    request: { to: 'completed', do: ['resend'] },
    timer_j: { to: 'terminated', do: [] },
    transport_error: { to: 'terminated', do: ['tell_transport_error'] },
  },
  terminated: {},
} as const satisfies Rows<'trying' | 'proceeding' | 'completed' | 'terminated', ServerEvent>;

/** A transaction is one of four kinds. */
export type TransactionKind = 'client_invite' | 'client_other' | 'server_invite' | 'server_other';

/** How each begins. */
export const BEGINS = {
  client_invite: { to: 'calling', do: ['send', 'start_a', 'start_b'] },
  client_other: { to: 'trying', do: ['send', 'start_e', 'start_f'] },
  server_invite: { to: 'proceeding', do: ['tell_request', 'start_trying'] },
  server_other: { to: 'trying', do: ['tell_request'] },
} as const satisfies Record<TransactionKind, Cell>;

const MACHINES: Readonly<
  Record<TransactionKind, { readonly [S in TransactionState]?: { readonly [E in TransactionEvent]?: Cell } }>
> = {
  client_invite: CLIENT_INVITE,
  client_other: CLIENT_OTHER,
  server_invite: SERVER_INVITE,
  server_other: SERVER_OTHER,
};

/** What the table says of an event in a state; null where it is refused. */
export function cellOf(kind: TransactionKind, state: TransactionState, event: TransactionEvent): Cell | null {
  return MACHINES[kind][state]?.[event] ?? null;
}
