/** The one place where calls move: step, store, then tell. Nothing is told before it is stored. */
import { background } from '#background/background.ts';
import type { Call, CallDraft } from '#domain/call/call.ts';
import { isHistoryFull } from '#domain/call/bounds.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { EventBus, Move } from '#domain/ports/event-bus.ts';
import type { CallStore, Clock } from '#domain/ports/stores.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import { isBusy, reservationOf } from '#domain/call/reservation.ts';
import { step } from '#domain/call/step.ts';

/**
 * An event, or what the call as it stands asks for: an event, a refusal, or null for nothing. `now` is the instant that
 * the event is stored with: what is decided by the clock is decided by it.
 */
export type Decision = CallEvent | ((call: Call, now: Date) => CallEvent | Refused | null);

/** A refusal that was decided on the call as it stands. */
export type Refused = ReturnType<typeof refused>;

/** How often a move is tried again because another node moved the call first. */
const MAX_TRIES = 20;

export type Transitions = {
  /**
   * Stores a new call. Null when its request key or external uuid is taken. Refused: an agent who has as many calls as
   * they take.
   */
  create(draft: CallDraft): Promise<Outcome<Call | null>>;
  /**
   * The world, or a command, reports. With a workspace, calls of others are unknown. A decision of null answers the
   * call unmoved. Refused with `agent_not_available`: what gives an agent one call more than they take.
   */
  apply(callId: number, decision: Decision, workspaceId?: number): Promise<Outcome<Call>>;
  /**
   * Keeps the call in mind, as it stands. Scheduled ones are not kept: there may be very many, and nothing happens to
   * them.
   */
  remember(call: Call): void;
  /** Reads the call anew, which something besides a move has changed, and tells everyone how it stands. */
  reload(callId: number): Promise<void>;
  /** The calls in mind: those in progress, as they were last stored. */
  open(): IteratorObject<Call>;
  /** Resolves when no move is under way. */
  settled(): Promise<void>;
};

/** Makes the transitions of one process. It remembers what is told on the bus, whichever node has moved it. */
export function createTransitions(calls: CallStore, clock: Clock, bus: EventBus): Transitions {
  /** Open calls as last stored; the version in the row decides, so a stale one costs a second try and no more. */
  const open = new Map<number, Call>();
  /** One move a call at a time; another node is held off by the version. */
  const turns = new Map<number, Promise<unknown>>();

  const remember = (call: Call): void => {
    if (call.deadlineAt === null || call.state === 'scheduled') open.delete(call.id);
    else open.set(call.id, call);
  };

  bus.subscribe('move', ({ call }) => remember(call));
  const tell = (move: Move): void => bus.publish('move', move);

  const move = async (callId: number, decision: Decision, workspaceId?: number): Promise<Outcome<Call>> => {
    let before = open.get(callId);
    let isFromStore = false;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      if (before === undefined) {
        before = (await calls.anyById(callId)) ?? undefined;
        isFromStore = true;
        if (before !== undefined && tries > 0 && before.version !== open.get(callId)?.version)
          tell({ before: null, call: before, event: { type: 'reloaded' } });
      }
      if (before === undefined || (workspaceId !== undefined && before.workspaceId !== workspaceId))
        return refused({ code: 'call_unknown', id: String(callId) });
      const now = later(clock.now(), before.updatedAt);
      const decided = typeof decision === 'function' ? decision(before, now) : decision;
      if (decided === null) return done(before);
      const stepped = 'ok' in decided ? decided : taken(before, decided, now);
      // What is remembered may be stale when another node moved the call: only the row may refuse.
      if (!stepped.ok && isFromStore) return stepped;
      if (stepped.ok && !('ok' in decided)) {
        const stored = await calls.change(stepped.value, decided, reservationOf(before, stepped.value));
        if (isBusy(stored)) return refused({ code: 'agent_not_available', agentIds: stored.busyAgentIds });
        if (stored !== null) {
          tell({ before, call: stored, event: decided });
          return done(stored);
        }
      }
      before = undefined;
    }
    throw new Error(`Call ${callId} was moved by others ${MAX_TRIES} times in a row.`);
  };

  return {
    remember,
    async reload(callId) {
      const call = await calls.anyById(callId);
      if (call !== null) tell({ before: null, call, event: { type: 'reloaded' } });
    },
    open: () => open.values(),
    async create(draft) {
      const call = await calls.create(draft);
      if (isBusy(call)) return refused({ code: 'agent_not_available', agentIds: call.busyAgentIds });
      if (call !== null) tell({ before: null, call, event: { type: 'created' } });
      return done(call);
    },
    async apply(callId, decision, workspaceId) {
      const earlier = turns.get(callId) ?? Promise.resolve();
      const turn = earlier.then(async () => move(callId, decision, workspaceId));
      const quiet = turn.catch(() => undefined);
      turns.set(callId, quiet);
      background(
        'transitions',
        quiet.finally(() => {
          if (turns.get(callId) === quiet) turns.delete(callId);
        }),
      );
      return turn;
    },
    async settled() {
      while (turns.size > 0) await Promise.all(turns.values());
    },
  };
}

/**
 * A clock that was set back, or another node's that is behind, makes nothing happen before what has happened already.
 */
function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

/** The call after the event, where its history has room for it. */
function taken(before: Call, event: CallEvent, now: Date): Outcome<Call> {
  return isHistoryFull(before, event) ? refused({ code: 'history_full' }) : step(before, event, now);
}
