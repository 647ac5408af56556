/** One call as it happens. */
import { follow } from './event-stream.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { CliFault } from './fault.ts';
import { clockOf, plain } from './print.ts';
import type { Server } from './server.ts';
import type { CallShape, MessageShape } from './shapes.ts';
import { hasEnded } from './shapes.ts';
import type { Asked } from './verb.ts';

/** What is watched. */
export type Watching = {
  /** Seconds until it is given up; null: never. */
  readonly seconds: number | null;
  /** Finds or makes the call. Carried out when the stream of events stands, so that none is missed. */
  begin(): Promise<CallShape>;
  /** Hears of each event of the call. */
  heard(message: MessageShape): Promise<void>;
  /** Whether it is enough that the call has ended; else what becomes of it is awaited: recording and transcript. */
  readonly isEndEnough?: boolean;
};

/**
 * Resolves with the call when it has ended, or as it stands when the signal aborts. A call that does not end in time is
 * a fault.
 */
export async function watchCall(server: Server, watching: Watching, signal: AbortSignal): Promise<CallShape> {
  const { seconds } = watching;
  const limit = seconds === null ? signal : AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  const state: { call: CallShape | null } = { call: null };
  const opened = async (): Promise<void> => {
    state.call = state.call === null ? await watching.begin() : await callOf(server, state.call.id);
  };
  const isOver = (call: CallShape): boolean => hasEnded(call) && (watching.isEndEnough === true || isSettled(call));
  // What has ended already has its events behind it; the stream would stay silent.
  const ends = new AbortController();
  const stream = follow(server, { query: {}, after: null }, AbortSignal.any([limit, ends.signal]), {
    async opened() {
      await opened();
      if (state.call !== null && isOver(state.call)) ends.abort();
    },
  });
  let hasEndBeenHeard = false;
  for await (const { type, data, isLast } of stream) {
    const message = JSON.parse(data) as MessageShape; // The format `standard`.
    const { call } = message.data;
    if (call === undefined || call.id !== state.call?.id) continue;
    await watching.heard(message);
    // Each event shows the call as it stands, which may be further on than the event.
    hasEndBeenHeard ||= type === 'call.ended';
    if (!hasEndBeenHeard || !isLast) continue;
    state.call = await callOf(server, call.id);
    if (isOver(state.call)) break;
  }
  const { call } = state;
  if (call === null) throw signal.reason;
  if (limit.aborted && !signal.aborted && !isOver(call)) {
    const now = await callOf(server, call.id);
    if (!isOver(now))
      throw new CliFault(`Call ${call.id} is ${now.state} after ${seconds} seconds.`, EXIT_CODES.unwanted);
    return now;
  }
  return call;
}

async function callOf(server: Server, id: number): Promise<CallShape> {
  return (await server.get(`/v1/calls/${id}`)) as CallShape;
}

function isSettled({ recording, transcript_status: transcript }: CallShape): boolean {
  return recording?.status !== 'pending' && transcript !== 'in_progress';
}

/** Prints an event: as a line, or as the JSON it came in. */
export async function printMessage({ around, isJson }: Asked, message: MessageShape): Promise<void> {
  if (isJson) return around.out(JSON.stringify(message));
  return around.out(
    `${clockOf(message.timestamp)}  ${plain(message.type).padEnd(20)}  ${aboutOf(message.data)}`.trimEnd(),
  );
}

/** What the event is about, by its id. */
function aboutOf({ call, agent, contact, message }: MessageShape['data']): string {
  if (call !== undefined) return `call ${call.id}  ${plain(call.state)}`;
  if (agent !== undefined) return `agent ${agent.id}  ${plain(agent.status)}`;
  if (message !== undefined) return `conversation ${message.conversation_id}`;
  return contact === undefined ? '' : `contact ${contact.id}`;
}
