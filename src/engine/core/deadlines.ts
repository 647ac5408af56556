/** Keeps the deadlines that stand in the calls: a timer for each open call here, and a sweep for those no one keeps. */
import type { Call } from '#domain/call/call.ts';
import { dueRule, isLeftInVain, overdue } from '#domain/call/deadline.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { Placement } from '#domain/call/deflection.ts';
import { asMessage, asVoicemail, inVain, placed, placedBy } from '#domain/call/deflection.ts';
import type { RuleAhead } from '#domain/call/wait-rules.ts';
import type { CallStore, Clock } from '#domain/ports/stores.ts';
import type { FailReason } from '#domain/call/reason.ts';
import type { Outcome, RefusalCode } from '#domain/call/refusal.ts';
import { openTransfer } from '#domain/call/transfer.ts';
import { planOf } from '#domain/call/offer.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { SentAway } from './send-away.ts';
import type { Dialer } from './dialing.ts';
import { noteDialRefused } from './dialing.ts';
import type { Transitions } from './transitions.ts';

/** How often the sweep looks, and how long after its deadline a call counts as forgotten. */
const SWEEP_MS = 5_000;
const FORGOTTEN_MS = 2_000;
/** Most forgotten calls taken up in one sweep. */
const MAX_SWEEP = 500;

/** Why no carrier may dial -> why the call failed that was to be dialed now. Any other: there is no way there. */
const REFUSED: { readonly [C in RefusalCode]?: FailReason } = {
  number_not_called: 'number_not_called',
  dial_limit: 'dial_limit',
};

export type Deadlines = {
  /** Keeps the call's deadline from now on. Scheduled calls are left to the job queue and the sweep. */
  keep(call: Call): void;
  /**
   * Looks at once at a scheduled call that is to come due now; one that has time is left to the queue and the sweep.
   */
  soon(call: Call): void;
  /** Does what the call's passed deadline asks for; nothing when it has not passed. Safe to repeat. */
  look(callId: number): Promise<void>;
  start(): void;
  stop(): void;
};

export type DeadlineParts = {
  readonly calls: CallStore;
  readonly clock: Clock;
  readonly transitions: Pick<Transitions, 'apply'>;
  directory(workspaceId: number): Promise<Directory>;
  /** Callers in the menu's queue. */
  waitingFor(menuId: number): number;
  /** The carrier that dials the call now, or why none may; see `core/dialing.ts`. */
  dialerOf(call: Call): Promise<Outcome<Dialer>>;
  /** How a caller is sent away; see `core/send-away.ts`. */
  sendingAway(call: Call, placement: Exclude<Placement, { readonly to: 'queue' }>, menuId?: number): Promise<SentAway>;
  unlessSent(sent: SentAway, outcome: Outcome<Call>): Promise<void>;
  failed(error: unknown): void;
};

/** Makes the keeper. */
export function createDeadlines(parts: DeadlineParts): Deadlines {
  const { calls, clock, transitions, directory, waitingFor, failed } = parts;
  const timers = new Map<number, () => void>();
  let cancelSweep: (() => void) | null = null;

  const forget = (callId: number): void => {
    timers.get(callId)?.();
    timers.delete(callId);
  };

  const look = async (callId: number): Promise<void> => {
    const call = await calls.anyById(callId);
    if (call === null) return;
    if (call.state === 'scheduled') return comeDue(call);
    const ahead = dueRule(call, clock.now());
    if (ahead !== null) return follow(call, ahead);
    if (isLeftInVain(call, clock.now())) return sendOn(call);
    await transitions.apply(callId, (stands, now) => overdue(stands, now));
  };

  const comeDue = async (call: Call): Promise<void> => {
    if (!isDue(call, clock.now())) return;
    const dialer = await parts.dialerOf(call);
    if (!dialer.ok) await noteDialRefused({ transitions }, call, dialer.refusal);
    const event = dialer.ok
      ? comingDue(await directory(call.workspaceId), call, dialer.value.carrier)
      : (): CallEvent => ({
          type: 'hung_up',
          by: 'system',
          reason: REFUSED[dialer.refusal.code] ?? 'voip_conn_signal',
        });
    await transitions.apply(call.id, (stands, now) =>
      stands.state === 'scheduled' && isDue(stands, now) ? event(now) : null,
    );
  };

  /**
   * The menu is judged when the call comes due, as a caller would meet it then. A contact who is not on the line leaves
   * no message, and who was promised a call is called also where there is no room for callers.
   */
  const comingDue =
    ({ menus }: Directory, { menuId, carrier }: Call, first: string) =>
    (at: Date): CallEvent => {
      const menu = menus.get(menuId ?? 0);
      const carried = first === carrier ? {} : { carrier: first };
      if (menu === undefined || menu.deleted) return { type: 'hung_up', by: 'system', reason: 'menu_deleted' };
      const placement = placed({ menus, at, waitingFor }, menu);
      if (placement.to === 'call_back') return { type: 'came_due', plan: planOf(menu), ...carried };
      return placement.to === 'queue'
        ? { type: 'came_due', plan: planOf(placement.menu), menuId: placement.menu.id, ...carried }
        : { type: 'deflected', deflection: asMessage(placement) };
    };

  /**
   * A rule of the caller's queue is due. Where it does not hold any more when it is stored, the call's next deadline
   * looks again.
   */
  const follow = async (call: Call, { condition, rule }: RuleAhead): Promise<void> => {
    const { menus } = await directory(call.workspaceId);
    const menu = menus.get(call.menuId ?? 0);
    const scene = { menus, at: clock.now(), waitingFor };
    const placement: Placement =
      menu === undefined
        ? { to: 'voicemail', word: asVoicemail({ condition }), condition }
        : placedBy(scene, menu, condition, rule);
    const sent = placement.to === 'queue' ? null : await parts.sendingAway(call, placement);
    const outcome = await transitions.apply(call.id, (stands, now) => {
      if (stands.menuId !== call.menuId || dueRule(stands, now)?.condition !== condition) return null;
      if (sent !== null) return sent.event;
      return placement.to === 'queue'
        ? { type: 'overflowed', menuId: placement.menu.id, plan: planOf(placement.menu), condition }
        : null;
    });
    if (sent !== null) await parts.unlessSent(sent, outcome);
  };

  /**
   * No one has come for a caller who was left alone: the menu that they waited for sends them away, as it does those
   * who wait long. Where no menu is left the hand-over has expired, and the call ends.
   */
  const sendOn = async (call: Call): Promise<void> => {
    const { menus } = await directory(call.workspaceId);
    const menu = menus.get(openTransfer(call.transfers)?.menuId ?? call.menuId ?? 0);
    const placement = menu === undefined ? null : inVain(menu);
    const sent = placement === null ? null : await parts.sendingAway(call, placement, menu?.id);
    const outcome = await transitions.apply(call.id, (stands, now) => {
      if (!isLeftInVain(stands, now)) return null;
      return sent === null ? overdue(stands, now) : sent.event;
    });
    if (sent !== null) await parts.unlessSent(sent, outcome);
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

  const soon = (call: Call): void => {
    forget(call.id);
    if (!isDue(call, clock.now())) return;
    timers.set(
      call.id,
      clock.after(0, async () => {
        timers.delete(call.id);
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
    soon,
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
