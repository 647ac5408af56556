/** A call that is transferred to a number of the workspace -> the call that comes of it, and how it is answered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { Refusal } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import { aCall } from '../../../../test/support/calls.ts';
import { aTrunk, openTalk } from '../../../../test/support/talk-world.ts';
import type { InternalCallParts } from './internal-call.ts';
import { createInternalCalls } from './internal-call.ts';
import { Place } from './place.ts';

const NUMBER = '+13392195279' as E164; // It is written as one.
const MENU = { kind: 'menu', id: 9 } as const;

async function open(
  given: { readonly call?: Call | undefined; readonly refusal?: Refusal; readonly isFull?: boolean } = {},
) {
  const world = await openTalk();
  const [touched, dropped]: [number[], number[]] = [[], []];
  const taken: unknown[] = [];
  const left: string[] = [];
  const other = new Place(9, world.clock, {
    left: ({ by }) => void left.push(by),
    pressed: () => undefined,
    touched: () => undefined,
    moved: () => undefined,
    transfer: () => undefined,
  });
  const full = { ...world.media, offerLeg: async () => ({ ok: false, refusal: 'no_ports' }) as const };
  const parts: InternalCallParts = {
    media: given.isFull === true ? full : world.media,
    dialPlan: {
      async takeCall(arrived) {
        taken.push(arrived);
        return given.refusal === undefined ? done(aCall({ id: 9 })) : refused(given.refusal);
      },
    },
    calls: {
      callOf: () => ('call' in given ? given.call : aCall({ id: 7, contactNumber: '+14155550148' })),
      touch: (id) => void touched.push(id),
    },
    async report(id) {
      dropped.push(id);
      return done(aCall({ id }));
    },
    failed: (error) => assert.fail(String(error)),
  };
  const call = createInternalCalls(parts, () => other);
  return { ...world, other, touched, dropped, taken, left, ask: async () => call(world.place, aTrunk(), NUMBER, MENU) };
}

test('an internal call has the same caller, and both calls have each other as their far ends', async () => {
  const { ask, place, other, taken, told, touched, left, media } = await open();
  assert.equal(await ask(), 200);
  assert.deepEqual(taken, [
    { workspaceId: 1, from: '+14155550148', to: NUMBER, carrier: 'trunk:1', destination: MENU },
  ]);
  const [one, two] = [place.legId(), other.legId()];
  assert.deepEqual(
    [one === two, media.legs().includes(one ?? ''), media.legs().includes(two ?? '')],
    [false, true, true],
  );
  assert.deepEqual([told, touched], [['moved'], [9]]);
  place.close();
  assert.deepEqual(left, ['end_user'], 'who hangs up one of them ends the other');
});

test('a caller without a number has none in the internal call', async () => {
  const { ask, taken } = await open({ call: aCall({ id: 7, contactNumber: null }) });
  assert.equal(await ask(), 200);
  assert.equal((taken[0] as { from: unknown }).from, null);
});

test('what is refused, or has no room, leaves the call where it is', async () => {
  for (const [given, status] of [
    [{ refusal: { code: 'number_unknown' } }, 404],
    [{ refusal: { code: 'contact_blocked' } }, 603],
    [{ refusal: { code: 'draining' } }, 503],
    [{ isFull: true }, 503],
    [{ call: undefined }, 480],
  ] as const) {
    const { ask, told, dropped, touched } = await open(given);
    assert.equal(await ask(), status);
    assert.deepEqual([told, touched, dropped], [[], [], 'isFull' in given ? [9] : []]);
  }
});
