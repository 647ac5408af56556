/** How the sound of a call's ends was while each was in the call. */
import type { EndSound } from '#domain/call/trace.ts';
import { MAX_ENDS } from '#domain/call/trace.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { LegId, LegStats, Media } from '../media-server.ts';
import { statsSince } from '../stats-since.ts';

/** An end of a call, and its leg. */
export type EndLeg = Pick<EndSound, 'end' | 'agentId'> & { readonly legId: LegId };

/** Mutable, of all calls. */
export type SoundQuality = {
  /** These are the ends of the call from now on; those that are gone are measured once more, and kept. */
  ends(callId: number, legs: readonly EndLeg[]): Promise<void>;
  has(callId: number): boolean;
  /** The calls of which something is known. */
  ids(): readonly number[];
  /** What is known of the call: of ends that are in it, as they are at this moment. */
  of(callId: number): Promise<readonly EndSound[]>;
  /** Forgets the call. */
  drop(callId: number): void;
};

type Present = EndLeg & { readonly from: Date; readonly before: LegStats | null };
type Heard = { readonly over: EndSound[]; present: readonly Present[]; turn: Promise<unknown> };

/** Nothing is known yet. */
export function createSoundQuality(media: Pick<Media, 'stats'>, { now }: Pick<Clock, 'now'>): SoundQuality {
  const calls = new Map<number, Heard>();

  const measure = async (end: Present, until: Date | null): Promise<EndSound | null> => {
    const stats = await media.stats(end.legId);
    return stats === null ? null : soundOf(end, stats, until);
  };

  const change = async (heard: Heard, legs: readonly EndLeg[]): Promise<void> => {
    const left = heard.present.filter((each) => !legs.some((leg) => isSame(leg, each)));
    const come = legs.filter((leg) => !heard.present.some((each) => isSame(leg, each)));
    if (left.length === 0 && come.length === 0) return;
    const at = now();
    const measured = await Promise.all(left.map(async (end) => measure(end, at)));
    const begun = await Promise.all(
      come.map(async (leg) => ({ ...leg, from: at, before: await media.stats(leg.legId) })),
    );
    heard.over.push(...measured.filter((each) => each !== null).slice(0, Math.max(0, MAX_ENDS - heard.over.length)));
    heard.present = [...heard.present.filter((each) => !left.includes(each)), ...begun];
  };

  return {
    async ends(callId, legs) {
      const heard = calls.get(callId) ?? { over: [], present: [], turn: Promise.resolve() };
      if (legs.length === 0 && !calls.has(callId)) return;
      calls.set(callId, heard);
      heard.turn = heard.turn.then(async () => change(heard, legs));
      await heard.turn;
    },
    has: (callId) => calls.has(callId),
    ids: () => [...calls.keys()],
    async of(callId) {
      const heard = calls.get(callId);
      if (heard === undefined) return [];
      await heard.turn;
      const present = await Promise.all(heard.present.map(async (end) => measure(end, null)));
      return [...heard.over, ...present.filter((each) => each !== null)];
    },
    drop: (callId) => void calls.delete(callId),
  };
}

function isSame(a: EndLeg, b: EndLeg): boolean {
  return a.legId === b.legId && a.end === b.end && a.agentId === b.agentId;
}

/** A page's leg lasts longer than a call: what it had counted before is taken off. */
function soundOf({ end, agentId, from, before }: Present, stats: LegStats, until: Date | null): EndSound {
  return { end, agentId, from, until, ...statsSince(stats, before) };
}
