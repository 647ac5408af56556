/** Mail: the server by which a workspace writes to its people, and what it has written to them. */

/**
 * How the connection is kept from listeners: TLS from the beginning, TLS after STARTTLS (which must then succeed), or
 * not at all.
 */
export const MAIL_SECURITIES = ['tls', 'starttls', 'none'] as const;
export type MailSecurity = (typeof MAIL_SECURITIES)[number];

/** Of a host's name, of a user name or address, and of a password; characters. */
export const MAX_MAIL_HOST = 253;
export const MAX_MAIL_ADDRESS = 320;
export const MAX_MAIL_PASSWORD = 500;

/** A mail server as it was set. `sender`: the address that mail comes from. `username`: null where it asks for none. */
export type MailServer = {
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
  readonly username: string | null;
  readonly sender: string;
};

/** As administrators see it: of the password only whether there is one. */
export type MailServerEntry = MailServer & { readonly hasPassword: boolean; readonly updatedAt: Date };

/** What is wrong with a field of it. */
export type MailServerFault = {
  readonly field: 'host' | 'security' | 'username' | 'password' | 'sender';
  readonly detail: string;
};

/** A name, or an address with or without its brackets. */
const HOST = /^(?:[\w-]+(?:\.[\w-]+)*\.?|\[?[\da-fA-F:.]+\]?)$/;

/**
 * What is wrong with the server as it would be; null when nothing is. `password`: undefined leaves the one that
 * `before` has. Another host gets no password that was entered for the one before: who changes the address alone would
 * be sent it.
 */
export function mailServerFault(
  wanted: MailServer,
  password: string | undefined,
  before: MailServerEntry | null,
): MailServerFault | null {
  if (!HOST.test(wanted.host)) return { field: 'host', detail: 'must be the name or the address of a mail server' };
  if (!/^[^\s@<>"(),:;\\]+@[^\s@<>"(),:;\\]+$/.test(wanted.sender))
    return { field: 'sender', detail: 'must be an e-mail address' };
  if (wanted.username === null)
    return password === undefined ? null : { field: 'username', detail: 'is required with a password' };
  if (wanted.security === 'none')
    return {
      field: 'security',
      detail: 'must be tls or starttls, so that the password crosses no network in the clear',
    };
  if (password !== undefined) return null;
  if (before?.hasPassword !== true) return { field: 'password', detail: 'is required with a user name' };
  return before.host === wanted.host
    ? null
    : { field: 'password', detail: 'must be entered again for another mail server' };
}

/** What is written to people. */
export const MAIL_KINDS = ['invitation', 'reset', 'password_changed'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** `waiting` is tried, or tried again; `sent` was taken by the mail server; `failed` was given up. */
export const MAIL_STATES = ['waiting', 'sent', 'failed'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** Mails are listed for so long. Days. */
export const MAIL_DAYS = 30;

/** The most of a mail server's words that is kept. Characters. */
export const MAX_MAIL_ANSWER = 500;

/** A mail, as administrators see it. `answer`: what the mail server said last, or why it could not be asked. */
export type Mail = {
  readonly id: number;
  readonly kind: MailKind;
  readonly recipient: string;
  readonly state: MailState;
  readonly attempts: number;
  readonly answer: string | null;
  readonly createdAt: Date;
  /** When it is tried next, while it waits. */
  readonly dueAt: Date;
  readonly endedAt: Date | null;
};

/** What a person is told. A link is where the mail leads to; `null` where it only tells. */
export type News = {
  readonly kind: MailKind;
  readonly recipient: string;
  readonly firstName: string;
  readonly link: { readonly url: string; readonly expiresAt: Date } | null;
};

/** A mail as it is sent, without its envelope. */
export type Letter = { readonly subject: string; readonly text: string; readonly html: string };
