/** A far end that is dialed over a trunk: one INVITE, all that it brings, and the talk that comes of it. */
import type { LegAnswer } from '#domain/call/failover.ts';
import { legOutcome } from '#domain/call/failover.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import type { Trunk } from '#domain/directory/trunk.ts';
import type { LegId } from '#media/media-server.ts';
import { tagOf } from '#sip/address/name-addr.ts';
import { writeUri } from '#sip/address/uri.ts';
import type { Dialog } from '#sip/dialog/dialog.ts';
import type { Forks } from '#sip/dialog/forks.ts';
import { forkedBy, NO_FORKS } from '#sip/dialog/forks.ts';
import { rackOf, receiveReliable } from '#sip/dialog/reliable.ts';
import { ackWithin, nextHopOf, requestWithin } from '#sip/dialog/request-within.ts';
import { agreedBy, timerField } from '#sip/dialog/session-timer.ts';
import type { Header, SipRequest, SipResponse } from '#sip/message/message.ts';
import { NO_BODY } from '#sip/message/write-message.ts';
import { OPTIONS_FIELDS } from '../capabilities.ts';
import { credentialsIn } from '../credentials.ts';
import type { Flow } from '../flow.ts';
import type { Asked, AskFault, Heard } from '../signalling.ts';
import { descriptionIn, withDescription } from './descriptions.ts';
import { addressAt, callerFields, termsOf } from './identities.ts';
import type { Early, Line, LineListener } from './line.ts';
import { SESSION_POLICY } from './session-keeper.ts';
import type { LineParts } from './line-parts.ts';
import { Talk } from './talk.ts';
import { toldOf } from './told.ts';

/** Who is dialed, and how. */
export type Dialling = {
  readonly trunk: Trunk;
  readonly number: E164;
  /** The Call-ID of the INVITE: a new word that no one can guess. */
  readonly sipCallId: string;
  /** The number that calls; null where there is none. */
  readonly own: E164 | null;
  /** What else stands in the INVITE. */
  readonly more?: readonly Header[];
};

/** How long a telephone is rung: less than the longest time that a call may stand in `connecting`. Milliseconds. */
const RING_MS = 50_000;

/** What a request that came to nothing means for the call. */
const FAULTS = {
  timeout: 'timeout',
  unreachable: 'unreachable',
  bad_certificate: 'bad_certificate',
  unresolved: 'unreachable',
  overloaded: 503,
  cancelled: 487,
} as const satisfies Record<AskFault, LegAnswer>;

/** The status that says in the far end's stead that none came. */
const UNANSWERED = {
  timeout: 408,
  unreachable: 503,
  bad_certificate: 503,
  no_answer: 480,
} as const satisfies Record<Exclude<LegAnswer, number>, number>;

type Response = Extract<Heard, { type: 'response' }>;

/** One that is dialed. */
export class OutgoingLine implements Line {
  readonly #parts: LineParts;
  readonly #dialling: Dialling;
  readonly #listener: LineListener;
  #legId: LegId | null = null;
  #offer = '';
  #asked: Asked | null = null;
  #forks: Forks = NO_FORKS;
  /** Of each fork, by its tag, the last reliable response and the last description. */
  readonly #reliable = new Map<string, number>();
  readonly #described = new Map<string, string>();
  #taking: Promise<unknown> = Promise.resolve();
  #early: Early | undefined;
  #talk: Talk | null = null;
  #hasAnswered = false;
  #isClosed = false;
  #stopRinging = (): void => undefined;
  #stopTalk = (): void => undefined;

  constructor(parts: LineParts, dialling: Dialling, listener: LineListener) {
    this.#parts = parts;
    this.#dialling = dialling;
    this.#listener = listener;
  }

  /** Dials. Once only. */
  async dial(): Promise<void> {
    const { agent, media, clock, newWord } = this.#parts;
    const { trunk, number, own, sipCallId, more = [] } = this.#dialling;
    const home = await this.#parts.homeOf(trunk.workspaceId);
    const [first] = await agent.locate(trunk).catch(() => []);
    if (first === undefined) return this.#fail('unreachable');
    const offered = await media.offerLeg({ kind: 'rtp', asker: first.address, ...termsOf(trunk) });
    if (!offered.ok) return this.#fail(503);
    this.#legId = offered.legId;
    this.#offer = offered.offer;
    if (this.#isClosed) return this.#closeLeg();
    const { headers, body } = withDescription(offered.offer);
    const to = addressAt(trunk, number, home);
    const fields: Header[] = [
      ...callerFields(trunk, own, home, newWord()),
      { name: 'To', value: `<${writeUri(to)}>` },
      { name: 'Call-ID', value: sipCallId },
      { name: 'CSeq', value: '1 INVITE' },
      ...OPTIONS_FIELDS,
      timerField(SESSION_POLICY, null),
      ...more,
      ...headers,
    ];
    const draft = {
      method: 'INVITE',
      uri: to,
      headers: fields,
      body,
      contact: { user: contactUserOf(this.#dialling) },
    };
    this.#stopRinging = clock.after(RING_MS, async () => this.#fail('no_answer'));
    this.#asked = agent.request(trunk, draft, (heard) => this.#hear(heard));
  }

  legId(): LegId | undefined {
    return this.#hasAnswered && this.#legId !== null ? this.#legId : undefined;
  }

  early(): Early | undefined {
    return this.#hasAnswered ? undefined : this.#early;
  }

  talk(): Talk | null {
    return this.#talk;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#shut();
    this.#listener.closed?.();
  }

  #shut(): void {
    this.#isClosed = true;
    this.#stopRinging();
    this.#stopTalk();
    if (this.#talk === null) this.#asked?.cancel();
    else this.#talk.hangUp();
    this.#closeLeg();
  }

  #fail(answer: LegAnswer, told = ''): void {
    if (this.#isClosed) return;
    this.#shut();
    this.#listener.failed(legOutcome(answer, told), typeof answer === 'number' ? answer : UNANSWERED[answer]);
  }

  #hear(heard: Heard): void {
    if (heard.type === 'failed') return this.#fail(FAULTS[heard.reason], heard.detail);
    const { response, request } = heard;
    const { forks, outcome, dialog } = forkedBy(this.#forks, request, response);
    this.#forks = forks;
    if (outcome === 'over') return this.#fail(response.status, toldOf(response));
    if (outcome === 'ring') return this.#rings(heard, dialog);
    if (dialog === null || (outcome !== 'answered' && outcome !== 'hang_up')) return;
    this.#acknowledge(heard, dialog);
    // The first that answers is the call; of the others each is hung up (RFC 3261 section 13.2.2.4).
    if (outcome === 'answered' && !this.#isClosed) this.#answered(heard, dialog);
    else this.#bye(heard, dialog);
  }

  #rings(heard: Response, dialog: Dialog | null): void {
    const { response } = heard;
    if (response.status === 100 || this.#isClosed) return;
    if (dialog !== null && !this.#isInOrder(heard, dialog)) return;
    const description = descriptionIn(response);
    this.#early ??= { legId: null };
    if (description === null) return this.#listener.ringing();
    this.#described.set(tagOf(response.to) ?? '', description);
    // The last description counts until one of the forks answers.
    this.#take(description, (isTaken) => {
      if (isTaken) this.#early = { legId: this.#legId };
      this.#listener.ringing();
    });
  }

  /** Whether a provisional response is to be heard; a reliable one is acknowledged, once and in its dialog. */
  #isInOrder({ response, flow }: Response, dialog: Dialog): boolean {
    const rack = rackOf(response);
    const tag = dialog.remoteTag ?? '';
    if (rack === null) return true;
    const number = receiveReliable(this.#reliable.get(tag) ?? null, response);
    if (number === null) return false;
    this.#reliable.set(tag, number);
    const headers = [{ name: 'RAck', value: rack }];
    this.#send(flow, dialog, 'PRACK', headers);
    return true;
  }

  /** Sends within a dialog that is no talk, or not yet. */
  #send(flow: Flow, dialog: Dialog, method: string, headers: readonly Header[]): void {
    const { agent } = this.#parts;
    const sent = requestWithin(dialog, { method, via: agent.viaFor(flow), headers, body: NO_BODY });
    this.#forks = {
      ...this.#forks,
      dialogs: this.#forks.dialogs.map((each) => (each.remoteTag === dialog.remoteTag ? sent.dialog : each)),
    };
    const place = { trunk: this.#dialling.trunk, flow, nextHop: nextHopOf(dialog) };
    agent.within(place, sent.request, () => undefined);
  }

  #acknowledge({ request, flow }: Response, dialog: Dialog): void {
    const { agent } = this.#parts;
    const place = { trunk: this.#dialling.trunk, flow, nextHop: nextHopOf(dialog) };
    const hop = { via: agent.viaFor(flow), headers: credentialsIn(request), body: NO_BODY };
    agent.ack(place, ackWithin(dialog, request.cseq.number, hop));
  }

  #bye({ flow }: Response, dialog: Dialog): void {
    this.#send(flow, dialog, 'BYE', []);
  }

  #answered({ response, request, flow }: Response, dialog: Dialog): void {
    this.#stopRinging();
    this.#begin(response, request, flow, dialog);
    const description = descriptionIn(response) ?? this.#described.get(dialog.remoteTag ?? '') ?? null;
    if (description === null) return this.#fail(488);
    this.#take(description, (isTaken) => {
      if (!isTaken) return this.#fail(488);
      this.#hasAnswered = true;
      this.#stopTalk = this.#limit();
      this.#listener.answered();
    });
  }

  #begin(response: SipResponse, request: SipRequest, flow: Flow, dialog: Dialog): void {
    const { trunk } = this.#dialling;
    const sequence = Math.max(dialog.localSequence ?? 0, request.cseq.number);
    const start = {
      trunk,
      flow,
      dialog: { ...dialog, localSequence: sequence },
      legId: this.#legId ?? '',
      description: this.#offer,
      contactUser: contactUserOf(this.#dialling),
      expires: agreedBy(response),
      far: response,
      awaitsAnswer: false,
    };
    this.#talk = new Talk(this.#parts, start, this.#listener);
  }

  /** The longest that a call of the trunk may last. */
  #limit(): () => void {
    const seconds = this.#dialling.trunk.limits.longestCallSeconds;
    return this.#parts.clock.after(seconds * 1000, async () => {
      this.#talk?.hangUp();
      this.#listener.left({ type: 'hung_up', by: 'system' });
    });
  }

  /** Takes a description of theirs, one after the other. */
  #take(description: string, taken: (isTaken: boolean) => void): void {
    const legId = this.#legId ?? '';
    const take = async (): Promise<void> => {
      const refusal = await this.#parts.media.acceptAnswer(legId, description);
      if (!this.#isClosed) taken(refusal === null);
    };
    this.#taking = this.#taking.then(take).catch((error: unknown) => this.#parts.failed(error));
  }

  #closeLeg(): void {
    if (this.#legId !== null) this.#parts.media.close(this.#legId).catch((error: unknown) => this.#parts.failed(error));
  }
}

/** Who we are in Contact: the account, as those who register are known by it, else the number that calls. */
function contactUserOf({ trunk, own }: Dialling): string | null {
  return trunk.username ?? own;
}
