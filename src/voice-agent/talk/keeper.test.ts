import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ownBackground } from '#background/background.ts';
import type { Call } from '#domain/call/call.ts';
import type { Speaker } from '#domain/ports/speaker.ts';
import { converse } from '#domain/voice-agent/dialogue.ts';
import { aCall } from '../../../test/support/calls.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { createTalkKeeper } from './keeper.ts';
import type { TalkKeeperParts } from './keeper.ts';

const CALL = aCall({ id: 7, origin: 'fin', state: 'queued' });

const VOICE: Speaker = {
  name: 'still',
  async *speak() {
    yield new Int16Array(0);
  },
  warm: () => undefined,
  close: async () => undefined,
};

function keeperIn(context: TestContext, change: Partial<TalkKeeperParts> = {}) {
  const faults: string[] = [];
  context.after(ownBackground((what) => void faults.push(what)));
  const told: string[] = [];
  let hear: (text: string) => void = () => undefined;
  const keeper = createTalkKeeper({
    clock: createManualClock(new Date()),
    reasoner: {
      find: async () => ({ by: 'words', found: [] }),
      reply: async ({ dialogue }, event) => converse(dialogue, event.type === 'said' ? { ...event, found: [] } : event),
    },
    speakers: [{ ...VOICE, warm: () => void told.push('warm') }, VOICE],
    lineOf: () => ({
      say: async () => 0,
      quiet: async () => undefined,
      async listen(on) {
        hear = (text) => on({ type: 'final', text, confidence: 1 });
        return { finish: () => undefined, end: () => void told.push('deaf') };
      },
    }),
    report: async (callId, event) => void told.push(`${callId} ${event.type}`),
    passOn: async (call) => told.push(`${call.id} passed on`) > 0,
    keepWords: async (call, turns) => told.push(`${call.id} kept ${turns.length > 0}`) > 0,
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
  assert.deepEqual(told, ['deaf', '7 passed on', 'deaf', '7 kept true', '7 escalated', '7 transcribed', '7 hung up']);
});

test('a caller who hangs up ends the talk; the call has ended by itself', async (context) => {
  const { told, meets, keeper, settle } = keeperIn(context, { keepWords: async () => false });
  await meets(CALL, 'connected');
  keeper.follow({ ...CALL, state: 'finished' });
  await settle();
  assert.deepEqual(told, ['deaf', '7 assumed_resolution']);
  keeper.follow({ ...CALL, state: 'finished' });
  assert.equal(told.length, 2);
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
