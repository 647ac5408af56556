/** What is sent of one event: a message for each of its types, the same whenever it is sent. */
import { createHash } from 'node:crypto';
import type { LoggedEvent } from '#domain/ports/event-log.ts';
import type { WebhookFormat } from '#domain/ports/webhooks.ts';
import { FORMATS } from './formats/formats.ts';
import type { Telling } from './telling.ts';

/** The types of an event in one format, each with its text. */
export type Messages = readonly (readonly [type: string, data: string])[];

/** What the format tells of an event, in order. */
export async function messagesOf(
  { seq, workspaceId, at }: LoggedEvent,
  format: WebhookFormat,
  tellings: readonly Telling[],
): Promise<Messages> {
  return Promise.all(
    tellings.map(async ({ type, write }) => {
      const message = { id: messageIdOf(workspaceId, seq, type), workspaceId, event: type, seq, at };
      return [type, JSON.stringify(FORMATS[format].write(message, await write()))] as const;
    }),
  );
}

/** A UUID that is the same whenever, and to whomever, the message is told. Source: RFC 9562, version 8. */
function messageIdOf(workspaceId: number, seq: number, type: string): string {
  const hex = createHash('sha256').update(`${workspaceId} ${seq} ${type}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
