import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { begun } from '#domain/call/recording.ts';
import type { CallState } from '#domain/call/state.ts';
import { callIn, HANDING_OVER } from '../../../test/support/calls.ts';
import type { Page } from './page.ts';
import { newPage } from './page.ts';
import type { CallerView } from './protocol.ts';
import { createWaiters } from './waiters.ts';
import { writeCaller } from './write.ts';

const details = {
  secret: 'secret',
  menu: null,
  place: { position: 1, estimatedWait: 60 },
  agentName: 'Robin Vale',
  isStaffed: true,
  isCalledBack: false,
  isAlone: false,
};
const [transfer] = HANDING_OVER.transfers ?? [];
assert.ok(transfer !== undefined);
const talking = callIn('connected');
const withoutAgents = talking.participants.filter(({ kind }) => kind !== 'agent');

/** A call, and what its caller is told. */
const STANDING: readonly (readonly [string, Partial<Call>, object])[] = [
  ['talks', {}, { stage: 'talking', position: null, mayCallBack: false, agentName: 'Robin Vale' }],
  [
    'waits while their agent asks another in',
    { ...HANDING_OVER },
    { stage: 'talking', position: null, mayCallBack: false, agentName: 'Robin Vale' },
  ],
  [
    'is back in line, because their agent has gone or handed them over',
    { ...HANDING_OVER, transfers: [{ ...transfer, mode: 'cold' }], participants: withoutAgents },
    { stage: 'queue', position: 1, estimatedWait: 60, mayCallBack: true, agentName: null },
  ],
];

for (const [name, change, told] of STANDING)
  test(`a caller who ${name}`, () => {
    const view = writeCaller(callIn('connected', change), details);
    assert.partialDeepStrictEqual(view, told);
  });

/** Each state -> what its caller is shown, and why it ended. */
const STAGES = {
  scheduled: ['ended', 'failed'],
  selecting: ['menu', null],
  queued: ['queue', null],
  assigned: ['ringing', null],
  connecting: ['ringing', null],
  switching: ['ringing', null],
  connected: ['talking', null],
  finished: ['ended', 'finished'],
  failed: ['ended', 'failed'],
  recovered: ['ended', 'failed'],
  deflected: ['ended', 'closed'],
  voicemail: ['voicemail', null],
  voicemail_received: ['ended', 'voicemail'],
  voicemail_read: ['ended', 'voicemail'],
  action_only: ['ended', 'failed'],
  action_only_finished: ['ended', 'failed'],
} as const satisfies Record<CallState, readonly [CallerView['stage'], CallerView['endedReason']]>;

const MENU = {
  choices: [{ digit: '1', menuId: 50, name: 'Sales' }],
  asksToRecord: true,
  prompt: 'Press 1.',
  place: 'welcome',
} as const;

for (const [state, [stage, endedReason]] of Object.entries(STAGES))
  test(`a ${state} call is shown as ${stage}, with what belongs to it and nothing else`, () => {
    // The table is total over the states.
    const view = writeCaller(callIn(state as CallState), { ...details, menu: MENU });
    assert.deepEqual([view.stage, view.endedReason], [stage, endedReason]);
    assert.deepEqual(view.choices, stage === 'menu' ? MENU.choices : []);
    assert.equal(view.asksToRecord, stage === 'menu');
    assert.deepEqual([view.position, view.estimatedWait], stage === 'queue' ? [1, 60] : [null, null]);
    assert.equal(view.mayCallBack, stage === 'queue' || stage === 'voicemail');
    assert.equal(view.agentName, stage === 'ringing' || stage === 'talking' ? 'Robin Vale' : null);
  });

/** What makes a talk one on hold. */
const HELD: readonly (readonly [string, Partial<Call>, boolean])[] = [
  ['on hold', { heldSince: talking.createdAt }, false],
  ['whose agents are cut off', {}, true],
  ['being handed over cold', { ...HANDING_OVER, transfers: [{ ...transfer, mode: 'cold' }] }, false],
];
for (const [name, change, isAlone] of HELD)
  test(`a caller ${name} is on hold, and still knows their agent`, () => {
    const { stage, agentName } = writeCaller(callIn('connected', change), { ...details, isAlone });
    assert.deepEqual([stage, agentName], ['held', 'Robin Vale']);
  });

test('why a call ended depends on how: called back, left alone, or cut off', () => {
  const reason = (change: Partial<Call>, state: CallState = 'finished', isCalledBack = false) =>
    writeCaller(callIn(state, change), { ...details, isCalledBack }).endedReason;
  assert.equal(reason({}, 'finished', true), 'call_back');
  const failed = [{ ...transfer, status: 'failed' as const }];
  assert.equal(reason({ transfers: failed, disconnectedBy: 'disconnected_by_unknown' }), 'failed');
  assert.equal(reason({ transfers: failed, disconnectedBy: 'disconnected_by_agent' }), 'finished');
  assert.equal(reason({ failReason: 'voip_conn_timeout' }, 'failed'), 'cut_off');
});

test('a recording is told while it runs, and while it is paused', () => {
  const shown = (recording: Call['recording']) => writeCaller(callIn('connected', { recording }), details).recording;
  const pending = begun('u', 'call', talking.createdAt);
  assert.equal(shown(null), 'off');
  assert.equal(shown({ ...pending, gaps: [] }), 'on');
  assert.equal(shown({ ...pending, gaps: [{ from: 1, to: 2 }] }), 'on');
  assert.equal(shown({ ...pending, gaps: [{ from: 1, to: null }] }), 'paused');
  assert.equal(shown({ ...pending, status: 'stored' }), 'off');
});

const voicemail = { outcome: 'voicemail', menuId: null, afterSeconds: 60 } as const;
const rule = (outcome: 'call_back' | 'menu' | 'message_only' | 'voicemail') => ({
  waitRules: { noAgents: { ...voicemail, outcome }, longWait: null },
});

/** What a caller who waits while no one is there is told to come next. */
const NEXT: readonly (readonly [string, Partial<Call>, CallerView['next']])[] = [
  ['without a rule: nothing', { waitRules: null }, null],
  ['with a rule for a long wait alone: nothing', { waitRules: { noAgents: null, longWait: voicemail } }, null],
  ['voicemail', rule('voicemail'), 'voicemail'],
  ['another queue', rule('menu'), 'menu'],
  ['the end', rule('message_only'), 'message_only'],
  ['a call-back', rule('call_back'), 'call_back'],
  [
    'a call-back, but to no number that is known: voicemail',
    { ...rule('call_back'), contactNumber: null },
    'voicemail',
  ],
];
for (const [name, change, next] of NEXT)
  test(`no one is there, and next comes ${name}`, () => {
    const view = writeCaller(callIn('queued', change), { ...details, isStaffed: false });
    assert.deepEqual([view.isStaffed, view.next], [false, next]);
    const staffed = writeCaller(callIn('queued', change), details);
    assert.deepEqual([staffed.isStaffed, staffed.next], [true, null]);
  });

test('a caller who was sent away reads why: closed, no one there, or to be called', () => {
  for (const [deflection, reason] of [
    ['after_hours_message_only', 'closed'],
    ['no_agents_message_only', 'unavailable'],
    ['long_wait_call_back', 'call_back'],
  ] as const)
    assert.equal(writeCaller(callIn('deflected', { deflection }), details).endedReason, reason);
});

test('who waits is told at most once a second, and the last news is never lost', async () => {
  const call = callIn('queued');
  const told: number[] = [];
  const later: (() => Promise<unknown>)[] = [];
  let now = 5_000;
  const who = {
    workspaceId: 1,
    address: '',
    asker: '',
    from: null,
    isForVoiceAgent: false,
    wire: { send: () => undefined, close: () => undefined },
  };
  const page: Page = { ...newPage(who), call }; // Nothing is sent here.
  const waiters = createWaiters({
    pages: new Map([[call.id, page]]),
    now: () => now,
    after: (_milliseconds, run) => later.push(run),
    show: () => told.push(now),
  });
  waiters.staffed(1);
  now += 400;
  waiters.staffed(1);
  waiters.moved(9, 99);
  assert.deepEqual([told, later.length], [[5_000], 1]);
  now += 600;
  await later[0]?.();
  assert.deepEqual(told, [5_000, 6_000]);
  waiters.staffed(2);
  page.call = callIn('connected');
  now += 2_000;
  waiters.staffed(1);
  assert.deepEqual(told, [5_000, 6_000], 'another workspace, and who talks');
});

test('the voice agent picks up at once, and its callers are told that it is one', () => {
  const view = (state: Call['state']) => writeCaller(callIn(state, { origin: 'fin' }), details);
  assert.deepEqual([view('queued').stage, view('queued').isVoiceAgent], ['ringing', false]);
  assert.deepEqual([view('connected').stage, view('connected').isVoiceAgent], ['talking', true]);
  assert.equal(writeCaller(callIn('connected'), details).isVoiceAgent, false);
});
