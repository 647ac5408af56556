/** What comes in, from its bytes to the transactions: who may be read at all, and where its answers go. */
import { dialogKeyOfRequest } from '#sip/dialog/dialog.ts';
import type { Header, SipMessage, SipRequest } from '#sip/message/message.ts';
import type { Reading } from '#sip/message/read-message.ts';
import { readDatagram } from '#sip/message/read-message.ts';
import type { ReadingRefusal } from '#sip/message/refusal.ts';
import type { Answer } from '#sip/message/respond.ts';
import { plainAnswer, respond } from '#sip/message/respond.ts';
import type { Via } from '#sip/message/via.ts';
import { readVia, responseTarget, stampVia, writeVia } from '#sip/message/via.ts';
import { writeMessage } from '#sip/message/write-message.ts';
import { background } from '#background/background.ts';
import type { NoWay } from './ask.ts';
import type { Channel, Flow } from './flow.ts';
import { isReliable } from './flow.ts';
import type { Arrival } from './incoming.ts';
import { isInside } from './own-address.ts';
import { newWord } from './randomness.ts';
import type { SipTrunk } from './sip-trunk.ts';
import type { Strangers } from './strangers.ts';
import type { Target } from './targets.ts';
import type { Trust } from './trust.ts';
import { likeliest } from './trust.ts';

/** Takes what comes. */
export type Receiving = {
  datagram(bytes: Uint8Array, flow: Flow): void;
  /** A message that a connection brought. */
  reading(reading: Reading, flow: Flow): void;
};

/** What it needs. */
export type ReceivingParts = {
  readonly trust: Trust;
  readonly strangers: Strangers;
  trunkOfDialog(key: string): SipTrunk | null;
  open(target: Target, trunkId: number): Promise<Flow | NoWay>;
  /** Hands a message to the transactions. `flow` is where its answers go; `arrival` is null for one of a stranger's. */
  receive(message: SipMessage, flow: Flow, arrival: Arrival | null): void;
};

const RESPONSE_START = Buffer.from('SIP/2.0 ');

/** Makes it. */
export function createReceiving({ trust, strangers, trunkOfDialog, receive, open }: ReceivingParts): Receiving {
  const take = (reading: Reading, flow: Flow, trunks: readonly SipTrunk[]): void => {
    if (reading.kind === 'keep_alive') return;
    if (reading.kind === 'refused') return refused(reading.refusal, flow, trunks);
    const { message } = reading;
    if (message.kind === 'response') return receive(message, flow, arrivalOf(null, flow, trunks));
    const arrival = arrivalOf(message, flow, trunks);
    if (arrival === null) return strangers.dropped();
    const via = stampVia(message.via, flow.remote);
    const answers = answerFlow(flow, via, async (target) => open(target, arrival.trunk.id));
    receive({ ...message, via, headers: withHop(message.headers, via) }, answers, arrival);
  };

  const arrivalOf = (request: SipRequest | null, flow: Flow, trunks: readonly SipTrunk[]): Arrival | null => {
    const own = request === null ? null : trust.trunkOfLine(request);
    if (own !== null) return { flow, trunk: own, trunks: [own] };
    const trunk = request === null ? (trunks[0] ?? null) : likeliest(trunks, request);
    if (trunk !== null) return { flow, trunk, trunks };
    // What names our tag and the Call-ID has them from us: carriers send within a dialog from other addresses, too.
    const key = request === null ? null : dialogKeyOfRequest(request);
    const known = key === null ? null : trunkOfDialog(key);
    return known === null ? null : { flow, trunk: known, trunks: [known] };
  };

  const refused = (refusal: ReadingRefusal, flow: Flow, trunks: readonly SipTrunk[]): void => {
    const { answerable, status, phrase } = refusal;
    if (trunks.length === 0) return strangers.dropped();
    if (answerable === null) return;
    answerWithout(answerable.headers, flow, { ...plainAnswer(status, newWord()), reason: phrase });
  };

  return {
    datagram(bytes, flow) {
      const trunks = trust.trunksOf(flow);
      const isResponse = RESPONSE_START.equals(bytes.subarray(0, RESPONSE_START.length));
      if (trunks.length === 0 && !strangers.mayRead(isResponse ? 'response' : 'request')) return strangers.dropped();
      take(readDatagram(bytes), flow, trunks);
    },
    reading: (reading, flow) => take(reading, flow, trust.trunksOf(flow)),
  };
}

/** Answers a request that gets no transaction, along the Via that can be read. */
export function answerWithout(headers: readonly Header[], flow: Flow, answer: Answer): void {
  const hop = readVia(headers.find(({ name }) => name === 'Via')?.value ?? '');
  if (hop === null) return;
  const via = stampVia(hop, flow.remote);
  const to = answerFlow(flow, via, null);
  to.channel.send(writeMessage(respond({ headers }, via, answer)), to.remote, () => undefined);
}

type Open = (target: Target) => Promise<Flow | NoWay>;

/**
 * Where the answers to a request go: the connection that it came on, or for a datagram where its Via says (RFC 3581,
 * RFC 3261 section 18.2.2). A client without rport that names a private address is behind a NAT: its source is
 * answered.
 */
function answerFlow(flow: Flow, via: Via, open: Open | null): Flow {
  const { host, port } = responseTarget(via);
  if (isReliable(flow)) return open === null ? flow : { ...flow, channel: reviving(flow, via, open) };
  const isHidden = isInside(via.host.replace(/^\[|\]$/g, '')) && !isInside(flow.remote.address);
  return isHidden || host !== flow.remote.address ? flow : { ...flow, remote: { address: host, port } };
}

/**
 * The connection, and once it is closed another to where the request came from: "the server SHOULD open a connection to
 * the IP address in the "received" parameter, if present, using the port in the "sent-by" value" (section 18.2.2).
 */
function reviving({ transport, remote, channel }: Flow, via: Via, open: Open): Channel {
  const port = via.port ?? (transport === 'TLS' ? 5061 : 5060);
  const target: Target = { transport, address: remote.address, port, name: via.host };
  return {
    ...channel,
    send(bytes, to, failed) {
      if (channel.isOpen()) return channel.send(bytes, to, failed);
      background('sip.answer', async () => {
        const again = await open(target);
        if ('fault' in again) failed();
        else again.channel.send(bytes, to, failed);
      });
    },
  };
}

/** The fields with the topmost Via as it was stamped. */
function withHop(headers: readonly Header[], via: Via): Header[] {
  const at = headers.findIndex(({ name }) => name === 'Via');
  return headers.map((header, index) => (index === at ? { name: 'Via', value: writeVia(via) } : header));
}
