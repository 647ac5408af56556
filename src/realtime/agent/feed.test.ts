import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { agent, testWorld, WORKSPACE } from '../../../test/support/world.ts';
import type { LiveWords } from '#domain/call/live-words.ts';
import type { FeedParts, Viewer } from './feed.ts';
import { createFeed } from './feed.ts';
import type { FromServer } from './protocol.ts';

const FIRST = { agentIds: [1], name: 'First' };
const { engine, clock, pass, queueCall, settle } = await testWorld({
  agents: [{ id: 1 }, { id: 2 }, { id: 3, status: 'unavailable' }, { id: 4 }],
  menus: [
    { id: 9, groups: [FIRST] },
    { id: 52, groups: [{ name: 'Others', agentIds: [4] }] },
    {
      id: 51,
      groups: [{ name: 'All', agentIds: [2] }],
      hours: { timeZone: 'Etc/UTC', open: { mon: [{ from: 540, to: 542 }] } },
    },
  ],
});

/** A feed of the world that hears all that happens in it, and pages that look at it. */
function openFeed(
  own = clock,
  wordsOf: () => LiveWords | null = () => null,
  helping: Partial<FeedParts['assist']> = {},
) {
  const faults: unknown[] = [];
  const sound = { isCallerAway: () => false, isCallerSilent: () => false, wordsOf };
  const assist = { isBehind: () => false, live: async () => null, forget: () => undefined, ...helping };
  const feed = createFeed(WORKSPACE, { engine, sound, assist, clock: own, failed: (error) => void faults.push(error) });
  engine.onTransition((move) => feed.moved(move));
  engine.live.hear((news) => feed.heard(news));
  const look = (agentId: number, seesAll = false) => {
    const heard: FromServer[] = [];
    const viewer: Viewer = { agentId, seesAll };
    const read = (frame: string) => [JSON.parse(frame) as FromServer | FromServer[]].flat();
    const detach = feed.attach(viewer, (frame) => void heard.push(...read(frame)));
    const calls = () =>
      heard.flatMap((each) => (each.type === 'call' ? [`${each.event} ${each.data.id} ${each.data.state}`] : []));
    const since = (seq: number) => feed.since(viewer, seq)?.flatMap(read) ?? null;
    return { heard, calls, since, detach };
  };
  return { feed, look, faults };
}
/** A call that the agent has answered; its two ends are not connected yet. */
async function takeCall(agentId: number, menuId = 9): Promise<number> {
  const { id } = await queueCall(menuId);
  assert.ok((await engine.answerCall(agent(agentId), id)).ok);
  await settle();
  return id;
}
const seqOf = (message: FromServer | undefined): number =>
  message !== undefined && 'seq' in message ? message.seq : 0;

test('a note is told with its call, and a queue that closes by the clock is told too', async () => {
  const { look } = openFeed();
  const page = look(3, true);
  const callId = await takeCall(2, 51);
  await pass(1);
  await engine.addNote(agent(2), callId, 'Written down.');
  const noted = () =>
    page.heard.flatMap((each) => (each.type === 'call' && each.event === 'note' ? [each.data.notes] : []));
  // The call is read again first, which nothing waits for.
  for (let turn = 0; turn < 500 && noted().length === 0; turn += 1) await pass(0.05);
  assert.deepEqual(
    noted()
      .at(-1)
      ?.map(({ text }) => text),
    ['Written down.'],
  );

  await pass(180);
  const queues = page.heard.flatMap((each) => (each.type === 'queue' ? [each.data] : []));
  assert.equal(queues[0]?.find(({ menuId }) => menuId === 51)?.condition, 'open');
  assert.equal(queues.at(-1)?.find(({ menuId }) => menuId === 51)?.condition, 'after_hours');
});

test('a call is told to its agents and to anyone who sees all, and to no one else', async () => {
  const { look, faults } = openFeed();
  const [own, other, supervisor] = [look(1), look(2), look(3, true)];
  const callId = await takeCall(1);
  await pass(1);
  assert.ok(own.calls().length > 0);
  assert.equal(own.calls().at(-1), supervisor.calls().at(-1));
  assert.match(own.calls().at(-1) ?? '', new RegExp(` ${callId} assigned$`));
  assert.deepEqual(other.calls(), []);
  assert.deepEqual(faults, []);
  await engine.report(callId, { type: 'hung_up', by: 'end_user' });
  await settle();
  await pass(1);
  assert.match(own.calls().at(-1) ?? '', / failed$/);
});

test('events are numbered one after the other, each page in order', async () => {
  const { look } = openFeed();
  const page = look(3, true);
  await queueCall();
  await queueCall();
  await pass(1);
  const numbers = page.heard.map(seqOf);
  assert.ok(numbers.length > 2);
  assert.deepEqual(
    numbers,
    numbers.map((_, place) => (numbers[0] ?? 0) + place),
  );
});

test('a page that was away is told what it missed, and only what is for it', async () => {
  const { feed, look } = openFeed();
  const [page, stranger] = [look(4), look(2)];
  const before = feed.seq();
  page.detach();
  stranger.detach();
  const callId = await takeCall(4, 52);
  await pass(1);
  assert.deepEqual(page.heard, [], 'nothing is sent to a page that has gone');
  const missed = page.since(before) ?? [];
  assert.ok(missed.some((each) => each.type === 'call' && each.data.id === callId));
  assert.ok(!stranger.since(before)?.some((each) => each.type === 'call'));
  const last = missed.at(-1);
  assert.deepEqual(page.since(seqOf(last)), []);
  assert.deepEqual(page.since(seqOf(missed.at(-2)))?.map(seqOf), [seqOf(last)]);
  await engine.report(callId, { type: 'hung_up', by: 'end_user' });
  await settle();
});

test('a number of before this process, or one that is not yet given, is answered by no list of events', () => {
  const { feed, look } = openFeed();
  const page = look(1);
  assert.deepEqual(page.since(feed.seq()), []);
  assert.equal(page.since(feed.seq() + 1), null);
  assert.equal(page.since(0), null);
  assert.equal(page.since(clock.now().getTime() * 1000 - 1), null);
});

test('after a thousand events a page that was away before them begins anew', async () => {
  const own = createManualClock(clock.now(), nextTurn);
  const call = await queueCall();
  const { feed, look } = openFeed(own);
  const page = look(3, true);
  const before = feed.seq();
  for (let turn = 0; turn < 20_000 && feed.seq() - before <= 1000; turn += 1) {
    feed.lineMoved(call);
    await own.advance(50);
  }
  assert.equal(page.since(before), null);
  const oldest = feed.seq() - 999;
  assert.equal(page.since(oldest - 1)?.length, 1000);
  assert.equal(page.since(oldest - 2), null);
});

test('what happens to one call within the pause is told together, as it then stands', async () => {
  const { feed, look } = openFeed();
  const page = look(3, true);
  const call = await queueCall();
  await pass(1);
  const told = page.calls().length;
  for (let line = 0; line < 20; line += 1) feed.lineMoved(call);
  // The call is read again first, which nothing waits for.
  for (let turn = 0; turn < 500 && page.calls().length < told + 2; turn += 1) await pass(0.05);
  await pass(1);
  assert.equal(page.calls().length, told + 2, 'the first at once, the others together');
});

test('what is said in a call is told to whom it concerns: what is new of it, and never again', async () => {
  const callId = await takeCall(4, 52);
  const call = (await engine.calls.byId(WORKSPACE, callId)) ?? assert.fail();
  const turn = (text: string, startSeconds: number) =>
    ({ speaker: 'agent', agentId: 4, text, startSeconds, endSeconds: startSeconds + 1 }) as const;
  let words: LiveWords | null = { turns: [turn('Hello', 0)], now: [], isPartial: false };
  const { feed, look } = openFeed(clock, () => words);
  const [own, stranger, supervisor] = [look(4), look(2), look(3, true)];
  const before = feed.seq();
  const told = () => own.heard.flatMap((each) => (each.type === 'words' ? [each.data] : []));
  const tell = async (): Promise<void> => {
    const count = told().length;
    feed.spoken(call);
    for (let turn = 0; turn < 500 && told().length === count; turn += 1) await pass(0.05);
  };
  await tell();
  const now = [{ speaker: 'user', text: 'I would', startSeconds: 2.5 }] as const;
  words = { turns: [turn('Hello', 0), turn('How can I help', 1)], now, isPartial: true };
  await tell();
  words = null;
  await tell();
  assert.deepEqual(
    told().map(({ from, turns, isOn }) => [from, turns.map(({ text }) => text), isOn]),
    [
      [0, ['Hello'], true],
      [1, ['How can I help'], true],
      [0, [], false],
    ],
  );
  assert.deepEqual(told()[1]?.now, [{ speaker: 'user', name: null, text: 'I would', startSeconds: 2.5 }]);
  assert.equal(told()[1]?.turns[0]?.name, 'Agent 4');
  assert.equal(supervisor.heard.filter(({ type }) => type === 'words').length, 3);
  assert.ok(!stranger.heard.some(({ type }) => type === 'words'));
  assert.ok(!own.since(before)?.some(({ type }) => type === 'words'), 'a page that was away asks for all');
  await engine.report(callId, { type: 'hung_up', by: 'end_user' });
  await settle();
});
