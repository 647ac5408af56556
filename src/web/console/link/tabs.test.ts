import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { joinTabs } from './tabs.ts';

let lastName = 0;

/** Tabs of one agent, in the order in which they are opened. */
function agentOf(t: TestContext) {
  const name = `desk-${++lastName}`;
  return (own: string) => {
    const seen: string[] = [];
    const tab = { state: own, seen, answers: async (action: string): Promise<string> => `${own} did ${action}` };
    const tabs = joinTabs<string, string, string>({
      name,
      lead: () => void seen.push('leads'),
      follow: () => void seen.push('follows'),
      state: () => tab.state,
      shown: (state) => void seen.push(`shows ${state}`),
      asked: async (action) => tab.answers(action),
    });
    t.after(() => tabs.stop());
    return Object.assign(tab, { tabs });
  };
}
/** Waits until it holds, within reason: what tabs say to each other takes some turns. */
async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2_000 && !holds(); turn += 1) await nextTurn();
  assert.ok(holds());
}

test('the first tab leads; one that comes later shows what the first does', async (t) => {
  const open = agentOf(t);
  const first = open('first');
  await until(() => first.tabs.isLeading());
  const second = open('second');
  await until(() => second.seen.length > 0);
  assert.deepEqual([first.seen, second.seen, second.tabs.isLeading()], [['leads'], ['shows first'], false]);
});

test('tabs of another agent are strangers', async (t) => {
  const [one, other] = [agentOf(t)('one'), agentOf(t)('other')];
  await until(() => one.tabs.isLeading() && other.tabs.isLeading());
  assert.deepEqual([one.seen, other.seen], [['leads'], ['leads']]);
});

test('what changes in quick succession is told once, as it then stands', async (t) => {
  const open = agentOf(t);
  const first = open('first');
  await until(() => first.tabs.isLeading());
  const second = open('second');
  await until(() => second.seen.length > 0);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  for (const state of ['a', 'b', 'c']) {
    first.state = state;
    first.tabs.tell();
    second.tabs.tell();
  }
  t.mock.timers.tick(50);
  await until(() => second.seen.length > 1);
  assert.deepEqual([second.seen, first.seen], [['shows first', 'shows c'], ['leads']]);
});

test('the tab that leads does what another asks, each question with its own answer', async (t) => {
  const open = agentOf(t);
  const first = open('first');
  await until(() => first.tabs.isLeading());
  const second = open('second');
  first.answers = async (action) => {
    for (let turn = 0; turn < (action === 'slow' ? 20 : 0); turn += 1) await nextTurn();
    return `${action} done`;
  };
  assert.deepEqual(await Promise.all([second.tabs.ask('slow'), second.tabs.ask('fast')]), ['slow done', 'fast done']);
});

test('a question that no one answers is answered by nothing after twelve seconds', async (t) => {
  const open = agentOf(t);
  const first = open('first');
  await until(() => first.tabs.isLeading());
  const second = open('second');
  first.answers = async () => new Promise<string>(() => undefined);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const asked = second.tabs.ask('anything');
  t.mock.timers.tick(12_000);
  assert.equal(await asked, null);
});

test('a tab takes the lead; the one that had it follows, shows it, and leads again when that one is closed', async (t) => {
  const open = agentOf(t);
  const first = open('first');
  await until(() => first.tabs.isLeading());
  const second = open('second');
  await second.tabs.takeLead();
  await until(() => first.seen.includes('shows second'));
  assert.deepEqual([first.tabs.isLeading(), second.tabs.isLeading()], [false, true]);
  assert.deepEqual(first.seen.slice(0, 3), ['leads', 'follows', 'shows second']);
  assert.equal(await first.tabs.ask('it'), 'second did it');
  second.tabs.stop();
  await until(() => first.tabs.isLeading());
  assert.equal(first.seen.at(-1), 'leads');
});

test('who leads already takes nothing, and a tab that was closed leads no more', async (t) => {
  const open = agentOf(t);
  const first = open('first');
  await until(() => first.tabs.isLeading());
  await first.tabs.takeLead();
  first.tabs.stop();
  assert.equal(first.tabs.isLeading(), false);
  const second = open('second');
  await until(() => second.tabs.isLeading());
  assert.deepEqual([first.seen, second.seen], [['leads'], ['leads']]);
});
