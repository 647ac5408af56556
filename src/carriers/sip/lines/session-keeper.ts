/** The session timer of one call: it is refreshed in time, or the call ends. Source: RFC 4028. */
import type { Clock } from '#domain/ports/stores.ts';
import type { SessionExpires, SessionPolicy, SessionTimer } from '#sip/dialog/session-timer.ts';
import { sessionDue, startSession } from '#sip/dialog/session-timer.ts';

/** What we want of every call: a far end that has gone is noticed within half an hour. Seconds. */
export const SESSION_POLICY: SessionPolicy = { interval: 1800, least: 90, prefers: 'them' };

/** The timer of a call. */
export type SessionKeeper = {
  /** What was agreed on holds from now; null: the session has no timer. `sentRequest`: the request was ours. */
  agreed(expires: SessionExpires | null, sentRequest: boolean): void;
  /** What was agreed on last; null without a timer. */
  timer(): SessionTimer | null;
  stop(): void;
};

/** `refresh` and `expired` are called when they are due, the first once for each time that the session is agreed on. */
export function createSessionKeeper(
  clock: Clock,
  { refresh, expired }: { readonly refresh: () => void; readonly expired: () => void },
): SessionKeeper {
  let timer: SessionTimer | null = null;
  let cancel = (): void => undefined;

  const wait = (): void => {
    cancel();
    if (timer === null) return;
    const at = Math.min(timer.refreshAt ?? timer.byeAt, timer.byeAt);
    cancel = clock.after(Math.max(0, at - clock.elapsed()), async () => look());
  };

  const look = (): void => {
    if (timer === null) return;
    const { due, timer: next } = sessionDue(timer, clock.elapsed());
    timer = next;
    if (due === 'bye') return expired();
    wait();
    if (due === 'refresh') refresh();
  };

  return {
    agreed(expires, sentRequest) {
      timer = expires === null ? null : startSession(expires, sentRequest, clock.elapsed());
      wait();
    },
    timer: () => timer,
    stop() {
      cancel();
      timer = null;
    },
  };
}
