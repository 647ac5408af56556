/** Dialogs left open by a process that is gone: as much of each is kept as it takes to hang up. */
import type { Trunk } from '#domain/directory/trunk.ts';
import type { DialogBook, KeptDialog } from '#domain/ports/dialog-book.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { readUri, writeUri } from '#sip/address/uri.ts';
import type { Dialog } from '#sip/dialog/dialog.ts';
import { dialogKey } from '#sip/dialog/dialog.ts';
import { nextHopOf, requestWithin } from '#sip/dialog/request-within.ts';
import { NO_BODY } from '#sip/message/write-message.ts';
import type { Flow } from '../flow.ts';
import type { Tell } from '../news.ts';
import type { AskFault, Heard } from '../signalling.ts';
import type { SipTrunk } from '../sip-trunk.ts';
import type { UserAgent } from '../user-agent.ts';

/** What is kept: the dialog, its target as it is written, the way that it was on, and the name of who is there. */
type Kept = Omit<Dialog, 'remoteTarget'> & {
  readonly remoteTarget: string;
  readonly flow: Pick<Flow, 'transport' | 'local' | 'remote'>;
  /** Absent in rows of earlier versions. */
  readonly host?: string;
};

/** What ending them needs. */
export type LeftDialogParts = {
  readonly agent: Pick<UserAgent, 'within' | 'viaFor'>;
  readonly book: Pick<DialogBook, 'drop'>;
  readonly clock: Pick<Clock, 'after'>;
  /** Null where the trunk is gone, or its password cannot be read. */
  trunkOf(id: number): Promise<Trunk | null>;
  /** Has sockets open while the work lasts, also where SIP is turned off by now. */
  whileOpen(work: () => Promise<void>): Promise<void>;
  readonly tell: Tell;
};

/** So much higher is the number of the BYE: what was sent since the dialog was kept was not counted there. */
const AHEAD = 10_000;
/** A BYE that could not leave is tried again after each of these: the network may come up late. Milliseconds. */
const TRIED_AGAIN = [2000, 10_000, 60_000, 300_000] as const;
/** Faults of the way to the far end, which pass; what the far end does itself is its last word. */
const PASSING: readonly AskFault[] = ['unreachable', 'unresolved', 'overloaded'];

/** The dialog as it is kept. */
export function keptOf(
  trunk: Pick<Trunk, 'id' | 'host'>,
  dialog: Dialog,
  { transport, local, remote }: Flow,
): KeptDialog {
  const flow = { transport, local, remote };
  const kept: Kept = { ...dialog, remoteTarget: writeUri(dialog.remoteTarget), flow, host: trunk.host };
  return { key: dialogKey(dialog), trunkId: trunk.id, dialog: kept };
}

/**
 * Hangs up each of them, once, and drops it when its BYE was answered, or no one is there to answer, of which is told.
 * Resolves then. One whose trunk is no more is hung up without credentials.
 */
export async function endLeftDialogs(parts: LeftDialogParts, left: readonly KeptDialog[]): Promise<void> {
  if (left.length === 0) return;
  await parts.whileOpen(async () => {
    await Promise.all(left.map(async (each) => endOne(parts, each)));
  });
}

async function endOne(parts: LeftDialogParts, { key, trunkId, dialog: row }: KeptDialog): Promise<void> {
  // The row was written above.
  const { flow: way, host = way.remote.address, ...kept } = row as Kept;
  const remoteTarget = readUri(kept.remoteTarget);
  if (remoteTarget !== null) {
    const trunk = (await parts.trunkOf(trunkId)) ?? strangeTrunk(trunkId, host, way);
    const heard = await hangUp(parts, trunk, { ...kept, remoteTarget }, way);
    const why = leftOpen(heard);
    if (why !== null) parts.tell({ type: 'dialog_left_open', trunkId, ...why });
  }
  parts.book.drop(key);
}

/** The final answer to its BYE, or why there is none. */
async function hangUp({ agent, clock }: LeftDialogParts, trunk: SipTrunk, left: Dialog, way: Kept['flow']) {
  // Its connection went with its process; a way is found anew.
  const flow: Flow = { ...way, channel: { send: () => undefined, isOpen: () => false, trunkId: null } };
  let dialog = { ...left, localSequence: (left.localSequence ?? 0) + AHEAD };
  const ask = async (): Promise<Heard> => {
    const bye = requestWithin(dialog, { method: 'BYE', via: agent.viaFor(flow), headers: [], body: NO_BODY });
    dialog = { ...dialog, localSequence: dialog.localSequence + 1 };
    return new Promise((resolve) => {
      agent.within({ trunk, flow, nextHop: nextHopOf(dialog) }, bye.request, (heard) => {
        if (heard.type === 'failed' || heard.response.status >= 200) resolve(heard);
      });
    });
  };
  let heard = await ask();
  for (const milliseconds of TRIED_AGAIN) {
    if (heard.type !== 'failed' || !PASSING.includes(heard.reason)) break;
    // One after the other: the next only where the one before could not leave.
    // oxlint-disable-next-line no-await-in-loop
    await new Promise<void>((resolve) => void clock.after(milliseconds, async () => resolve()));
    // oxlint-disable-next-line no-await-in-loop
    heard = await ask();
  }
  return heard;
}

/** Why the far end may believe that the call continues; null where it does not. */
function leftOpen(heard: Heard): { readonly why: AskFault | 'refused'; readonly detail: string } | null {
  if (heard.type === 'failed') return { why: heard.reason, detail: heard.detail };
  const { status } = heard.response;
  // 408 and 481 say that there is no such dialog any more (RFC 3261 section 15.1.1).
  if (status < 300 || status === 408 || status === 481) return null;
  return { why: 'refused', detail: `It answered BYE with ${status}.` };
}

/** As much as is known of a trunk that is gone: where its far end was. */
function strangeTrunk(id: number, host: string, { transport, remote: { address, port } }: Kept['flow']): SipTrunk {
  const lower = { UDP: 'udp', TCP: 'tcp', TLS: 'tls' } as const;
  return {
    id,
    host,
    port: null,
    transports: [lower[transport]],
    outboundProxy: `${address.includes(':') ? `[${address}]` : address}:${port}`,
    username: null,
    password: null,
    registers: false,
    inboundAddresses: [],
  };
}
