/** CANCEL, on both sides, as tables. Source: RFC 3261 section 9. */
import { GIVE_UP } from '../transaction/timers.ts';

/** How an INVITE of ours stands towards its CANCEL. `wanted`: it will be sent once a provisional response has come. */
export const CANCEL_STATES = ['sent', 'ringing', 'wanted', 'cancelled', 'over'] as const;

/** One of them. */
export type CancelState = (typeof CANCEL_STATES)[number];

/** What happens. `quiet`: no final response came within 64*T1 of the CANCEL. */
export type CancelEvent = 'ask' | 'provisional' | 'success' | 'failure' | 'quiet';

/** What is to be done: send the CANCEL; acknowledge a 2xx that crossed it, and BYE; or take the call for ended. */
export type CancelWork = 'send_cancel' | 'ack_and_bye' | 'end';

type CancelCell = { readonly to: CancelState; readonly do: readonly CancelWork[] };

/** state -> (what happens -> where it leads, and what is done). What is absent changes nothing. */
const CANCELLING = {
  sent: {
    // "If no provisional response has been received, the CANCEL request MUST NOT be sent; rather, the client MUST
    // wait".
    ask: { to: 'wanted', do: [] },
    provisional: { to: 'ringing', do: [] },
    success: { to: 'over', do: [] },
    failure: { to: 'over', do: [] },
  },
  ringing: {
    ask: { to: 'cancelled', do: ['send_cancel'] },
    success: { to: 'over', do: [] },
    failure: { to: 'over', do: [] },
  },
  wanted: {
    provisional: { to: 'cancelled', do: ['send_cancel'] },
    // "If the original request has generated a final response, the CANCEL SHOULD NOT be sent": what was answered is
    // hung up.
    success: { to: 'over', do: ['ack_and_bye'] },
    failure: { to: 'over', do: ['end'] },
  },
  cancelled: {
    success: { to: 'over', do: ['ack_and_bye'] },
    failure: { to: 'over', do: ['end'] },
    // "the client SHOULD then consider the original transaction cancelled and SHOULD destroy the client transaction".
    quiet: { to: 'over', do: ['end'] },
  },
  over: {},
} as const satisfies Record<CancelState, { readonly [E in CancelEvent]?: CancelCell }>;

/** How long a final response is waited for after the CANCEL. Milliseconds. */
export const QUIET_AFTER = GIVE_UP;

/** Where an event leads, and what is done; the same state and nothing where it changes nothing. */
export function cancelStep(state: CancelState, event: CancelEvent): CancelCell {
  const row: { readonly [E in CancelEvent]?: CancelCell } = CANCELLING[state];
  return row[event] ?? { to: state, do: [] };
}

/** How the INVITE stands that a CANCEL of theirs names. */
export type Cancelled = 'unknown' | 'unanswered' | 'answered';

/**
 * What a CANCEL is answered, and what the INVITE is then answered. Once a final response was sent, the CANCEL has no
 * effect on the INVITE; before, the INVITE is answered 487. Source: section 9.2.
 */
export const CANCEL_ANSWERS = {
  unknown: { cancel: 481, invite: null },
  unanswered: { cancel: 200, invite: 487 },
  answered: { cancel: 200, invite: null },
} as const satisfies Record<Cancelled, { readonly cancel: number; readonly invite: number | null }>;
