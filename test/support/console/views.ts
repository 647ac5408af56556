/** What the server tells the console, each complete and changed as a test wants it. */
import type { CallDetail, CallRow, RecordingView } from '#realtime/agent/calls-protocol.ts';
import type { CallEntry, ContactView } from '#realtime/agent/contacts-protocol.ts';
import type { AgentView, CallView, ConversationView, QueueView, Snapshot } from '#realtime/agent/protocol.ts';

/** When what is shown began. */
export const AT = '2026-03-02T09:00:00.000Z';

/** The instant this many seconds later, as ISO. */
export function later(seconds: number): string {
  return new Date(Date.parse(AT) + seconds * 1000).toISOString();
}

/** An agent who is at work and free. */
export function agentView(id: number, change: Partial<AgentView> = {}): AgentView {
  return {
    id,
    name: `Agent ${id}`,
    email: `agent${id}@example.com`,
    status: 'available',
    statusName: null,
    statusColor: null,
    since: AT,
    isOnline: true,
    isSimulated: false,
    isFree: true,
    calls: 0,
    capacity: 1,
    ...change,
  };
}

/** A caller who waits in the queue of menu 50, known by name and number. */
export function callView(id: number, change: Partial<CallView> = {}): CallView {
  return {
    id,
    state: 'queued',
    direction: 'inbound',
    origin: 'web',
    contact: { id: 80, name: 'Robin Vale', number: '+14155550148' },
    ownNumber: null,
    menu: { id: 50, path: 'Web support' },
    lang: 'en',
    agentId: null,
    agentIds: [],
    thirdParty: null,
    createdAt: AT,
    queuedAt: AT,
    assignedAt: null,
    connectedAt: null,
    endsAt: null,
    scheduledAt: null,
    isHeld: false,
    heldSince: null,
    offer: null,
    transfer: null,
    handOvers: [],
    isCallerAway: false,
    isCallerSilent: false,
    recording: 'none',
    disposition: null,
    tags: [],
    notFilledIn: [],
    failReason: 'nothing',
    disconnectedBy: 'nothing',
    flags: { verifiedCustomer: false, badActor: false, repeatCustomer: false },
    notes: [],
    ...change,
  };
}

/** The same call while these agents talk in it, the first of them its own. */
export function talking(id: number, agentIds: readonly number[], change: Partial<CallView> = {}): CallView {
  const times = { assignedAt: later(10), connectedAt: later(12) };
  return callView(id, { state: 'connected', agentId: agentIds[0] ?? null, agentIds, ...times, ...change });
}

/** The same call while it rings for the agents. */
export function ringing(id: number, agentIds: readonly number[], change: Partial<CallView> = {}): CallView {
  return callView(id, { offer: { agentIds, until: later(30) }, ...change });
}

/** A queue that takes calls and in which no one waits. */
export function queueView(menuId: number, change: Partial<QueueView> = {}): QueueView {
  return {
    menuId,
    path: `Queue ${menuId}`,
    waiting: 0,
    waitingSince: null,
    condition: 'open',
    available: 1,
    agents: 2,
    estimatedWait: null,
    ...change,
  };
}

/** A Messenger conversation with one message of the contact's. */
export function conversationView(id: number, change: Partial<ConversationView> = {}): ConversationView {
  return {
    id,
    contact: { id: 80, name: 'Robin Vale', number: '+14155550148' },
    messages: [{ id: 1, by: 'contact', agentId: null, text: 'Hello?', at: AT }],
    isUnread: true,
    ...change,
  };
}

/** What a page of the agent begins with: a workspace in which nothing happens. */
export function snapshotOf(id: number, change: Partial<Snapshot> = {}): Snapshot {
  const me = { ...agentView(id, { name: 'Kim Reed' }), role: 'agent' as const, wrapUp: null };
  return {
    me,
    workspace: { id: 1, name: 'Demo', slug: 'demo' },
    agents: [me],
    menus: [],
    numbers: ['+1 339-219-5276'],
    languages: ['en', 'fr'],
    calls: [],
    queues: [],
    settings: { wrapUp: { dispositions: [], required: [], tags: [] }, wrapUpByMenu: {}, statuses: [] },
    choices: [],
    voicemails: [],
    missed: [],
    conversations: [],
    ...change,
  };
}

/** A call in the list. */
export function callRow(id: number, change: Partial<CallRow> = {}): CallRow {
  const ended = { state: 'finished', agentId: 3, connectedAt: later(12), endsAt: later(72) };
  const counted = { agentName: 'Agent 3', waitSeconds: 10, talkSeconds: 60, holdSeconds: 0, rating: null };
  return { ...callView(id, ended), ...counted, ...change };
}

/** A recording of a minute, in two channels. */
export function recordingView(change: Partial<RecordingView> = {}): RecordingView {
  return {
    kind: 'call',
    status: 'stored',
    seconds: 60,
    url: '/recordings/7.wav?signed',
    peaks: { left: [0.2, 0.5], right: [0.5, 0.1] },
    gaps: [],
    ...change,
  };
}

/** All about a call that has ended; `call` changes its row. */
export function callDetail(
  id: number,
  { call = {}, ...change }: Partial<Omit<CallDetail, 'call'>> & { readonly call?: Partial<CallDetail['call']> } = {},
): CallDetail {
  const more = { uid: '01890000-0000-7000-8000-000000000007', conversationId: 70, ticketId: null, summary: null };
  return {
    call: { ...callRow(id), ...more, ...call },
    participants: [],
    events: [],
    transcript: null,
    recording: null,
    legalHoldAt: null,
    views: {},
    ...change,
  };
}

/** A contact with a number and nothing else. */
export function contactView(id: number, change: Partial<ContactView> = {}): ContactView {
  return {
    id,
    role: 'lead',
    name: 'Robin Vale',
    email: null,
    phone: '+14155550148',
    otherPhones: [],
    identifier: null,
    outContactId: null,
    attributes: {},
    blockedAt: null,
    legalHoldAt: null,
    createdAt: AT,
    ...change,
  };
}

/** A finished call in a contact's history, which the reader may read. */
export function callEntry(id: number, change: Partial<CallEntry> = {}): CallEntry {
  return {
    kind: 'call',
    id,
    at: AT,
    scheduledAt: null,
    direction: 'inbound',
    state: 'finished',
    failReason: 'nothing',
    recording: 'none',
    agentName: 'Kim Reed',
    queue: 'Web support',
    talkSeconds: 65,
    isReadable: true,
    summary: null,
    notes: [],
    ...change,
  };
}
