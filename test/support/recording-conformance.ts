/** What every media engine must do when it records, as tests with real peers. Files are decoded and listened to. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { decodeWav } from '#media/codec/wav.ts';
import { isIn } from './listening.ts';
import { createMediaWorld } from './media-world.ts';
import type { MakeMedia, Person } from './media-world.ts';
import { strengthOf } from './webrtc-peer.ts';

const FAINT = 0.02;

/** Registers the tests. `make`: an engine for each. */
export function describeRecordingConformance(name: string, make: MakeMedia): void {
  describe(`${name}: what is recorded`, { concurrency: false }, () => {
    describeSides(make);
    describeGaps(make);
  });
}

function describeSides(make: MakeMedia): void {
  test('each side is on its own channel, for as long as it was', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = [await world.speaker(440), await world.speaker(1000)];
    await world.media.bridge(a.legId, b.legId);
    const path = join(world.directory, 'calls', 'one.wav');
    const start = performance.now();
    await world.recorder.record('one', { left: a.legId, right: b.legId }, path);
    await passes(a, 100);
    const recorded = await world.recorder.stopRecording('one');
    const seconds = (performance.now() - start) / 1000;
    assert.ok(recorded !== null && recorded.seconds > 1.9 && recorded.seconds < seconds);
    const sound = readSound(path);
    assert.ok(Math.abs(sound.seconds - recorded.seconds) < 0.001);
    assert.equal(recorded.bytes, statSync(path).size);
    hears(sound, [440], [1000], 0.2, sound.seconds - 0.3);
    assert.deepEqual(readdirSync(join(world.directory, 'calls')), ['one.wav']);
  });

  test('after a transfer the recording continues with the other leg', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = [await world.speaker(440), await world.speaker(1000)];
    const path = join(world.directory, 'moved.wav');
    await world.recorder.record('moved', { left: a.legId, right: b.legId }, path);
    await passes(a, 50);
    const c = await world.speaker(1500);
    await world.recorder.switchSources('moved', { left: c.legId, right: b.legId });
    await passes(c, 50);
    const recorded = await world.recorder.stopRecording('moved');
    assert.ok(recorded !== null);
    const sound = readSound(path);
    hears(sound, [440], [1000], 0.2, 0.8);
    hears(sound, [1500], [1000], sound.seconds - 0.8, sound.seconds - 0.2);
  });

  test('what one of a room hears can be recorded: all the others on one side', async (context) => {
    const world = await createMediaWorld(context, make);
    const people = [await world.speaker(440), await world.speaker(1000), await world.speaker(1500)] as const;
    const seats = await world.media.createRoom(people.length);
    assert.ok(seats !== null);
    for (const [index, person] of people.entries()) await world.media.bridge(person.legId, seats[index] ?? '');
    const path = join(world.directory, 'room.wav');
    await world.recorder.record('room', { left: seats[0] ?? null, right: people[0].legId }, path);
    await passes(people[0], 100);
    assert.ok((await world.recorder.stopRecording('room')) !== null);
    const sound = readSound(path);
    hears(sound, [1000, 1500], [440], 0.4, sound.seconds - 0.3);
  });

  test('a side that is not there is silence, and a leg that ends leaves the rest', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = [await world.speaker(440), await world.speaker(1000)];
    const path = join(world.directory, 'voicemail.wav');
    await world.recorder.record('voicemail', { left: null, right: a.legId }, path);
    await passes(a, 50);
    await world.media.close(a.legId);
    await passes(b, 50);
    await world.recorder.stopRecording('voicemail');
    const sound = readSound(path);
    assert.ok(sound.seconds > 1.9);
    hears(sound, [], [440], 0.2, 0.8);
    hears(sound, [], [], sound.seconds - 0.6, sound.seconds);
  });

  test('a recording that is not there cannot be stopped', async (context) => {
    const world = await createMediaWorld(context, make);
    assert.equal(await world.recorder.stopRecording('never'), null);
    await world.recorder.pauseRecording('never', true);
    await world.recorder.switchSources('never', { left: null, right: null });
  });
}

function describeGaps(make: MakeMedia): void {
  test('a pause is silence, and what follows is at its time', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = [await world.speaker(440), await world.speaker(1000)];
    const path = join(world.directory, 'paused.wav');
    await world.recorder.record('paused', { left: a.legId, right: b.legId }, path);
    const start = performance.now();
    await passes(a, 50);
    await world.recorder.pauseRecording('paused', true);
    const from = (performance.now() - start) / 1000;
    await passes(a, 50);
    await world.recorder.pauseRecording('paused', false);
    const to = (performance.now() - start) / 1000;
    await passes(a, 50);
    await world.recorder.stopRecording('paused');
    const sound = readSound(path);
    assert.ok(sound.seconds > 2.9);
    hears(sound, [440], [1000], 0.2, from - 0.3);
    hears(sound, [], [], from + 0.3, to - 0.3);
    hears(sound, [440], [1000], to + 0.3, sound.seconds - 0.3);
  });

  test('a muted side is silence', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = [await world.speaker(440), await world.speaker(1000)];
    const path = join(world.directory, 'muted.wav');
    await world.media.mute(a.legId, true);
    await world.recorder.record('muted', { left: a.legId, right: b.legId }, path);
    await passes(b, 50);
    await world.media.mute(a.legId, false);
    await passes(b, 50);
    await world.recorder.stopRecording('muted');
    const sound = readSound(path);
    hears(sound, [], [1000], 0.2, 0.8);
    hears(sound, [440], [1000], sound.seconds - 0.7, sound.seconds - 0.2);
  });

  test('when the worker of one side dies the recording is whole up to there, and the other side continues', async (context) => {
    const world = await createMediaWorld(context, make, { workers: 2 });
    const [a, b] = [await world.speaker(440), await world.speaker(1000)];
    const path = join(world.directory, 'dead.wav');
    await world.recorder.record('dead', { left: a.legId, right: b.legId }, path);
    await passes(a, 100);
    await world.kill(a.legId);
    await world.happens((event) => event.type === 'lost');
    await passes(b, 50);
    await world.recorder.stopRecording('dead');
    const sound = readSound(path);
    hears(sound, [440], [1000], 0.2, 1);
    hears(sound, [], [1000], sound.seconds - 0.6, sound.seconds - 0.2);
  });
}

type Sound = { readonly left: Int16Array; readonly right: Int16Array; readonly rate: number; readonly seconds: number };

function readSound(path: string): Sound {
  const read = decodeWav(readFileSync(path));
  assert.ok(read.ok && !read.truncated);
  const [left, right] = read.wav.channels;
  assert.ok(left !== undefined && right !== undefined);
  return { left, right, rate: read.wav.sampleRate, seconds: left.length / read.wav.sampleRate };
}

/** These tones and no others are on the channels between two times in seconds. */
function hears(sound: Sound, left: readonly number[], right: readonly number[], from: number, to: number): void {
  assert.ok(to - from > 0.1, `nothing to hear between ${from} and ${to}`);
  for (const [channel, wanted] of [
    [sound.left, left],
    [sound.right, right],
  ] as const) {
    const part = channel.slice(Math.round(from * sound.rate), Math.round(to * sound.rate));
    for (const hertz of [440, 1000, 1500]) {
      const strength = strengthOf(hertz, part, sound.rate);
      const isRight = wanted.includes(hertz) ? isIn(hertz, part, sound.rate) : strength < FAINT;
      assert.ok(isRight, `${hertz} Hz has ${strength.toFixed(3)} from ${from.toFixed(2)} to ${to.toFixed(2)} s`);
    }
  }
}

/** The person said this many packets more: twenty milliseconds each. */
async function passes(person: Person, packets: number): Promise<void> {
  await person.peer.says(packets);
}
