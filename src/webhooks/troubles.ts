/**
 * What repeated failures do to a webhook: it is held back, what comes for it is dropped for a while, or it is taken
 * off.
 */
import { background } from '#background/background.ts';
import type { WebhookReason, WebhookStore } from '#domain/ports/webhooks.ts';
import { FORMATS } from './formats/formats.ts';
import type { Lane } from './lane.ts';
import type { Verdict } from './outcome.ts';
import type { SenderParts } from './sender-parts.ts';

const DAY_MS = 86_400_000;

/** Failures in a row, since when, and until when what comes is dropped. Milliseconds since 1970. */
type Run = { readonly failures: number; readonly since: number; readonly droppingUntil: number };

type TroubleParts = Pick<SenderParts, 'clock' | 'disabled'> & {
  readonly store: Pick<WebhookStore, 'disable' | 'setFailing'>;
};

/** Makes the keeper of all webhooks' troubles. */
export function createTroubles({ store, clock, disabled }: TroubleParts) {
  const runs = new Map<number, Run>();

  const takeOff = async (lane: Lane, reason: WebhookReason): Promise<void> => {
    const webhook = lane.webhook();
    if (webhook.state === 'disabled') return;
    lane.become({ ...webhook, state: 'disabled', reason });
    await store.disable(webhook.id, reason, clock.now());
    runs.delete(webhook.id);
    await disabled(webhook, reason);
  };

  const noteFailure = async (lane: Lane): Promise<void> => {
    const webhook = lane.webhook();
    const { burst, failingDays } = FORMATS[webhook.format];
    const now = clock.now();
    if (webhook.failingSince === null) {
      lane.become({ ...webhook, failingSince: now });
      await store.setFailing(webhook.id, now);
    } else if (now.getTime() - webhook.failingSince.getTime() >= failingDays * DAY_MS) return takeOff(lane, 'failing');
    if (burst === null) return;
    const run = runs.get(webhook.id);
    const isRun = run !== undefined && now.getTime() - run.since <= burst.seconds * 1000;
    const failures = isRun ? run.failures + 1 : 1;
    const isOver = failures > burst.failures;
    runs.set(webhook.id, {
      failures: isOver ? 0 : failures,
      since: isRun && !isOver ? run.since : now.getTime(),
      droppingUntil: isOver ? now.getTime() + burst.seconds * 1000 : (run?.droppingUntil ?? 0),
    });
  };

  return {
    /** An attempt was judged and written down. */
    async judged(lane: Lane, verdict: Verdict): Promise<void> {
      if ('holdUntil' in verdict && verdict.holdUntil !== null) lane.holdUntil(verdict.holdUntil);
      if (verdict.kind === 'gone') return takeOff(lane, 'gone');
      if (verdict.kind !== 'delivered') return noteFailure(lane);
      const webhook = lane.webhook();
      runs.delete(webhook.id);
      if (webhook.failingSince === null) return;
      lane.become({ ...webhook, failingSince: null });
      await store.setFailing(webhook.id, null);
    },
    /** More waits for the webhook than may. */
    overflowed: (lane: Lane): void => background('webhooks.overflow', async () => takeOff(lane, 'backlog_full')),
    isDropping: (id: number): boolean => (runs.get(id)?.droppingUntil ?? 0) > clock.now().getTime(),
  };
}
