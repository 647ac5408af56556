/** What every media engine must do for those who listen to legs with a clock, as a test with real peers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preciseNow } from '#media/audio-packet.ts';
import type { SoundPiece } from '#media/codec/steady-sound.ts';
import { createListening } from '#media/listening.ts';
import { createMediaWorld } from './media-world.ts';
import type { MakeMedia } from './media-world.ts';
import type { Kind } from './talkers.ts';
import { until } from './until.ts';
import { strengthOf } from './webrtc-peer.ts';

/** Sound heard with a clock, up to now. */
type Listened = { readonly startsAt: number; readonly samples: number[] };

/** Waits until the last `seconds` heard are the tone, or silence. */
async function sounds({ samples }: Listened, hertz: number | null, seconds: number): Promise<void> {
  await until(
    () => {
      const last = Int16Array.from(samples.slice(-seconds * LISTENED_RATE));
      if (last.length < seconds * LISTENED_RATE) return false;
      return hertz === null ? last.every((sample) => sample === 0) : strengthOf(hertz, last, LISTENED_RATE) > 0.2;
    },
    `${hertz ?? 'silence'} is not heard`,
  );
}

const LISTENED_RATE = 16_000;

/** Registers the test. `make`: an engine for it. */
export function describeListening(make: MakeMedia, kind: Kind): void {
  test('a leg can be listened to with a clock: while nothing comes there is silence, as long as that was', async (context) => {
    const world = await createMediaWorld(context, make);
    const { legId } = await kind.speaker(context, world, 440);
    const pieces: SoundPiece[] = [];
    const heard: Listened = { startsAt: preciseNow(), samples: [] };
    const stop = await createListening(world.media).listen(legId, LISTENED_RATE, (piece) => {
      pieces.push(piece);
      heard.samples.push(...piece.samples);
    });
    await sounds(heard, 440, 0.5);
    await world.media.mute(legId, true);
    await sounds(heard, null, 1);
    await world.media.mute(legId, false);
    await sounds(heard, 440, 0.5);
    await stop?.();
    const [endedAt, count] = [preciseNow(), pieces.length];
    for (const [index, { at }] of pieces.slice(1).entries()) {
      const before = pieces[index] ?? assert.fail();
      assert.ok(Math.abs(before.at + (before.samples.length * 1000) / LISTENED_RATE - at) < 0.01);
    }
    const [seconds, passed] = [heard.samples.length / LISTENED_RATE, (endedAt - heard.startsAt) / 1000];
    assert.ok(Math.abs(seconds - passed) < 0.4, `${seconds} s were told of ${passed} s`);
    assert.equal(pieces.length, count);
  });
}
