/** Who has a place in a call: what happens -> whose leg is heard, who is let go, what is told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FarEndLeft } from '#media/session/far-ends.ts';
import { createManualClock } from '../../../../test/support/manual-clock.ts';
import type { Line } from './line.ts';
import type { TalkListener } from './line-parts.ts';
import { Place } from './place.ts';

const HUNG_UP: FarEndLeft = { type: 'hung_up', by: 'end_user' };
type Played = Line & { readonly hears: TalkListener; isClosed(): boolean };

function open() {
  const told: string[] = [];
  const clock = createManualClock(new Date(0));
  const place = new Place(7, clock, {
    left: ({ by }) => void told.push(`left by ${by}`),
    pressed: (digit) => void told.push(`pressed ${digit}`),
    touched: () => void told.push('touched'),
    moved: () => void told.push('moved'),
    transfer: () => undefined,
  });
  const line = (legId: string): Played => {
    let isClosed = false;
    const made: Played = {
      legId: () => legId,
      early: () => ({ legId }),
      talk: () => null,
      close: () => void (isClosed = true),
      isClosed: () => isClosed,
      hears: place.hears(() => made),
    };
    return made;
  };
  const [first, second] = [line('first'), line('second')];
  place.take(first);
  return { place, first, second, told, clock };
}

test('who takes the place is heard, and who had it is let go once it had time to hang up', async () => {
  const { place, first, second, told, clock } = open();
  assert.equal(place.claim(), true);
  assert.equal(place.claim(), false, 'one transfer at a time');
  place.expect(second);
  place.take(second);
  place.settle();
  first.hears.pressed('1');
  second.hears.pressed('2');
  assert.deepEqual([place.legId(), first.isClosed(), told], ['second', false, ['touched', 'moved', 'pressed 2']]);
  await clock.advance(4_000);
  assert.equal(first.isClosed(), true);
});

test('who was transferred away and hangs up ends nothing', () => {
  const { place, first, second, told } = open();
  place.take(second);
  first.hears.left(HUNG_UP);
  assert.deepEqual([first.isClosed(), told], [true, ['touched', 'moved']]);
  second.hears.left(HUNG_UP);
  assert.equal(told.at(-1), 'left by end_user');
});

test('who hangs up during their transfer has left once no one takes their place', () => {
  const { place, first, second, told } = open();
  place.claim();
  place.expect(second);
  first.hears.left(HUNG_UP);
  assert.deepEqual([place.legId(), place.early(), told], [undefined, { legId: 'second' }, ['touched']]);
  place.settle();
  assert.deepEqual(told, ['touched', 'left by end_user']);
});

test('who hangs up during their transfer is forgotten once someone has taken their place', () => {
  const { place, first, second, told } = open();
  place.claim();
  place.expect(second);
  first.hears.left(HUNG_UP);
  place.take(second);
  place.settle();
  assert.deepEqual([place.legId(), told], ['second', ['touched', 'touched', 'moved']]);
});

test('a call that ends lets all of them go, and takes no one any more', () => {
  const { place, first, second, told } = open();
  place.claim();
  place.expect(second);
  place.close();
  assert.deepEqual([first.isClosed(), second.isClosed(), place.claim()], [true, true, false]);
  const { second: late } = open();
  place.take(late);
  first.hears.left(HUNG_UP);
  assert.deepEqual([late.isClosed(), told], [true, []]);
});

test('a place that continues in another call is of that one', () => {
  const { place, first, told } = open();
  place.callId = 8;
  first.hears.pressed('1');
  assert.deepEqual([place.callId, place.legId(), told], [8, 'first', ['pressed 1']]);
});
