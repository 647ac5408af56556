/**
 * The simulator's far ends, and the people it plays in calls of any carrier: each is a leg whose other end is a file of
 * their words.
 */
import type { Call } from '#domain/call/call.ts';
import type { LegId, Media } from '#media/media-server.ts';
import type { FarEnds, PlayedPeople } from '#media/session/far-ends.ts';
import type { Report } from '../carrier.ts';
import { dialogueFor } from './dialogue.ts';

/** What they are made of. */
export type PlayedParts = {
  readonly media: Media;
  /** A file in which the text is spoken. */
  pathFor(text: string): Promise<string>;
  readonly report: Report;
};

type Who = 'user' | 'agent' | 'third_party';

/** Makes both. Their legs live until they are released. */
export function createPlayedEnds({ media, pathFor, report }: PlayedParts): {
  readonly farEnds: FarEnds;
  readonly people: PlayedPeople;
} {
  const legs = new Map<string, LegId>();
  const nameOf = (call: Call, who: Who): string => `${call.id} ${who}`;

  const play = async (call: Call, who: Who): Promise<LegId> => {
    const known = legs.get(nameOf(call, who));
    if (known !== undefined) return known;
    const legId = await media.createFileLeg({ path: await pathFor(scriptFor(call, who)), isLooped: false });
    legs.set(nameOf(call, who), legId);
    return legId;
  };

  const release = async (call: Call, ...all: readonly Who[]): Promise<void> => {
    for (const who of all) {
      const legId = legs.get(nameOf(call, who));
      legs.delete(nameOf(call, who));
      if (legId !== undefined) await media.close(legId);
    }
  };

  return {
    farEnds: {
      isLive: false,
      legOf: (call) => legs.get(nameOf(call, 'user')),
      prepare: async (call) => pathFor(scriptFor(call, 'user')),
      async agentIsReady(call) {
        if (call.state === 'assigned') await report(call.id, { type: 'leg_ringing' });
      },
      isListenedTo: async (call) => play(call, 'user'),
      release: async (call) => release(call, 'user'),
    },
    people: {
      legOf: play,
      has: (call, legId) =>
        legs.get(nameOf(call, 'agent')) === legId || legs.get(nameOf(call, 'third_party')) === legId,
      release: async (call, who) => (who === undefined ? release(call, 'agent', 'third_party') : release(call, who)),
    },
  };
}

/** What someone who is played says, one sentence after the other: their side of the call's dialogue. */
function scriptFor(call: Call, who: Who): string {
  const { turns } = dialogueFor({ callId: call.id, direction: call.direction, kind: 'conversation', lang: call.lang });
  const side = who === 'agent' ? 'agent' : 'user';
  return turns
    .filter((turn) => turn.speaker === side)
    .map((turn) => turn.text)
    .join(' ');
}
