/**
 * What waits for one webhook, in order: of each call, contact or agent only the first message is under way or tried
 * again, the others stand behind it. A lane earns its width: it begins with one request at a time, doubles with each
 * quick success, and is back at one with any trouble.
 */
import type { Clock } from '#domain/ports/stores.ts';
import type { Delivery, SentWebhook } from '#domain/ports/webhooks.ts';

/** The most requests of one webhook at a time. */
export const MAX_EACH = 8;
/** A success slower than this earns nothing. Milliseconds. */
const QUICK_MS = 1_000;

/** A delivery that waits. Its body is null where it has to be read first. */
export type Entry = Pick<
  Delivery,
  'id' | 'callId' | 'contactId' | 'agentId' | 'event' | 'messageId' | 'attempts' | 'createdAt' | 'firstSentAt'
> & {
  readonly body: string | null;
  readonly dueAt: number;
};

/** What one lane has; the sender moves it. */
export type Lane = ReturnType<typeof createLane>;

/** Makes a lane. `ready` is told when there is something that could leave now. */
export function createLane(first: SentWebhook, clock: Clock, ready: () => void) {
  let webhook = first;
  let width = 1;
  let inFlight = 0;
  let heldUntil = 0;
  let count = 0;
  /** Of each call, contact and agent what waits, in order; what concerns none stands alone. */
  const queues = new Map<string, Entry[]>();
  const due: string[] = [];
  const timers = new Map<string, () => void>();
  let hold = (): void => undefined;

  const keyOf = ({ callId, contactId, agentId, id }: Entry): string => {
    if (callId !== null) return `call ${callId}`;
    if (contactId !== null) return `contact ${contactId}`;
    return agentId === null ? `delivery ${id}` : `agent ${agentId}`;
  };

  /** Puts the first message of a queue where it comes due. */
  const schedule = (key: string): void => {
    const head = queues.get(key)?.[0];
    if (head === undefined) return;
    const wait = head.dueAt - clock.now().getTime();
    if (wait <= 0) {
      due.push(key);
      ready();
      return;
    }
    timers.set(
      key,
      clock.after(wait, async () => {
        timers.delete(key);
        schedule(key);
      }),
    );
  };

  return {
    webhook: () => webhook,
    become: (next: SentWebhook) => {
      webhook = next;
      ready();
    },
    count: () => count,
    /** Whether it has shown that it answers; until then it shares the places of those that have not. */
    isProven: () => width > 1,
    /** Takes the next message that may leave now. */
    take(): Entry | null {
      if (webhook.state !== 'live' || inFlight >= width || heldUntil > clock.now().getTime()) return null;
      const key = due.shift();
      const entry = key === undefined ? undefined : queues.get(key)?.[0];
      if (entry !== undefined) inFlight += 1;
      return entry ?? null;
    },
    add(entry: Entry): void {
      const key = keyOf(entry);
      const queue = queues.get(key);
      count += 1;
      if (queue !== undefined) {
        queue.push(entry);
        return;
      }
      queues.set(key, [entry]);
      schedule(key);
    },
    /** An attempt is over. `again`: the message stays first of its queue, as it is now; null: the next one's turn. */
    finished(
      entry: Entry,
      again: Entry | null,
      quick: { readonly isOk: boolean; readonly milliseconds: number },
    ): void {
      inFlight -= 1;
      width = quick.isOk && quick.milliseconds < QUICK_MS ? Math.min(MAX_EACH, width * 2) : 1;
      const key = keyOf(entry);
      const queue = queues.get(key);
      if (queue?.[0]?.id === entry.id) {
        if (again !== null) queue[0] = again;
        else {
          queue.shift();
          count -= 1;
        }
        if (queue.length === 0) queues.delete(key);
        else schedule(key);
      }
      ready();
    },
    /** Sends nothing before the time (milliseconds since 1970). */
    holdUntil(at: number): void {
      if (at <= heldUntil) return;
      heldUntil = at;
      hold();
      hold = clock.after(at - clock.now().getTime(), async () => ready());
    },
    /** Forgets all that waits; what is under way ends without a sequel. */
    clear(): void {
      for (const cancel of timers.values()) cancel();
      timers.clear();
      hold();
      queues.clear();
      due.length = 0;
      count = 0;
    },
  };
}
