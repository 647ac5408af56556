/** Agents at their pages, whose microphones say a tone. */
import assert from 'node:assert/strict';
import { framesOf } from './media-world.ts';
import type { Desk } from './pages.ts';
import { openDesk, signIn } from './pages.ts';
import type { TestPatchbay } from './patchbay.ts';
import { createWebrtcPeer } from './webrtc-peer.ts';
import type { WebrtcPeer } from './webrtc-peer.ts';

/** One. */
export type Seated = { readonly desk: Desk; readonly peer: WebrtcPeer };

/** Sits down, connected and available. */
export async function sitDown(patchbay: TestPatchbay, email: string, hertz: number): Promise<Seated> {
  const peer = createWebrtcPeer();
  const desk = await openDesk(patchbay, await signIn(patchbay, email));
  await desk.ask({ type: 'hello', since: null });
  const offered = await desk.ask({ type: 'sound_offer', sdp: await peer.offer() });
  assert.ok(offered.ok);
  await peer.accept((offered.data as { answer: string }).answer);
  peer.say(framesOf(hertz));
  await desk.next('sound', ({ state }) => state === 'connected');
  assert.equal((await desk.ask({ type: 'status', status: 'available' })).ok, true);
  return { desk, peer };
}
