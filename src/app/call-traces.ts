/**
 * The technical side of calls: read from memory while they live, and stored with them, in one write, when they have
 * ended.
 */
import type { SipLadders } from '#carriers/sip/ladder.ts';
import type { Carrier } from '#carriers/carrier.ts';
import type { Call } from '#domain/call/call.ts';
import { isLive } from '#domain/call/state.ts';
import type { CallTrace } from '#domain/call/trace.ts';
import type { CallTraceStore, EndedTrace, ReadTrace } from '#domain/ports/call-traces.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { MediaSessions } from '#media/session/sessions.ts';

/** What they are made of. */
export type CallTraceParts = {
  readonly ladders: Pick<SipLadders, 'has' | 'ids' | 'of' | 'drop'>;
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
  /** Stores what there is, also of calls in progress: no one would know it after a restart. */
  stop(): Promise<void>;
};

/** How long after the end of a call its last messages may come, such as the answer to BYE. Milliseconds. */
const SETTLING = 3000;
/** Whoever is still there then is waited for as often: they hear why they are let go. */
const MAX_WAITS = 40;
/** Traces of one write, and those that wait for the database at most: of more, the oldest are lost. */
const BATCH = 100;
const MAX_WAITING = 2000;

type Ended = { readonly isNamed: boolean; readonly endedAt: Date };

/** Makes them. */
export function createCallTraces(parts: CallTraceParts): CallTraces {
  const { ladders, quality, store, clock, failed } = parts;
  /** Calls that have ended, and are not stored yet: those that settle, and those whose turn it is. */
  const settling = new Map<number, Ended>();
  const ready = new Map<number, Ended>();
  let writing: Promise<void> | null = null;

  const has = (callId: number): boolean => ladders.has(callId) || quality.has(callId);
  const now = async (callId: number): Promise<CallTrace> => ({
    legs: ladders.of(callId),
    sound: await quality.of(callId),
  });
  const drop = (callId: number): void => {
    ready.delete(callId);
    ladders.drop(callId);
    quality.drop(callId);
  };

  const settle = (callId: number, ended: Ended, waits: number): void => {
    clock.after(SETTLING, async () => {
      if (waits < MAX_WAITS && parts.hasSound(callId)) return settle(callId, ended, waits + 1);
      settling.delete(callId);
      ready.set(callId, ended);
      const [oldest] = ready.keys();
      if (ready.size > MAX_WAITING && oldest !== undefined) drop(oldest);
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
    while (ready.size > 0) {
      const batch = await Promise.all([...ready].slice(0, BATCH).map(endedTrace));
      try {
        await store.put(batch);
      } catch (error) {
        failed(error);
        clock.after(SETTLING * 3, write);
        return;
      }
      for (const { callId } of batch) drop(callId);
    }
  };

  const endedTrace = async ([callId, { isNamed, endedAt }]: readonly [number, Ended]): Promise<EndedTrace> => {
    const { legs, sound } = await now(callId);
    const over = sound.map((end) => ({ ...end, until: end.until ?? endedAt }));
    return { callId, isNamed, trace: { legs, sound: over } };
  };

  return {
    name: 'traces',
    reachesPhones: false,
    sendText: async () => false,
    follow(call) {
      if (isLive(call.state) || settling.has(call.id) || ready.has(call.id) || !has(call.id)) return;
      const ended = { isNamed: isNamed(call), endedAt: call.endsAt ?? clock.now() };
      settling.set(call.id, ended);
      settle(call.id, ended, 0);
    },
    read: async (workspaceId, callId) =>
      has(callId) ? now(callId) : ((await store.of(workspaceId, callId)) ?? { legs: [], sound: [] }),
    async stop() {
      const left = { isNamed: false, endedAt: clock.now() };
      for (const callId of new Set([...ladders.ids(), ...quality.ids()]))
        ready.set(callId, settling.get(callId) ?? left);
      await write();
    },
  };
}

function isNamed({ contact, contactNumber }: Call): boolean {
  return contact !== null || contactNumber !== null;
}
