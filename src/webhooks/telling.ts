/** What each format tells of events: of calls, and of contacts, agents and messages. */
import type { Call } from '#domain/call/call.ts';
import type { CallEvent, EventLog, LoggedEvent, Subject, SubjectEvent } from '#domain/ports/event-log.ts';
import { isSubjectEvent } from '#domain/ports/event-log.ts';
import type { WebhookFormat } from '#domain/ports/webhooks.ts';
import { FORMATS } from './formats/formats.ts';

/**
 * What a format tells, in the words of its API: the very writers of that API, which the app brings. Formats that tell
 * of calls alone have no writer of subjects.
 */
export type Writer = {
  call(call: Call, event: string): Promise<object>;
  subject?(subject: Subject, event: string, workspaceId: number): Promise<object>;
};
export type Writers = Readonly<Record<WebhookFormat, Writer>>;

/** One thing that is told: its type in the words of the format, and what is said, once it is wanted. */
export type Telling = { readonly type: string; write(): Promise<object> };

/** Reads what the events are about, all in a few reads; answers what a format tells of each of them, in order. */
export async function readTellings(
  events: readonly LoggedEvent[],
  log: Pick<EventLog, 'calls' | 'subjects'>,
  writers: Writers,
): Promise<(event: LoggedEvent, format: WebhookFormat) => readonly Telling[]> {
  const besides = events.filter(isSubjectEvent);
  const callIds = new Set(events.flatMap(({ callId }) => callId ?? []));
  const [calls, subjects] = await Promise.all([
    callIds.size === 0 ? new Map<number, Call>() : log.calls([...callIds]),
    besides.length === 0 ? new Map<number, Subject>() : log.subjects(besides),
  ]);
  return (event, format) => {
    if (isSubjectEvent(event)) return ofSubject(event, subjects.get(event.seq), format, writers[format]);
    const call = event.callId === null ? null : calls.get(event.callId);
    return call === undefined ? [] : ofCall(event, call, format, writers[format]);
  };
}

/** `call`: as it stands now; null where the event is of none. */
function ofCall(event: CallEvent, call: Call | null, format: WebhookFormat, writer: Writer): readonly Telling[] {
  const { eventsOf, refusalOf } = FORMATS[format];
  const item = async (type: string): Promise<object> => (call === null ? {} : writer.call(call, type));
  const types = call === null ? [] : eventsOf(event, call);
  const told = types.map((type): Telling => ({ type, write: async () => item(type) }));
  const refusal = refusalOf(event);
  if (refusal === null) return told;
  return [...told, { type: refusal.event, write: async () => ({ ...refusal.item, ...(await item(refusal.event)) }) }];
}

function ofSubject(
  event: SubjectEvent,
  subject: Subject | undefined,
  format: WebhookFormat,
  writer: Writer,
): readonly Telling[] {
  const write = writer.subject;
  if (subject === undefined || write === undefined) return [];
  const types = FORMATS[format].subjectEventsOf(event, subject);
  return types.map((type) => ({ type, write: async () => write(subject, type, event.workspaceId) }));
}
