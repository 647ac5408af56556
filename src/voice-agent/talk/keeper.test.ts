import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ownBackground } from '#background/background.ts';
import type { Call } from '#domain/call/call.ts';
import type { Speaker } from '#domain/ports/speaker.ts';
import type { KeptTalk } from '#domain/ports/talk-book.ts';
import { converse, NEW_DIALOGUE } from '#domain/voice-agent/dialogue.ts';
import { aCall } from '../../../test/support/calls.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { createTalkKeeper } from './keeper.ts';
import type { TalkKeeperParts } from './keeper.ts';

const CALL = aCall({ id: 7, origin: 'fin', state: 'queued' });

const VOICE: Speaker = {
  name: 'still',
  async *speak() {
    yield new Int16Array(8);
  },
  warm: () => undefined,
  close: async () => undefined,
};

function keeperIn(context: TestContext, change: Partial<TalkKeeperParts> = {}, kept: KeptTalk | null = null) {
  const faults: string[] = [];
  context.after(ownBackground((what) => void faults.push(what)));
  const told: string[] = [];
  const written: KeptTalk[] = [];
  const away = { is: false };
  const clock = createManualClock(new Date('2026-03-02T10:00:00Z'));
  let hear: (text: string) => void = () => undefined;
  const keeper = createTalkKeeper({
    clock,
    reasoner: {
      find: async () => ({ by: 'words', found: [] }),
      reply: async ({ dialogue }, event) => converse(dialogue, event.type === 'said' ? { ...event, found: [] } : event),
    },
    speakers: [{ ...VOICE, warm: () => void told.push('warm') }, VOICE],
    lineOf: () => ({
      async say(sounds) {
        let samples = 0;
        for await (const piece of sounds) samples += piece.length;
        return samples / 8;
      },
      quiet: async () => undefined,
      async listen(on) {
        hear = (text) => on({ type: 'final', text, confidence: 1 });
        return { finish: () => undefined, end: () => void told.push('deaf') };
      },
    }),
    report: async (callId, event) => void told.push(`${callId} ${event.type}`),
    passOn: async (call) => told.push(`${call.id} passed on`) > 0,
    keepsWords: async () => true,
    keepWords: async (call, turns) => void told.push(`${call.id} kept ${turns.length > 0}`),
    callOf: async () => CALL,
    book: {
      async keep(talks) {
        if (away.is) throw new Error('The database is away.');
        written.push(...talks);
      },
      open: async () => kept,
      left: async () => (kept === null ? [] : [kept.callId]),
      end: async (callId) => void told.push(`${callId} over`),
      keepBrief: async () => undefined,
      briefs: async () => new Map(),
      sums: async () => ({}),
    },
    resolve: async (callId, { resolution }) => void told.push(`${callId} ${resolution}`),
    hangUp: async ({ id }) => void told.push(`${id} hung up`),
    failed: (what) => void faults.push(what),
    ...change,
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
  };
  return {
    keeper,
    told,
    written,
    away,
    clock,
    faults,
    settle,
    say: (text: string) => hear(text),
    async meets(call: Call, ...states: readonly Call['state'][]) {
      for (const state of states) keeper.meets({ ...call, state }, 'leg');
      await settle();
    },
  };
}

test('the agent picks up, is connected, and begins to talk, once', async (context) => {
  const { told, meets } = keeperIn(context);
  await meets(CALL, 'queued', 'assigned', 'connected', 'connected');
  assert.deepEqual(told, ['warm', '7 agent_assigned', '7 legs_bridged']);
});

test('who asks for a person is passed on, and what was said is kept, told and ended in that order', async (context) => {
  const { told, meets, say, settle } = keeperIn(context);
  await meets(CALL, 'connected');
  say('an agent please');
  await settle();
  assert.deepEqual(told, [
    'deaf',
    '7 passed on',
    'deaf',
    '7 kept true',
    '7 escalated',
    '7 transcribed',
    '7 over',
    '7 hung up',
  ]);
});

test('a caller who hangs up ends the talk; the call has ended by itself', async (context) => {
  const { told, meets, keeper, settle } = keeperIn(context, { keepsWords: async () => false });
  await meets(CALL, 'connected');
  const talked = { ...CALL, state: 'connected' } as const;
  keeper.follow({ ...CALL, state: 'finished' }, talked);
  await settle();
  assert.deepEqual(told, ['deaf', '7 assumed_resolution', '7 over']);
  keeper.follow({ ...CALL, state: 'finished' }, talked);
  await settle();
  assert.equal(told.length, 3);
});

test('what cannot be kept or told keeps no call from its end', async (context) => {
  const fails = async (): Promise<never> => Promise.reject(new Error('The database is away.'));
  const { told, faults, meets, keeper, settle } = keeperIn(context, {
    keepWords: fails,
    resolve: fails,
    passOn: fails,
  });
  await meets(CALL, 'connected');
  keeper.pressed(CALL, '0');
  await settle();
  assert.equal(told.at(-1), '7 hung up');
  assert.deepEqual(faults, ['voice_agent.hand_over', 'voice_agent.words', 'voice_agent.words']);
});

test('one caller more than there is room for goes straight to a person', async (context) => {
  const { told, meets } = keeperIn(context);
  for (let id = 1; id <= 11; id += 1) await meets({ ...CALL, id }, 'connected');
  assert.deepEqual(
    told.filter((each) => each.endsWith('passed on')),
    ['11 passed on'],
  );
  for (let id = 12; id <= 30; id += 1) await meets({ ...CALL, id, workspaceId: 2 }, 'connected');
  const passed = told.filter((each) => each.endsWith('passed on'));
  assert.deepEqual(
    passed,
    Array.from({ length: 10 }, (_, index) => `${index === 0 ? 11 : index + 21} passed on`),
  );
});

const ASKED: KeptTalk = {
  callId: 7,
  workspaceId: 1,
  startedAt: new Date('2026-03-02T09:59:00Z'),
  dialogue: { ...NEW_DIALOGUE, said: ['What can I do for you?'], asked: ['where is my order'] },
  turns: [{ speaker: 'user', text: 'where is my order', startSeconds: 4, endSeconds: 6 }],
  counts: { not_understood: 1 },
};

test('a talk is kept as it goes on, in one write for all that came together, and what is said now is only shown', async (context) => {
  const { keeper, meets, say, clock, written, settle } = keeperIn(context);
  const changed: number[] = [];
  keeper.words.onChanged(({ id }) => void changed.push(id));
  await meets(CALL, 'connected');
  await meets({ ...CALL, id: 8 }, 'connected');
  say('what of the weather');
  await settle();
  assert.equal(written.length, 0);
  await clock.advance(200);
  await settle();
  assert.deepEqual(
    written.map(({ callId, turns, dialogue }) => [callId, turns.map(({ speaker }) => speaker), dialogue.asked]),
    [
      [7, ['virtual_agent'], []],
      [8, ['virtual_agent', 'user', 'virtual_agent'], ['what of the weather']],
    ],
  );
  assert.ok(changed.includes(7) && changed.includes(8));
});

test('a talk of an earlier process continues where it was, with what was said in it', async (context) => {
  const { keeper, meets, say, settle, told } = keeperIn(context, {}, ASKED);
  await meets(CALL, 'connected');
  assert.deepEqual(
    keeper.words.of(7)?.turns.map(({ text }) => text),
    ['where is my order', 'I am sorry, the line was interrupted. What can I do for you?'],
  );
  say('an agent please');
  await settle();
  assert.deepEqual(told.slice(-5), ['7 kept true', '7 escalated', '7 transcribed', '7 over', '7 hung up']);
});

test('a talk whose process ended before its call did is told by the next one, once', async (context) => {
  const { keeper, told } = keeperIn(context, { callOf: async () => ({ ...CALL, state: 'finished' }) }, ASKED);
  await keeper.takeUp();
  assert.deepEqual(told, ['7 kept true', '7 assumed_resolution', '7 transcribed', '7 over']);
  const late = keeperIn(context, {}, ASKED);
  late.keeper.follow({ ...CALL, state: 'finished' }, { ...CALL, state: 'connected' });
  await late.settle();
  assert.deepEqual(late.told, told);
});

test('what could not be kept for a moment is kept once the database is back', async (context) => {
  const { meets, clock, settle, faults, written, away } = keeperIn(context);
  away.is = true;
  await meets(CALL, 'connected');
  await clock.advance(200);
  await settle();
  assert.deepEqual([faults, written], [['voice_agent.words'], []]);
  away.is = false;
  await clock.advance(5000);
  await settle();
  assert.deepEqual(
    written.map(({ callId }) => callId),
    [7],
  );
});
