/**
 * Two calls of ours joined at their far ends: each hears the other as its telephone. That is what is left of two calls
 * that a telephone has connected with each other.
 */
import type { Trunk } from '#domain/directory/trunk.ts';
import type { LegId, Media } from '#media/media-server.ts';
import type { Line } from './line.ts';
import type { TalkListener } from './line-parts.ts';
import type { Place } from './place.ts';

/** Sound goes from one leg to the other on this machine. */
const HERE = '127.0.0.1';

/** One end of a joint, as the far end of its call. */
class JointEnd implements Line {
  readonly #legId: LegId;
  readonly #close: (end: JointEnd) => void;
  listener: TalkListener | null = null;

  constructor(legId: LegId, close: (end: JointEnd) => void) {
    this.#legId = legId;
    this.#close = close;
  }

  legId(): LegId {
    return this.#legId;
  }

  early(): undefined {
    return undefined;
  }

  talk(): null {
    return null;
  }

  close(): void {
    this.#close(this);
  }
}

/** Joins the calls at both places, which are of one trunk; false where the media server has no room for that. */
export async function joinPlaces(
  media: Media,
  place: Place,
  other: Place,
  failed: (error: unknown) => void,
): Promise<boolean> {
  const codecs = place.line()?.talk()?.trunk.codecs;
  const ends = codecs === undefined || !other.claim() ? null : await makeJoint(media, codecs, failed);
  if (ends === null) return false;
  for (const [each, end] of [
    [place, ends[0]],
    [other, ends[1]],
  ] as const) {
    end.listener = each.hears(() => end);
    each.take(end, each === other);
  }
  other.settle();
  return true;
}

/** Makes both ends; null where there is no room for them. Where one is closed, the other one's call is left. */
async function makeJoint(
  media: Media,
  codecs: Trunk['codecs'],
  failed: (error: unknown) => void,
): Promise<readonly [JointEnd, JointEnd] | null> {
  const terms = { kind: 'rtp', asker: HERE, codecs } as const;
  const offered = await media.offerLeg(terms);
  if (!offered.ok) return null;
  const made = await media.createLeg({ ...terms, offer: offered.offer });
  const isAgreed = made.ok && (await media.acceptAnswer(offered.legId, made.answer)) === null;
  if (!made.ok || !isAgreed) {
    await Promise.all([offered, ...(made.ok ? [made] : [])].map(async ({ legId }) => media.close(legId)));
    return null;
  }
  let isOver = false;
  const close = (end: JointEnd): void => {
    if (isOver) return;
    isOver = true;
    for (const each of ends) {
      media.close(each.legId()).catch(failed);
      if (each !== end) each.listener?.left({ type: 'hung_up', by: 'end_user' });
    }
  };
  const ends = [new JointEnd(offered.legId, close), new JointEnd(made.legId, close)] as const;
  return ends;
}
