/** Requests of ours, and their ACKs. */
import { background } from '#background/background.ts';
import { writeNameAddr } from '#sip/address/name-addr.ts';
import { withParameter } from '#sip/address/parameters.ts';
import type { SipUri } from '#sip/address/uri.ts';
import { writeUri } from '#sip/address/uri.ts';
import { dialogOfResponse } from '#sip/dialog/dialog.ts';
import { ackWithin, nextHopOf, requestWithin } from '#sip/dialog/request-within.ts';
import type { Header, SipRequest, SipResponse } from '#sip/message/message.ts';
import { writeMessage, NO_BODY } from '#sip/message/write-message.ts';
import type { WritableRequest } from '#sip/transaction/derived-requests.ts';
import type { AskParts, Asking } from './ask.ts';
import { Ask } from './ask.ts';
import type { Attempt } from './attempt.ts';
import { credentialsIn } from './credentials.ts';
import type { Flow } from './flow.ts';
import { createKeptAcks } from './kept-acks.ts';
import { asRequest, withHop } from './own-request.ts';
import type { Asked, AskOptions, Draft, Hear, Place } from './signalling.ts';
import type { SipTrunk } from './sip-trunk.ts';
import type { TargetBook } from './target-book.ts';
import { firstHopOf } from './targets.ts';
import type { LayerEffect } from './transaction-layer.ts';
import type { DialogWays } from './dialog-ways.ts';

/** Requests of ours. */
export type Outgoing = {
  request(trunk: SipTrunk, draft: Draft, hear: Hear, options: AskOptions): Asked;
  within(place: Place, request: WritableRequest, hear: Hear): Asked;
  ack(place: Place, request: WritableRequest): void;
  /** Takes what a transaction of ours says; what is not ours is ignored. */
  take(effect: LayerEffect): void;
  /** Requests that wait for an answer, and ACKs that are kept. */
  size(): number;
};

/** What it needs. */
export type OutgoingParts = Omit<AskParts, 'hangUp' | 'forgotten' | 'started'> & {
  readonly targets: TargetBook;
  readonly ways: DialogWays;
  contactFor(flow: Flow, user: string | null): SipUri;
};

/** None yet. */
export function createOutgoing(given: OutgoingParts): Outgoing {
  const { clock, layer, targets, ways, viaFor } = given;
  const attempts = new Map<string, Attempt>();
  const acks = createKeptAcks(clock.elapsed);

  const parts = (trunk: SipTrunk): AskParts => ({
    ...given,
    started: (attempt) => void attempts.set(attempt.key, attempt),
    forgotten: (key) => void attempts.delete(key),
    hangUp: (invite, response, flow) => hangUp(trunk, invite, response, flow),
  });

  const ask = (asking: Asking, hear: Hear, options: AskOptions): Asked => {
    const begun = new Ask(parts(asking.trunk), asking, hear, options);
    background('sip.request', begun.start());
    return begun.asked();
  };

  const within = (place: Place, request: WritableRequest, hear: Hear): Asked => {
    const flow = ways.openWay(place);
    const locate = async () => ways.locate(place);
    const { trunk } = place;
    return ask({ trunk, method: request.method, isWithin: true, flow, locate, write: () => request }, hear, {});
  };

  const ack = (place: Place, request: WritableRequest): void => {
    const send = (flow: Flow): void => {
      const whole = asRequest(withHop(request, viaFor(flow)));
      const bytes = writeMessage(whole);
      const put = (): void => layer.put(bytes, flow);
      put();
      acks.keep(whole, put);
    };
    const flow = ways.openWay(place);
    if (flow !== null) return send(flow);
    background('sip.ack', async () => {
      const found = await ways.findWay(place);
      if (found !== null) send(found);
    });
  };

  const hangUp = (trunk: SipTrunk, invite: SipRequest, response: SipResponse, flow: Flow): void => {
    const dialog = dialogOfResponse(invite, response);
    if (dialog === null) return;
    const place = { trunk, flow, nextHop: nextHopOf(dialog) };
    const hop = { via: viaFor(flow), body: NO_BODY };
    ack(place, ackWithin(dialog, invite.cseq.number, { ...hop, headers: credentialsIn(invite) }));
    within(place, requestWithin(dialog, { ...hop, method: 'BYE', headers: [] }).request, () => undefined);
  };

  const heard = (key: string, response: SipResponse): void => {
    const isAccepted = response.cseq.method === 'INVITE' && response.status >= 200 && response.status < 300;
    if (!isAccepted || !acks.sendAgain(response)) attempts.get(key)?.take(response);
  };

  return {
    request(trunk, draft, hear, options) {
      const write = (flow: Flow): WritableRequest => writeDraft(draft, trunk, flow, given);
      const locate = async () => targets.ofTrunk(trunk);
      return ask({ trunk, method: draft.method, isWithin: false, flow: null, locate, write }, hear, options);
    },
    within,
    ack,
    take(effect) {
      if (effect.type === 'response') return heard(effect.key, effect.response);
      if (effect.type === 'timeout' || effect.type === 'transport_error') attempts.get(effect.key)?.take(effect.type);
      if (effect.type === 'terminated') attempts.delete(effect.key);
    },
    size: () => attempts.size,
  };
}

const MAX_FORWARDS: Header = { name: 'Max-Forwards', value: '70' };

/** The draft with what depends on the way that it takes. */
function writeDraft(draft: Draft, trunk: SipTrunk, flow: Flow, { contactFor }: OutgoingParts): WritableRequest {
  const { method, uri, body, headers, contact } = draft;
  // "a pre-existing route set containing a single URI" (RFC 3261 section 8.1.2), which routes loosely.
  const proxy = { ...firstHopOf(trunk), parameters: [{ name: 'lr', value: '' }] };
  const route = trunk.outboundProxy === null ? [] : [{ name: 'Route', value: `<${writeUri(proxy)}>` }];
  const own =
    contact === null ? [] : [{ name: 'Contact', value: writeContact(contact, contactFor(flow, contact.user)) }];
  return { kind: 'request', method, uri, body, headers: [MAX_FORWARDS, ...route, ...headers, ...own] };
}

function writeContact({ parameters = [], fields = [] }: NonNullable<Draft['contact']>, uri: SipUri): string {
  const all = parameters.reduce((made, { name, value }) => withParameter(made, name, value), uri.parameters);
  return writeNameAddr({ displayName: null, uri: { ...uri, parameters: all }, parameters: fields });
}
