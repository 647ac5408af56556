import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agent, testWorld } from '../../../test/support/world.ts';
import type { LiveWords } from '#domain/call/live-words.ts';
import type { Turn } from '#domain/call/transcript.ts';
import type { Question } from '#domain/ports/reasoner.ts';
import { createAssist } from './assist.ts';

const { engine, connectCall, stored, settle } = await testWorld({
  agents: [{ id: 1 }, { id: 2 }, { id: 3, assist: false }],
  menus: [{ id: 9, groups: [{ name: 'All', agentIds: [1, 2, 3] }] }],
});

const turn = (speaker: Turn['speaker'], text: string, startSeconds = 0): Turn => ({
  speaker,
  text,
  startSeconds,
  endSeconds: startSeconds + 1,
});

/** An assistant whose reasoner finds what was asked, word for word. */
function openAssist(kept: readonly Turn[] | null = null, wrappedUp = 0) {
  const asked: string[] = [];
  const said: { words: LiveWords | null } = { words: null };
  const reasoner = {
    async find({ text }: Question) {
      asked.push(text);
      const found = { articleId: asked.length, title: text, score: 0.9, sentences: ['One.', 'Two.'], handsOver: false };
      return { by: 'words' as const, found: [found] };
    },
  };
  const transcripts = {
    ...engine.transcripts,
    byCall: async (_workspaceId: number, callId: number) =>
      kept === null ? null : { uid: 'x', callId, turns: kept, createdAt: new Date(0), engine: null, live: null },
  };
  const wraps = {
    agentId: 1,
    wrapUp: { workspaceId: 1, agentId: 1, callId: wrappedUp, since: new Date(0), until: null },
  };
  const live = { ...engine.live, wrapUpOf: (agentId: number) => (agentId === wraps.agentId ? wraps.wrapUp : null) };
  const assist = createAssist({
    engine: { ...engine, live, transcripts },
    sound: { wordsOf: () => said.words },
    reasoner,
  });
  const say = (...turns: readonly Turn[]): void => void (said.words = { turns, now: [], isPartial: false });
  return { assist, asked, say, hush: () => void (said.words = null) };
}

test('the agent in the call is told articles for the last turns of the caller, and details; each turn is asked once', async () => {
  const call = await connectCall(1);
  const { assist, asked, say } = openAssist();
  const turns = [
    turn('agent', 'How can I help you today?'),
    turn('user', 'my order number is four seven one one'),
    turn('user', 'yes'),
  ];
  say(...turns);
  assert.equal(assist.isBehind(call), true);
  const first = await assist.live(call);
  assert.deepEqual([...(first?.agentIds ?? [])], [1]);
  assert.deepEqual(first?.view, {
    callId: call.id,
    articles: [{ id: 1, title: 'my order number is four seven one one', text: 'One. Two.' }],
    details: [{ kind: 'order', value: '4711' }],
    summary: null,
  });
  assert.equal(assist.isBehind(call), false);
  say(...turns, ...['it never came', 'where is it now', 'can I cancel it'].map((text) => turn('user', text)));
  assert.equal(assist.isBehind(call), true);
  const next = await assist.forAgent(call, 1);
  assert.deepEqual(
    next?.articles.map(({ title }) => title),
    ['it never came', 'where is it now', 'can I cancel it'],
  );
  assert.deepEqual(next?.details, first?.view.details);
  assert.equal(asked.length, 4);
  assert.equal(await assist.forAgent(call, 2), null, 'an agent who is not in the call');
  assert.ok((await engine.hangUp(agent(1), call.id)).ok);
  await settle();
});

test('where nothing is written down nothing is looked up', async () => {
  const call = await connectCall(2);
  const { assist, asked } = openAssist();
  assert.equal(assist.isBehind(call), false);
  assert.equal(await assist.live(call), null);
  assert.equal(await assist.forAgent(call, 2), null);
  assert.deepEqual(asked, []);
});

test('who wraps the call up has a draft from its transcript, as long as there is one', async () => {
  const { id } = await connectCall(1);
  const turns = [turn('user', 'hello it is me'), turn('user', 'order 4711 never came'), turn('user', 'thank you bye')];
  const [withWords, without] = [openAssist(turns, id), openAssist(null, id)];
  withWords.say(...turns);
  assert.equal((await withWords.assist.forAgent(await stored(id), 1))?.summary, null, 'not before the end');
  assert.ok((await engine.hangUp(agent(1), id)).ok);
  await settle();
  withWords.hush();
  const call = await stored(id);
  const view = await withWords.assist.forAgent(call, 1);
  assert.deepEqual(view?.summary, { ask: 'hello it is me', about: 'hello it is me' });
  assert.deepEqual(view.details, [{ kind: 'order', value: '4711' }]);
  assert.equal(await withWords.assist.forAgent(call, 2), null, 'someone else');
  assert.equal(await without.assist.forAgent(call, 1), null, 'there are no words');
});

test('an agent for whom it is switched off is told nothing, and nothing is looked up for them', async () => {
  const call = await connectCall(3);
  const { assist, asked, say } = openAssist();
  say(turn('user', 'where is my order'));
  assert.equal(await assist.live(call), null);
  assert.equal(await assist.forAgent(call, 3), null);
  assert.deepEqual(asked, []);
});
