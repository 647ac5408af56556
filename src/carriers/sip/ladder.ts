/**
 * The last messages of each call, kept while it lives: what passes with the Call-ID of an INVITE, by whom it is for.
 * Everything secret is masked before it is kept, and all of it is bounded.
 */
import type { SipLeg, TracedMessage } from '#domain/call/trace.ts';
import { MAX_LEG_TEXT, MAX_LEGS, MAX_MESSAGE_TEXT, MAX_MESSAGES } from '#domain/call/trace.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { assertedOf, callerOf } from '#sip/dialog/identity.ts';
import { isSipUri, isTelUri } from '#sip/address/uri.ts';
import { readNameAddr, tagOf } from '#sip/address/name-addr.ts';
import { masked } from '#sip/message/masked.ts';
import type { SipMessage, SipRequest } from '#sip/message/message.ts';
import { headersOf, unknownHeadersOf } from '#sip/message/message.ts';
import { writeMessage } from '#sip/message/write-message.ts';
import type { Flow } from './flow.ts';

/** Hears each message that leaves or has come. */
export type Passing = {
  sent(bytes: Uint8Array, flow: Flow): void;
  received(message: SipMessage, flow: Flow): void;
};

/** Whose messages they are. */
export type LegOwner = { readonly callId: number } & Pick<SipLeg, 'end' | 'trunkId'>;

/** The ladders. */
export type SipLadders = Passing & {
  /** Messages with the Call-ID, those that have passed and those to come, are of the owner's call. */
  own(sipCallId: string, owner: LegOwner): void;
  has(callId: number): boolean;
  /** The calls that have one. */
  ids(): readonly number[];
  /** The legs of the call, in their order. */
  of(callId: number): readonly SipLeg[];
  /** The calls of which messages have passed since this was last asked. */
  takeChanged(): readonly number[];
  /**
   * Legs of the call as another process kept them: what passes with their Call-IDs is added. `hidesAll`: the far
   * end withheld its number.
   */
  takeUp(callId: number, legs: readonly SipLeg[], hidesAll: boolean): void;
  /** Forgets the call. */
  drop(callId: number): void;
};

type Leg = {
  readonly sipCallId: string;
  readonly messages: TracedMessage[];
  /** Null: every user that an address names, as it is not known any more which of them is withheld. */
  readonly hidden: readonly string[] | null;
  owner: LegOwner | null;
  length: number;
  omitted: number;
};

/** Legs that are of no call yet, or never will be, as of a number that is no one's: the newest are kept. */
const MAX_UNOWNED = 500;
/** Of all texts together; characters. Beyond it only start lines are kept. */
const MAX_ALL = 64 * 1024 * 1024;

const DECODER = new TextDecoder();
const CALL_ID = /^Call-ID: (.+)$/m;
const METHOD_OF_CSEQ = /^CSeq: \d+ (\S+)$/m;
const FIRST_RESPONSE = 'SIP/2.0 ';

/** None yet. */
export function createSipLadders({ now }: Pick<Clock, 'now'>): SipLadders {
  const legs = new Map<string, Leg>();
  const calls = new Map<number, Leg[]>();
  const unowned = new Set<Leg>();
  const changed = new Set<number>();
  let all = 0;

  const forget = (leg: Leg): void => {
    legs.delete(leg.sipCallId);
    unowned.delete(leg);
    all -= leg.length;
  };

  const begin = (sipCallId: string, hidden: Leg['hidden']): Leg => {
    const leg: Leg = { sipCallId, messages: [], hidden, owner: null, length: 0, omitted: 0 };
    legs.set(sipCallId, leg);
    unowned.add(leg);
    const [oldest] = unowned;
    if (unowned.size > MAX_UNOWNED && oldest !== undefined) forget(oldest);
    return leg;
  };

  const keep = (leg: Leg, direction: TracedMessage['direction'], whole: string, flow: Flow): void => {
    const text = whole.replaceAll('\r\n', '\n');
    const message = read(masked(text, leg.hidden ?? usersIn(text)), direction, flow, now(), all < MAX_ALL);
    if (leg.owner !== null) changed.add(leg.owner.callId);
    leg.messages.push(message);
    count(leg, message.text.length);
    while (leg.messages.length > MAX_MESSAGES || leg.length > MAX_LEG_TEXT) {
      count(leg, -(leg.messages.shift()?.text.length ?? 0));
      leg.omitted += 1;
    }
  };

  const count = (leg: Leg, length: number): void => {
    leg.length += length;
    all += length;
  };

  const give = (leg: Leg, owner: LegOwner): void => {
    if (leg.owner !== null) return;
    leg.owner = owner;
    unowned.delete(leg);
    const ofCall = calls.get(owner.callId) ?? [];
    calls.set(owner.callId, ofCall);
    ofCall.push(leg);
    const oldest = ofCall.length > MAX_LEGS ? ofCall.shift() : undefined;
    if (oldest !== undefined) forget(oldest);
  };

  return {
    sent(bytes, flow) {
      const text = DECODER.decode(bytes);
      const sipCallId = CALL_ID.exec(text)?.[1]?.trimEnd() ?? '';
      const leg = legs.get(sipCallId) ?? (text.startsWith('INVITE ') ? begin(sipCallId, []) : undefined);
      if (leg !== undefined) keep(leg, 'sent', text, flow);
    },
    received(message, flow) {
      const known = legs.get(message.callId);
      const begins = message.kind === 'request' && message.method === 'INVITE' && tagOf(message.to) === null;
      if (known === undefined && !begins) return;
      const leg = known ?? begin(message.callId, begins ? withheldIn(message) : []);
      keep(leg, 'received', DECODER.decode(writeMessage(message)), flow);
    },
    own(sipCallId, owner) {
      give(legs.get(sipCallId) ?? begin(sipCallId, []), owner);
      changed.add(owner.callId);
    },
    takeChanged() {
      const taken = [...changed];
      changed.clear();
      return taken;
    },
    takeUp(callId, kept, hidesAll) {
      for (const { sipCallId, messages, omitted, ...owner } of kept) {
        const leg = begin(sipCallId, hidesAll ? null : []);
        leg.messages.push(...messages);
        leg.omitted = omitted;
        for (const { text } of messages) count(leg, text.length);
        give(leg, { ...owner, callId });
      }
    },
    has: (callId) => calls.has(callId),
    ids: () => [...calls.keys()],
    of: (callId) => (calls.get(callId) ?? []).flatMap(shown),
    drop(callId) {
      for (const leg of calls.get(callId) ?? []) forget(leg);
      calls.delete(callId);
      changed.delete(callId);
    },
  };
}

function shown({ owner, sipCallId, messages, omitted }: Leg): SipLeg[] {
  return owner === null
    ? []
    : [{ end: owner.end, trunkId: owner.trunkId, sipCallId, messages: [...messages], omitted }];
}

function read(
  whole: string,
  direction: TracedMessage['direction'],
  { transport, remote: { address, port } }: Flow,
  at: Date,
  hasRoom: boolean,
): TracedMessage {
  const end = whole.indexOf('\n');
  const summary = whole.slice(0, Math.min(end, MAX_MESSAGE_TEXT));
  const rest = whole.slice(end + 1);
  const text = hasRoom ? rest.slice(0, MAX_MESSAGE_TEXT).trimEnd() : '';
  return {
    at,
    direction,
    transport,
    remote: `${address.includes(':') ? `[${address}]` : address}:${port}`,
    method: METHOD_OF_CSEQ.exec(rest)?.[1] ?? '',
    status: summary.startsWith(FIRST_RESPONSE) ? Number(summary.slice(8, 11)) : null,
    summary,
    text,
    isCut: rest.length > (hasRoom ? MAX_MESSAGE_TEXT : 0),
  };
}

/**
 * By what a caller who withholds their number would be known in messages of the call: it is "for the network alone"
 * (RFC 3325 section 7). Their PASSporT (RFC 8224) holds it, too.
 */
function withheldIn(invite: SipRequest): readonly string[] {
  if (!callerOf(invite, true).isWithheld) return [];
  const contacts = headersOf(invite, 'Contact').flatMap((value) => readNameAddr(value) ?? []);
  const addresses = [invite.from, ...contacts, ...assertedOf(invite)];
  const known = addresses.flatMap(({ uri, displayName }) => {
    const user = isSipUri(uri) ? (uri.user ?? '') : isTelUri(uri) ? uri.number : '';
    return [displayName ?? '', user, user.replace(/^\+/, '')];
  });
  const fields = ['Identity', 'Remote-Party-ID', 'P-Preferred-Identity', 'P-Charge-Info', 'P-Charging-Vector'];
  const others = fields.flatMap((name) => unknownHeadersOf(invite, name));
  // The longer first: a number is part of it with its country code.
  return [...new Set([...known, ...others])].filter(isTelling).toSorted((a, b) => b.length - a.length);
}

/** Every user that an address in the text names, and what they are called; the longer first. */
function usersIn(text: string): readonly string[] {
  const named = /sips?:\+?([^\s:;@<>"]{1,256})[^\s<>"@]{0,256}@|tel:\+?([^\s;<>"]{1,256})|"([^"\n]{1,256})"\s?</gi;
  const words = [...text.matchAll(named)].map(([, user, number, name]) => user ?? number ?? name ?? '');
  return [...new Set(words)].filter(isTelling).toSorted((a, b) => b.length - a.length);
}

/** A short word would be found everywhere, and "anonymous" tells nothing. */
function isTelling(word: string): boolean {
  return word.length > 3 && !/^(?:anonymous|unknown|restricted)$/i.test(word);
}
