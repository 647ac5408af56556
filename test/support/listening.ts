/** Listening to peers: who hears which tone, and who hears nothing. */
import assert from 'node:assert/strict';
import type { LegId } from '#media/media-server.ts';
import type { MediaWorld, Person } from './media-world.ts';
import { decoded, isVoice, strengthOf } from './webrtc-peer.ts';
import type { Heard, WebrtcPeer } from './webrtc-peer.ts';

/** A tone is there when it is this strong; another is not when it is a third of that. */
const CLEAR = 0.2;
const FAINT = 0.06;

/** Packets in half a second: enough to hear a tone by. */
export const ENOUGH = 25;

/** Samples at 16 kHz until a decoder that began in the middle is heard right: a fifth of a second. */
const SETTLED = 3200;

/** All tones that tests use. */
const TONES = [440, 660, 700, 900, 1000, 1500];

/** One who can be listened to: a browser's stand-in, or a telephone's. */
export type Listener = Pick<WebrtcPeer, 'heard' | 'hears'>;

/** Two who say a tone each, and hear each other. */
export async function bridged(world: MediaWorld, first: number, second: number): Promise<[Person, Person]> {
  const a = await world.speaker(first);
  return bridgedWith(world, a, second).then(([b]) => [a, b]);
}

/** One more who says a tone, bridged with someone who is there. */
export async function bridgedWith(world: MediaWorld, a: Person, hertz: number): Promise<[Person]> {
  const b = await world.speaker(hertz);
  await world.media.bridge(a.legId, b.legId);
  return [b];
}

/** Waits until half a second has come that is that tone and no other. */
export async function hearsTone(peer: Listener, hertz: number): Promise<void> {
  await hearsTones(peer, [hertz]);
}

/**
 * Waits until half a second has come that is all these tones and no other; what was under way before may come first.
 */
export async function hearsTones(peer: Listener, tones: readonly number[]): Promise<void> {
  const start = soundsOf(peer.heard).length;
  let strengths: Record<number, number> = {};
  const isThat = (hertz: number): boolean => {
    const strength = strengths[hertz] ?? 0;
    return tones.includes(hertz) ? strength > CLEAR : strength < FAINT;
  };
  const heard = peer.hears((all) => {
    const sounds = soundsOf(all);
    if (sounds.length < start + ENOUGH || (sounds.length - start) % ENOUGH !== 0) return false;
    const last = decoded(sounds.slice(-ENOUGH)).slice(SETTLED);
    strengths = Object.fromEntries(TONES.map((hertz) => [hertz, strengthOf(hertz, last, 16_000)]));
    return TONES.every(isThat);
  });
  await heard.catch((error: unknown) => {
    assert.fail(`${String(error)}; not ${tones.join(' and ')} Hz but ${JSON.stringify(strengths)}`);
  });
}

/** Nothing comes while half a second of someone else's packets passes through the engine. */
export async function isSilent(
  peer: Listener,
  world: Pick<MediaWorld, 'media'>,
  talking: { readonly legId: LegId },
): Promise<void> {
  const passed = async () => (await world.media.stats(talking.legId))?.packetsReceived ?? 0;
  const start = await passed();
  for (let now = start; now < start + 5; now = await passed());
  const before = soundsOf(peer.heard).length;
  for (let now = start; now < start + ENOUGH; now = await passed());
  assert.equal(soundsOf(peer.heard).length, before);
}

/** Of what was recorded, how much must hold a tone that is there: a machine that stands still mixes little. */
const HEARD_SHARE = 0.15;

/**
 * Whether the tone is in what was recorded, by tenths of a second: who is on which side. That nothing is lost where
 * there is time enough is held by the tests of tracks.
 */
export function isIn(hertz: number, samples: Int16Array, sampleRate: number): boolean {
  const window = sampleRate / 10;
  const parts = Array.from({ length: Math.floor(samples.length / window) }, (_, index) =>
    samples.subarray(index * window, (index + 1) * window),
  );
  return parts.filter((part) => strengthOf(hertz, part, sampleRate) > CLEAR).length > HEARD_SHARE * parts.length;
}

/** Without pressed keys. */
export function soundsOf(heard: readonly Heard[]): Heard[] {
  return heard.filter(isVoice);
}
