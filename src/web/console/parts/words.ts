/** Our words for people: states, statuses, reasons. Tables. */
import type { StatusColor } from '#domain/directory/own-statuses.ts';
import type { CallState } from '#domain/call/state.ts';
import type { AgentView, CallView, QueueView } from '#realtime/agent/protocol.ts';
import { locale, say } from './language.ts';

/** How a mark is colored; the word always stands beside it. */
export type Tone = 'live' | 'good' | 'wait' | 'bad' | 'calm';

const STATE_TONES = {
  scheduled: 'calm',
  selecting: 'wait',
  queued: 'wait',
  assigned: 'live',
  connecting: 'live',
  switching: 'live',
  connected: 'live',
  finished: 'good',
  failed: 'bad',
  recovered: 'good',
  deflected: 'calm',
  voicemail: 'wait',
  voicemail_received: 'wait',
  voicemail_read: 'calm',
  action_only: 'calm',
  action_only_finished: 'calm',
} as const satisfies Record<CallState, Tone>;

/** The call's state in a word. Who called and was not answered was missed; whom we called was not reached. */
export function stateOfCall({ state, direction }: Pick<CallView, 'state' | 'direction'>): {
  readonly word: string;
  readonly tone: Tone;
} {
  if (state === 'failed' && direction === 'inbound') return { word: say('state.missed'), tone: 'bad' };
  const known = state as CallState; // The server sends no other states than ours.
  return { word: say(`state.${known}`), tone: STATE_TONES[known] };
}

/** How a status is marked. Its word is `status.` with its name. */
export const STATUS_TONES = {
  available: 'good',
  unavailable: 'calm',
  break: 'wait',
  wrap_up: 'wait',
  missed_call: 'bad',
} as const satisfies Record<AgentView['status'], Tone>;

/**
 * How the agent stands, with what the page knows besides their status. Of others' calls it may know only that there are
 * some.
 */
export function statusOf(
  agent: AgentView,
  calls: ReadonlyMap<number, CallView>,
): { readonly word: string; readonly tone: Tone } {
  if (!isHere(agent)) return { word: say('status.offline'), tone: 'calm' };
  const { word, tone } = bareStatus(agent, calls);
  return { word: agent.isSimulated ? say('status.simulated', { status: word }) : word, tone };
}

function bareStatus(
  agent: AgentView,
  calls: ReadonlyMap<number, CallView>,
): { readonly word: string; readonly tone: Tone } {
  const seen = [...calls.values()];
  const talks = seen.filter((call) => call.endsAt === null && call.agentIds.includes(agent.id)).length;
  const withMore = (status: string): string => (agent.isFree ? say('status.takesMore', { status }) : status);
  if (talks > 0) return { word: withMore(say('status.inCalls', { count: talks })), tone: 'live' };
  if (seen.some((call) => call.offer?.agentIds.includes(agent.id)))
    return { word: say('status.ringing'), tone: 'wait' };
  if (agent.calls > 0) return { word: withMore(say('status.busy')), tone: 'live' };
  // Calls are left to people while there are any.
  return agent.status === 'available' && agent.isSimulated && !agent.isFree
    ? { word: say('status.standby'), tone: 'calm' }
    : ownWord(agent);
}

const COLOR_TONES = {
  green: 'good',
  amber: 'wait',
  red: 'bad',
  blue: 'live',
  gray: 'calm',
} as const satisfies Record<StatusColor, Tone>;

/** How a status of the workspace's own is marked. */
export function toneOf(color: StatusColor): Tone {
  return COLOR_TONES[color];
}

/** The status in the workspace's own word, where it is one of its own. */
function ownWord({ status, statusName, statusColor }: AgentView): { readonly word: string; readonly tone: Tone } {
  const tone = statusColor === null ? STATUS_TONES[status] : toneOf(statusColor);
  return { word: statusName ?? say(`status.${status}`), tone };
}

/** Whether the agent is at work. Who is played by the simulator is so without a page. */
export function isHere({ isOnline, isSimulated, calls }: AgentView): boolean {
  return isOnline || isSimulated || calls > 0;
}

/** Whether a call can be handed to the agent by name: on standby is good enough for that. */
export function mayBeRung(agent: AgentView): boolean {
  return isHere(agent) && agent.status === 'available' && (agent.capacity === null || agent.calls < agent.capacity);
}

/** What a queue that takes no new calls is; null for one that does. */
export function closedWord({ condition }: Pick<QueueView, 'condition'>): string | null {
  return condition === 'open' ? null : say(`word.closed.${condition}`);
}

/** The person at the other end: who called us, or whom we called. */
export function farName({ direction }: Pick<CallView, 'direction'>): string {
  return say(`word.${farEnd(direction)}`);
}

/** The number as people read it, where that is known: North America's. */
export function writeNumber(number: string): string {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1-$2-$3');
}

/** Who calls, in a word or two. A call from outside without a contact is one whose caller withholds the number. */
export function callerName({
  contact,
  direction,
}: {
  readonly contact: CallView['contact'];
  readonly direction?: CallView['direction'];
}): string {
  if (contact === null && direction === 'inbound') return say('word.anonymous');
  if (contact?.name != null) return contact.name;
  return contact?.number == null ? say('word.unknownCaller') : writeNumber(contact.number);
}

/** Who is at the other end, for texts that differ by it. */
function farEnd(direction: CallView['direction']): 'caller' | 'customer' {
  return direction === 'inbound' ? 'caller' : 'customer';
}

/** The reasons that there is a sentence for; another one is shown as it is. */
const FAIL_REASONS = [
  'expired',
  'transfer_expired',
  'eu_rejected',
  'eu_busy',
  'eu_wrong_number',
  'eu_no_answer',
  'ag_canceled',
  'ag_ignored',
  'ag_mic_no_device',
  'ag_mic_denied',
  'voip_conn_general',
  'voip_conn_timeout',
  'voip_conn_signal',
  'number_not_called',
  'dial_limit',
] as const;
/** Those that name the other end. */
const FAR_REASONS = ['eu_canceled', 'eu_abandoned', 'eu_in_menu_abandoned'] as const;

/** Why the call was not connected; null when nothing is known. */
export function failWord({ failReason, direction }: Pick<CallView, 'failReason' | 'direction'>): string | null {
  if (failReason === 'nothing' || failReason === '') return null;
  const far = FAR_REASONS.find((each) => each === failReason);
  if (far !== undefined) return say(`word.fail.${far}`, { who: farEnd(direction) });
  const known = FAIL_REASONS.find((each) => each === failReason);
  return known === undefined ? failReason.replaceAll('_', ' ') : say(`word.fail.${known}`);
}

/** Who ended the call; null when no one knows. */
export function endedByWord({
  disconnectedBy,
  direction,
}: Pick<CallView, 'disconnectedBy' | 'direction'>): string | null {
  switch (disconnectedBy) {
    case 'disconnected_by_agent':
      return say('word.ended.agent');
    case 'disconnected_by_end_user':
      return say('word.ended.end_user', { who: farEnd(direction) });
    case 'disconnected_by_virtual_agent':
      return say('word.ended.virtual_agent');
    default:
      return null;
  }
}

/** The name of a language in the reader's own. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([locale()], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
