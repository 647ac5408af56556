import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Turn } from '#domain/call/transcript.ts';
import { rms } from '#media/codec/pcm.ts';
import { decodeWav } from '#media/codec/wav.ts';
import { CONVERSATIONS, FIN_CONVERSATIONS, VOICEMAILS } from './dialogue-scripts.ts';
import { DIALOGUE_KINDS, dialogueFor } from './dialogue.ts';
import type { Dialogue } from './dialogue.ts';
import { createRecorder } from './recorder.ts';
import { createSpeech } from './speech.ts';
import { estimateSeconds } from './track.ts';

const directory = mkdtempSync(join(tmpdir(), 'patchbay-recorder-'));
const speech = createSpeech();
const recorder = createRecorder({ speech });
after(async () => {
  await speech.close();
  rmSync(directory, { recursive: true });
});

const EVERY_DIALOGUE = new Map<string, Dialogue>();
for (const kind of DIALOGUE_KINDS) {
  for (const direction of ['inbound', 'outbound'] as const) {
    for (let callId = 1; callId <= 200; callId += 1) {
      const dialogue = dialogueFor({ callId, direction, kind, lang: 'en' });
      EVERY_DIALOGUE.set(`${dialogue.name} ${direction}`, dialogue);
    }
  }
}

test('every shipped dialogue is covered, both ways', () => {
  assert.equal(EVERY_DIALOGUE.size, 2 * (CONVERSATIONS.length + VOICEMAILS.length + FIN_CONVERSATIONS.length));
});

for (const [name, { turns, beep }] of EVERY_DIALOGUE) {
  test(`${name}: each turn is heard in its interval on its side, and the estimate holds`, async () => {
    const path = join(directory, `${name}.wav`);
    const rendered = await recorder.renderRecording(turns, { path, beep });
    assert.ok(rendered.ok);
    const { wav, bytes } = readRecording(path);
    assert.equal(rendered.bytes, bytes);
    assert.equal((wav.channels[0]?.length ?? 0) / wav.sampleRate, rendered.seconds);
    assert.deepEqual(
      rendered.turns.map(({ speaker, text }) => ({ speaker, text })),
      turns,
    );
    for (const turn of rendered.turns) assertHeard(wav, turn);
    const estimate = estimateSeconds(turns, { beep }) / rendered.seconds;
    assert.ok(estimate >= 1 && estimate < 1.1, String(estimate));
  });
}

test('the same dialogue gives the same bytes, also from another worker', async () => {
  await using other = createOther();
  const { turns } = dialogueFor({ callId: 5, direction: 'inbound', kind: 'fin', lang: 'en' });
  const paths = ['one.wav', 'two.wav', 'three.wav'].map((name) => join(directory, name));
  const [one = '', two = '', three = ''] = paths;
  await recorder.renderRecording(turns, { path: one });
  await recorder.renderRecording(turns, { path: two });
  await other.recorder.renderRecording(turns, { path: three });
  assert.ok(readFileSync(one).equals(readFileSync(two)) && readFileSync(one).equals(readFileSync(three)));
});

test('a recording that cannot be written rejects and leaves no file', async () => {
  const path = join(directory, 'blocked', 'call.wav');
  mkdirSync(join(path, 'in the way'), { recursive: true });
  const { turns } = dialogueFor({ callId: 5, direction: 'inbound', kind: 'voicemail', lang: 'en' });
  await assert.rejects(recorder.renderRecording(turns, { path }), { name: 'SpeechError', retryable: false });
  assert.deepEqual(readdirSync(join(directory, 'blocked')), ['call.wav']);
  const next = await recorder.renderRecording(turns, { path: join(directory, 'blocked', 'next.wav') });
  assert.ok(next.ok);
});

test('a closed recorder refuses by value', async () => {
  const other = createOther();
  await other[Symbol.asyncDispose]();
  const path = join(directory, 'never.wav');
  assert.deepEqual(await other.recorder.renderRecording([], { path }), { ok: false, refusal: 'speech_closed' });
});

function assertHeard(wav: { sampleRate: number; channels: readonly Int16Array[] }, turn: Turn): void {
  const side = turn.speaker === 'user' ? 1 : 0;
  const during = (channel: number): Int16Array =>
    wav.channels[channel]?.slice(turn.startSeconds * wav.sampleRate, turn.endSeconds * wav.sampleRate) ??
    new Int16Array(0);
  assert.ok(turn.endSeconds - turn.startSeconds > 0.15);
  assert.ok(rms(during(side)) > 1500, turn.text);
  assert.ok(rms(during(1 - side)) < 5, turn.text);
}

function readRecording(path: string) {
  const file = readFileSync(path);
  const decoded = decodeWav(file);
  assert.ok(decoded.ok && !decoded.truncated && decoded.wav.channels.length === 2);
  return { wav: decoded.wav, bytes: file.length };
}

function createOther() {
  const otherSpeech = createSpeech();
  return { recorder: createRecorder({ speech: otherSpeech }), [Symbol.asyncDispose]: () => otherSpeech.close() };
}
