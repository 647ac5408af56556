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

/** The event for a SIP final response of 300 or more, or for no response at all. */
export function legOutcome(status: number | 'timeout'): Extract<CallEvent, { type: 'leg_failed' | 'leg_refused' }> {
  if (status === 'timeout') return { type: 'leg_failed', reason: 'voip_conn_timeout', details: 'no response' };
  const reason = FINAL[status];
  const details = `SIP ${status}`;
  if (reason !== undefined) return { type: 'leg_refused', reason, details };
  return status >= 500 && status < 600
    ? { type: 'leg_failed', reason: 'voip_conn_signal', details }
    : { type: 'leg_refused', reason: 'voip_conn_general', details };
}

/** The first carrier that has not failed yet. */
export function nextCarrier(carriers: readonly string[], tried: readonly string[]): string | undefined {
  return carriers.find((carrier) => !tried.includes(carrier));
}
