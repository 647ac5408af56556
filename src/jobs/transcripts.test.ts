import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { begun } from '#domain/call/recording.ts';
import type { Transcript } from '#domain/call/transcript.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { KeptTranscript } from '#domain/ports/stores.ts';
import type { Transcriber } from '#domain/ports/transcriber.ts';
import { TranscriberError } from '#domain/ports/transcriber.ts';
import { callIn, START } from '../../test/support/calls.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { until } from '../../test/support/until.ts';
import type { TranscriptParts } from './transcripts.ts';
import { createTranscripts } from './transcripts.ts';

const RECORDING = { ...begun('0a', 'call', START), status: 'stored', seconds: 5, bytes: 9 } as const;
const CALL = callIn('finished', { recording: RECORDING, transcriptStatus: 'in_progress', lang: 'en' });
const HEARD = [{ side: 'right', startSeconds: 1, endSeconds: 2, words: [{ text: 'hello', confidence: 0.9 }] }] as const;
const DIRECTORY = {
  workspace: { name: 'Us', wrapUp: { dispositions: ['Sold'], tags: [] } },
  menus: new Map([[1, { name: 'Sales', outputMessage: '', deleted: false }]]),
  agents: new Map([[2, { firstName: 'Ada' }]]),
} as unknown as Directory; // As much of it as is read.

type Given = {
  readonly kept?: Transcript | null;
  /** How the kept one was heard. */
  readonly live?: KeptTranscript['live'];
  readonly knows?: boolean;
  readonly isDeleted?: boolean;
};

/** The work with one call; the engine does what `outcomes` say, one after another. */
function workWith(
  outcomes: readonly (Error | 'heard')[],
  { kept = null, live = null, knows = true, isDeleted = false }: Given = {},
) {
  const clock = createManualClock(START);
  const reported: CallEvent[] = [];
  const asked: Parameters<Transcriber['transcribe']>[0][] = [];
  let call: Call = CALL;
  let transcript: Transcript | null = kept;
  const transcriber: Transcriber = {
    name: 'fake',
    knows: () => knows,
    async transcribe(recorded) {
      asked.push(recorded);
      const outcome = outcomes[asked.length - 1] ?? 'heard';
      if (outcome !== 'heard') throw outcome;
      return { engine: 'fake', heard: HEARD };
    },
    close: async () => undefined,
  };
  const store = {
    calls: { anyById: async () => call },
    transcripts: {
      awaited: async () => (call.transcriptStatus === 'in_progress' ? [call.id] : []),
      byCall: async () => transcript && { ...transcript, uid: 'u', live },
      remove: async () => void (transcript = null),
      keepLive: async () => !isDeleted,
      putHeard: async (_: number, heard: Transcript) => {
        if (!isDeleted) transcript = heard;
        return !isDeleted;
      },
    },
    directory: { load: async () => DIRECTORY, contact: async () => ({ name: 'Grace' }) },
  } as unknown as TranscriptParts['store']; // Likewise.
  const transcripts = createTranscripts({
    store,
    clock,
    transcriberFor: () => transcriber,
    report: async (_, event) => {
      reported.push(event);
      call = { ...call, transcriptStatus: event.type === 'transcribed' ? 'done' : 'failed' };
    },
    recordingPath: (uid) => `/recordings/${uid}`,
    done: () => undefined,
    failed: () => undefined,
  });
  return { clock, transcripts, reported, asked, transcript: () => transcript };
}
const DONE = { type: 'transcribed', summary: null } as const;
const failure = (isFinal: boolean) => new TranscriberError('It failed.', { isFinal });

test('what awaits its words when the server starts is heard once, with the workspace’s own words', async () => {
  const work = workWith(['heard']);
  work.transcripts.start();
  await until(() => work.reported.length > 0);
  assert.deepEqual(work.reported, [DONE]);
  assert.equal(work.transcript()?.turns[0]?.text, 'Hello');
  assert.deepEqual(work.asked, [
    { path: '/recordings/0a', lang: 'en', vocabulary: { phrases: ['Us', 'Sold', 'Sales'], names: ['Grace', 'Ada'] } },
  ]);
  await work.transcripts.stop();
});

test('a transcript that was kept and not told is told, and not made again', async () => {
  const kept = { callId: CALL.id, turns: [], createdAt: START, engine: 'fake' };
  const work = workWith([], { kept });
  work.transcripts.start();
  await until(() => work.reported.length > 0);
  assert.deepEqual([work.reported, work.asked], [[DONE], []]);
});

const LIVE = {
  callId: CALL.id,
  turns: [{ speaker: 'user', text: 'Live', startSeconds: 1, endSeconds: 2 }],
  createdAt: START,
  engine: 'fake',
} as const;
const WORDS = [
  ['whole, by the same engine: it is kept as it is', {}, 'whole', [], 0, DONE, 'Live'],
  ['whole, by another engine: the better one hears the recording', { engine: 'other' }, 'whole', [], 1, DONE, 'Hello'],
  ['not whole: the recording is heard', {}, 'open', [], 1, DONE, 'Hello'],
  [
    'not whole, and no engine hears the recording: it is better than nothing',
    {},
    'open',
    [failure(true)],
    1,
    DONE,
    'Live',
  ],
  [
    'without a word, and no engine hears the recording',
    { turns: [] },
    'open',
    [failure(true)],
    1,
    { type: 'transcription_failed' },
    undefined,
  ],
] as const;
for (const [what, change, live, outcomes, asked, event, text] of WORDS)
  test(`what was heard during the call, ${what}`, async () => {
    const work = workWith(outcomes, { kept: { ...LIVE, ...change }, live });
    work.transcripts.start();
    await until(() => work.reported.length > 0);
    assert.deepEqual([work.asked.length, work.reported, work.transcript()?.turns[0]?.text], [asked, [event], text]);
  });

test('recordings that are stored are gathered, and heard', async () => {
  const work = workWith(['heard']);
  for (let times = 0; times < 3; times += 1)
    work.transcripts.moved({ before: null, call: CALL, event: { type: 'recording_stored', seconds: 5, bytes: 9 } });
  assert.equal(work.asked.length, 0);
  await work.clock.advance(200);
  await until(() => work.reported.length > 0);
  assert.equal(work.asked.length, 1);
});

test('a try that fails is followed by two, five and twenty seconds later; then the transcript has failed', async () => {
  const work = workWith([failure(false), failure(false), failure(false), failure(false)]);
  work.transcripts.start();
  for (const [tries, wait] of [
    [1, 5_000],
    [2, 20_000],
  ] as const) {
    await until(() => work.asked.length === tries);
    await new Promise(setImmediate);
    await work.clock.advance(wait - 1);
    assert.equal(work.asked.length, tries, 'not before its time');
    await work.clock.advance(2);
  }
  await until(() => work.reported.length > 0);
  assert.deepEqual([work.asked.length, work.reported], [3, [{ type: 'transcription_failed' }]]);
});

const AT_ONCE = [
  ['a failure that is final', [failure(true)], {}, 'transcription_failed'],
  ['a language that the engine does not know', [], { knows: false }, 'transcription_omitted'],
  ['a recording that was deleted meanwhile', ['heard'], { isDeleted: true }, 'transcription_omitted'],
] as const;
for (const [what, outcomes, given, type] of AT_ONCE)
  test(`${what}: ${type}`, async () => {
    const work = workWith(outcomes, given);
    work.transcripts.start();
    await until(() => work.reported.length > 0);
    assert.deepEqual([work.reported, work.transcript()], [[{ type }], null]);
  });
