import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownBackground } from '#background/background.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { createSteadyClock, createSystemClock, watchClock } from './system-clock.ts';

const HOUR = 3_600_000;

function sources() {
  const time = { wall: 1_000_000_000_000, monotonic: 50 };
  const clock = createSteadyClock({
    wall: () => time.wall,
    monotonic: () => time.monotonic,
    after: () => () => undefined,
  });
  const pass = (milliseconds: number): void => {
    time.wall += milliseconds;
    time.monotonic += milliseconds;
  };
  return { time, clock, pass, shown: () => clock.now().getTime() };
}

for (const step of [2 * HOUR, -2 * HOUR, 5_000, -5_000])
  test(`a step of the wall clock by ${step / 1000} s changes no duration, until it is adopted`, () => {
    const { time, clock, pass, shown } = sources();
    const began = shown();
    pass(3_000);
    time.wall += step;
    assert.equal(shown() - began, 3_000);
    pass(5_000);
    assert.equal(shown() - began, 8_000);
    assert.equal(clock.offset(), step);
    clock.adopt();
    assert.equal(shown(), time.wall);
    assert.equal(clock.offset(), 0);
  });

test('a step is said once and taken over as soon as no call is in progress', async () => {
  const time = createManualClock(new Date(0));
  const wall = { ahead: 0 };
  const clock = createSteadyClock({
    wall: () => time.now().getTime() + wall.ahead,
    monotonic: () => time.now().getTime(),
    after: time.after,
  });
  const told: string[] = [];
  let isIdle = false;
  watchClock(
    clock,
    () => isIdle,
    (seconds, isAdopted) => void told.push(`${seconds} ${isAdopted}`),
  );
  await time.advance(60_000);
  wall.ahead = -2 * HOUR;
  await time.advance(60_000);
  isIdle = true;
  await time.advance(60_000);
  assert.deepEqual(told, ['-7200 false', '-7200 true']);
  assert.equal(clock.offset(), 0);
});

test('a drift is followed slowly, and the time shown never goes back', () => {
  const { time, pass, shown } = sources();
  for (const drift of [200, -400]) {
    time.wall += drift;
    let last = shown();
    for (let second = 0; second < 60; second += 1) {
      pass(1_000);
      const now = shown();
      assert.ok(now - last >= 990 && now - last <= 1_010);
      last = now;
    }
    assert.equal(last, time.wall);
  }
});

test('a timer whose work rejects or throws is reported and ends nothing', async () => {
  const heard: string[] = [];
  const end = ownBackground((name, error) => void heard.push(`${name}: ${String(error)}`));
  const clock = createSystemClock();
  clock.after(0, async () => {
    throw new Error('rejected');
  });
  clock.after(0, () => {
    throw new Error('thrown');
  });
  while (heard.length < 2) await sleep(1);
  end();
  assert.deepEqual(heard, ['timer: Error: rejected', 'timer: Error: thrown']);
});

test('nothing comes due after the stop, whenever it was asked for', async () => {
  const due: string[] = [];
  const clock = createSystemClock();
  clock.after(0, async () => void due.push('before'));
  clock.stop();
  clock.after(0, async () => void due.push('after'));
  await sleep(5);
  assert.deepEqual(due, []);
});
