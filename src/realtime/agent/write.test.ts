import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { begun } from '#domain/call/recording.ts';
import {
  aDirectory,
  aCall,
  aMenu,
  anAgent,
  at,
  callIn,
  HANDING_OVER,
  START,
  WITH_THIRD_PARTY,
} from '../../../test/support/calls.ts';
import {
  ownNumbers,
  writeAgent,
  writeCall,
  writeChoice,
  writeConversation,
  writeQueue,
  writeSettings,
} from './write.ts';

const NUMBERS = [
  {
    id: 1,
    number: '+13392195276',
    display: '+1 339-219-5276',
    destination: { kind: 'menu', id: null },
    trunkId: null,
    isDefault: true,
  },
  {
    id: 2,
    number: '+13392195277',
    display: '+1 339-219-5277',
    destination: { kind: 'fin', id: null },
    trunkId: null,
    isDefault: false,
  },
] as const;
const DIRECTORY: Directory = aDirectory({
  agents: new Map([[2, anAgent(2, { firstName: 'Kim', lastName: 'Reed' })]]),
  menus: new Map([
    [9, aMenu()],
    [10, aMenu({ id: 10, name: 'Keys', parentId: 9 })],
  ]),
  numbers: NUMBERS,
});
const DETAILS = { contactName: 'Robin Vale', notes: [], isCallerAway: false, isCallerSilent: false };
const view = (call: Call, details: Partial<typeof DETAILS> = {}) =>
  writeCall(call, DIRECTORY, { ...DETAILS, ...details });
const iso = START.toISOString();

test('a queued call is shown with its caller, its queue and its offer', () => {
  assert.partialDeepStrictEqual(view(callIn('queued')), {
    id: 1,
    state: 'queued',
    contact: { id: 80, name: 'Robin Vale', number: '+14155550148' },
    menu: { id: 9 },
    agentId: null,
    agentIds: [],
    queuedAt: iso,
    assignedAt: null,
    offer: { agentIds: [2, 3], until: at(30).toISOString() },
    isHeld: false,
    transfer: null,
    thirdParty: null,
  });
});

test('a call without a contact, and one in a menu that is not known, show none', () => {
  const { contact, menu } = view(aCall({ contact: null, menuId: 77 }));
  assert.deepEqual([contact, menu], [null, null]);
  assert.equal(view(aCall({ menuId: null })).menu, null);
  assert.ok(view(aCall({ menuId: 10 })).menu?.path.includes('Keys'));
});

test('a call on hold says since when, one that is handed over to whom', () => {
  const held = view(callIn('connected', { heldSince: at(5) }));
  assert.deepEqual([held.isHeld, held.heldSince], [true, at(5).toISOString()]);
  const handing = view(callIn('connected', HANDING_OVER));
  assert.deepEqual(handing.transfer, { toAgentId: null, toMenuId: 10, mode: 'warm' });
  assert.deepEqual(handing.handOvers, [], 'nobody has taken it yet');
  const [transfer] = HANDING_OVER.transfers ?? [];
  assert.ok(transfer !== undefined);
  const done = view(callIn('connected', { transfers: [{ ...transfer, status: 'transferred', toAgentId: 3 }] }));
  assert.deepEqual([done.transfer, done.handOvers], [null, [{ at: iso, fromAgentId: 2, toAgentId: 3 }]]);
});

test('someone outside is shown with their number, and whether they are there', () => {
  assert.deepEqual(view(callIn('connected', WITH_THIRD_PARTY)).thirdParty, {
    number: '+14155550199',
    isConnected: false,
  });
  assert.deepEqual(view(callIn('connected')).agentIds, [2]);
});

/** The recording of a call, and the word for it. */
const PENDING = begun('uid', 'call', START);
const RECORDINGS: readonly (readonly [Call['state'], Call['recording'], string])[] = [
  ['connected', null, 'none'],
  ['connected', PENDING, 'recording'],
  ['connected', { ...PENDING, gaps: [{ from: 1, to: null }] }, 'paused'],
  ['connected', { ...PENDING, gaps: [{ from: 1, to: 2 }] }, 'recording'],
  ['finished', { ...PENDING, gaps: [{ from: 1, to: null }] }, 'recording'],
  ['finished', { ...PENDING, status: 'stored' }, 'stored'],
  ['finished', { ...PENDING, status: 'failed' }, 'failed'],
  ['finished', { ...PENDING, status: 'deleted' }, 'deleted'],
];
for (const [state, recording, word] of RECORDINGS)
  test(`a ${state} call with ${JSON.stringify(recording?.gaps ?? recording?.status ?? null)}: ${word}`, () =>
    assert.equal(view(callIn(state, { recording })).recording, word));

test('what pages are told besides the call stands in it', () => {
  const notes = [{ id: 3, callId: 1, agentId: 2, text: 'Called before.', at: at(1) }];
  const shown = writeCall(callIn('connected'), DIRECTORY, {
    ...DETAILS,
    notes,
    isCallerAway: true,
    isCallerSilent: true,
  });
  assert.deepEqual(shown.notes, [{ id: 3, agentId: 2, text: 'Called before.', at: at(1).toISOString() }]);
  assert.deepEqual([shown.isCallerAway, shown.isCallerSilent], [true, true]);
});

test('an agent is shown with their name and what they do', () => {
  const sight = { isOnline: true, isSimulated: false, isFree: true, calls: 2, statusColor: null };
  assert.deepEqual(writeAgent(anAgent(2, { firstName: 'Kim', lastName: 'Reed', capacity: null }), sight), {
    id: 2,
    name: 'Kim Reed',
    email: 'agent2@example.com',
    status: 'available',
    statusName: null,
    since: iso,
    capacity: null,
    ...sight,
  });
});

test('a queue is shown under the path of its menu', () => {
  const state = {
    menuId: 10,
    waiting: 3,
    waitingSince: START,
    condition: 'open',
    available: 1,
    agents: 2,
    estimatedWait: 40,
  } as const;
  const shown = writeQueue(state, DIRECTORY);
  assert.ok(shown.path.includes('Keys'));
  assert.deepEqual({ ...shown, path: '' }, { ...state, waitingSince: iso, path: '' });
  assert.equal(writeQueue({ ...state, menuId: 77 }, DIRECTORY).path, '');
});

test('agents dial from the numbers of the queue, as they were entered', () => {
  assert.deepEqual(ownNumbers(DIRECTORY), ['+1 339-219-5276']);
  const choice = {
    id: 5,
    workspaceId: 1,
    agentId: 2,
    origin: 'outbound_api',
    ticketId: 'T-1',
    number: null,
    contactNumbers: ['+14155550148'],
    lang: 'en',
    requestKey: 'secret',
    createdAt: START,
  } as const;
  assert.deepEqual(writeChoice(choice, DIRECTORY), {
    id: 5,
    agentId: 2,
    contactNumbers: ['+14155550148'],
    ownNumbers: ['+1 339-219-5276'],
    ticketId: 'T-1',
    lang: 'en',
    at: iso,
  });
});

test('a conversation is shown with its messages', () => {
  const message = { id: 1, conversationId: 4, by: 'agent', agentId: 2, text: 'Hello', at: START } as const;
  const contact = { id: 80, name: null, phone: '+14155550148' } as const;
  assert.deepEqual(writeConversation({ id: 4, contact, messages: [message], isUnread: true }), {
    id: 4,
    contact: { id: 80, name: null, number: '+14155550148' },
    messages: [{ id: 1, by: 'agent', agentId: 2, text: 'Hello', at: iso }],
    isUnread: true,
  });
});

test('agents choose from the rules of the workspace, and of each menu that has its own', () => {
  const rules = { dispositions: ['Resolved'], required: ['disposition'], tags: ['vip'] } as const;
  const { workspace } = DIRECTORY;
  const settings = writeSettings({
    ...DIRECTORY,
    workspace: { ...workspace, wrapUp: { seconds: 60, ...rules } },
    menus: new Map([
      [9, aMenu()],
      [10, aMenu({ id: 10, wrapUp: { seconds: null, ...rules, required: ['note'] } })],
    ]),
  });
  assert.deepEqual(settings.wrapUp, rules, 'how long they have is no choice');
  assert.deepEqual(settings.wrapUpByMenu, { 10: { ...rules, required: ['note'] } });
});

test('a call says what is missing since its wrap-up ended', () => {
  const missing = writeCall(callIn('finished', { notFilledIn: ['note'] }), DIRECTORY, {
    contactName: null,
    notes: [],
    isCallerAway: false,
    isCallerSilent: false,
  });
  assert.deepEqual(missing.notFilledIn, ['note']);
});
