/**
 * All transactions of one user agent: messages in, messages and news out. It has no socket and no clock: each call
 * takes the time and returns what is to be done, and `firstDueAt` says when `tick` is due next. Source: RFC 3261
 * section 17.
 */
import { isOurs } from '../message/admit.ts';
import type { SipMessage, SipRequest, SipResponse } from '../message/message.ts';
import { plainAnswer, respond } from '../message/respond.ts';
import type { Writable } from '../message/write-message.ts';
import { writeMessage } from '../message/write-message.ts';
import { ackOf } from './derived-requests.ts';
import { createDueQueue } from './due-queue.ts';
import type { Machine, Step, Work } from './machine.ts';
import { begin, dueTimer, nextDue, step } from './machine.ts';
import { clientKeyOf, mergeKeyOf, serverKeyOf } from './matching.ts';
import type { TransactionEvent, TransactionState } from './tables.ts';

/**
 * What is to be done. `Flow` is the caller's: where bytes go, such as a socket and an address. `key` names the
 * transaction in later calls.
 */
export type Effect<Flow> =
  | { readonly type: 'send'; readonly key: string; readonly bytes: Uint8Array; readonly flow: Flow }
  /** A request that is new. `isMerged`: it came to us before along another way, and is to be answered 482. */
  | { readonly type: 'request'; readonly key: string; readonly request: SipRequest; readonly isMerged: boolean }
  /** An ACK of a 2xx; null where its INVITE is forgotten or was never here. */
  | { readonly type: 'ack'; readonly key: string | null; readonly request: SipRequest }
  | { readonly type: 'response'; readonly key: string; readonly response: SipResponse }
  | { readonly type: 'timeout' | 'transport_error' | 'terminated'; readonly key: string }
  /** No room for one more transaction: to be answered 503 without one. */
  | { readonly type: 'overloaded'; readonly request: SipRequest };

/**
 * The transactions. The RFC gives no timer to a server transaction that its user has not answered, nor to an INVITE
 * that rings: the user answers every request that it is told of, and forgets what takes too long.
 */
export type Transactions<Flow> = {
  /**
   * Sends a request; its key is that of its branch. Null where there is no room, or its branch is taken or not unique.
   */
  readonly request: (request: SipRequest, flow: Flow, isReliable: boolean, now: number) => Sent<Flow> | null;
  /**
   * Takes what a flow brought: a request with its Via stamped. A response that belongs to no transaction is dropped
   * (RFC 6026 section 8.9).
   */
  readonly receive: (message: SipMessage, flow: Flow, isReliable: boolean, now: number) => Effect<Flow>[];
  /** Answers a server transaction; null where its state allows no such answer, or it is over. */
  readonly respond: (
    key: string,
    response: Writable & { readonly kind: 'response' },
    now: number,
  ) => Effect<Flow>[] | null;
  /** What a transaction last sent did not leave. */
  readonly failed: (key: string, now: number) => Effect<Flow>[];
  /**
   * Ends a transaction whose user waits no longer: an INVITE that was cancelled and stays silent (section 9.1), or that
   * rings forever. What comes for it later is dropped. False where there is none.
   */
  readonly forget: (key: string) => boolean;
  readonly tick: (now: number) => Effect<Flow>[];
  readonly firstDueAt: () => number | null;
  /** The request of a transaction that is not over; null for any other. */
  readonly find: (key: string) => { readonly request: SipRequest; readonly state: TransactionState } | null;
  readonly size: () => number;
  /** Entries of the queue of timers: at most a few for each transaction. */
  readonly queued: () => number;
};

/** A client transaction that began. */
export type Sent<Flow> = { readonly key: string; readonly effects: readonly Effect<Flow>[] };

/** Transactions at once, of both sides. Over UDP a call has two, kept for 32 s each: this is 600 calls a second. */
const MAX_TRANSACTIONS = 40_000;

type Entry<Flow> = {
  machine: Machine;
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly mergeKey: string | null;
  /** What `send` sends: the request, or the response that was last given. Null while a server has said nothing. */
  bytes: Uint8Array | null;
  /** The ACK of a refusal: the same for each time it is repeated. */
  ack: Uint8Array | null;
  /** The earliest time for which it stands in the queue. */
  queuedAt: number | null;
};

/** What a message or an answer brings along for the work of a step. */
type Occasion = { readonly message?: SipMessage };

/** Transactions without any yet. */
export function createTransactions<Flow>(most: number = MAX_TRANSACTIONS): Transactions<Flow> {
  const entries = new Map<string, Entry<Flow>>();
  const merging = new Map<string, string>();
  const queue = createDueQueue();

  /** Puts the transaction into the queue, unless it stands there for as early a time: repeated messages add nothing. */
  const enqueue = (key: string, entry: Entry<Flow>): void => {
    const due = nextDue(entry.machine);
    if (due === null || (entry.queuedAt !== null && entry.queuedAt <= due)) return;
    entry.queuedAt = due;
    queue.add(due, key);
  };

  const remove = (key: string, { mergeKey }: Entry<Flow>): void => {
    entries.delete(key);
    if (mergeKey !== null && merging.get(mergeKey) === key) merging.delete(mergeKey);
  };

  const settle = (key: string, entry: Entry<Flow>, { machine, work }: Step, occasion: Occasion): Effect<Flow>[] => {
    entry.machine = machine;
    const effects = work.flatMap((each) => effectOf(key, entry, each, occasion, merging));
    enqueue(key, entry);
    if (machine.state !== 'terminated') return effects;
    remove(key, entry);
    return [...effects, { type: 'terminated', key }];
  };

  const move = (key: string, event: TransactionEvent, now: number, occasion: Occasion = {}): Effect<Flow>[] | null => {
    const entry = entries.get(key);
    const next = entry === undefined ? null : step(entry.machine, event, now);
    return entry === undefined || next === null ? null : settle(key, entry, next, occasion);
  };

  const open = (
    key: string,
    request: SipRequest,
    flow: Flow,
    machine: Step,
    bytes: Uint8Array | null,
  ): Effect<Flow>[] => {
    const isServer = machine.machine.kind.startsWith('server');
    const mergeKey = isServer ? mergeKeyOf(request) : null;
    const entry: Entry<Flow> = { machine: machine.machine, request, flow, mergeKey, bytes, ack: null, queuedAt: null };
    entries.set(key, entry);
    if (mergeKey !== null && !merging.has(mergeKey)) merging.set(mergeKey, key);
    return settle(key, entry, machine, { message: request });
  };

  const receiveRequest = (request: SipRequest, flow: Flow, isReliable: boolean, now: number): Effect<Flow>[] => {
    const key = serverKeyOf(request);
    const event = request.method === 'ACK' ? 'ack' : 'request';
    if (entries.has(key)) return move(key, event, now, { message: request }) ?? [];
    // The ACK of a 2xx is a transaction of its own, with a branch of its own (section 13.2.2.4), and is never answered.
    if (event === 'ack') return [{ type: 'ack', key: null, request }];
    if (entries.size >= most) return [{ type: 'overloaded', request }];
    const kind = request.method === 'INVITE' ? 'server_invite' : 'server_other';
    return open(key, request, flow, begin(kind, isReliable, now), null);
  };

  const tickOne = (key: string, now: number): Effect<Flow>[] => {
    const entry = entries.get(key);
    if (entry === undefined) return [];
    entry.queuedAt = null;
    const timer = dueTimer(entry.machine, now);
    if (timer !== null) return move(key, `timer_${timer}`, now) ?? [];
    enqueue(key, entry);
    return [];
  };

  return {
    request(request, flow, isReliable, now) {
      const key = clientKeyOf(request);
      if (key === null || entries.has(key) || entries.size >= most) return null;
      const kind = request.method === 'INVITE' ? 'client_invite' : 'client_other';
      return { key, effects: open(key, request, flow, begin(kind, isReliable, now), writeMessage(request)) };
    },
    receive(message, flow, isReliable, now) {
      if (message.kind === 'request') return receiveRequest(message, flow, isReliable, now);
      const key = isOurs(message) ? clientKeyOf(message) : null;
      return key === null ? [] : (move(key, eventOf(message.status, ''), now, { message }) ?? []);
    },
    respond(key, response, now) {
      const entry = entries.get(key);
      const next = entry === undefined ? null : step(entry.machine, eventOf(response.status, 'answer_'), now);
      if (entry === undefined || next === null) return null;
      entry.bytes = writeMessage(response);
      return settle(key, entry, next, {});
    },
    failed: (key, now) => move(key, 'transport_error', now) ?? [],
    forget(key) {
      const entry = entries.get(key);
      if (entry !== undefined) remove(key, entry);
      return entry !== undefined;
    },
    tick(now) {
      const effects: Effect<Flow>[] = [];
      for (let key = queue.take(now); key !== null; key = queue.take(now)) effects.push(...tickOne(key, now));
      return effects;
    },
    firstDueAt: () => queue.firstAt(),
    find(key) {
      const entry = entries.get(key);
      return entry === undefined ? null : { request: entry.request, state: entry.machine.state };
    },
    size: () => entries.size,
    queued: () => queue.size(),
  };
}

function eventOf<Prefix extends '' | 'answer_'>(
  status: number,
  prefix: Prefix,
): `${Prefix}${'provisional' | 'success' | 'failure'}` {
  if (status < 200) return `${prefix}provisional`;
  return status < 300 ? `${prefix}success` : `${prefix}failure`;
}

/** What one piece of a step's work is, for whoever has the sockets. */
function effectOf<Flow>(
  key: string,
  entry: Entry<Flow>,
  work: Work,
  { message }: Occasion,
  merging: ReadonlyMap<string, string>,
): Effect<Flow>[] {
  const { request, flow, mergeKey } = entry;
  const send = (bytes: Uint8Array | null): Effect<Flow>[] =>
    bytes === null ? [] : [{ type: 'send', key, bytes, flow }];
  switch (work) {
    case 'send':
    case 'resend':
      return send(entry.bytes);
    case 'send_ack':
      if (message?.kind === 'response') entry.ack ??= writeMessage(ackOf(request, message));
      return send(entry.ack);
    case 'send_trying':
      entry.bytes ??= writeMessage(respond(request, null, plainAnswer(100, null)));
      return send(entry.bytes);
    case 'tell_request':
      return [{ type: 'request', key, request, isMerged: mergeKey !== null && merging.get(mergeKey) !== key }];
    case 'tell_response':
      return message?.kind === 'response' ? [{ type: 'response', key, response: message }] : [];
    case 'tell_ack':
      return message?.kind === 'request' ? [{ type: 'ack', key, request: message }] : [];
    case 'tell_timeout':
      return [{ type: 'timeout', key }];
    case 'tell_transport_error':
      return [{ type: 'transport_error', key }];
    default:
      return work satisfies never;
  }
}
