/** What a talk has agreed on about its sound, offer by offer. Source: RFC 3264. */
import type { Trunk } from '#domain/directory/trunk.ts';
import type { LegId, Media } from '#media/media-server.ts';
import { completed } from './descriptions.ts';
import { termsOf } from './identities.ts';

/** That. */
export class TalkSound {
  readonly legId: LegId;
  readonly #media: Media;
  readonly #trunk: Trunk;
  #description: string;
  #awaitsAnswer: boolean;

  constructor(
    media: Media,
    trunk: Trunk,
    start: { readonly legId: LegId; readonly description: string; readonly awaitsAnswer: boolean },
  ) {
    this.#media = media;
    this.#trunk = trunk;
    this.legId = start.legId;
    this.#description = start.description;
    this.#awaitsAnswer = start.awaitsAnswer;
  }

  /** What we described last. */
  description(): string {
    return this.#description;
  }

  /** Our answer to an offer of theirs, who are at the address; null where it is refused and all stays as it was. */
  async answerTo(offer: string, asker: string): Promise<string | null> {
    const made = await this.#media.createLeg({ kind: 'rtp', offer, asker, ...termsOf(this.#trunk) }, this.legId);
    if (!made.ok) return null;
    this.#description = completed(made.answer, offer);
    return this.#description;
  }

  /** An offer of ours, whose answer comes with an ACK; null where there can be none. */
  async offer(asker: string): Promise<string | null> {
    const offered = await this.#media.offerLeg({ kind: 'rtp', asker, ...termsOf(this.#trunk) }, this.legId);
    if (!offered.ok) return null;
    this.#awaitsAnswer = true;
    this.#description = offered.offer;
    return offered.offer;
  }

  /** Whether an ACK has to bring an answer, asked once: it has come then. */
  takesAck(): boolean {
    const awaited = this.#awaitsAnswer;
    this.#awaitsAnswer = false;
    return awaited;
  }

  /** Takes an answer of theirs; false where nothing can be agreed on. */
  async take(answer: string): Promise<boolean> {
    return (await this.#media.acceptAnswer(this.legId, answer)) === null;
  }
}
