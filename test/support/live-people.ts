/**
 * Agents at their desks and callers at their pages, with sound that is only written down: what journeys of live calls
 * begin with.
 */
import assert from 'node:assert/strict';
import type { CallerView } from '#realtime/caller/protocol.ts';
import type { FakeMedia } from './fake-media.ts';
import type { ManualClock } from './manual-clock.ts';
import { openCaller, openDesk, signIn } from './pages.ts';
import type { Desk } from './pages.ts';
import type { TestPatchbay } from './patchbay.ts';

const STEP_SECONDS = 5;

/** The view of a caller's page in that stage. */
export const stage = (wanted: CallerView['stage']) => (message: { readonly data: CallerView }) =>
  message.data.stage === wanted;

/** Anyone who takes part in the calls of one server. */
export function createLivePeople(patchbay: TestPatchbay, media: FakeMedia) {
  let callers = 0;
  const otherOf = (leg: string): string | null => {
    const heard = media.hears(leg);
    return heard !== null && 'leg' in heard ? heard.leg : null;
  };
  const playingAt = (leg: string) => {
    const heard = media.hears(leg);
    return heard !== null && 'path' in heard ? heard : null;
  };

  return {
    /** The agent goes online with that status. */
    async goOnline(email = 'agent@somedomain.com', status: 'available' | 'break' = 'available'): Promise<Desk> {
      const desk = await openDesk(patchbay, await signIn(patchbay, email));
      await desk.ask({ type: 'hello', since: null });
      await desk.next('snapshot');
      assert.equal((await desk.ask({ type: 'sound_offer', sdp: `offer of ${email}` })).ok, true);
      media.connect(media.legOf(`offer of ${email}`));
      await desk.next('sound', ({ state }) => state === 'connected');
      assert.equal((await desk.ask({ type: 'status', status })).ok, true);
      return desk;
    },
    /** Someone calls from the page, and stands in the menus, or where the page's `query` leads them. */
    async callIn(lang = 'en', query = '') {
      callers += 1;
      const [offer, name] = [`offer of caller ${callers}.`, `Caller ${callers}`];
      const page = await openCaller(patchbay, 'demo', {}, query);
      page.say({ type: 'call', sdp: offer, lang, name });
      assert.equal((await page.next('answer')).sdp, `answer to ${offer}`);
      const leg = media.legOf(offer);
      media.connect(leg);
      const { data } = await page.next('call');
      return { page, leg, view: data, callId: data.callId, offer, name };
    },
    legOf: (email: string) => media.legOf(`offer of ${email}`),
    hearsLeg: (leg: string, other: string) => () => otherOf(leg) === other,
    isBridged: (leg: string): boolean => otherOf(leg) !== null,
    hearsMusic: (leg: string) => () => playingAt(leg)?.isLooped === true,
    /** The file that the leg hears; empty while it hears none. */
    pathAt: (leg: string): string => playingAt(leg)?.path ?? '',
    /** The seat of a room that the leg is bridged with. */
    seatOf(leg: string): string | null {
      const other = otherOf(leg);
      return other !== null && media.isSeat(other) ? other : null;
    },
  };
}

/**
 * Moves time on by steps shorter than a heartbeat; after each, the desks show that they are there, and meanwhile the
 * callers' pages do so by themselves.
 */
export function createPassing(patchbay: TestPatchbay, clock: ManualClock) {
  return async (seconds: number, ...here: readonly Desk[]): Promise<void> => {
    for (let left = seconds; left > 0; left -= STEP_SECONDS) {
      await clock.advance(Math.min(left, STEP_SECONDS) * 1000);
      await patchbay.send('/healthz');
      for (const desk of here) await desk.ask({ type: 'mute', isMuted: false });
      await patchbay.engine.settled();
      await patchbay.simulator.settled();
    }
  };
}
