import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { createSpread } from './spread.ts';
import type { Urgency } from './spread.ts';

/** So many pages, whose viewers are their numbers. */
function somePages(count: number) {
  const clock = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
  const spread = createSpread<number>(clock);
  const pages = Array.from({ length: count }, (_, number) => {
    const frames: unknown[] = [];
    return { frames, detach: spread.attach(number, (frame) => void frames.push(JSON.parse(frame))) };
  });
  return {
    clock,
    pages,
    tell: (message: string, urgencyFor: (viewer: number) => Urgency = () => 'soon') =>
      spread.tell(JSON.stringify(message), urgencyFor),
    told: () => pages.filter(({ frames }) => frames.length > 0).length,
  };
}

test('whom an event concerns is told at once, whom it does not never, everyone else in the next turn', async () => {
  const { pages, tell } = somePages(3);
  tell('a', (viewer) => (['now', 'soon', 'never'] as const)[viewer] ?? 'never');
  assert.deepEqual(
    pages.map(({ frames }) => frames),
    [['a'], [], []],
  );
  await turn();
  assert.deepEqual(
    pages.map(({ frames }) => frames),
    [['a'], ['a'], []],
  );
});

test('a page hears in order: what it had still to hear comes with what concerns it', async () => {
  const { pages, tell } = somePages(1);
  tell('a');
  tell('b', () => 'now');
  assert.deepEqual(pages[0]?.frames, [['a', 'b']]);
  await turn();
  assert.deepEqual(pages[0]?.frames, [['a', 'b']]);
});

test('fifty pages are told in a turn, the next after a pause; those that wait hear all that came since in one frame', async () => {
  const { clock, pages, tell, told } = somePages(120);
  tell('a');
  assert.equal(told(), 0);
  await turn();
  assert.equal(told(), 50);
  tell('b');
  await turn();
  assert.equal(told(), 50);
  await clock.advance(5);
  assert.equal(told(), 100);
  await clock.advance(5);
  assert.equal(told(), 120);
  await clock.advance(5);
  assert.deepEqual([pages[0]?.frames, pages[60]?.frames, pages[119]?.frames], [['a', 'b'], [['a', 'b']], [['a', 'b']]]);
  tell('c');
  await turn();
  assert.deepEqual(pages[0]?.frames, ['a', 'b', 'c']);
});

test('a page that has left hears nothing more', async () => {
  const { pages, tell } = somePages(2);
  tell('a');
  pages[0]?.detach();
  tell('b', () => 'now');
  await turn();
  assert.deepEqual(
    pages.map(({ frames }) => frames),
    [[], [['a', 'b']]],
  );
});
