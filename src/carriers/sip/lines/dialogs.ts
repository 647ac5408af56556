/** The dialogs that calls continue in, by their keys: what comes within one goes there. */
import { dialogKeyOfRequest } from '#sip/dialog/dialog.ts';
import type { SipRequest } from '#sip/message/message.ts';
import type { Handlers, Inbound } from '../signalling.ts';
import type { UserAgent } from '../user-agent.ts';
import type { Within } from './line-parts.ts';

/** They. */
export type Dialogs = Pick<Handlers, 'within' | 'acknowledged' | 'unacknowledged' | 'trunkOfDialog'> & {
  /** Knows the dialog from now on; the answer ends that. */
  enter(key: string, within: Within): () => void;
  /** The 2xx to this INVITE, which began the dialog or came within it, waits for its ACK. */
  awaitAck(key: string, within: Within): void;
  find(key: string): Within | null;
  size(): number;
};

/** None yet. */
export function createDialogs(respond: UserAgent['respond']): Dialogs {
  const dialogs = new Map<string, Within>();
  const unacknowledged = new Map<string, Within>();
  const dialogOf = (request: SipRequest): Within | undefined => dialogs.get(dialogKeyOfRequest(request) ?? '');

  return {
    enter(key, within) {
      dialogs.set(key, within);
      return () => {
        if (dialogs.get(key) === within) dialogs.delete(key);
      };
    },
    awaitAck: (key, within) => void unacknowledged.set(key, within),
    find: (key) => dialogs.get(key) ?? null,
    within(inbound: Inbound) {
      const found = dialogOf(inbound.request);
      if (found === undefined) {
        respond(inbound.key, { status: 481 });
        return;
      }
      if (inbound.request.method === 'INVITE') unacknowledged.set(inbound.key, found);
      found.within(inbound);
    },
    acknowledged(key, ack) {
      unacknowledged.delete(key);
      dialogOf(ack)?.acknowledged(ack);
    },
    unacknowledged(key) {
      const found = unacknowledged.get(key);
      unacknowledged.delete(key);
      found?.unacknowledged();
    },
    trunkOfDialog: (key) => dialogs.get(key)?.trunk ?? null,
    size: () => dialogs.size,
  };
}
