/** Dialogs left open by a process that is gone: as much of each is kept as it takes to hang up. */
import type { Trunk } from '#domain/directory/trunk.ts';
import type { DialogBook, KeptDialog } from '#domain/ports/dialog-book.ts';
import { readUri, writeUri } from '#sip/address/uri.ts';
import type { Dialog } from '#sip/dialog/dialog.ts';
import { dialogKey } from '#sip/dialog/dialog.ts';
import { nextHopOf, requestWithin } from '#sip/dialog/request-within.ts';
import { NO_BODY } from '#sip/message/write-message.ts';
import type { Flow } from '../flow.ts';
import type { UserAgent } from '../user-agent.ts';

/** What is kept: the dialog, its target as it is written, and the way that it was on. */
type Kept = Omit<Dialog, 'remoteTarget'> & {
  readonly remoteTarget: string;
  readonly flow: Pick<Flow, 'transport' | 'local' | 'remote'>;
};

/** So much higher is the number of the BYE: what was sent since the dialog was kept was not counted there. */
const AHEAD = 10_000;

/** The dialog as it is kept. */
export function keptOf(trunk: Pick<Trunk, 'id'>, dialog: Dialog, { transport, local, remote }: Flow): KeptDialog {
  const kept: Kept = { ...dialog, remoteTarget: writeUri(dialog.remoteTarget), flow: { transport, local, remote } };
  return { key: dialogKey(dialog), trunkId: trunk.id, dialog: kept };
}

/**
 * Hangs up each of them, once, and drops it when its BYE was answered, or no one is there to answer. One whose trunk is
 * no more is dropped.
 */
export async function endLeftDialogs(
  agent: Pick<UserAgent, 'within' | 'viaFor'>,
  book: Pick<DialogBook, 'all' | 'drop'>,
  trunkOf: (id: number) => Promise<Trunk | null>,
): Promise<number> {
  const left = await book.all();
  await Promise.all(
    left.map(async ({ key, trunkId, dialog: row }) => {
      const trunk = await trunkOf(trunkId);
      // The row was written above.
      const { flow: way, ...kept } = row as Kept;
      const remoteTarget = readUri(kept.remoteTarget);
      if (trunk === null || remoteTarget === null) return book.drop(key);
      const dialog = { ...kept, remoteTarget, localSequence: (kept.localSequence ?? 0) + AHEAD };
      // Its connection went with its process; a way is found anew.
      const flow: Flow = { ...way, channel: { send: () => undefined, isOpen: () => false, trunkId: null } };
      const bye = requestWithin(dialog, { method: 'BYE', via: agent.viaFor(flow), headers: [], body: NO_BODY });
      agent.within({ trunk, flow, nextHop: nextHopOf(dialog) }, bye.request, (heard) => {
        if (heard.type === 'failed' || heard.response.status >= 200) book.drop(key);
      });
    }),
  );
  return left.length;
}
