import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallerView } from '#realtime/caller/protocol.ts';
import { readKept } from './kept-call.ts';
import type { Action, State } from './state.ts';
import { begin, isInCall, resume, step, viewOf } from './state.ts';

const VIEW: CallerView = {
  callId: 7,
  secret: 's',
  stage: 'menu',
  choices: [{ digit: '1', menuId: 9, name: 'Lock Star' }],
  position: null,
  estimatedWait: null,
  mayCallBack: false,
  isStaffed: true,
  next: null,
  isHandedOn: false,
  recording: 'off',
  asksToRecord: false,
  agentName: null,
  isVoiceAgent: false,
  endedReason: null,
};

const seen = (view: Partial<CallerView>, at = 0): Action => ({
  type: 'view_arrived',
  view: { ...VIEW, ...view },
  at,
});
const after = (...happenings: readonly Action[]): State => happenings.reduce(step, begin('en'));
const CALLED: readonly Action[] = [{ type: 'call_pressed', name: ' Robin ' }, { type: 'microphone_allowed' }];

test('Call asks for the microphone, and connects when it is allowed', () => {
  const asking = after({ type: 'call_pressed', name: ' Robin ' });
  assert.deepEqual([asking.phase.name, asking.name], ['asking', 'Robin']);
  assert.equal(after(...CALLED).phase.name, 'connecting');
});

test('a refused microphone can be allowed in the browser’s settings: the page is ready again', () => {
  const stuck = after(...CALLED.slice(0, 1), { type: 'microphone_refused', problem: 'denied' });
  assert.deepEqual(stuck.phase, { name: 'stuck', problem: 'denied' });
  assert.equal(step(stuck, { type: 'permission_changed' }).phase.name, 'ready');
});

test('the time of talking begins once, and neither hold nor a cut begins it anew', () => {
  const talking = after(...CALLED, seen({ stage: 'talking' }, 1000), seen({ stage: 'held' }, 2000));
  const back = [{ type: 'cut', at: 3000 } as const, seen({ stage: 'talking' }, 4000)].reduce(step, talking);
  assert.equal(back.talkingSince, 1000);
});

test('a cut keeps what was shown, and says since when', () => {
  const cut = after(...CALLED, seen({ stage: 'queue' }), { type: 'cut', at: 5 }, { type: 'cut', at: 9 });
  assert.deepEqual(cut.phase, { name: 'interrupted', view: { ...VIEW, stage: 'queue' }, since: 5 });
  assert.ok(isInCall(cut));
});

test('a page that was reloaded is on its way back, muted if it was', () => {
  const state = resume('en', { talkingSince: 3, isMuted: true }, 10);
  assert.deepEqual(
    [state.phase, state.talkingSince, state.isMuted],
    [{ name: 'interrupted', view: null, since: 10 }, 3, true],
  );
  assert.equal(viewOf(state), null);
});

test('a call that has ended is not cut, and does not fail', () => {
  const ended = after(...CALLED, seen({ stage: 'ended', endedReason: 'finished' }));
  assert.ok(!isInCall(ended));
  assert.equal(step(ended, { type: 'cut', at: 1 }), ended);
  assert.equal(step(ended, { type: 'failed', failure: 'lost', retryAfterSeconds: null }), ended);
});

const ASKED: readonly Action[] = [
  ...CALLED,
  seen({ stage: 'queue', mayCallBack: true }),
  { type: 'call_back_pressed' },
  { type: 'call_back_asked', number: '12' },
];

for (const fault of ['call_back_unreadable', 'call_back_refused', 'call_back_too_many', 'call_back_closed'] as const)
  test(`a call-back that is answered by ${fault} leaves the call as it is`, () => {
    const refused = after(...ASKED, { type: 'failed', failure: fault, retryAfterSeconds: 7 });
    assert.deepEqual([refused.phase.name, refused.callBack], ['call', { name: 'fault', fault, retryAfterSeconds: 7 }]);
  });

test('a number that was understood is shown to be confirmed, and may be changed', () => {
  const number = { national: '1', international: '+1' };
  const shown = after(...ASKED, { type: 'number_shown', number });
  assert.deepEqual(shown.callBack, { name: 'confirm', number });
  assert.deepEqual(step(shown, { type: 'number_doubted' }).callBack, { name: 'open' });
  assert.deepEqual(step(shown, { type: 'call_back_confirmed' }).callBack, { name: 'sent' });
});

test('a socket that is lost while the sound continues leaves the call where it is, until the next view', () => {
  const offline = after(...CALLED, seen({ stage: 'talking' }), { type: 'offline_changed', isOffline: true });
  assert.deepEqual([offline.phase.name, offline.isOffline], ['call', true]);
  assert.equal(step(offline, seen({ stage: 'talking' })).isOffline, false);
});

test('a fault of the server does not end a call', () => {
  const inMenu = after(...CALLED, seen({}));
  assert.equal(step(inMenu, { type: 'failed', failure: 'internal', retryAfterSeconds: null }), inMenu);
});

test('before a call every refusal ends the try', () => {
  for (const failure of ['closed', 'busy', 'too_many', 'malformed', 'sound_refused', 'unreachable'] as const)
    assert.deepEqual(after(...CALLED, { type: 'failed', failure, retryAfterSeconds: null }).phase, {
      name: 'failed',
      failure,
      retryAfterSeconds: null,
    });
});

test('a choice that is gone changes nothing in a call', () => {
  const inMenu = after(...CALLED, seen({}));
  assert.equal(step(inMenu, { type: 'failed', failure: 'malformed', retryAfterSeconds: null }), inMenu);
});

test('the keypad closes when the call continues to another stage, not when the line moves', () => {
  const open = after(
    ...CALLED,
    seen({ stage: 'talking' }),
    { type: 'keypad_pressed' },
    { type: 'digit_pressed', digit: '5' },
  );
  assert.deepEqual([open.hasKeypad, open.typed], [true, '5']);
  assert.ok(step(open, seen({ stage: 'talking', recording: 'on' })).hasKeypad);
  assert.ok(!step(open, seen({ stage: 'held' })).hasKeypad);
});

test('hanging up waits for the server in a call, and goes back to the beginning before one', () => {
  assert.equal(after(...CALLED, { type: 'hang_up_pressed' }).phase.name, 'ready');
  const hungUp = after(...CALLED, seen({}), { type: 'hang_up_pressed' });
  assert.deepEqual([hungUp.phase.name, hungUp.hasHungUp], ['call', true]);
});

test('what is kept is read back, and what is none of ours is not', () => {
  const kept = { callId: 1, secret: 'x', talkingSince: 5, isMuted: true };
  assert.deepEqual(readKept(JSON.parse(JSON.stringify(kept))), kept);
  assert.deepEqual(readKept({ callId: 1, secret: 'x' }), {
    callId: 1,
    secret: 'x',
    talkingSince: null,
    isMuted: false,
  });
  for (const value of [null, 1, 'x', [], {}, { callId: '1', secret: 'x' }, { callId: 1 }])
    assert.equal(readKept(value), null);
});
