/** Mail as the rest of the server needs it: who writes to people, who administers, who sends. */
import type { Letter, Mail, MailKind, MailServer, MailServerEntry, MailServerFault, News } from '../identity/mail.ts';

/** A mail server with its password decrypted, and the name of the workspace that writes. */
export type MailAccount = MailServer & { readonly password: string | null; readonly workspaceName: string };

/**
 * As whom a workspace writes to someone. `languages`: the recipient's own, where they are a person of it who has chosen
 * one, then the workspace's.
 */
export type MailWriter = { readonly workspace: string; readonly languages: readonly string[] };

/** A mail that is due. `letter`: null where it cannot be decrypted any more. */
export type DueMail = {
  readonly id: number;
  readonly recipient: string;
  readonly letter: Letter | null;
  readonly attempts: number;
  readonly expiresAt: Date;
};

/** How an attempt came out. `dueAt`: when it is tried again; null where that was the last one. */
export type MailOutcome = {
  readonly id: number;
  readonly isSent: boolean;
  readonly dueAt: Date | null;
  readonly answer: string;
  readonly at: Date;
};

/** Mail servers and mails, as they are kept. */
export type MailStore = {
  server(workspaceId: number): Promise<MailServerEntry | null>;
  /** `password`: undefined leaves it as it is. Without a user name there is none. */
  putServer(workspaceId: number, server: MailServer, password: string | undefined, now: Date): Promise<MailServerEntry>;
  removeServer(workspaceId: number): Promise<boolean>;
  /** `key_lost`: its password was encrypted with a key that this server does not have. */
  account(workspaceId: number): Promise<MailAccount | 'none' | 'key_lost'>;
  /** Null where the workspace has no mail server. */
  writesAs(workspaceId: number, recipient: string): Promise<MailWriter | null>;
  /** Whether any workspace has a mail server. */
  isAny(): Promise<boolean>;
  add(
    workspaceId: number,
    mail: { readonly kind: MailKind; readonly recipient: string; readonly letter: Letter },
    now: Date,
    expiresAt: Date,
  ): Promise<void>;
  /** The newest first; `before`: the id of the last one that was read. */
  list(workspaceId: number, before: number | null, limit: number): Promise<readonly Mail[]>;
  /** Workspaces with mails that wait. */
  waiting(): Promise<readonly number[]>;
  /** The workspace's first mail that is due, and when the next one is: null where none waits. */
  due(workspaceId: number, now: Date): Promise<{ readonly mail: DueMail | null; readonly nextAt: Date | null }>;
  record(outcome: MailOutcome): Promise<void>;
  forget(before: Date): Promise<void>;
};

/** What a test mail came to: `sentence` says what the mail server said. */
export type MailTest = { readonly isSent: boolean; readonly sentence: string };

/** Where APIs and pages ask. Every answer comes after its commit. */
export type MailDesk = Pick<MailStore, 'server' | 'removeServer' | 'list' | 'isAny'> & {
  putServer(
    workspaceId: number,
    server: MailServer,
    password: string | undefined,
  ): Promise<MailServerEntry | MailServerFault>;
  /** Sends a mail at once, by the server as it is saved; null where there is none. */
  test(workspaceId: number, recipient: string): Promise<MailTest | null>;
  /** Stores a mail to be sent; false where the workspace has no mail server. */
  write(workspaceId: number, news: News): Promise<boolean>;
};
