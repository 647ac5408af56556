/**
 * What an agent hears of a far end that is dialed, until it answers: the sound that it sends, as of an exchange that
 * says the number is not in service, else a ringing tone of our own.
 */
import type { LegId, Media } from '../media-server.ts';
import type { Conversation } from './bridge.ts';
import type { FarEnds } from './far-ends.ts';
import type { Prompts } from './ports.ts';

type Early = ReturnType<NonNullable<FarEnds['early']>>;

/** Of one call. Told twice it does nothing. */
export type RingBack = {
  /** The agent's leg hears this; nothing without a leg, or while the far end is not rung yet. */
  hear(agent: LegId | undefined, early: Early): Promise<void>;
};

/** Nothing is heard yet. Whom the agent hears before the answer is whom they talk with after it: that continues. */
export function createRingBack(media: Media, prompts: Pick<Prompts, 'ringing'>, conversation: Conversation): RingBack {
  let ringing: LegId | null = null;

  const ring = async (agent: LegId): Promise<void> => {
    if (ringing === agent) return;
    await quiet();
    ringing = agent;
    await media.play(agent, { path: await prompts.ringing(), isLooped: true }, false);
  };

  const quiet = async (): Promise<void> => {
    const leg = ringing;
    ringing = null;
    if (leg !== null) await media.stop(leg);
  };

  return {
    async hear(agent, early) {
      if (agent === undefined || early === undefined) return quiet();
      if (early.legId === null) return ring(agent);
      await quiet();
      await conversation.join([early.legId, agent]);
    },
  };
}
