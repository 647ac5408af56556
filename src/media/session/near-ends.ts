/** The legs of those at our side of one call: agents at their pages, people who are played, third parties. */
import type { Call } from '#domain/call/call.ts';
import { thirdParty } from '#domain/call/participant.ts';
import type { LegId } from '../media-server.ts';
import type { FarEnds, PlayedPeople } from './far-ends.ts';
import type { Legs } from './leg-registry.ts';
import type { EndLeg, SoundQuality } from './sound-quality.ts';
import type { MediaWorld } from './ports.ts';
import type { Speaker } from './topology.ts';
import { presentAgent, presentSpeakers } from './topology.ts';

/** What they are found by. */
export type NearEndParts = {
  readonly world: Pick<MediaWorld, 'isSimulated'>;
  readonly agents: Legs<number>;
  readonly played: PlayedPeople;
  readonly quality: Pick<SoundQuality, 'ends'>;
  /** Those of the carrier that has the call now, or of the carrier of that name. */
  farEndsOf(call: Pick<Call, 'carrier'>): FarEnds;
};

export type NearEnds = {
  /** The leg of the agent who leads the call, or of what speaks for them; undefined while they have none that works. */
  leadingLeg(call: Call): Promise<LegId | undefined>;
  /** The legs that work, each once. */
  legsOf(call: Call, speakers: readonly Speaker[]): Promise<readonly LegId[]>;
  /**
   * Measures who comes and who has left, of those who are really there. `far`: the leg of the far end; undefined where
   * it has none, or is played.
   */
  measure(call: Call, far: LegId | undefined): Promise<void>;
  /** Whether the leg is the third party's, or that of someone who is played. */
  has(call: Call, legId: LegId): boolean;
};

/** Makes them. */
export function createNearEnds({ world, agents, played, quality, farEndsOf }: NearEndParts): NearEnds {
  const agentLeg = async (call: Call, agentId: number): Promise<LegId | undefined> => {
    // Where both ends are played no one listens.
    if (await world.isSimulated(call.workspaceId, agentId))
      return farEndsOf(call).isLive ? played.legOf(call, 'agent') : undefined;
    const leg = agents.get(agentId);
    return leg?.state === 'connected' ? leg.legId : undefined;
  };

  /** How the carrier that dialed the third party finds their leg; undefined where they are played. */
  const dialledBy = (call: Call): FarEnds['thirdLegOf'] => {
    const carrier = thirdParty(call.participants)?.dialled?.carrier;
    return carrier === undefined ? undefined : farEndsOf({ carrier }).thirdLegOf;
  };

  /** The leg of someone who is no one's play. */
  const liveEnd = (call: Call, speaker: Speaker): EndLeg | null => {
    if (speaker === 'third_party') {
      const legId = dialledBy(call)?.(call);
      return legId === undefined ? null : { end: 'third_party', agentId: null, legId };
    }
    const leg = agents.get(speaker.agentId);
    return leg?.state === 'connected' ? { end: 'agent', ...speaker, legId: leg.legId } : null;
  };

  const thirdLeg = async (call: Call): Promise<LegId | undefined> => {
    const legOf = dialledBy(call);
    return legOf === undefined ? played.legOf(call, 'third_party') : legOf(call);
  };

  return {
    async leadingLeg(call) {
      const agentId = presentAgent(call);
      return agentId === null ? undefined : agentLeg(call, agentId);
    },
    async legsOf(call, speakers) {
      const legs = new Set<LegId>();
      for (const talker of speakers) {
        const leg = talker === 'third_party' ? await thirdLeg(call) : await agentLeg(call, talker.agentId);
        if (leg !== undefined) legs.add(leg);
      }
      return [...legs];
    },
    async measure(call, far) {
      const ends = presentSpeakers(call).flatMap((speaker) => liveEnd(call, speaker) ?? []);
      await quality.ends(call.id, far === undefined ? ends : [{ end: 'far_end', agentId: null, legId: far }, ...ends]);
    },
    has: (call, legId) => played.has(call, legId) || dialledBy(call)?.(call) === legId,
  };
}
