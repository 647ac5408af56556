/** Our words for people: states, statuses, reasons. Tables. */
import type { StatusColor } from '#domain/directory/own-statuses.ts';
import type { CallState } from '#domain/call/state.ts';
import type { AgentView, CallView, QueueView } from '#realtime/agent/protocol.ts';

/** How a mark is colored; the word always stands beside it. */
export type Tone = 'live' | 'good' | 'wait' | 'bad' | 'calm';

const STATE_WORDS = {
  scheduled: { word: 'Scheduled', tone: 'calm' },
  selecting: { word: 'In the menu', tone: 'wait' },
  queued: { word: 'Waiting', tone: 'wait' },
  assigned: { word: 'Connecting', tone: 'live' },
  connecting: { word: 'Connecting', tone: 'live' },
  switching: { word: 'Connecting', tone: 'live' },
  connected: { word: 'In call', tone: 'live' },
  finished: { word: 'Finished', tone: 'good' },
  failed: { word: 'Failed', tone: 'bad' },
  recovered: { word: 'Called back', tone: 'good' },
  deflected: { word: 'Deflected', tone: 'calm' },
  voicemail: { word: 'Leaving a message', tone: 'wait' },
  voicemail_received: { word: 'New voicemail', tone: 'wait' },
  voicemail_read: { word: 'Voicemail', tone: 'calm' },
  action_only: { word: 'Elsewhere', tone: 'calm' },
  action_only_finished: { word: 'Handled elsewhere (ended)', tone: 'calm' },
} as const satisfies Record<CallState, { readonly word: string; readonly tone: Tone }>;

/** The call's state in a word. Who called and was not answered was missed; whom we called was not reached. */
export function stateOfCall({ state, direction }: Pick<CallView, 'state' | 'direction'>): {
  readonly word: string;
  readonly tone: Tone;
} {
  if (state === 'failed' && direction === 'inbound') return { word: 'Missed', tone: 'bad' };
  // The server sends no other states than ours.
  return STATE_WORDS[state as CallState];
}

export const STATUS_WORDS = {
  available: { word: 'Available', tone: 'good' },
  unavailable: { word: 'Unavailable', tone: 'calm' },
  break: { word: 'On a break', tone: 'wait' },
  wrap_up: { word: 'Wrapping up', tone: 'wait' },
  missed_call: { word: 'Missed a call', tone: 'bad' },
} as const satisfies Record<AgentView['status'], { readonly word: string; readonly tone: Tone }>;

/**
 * How the agent stands, with what the page knows besides their status. Of others' calls it may know only that there are
 * some.
 */
export function statusOf(
  agent: AgentView,
  calls: ReadonlyMap<number, CallView>,
): { readonly word: string; readonly tone: Tone } {
  if (!isHere(agent)) return { word: 'Offline', tone: 'calm' };
  const { word, tone } = bareStatus(agent, calls);
  return { word: agent.isSimulated ? `${word} (simulated)` : word, tone };
}

function bareStatus(
  agent: AgentView,
  calls: ReadonlyMap<number, CallView>,
): { readonly word: string; readonly tone: Tone } {
  const seen = [...calls.values()];
  const talks = seen.filter((call) => call.endsAt === null && call.agentIds.includes(agent.id)).length;
  const more = agent.isFree ? ', takes more' : '';
  if (talks > 0) return { word: `${talks > 1 ? `In ${talks} calls` : 'In a call'}${more}`, tone: 'live' };
  if (seen.some((call) => call.offer?.agentIds.includes(agent.id))) return { word: 'Ringing', tone: 'wait' };
  if (agent.calls > 0) return { word: `Busy${more}`, tone: 'live' };
  // Calls are left to people while there are any.
  return agent.status === 'available' && agent.isSimulated && !agent.isFree
    ? { word: 'On standby', tone: 'calm' }
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
  const { word, tone } = STATUS_WORDS[status];
  return { word: statusName ?? word, tone: statusColor === null ? tone : toneOf(statusColor) };
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
  return CLOSED_WORDS[condition];
}

const CLOSED_WORDS = {
  open: null,
  redirected: 'Redirected',
  after_hours: 'After hours',
  over_capacity: 'Full',
} as const satisfies Record<QueueView['condition'], string | null>;

/** The person at the other end: who called us, or whom we called. */
export function farName({ direction }: Pick<CallView, 'direction'>): 'Caller' | 'Customer' {
  return direction === 'inbound' ? 'Caller' : 'Customer';
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
  if (contact === null && direction === 'inbound') return 'Anonymous caller';
  if (contact?.name != null) return contact.name;
  return contact?.number == null ? 'Unknown caller' : writeNumber(contact.number);
}

const FAIL_WORDS: Readonly<Record<string, string>> = {
  expired: 'No agent was available in time',
  transfer_expired: 'Transfer not accepted',
  eu_canceled: 'The caller hung up',
  eu_rejected: 'Declined',
  eu_abandoned: 'The caller hung up while waiting',
  eu_in_menu_abandoned: 'The caller hung up in the menu',
  eu_busy: 'Busy',
  eu_wrong_number: 'The number does not exist',
  eu_no_answer: 'No answer',
  ag_canceled: 'Canceled by the agent',
  ag_ignored: 'Not answered by an agent',
  ag_mic_no_device: 'The agent had no microphone',
  ag_mic_denied: 'The agent’s microphone was blocked',
  voip_conn_general: 'The connection failed',
  voip_conn_timeout: 'The connection took too long',
  voip_conn_signal: 'The connection failed',
  number_not_called: 'Calls to this number are not allowed',
  dial_limit: 'As many calls went out as are allowed',
};

/** Why the call was not connected; null when nothing is known. */
export function failWord(call: Pick<CallView, 'failReason' | 'direction'>): string | null {
  const { failReason } = call;
  if (failReason === 'nothing' || failReason === '') return null;
  return (FAIL_WORDS[failReason] ?? failReason.replaceAll('_', ' ')).replace(
    'The caller',
    `The ${farName(call).toLowerCase()}`,
  );
}

const ENDED_BY: Readonly<Record<string, string>> = {
  disconnected_by_agent: 'The agent hung up',
  disconnected_by_end_user: 'The caller hung up',
  disconnected_by_virtual_agent: 'The voice agent hung up',
};

/** Who ended the call; null when no one knows. */
export function endedByWord(call: Pick<CallView, 'disconnectedBy' | 'direction'>): string | null {
  const word = ENDED_BY[call.disconnectedBy] ?? null;
  return word === null ? null : word.replace('The caller', `The ${farName(call).toLowerCase()}`);
}

export const FLAG_WORDS = {
  verifiedCustomer: 'Verified',
  badActor: 'Bad actor',
  repeatCustomer: 'Repeat caller',
} as const satisfies Record<keyof CallView['flags'], string>;

/** The name of a language in the reader's own. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(undefined, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
