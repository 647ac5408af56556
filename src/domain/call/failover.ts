/** What a carrier's failure to connect means: try the next carrier, or believe the answer. */
import type { CallEvent } from './event.ts';
import type { FailReason } from './reason.ts';

/**
 * The far end's own answers. Another carrier would hear the same, so the call ends here. Source: RFC 3261, section 21;
 * that busy, declined and unavailable are final is what users of the peers ask for.
 */
const FINAL: Readonly<Record<number, FailReason>> = {
  404: 'eu_wrong_number',
  410: 'eu_wrong_number',
  480: 'eu_no_answer',
  484: 'eu_wrong_number',
  486: 'eu_busy',
  487: 'eu_canceled',
  600: 'eu_busy',
  603: 'eu_rejected',
  604: 'eu_wrong_number',
};

/**
 * The carrier's own answers: it does not know us, has had no answer of its own in time, or takes no sound of ours.
 * Every 5xx is one as well. Another carrier may do better.
 */
const CARRIERS_OWN: Readonly<Record<number, FailReason>> = {
  401: 'voip_conn_general',
  403: 'voip_conn_general',
  407: 'voip_conn_general',
  408: 'voip_conn_timeout',
  488: 'voip_conn_general',
};

/** How an attempt ended. */
type LegOutcome = Extract<CallEvent, { type: 'leg_failed' | 'leg_refused' }>;

/** What comes instead of an answer. */
const UNANSWERED = {
  /** Nothing at all in time, or no end of what had begun. */
  timeout: { type: 'leg_failed', reason: 'voip_conn_timeout', details: 'no response' },
  /** The connection was refused, or its name leads nowhere. */
  unreachable: { type: 'leg_failed', reason: 'voip_conn_signal', details: 'not reachable' },
  /** The certificate is not that of the carrier's name. */
  bad_certificate: { type: 'leg_failed', reason: 'voip_conn_signal', details: 'TLS certificate refused' },
  /** It rang for as long as telephones are rung. */
  no_answer: { type: 'leg_refused', reason: 'eu_no_answer', details: 'no answer' },
} as const satisfies Record<string, LegOutcome>;

/** A SIP final response of 300 or more, or what came instead of one. */
export type LegAnswer = number | keyof typeof UNANSWERED;

/** The most that is kept of what a carrier says beside its status. Characters. */
const MAX_TOLD = 300;

/**
 * The event for how an attempt ended. `told`: what else the carrier says of it, such as its own error code; kept beside
 * the status.
 */
export function legOutcome(answer: LegAnswer, told: string = ''): LegOutcome {
  if (typeof answer !== 'number') return UNANSWERED[answer];
  const details = told === '' ? `SIP ${answer}` : `SIP ${answer}; ${told.slice(0, MAX_TOLD)}`;
  const refusal = FINAL[answer];
  if (refusal !== undefined) return { type: 'leg_refused', reason: refusal, details };
  const failure = CARRIERS_OWN[answer] ?? (answer >= 500 && answer < 600 ? 'voip_conn_signal' : null);
  return failure === null
    ? { type: 'leg_refused', reason: 'voip_conn_general', details }
    : { type: 'leg_failed', reason: failure, details };
}

/** The carriers that have not failed yet, in their order. */
export function untriedCarriers(carriers: readonly string[], tried: readonly string[]): readonly string[] {
  return carriers.filter((carrier) => !tried.includes(carrier));
}
