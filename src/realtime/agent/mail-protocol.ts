/** What the console and the server say to each other about mail, under `/app/mail`. Plain types, also for the page. */
import type { MailKind, MailSecurity, MailState } from '#domain/identity/mail.ts';

/** The mail server, without its password. */
export type MailServerView = {
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
  readonly username: string | null;
  readonly from: string;
  readonly has_password: boolean;
  readonly updated_at: string;
};

/** The mail server; null where there is none. */
export type MailSettingsView = { readonly server: MailServerView | null };

/** The mail server as it is to be. Without a password the one before stays. */
export type MailServerForm = Omit<MailServerView, 'has_password' | 'updated_at'> & { readonly password?: string };

/** A mail, with ISO times. */
export type MailView = {
  readonly id: number;
  readonly kind: MailKind;
  readonly to: string;
  readonly state: MailState;
  readonly attempts: number;
  readonly answer: string | null;
  readonly created_at: string;
  readonly next_attempt_at: string | null;
  readonly ended_at: string | null;
};

/** A part of the list, the newest first. */
export type MailsView = { readonly mails: readonly MailView[]; readonly hasMore: boolean };

/** What a test mail came to. */
export type MailTestView = { readonly sent: boolean; readonly sentence: string };
