/** Moving a phone call to the Messenger: a text message with a single-purpose link. Source: seed 002. */
import type { E164 } from '../directory/phone-number.ts';

/** How long the link in the message opens the Messenger. */
export const REDIRECT_HOURS = 24;

/** A link that was texted to a caller. */
export type Redirect = {
  readonly id: number;
  readonly workspaceId: number;
  readonly phone: E164;
  readonly contactId: number;
  readonly conversationId: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** What stands in the place of a link's secret in the texts that are kept. */
export const HIDDEN_TOKEN = '***';

/** A text message, kept where people can see it (the outbox), but for the secret of the link in it. */
export type TextMessage = {
  readonly id: number;
  readonly workspaceId: number;
  readonly from: E164 | null;
  readonly to: E164;
  readonly body: string;
  readonly status: 'queued' | 'sent' | 'failed';
  /** Who was asked to send it; null: no one yet, or it was played. */
  readonly provider: string | null;
  /** Why it was not sent, as the provider says. */
  readonly error: string | null;
  readonly createdAt: Date;
};
