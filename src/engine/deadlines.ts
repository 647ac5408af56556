/** Keeps the deadlines that stand in the calls: a timer for each open call here, and a sweep for those nobody keeps. */
import type { Call } from '#call/call.ts';
import { overdue } from '#call/deadline.ts';
import type { CallEvent } from '#call/event.ts';
import { AGENT_PLAN, planOf } from '#call/offer.ts';
import type { CallStore, Clock } from '#call/ports.ts';
import type { Directory } from '#directory/workspace.ts';
import type { Mover } from './mover.ts';

/** How often the sweep looks, and how long after its deadline a call counts as forgotten. */
const SWEEP_MS = 5_000;
const FORGOTTEN_MS = 2_000;
/** Most forgotten calls taken up in one sweep. */
const LARGEST_SWEEP = 500;

export type Deadlines = {
  /** Keeps the call's deadline from now on. Scheduled calls are left to the job queue and the sweep. */
  keep(call: Call): void;
  /** Does what the call's passed deadline asks for; nothing when it has not passed. Safe to repeat. */
  look(callId: number): Promise<void>;
  start(): void;
  stop(): void;
};

/** Makes the keeper. */
export function createDeadlines(
  calls: CallStore,
  clock: Clock,
  mover: Pick<Mover, 'happened'>,
  directory: (workspaceId: number) => Promise<Directory>,
  failed: (error: unknown) => void,
): Deadlines {
  const timers = new Map<number, () => void>();
  let cancelSweep: (() => void) | null = null;

  const forget = (callId: number): void => {
    timers.get(callId)?.();
    timers.delete(callId);
  };

  const look = async (callId: number): Promise<void> => {
    const call = await calls.anyById(callId);
    if (call === null) return;
    const due = call.state === 'scheduled' ? await comingDue(call) : null;
    await mover.happened(
      callId,
      (now) => (now.state === 'scheduled' ? isDue(now, clock) && due : overdue(now, clock.now())) || null,
    );
  };

  const comingDue = async (call: Call): Promise<CallEvent> => {
    const menu = (await directory(call.workspaceId)).menus.get(call.menuId ?? 0);
    return { type: 'came_due', plan: menu === undefined ? AGENT_PLAN : planOf(menu) };
  };

  const keep = (call: Call): void => {
    forget(call.id);
    if (call.deadlineAt === null || call.state === 'scheduled') return;
    const delay = Math.max(0, call.deadlineAt.getTime() - clock.now().getTime());
    timers.set(
      call.id,
      clock.after(delay, async () => {
        timers.delete(call.id);
        await look(call.id).catch(failed);
      }),
    );
  };

  const sweep = async (): Promise<void> => {
    const forgotten = await calls.overdue(new Date(clock.now().getTime() - FORGOTTEN_MS), LARGEST_SWEEP);
    await Promise.all(forgotten.map(async (call) => look(call.id)));
  };

  const sweepLater = (): void => {
    cancelSweep = clock.after(SWEEP_MS, async () => {
      await sweep().catch(failed);
      if (cancelSweep !== null) sweepLater();
    });
  };

  return {
    keep,
    look,
    start: sweepLater,
    stop() {
      cancelSweep?.();
      cancelSweep = null;
      for (const callId of timers.keys()) forget(callId);
    },
  };
}

function isDue(call: Call, clock: Clock): boolean {
  return call.deadlineAt !== null && call.deadlineAt <= clock.now();
}
