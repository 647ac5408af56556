/** A request of ours: from one target to the next, past challenges, until it is answered or no target is left. */
import { fieldsAfter422 } from '#sip/dialog/session-timer.ts';
import type { Header, SipRequest, SipResponse } from '#sip/message/message.ts';
import type { Via } from '#sip/message/via.ts';
import { writeMessage } from '#sip/message/write-message.ts';
import type { WritableRequest } from '#sip/transaction/derived-requests.ts';
import { retryOf } from '#sip/transaction/derived-requests.ts';
import type { Attempt, AttemptParts } from './attempt.ts';
import { startAttempt } from './attempt.ts';
import type { Credentials } from './credentials.ts';
import { CREDENTIAL_FIELDS } from './credentials.ts';
import type { Flow } from './flow.ts';
import type { Tell } from './news.ts';
import { asRequest, withFields, withHop, withoutFields } from './own-request.ts';
import type { AskFault, Asked, AskOptions, Hear } from './signalling.ts';
import type { SipTrunk } from './sip-trunk.ts';
import type { Target } from './targets.ts';

/** What is asked, and of whom. */
export type Asking = {
  readonly trunk: SipTrunk;
  readonly method: string;
  /** Within a dialog there is one far end: it has all the time that its transaction gives it. */
  readonly isWithin: boolean;
  /** A way that is tried before any target, where it is open: that of a dialog. Null: none. */
  readonly flow: Flow | null;
  /** Where it can go, in the order to try. Rejects where DNS does not answer. */
  locate(): Promise<readonly Target[]>;
  /** The request for a way; its Via is added. */
  write(flow: Flow): WritableRequest;
};

/** No way to a target. */
export type NoWay = { readonly fault: AskFault; readonly detail: string };

/** What asking needs. */
export type AskParts = AttemptParts & {
  readonly credentials: Credentials;
  readonly tell: Tell;
  viaFor(flow: Flow): Via;
  open(target: Target, trunkId: number): Promise<Flow | NoWay>;
  /** A target answered, or did not: the next request goes there first, or last. */
  noteTarget(target: Target, isWell: boolean): void;
  /** Knows the attempt by its key from now on. */
  started(attempt: Attempt): void;
};

/** How long a target may be silent before the next is tried. Milliseconds. */
const PATIENCE = 4000;
/** Retries of one request at one target: a challenge of the proxy's, one of the far end's, a stale nonce, a 422. */
const MAX_RETRIES = 4;
/** A request that is longer is sent over a stream: "within 200 bytes of the path MTU" (RFC 3261 section 18.1.1). */
const MAX_DATAGRAM = 1300;

/** Ways that are left: targets, with those that are tried over a stream for their size before them. */
type Way = { readonly target: Target; readonly mayBeLarge: boolean };

/** Asks. `hear` is told in a later turn of the event loop. */
export class Ask {
  readonly #parts: AskParts;
  readonly #asking: Asking;
  readonly #hear: Hear;
  readonly #patienceMs: number | undefined;
  #ways: Way[] | null = null;
  #attempt: Attempt | null = null;
  #retries = 0;
  #number: number | null = null;
  #fields: readonly Header[] = [];
  #isCancelled = false;
  /** It has had its final answer: what its connection does later is of no account. */
  #isAnswered = false;
  #isOver = false;

  constructor(parts: AskParts, asking: Asking, hear: Hear, { patienceMs }: AskOptions) {
    this.#parts = parts;
    this.#asking = asking;
    this.#hear = hear;
    this.#patienceMs = patienceMs;
  }

  /** Begins; resolves once the request has left for the first time, or cannot. */
  async start(): Promise<void> {
    const { flow } = this.#asking;
    await Promise.resolve();
    if (flow?.channel.isOpen() === true && !this.#isCancelled) this.#sendOn(flow, null);
    else await this.#next({ fault: 'unresolved', detail: 'DNS knows no address of it.' });
  }

  /** Takes it back. */
  asked(): Asked {
    return {
      cancel: () => {
        if (this.#isCancelled) return;
        this.#isCancelled = true;
        this.#attempt?.cancel();
      },
    };
  }

  /** Tries the next target; without one the request has failed with `last`. */
  async #next(last: NoWay): Promise<void> {
    let fault = last;
    this.#attempt = null;
    try {
      this.#ways ??= (await this.#asking.locate()).map((target) => ({ target, mayBeLarge: false }));
    } catch (error) {
      return this.#fail({ fault: 'unresolved', detail: `DNS did not answer (${codeOf(error)}).` });
    }
    for (let way = this.#ways.shift(); way !== undefined; way = this.#ways.shift()) {
      if (this.#isCancelled) break;
      const flow = await this.#parts.open(way.target, this.#asking.trunk.id);
      if (this.#isCancelled) break;
      if (!('fault' in flow)) return this.#sendOn(flow, way);
      fault = flow;
      // Someone else may be answering there: what was to be encrypted does not go on in the clear, nor does the next.
      if (fault.fault === 'bad_certificate') this.#ways = this.#ways.filter(({ target }) => target.transport === 'TLS');
      else this.#parts.noteTarget(way.target, false);
    }
    return this.#fail(fault);
  }

  /** Writes the request for the way and sends it there, or over a stream first where it is too long for a datagram. */
  #sendOn(flow: Flow, way: Way | null): void {
    const { trunk } = this.#asking;
    const written = this.#asking.write(flow);
    const counted = this.#number === null ? [] : [{ name: 'CSeq', value: `${this.#number} ${written.method}` }];
    const request = withFields(withHop(written, this.#parts.viaFor(flow)), [...counted, ...this.#fields]);
    const whole = asRequest(withFields(request, this.#parts.credentials.fieldsFor(trunk, request)));
    if (flow.transport === 'UDP' && way?.mayBeLarge !== true) {
      const bytes = writeMessage(whole).length;
      if (bytes > MAX_DATAGRAM && this.#turnToStream(flow, way, bytes)) return;
    }
    this.#send(whole, flow, way);
  }

  /** Whether a stream is tried in place of a datagram that would be too long. */
  #turnToStream(flow: Flow, way: Way | null, bytes: number): boolean {
    const { trunk } = this.#asking;
    if (!trunk.transports.includes('tcp')) {
      this.#parts.tell({ type: 'too_large_for_udp', trunkId: trunk.id, bytes });
      return false;
    }
    const here = way?.target ?? { transport: 'UDP' as const, ...flow.remote, name: trunk.host };
    const stream = this.#ways?.find(({ target }) => target.transport === 'TCP')?.target;
    const first = { target: stream ?? { ...here, transport: 'TCP' as const }, mayBeLarge: true };
    this.#ways = [first, { target: here, mayBeLarge: true }, ...(this.#ways ?? [])];
    this.#goOn({ fault: 'unreachable', detail: 'It could not be sent.' });
    return true;
  }

  #send(request: SipRequest, flow: Flow, way: Way | null): void {
    this.#number = request.cseq.number;
    const isLast = (this.#ways?.length ?? 0) === 0;
    // A new call has other trunks to go by.
    const isNewCall = request.method === 'INVITE' && !this.#asking.isWithin;
    const patienceMs = this.#patienceMs ?? (isNewCall || !isLast ? PATIENCE : null);
    this.#attempt = startAttempt(
      this.#parts,
      { request, flow, patienceMs },
      {
        response: (response) => this.#answered(request, response, flow, way),
        silent: () => {
          this.#attempt?.leave();
          this.#failedAt(way, { fault: 'timeout', detail: silenceOf(flow) });
        },
        failed: (reason) => {
          if (reason === 'cancelled') this.#fail({ fault: 'cancelled', detail: 'It was taken back.' });
          else if (reason === 'timeout') this.#failedAt(way, { fault: reason, detail: silenceOf(flow) });
          else this.#failedAt(way, { fault: reason, detail: 'The connection to it is lost.' });
        },
      },
    );
    if (this.#attempt === null) this.#fail({ fault: 'overloaded', detail: 'Too many requests are under way.' });
    else this.#parts.started(this.#attempt);
  }

  /** A way led nowhere: the next is tried. A dialog whose far end is silent has no other way. */
  #failedAt(way: Way | null, fault: NoWay): void {
    if (this.#isAnswered || this.#isOver) return;
    if (way !== null) this.#parts.noteTarget(way.target, false);
    if (way === null && fault.fault === 'timeout') this.#fail(fault);
    else this.#goOn(fault);
  }

  #goOn(fault: NoWay): void {
    this.#next(fault).catch((error: unknown) => {
      this.#parts.tell({ type: 'socket_failed', transport: 'any', error });
      this.#fail(fault);
    });
  }

  #answered(request: SipRequest, response: SipResponse, flow: Flow, way: Way | null): void {
    const { status } = response;
    const isUnwell = status === 503;
    if (way !== null && status >= 200) this.#parts.noteTarget(way.target, !isUnwell);
    if (!this.#isCancelled && this.#retries < MAX_RETRIES) {
      const again = this.#retryOf(request, response, flow);
      if (again !== null) {
        this.#retries += 1;
        return this.#send(again, flow, way);
      }
    }
    if (isUnwell && !this.#isCancelled && (this.#ways?.length ?? 0) > 0) {
      this.#goOn({ fault: 'unreachable', detail: 'It answered 503.' });
      return;
    }
    if (status >= 200) this.#isAnswered = true;
    if (status >= 300) this.#isOver = true;
    this.#hear({ type: 'response', response, request, flow });
  }

  /** The request with what its refusal asked for; null where that is not to be had. */
  #retryOf(request: SipRequest, response: SipResponse, flow: Flow): SipRequest | null {
    const { credentials, viaFor } = this.#parts;
    const { trunk } = this.#asking;
    const fields = response.status === 422 ? fieldsAfter422(request, response) : null;
    if (fields !== null) this.#fields = fields;
    else if (!credentials.mayTryAgain(trunk, request, response)) return null;
    const bare = retryOf(withoutFields(request, CREDENTIAL_FIELDS), viaFor(flow), this.#fields);
    return asRequest(withFields(bare, credentials.fieldsFor(trunk, bare)));
  }

  #fail({ fault, detail }: NoWay): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#hear({ type: 'failed', reason: this.#isCancelled ? 'cancelled' : fault, detail });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function silenceOf({ transport, remote: { address, port } }: Flow): string {
  return `It did not answer (${transport} ${address.includes(':') ? `[${address}]` : address}:${port}).`;
}
