/** Keeps the deadlines that stand in the calls: a timer for each open call here, and a sweep for those no one keeps. */
import type { Call } from '#domain/call/call.ts';
import { overdue } from '#domain/call/deadline.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { conditionOf, deflectionWord } from '#domain/call/deflection.ts';
import { planOf } from '#domain/call/offer.ts';
import type { CallStore, Clock } from '#domain/ports/stores.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Mover } from './transitions.ts';

/** How often the sweep looks, and how long after its deadline a call counts as forgotten. */
const SWEEP_MS = 5_000;
const FORGOTTEN_MS = 2_000;
/** Most forgotten calls taken up in one sweep. */
const MAX_SWEEP = 500;

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
  waitingFor: (menuId: number) => number,
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
    const due = call.state === 'scheduled' ? comingDue(await directory(call.workspaceId), call) : null;
    await mover.happened(callId, (stands, now) =>
      stands.state === 'scheduled' ? (isDue(stands, now) && due?.(now)) || null : overdue(stands, now),
    );
  };

  /** The menu is judged when the call comes due, as a caller would meet it then. A contact who is not on the line leaves no message. */
  const comingDue =
    ({ menus }: Directory, { menuId }: Call) =>
    (now: Date): CallEvent => {
      const menu = menus.get(menuId ?? 0);
      if (menu === undefined || menu.deleted) return { type: 'hung_up', by: 'system', reason: 'menu_deleted' };
      const condition = conditionOf(menu, now, waitingFor(menu.id));
      return condition === 'open'
        ? { type: 'came_due', plan: planOf(menu) }
        : { type: 'deflected', deflection: deflectionWord({ ...menu, deflection: 'message_only' }, condition) };
    };

  const keep = (call: Call): void => {
    forget(call.id);
    if (call.deadlineAt === null || call.state === 'scheduled') return;
    const delay = Math.max(0, call.deadlineAt.getTime() - clock.now().getTime());
    timers.set(
      call.id,
      clock.after(delay, async () => {
        timers.delete(call.id);
        // A timer that came early (a long one, a clock that was slowed) is set anew.
        if (call.deadlineAt !== null && clock.now() < call.deadlineAt) return keep(call);
        await look(call.id).catch(failed);
      }),
    );
  };

  const sweep = async (): Promise<void> => {
    const forgotten = await calls.overdue(new Date(clock.now().getTime() - FORGOTTEN_MS), MAX_SWEEP);
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

function isDue(call: Call, now: Date): boolean {
  return call.deadlineAt !== null && call.deadlineAt <= now;
}
