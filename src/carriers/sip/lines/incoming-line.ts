/** A far end that calls over a trunk: its INVITE, how it is answered, and the talk that comes of it. */
import type { Trunk } from '#domain/directory/trunk.ts';
import type { LegId, LegRefusal } from '#media/media-server.ts';
import { writeNameAddr } from '#sip/address/name-addr.ts';
import { isSipUri } from '#sip/address/uri.ts';
import type { Dialog } from '#sip/dialog/dialog.ts';
import { dialogOfRequest } from '#sip/dialog/dialog.ts';
import { reliabilityOf } from '#sip/dialog/reliable.ts';
import type { SessionExpires } from '#sip/dialog/session-timer.ts';
import { negotiate } from '#sip/dialog/session-timer.ts';
import type { Header } from '#sip/message/message.ts';
import { OPTIONS_FIELDS } from '../capabilities.ts';
import type { Inbound, Reply } from '../signalling.ts';
import { completed, descriptionIn, hasSound, withDescription } from './descriptions.ts';
import { termsOf } from './identities.ts';
import type { Early, Line } from './line.ts';
import { SESSION_POLICY } from './session-keeper.ts';
import type { LineParts, TalkListener } from './line-parts.ts';
import { Talk } from './talk.ts';

/** What the media server's refusals are answered with. */
const LEG_REFUSALS = {
  malformed_offer: 488,
  no_common_codec: 488,
  no_common_encryption: 488,
  no_ports: 503,
  overloaded: 503,
  closed: 500,
} as const satisfies Record<LegRefusal, number>;

/** What was agreed on before a line can be answered. */
type Opened = {
  readonly dialog: Dialog;
  readonly legId: LegId;
  readonly description: string;
  readonly expires: SessionExpires;
  readonly fields: readonly Header[];
};

/** One that has come in. */
export class IncomingLine implements Line {
  readonly inbound: Inbound;
  readonly #parts: LineParts;
  readonly #trunk: Trunk;
  #opened: Opened | null = null;
  #talk: Talk | null = null;
  #listener: TalkListener | null = null;
  #isRinging = false;
  #isClosed = false;

  constructor(parts: LineParts, inbound: Inbound, trunk: Trunk) {
    this.#parts = parts;
    this.inbound = inbound;
    this.#trunk = trunk;
  }

  /** Makes what it takes to answer; the refusal where it cannot be. */
  async open(): Promise<Reply | null> {
    const { request, localTag, flow } = this.inbound;
    const dialog = dialogOfRequest(request, localTag, 'confirmed');
    if (dialog === null) return { status: 400 };
    const session = negotiate(request, SESSION_POLICY);
    if (session.outcome === 'too_small') return { status: 422, headers: session.headers };
    const offer = descriptionIn(request);
    if (offer !== null && !hasSound(offer)) return { status: 488 };
    const terms = termsOf(this.#trunk);
    const asker = flow.remote.address;
    const { media } = this.#parts;
    const made =
      offer === null
        ? await media.offerLeg({ kind: 'rtp', asker, ...terms })
        : await media.createLeg({ kind: 'rtp', offer, asker, ...terms });
    if (!made.ok) return { status: LEG_REFUSALS[made.refusal] };
    const description = 'offer' in made ? made.offer : completed(made.answer, offer ?? '');
    this.#opened = { dialog, legId: made.legId, description, expires: session.expires, fields: session.headers };
    if (this.#isClosed) this.#closeLeg();
    return null;
  }

  /** Whether it may be rung without an answer: its 180 would have to be acknowledged where it asks for that. */
  mayRing(): boolean {
    return reliabilityOf(this.inbound.request) !== 'required';
  }

  /** They hear that it rings, from the first time on. */
  ring(): void {
    if (this.#isRinging) return;
    this.#isRinging = true;
    this.#parts.agent.respond(this.inbound.key, { status: 180, headers: [this.#contact()] });
  }

  /** Answers, once; whatever it tells goes to the listener from then on. False where it cannot be answered any more. */
  answer(listener: TalkListener): boolean {
    const opened = this.#opened;
    if (opened === null || this.#isClosed || this.#talk !== null) return false;
    const { key, request, flow } = this.inbound;
    const { headers, body } = withDescription(opened.description);
    const fields = [this.#contact(), ...OPTIONS_FIELDS, ...opened.fields, ...headers];
    if (!this.#parts.agent.respond(key, { status: 200, headers: fields, body })) return false;
    const awaitsAnswer = descriptionIn(request) === null;
    const start = { ...opened, trunk: this.#trunk, flow, contactUser: this.#user(), far: request, awaitsAnswer };
    this.#talk = new Talk(this.#parts, start, listener);
    this.#listener = listener;
    this.#parts.dialogs.awaitAck(key, this.#talk);
    return true;
  }

  legId(): LegId | undefined {
    return this.#talk === null || this.#isClosed ? undefined : this.#talk.legId;
  }

  early(): Early | undefined {
    return undefined;
  }

  talk(): Talk | null {
    return this.#talk;
  }

  /** Refuses the call, which has not been answered. */
  refuse(reply: Reply): void {
    this.#parts.agent.respond(this.inbound.key, reply);
    this.close();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Whoever is let go before they were answered hears that no one is there.
    if (this.#talk === null) this.#parts.agent.respond(this.inbound.key, { status: 480 });
    else this.#talk.hangUp();
    this.#closeLeg();
    this.#listener?.closed?.();
  }

  #user(): string | null {
    const { uri } = this.inbound.request;
    return isSipUri(uri) ? uri.user : null;
  }

  #contact(): Header {
    const uri = this.#parts.agent.contactFor(this.inbound.flow, this.#user());
    return { name: 'Contact', value: writeNameAddr({ displayName: null, uri, parameters: [] }) };
  }

  #closeLeg(): void {
    if (this.#opened === null) return;
    this.#parts.media.close(this.#opened.legId).catch((error: unknown) => this.#parts.failed(error));
  }
}
