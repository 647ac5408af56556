/**
 * What every media engine must do with legs of plain RTP, as tests with telephones: one call of this for each engine.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { peak } from '#media/codec/pcm.ts';
import { decodeWav } from '#media/codec/wav.ts';
import type { LegEvent } from '#media/media-server.ts';
import { VOICE_CODECS } from '#media/codec/voice-codec.ts';
import type { VoiceCodec } from '#media/codec/voice-codec.ts';
import { hearsTone, hearsTones, isSilent, isIn, soundsOf } from './listening.ts';
import { createMediaWorld } from './media-world.ts';
import type { MakeMedia } from './media-world.ts';
import { describeTelephoneAgreements } from './telephone-agreements.ts';
import { describeTelephoneSecurity } from './telephone-security.ts';
import { isRung, rings } from './telephone-lines.ts';
import { createWebrtcPeer, strengthOf, telephoneFrames } from './webrtc-peer.ts';

const CODECS = ['pcmu', 'g722', 'opus'] as const satisfies readonly VoiceCodec[];

/** Registers the tests. `make`: an engine for each. */
export function describeTelephoneConformance(name: string, make: MakeMedia): void {
  describe(`${name}: telephones`, { concurrency: 3 }, () => {
    describeTalk(make);
    // One worker is enough for what does not go from one to another.
    describeServices((limits) => make({ workers: 1, ...limits }));
    describeTelephoneSecurity((limits) => make({ workers: 1, ...limits }));
    describeTelephoneAgreements((limits) => make({ workers: 1, ...limits }));
  });
}

function describeTalk(make: MakeMedia): void {
  for (const codec of CODECS)
    test(`a telephone of ${codec} and a browser hear each other, in order and at their own clock`, async (context) => {
      const world = await createMediaWorld(context, make);
      const { phone, legId } = await rings(context, world, codec, 1000);
      const a = await world.speaker(440);
      await world.media.bridge(a.legId, legId);
      await Promise.all([hearsTone(phone, 440), hearsTone(a.peer, 1000)]);
      const [first, ...sounds] = soundsOf(phone.heard);
      let before = first ?? assert.fail();
      for (const packet of sounds) {
        assert.equal((packet.sequenceNumber - before.sequenceNumber) & 0xffff, 1);
        assert.equal((packet.timestamp - before.timestamp) >>> 0, codec === 'opus' ? 960 : 160);
        assert.deepEqual([packet.ssrc, packet.payloadType], [before.ssrc, before.payloadType]);
        before = packet;
      }
    });

  for (const codec of ['pcma', 'g722'] as const)
    test(`${codec} passes as it is between a telephone and a page that takes it, and Opus comes back`, async (context) => {
      const world = await createMediaWorld(context, make);
      const { phone, legId } = await rings(context, world, codec, 1000);
      const a = await world.speaker(440, createWebrtcPeer({ hasTelephones: true }));
      await world.media.bridge(a.legId, legId);
      await Promise.all([hearsTone(phone, 440), hearsTone(a.peer, 1000)]);
      await world.happens((event) => event.type === 'codec' && event.legId === a.legId && event.codec === codec);
      const frames = telephoneFrames(codec, 1500);
      a.peer.say(frames, codec);
      await hearsTone(phone, 1500);
      const said = new Set(frames.map((frame) => Buffer.from(frame).toString('hex')));
      const [last] = soundsOf(phone.heard).slice(-1);
      assert.ok(said.has(last?.payload.toString('hex') ?? ''), 'the page was converted');
      await a.peer.press('5');
      await phone.hears(() => phone.keys() === '5');
      const stats = await Promise.all([a.legId, legId].map(async (each) => world.media.stats(each)));
      for (const each of stats) {
        assert.deepEqual([each?.heardIn, each?.saidIn], [codec, codec]);
        // How good it is on a busy machine is no fact of ours; how it is worked out is held in its own test.
        assert.ok(each !== null && each.mos !== null && each.mos >= 1 && each.mos <= 4.5, `${each?.mos}`);
      }
      const c = await world.speaker(700);
      await world.media.bridge(a.legId, c.legId);
      await world.happens((event) => event.type === 'codec' && event.legId === a.legId && event.codec === 'opus');
      await Promise.all([hearsTone(a.peer, 700), hearsTone(c.peer, 1500)]);
      const sounds = soundsOf(a.peer.heard);
      assert.deepEqual(
        [...new Set(sounds.map((packet) => packet.payloadType))],
        [VOICE_CODECS[codec].payloadType, 111],
      );
      assert.equal(new Set(sounds.map(({ ssrc }) => ssrc)).size, 1);
      for (const [index, packet] of sounds.slice(1).entries())
        assert.equal((packet.sequenceNumber - (sounds[index]?.sequenceNumber ?? 0)) & 0xffff, 1);
    });

  test('a telephone that is rung and one that rings hear each other, as they said it', async (context) => {
    const world = await createMediaWorld(context, make);
    const a = await isRung(context, world, 'pcma', 440);
    const b = await rings(context, world, 'pcma', 1000);
    await world.media.bridge(a.legId, b.legId);
    await Promise.all([hearsTone(a.phone, 1000), hearsTone(b.phone, 440)]);
    await world.media.mute(a.legId, true);
    await isSilent(b.phone, world, a);
    await world.media.close(a.legId);
    assert.equal(await world.media.stats(a.legId), null);
  });

  test('in a room a telephone hears all others and is heard by them', async (context) => {
    const world = await createMediaWorld(context, make);
    const a = await rings(context, world, 'pcmu', 440);
    const b = await isRung(context, world, 'opus', 1000);
    const c = await world.speaker(1500);
    const seats = (await world.media.createRoom(3)) ?? assert.fail();
    for (const [index, { legId }] of [a, b, c].entries()) await world.media.bridge(legId, seats[index] ?? '');
    await Promise.all([
      hearsTones(a.phone, [1000, 1500]),
      hearsTones(b.phone, [440, 1500]),
      hearsTones(c.peer, [440, 1000]),
    ]);
  });
}

function describeServices(make: MakeMedia): void {
  test('a telephone hears prompts, and its keys come and go, each once', async (context) => {
    const world = await createMediaWorld(context, make);
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const { playId } = await world.media.play(legId, { path: world.toneFile(700, 30), isLooped: false }, true);
    await hearsTone(phone, 700);
    phone.press('7');
    await world.happens((event) => event.type === 'digit' && event.digit === '7');
    await world.happens((event) => event.type === 'played' && event.playId === playId && event.byDigit);
    assert.equal(await world.media.sendDtmf(legId, '90#'), true);
    await phone.hears(() => phone.keys() === '90#');
    assert.equal(world.events.filter(({ type }) => type === 'digit').length, 1);
  });

  test('a telephone is recorded as it speaks, each side on its channel, but for the time of a pause', async (context) => {
    const world = await createMediaWorld(context, make);
    const phones = [await rings(context, world, 'pcma', 1000), await rings(context, world, 'g722', 1500)] as const;
    for (const [index, { phone, legId }] of phones.entries()) {
      const a = await world.speaker(440);
      await world.media.bridge(a.legId, legId);
      const path = join(world.directory, `${index}.wav`);
      await world.recorder.record(`${index}`, { left: a.legId, right: legId }, path);
      await phone.says(100);
      await world.recorder.pauseRecording(`${index}`, true);
      await phone.says(50);
      await world.recorder.pauseRecording(`${index}`, false);
      assert.ok(((await world.recorder.stopRecording(`${index}`))?.seconds ?? 0) > 2.9);
      const read = decodeWav(readFileSync(path));
      assert.ok(read.ok);
      const [left, right] = read.wav.channels.map((channel) => channel.slice(8000, 24_000));
      const end = read.wav.channels.map((channel) => channel.slice(-12_000, -4000));
      assert.deepEqual(end.map(peak), [0, 0], 'the pause was recorded');
      assert.ok(left !== undefined && right !== undefined);
      const hertz = index === 0 ? 1000 : 1500;
      assert.ok(isIn(440, left, 16_000) && isIn(hertz, right, 16_000));
      assert.ok(strengthOf(hertz, left, 16_000) < 0.02 && strengthOf(440, right, 16_000) < 0.02);
    }
  });

  test('a telephone that says nothing is silent, and its leg continues', async (context) => {
    const world = await createMediaWorld(context, make);
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, legId);
    await hearsTone(a.peer, 440);
    phone.hush();
    await world.happens((event) => event.type === 'silent' && event.legId === legId);
    await hearsTone(phone, 1000);
    phone.say(440);
    await world.happens((event) => event.type === 'sounding' && event.legId === legId);
    await hearsTone(a.peer, 440);
    const ends = (event: LegEvent) => event.type === 'lost' || event.type === 'interrupted';
    assert.ok(!world.events.some(ends));
  });
}
