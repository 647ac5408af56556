/** What is counted of a trunk's calls: how many were tried, how many were answered, how soon and for how long. */
import type { FailReason } from '#domain/call/reason.ts';
import type { Trunk } from '#domain/directory/trunk.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { LineListener } from './lines/line.ts';

/** Who called: they, or we. */
export type TallyDirection = 'in' | 'out';

/** One thing that happened on a trunk. Seconds. */
export type TrunkNews = {
  readonly trunk: Pick<Trunk, 'id' | 'name'>;
  readonly direction: TallyDirection;
} & (
  | { readonly type: 'attempt' }
  /** The first sign of life of a telephone that was dialed: that it rings, or that it answers. */
  | { readonly type: 'progress'; readonly afterSeconds: number }
  | { readonly type: 'answer' }
  /** It did not come to an answer. `canceled`: whoever called had enough. */
  | { readonly type: 'failure'; readonly cause: FailReason | 'canceled' }
  /** A call that was answered is over. */
  | { readonly type: 'over'; readonly talkedSeconds: number }
);

/** Hears of it. */
export type TellTrunk = (news: TrunkNews) => void;

/** One call on a trunk. What is told twice counts once. */
export type Tally = {
  progress(): void;
  answered(): void;
  failed(cause: FailReason | 'canceled'): void;
  /** Its line is closed, by whomever. */
  closed(): void;
};

/** Begins with an attempt. */
export function createTally(
  { id, name }: Pick<Trunk, 'id' | 'name'>,
  direction: TallyDirection,
  { elapsed }: Pick<Clock, 'elapsed'>,
  tell: TellTrunk,
): Tally {
  const trunk = { id, name };
  const beganAt = elapsed();
  let answeredAt: number | null = null;
  let isHeard = false;
  let isOver = false;
  const progress = (): void => {
    if (isHeard || direction === 'in') return;
    isHeard = true;
    tell({ type: 'progress', trunk, direction, afterSeconds: (elapsed() - beganAt) / 1000 });
  };
  const failed = (cause: FailReason | 'canceled'): void => {
    if (isOver || answeredAt !== null) return;
    isOver = true;
    tell({ type: 'failure', trunk, direction, cause });
  };
  tell({ type: 'attempt', trunk, direction });
  return {
    progress,
    answered() {
      if (answeredAt !== null || isOver) return;
      progress();
      answeredAt = elapsed();
      tell({ type: 'answer', trunk, direction });
    },
    failed,
    closed() {
      if (answeredAt === null) return failed('canceled');
      if (isOver) return;
      isOver = true;
      tell({ type: 'over', trunk, direction, talkedSeconds: (elapsed() - answeredAt) / 1000 });
    },
  };
}

/** The listener of a line that is dialed, with its tally kept. */
export function tallied(listener: LineListener, tally: Tally): LineListener {
  return {
    ...listener,
    ringing() {
      tally.progress();
      listener.ringing();
    },
    answered() {
      tally.answered();
      listener.answered();
    },
    failed(outcome, status) {
      tally.failed(outcome.reason);
      listener.failed(outcome, status);
    },
    closed: tally.closed,
  };
}
