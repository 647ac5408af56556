/**
 * Sends what waits: of each workspace one mail after the other, so that a mail server that is slow delays its own
 * workspace alone. A mail that was taken just before a crash may be sent twice, none is lost.
 */
import { background } from '#background/background.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { DueMail, MailOutcome, MailStore } from '#domain/ports/mail.ts';
import type { Smtp, SmtpOutcome } from './smtp.ts';

/** Workspaces whose mail is sent at the same time. */
const MAX_BUSY = 16;
/** After the attempts that were made so far, seconds until the next; then the mail is given up. */
export const RETRY_SECONDS = [30, 120, 600, 1800, 7200] as const;
/** When the database could not be asked it is asked again after so long. Milliseconds. */
const AGAIN_MS = 5_000;
const TOO_LATE = 'It was not sent in time: its link has expired.';
const UNREADABLE = 'It was encrypted with a key that this server does not have any more.';
const NO_SERVER = 'The workspace has no mail server any more.';
const KEY_LOST =
  'The password of the mail server was encrypted with a key that this server does not have. Enter it again.';

export type PostmanParts = {
  readonly store: Pick<MailStore, 'account' | 'waiting' | 'due' | 'record'>;
  readonly smtp: Smtp;
  readonly clock: Clock;
  failed(what: string, error: unknown): void;
};

export type Postman = {
  /** The workspace has a mail that waits, or another mail server. */
  wake(workspaceId: number): void;
  start(): Promise<void>;
  /** Gives up what is under way; it is tried again at the next start. */
  stop(): Promise<void>;
};

/** Makes it. */
export function createPostman(parts: PostmanParts): Postman {
  const { store, clock, failed } = parts;
  const hungry = new Set<number>();
  const busy = new Map<number, Promise<void>>();
  const timers = new Map<number, () => void>();
  const ended = new AbortController();
  let isOn = false;

  const later = (workspaceId: number, milliseconds: number): void => {
    timers.get(workspaceId)?.();
    timers.set(
      workspaceId,
      clock.after(milliseconds, async () => {
        timers.delete(workspaceId);
        wake(workspaceId);
        await busy.get(workspaceId);
      }),
    );
  };

  /** Sends all that is due of the workspace. */
  const run = async (workspaceId: number): Promise<void> => {
    try {
      while (!ended.signal.aborted) {
        const now = clock.now();
        const { mail, nextAt } = await store.due(workspaceId, now);
        if (mail !== null) {
          const outcome = await attempt(parts, workspaceId, mail, ended.signal);
          if (ended.signal.aborted) return;
          await store.record(outcome);
        } else {
          if (nextAt !== null) later(workspaceId, nextAt.getTime() - now.getTime());
          return;
        }
      }
    } catch (error) {
      failed('mail.send', error);
      if (isOn) later(workspaceId, AGAIN_MS);
    }
  };

  const pump = (): void => {
    for (const workspaceId of hungry) {
      if (!isOn || busy.size >= MAX_BUSY) return;
      if (busy.has(workspaceId)) continue;
      hungry.delete(workspaceId);
      const work = run(workspaceId).finally(() => {
        busy.delete(workspaceId);
        pump();
      });
      busy.set(workspaceId, work);
      background('mail.send', work);
    }
  };

  const wake = (workspaceId: number): void => {
    hungry.add(workspaceId);
    pump();
  };

  return {
    wake,
    async start() {
      isOn = true;
      for (const workspaceId of await store.waiting()) wake(workspaceId);
      pump();
    },
    async stop() {
      isOn = false;
      ended.abort();
      for (const cancel of timers.values()) cancel();
      await Promise.all(busy.values());
    },
  };
}

/** One attempt, as it is written down. */
async function attempt(
  { store, smtp, clock }: PostmanParts,
  workspaceId: number,
  mail: DueMail,
  signal: AbortSignal,
): Promise<MailOutcome> {
  const { id, recipient, letter, attempts, expiresAt } = mail;
  const given = (answer: string): MailOutcome => ({ id, isSent: false, dueAt: null, answer, at: clock.now() });
  if (expiresAt <= clock.now()) return given(TOO_LATE);
  if (letter === null) return given(UNREADABLE);
  const account = await store.account(workspaceId);
  if (account === 'none') return given(NO_SERVER);
  const came: SmtpOutcome =
    account === 'key_lost'
      ? { isSent: false, fault: 'login_refused', isFinal: false, answer: KEY_LOST }
      : await smtp(account, recipient, letter, signal);
  const at = clock.now();
  if (came.isSent) return { id, isSent: true, dueAt: null, answer: came.answer, at };
  const pause = came.isFinal ? undefined : RETRY_SECONDS[attempts];
  const dueAt = pause === undefined ? null : new Date(at.getTime() + pause * 1000);
  return { id, isSent: false, dueAt: dueAt !== null && dueAt < expiresAt ? dueAt : null, answer: came.answer, at };
}
