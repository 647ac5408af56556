/**
 * A dialog that a call continues in: what its far end asks for within it, and what we ask. Source: RFC 3261, sections
 * 12 to 15.
 */
import type { Trunk } from '#domain/directory/trunk.ts';
import type { LegId } from '#media/media-server.ts';
import type { FarEndLeft } from '#media/session/far-ends.ts';
import { writeNameAddr } from '#sip/address/name-addr.ts';
import type { Dialog } from '#sip/dialog/dialog.ts';
import { dialogKey, endsDialog, receiveWithin, refreshedBy } from '#sip/dialog/dialog.ts';
import { keyOfInfo, statusOfInfo } from '#sip/dialog/info.ts';
import type { OfferState } from '#sip/dialog/offer-answer.ts';
import { glareWaitMs, INVITE_WHILE, OFFER_REFUSALS, retryAfterSeconds } from '#sip/dialog/offer-answer.ts';
import { ackWithin, nextHopOf, requestWithin } from '#sip/dialog/request-within.ts';
import type { Negotiated } from '#sip/dialog/session-timer.ts';
import { agreedBy, negotiate, timerField } from '#sip/dialog/session-timer.ts';
import type { Header, SipRequest, SipResponse } from '#sip/message/message.ts';
import { headersOf } from '#sip/message/message.ts';
import { NO_BODY } from '#sip/message/write-message.ts';
import { OPTIONS_FIELDS } from '../capabilities.ts';
import { credentialsIn } from '../credentials.ts';
import type { Flow } from '../flow.ts';
import type { Heard, Inbound, Place, Reply } from '../signalling.ts';
import { descriptionIn, hasSound, withDescription } from './descriptions.ts';
import { keptOf } from './left-dialogs.ts';
import type { LineParts, TalkListener, TalkStart, Within } from './line-parts.ts';
import type { SessionKeeper } from './session-keeper.ts';
import { createSessionKeeper, SESSION_POLICY } from './session-keeper.ts';
import { TalkSound } from './talk-sound.ts';

const HUNG_UP: FarEndLeft = { type: 'hung_up', by: 'end_user' };
/** Signalling has ended, though no one has hung up. */
const GONE: FarEndLeft = { type: 'hung_up', by: 'system', reason: 'voip_conn_timeout' };

/** One talk. */
export class Talk implements Within {
  readonly trunk: Trunk;
  readonly legId: LegId;
  readonly #parts: LineParts;
  readonly #listener: TalkListener;
  readonly #contactUser: string | null;
  readonly #sound: TalkSound;
  readonly #session: SessionKeeper;
  #methods: readonly string[];
  readonly #leave: () => void;
  readonly #stopWatching: () => void;
  #dialog: Dialog;
  #flow: Flow;
  /** Whose offer waits for its answer, and whose INVITE is open. */
  #open: OfferState = 'none';
  #stopRetry = (): void => undefined;
  #lingerMs = 0;
  #isOver = false;

  constructor(parts: LineParts, start: TalkStart, listener: TalkListener) {
    this.#parts = parts;
    this.#listener = listener;
    this.trunk = start.trunk;
    this.legId = start.legId;
    this.#sound = new TalkSound(parts.media, start.trunk, start);
    this.#dialog = start.dialog;
    this.#flow = start.flow;
    this.#contactUser = start.contactUser;
    this.#methods = headersOf(start.far, 'Allow').map((method) => method.toUpperCase());
    this.#leave = parts.dialogs.enter(dialogKey(start.dialog), this);
    this.#keep();
    this.#stopWatching = parts.liveness.watch({
      legId: this.legId,
      isWayOpen: () => this.#flow.channel.isOpen(),
      ask: (unanswered) => this.#ask(unanswered),
      gone: () => this.#end(GONE, true),
    });
    this.#session = createSessionKeeper(parts.clock, {
      refresh: () => this.#refresh(),
      expired: () => this.#end(GONE, true),
    });
    this.#session.agreed(start.expires, start.dialog.role === 'uac');
  }

  dialog(): Dialog {
    return this.#dialog;
  }

  /** Where the far end is, for who keeps the dialog. */
  flow(): Flow {
    return this.#flow;
  }

  /** Whether the far end takes keys as INFO: it lists the method, as those do that know no other way. */
  takesInfo(): boolean {
    return this.#methods.includes('INFO');
  }

  holder(): object {
    return this.#listener.holder;
  }

  isOver(): boolean {
    return this.#isOver;
  }

  /** Where we are, as requests and responses say that may move the dialog. */
  contact(): Header {
    const uri = this.#parts.agent.contactFor(this.#flow, this.#contactUser);
    return { name: 'Contact', value: writeNameAddr({ displayName: null, uri, parameters: [] }) };
  }

  /** NOTIFYs are taken for so long after the far end's BYE. Milliseconds. */
  linger(milliseconds: number): void {
    this.#lingerMs = milliseconds;
  }

  /** Hangs up; nothing is told. */
  hangUp(): void {
    this.#end(null, true);
  }

  /** Sends a request within the dialog. */
  request(method: string, headers: readonly Header[], body: Uint8Array, hear: (heard: Heard) => void): void {
    const sent = requestWithin(this.#dialog, { method, via: this.#parts.agent.viaFor(this.#flow), headers, body });
    this.#dialog = sent.dialog;
    this.#parts.agent.within(this.#place(), sent.request, (heard) => {
      if (heard.type === 'response') this.#answered(heard);
      hear(heard);
    });
  }

  reply(key: string, reply: Reply): void {
    this.#parts.agent.respond(key, reply);
  }

  within(inbound: Inbound): void {
    const { key, request, flow } = inbound;
    if (this.#isOver && request.method === 'NOTIFY') return this.#listener.transfer(inbound);
    const received = receiveWithin(this.#dialog, request);
    if (!received.ok) return this.reply(key, { status: received.status });
    const { remoteTarget } = this.#dialog;
    this.#dialog = received.dialog;
    this.#flow = flow;
    if (received.dialog.remoteTarget !== remoteTarget) this.#keep();
    switch (request.method) {
      case 'BYE':
        this.reply(key, { status: 200 });
        return this.#end(HUNG_UP, false);
      case 'INVITE':
      case 'UPDATE':
        return this.#reoffered(inbound);
      case 'INFO':
        return this.#informed(inbound);
      case 'OPTIONS':
        return this.reply(key, { status: 200, headers: OPTIONS_FIELDS });
      case 'REFER':
      case 'NOTIFY':
        return this.#listener.transfer(inbound);
      default:
        return this.reply(key, { status: 481 });
    }
  }

  acknowledged(ack: SipRequest): void {
    if (!this.#sound.takesAck()) return;
    const answer = descriptionIn(ack);
    if (answer === null) return this.#end(GONE, true);
    this.#try(async () => {
      if (!(await this.#sound.take(answer))) this.#end(GONE, true);
    });
  }

  /** "If the server retransmits the 2xx response for 64*T1 seconds without receiving an ACK, … it SHOULD BYE." */
  unacknowledged(): void {
    this.#end(GONE, true);
  }

  /** The next process is to know how to hang up, should this one die. */
  #keep(): void {
    this.#parts.book.keep(keptOf(this.trunk, this.#dialog, this.#flow));
  }

  #place(): Place {
    return { trunk: this.trunk, flow: this.#flow, nextHop: nextHopOf(this.#dialog) };
  }

  /** Takes an answer to a request of ours: it may move the far end, or show that the dialog is gone. */
  #answered({ response, request, flow }: Extract<Heard, { type: 'response' }>): void {
    if (!this.#flow.channel.isOpen()) this.#flow = flow;
    const number = Math.max(this.#dialog.localSequence ?? 0, request.cseq.number);
    this.#dialog = refreshedBy({ ...this.#dialog, localSequence: number }, response);
    // A NOTIFY that is refused ends its subscription alone (RFC 6665 section 4.2.2).
    if (endsDialog(response.status) && request.method !== 'NOTIFY') this.#end(GONE, request.method !== 'BYE');
  }

  /** Asks the far end whether the dialog still stands: any answer but 481 says so (RFC 3261 section 11). */
  #ask(unanswered: () => void): void {
    this.request('OPTIONS', [], NO_BODY, ({ type }) => {
      if (type === 'failed') unanswered();
    });
  }

  #informed({ key, request }: Inbound): void {
    const pressed = keyOfInfo(request);
    this.reply(key, { status: pressed === null ? statusOfInfo(request) : 200 });
    if (pressed !== null) this.#listener.pressed(pressed.key);
  }

  /** A re-INVITE or an UPDATE of theirs. */
  #reoffered({ key, request }: Inbound): void {
    const offer = descriptionIn(request);
    // An UPDATE without a description offers nothing that could cross an offer (RFC 3311 section 5.2).
    const isOffer = offer !== null || request.method === 'INVITE';
    const refusal = isOffer ? INVITE_WHILE[this.#open] : null;
    if (refusal !== null) return this.#refuseOffer(key, refusal);
    const session = negotiate(request, SESSION_POLICY);
    if (session.outcome === 'too_small') return this.reply(key, { status: 422, headers: session.headers });
    if (!isOffer) return this.#agree(key, session, null);
    if (offer !== null && !hasSound(offer)) return this.reply(key, { status: 488 });
    this.#open = 'theirs';
    this.#try(async () => {
      const asker = this.#flow.remote.address;
      const ours = await (offer === null ? this.#sound.offer(asker) : this.#sound.answerTo(offer, asker));
      this.#open = 'none';
      if (ours === null) return this.reply(key, { status: 488 });
      this.#agree(key, session, ours);
    });
  }

  #agree(key: string, timer: Extract<Negotiated, { outcome: 'agreed' }>, description: string | null): void {
    const { headers, body } = withDescription(description);
    this.reply(key, { status: 200, headers: [this.contact(), ...timer.headers, ...OPTIONS_FIELDS, ...headers], body });
    this.#session.agreed(timer.expires, false);
  }

  #refuseOffer(key: string, refusal: keyof typeof OFFER_REFUSALS): void {
    const { status, hasRetryAfter } = OFFER_REFUSALS[refusal];
    const value = String(retryAfterSeconds(this.#parts.random()));
    this.reply(key, { status, headers: hasRetryAfter ? [{ name: 'Retry-After', value }] : [] });
  }

  /** Keeps the session alive: by UPDATE where the far end takes it, which needs no description, else by a re-INVITE. */
  #refresh(): void {
    if (this.#isOver || this.#open !== 'none') return;
    const supported = { name: 'Supported', value: 'timer' };
    const isUpdate = this.#methods.includes('UPDATE');
    const { headers, body } = withDescription(isUpdate ? null : this.#sound.description());
    if (!isUpdate) this.#open = 'ours';
    const all = [this.contact(), supported, timerField(SESSION_POLICY, this.#session.timer()), ...headers];
    this.request(isUpdate ? 'UPDATE' : 'INVITE', all, body, (heard) => this.#refreshed(heard));
  }

  #refreshed(heard: Heard): void {
    if (heard.type === 'failed') return this.#end(GONE, true);
    const { response, request } = heard;
    if (response.status < 200) return;
    if (request.method === 'INVITE') this.#open = 'none';
    if (response.status === 491) return this.#refreshLater();
    if (response.status >= 300) return this.#refusedUpdate(request);
    if (request.method === 'INVITE') this.#acknowledge(request, response);
    this.#session.agreed(agreedBy(response), true);
  }

  /** Some list UPDATE and refuse it: from now on they are refreshed by re-INVITEs. */
  #refusedUpdate({ method }: SipRequest): void {
    this.#methods = this.#methods.filter((each) => each !== 'UPDATE');
    if (method === 'UPDATE') this.#refresh();
  }

  /** Both offered at once: each waits, and the owner of the Call-ID longer (RFC 3261 section 14.1). */
  #refreshLater(): void {
    const wait = glareWaitMs(this.#dialog.role === 'uac', this.#parts.random());
    this.#stopRetry = this.#parts.clock.after(wait, async () => this.#refresh());
  }

  #acknowledge(request: SipRequest, response: SipResponse): void {
    const via = this.#parts.agent.viaFor(this.#flow);
    this.#parts.agent.ack(
      this.#place(),
      ackWithin(this.#dialog, request.cseq.number, { via, headers: credentialsIn(request), body: NO_BODY }),
    );
    const answer = descriptionIn(response);
    if (answer === null) return;
    this.#try(async () => void (await this.#sound.take(answer)));
  }

  #end(how: FarEndLeft | null, saysBye: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#session.stop();
    this.#stopWatching();
    this.#stopRetry();
    if (saysBye) this.request('BYE', [], NO_BODY, () => undefined);
    this.#parts.book.drop(dialogKey(this.#dialog));
    if (this.#lingerMs === 0) this.#leave();
    else this.#parts.clock.after(this.#lingerMs, async () => this.#leave());
    if (how !== null) this.#listener.left(how);
  }

  /** Does what takes time; a talk that has ended meanwhile is none the worse. */
  #try(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.#parts.failed(error));
  }
}
