/** The mail server and mails as JSON, the same by `/v1` and at the console. */
import type { Static } from 'typebox';
import type { Mail, MailServer, MailServerEntry, MailServerFault } from '#domain/identity/mail.ts';
import type { MailTest } from '#domain/ports/mail.ts';
import type { MailServerPut } from './schema.ts';

/** The body as a mail server, and its password where one is named. */
export function readMailServer(body: Static<typeof MailServerPut>): {
  readonly server: MailServer;
  readonly password: string | undefined;
} {
  const { from, host, password, ...rest } = body;
  return { server: { ...rest, host: host.trim(), sender: from }, password };
}

/** Where the fault lies in the body. */
export function mailMistakeOf({ field, detail }: MailServerFault): { pointer: string; detail: string } {
  return { pointer: field === 'sender' ? '/from' : `/${field}`, detail };
}

/** The mail server, without its password. */
export function writeMailServer({ sender, hasPassword, updatedAt, ...server }: MailServerEntry) {
  return {
    host: server.host,
    port: server.port,
    security: server.security,
    username: server.username,
    from: sender,
    has_password: hasPassword,
    updated_at: updatedAt.toISOString(),
  };
}

/** What a test mail came to. */
export function writeMailTest({ isSent, sentence }: MailTest) {
  return { sent: isSent, sentence };
}

/** A mail. */
export function writeMail({ recipient, state, dueAt, createdAt, endedAt, ...mail }: Mail) {
  return {
    id: mail.id,
    kind: mail.kind,
    to: recipient,
    state,
    attempts: mail.attempts,
    answer: mail.answer,
    created_at: createdAt.toISOString(),
    next_attempt_at: state === 'waiting' ? dueAt.toISOString() : null,
    ended_at: endedAt?.toISOString() ?? null,
  };
}
