/**
 * The technical side of calls: read from memory while they live, and stored when they have ended. What passes meanwhile
 * is stored every few seconds, so that a process that dies loses the last of it alone.
 */
import type { SipLadders } from '#carriers/sip/ladder.ts';
import type { Carrier } from '#carriers/carrier.ts';
import type { Call } from '#domain/call/call.ts';
import { isLive } from '#domain/call/state.ts';
import type { CallTrace, EndSound } from '#domain/call/trace.ts';
import { MAX_ENDS } from '#domain/call/trace.ts';
import { trunkOf } from '#domain/directory/trunk.ts';
import type { CallTraceStore, KeptTrace, ReadTrace } from '#domain/ports/call-traces.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { MediaSessions } from '#media/session/sessions.ts';

/** What they are made of. */
export type CallTraceParts = {
  readonly ladders: Pick<SipLadders, 'has' | 'ids' | 'of' | 'drop' | 'takeChanged' | 'takeUp'>;
  readonly quality: MediaSessions['quality'];
  readonly store: CallTraceStore;
  readonly clock: Clock;
  /** Whether the call's far end has not been let go yet. */
  hasSound(callId: number): boolean;
  failed(error: unknown): void;
};

/** They; told every call, as carriers are, they carry none. */
export type CallTraces = Carrier & {
  readonly reachesPhones: false;
  readonly read: ReadTrace;
  /** Continues what another process has kept of calls that live. */
  takeUp(live: readonly Call[]): Promise<void>;
  /** Stores what there is, also of calls in progress: no one would know it after a restart. */
  stop(): Promise<void>;
};

/** How long after the end of a call its last messages may come, such as the answer to BYE. Milliseconds. */
const SETTLING = 3000;
/** Calls that still have a caller then are waited for as often: the caller hears why the call ends. */
const MAX_WAITS = 40;
/** How often what has passed of calls in progress is stored. Milliseconds. */
const KEEPING = 2000;
/** Traces of one write, and those of ended calls that wait for the database at most: of more, the oldest are lost. */
const BATCH = 100;
const MAX_WAITING = 2000;

/** Makes them. */
export function createCallTraces(parts: CallTraceParts): CallTraces {
  const { ladders, quality, store, clock, failed } = parts;
  /** Calls that have ended, and are not stored yet, with when: those that settle, and those whose turn it is. */
  const settling = new Map<number, Date>();
  const ready = new Map<number, Date>();
  /** Calls in progress whose turn it is. */
  const passing = new Set<number>();
  /** Whether each call has had a contact or a number. */
  const named = new Map<number, boolean>();
  /** How the sound of calls was that another process has begun. */
  const earlier = new Map<number, readonly EndSound[]>();
  let writing: Promise<void> | null = null;
  let isArmed = false;

  const has = (callId: number): boolean => ladders.has(callId) || quality.has(callId) || earlier.has(callId);
  const hasEnded = (callId: number): boolean => settling.has(callId) || ready.has(callId);
  const now = async (callId: number): Promise<CallTrace> => ({
    legs: ladders.of(callId),
    sound: [...(earlier.get(callId) ?? []), ...(await quality.of(callId))].slice(0, MAX_ENDS),
  });
  const drop = (callId: number): void => {
    for (const each of [ready, named, earlier]) each.delete(callId);
    ladders.drop(callId);
    quality.drop(callId);
  };

  const settle = (callId: number, endedAt: Date, waits: number): void => {
    clock.after(SETTLING, async () => {
      if (waits < MAX_WAITS && parts.hasSound(callId)) return settle(callId, endedAt, waits + 1);
      settling.delete(callId);
      ready.set(callId, endedAt);
      const [oldest] = ready.keys();
      if (ready.size > MAX_WAITING && oldest !== undefined) drop(oldest);
      return write();
    });
  };

  /** Messages come by themselves: as long as there are calls with any, it is looked for those that have changed. */
  const arm = (): void => {
    if (isArmed) return;
    isArmed = true;
    clock.after(KEEPING, async () => {
      isArmed = false;
      for (const callId of ladders.takeChanged()) if (!hasEnded(callId)) passing.add(callId);
      if (ladders.ids().length > 0) arm();
      return write();
    });
  };

  const write = async (): Promise<void> => {
    writing ??= writeAll().finally(() => {
      writing = null;
    });
    return writing;
  };

  const writeAll = async (): Promise<void> => {
    while (ready.size + passing.size > 0) {
      const ended = [...ready].slice(0, BATCH);
      const going = [...passing].slice(0, BATCH - ended.length);
      for (const callId of going) passing.delete(callId);
      try {
        const over = await Promise.all(ended.map(endedTrace));
        await store.put([...over, ...going.filter(ladders.has).map(passingTrace)]);
      } catch (error) {
        for (const callId of going) passing.add(callId);
        failed(error);
        clock.after(SETTLING * 3, write);
        return;
      }
      for (const [callId] of ended) drop(callId);
    }
  };

  const endedTrace = async ([callId, endedAt]: readonly [number, Date]): Promise<KeptTrace> => {
    const { legs, sound } = await now(callId);
    const over = sound.map((end) => ({ ...end, until: end.until ?? endedAt }));
    return { callId, isNamed: named.get(callId) ?? false, trace: { legs, sound: over } };
  };

  /** How its sound is will be known when it has ended. */
  const passingTrace = (callId: number): KeptTrace => ({
    callId,
    isNamed: named.get(callId) ?? false,
    trace: { legs: ladders.of(callId), sound: earlier.get(callId) ?? [] },
  });

  return {
    name: 'traces',
    reachesPhones: false,
    sendText: async () => false,
    follow(call) {
      if (hasEnded(call.id)) return;
      if (isLive(call.state)) {
        named.set(call.id, isNamed(call) || named.get(call.id) === true);
        if (trunkOf(call.carrier) !== null || ladders.has(call.id)) arm();
        return;
      }
      if (!has(call.id)) {
        named.delete(call.id);
        return;
      }
      named.set(call.id, isNamed(call) || named.get(call.id) === true);
      passing.delete(call.id);
      const endedAt = call.endsAt ?? clock.now();
      settling.set(call.id, endedAt);
      settle(call.id, endedAt, 0);
    },
    async takeUp(live) {
      const kept = await store.ofCalls(live.map(({ id }) => id));
      for (const call of live) {
        const trace = kept.get(call.id);
        if (trace === undefined) continue;
        named.set(call.id, isNamed(call));
        if (trace.sound.length > 0) earlier.set(call.id, trace.sound);
        ladders.takeUp(call.id, trace.legs, call.contactNumber === null);
      }
    },
    read: async (workspaceId, callId) =>
      has(callId) ? now(callId) : ((await store.of(workspaceId, callId)) ?? { legs: [], sound: [] }),
    async stop() {
      for (const callId of new Set([...ladders.ids(), ...quality.ids(), ...earlier.keys()]))
        ready.set(callId, settling.get(callId) ?? clock.now());
      await write();
    },
  };
}

function isNamed({ contact, contactNumber }: Call): boolean {
  return contact !== null || contactNumber !== null;
}
