/** What every media engine must do with a voice that is made while it speaks. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LegEvent, LegId, Media } from '#media/media-server.ts';
import { tone } from '#media/codec/pcm.ts';
import { hearsTone, soundsOf } from './listening.ts';
import { createMediaWorld } from './media-world.ts';
import type { MakeMedia } from './media-world.ts';
import { KINDS } from './talkers.ts';

/** Ten pieces of a tenth of a second. `taken`: how many were asked for; `given`: whether the source was given up. */
function spoken(hertz = 700, pieces = 10) {
  const state = { taken: 0, isGivenUp: false };
  const samples = tone({ hertz, seconds: 0.1, sampleRate: 8000, level: 0.5 });
  async function* sounds(): AsyncGenerator<Int16Array> {
    try {
      for (; state.taken < pieces; state.taken += 1) yield samples;
    } finally {
      state.isGivenUp = state.taken < pieces;
    }
  }
  return { state, sounds: sounds() };
}

type Played = Extract<LegEvent, { readonly type: 'played' }>;

/** The end of what the leg said. */
async function endOf(events: readonly LegEvent[], playId: string): Promise<Played> {
  for (;;) {
    const found = events.find((event): event is Played => event.type === 'played' && event.playId === playId);
    if (found !== undefined) return found;
    await nextTurn();
  }
}

/** Registers the facts that hold whether or not anyone listens. `make`: a media server for all. */
export function describeVoices(name: string, make: () => Media): void {
  describe(`${name}: a voice that is made while it speaks`, () => {
    const events: LegEvent[] = [];
    let media: Media;
    let legId: LegId;
    before(async () => {
      media = make();
      media.onEvent((event) => void events.push(event));
      legId = await media.createVoiceLeg();
    });
    after(async () => media.shutDown());

    test('tells when all is said, and how much that was', async () => {
      const { playId } = await media.say(legId, spoken(700, 3).sounds);
      const end = { type: 'played', legId, playId, byDigit: false, heardMs: 300 };
      assert.deepEqual(await endOf(events, playId), end);
    });

    test('ends what it was saying for what it is to say now', async () => {
      const never = Promise.withResolvers<IteratorResult<Int16Array>>();
      const first = await media.say(legId, { [Symbol.asyncIterator]: () => ({ next: async () => never.promise }) });
      const second = await media.say(legId, spoken(700, 1).sounds);
      assert.equal((await endOf(events, first.playId)).heardMs, 0);
      assert.equal((await endOf(events, second.playId)).heardMs, 100);
    });

    test('has ended where its source fails, and where the leg is gone', async () => {
      const silence = async function* (): AsyncGenerator<Int16Array> {};
      const { playId } = await media.say(legId, silence());
      assert.equal((await endOf(events, playId)).heardMs, 0);
      await media.close(legId);
      const { state, sounds } = spoken();
      await media.say(legId, sounds);
      assert.ok(state.taken <= 1);
    });
  });
}

/** Registers what is heard of it, by real peers. */
export function describeVoicesHeard(name: string, make: MakeMedia, who: keyof typeof KINDS): void {
  const kind = KINDS[who];
  describe(`${name}: what ${who} hear of a voice that is made while it speaks`, () => {
    test('it is heard until it is stopped, to the packet, and no more of its source is taken', async (context) => {
      const world = await createMediaWorld(context, make);
      const a = await kind.speaker(context, world, 440);
      const voice = await world.media.createVoiceLeg();
      await world.media.bridge(a.legId, voice);
      const { state, sounds } = spoken(700, 600);
      const { playId } = await world.media.say(voice, sounds);
      await hearsTone(a.peer, 700);
      await world.media.stop(voice);
      const end = await world.happens((event) => event.type === 'played' && event.playId === playId);
      const packets = (end.type === 'played' ? (end.heardMs ?? 0) : 0) / 20;
      // What was sent before comes; nothing was sent after.
      await a.peer.hears((all) => soundsOf(all).length >= packets);
      assert.equal(soundsOf(a.peer.heard).length, packets);
      assert.ok(state.taken * 5 <= packets + 125, `${state.taken} pieces were taken for ${packets} packets`);
      while (!state.isGivenUp) await nextTurn();
      const again = await world.media.say(voice, spoken(900, 10).sounds);
      await hearsTone(a.peer, 900);
      const whole = await world.happens((event) => event.type === 'played' && event.playId === again.playId);
      assert.equal(whole.type === 'played' && whole.heardMs, 1000);
    });
  });
}
