/**
 * The ACKs of the last 32 s: "the ACK MUST be passed to the client transport every time a retransmission of the 2xx
 * final response … arrives" (RFC 3261 section 13.2.2.4).
 */
import { dialogKeyOfResponse, dialogKey } from '#sip/dialog/dialog.ts';
import { tagOf } from '#sip/address/name-addr.ts';
import type { SipRequest, SipResponse } from '#sip/message/message.ts';
import { GIVE_UP } from '#sip/transaction/timers.ts';

/** They. */
export type KeptAcks = {
  keep(ack: SipRequest, send: () => void): void;
  /** Sends the ACK of the response again; false where it has none yet. */
  sendAgain(response: SipResponse): boolean;
  size(): number;
};

/** A far end repeats its 2xx ten times in 32 s (section 13.3.1.4); one that repeats it for each ACK is not followed. */
const MAX_REPETITIONS = 30;

/** None yet. */
export function createKeptAcks(now: () => number): KeptAcks {
  const kept = new Map<string, { readonly until: number; readonly send: () => void; left: number }>();
  const forgetOld = (): void => {
    // In the order of their times, as each is put at the end.
    for (const [key, { until }] of kept) {
      if (until > now()) break;
      kept.delete(key);
    }
  };
  return {
    keep(ack, send) {
      forgetOld();
      const { callId, cseq } = ack;
      const key = dialogKey({ callId, localTag: tagOf(ack.from) ?? '', remoteTag: tagOf(ack.to) });
      kept.set(`${key}|${cseq.number}`, { until: now() + GIVE_UP, send, left: MAX_REPETITIONS });
    },
    sendAgain(response) {
      const found = kept.get(`${dialogKeyOfResponse(response)}|${response.cseq.number}`);
      if (found !== undefined && found.left > 0) {
        found.left -= 1;
        found.send();
      }
      return found !== undefined;
    },
    size: () => kept.size,
  };
}
