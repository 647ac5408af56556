import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readOggOpus } from '../codec/ogg-opus.ts';
import type { OggOpus } from '../codec/ogg-opus.ts';
import { peak, rms, tone } from '../codec/pcm.ts';
import { cleanUp } from '../../../test/support/clean-up.ts';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { strengthOf } from '../../../test/support/webrtc-peer.ts';
import { createOpusDecoder } from '../codec/opus-codec.ts';
import { composeHoldMusic } from './generated-tones.ts';
import { createPrompts } from './prompts.ts';
import type { Speak } from './prompts.ts';

const SPOKEN = { samples: tone({ hertz: 440, seconds: 1, sampleRate: 8000, level: 0.5 }), sampleRate: 8000 };

function read(path: string): OggOpus {
  const found = readOggOpus(new Uint8Array(readFileSync(path)));
  assert.ok(found.ok);
  return found.opus;
}

function samplesOf({ packets }: OggOpus): Int16Array {
  const decoder = createOpusDecoder(16_000);
  const samples = Int16Array.from(packets.flatMap((packet) => [...decoder.decode(packet, 960)]));
  decoder.close();
  return samples;
}

test('a text is spoken once, however often it is asked for, also by another process after this', async (context) => {
  const directory = await scratchDirectory(context);
  const asked: string[] = [];
  const speech: Speak = async (text, language) => {
    asked.push(`${language}: ${text}`);
    return SPOKEN;
  };
  const prompts = createPrompts({ speech, directory });
  const paths = await Promise.all([
    prompts.pathFor('Welcome'),
    prompts.pathFor('Welcome'),
    prompts.pathFor('Welcome', 'fr'),
  ]);
  await prompts.close();
  const again = createPrompts({ speech, directory });
  cleanUp(context, () => again.close());
  assert.equal(await again.pathFor('Welcome'), paths[0]);
  assert.equal(paths[0], paths[1]);
  assert.notEqual(paths[0], paths[2]);
  assert.deepEqual(asked, ['en: Welcome', 'fr: Welcome']);
  const opus = read(paths[0]);
  assert.equal(opus.packets.length, 50);
  assert.ok(strengthOf(440, samplesOf(opus).slice(3200, 12_800), 16_000) > 0.3);
});

test('when no one can speak there is a tone', async (context) => {
  const directory = await scratchDirectory(context);
  const prompts = createPrompts({ speech: async () => null, directory });
  cleanUp(context, () => prompts.close());
  assert.equal(await prompts.pathFor('Welcome'), await prompts.beep());
  assert.equal(readdirSync(directory).length, 1);
});

test('hold music is soft, never clipped, of some length, and its end leads into its beginning', () => {
  const music = composeHoldMusic();
  assert.ok(music.length / 48_000 >= 20);
  assert.ok(peak(music) < 20_000 && rms(music) > 500 && rms(music) < 5000, `${peak(music)} ${rms(music)}`);
  assert.ok(Math.abs((music.at(-1) ?? 0) - (music[0] ?? 0)) < 1500);
});

test('hold music and the beep are files that can be played', async (context) => {
  const directory = await scratchDirectory(context);
  const prompts = createPrompts({ speech: async () => null, directory });
  cleanUp(context, () => prompts.close());
  assert.ok(read(await prompts.holdMusic()).packets.length >= 1000);
  assert.ok(strengthOf(425, samplesOf(read(await prompts.ringing())).slice(1000, 5000), 16_000) > 0.05);
  assert.ok(strengthOf(880, samplesOf(read(await prompts.beep())).slice(1000, 5000), 16_000) > 0.1);
});
