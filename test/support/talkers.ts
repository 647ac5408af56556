/** Who talks in tests of what is heard: at pages, or at telephones. */
import type { TestContext } from 'node:test';
import type { LegId } from '#media/media-server.ts';
import type { MediaWorld } from './media-world.ts';
import { rings } from './telephone-lines.ts';
import type { WebrtcPeer } from './webrtc-peer.ts';

/** One who talks by the engine, by a page or a telephone. */
export type Talker = {
  readonly peer: Pick<WebrtcPeer, 'heard' | 'hears' | 'says' | 'keys'> & {
    press(digit: string): Promise<void> | void;
  };
  readonly legId: LegId;
};

/** Who talks. `step`: ticks of the clock of a packet. */
export type Kind = {
  readonly step: number;
  speaker(context: TestContext, world: MediaWorld, hertz: number): Promise<Talker>;
};

/** Whom the tests are run with. */
export const KINDS = {
  pages: { step: 960, speaker: async (_context, world, hertz) => world.speaker(hertz) },
  telephones: {
    step: 160,
    async speaker(context, world, hertz) {
      const { phone, legId } = await rings(context, world, 'pcmu', hertz);
      return { peer: phone, legId };
    },
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** Two who say a tone each, and hear each other. */
export async function bridged(
  context: TestContext,
  world: MediaWorld,
  { speaker }: Kind,
  tones: readonly [number, number],
): Promise<readonly [Talker, Talker]> {
  const [a, b] = [await speaker(context, world, tones[0]), await speaker(context, world, tones[1])];
  await world.media.bridge(a.legId, b.legId);
  return [a, b];
}
