import type { WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import type { Call } from '#domain/call/call.ts';
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import { deadlineOf } from '#domain/call/deadline.ts';
import type { Movement } from '#domain/call/event.ts';
import type { QueuePlan } from '#domain/call/offer.ts';
import type { Participant } from '#domain/call/participant.ts';
import { waiting } from '#domain/call/participant.ts';
import type { CallState } from '#domain/call/state.ts';
import { isLive } from '#domain/call/state.ts';
import type { Agent } from '#domain/directory/agent.ts';
import type { Menu } from '#domain/directory/menu.ts';
import type { Directory } from '#domain/directory/workspace.ts';

/** The call as storage hands it out: who is in it has an id. */
export function stored(call: Call): Call {
  return { ...call, participants: call.participants.map((each, place) => ({ ...each, id: each.id || place + 1 })) };
}

/** When the calls below begin. */
export const START = new Date('2026-03-02T09:00:00.000Z');

/** The instant this many seconds after the start. */
export function at(seconds: number): Date {
  return new Date(START.getTime() + seconds * 1000);
}

/** Two groups, one after the other. */
export const PLAN: QueuePlan = { offerType: 'cascade', offerSeconds: 30, groups: ['Group 1', 'Group 2'], rules: null };

/** A call as it is right after its creation, unless told otherwise. */
export function aCall(change: Partial<Call> = {}): Call {
  const call: Call = {
    ...CALL_DEFAULTS,
    id: 1,
    uid: '01890000-0000-7000-8000-000000000001',
    workspaceId: 1,
    origin: 'incoming_api',
    direction: 'inbound',
    state: 'queued',
    conversationId: 1,
    lang: 'en',
    contact: { id: 80, uid: '9e107d9d-372b-4c6d-8f4e-0b6f6b2a7c80', identifier: null, outContactId: null },
    contactNumber: '+14155550148',
    ownNumber: '+1 339-219-5276',
    carrier: 'simulator',
    createdAt: START,
    updatedAt: START,
    participants: [waiting('end_user')],
    ...change,
  };
  return { ...call, deadlineAt: deadlineOf(call) };
}

const TALKING: Participant = { ...waiting('end_user'), status: 'connected', connectedAt: START, holdSeconds: 0 };

const QUEUED: Partial<Call> = {
  queuedAt: START,
  menuId: 9,
  offerType: 'cascade',
  offerSeconds: 30,
  castings: [{ at: START, group: 'Group 1' }],
  groupsAhead: ['Group 2'],
};

const TAKEN: Partial<Call> = {
  ...QUEUED,
  agentId: 2,
  assignedAt: START,
  participants: [waiting('end_user'), waiting('agent', 2)],
};

const STANDING: Readonly<Record<CallState, Partial<Call>>> = {
  scheduled: { origin: 'scheduled_api', scheduledAt: START, menuId: 9 },
  selecting: { origin: 'phone' },
  queued: { ...QUEUED, offer: { agentIds: [2, 3], at: START, until: at(30) } },
  assigned: TAKEN,
  connecting: TAKEN,
  switching: { ...TAKEN, carriersTried: ['simulator'] },
  connected: {
    ...TAKEN,
    connectedAt: START,
    participants: [TALKING, { ...TALKING, kind: 'agent', agentId: 2 }],
  },
  finished: { ...TAKEN, connectedAt: START },
  failed: { failReason: 'eu_abandoned' },
  recovered: { failReason: 'eu_abandoned' },
  deflected: { deflection: 'after_hours_voicemail' },
  voicemail: { voicemailReason: 'after_hours' },
  voicemail_received: { voicemailReason: 'after_hours' },
  voicemail_read: { voicemailReason: 'after_hours' },
  action_only: { origin: 'action_only' },
  action_only_finished: { origin: 'action_only' },
};

/** A call that stands in the state, as one that came there would. */
export function callIn(state: CallState, change: Partial<Call> = {}): Call {
  const end: Partial<Call> = isLive(state)
    ? {}
    : { endsAt: START, participants: [{ ...TALKING, status: 'finished', endedAt: START }] };
  return aCall({ state, ...STANDING[state], ...end, ...change });
}

/** A hand-over of agent 2's call to menu 10 that is under way, with agent 3 ringing. */
export const HANDING_OVER: Partial<Call> = {
  offer: { agentIds: [3], at: START, until: at(30) },
  groupsAhead: ['Group 2'],
  transfers: [
    {
      id: 7,
      status: 'transferring',
      failReason: 'nothing',
      createdAt: START,
      fromAgentId: 2,
      fromMenuId: 9,
      toAgentId: null,
      agentId: null,
      menuId: 10,
      mode: 'warm',
    },
  ],
};

/** A call into which someone is being dialed. */
export const WITH_THIRD_PARTY: Partial<Call> = {
  participants: [
    TALKING,
    { ...TALKING, kind: 'agent', agentId: 2 },
    {
      ...waiting('third_party'),
      id: 8,
      status: 'connecting',
      dialled: { number: '+14155550199', isHandOver: false },
    },
  ],
};

/** Each movement with facts that fit the calls above. */
export const FITTING: { readonly [E in Movement['type']]: Extract<Movement, { type: E }> } = {
  came_due: { type: 'came_due', plan: PLAN },
  menu_selected: { type: 'menu_selected', menuId: 9, plan: PLAN },
  overflowed: { type: 'overflowed', menuId: 10, plan: PLAN, condition: 'long_wait' },
  queue_unstaffed: { type: 'queue_unstaffed' },
  queue_staffed: { type: 'queue_staffed' },
  group_cast: { type: 'group_cast', group: 'Group 2' },
  agents_rung: { type: 'agents_rung', agentIds: [2, 3], until: at(30) },
  offer_declined: { type: 'offer_declined', agentId: 2 },
  offer_missed: { type: 'offer_missed', agentIds: [3] },
  agent_assigned: { type: 'agent_assigned', agentId: 2 },
  leg_ringing: { type: 'leg_ringing' },
  legs_bridged: { type: 'legs_bridged' },
  leg_failed: { type: 'leg_failed', reason: 'voip_conn_signal', details: 'SIP 503' },
  leg_refused: { type: 'leg_refused', reason: 'eu_busy', details: 'SIP 486' },
  carrier_switched: { type: 'carrier_switched', carrier: 'simulator_backup' },
  media_failed: { type: 'media_failed', reason: 'voip_conn_general' },
  carriers_exhausted: { type: 'carriers_exhausted' },
  held: { type: 'held' },
  resumed: { type: 'resumed' },
  transfer_started: { type: 'transfer_started', to: { agentId: null, menuId: 10, mode: 'warm' }, plan: PLAN },
  transfer_completed: { type: 'transfer_completed', agentId: 3 },
  transfer_failed: { type: 'transfer_failed', reason: 'transfer_expired' },
  transfer_expired: { type: 'transfer_expired' },
  agent_left: { type: 'agent_left', agentId: 2 },
  third_party_dialled: { type: 'third_party_dialled', number: '+14155550199', isHandOver: false },
  third_party_answered: { type: 'third_party_answered' },
  third_party_left: { type: 'third_party_left', reason: 'nothing' },
  deflected: { type: 'deflected', deflection: 'after_hours_voicemail' },
  voicemail_started: { type: 'voicemail_started', deflection: 'after_hours_voicemail', reason: 'after_hours' },
  rescheduled: { type: 'rescheduled', at: at(3600), menuId: 9 },
  voicemail_left: { type: 'voicemail_left', by: 'end_user' },
  voicemail_opened: { type: 'voicemail_opened' },
  callback_finished: { type: 'callback_finished' },
  hung_up: { type: 'hung_up', by: 'end_user' },
};

/** An agent who is free since the start, unless told otherwise. */
export function anAgent(id: number, change: Partial<Agent> = {}): Agent {
  return {
    id,
    uid: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    email: `agent${id}@example.com`,
    firstName: 'Agent',
    lastName: String(id),
    agentNumber: null,
    avatarUrl: null,
    mayCall: true,
    status: 'available',
    statusName: null,
    idleSince: START,
    capacity: 1,
    simulated: false,
    skills: [],
    assist: true,
    wantsAssist: true,
    ...change,
  };
}

/** An open menu with two groups, unless told otherwise. */
export function aMenu(change: Partial<Menu> = {}): Menu {
  return {
    id: 9,
    name: 'Lock Star',
    kind: 'mobile_menu',
    parentId: null,
    position: 0,
    outputMessage: '',
    hidden: false,
    deleted: false,
    redirected: false,
    hours: null,
    offerType: 'cascade',
    offerSeconds: 30,
    groups: [
      { name: 'Group 1', agentIds: [1, 2] },
      { name: 'Group 2', agentIds: [3] },
    ],
    skills: [],
    recording: 'always',
    deflection: 'voicemail',
    capacity: null,
    noAgents: { outcome: 'keep_waiting', menuId: null, afterSeconds: 60 },
    longWait: { outcome: 'keep_waiting', menuId: null, afterSeconds: 600 },
    overCapacity: { outcome: change.deflection ?? 'voicemail', menuId: null },
    wrapUp: null,
    ...change,
  };
}

/** A minute of wrap-up, in which nothing is chosen. */
export const NO_RULES: WrapUpRules = { seconds: 60, dispositions: [], required: [], tags: [] };

/** A workspace in which no one is and nothing is set up, but for what the test brings. */
export function aDirectory(change: Partial<Directory> = {}): Directory {
  return {
    workspace: {
      id: 1,
      uid: '00000000-0000-4000-8000-000000000001',
      subdomain: 'demo',
      name: 'Demo',
      agentsChooseNumber: false,
      timeZone: 'UTC',
      callBackCountries: null,
      wrapUp: NO_RULES,
      ownStatuses: [],
      transcripts: 'embedded',
      secondFactor: 'nobody',
      handOverMenuId: null,
      createdAt: new Date(0),
    },
    agents: new Map(),
    menus: new Map(),
    skills: [],
    numbers: [],
    languages: [],
    prompts: [],
    blocked: { contactIds: new Set(), numbers: new Set() },
    ...change,
  };
}
