/** Writes what pages show: calls, agents, queues, choices, conversations. */
import type { Agent } from '#domain/directory/agent.ts';
import { fullName } from '#domain/directory/agent.ts';
import { menuPath } from '#domain/directory/menu.ts';
import { lineOf } from '#domain/directory/phone-number.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import type { Call } from '#domain/call/call.ts';
import type { MissedCall } from '#domain/call/missed.ts';
import type { Brief } from '#domain/voice-agent/brief.ts';
import type { CallNote, Choice, Conversation, WrapUp } from '#domain/ports/live-stores.ts';
import { presentAgents, thirdParty } from '#domain/call/participant.ts';
import type { Recording } from '#domain/call/recording.ts';
import { isPaused } from '#domain/call/recording.ts';
import { isLive } from '#domain/call/state.ts';
import { openTransfer } from '#domain/call/transfer.ts';
import type { QueueState } from '#engine/acd/queue-stats.ts';
import type {
  BriefView,
  AgentView,
  CallView,
  ChoiceView,
  ConversationView,
  DeskSettings,
  MissedView,
  QueueView,
  WrapUpView,
} from './protocol.ts';

/** What a page shows of a call that does not stand in the call itself. */
export type CallDetails = {
  readonly contactName: string | null;
  readonly notes: readonly CallNote[];
  readonly isCallerAway: boolean;
  readonly isCallerSilent: boolean;
  /** Absent or null: the voice agent told nothing of the caller. */
  readonly brief?: Brief | null;
};

/** The call. */
export function writeCall(call: Call, directory: Directory, details: CallDetails): CallView {
  const { contactName, notes, isCallerAway, isCallerSilent, brief = null } = details;
  const transfer = openTransfer(call.transfers);
  const { contact } = call;
  const outside = thirdParty(call.participants);
  return {
    id: call.id,
    state: call.state,
    direction: call.direction,
    origin: call.origin,
    contact: contact === null ? null : { id: contact.id, name: contactName, number: call.contactNumber },
    ownNumber: call.ownNumber,
    menu: writeMenu(directory, call.menuId),
    lang: call.lang,
    agentId: call.agentId,
    agentIds: presentAgents(call.participants),
    thirdParty:
      outside === undefined
        ? null
        : { number: outside.dialled?.number ?? null, isConnected: outside.connectedAt !== null },
    createdAt: call.createdAt.toISOString(),
    queuedAt: time(call.queuedAt),
    assignedAt: time(call.assignedAt),
    connectedAt: time(call.connectedAt),
    endsAt: time(call.endsAt),
    scheduledAt: time(call.scheduledAt),
    isCallerAway,
    isCallerSilent,
    isHeld: call.heldSince !== null,
    heldSince: time(call.heldSince),
    offer: call.offer === null ? null : { agentIds: call.offer.agentIds, until: call.offer.until.toISOString() },
    transfer:
      transfer === undefined ? null : { toAgentId: transfer.agentId, toMenuId: transfer.menuId, mode: transfer.mode },
    handOvers: call.transfers
      .filter(({ status }) => status === 'transferred')
      .map(({ createdAt, fromAgentId, toAgentId }) => ({ at: createdAt.toISOString(), fromAgentId, toAgentId })),
    recording: recordingWord(call.recording, isLive(call.state)),
    disposition: call.disposition,
    tags: call.tags,
    notFilledIn: call.notFilledIn,
    failReason: call.failReason,
    disconnectedBy: call.disconnectedBy,
    flags: call.flags,
    notes: notes.map(({ id, agentId, text, at }) => ({ id, agentId, text, at: at.toISOString() })),
    ...(brief === null ? {} : { brief: writeBrief(brief) }),
  };
}

function writeBrief({ summary, intents, lastWords }: Brief): BriefView {
  const wants = intents.map(({ name }) => name.replaceAll('_', ' ')).toReversed();
  return { wants, summary, lastWords };
}

function writeMenu(directory: Directory, menuId: number | null): CallView['menu'] {
  const menu = directory.menus.get(menuId ?? 0);
  return menu === undefined ? null : { id: menu.id, path: menuPath(directory.menus, menu).name };
}

/** Whether there is a recording, and how it stands; `goesOn`: the call does. */
export function recordingWord(recording: Recording | null, goesOn: boolean): CallView['recording'] {
  if (recording === null) return 'none';
  if (recording.status !== 'pending') return recording.status;
  return goesOn && isPaused(recording) ? 'paused' : 'recording';
}

function time(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

/** What an agent does just now. */
export type AgentSight = Pick<AgentView, 'isOnline' | 'isSimulated' | 'isFree' | 'calls' | 'statusColor'>;

/** The agent as all of the workspace see them. */
export function writeAgent(agent: Agent, { isOnline, isSimulated, isFree, calls, statusColor }: AgentSight): AgentView {
  return {
    id: agent.id,
    name: fullName(agent),
    email: agent.email,
    status: agent.status,
    statusName: agent.statusName,
    statusColor,
    since: agent.idleSince.toISOString(),
    isOnline,
    isSimulated,
    isFree,
    calls,
    capacity: agent.capacity,
  };
}

/** The queue with its menu's path. */
export function writeQueue(queue: QueueState, directory: Directory): QueueView {
  return {
    menuId: queue.menuId,
    path: writeMenu(directory, queue.menuId)?.path ?? '',
    waiting: queue.waiting,
    waitingSince: time(queue.waitingSince),
    condition: queue.condition,
    available: queue.available,
    agents: queue.agents,
    estimatedWait: queue.estimatedWait,
  };
}

/** The agent's wrap-up. */
export function writeWrapUp(wrapUp: WrapUp | null): WrapUpView | null {
  if (wrapUp === null) return null;
  return { callId: wrapUp.callId, since: wrapUp.since.toISOString(), until: time(wrapUp.until) };
}

/** What the agents of the workspace choose from. */
export function writeSettings({ workspace, menus }: Directory): DeskSettings {
  const own = [...menus.values()].flatMap(({ id, wrapUp }) =>
    wrapUp === null ? [] : [[id, shownRules(wrapUp)] as const],
  );
  return {
    wrapUp: shownRules(workspace.wrapUp),
    wrapUpByMenu: Object.fromEntries(own),
    statuses: workspace.ownStatuses,
  };
}

function shownRules({ dispositions, required, tags }: WrapUpRules): DeskSettings['wrapUp'] {
  return { dispositions, required, tags };
}

/** The missed call, with the path of its queue. */
export function writeMissed(missed: MissedCall, directory: Directory): MissedView {
  const { callId, at, reason, contact, number, direction, menuId, wasAnswered } = missed;
  return {
    callId,
    at: at.toISOString(),
    reason,
    contact: contact === null ? null : { ...contact, number },
    direction,
    menu: writeMenu(directory, menuId),
    wasAnswered,
  };
}

/** What is to be chosen: any of the workspace's numbers, and one of the contact's. */
export function writeChoice(choice: Choice, directory: Directory): ChoiceView {
  return {
    id: choice.id,
    agentId: choice.agentId,
    contactNumbers: choice.contactNumbers,
    ownNumbers: ownNumbers(directory),
    ticketId: choice.ticketId,
    lang: choice.lang,
    at: choice.createdAt.toISOString(),
  };
}

/** The numbers that the workspace dials from, as they were entered. */
export function ownNumbers(directory: Directory): string[] {
  return directory.numbers.filter((number) => lineOf(number) === 'queue').map((number) => number.display);
}

/** The conversation with its messages. */
export function writeConversation({ id, contact, messages, isUnread }: Conversation): ConversationView {
  return {
    id,
    contact: { id: contact.id, name: contact.name, number: contact.phone },
    messages: messages.map((message) => ({
      id: message.id,
      by: message.by,
      agentId: message.agentId,
      text: message.text,
      at: message.at.toISOString(),
    })),
    isUnread,
  };
}
