/** Requests that come from trunks: what we answer ourselves, and what is handed to those who make calls. */
import type { Clock } from '#domain/ports/stores.ts';
import { tagOf } from '#sip/address/name-addr.ts';
import { CANCEL_ANSWERS } from '#sip/dialog/cancel.ts';
import type { Repeating } from '#sip/dialog/repeating.ts';
import { repeatStep, repeatSuccess } from '#sip/dialog/repeating.ts';
import { refusalOf } from '#sip/message/admit.ts';
import type { SipRequest } from '#sip/message/message.ts';
import { respond } from '#sip/message/respond.ts';
import type { Writable } from '#sip/message/write-message.ts';
import { NO_BODY } from '#sip/message/write-message.ts';
import { keyOfCancelled } from '#sip/transaction/matching.ts';
import { CAPABILITIES, OPTIONS_FIELDS } from './capabilities.ts';
import type { Flow } from './flow.ts';
import { newWord } from './randomness.ts';
import type { Handlers, Inbound, Reply } from './signalling.ts';
import type { SipTrunk } from './sip-trunk.ts';
import type { LayerEffect, TransactionLayer } from './transaction-layer.ts';

/** Who sent the message that is being read, and the way it came. */
export type Arrival = { readonly flow: Flow; readonly trunk: SipTrunk; readonly trunks: readonly SipTrunk[] };

/** Requests of theirs. */
export type Incoming = {
  /** Takes what a transaction of theirs says; `arrival` is of the message that made it say so. */
  take(effect: LayerEffect, arrival: Arrival | null): void;
  /** False where the transaction takes no such response any more. */
  respond(key: string, reply: Reply): boolean;
  on(handlers: Handlers): void;
  /** From now on new calls are refused, and whoever asks is told so. */
  drain(): void;
  size(): number;
  stop(): void;
};

/** Seconds after which those whom we refuse for lack of room may ask again. */
const RETRY_AFTER = 10;

type Server = {
  readonly inbound: Inbound;
  /** The 2xx that is repeated until its ACK comes. */
  success: (Writable & { readonly kind: 'response' }) | null;
  repeating: Repeating | null;
  stopRepeating: () => void;
};

/** None yet. */
export function createIncoming(clock: Clock, layer: TransactionLayer): Incoming {
  const servers = new Map<string, Server>();
  /** Keys of INVITEs whose 2xx waits for its ACK, by dialog and number. */
  const waiting = new Map<string, string>();
  let handlers: Handlers | null = null;
  let isDraining = false;

  const reply = (key: string, { status, reason, headers = [], body = NO_BODY }: Reply): boolean => {
    const server = servers.get(key);
    if (server === undefined) return false;
    const { request, localTag } = server.inbound;
    const answer = { status, reason: reason ?? null, toTag: localTag, headers, body };
    const response = respond(request, null, answer);
    if (!layer.respond(key, response)) return false;
    if (request.method === 'INVITE' && status >= 200 && status < 300) startRepeating(key, server, response);
    return true;
  };

  const startRepeating = (key: string, server: Server, success: NonNullable<Server['success']>): void => {
    server.success = success;
    server.repeating = repeatSuccess(clock.elapsed());
    waiting.set(ackKeyOf(server.inbound.request, server.inbound.localTag), key);
    repeatLater(key, server);
  };

  const repeatLater = (key: string, server: Server): void => {
    if (server.repeating === null) return;
    const { at, until } = server.repeating;
    server.stopRepeating = clock.after(Math.max(0, Math.min(at, until) - clock.elapsed()), async () => {
      const { repeating, success } = server;
      if (repeating === null || success === null) return;
      const { due, next } = repeatStep(repeating, clock.elapsed());
      server.repeating = next;
      if (due === 'send') layer.respond(key, success);
      if (due === 'give_up') {
        stopRepeating(server);
        handlers?.unacknowledged(key);
      } else repeatLater(key, server);
    });
  };

  const stopRepeating = (server: Server): void => {
    server.stopRepeating();
    server.repeating = null;
    waiting.delete(ackKeyOf(server.inbound.request, server.inbound.localTag));
  };

  const acknowledged = (key: string | null, ack: SipRequest): void => {
    const found = key ?? waiting.get(ackKeyOf(ack, '')) ?? null;
    const server = found === null ? undefined : servers.get(found);
    if (found === null || server === undefined || server.repeating === null) return;
    stopRepeating(server);
    handlers?.acknowledged(found, ack);
  };

  const cancel = (key: string, request: SipRequest): void => {
    const inviteKey = keyOfCancelled(request);
    const found = layer.find(inviteKey);
    const state = found === null ? 'unknown' : found.state === 'proceeding' ? 'unanswered' : 'answered';
    const { cancel: status, invite } = CANCEL_ANSWERS[state];
    reply(key, { status });
    if (invite === null) return;
    reply(inviteKey, { status: invite });
    handlers?.cancelled(inviteKey);
  };

  /** What we answer ourselves; null where those who make calls do. */
  const ownReplyTo = (request: SipRequest, isMerged: boolean): Reply | null => {
    if (isMerged) return { status: 482 };
    const refused = refusalOf(request, CAPABILITIES, '');
    if (refused !== null) return { status: refused.status, headers: refused.headers };
    if (tagOf(request.to) !== null) return handlers === null ? { status: 481 } : null;
    if (request.method === 'OPTIONS')
      return isDraining ? { status: 503, headers: retryAfter() } : { status: 200, headers: OPTIONS_FIELDS };
    if (request.method !== 'INVITE') return { status: 481 };
    return isDraining || handlers === null ? { status: 503, headers: retryAfter() } : null;
  };

  const came = (key: string, request: SipRequest, isMerged: boolean, { flow, trunk, trunks }: Arrival): void => {
    const localTag = tagOf(request.to) ?? newWord();
    const inbound = { key, trunk, trunks, request, flow, localTag };
    servers.set(key, { inbound, success: null, repeating: null, stopRepeating: () => undefined });
    if (request.method === 'CANCEL') return cancel(key, request);
    const own = ownReplyTo(request, isMerged);
    if (own !== null) reply(key, own);
    else if (tagOf(request.to) !== null) handlers?.within(inbound);
    else handlers?.invite(inbound);
  };

  return {
    take(effect, arrival) {
      if (effect.type === 'ack') acknowledged(effect.key, effect.request);
      if (effect.type === 'request' && arrival !== null) came(effect.key, effect.request, effect.isMerged, arrival);
      const server = effect.type === 'terminated' ? servers.get(effect.key) : undefined;
      if (effect.type !== 'terminated' || server === undefined) return;
      // The transaction ends at the moment when its 2xx is given up.
      const isUnacknowledged = server.repeating !== null;
      stopRepeating(server);
      servers.delete(effect.key);
      if (isUnacknowledged) handlers?.unacknowledged(effect.key);
    },
    respond: reply,
    on: (given) => void (handlers = given),
    drain: () => void (isDraining = true),
    size: () => servers.size,
    stop() {
      for (const server of servers.values()) server.stopRepeating();
    },
  };
}

function retryAfter() {
  return [{ name: 'Retry-After', value: String(RETRY_AFTER) }];
}

/** What an ACK and its INVITE share: the dialog, and the number. */
function ackKeyOf(request: SipRequest, localTag: string): string {
  return `${request.callId}|${tagOf(request.from) ?? ''}|${tagOf(request.to) ?? localTag}|${request.cseq.number}`;
}
