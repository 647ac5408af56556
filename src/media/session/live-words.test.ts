import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { begun } from '#domain/call/recording.ts';
import type { Transcript } from '#domain/call/transcript.ts';
import type { LiveHeard, LiveOptions } from '#domain/ports/live-transcriber.ts';
import { aCall, START } from '../../../test/support/calls.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { createCallWords } from './live-words.ts';

const CALL = aCall({ state: 'connected', recording: begun('0a', 'call', START), lang: 'en' });
const BEGAN = 1_000_000;

type Options = { readonly streams?: number; readonly kept?: Transcript | null };

/** Words of calls by an engine that hears what the test says; this many streams at a time. */
function wordsWith({ streams = 2, kept = null }: Options = {}) {
  const clock = createManualClock(START);
  const heard = new Map<string, (heard: LiveHeard) => void>();
  const ended: string[] = [];
  const writes: { readonly texts: readonly string[]; readonly isWhole: boolean }[] = [];
  const removed: number[] = [];
  let [count, changes] = [0, 0];
  let last: ((heard: LiveHeard) => void) | null = null;
  const words = createCallWords({
    clock,
    listening: {
      async listen(legId) {
        if (last !== null) heard.set(legId, last);
        return async () => void ended.push(legId);
      },
    },
    engineFor: async () => ({
      vocabulary: { phrases: [], names: [] },
      engine: {
        name: 'fake',
        knows: () => true,
        listen(_options: LiveOptions, on) {
          if (count >= streams) return null;
          count += 1;
          last = on;
          return {
            hear: () => undefined,
            expect: () => undefined,
            finish: () => undefined,
            end: async () => void (count -= 1),
          };
        },
      },
    }),
    store: {
      byCall: async () => kept && { ...kept, uid: 'u', live: 'open' },
      async putLive(_workspaceId, { turns }, isWhole) {
        writes.push({ texts: turns.map(({ text }) => text), isWhole });
        return true;
      },
      remove: async (_workspaceId, callId) => void removed.push(callId),
    },
    failed: (_what, error) => assert.fail(String(error)),
  });
  words.onChanged(() => (changes += 1));
  const said = (type: 'partial' | 'final', text: string, from: number) => {
    const [startMs, endMs] = [BEGAN + from * 1000, BEGAN + (from + 1) * 1000];
    const each = text.split(' ').map((word) => ({ text: word, confidence: 0.9, startMs, endMs }));
    return { type, text, confidence: 0.9, startMs, endMs, words: text === '' ? [] : each } as const;
  };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
  };
  return {
    clock,
    words,
    writes,
    removed,
    ended,
    said,
    settle,
    changes: () => changes,
    hear: (legId: string, each: LiveHeard) => heard.get(legId)?.(each),
  };
}

const SIDES = { left: 'agent', right: 'caller' };
const NO_ONE = { left: null, right: null };

test('what both sides say is told while it is said, kept turn by turn, and whole at the end', async () => {
  const { words, writes, said, settle, hear, changes } = wordsWith();
  words.lead(CALL, BEGAN, SIDES);
  await settle();
  hear('caller', said('partial', 'my order', 2));
  assert.deepEqual(words.of(CALL.id), {
    turns: [],
    now: [{ speaker: 'user', text: 'My order', startSeconds: 2 }],
    isPartial: false,
  });
  hear('caller', said('final', 'my order is late', 2));
  assert.deepEqual([words.of(CALL.id)?.turns, changes()], [[], 1], 'no one is told before it is kept');
  await settle();
  hear('agent', said('final', 'let me look', 4));
  hear('agent', said('final', '', 6));
  await settle();
  assert.deepEqual(
    words.of(CALL.id)?.turns.map(({ speaker, text, startSeconds }) => [speaker, text, startSeconds]),
    [
      ['user', 'My order is late', 2],
      ['agent', 'Let me look', 4],
    ],
  );
  assert.equal(changes(), 4);
  assert.deepEqual(
    writes.map(({ texts }) => texts.length),
    [1, 2],
  );
  await words.close(CALL.id);
  assert.deepEqual(writes.at(-1), { texts: ['My order is late', 'Let me look'], isWhole: true });
  assert.equal(words.of(CALL.id), null);
});

test('while the recording is paused or on hold no one is listened to, and another agent’s leg takes the side', async () => {
  const { words, writes, ended, settle, said, hear } = wordsWith();
  words.lead(CALL, BEGAN, SIDES);
  await settle();
  words.lead(CALL, BEGAN, NO_ONE);
  await settle();
  assert.deepEqual(ended, ['agent', 'caller']);
  words.lead(CALL, BEGAN, { left: 'other', right: 'caller' });
  words.lead(CALL, BEGAN, { left: 'other', right: 'caller' });
  await settle();
  assert.deepEqual(ended, ['agent', 'caller'], 'told again, nothing changes');
  hear('other', said('final', 'hello again', 9));
  await words.close(CALL.id);
  assert.deepEqual(writes.at(-1), { texts: ['Hello again'], isWhole: true });
});

test('what cannot be heard, or is lost on the way, leaves the words to the engine that hears the recording', async () => {
  const busy = wordsWith({ streams: 1 });
  busy.words.lead(CALL, BEGAN, SIDES);
  await busy.settle();
  assert.equal(busy.words.of(CALL.id)?.isPartial, true);
  const cut = wordsWith();
  cut.words.lead(CALL, BEGAN, SIDES);
  await cut.settle();
  cut.hear('caller', cut.said('final', 'hello', 1));
  cut.hear('caller', { type: 'lost', reason: 'died' });
  await cut.words.close(CALL.id);
  assert.deepEqual(cut.writes.at(-1), { texts: ['Hello'], isWhole: false });
});

test('what an earlier process had kept comes first, and the whole is not all', async () => {
  const turns = [{ speaker: 'user', text: 'Before', startSeconds: 0, endSeconds: 1 }] as const;
  const { words, writes, settle, said, hear } = wordsWith({
    kept: { callId: CALL.id, turns, createdAt: START, engine: 'fake' },
  });
  words.lead(CALL, BEGAN, SIDES);
  await settle();
  hear('caller', said('final', 'after', 9));
  await words.close(CALL.id);
  assert.deepEqual(writes.at(-1), { texts: ['Before', 'After'], isWhole: false });
});

test('a number that may continue is kept when it does not, and without a recording nothing is', async () => {
  const { clock, words, writes, removed, settle, said, hear } = wordsWith();
  words.lead(CALL, BEGAN, SIDES);
  await settle();
  hear('caller', said('final', 'it is five six seven', 1));
  await settle();
  assert.deepEqual(writes, []);
  await clock.advance(4_000);
  await settle();
  assert.deepEqual(writes, [{ texts: ['It is five six seven'], isWhole: false }]);
  await words.forget(CALL);
  assert.deepEqual(removed, [CALL.id]);
});

test('a server that stops leaves what it heard, and more may come', async () => {
  const { words, writes, settle, said, hear } = wordsWith();
  words.lead(CALL, BEGAN, SIDES);
  await settle();
  hear('caller', said('final', 'hello', 1));
  await words.stop();
  assert.deepEqual(writes.at(-1), { texts: ['Hello'], isWhole: false });
});
