/** Mail at work: the desk at which APIs and pages ask for it, and the postman behind it. */
import { publicTexts } from '#catalogue/public.ts';
import type { MailServer, MailServerEntry, MailServerFault, News } from '#domain/identity/mail.ts';
import { MAIL_DAYS, mailServerFault } from '#domain/identity/mail.ts';
import type { MailDesk, MailStore, MailTest } from '#domain/ports/mail.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { writeLetter, writeTestLetter } from './letters.ts';
import { createPostman } from './postman.ts';
import type { SmtpParts } from './smtp.ts';
import { createSmtp } from './smtp.ts';

/** What it is made of. */
export type MailParts = SmtpParts & {
  readonly store: MailStore;
  readonly clock: Clock;
  failed(what: string, error: unknown): void;
};

export type Mailing = {
  readonly desk: MailDesk;
  /** Forgets mails that are older than they are listed for. */
  forget(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** A mail without a link is worth sending for so long. Milliseconds. */
const WORTH_MS = 24 * 3_600_000;
const DAY_MS = 86_400_000;
const KEY_LOST =
  'The password was encrypted with a key that this server does not have. Enter it again, or bring the key file back.';

/** Makes it. Nothing is sent before it is started. */
export function createMailing(parts: MailParts): Mailing {
  const { store, clock } = parts;
  const smtp = createSmtp(parts);
  const postman = createPostman({ ...parts, smtp });
  const ended = new AbortController();

  const putServer = async (
    workspaceId: number,
    server: MailServer,
    password: string | undefined,
  ): Promise<MailServerEntry | MailServerFault> => {
    const fault = mailServerFault(server, password, await store.server(workspaceId));
    if (fault !== null) return fault;
    const kept = await store.putServer(workspaceId, server, password, clock.now());
    postman.wake(workspaceId);
    return kept;
  };

  const test = async (workspaceId: number, recipient: string): Promise<MailTest | null> => {
    const account = await store.account(workspaceId);
    if (account === 'none') return null;
    if (account === 'key_lost') return { isSent: false, sentence: KEY_LOST };
    const as = await store.writesAs(workspaceId, recipient);
    const letter = writeTestLetter(account.workspaceName, publicTexts(as?.languages ?? []));
    const { isSent, answer } = await smtp(account, recipient, letter, ended.signal);
    return { isSent, sentence: isSent ? `The mail server took it: ${answer}` : answer };
  };

  const write = async (workspaceId: number, news: News): Promise<boolean> => {
    const { kind, recipient, link } = news;
    const as = await store.writesAs(workspaceId, recipient);
    if (as === null) return false;
    const now = clock.now();
    const expiresAt = link?.expiresAt ?? new Date(now.getTime() + WORTH_MS);
    const letter = writeLetter(as.workspace, news, publicTexts(as.languages));
    await store.add(workspaceId, { kind, recipient, letter }, now, expiresAt);
    postman.wake(workspaceId);
    return true;
  };

  const { server, removeServer, list, isAny } = store;
  return {
    desk: { server, removeServer, list, isAny, putServer, test, write },
    forget: async () => store.forget(new Date(clock.now().getTime() - MAIL_DAYS * DAY_MS)),
    start: postman.start,
    async stop() {
      ended.abort();
      await postman.stop();
    },
  };
}
