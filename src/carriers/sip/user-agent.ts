/**
 * Our SIP user agent: messages on sockets. It knows trunks, transactions and the ways of dialogs, and no call: those
 * who make calls send requests through it and hear those of the trunks.
 */
import type { Clock } from '#domain/ports/stores.ts';
import type { SipUri } from '#sip/address/uri.ts';
import { sipUri } from '#sip/address/uri.ts';
import { withParameter, parameterOf } from '#sip/address/parameters.ts';
import { plainAnswer } from '#sip/message/respond.ts';
import type { Endpoint, Via } from '#sip/message/via.ts';
import type { WritableRequest } from '#sip/transaction/derived-requests.ts';
import type { NoWay } from './ask.ts';
import type { TlsParts } from './connect.ts';
import { createCredentials } from './credentials.ts';
import { createDialogWays } from './dialog-ways.ts';
import type { Flow, Listening } from './flow.ts';
import type { Arrival } from './incoming.ts';
import { createIncoming } from './incoming.ts';
import type { Passing } from './ladder.ts';
import type { Tell } from './news.ts';
import { createOutgoing } from './outgoing.ts';
import { reachableAt } from './own-address.ts';
import { newVia, newWord, random } from './randomness.ts';
import { answerWithout, createReceiving } from './receiving.ts';
import type { SipResolver } from './resolver.ts';
import type { Asked, AskOptions, Draft, Handlers, Hear, Place, Reply } from './signalling.ts';
import type { SipTrunk } from './sip-trunk.ts';
import { createStrangers } from './strangers.ts';
import { createTargetBook } from './target-book.ts';
import type { Target } from './targets.ts';
import type { LayerEffect } from './transaction-layer.ts';
import { createTransactionLayer } from './transaction-layer.ts';
import { createTransports } from './transports.ts';
import { createTrust } from './trust.ts';

/** The user agent. */
export type UserAgent = {
  /** Takes the trunks that there are now: whoever is none of them is a stranger from now on. */
  use(trunks: readonly SipTrunk[]): void;
  /** Resolves once every socket is bound. */
  listen(): Promise<void>;
  /** Where we listen; null for a transport that has no socket. */
  portOf: ReturnType<typeof createTransports>['portOf'];
  on(handlers: Handlers): void;
  /** Sends a request outside of a dialog, to the trunk's first target that answers. Each `hear` comes later. */
  request(trunk: SipTrunk, draft: Draft, hear: Hear, options?: AskOptions): Asked;
  /** Sends a request within a dialog, as `requestWithin` made it; its Via is written anew. */
  within(place: Place, request: WritableRequest, hear: Hear): Asked;
  /** Sends the ACK of a 2xx, as `ackWithin` made it, now and for each time that the 2xx is repeated. */
  ack(place: Place, request: WritableRequest): void;
  /** Answers a request; false where it takes no such answer any more. A 2xx to INVITE is repeated until its ACK. */
  respond(key: string, reply: Reply): boolean;
  /** Where the trunk's requests go, the first target first. Rejects where DNS does not answer. */
  locate(trunk: SipTrunk): Promise<readonly Target[]>;
  /** The way to a target, connected where that takes a connection. */
  open(target: Target, trunkId: number): Promise<Flow | NoWay>;
  /** Who we are for the far end of a flow. */
  contactFor(flow: Flow, user: string | null): SipUri;
  viaFor(flow: Flow): Via;
  /** The word that our Contact has at the trunk's registrar: a request that has it comes from there. */
  lineOf(trunkId: number): string;
  /** Refuses new calls from now on; what is under way continues. */
  drain(): void;
  /** Closes every socket; `listen` opens them again. */
  unlisten(): Promise<void>;
  /** Closes every socket; nothing is sent or heard afterwards. */
  close(): Promise<void>;
  /** What is held: nothing, once all calls have ended and 32 s have passed. */
  held(): Held;
};

/** What is held for calls and requests; connections are kept beyond them. */
export type Held = {
  readonly transactions: number;
  readonly requests: number;
  readonly answering: number;
  readonly connections: number;
};

/** What it needs. */
export type UserAgentParts = {
  readonly clock: Clock;
  readonly dns: SipResolver;
  readonly tell: Tell;
  readonly listening: readonly Listening[];
  /** The address that the public network reaches us at; null where the machine has it itself. */
  readonly publicAddress: string | null;
  readonly tls: TlsParts;
  /** Hears every message, to show it. Absent: no one does. */
  readonly trace?: Passing;
};

/** Far ends of which we keep what they said about our own address. */
const MAX_SEEN = 500;

/** Makes it; no socket is open before `listen`. */
export function createUserAgent({ clock, dns, tell, listening, publicAddress, tls, trace }: UserAgentParts): UserAgent {
  const trust = createTrust();
  const strangers = createStrangers(clock, tell);
  const credentials = createCredentials();
  const seen = new Map<string, Endpoint>();
  let arrival: Arrival | null = null;
  let handlers: Handlers | null = null;

  const hear = (effect: LayerEffect): void => {
    if (effect.type === 'response' && arrival !== null) noteSeen(arrival.flow, effect.response.via);
    if (effect.type === 'overloaded') {
      tell({ type: 'overloaded', what: 'transactions' });
      if (arrival !== null) answerWithout(effect.request.headers, arrival.flow, plainAnswer(503, newWord()));
      return;
    }
    outgoing.take(effect);
    incoming.take(effect, arrival);
  };

  /** Where a far end saw us: what it set in the Via that it gave back (RFC 3581). */
  const noteSeen = ({ remote }: Flow, { parameters }: Via): void => {
    const address = parameterOf(parameters, 'received');
    const port = Number(parameterOf(parameters, 'rport') ?? '');
    if (address === null || !Number.isInteger(port) || port < 1) return;
    if (seen.size >= MAX_SEEN) seen.clear();
    seen.set(remote.address, { address, port });
  };

  const layer = createTransactionLayer(clock, hear, trace);
  const receiving = createReceiving({
    trust,
    strangers,
    open: async (target, trunkId) => transports.open(target, trunkId),
    trunkOfDialog: (key) => handlers?.trunkOfDialog(key) ?? null,
    receive(message, flow, from) {
      arrival = from;
      layer.receive(message, flow);
      arrival = null;
    },
  });
  const transports = createTransports({
    listening,
    tls,
    clock,
    tell,
    isKnown: trust.isKnown,
    stranger: strangers.dropped,
    ...receiving,
  });
  const own = {
    publicAddress,
    portOf: transports.portOf,
    seenBy: (flow: Flow) => seen.get(flow.remote.address) ?? null,
  };
  const viaFor = (flow: Flow): Via => newVia(flow.transport, reachableAt(flow, own));
  const contactFor = (flow: Flow, user: string | null): SipUri => {
    const { host, port } = reachableAt(flow, own);
    const uri = sipUri(user, host, port);
    if (flow.transport === 'UDP') return uri;
    return { ...uri, parameters: withParameter([], 'transport', flow.transport.toLowerCase()) };
  };
  const targets = createTargetBook(dns, clock, random, trust.reachedAt);
  const { open } = transports;
  const outgoing = createOutgoing({
    clock,
    layer,
    credentials,
    tell,
    targets,
    ways: createDialogWays(targets, open),
    open,
    viaFor,
    contactFor,
    noteTarget: targets.note,
  });
  const incoming = createIncoming(clock, layer);

  return {
    use(trunks) {
      for (const before of trust.all()) if (!trunks.some((each) => isSameWay(before, each))) transports.drop(before.id);
      trust.use(trunks);
      credentials.keep(new Set(trunks.map(({ id }) => id)));
    },
    listen: transports.listen,
    portOf: transports.portOf,
    on(given) {
      handlers = given;
      incoming.on(given);
    },
    request: (trunk, draft, hearing, options = {}) => outgoing.request(trunk, draft, hearing, options),
    within: outgoing.within,
    ack: outgoing.ack,
    respond: incoming.respond,
    locate: targets.ofTrunk,
    open,
    contactFor,
    viaFor,
    lineOf: trust.lineOf,
    drain: incoming.drain,
    unlisten: transports.close,
    async close() {
      layer.stop();
      incoming.stop();
      strangers.stop();
      await transports.close();
    },
    held: () => ({
      transactions: layer.size(),
      requests: outgoing.size(),
      answering: incoming.size(),
      connections: transports.connections(),
    }),
  };
}

/** Whether a connection to the trunk as it was is still one to the trunk as it is. */
function isSameWay(before: SipTrunk, now: SipTrunk): boolean {
  return before.id === now.id && before.host === now.host && before.outboundProxy === now.outboundProxy;
}
