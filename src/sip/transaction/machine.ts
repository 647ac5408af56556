/** One step of a transaction, by the tables: (machine, event, now) -> (machine, actions). */
import type { Action, TransactionEvent, TransactionKind, TransactionState } from './tables.ts';
import { BEGINS, cellOf } from './tables.ts';
import type { TimerName } from './timers.ts';
import { durationOf, T2, TIMERS } from './timers.ts';

/** A transaction's state and timers. */
export type Machine = {
  readonly kind: TransactionKind;
  readonly state: TransactionState;
  /** Over TCP or TLS: nothing is sent twice, and nothing is waited for that the transport already saw to. */
  readonly isReliable: boolean;
  /** When each timer that runs is due, in milliseconds of the clock that was handed in. */
  readonly due: { readonly [T in TimerName]?: number };
  /** How long the timer that retransmits ran last; 0 before the first time. Milliseconds. */
  readonly interval: number;
};

/** What is to be done beside starting and stopping timers. */
export type Work = Exclude<Action, `start_${string}` | 'stop_trying'>;

/** The machine afterwards, and what its owner has to do, in order. */
export type Step = { readonly machine: Machine; readonly work: readonly Work[] };

/** A new transaction, which begins to send or to wait. */
export function begin(kind: TransactionKind, isReliable: boolean, now: number): Step {
  const { to, do: actions } = BEGINS[kind];
  return perform({ kind, state: to, isReliable, due: {}, interval: 0 }, actions, now);
}

/** What an event does; null where the table refuses it. */
export function step(machine: Machine, event: TransactionEvent, now: number): Step | null {
  const cell = cellOf(machine.kind, machine.state, event);
  if (cell === null) return null;
  const due = Object.fromEntries(runningIn(machine, cell.to, event));
  return perform({ ...machine, state: cell.to, due }, cell.do, now);
}

/** The timer that is due first, at or before `now`; null where none is. */
export function dueTimer({ due }: Machine, now: number): TimerName | null {
  let first: TimerName | null = null;
  let earliest = Number.POSITIVE_INFINITY;
  for (const timer of timersOf(due)) {
    const at = due[timer] ?? Number.POSITIVE_INFINITY;
    if (at > now || at >= earliest) continue;
    [first, earliest] = [timer, at];
  }
  return first;
}

/** When the machine next has something to do; null where only a message can move it. */
export function nextDue({ due }: Machine): number | null {
  const times = Object.values(due);
  return times.length === 0 ? null : Math.min(...times);
}

/** A timer runs on as long as the state it leads to has a cell for it. The one that fired has stopped. */
function runningIn({ kind, due }: Machine, to: TransactionState, event: TransactionEvent): [TimerName, number][] {
  return timersOf(due).flatMap((timer): [TimerName, number][] => {
    const at = due[timer];
    const runsOn = cellOf(kind, to, `timer_${timer}`) !== null && event !== `timer_${timer}`;
    return at === undefined || !runsOn ? [] : [[timer, at]];
  });
}

function timersOf(due: Machine['due']): TimerName[] {
  return Object.keys(due).filter(isTimer);
}

function isTimer(name: string): name is TimerName {
  return name in TIMERS;
}

function perform(machine: Machine, actions: readonly Action[], now: number): Step {
  const work: Work[] = [];
  let current = machine;
  for (const action of actions) {
    if (action === 'stop_trying') current = { ...current, due: without(current.due, 'trying') };
    else if (action === 'start_e_at_t2') current = start(current, 'e', current.isReliable ? null : T2, now);
    else if (isWork(action)) work.push(action);
    else {
      const timer = action.slice('start_'.length);
      if (isTimer(timer)) current = start(current, timer, durationOf(timer, current.isReliable, current.interval), now);
    }
  }
  return fireAtOnce(current, work, now);
}

/** A timer of zero seconds, as D, I, J and K are over reliable transports, fires in the step that starts it. */
function fireAtOnce(machine: Machine, work: readonly Work[], now: number): Step {
  for (const timer of timersOf(machine.due)) {
    if (machine.due[timer] !== now) continue;
    const next = step(machine, `timer_${timer}`, now);
    if (next !== null) return { machine: next.machine, work: [...work, ...next.work] };
  }
  return { machine, work };
}

function start(machine: Machine, timer: TimerName, duration: number | null, now: number): Machine {
  if (duration === null) return machine;
  const interval = TIMERS[timer].doublesTo === null ? machine.interval : duration;
  return { ...machine, interval, due: { ...machine.due, [timer]: now + duration } };
}

function without(due: Machine['due'], timer: TimerName): Machine['due'] {
  return Object.fromEntries(Object.entries(due).filter(([name]) => name !== timer));
}

function isWork(action: Action): action is Work {
  return !action.startsWith('start_') && action !== 'stop_trying';
}
