import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { START } from '../../../test/support/calls.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { createOpenings } from './openings.ts';
import type { Page } from './page.ts';
import { newPage } from './page.ts';
import type { FromServer } from './protocol.ts';
import type { CallerSound, SoundState } from './sound.ts';

const ASKED = { type: 'call', sdp: 'an offer', lang: 'en', name: null } as const;

/**
 * Attempts to call on a clock that a test moves, with sound that does as it is told. `enter` is held until the test
 * lets it go.
 */
function attempts() {
  const clock = createManualClock(START, nextTurn);
  const listeners: ((uid: string, state: SoundState) => void)[] = [];
  const closed: string[] = [];
  const turnedAway: string[] = [];
  const faults: unknown[] = [];
  const entering: { readonly page: Page; readonly end: PromiseWithResolvers<void> }[] = [];
  let uids = 0;
  let offer: () => ReturnType<CallerSound['offerCaller']> = async () => ({ ok: true, answer: 'an answer' });
  const openings = createOpenings({
    clock,
    sound: {
      carrierName: 'webrtc',
      offerCaller: async () => offer(),
      closeCaller: async (uid) => void closed.push(uid),
      isCallerConnected: () => false,
      callerLeft: () => undefined,
      callerHungUp: async () => undefined,
      isCallerAlone: () => false,
      onMediaChanged: () => undefined,
      callerCodec: () => null,
      onCallerCodec: () => undefined,
      onCallerSound: (listener) => void listeners.push(listener),
    },
    newUid: () => `uid ${++uids}`,
    async enter(page) {
      const end = Promise.withResolvers<void>();
      entering.push({ page, end });
      return end.promise;
    },
    turnedAway: (_workspaceId, reason) => void turnedAway.push(reason),
    failed: (error) => void faults.push(error),
  });
  const makePage = (workspaceId = 1, address = 'a') => {
    const heard: FromServer[] = [];
    const wire = { send: (text: string) => void heard.push(JSON.parse(text) as FromServer), close: () => undefined };
    const page = newPage({ workspaceId, address, asker: '127.0.0.1', from: null, isForVoiceAgent: false, wire });
    const errors = () => heard.flatMap((each) => (each.type === 'error' ? [each.error] : []));
    return { page, heard, errors };
  };
  return {
    ...openings,
    clock,
    closed,
    turnedAway,
    faults,
    entering,
    makePage,
    hear: (uid: string, state: SoundState): void => {
      for (const listener of listeners) listener(uid, state);
    },
    offerBy: (next: typeof offer): void => {
      offer = next;
    },
  };
}

test('an offer is answered, and the call begins once the connection stands', async () => {
  const { begin, hear, makePage, entering, countOf, clock, closed } = attempts();
  const { page, heard } = makePage();
  await begin(page, ASKED);
  assert.deepEqual(heard, [{ type: 'answer', sdp: 'an answer' }]);
  assert.deepEqual([countOf('a'), countOf('b'), entering.length], [1, 0, 0]);
  hear('uid 1', 'connected');
  hear('uid 1', 'connected');
  assert.deepEqual([entering.length, entering[0]?.page], [1, page]);
  entering[0]?.end.resolve();
  await nextTurn();
  assert.deepEqual([countOf('a'), page.opening, closed], [0, null, []]);
  await clock.advance(60_000);
  assert.deepEqual(closed, [], 'a call that has begun is not given up');
});

test('an attempt that does not connect in eight seconds is given up, told so, and leaves nothing', async () => {
  const { begin, makePage, clock, closed, turnedAway, countOf } = attempts();
  const { page, errors } = makePage();
  await begin(page, ASKED);
  page.wishes.push({ type: 'choose', menuId: 5 });
  await clock.advance(7_999);
  assert.deepEqual(errors(), []);
  await clock.advance(1);
  assert.deepEqual([errors(), closed, turnedAway], [['no_connection'], ['uid 1'], ['voip_conn_timeout']]);
  assert.deepEqual([countOf('a'), page.opening, page.wishes], [0, null, []]);
});

test('an attempt whose sound is lost before it stood is given up at once; one that is being stored is not', async () => {
  const { begin, hear, makePage, entering, turnedAway } = attempts();
  const [lost, storing] = [makePage(), makePage()];
  await begin(lost.page, ASKED);
  await begin(storing.page, ASKED);
  hear('uid 1', 'interrupted');
  assert.deepEqual(lost.errors(), []);
  hear('uid 1', 'lost');
  assert.deepEqual([lost.errors(), turnedAway], [['no_connection'], ['voip_conn_timeout']]);
  hear('uid 2', 'connected');
  hear('uid 2', 'lost');
  assert.deepEqual([storing.errors(), entering.length], [[], 1]);
});

test('an offer that the sound refuses is refused to the page', async () => {
  const { begin, makePage, offerBy, turnedAway, closed } = attempts();
  offerBy(async () => ({ ok: false, refusal: 'malformed_offer' }));
  const { page, errors } = makePage();
  await begin(page, ASKED);
  assert.deepEqual([errors(), turnedAway, closed], [['sound_refused'], ['voip_conn_general'], ['uid 1']]);
});

test('a fault of ours is told as one, whether the offer or the storing broke', async () => {
  const { begin, hear, makePage, offerBy, entering, faults } = attempts();
  const [first, second] = [makePage(), makePage()];
  await begin(first.page, ASKED);
  hear('uid 1', 'connected');
  entering[0]?.end.reject(new Error('storing'));
  await nextTurn();
  offerBy(async () => {
    throw new Error('offering');
  });
  await begin(second.page, ASKED);
  assert.deepEqual([first.errors(), second.errors()], [['internal'], ['internal']]);
  assert.deepEqual(faults.map(String), ['Error: storing', 'Error: offering']);
});

test('a page that hangs up first is let go quietly, but not while its call is being stored', async () => {
  const { begin, drop, hear, makePage, closed, countOf } = attempts();
  const [early, late] = [makePage(), makePage()];
  assert.equal(drop(early.page), false, 'there is no attempt yet');
  await begin(early.page, ASKED);
  assert.equal(drop(early.page), true);
  assert.deepEqual([closed, early.errors(), countOf('a')], [['uid 1'], [], 0]);
  await begin(late.page, ASKED);
  hear('uid 2', 'connected');
  assert.equal(drop(late.page), false);
  assert.deepEqual(closed, ['uid 1']);
});

test('an answer that comes after the page has gone is thrown away with its sound', async () => {
  const { begin, drop, makePage, offerBy, closed } = attempts();
  const answered = Promise.withResolvers<{ readonly ok: true; readonly answer: string }>();
  offerBy(async () => answered.promise);
  const { page, heard } = makePage();
  const begun = begin(page, ASKED);
  drop(page);
  answered.resolve({ ok: true, answer: 'late' });
  await begun;
  assert.deepEqual([heard, closed], [[], ['uid 1', 'uid 1']]);
});

test('one attempt of a workspace more than sixty ends the oldest that is not being stored', async () => {
  const { begin, hear, makePage, turnedAway } = attempts();
  const pages = Array.from({ length: 60 }, () => makePage());
  for (const { page } of pages) await begin(page, ASKED);
  const elsewhere = makePage(2);
  await begin(elsewhere.page, ASKED);
  assert.deepEqual(turnedAway, []);
  hear('uid 1', 'connected');
  await begin(makePage().page, ASKED);
  assert.deepEqual(pages.map(({ errors }) => errors().length).indexOf(1), -1, 'one of the sixty is a call by now');
  await begin(makePage().page, ASKED);
  assert.deepEqual([pages[0]?.errors(), pages[1]?.errors(), elsewhere.errors()], [[], ['busy'], []]);
});
