/** What is seen of a far end -> when it is asked whether it is still there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LegEvent } from '#media/media-server.ts';
import { createManualClock } from '../../../../test/support/manual-clock.ts';
import { createLiveness } from './liveness.ts';

function open() {
  const clock = createManualClock(new Date(0));
  let tell: (event: LegEvent) => void = () => undefined;
  const liveness = createLiveness(clock, { onEvent: (listener) => void (tell = listener) });
  let [asked, gone, isOpen] = [0, 0, true];
  let unanswered = (): void => undefined;
  const forget = liveness.watch({
    legId: 'leg',
    isWayOpen: () => isOpen,
    ask(listener) {
      asked += 1;
      unanswered = listener;
    },
    gone: () => void (gone += 1),
  });
  return {
    clock,
    liveness,
    forget,
    asked: () => asked,
    gone: () => gone,
    answersNothing: () => unanswered(),
    is: (type: 'silent' | 'sounding', legId = 'leg') => tell({ type, legId }),
    cut: (isCut: boolean) => void (isOpen = !isCut),
  };
}

test('one that says nothing is asked, and again each minute while it says nothing', async () => {
  const { clock, is, asked } = open();
  is('silent');
  await clock.advance(10_000);
  assert.equal(asked(), 0);
  await clock.advance(4_000);
  assert.equal(asked(), 1);
  await clock.advance(56_000);
  assert.equal(asked(), 1);
  await clock.advance(4_000);
  assert.equal(asked(), 2);
});

test('one that is heard again is not', async () => {
  const { clock, is, asked } = open();
  is('silent');
  await clock.advance(10_000);
  is('sounding');
  await clock.advance(200_000);
  assert.equal(asked(), 0);
});

test('one whose connection is gone is asked at once, and once for each time', async () => {
  const { clock, cut, asked } = open();
  await clock.advance(10_000);
  cut(true);
  await clock.advance(20_000);
  assert.equal(asked(), 1);
  cut(false);
  await clock.advance(2_000);
  cut(true);
  await clock.advance(2_000);
  assert.equal(asked(), 2);
});

test('one that answers nothing has gone only where it says nothing either', async () => {
  const { clock, cut, is, asked, gone, answersNothing } = open();
  cut(true);
  await clock.advance(2_000);
  answersNothing();
  assert.deepEqual([asked(), gone()], [1, 0]);
  is('silent');
  await clock.advance(2_000);
  answersNothing();
  assert.deepEqual([asked(), gone()], [2, 1]);
});

test('other legs, and one that is over, are nothing to it', async () => {
  const { clock, is, asked, forget, cut, liveness } = open();
  is('silent', 'another');
  await clock.advance(20_000);
  forget();
  is('silent');
  cut(true);
  await clock.advance(100_000);
  assert.equal(asked(), 0);
  liveness.stop();
});
