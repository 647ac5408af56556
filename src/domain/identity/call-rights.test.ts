import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '../call/call.ts';
import { waiting } from '../call/participant.ts';
import type { Actor } from './actor.ts';
import { callerOf, namedAgent } from './actor.ts';
import type { CallAct } from './call-rights.ts';
import { CALL_RIGHTS, mayDo } from './call-rights.ts';
import { aCall } from '../../../test/support/calls.ts';

const PRESENT = 1;
const RUNG = 2;
const FORMER = 3;
const STRANGER = 4;
const CONTACT = { id: 70, uid: 'u', identifier: null, outContactId: null };
const call: Call = aCall({
  id: 900,
  state: 'connected',
  agentId: PRESENT,
  carrier: 'simulator',
  contact: CONTACT,
  offer: { agentIds: [RUNG], at: new Date(0), until: new Date(1) },
  participants: [
    { ...waiting('agent', PRESENT), status: 'connected', connectedAt: new Date(0) },
    { ...waiting('agent', FORMER), status: 'finished', connectedAt: new Date(0), endedAt: new Date(1) },
    waiting('end_user'),
  ],
});
const W = call.workspaceId;

const ACTORS = {
  token: { kind: 'token', workspaceId: W },
  director: { kind: 'director', workspaceId: W, carriers: ['simulator'] },
  'director of other carriers': { kind: 'director', workspaceId: W, carriers: ['another'] },
  caller: callerOf(call),
  'caller of another call': callerOf({ workspaceId: W, id: 901 }),
  client: { kind: 'client', workspaceId: W, contactId: CONTACT.id },
  'another client': { kind: 'client', workspaceId: W, contactId: 71 },
  'client of nobody': { kind: 'client', workspaceId: W, contactId: null },
  'agent in the call': namedAgent(W, PRESENT),
  'agent rung': namedAgent(W, RUNG),
  'agent who has left': namedAgent(W, FORMER),
  'another agent': namedAgent(W, STRANGER),
  'agent serving the contact': { ...namedAgent(W, STRANGER), serves: new Set([CONTACT.id]) },
  'agent serving another contact': { ...namedAgent(W, STRANGER), serves: new Set([71]) },
  supervisor: { kind: 'agent', workspaceId: W, agentId: STRANGER, role: 'supervisor' },
  admin: { kind: 'agent', workspaceId: W, agentId: STRANGER, role: 'admin' },
  developer: { kind: 'agent', workspaceId: W, agentId: STRANGER, role: 'developer' },
  'developer in the call': { kind: 'agent', workspaceId: W, agentId: PRESENT, role: 'developer' },
} as const satisfies Readonly<Record<string, Actor>>;
type Who = keyof typeof ACTORS;

const PRESENT_ONES = ['agent in the call', 'developer in the call'] as const;
const CONCERNED = [...PRESENT_ONES, 'agent rung', 'agent who has left', 'supervisor', 'admin'] as const;
const MAY: Readonly<Record<CallAct, readonly Who[]>> = {
  read: ['token', 'caller', 'client', 'agent serving the contact', 'developer', ...CONCERNED],
  answer: ['agent rung'],
  decline: [...PRESENT_ONES, 'agent rung'],
  hold: ['token', ...PRESENT_ONES],
  resume: ['token', ...PRESENT_ONES],
  hang_up: ['token', 'director', 'caller', ...PRESENT_ONES],
  transfer: ['token', ...PRESENT_ONES],
  dial_third_party: [...PRESENT_ONES],
  send_digits: [...PRESENT_ONES],
  pause_recording: [...PRESENT_ONES],
  add_note: CONCERNED,
  flag: ['token', ...CONCERNED],
  reschedule: ['token', ...CONCERNED],
  cancel_scheduled: ['token', ...CONCERNED],
  call_scheduled_now: ['token', ...CONCERNED],
  note_outcome: ['token', ...CONCERNED],
  rate: ['token', 'caller'],
  identify: ['token'],
  listen_to_voicemail: ['token', ...CONCERNED],
  play_recording: ['token'],
  delete_recording: ['token'],
  update_report: ['token'],
  select_menu: ['director', 'caller'],
  give_consent: ['caller'],
  send_to_voicemail: ['director'],
};

for (const act of Object.keys(CALL_RIGHTS) as CallAct[])
  for (const who of Object.keys(ACTORS) as Who[]) {
    const may = MAY[act].includes(who);
    test(`${who} ${may ? 'may' : 'may not'} ${act}`, () => {
      assert.equal(mayDo(act, ACTORS[who], call), may);
    });
  }

test('no one of another workspace may do anything', () => {
  for (const act of Object.keys(CALL_RIGHTS) as CallAct[])
    for (const by of Object.values(ACTORS))
      assert.equal(mayDo(act, { ...by, workspaceId: W + 1 }, call), false, `${by.kind} ${act}`);
});

for (const state of ['scheduled', 'voicemail_received', 'voicemail_read'] as const)
  test(`a call that is ${state} concerns every agent`, () => {
    const everyones = { ...call, state };
    for (const act of ['read', 'listen_to_voicemail', 'flag', 'add_note'] as const)
      assert.equal(mayDo(act, ACTORS['another agent'], everyones), true, act);
    assert.equal(mayDo('hang_up', ACTORS['another agent'], everyones), false);
  });

test('a call without a contact is no client’s', () => {
  for (const who of ['client', 'client of nobody'] as const)
    assert.equal(mayDo('read', ACTORS[who], { ...call, contact: null }), false);
});
