/**
 * Who lives where: every leg's worker, and its partner. Workers die, and legs end whenever they like: then there is
 * nothing to ask.
 */
import { randomUUID } from 'node:crypto';
import { background } from '#background/background.ts';
import type { LegEvent, LegId } from '../media-server.ts';
import type { PackedPackets } from './packed-packets.ts';
import { createWorkerPool } from './worker-pool.ts';
import type { PoolOptions } from './worker-pool.ts';
import type { WorkerHealth, WorkerVerbs } from './worker-protocol.ts';
import { WorkerGoneError } from './worker-thread.ts';

/** What comes from the legs by itself. */
export type SeatsListener = {
  onEvent(event: LegEvent): void;
  onTapped(tapId: string, packed: PackedPackets): void;
  onDeath(worker: number, cause: unknown): void;
};

/** All legs. */
export type Seats = {
  has(legId: LegId): boolean;
  workerOf(legId: LegId): number | null;
  /** New legs' names, and one place for all: where the fewest are. Null: no worker can run. */
  take(count: number): Promise<readonly LegId[] | null>;
  /** The leg is gone; its partner is alone. The worker is not told. */
  leave(legId: LegId): void;
  /** Asks the worker where the leg lives; null if it lives nowhere, or no longer. */
  ask<Verb extends keyof WorkerVerbs>(
    legId: LegId,
    verb: Verb,
    question: WorkerVerbs[Verb]['ask'],
  ): Promise<WorkerVerbs[Verb]['answer'] | null>;
  /** The same of a worker by its number. */
  askWorker<Verb extends keyof WorkerVerbs>(
    worker: number,
    verb: Verb,
    question: WorkerVerbs[Verb]['ask'],
  ): Promise<WorkerVerbs[Verb]['answer'] | null>;
  /** Each is the other's only partner from now on. */
  pair(a: LegId, b: LegId): Promise<void>;
  /** The leg has no partner, and its partner none. */
  part(legId: LegId): Promise<void>;
  health(): Promise<readonly WorkerHealth[]>;
  terminate(worker: number): Promise<void>;
  isClosed(): boolean;
  close(): Promise<void>;
};

type Seat = { readonly worker: number; partner: LegId | null };

/** Starts the workers. */
export function createSeats(options: PoolOptions, listener: SeatsListener): Seats {
  const seats = new Map<LegId, Seat>();
  let isClosed = false;
  const pool = createWorkerPool(options, { onEvent: heard, onTapped: listener.onTapped, onGone: died });

  function heard(event: LegEvent): void {
    if (event.type === 'lost') leave(event.legId);
    listener.onEvent(event);
  }

  function died(worker: number, cause: unknown): void {
    if (isClosed) return;
    listener.onDeath(worker, cause);
    const lost = [...seats].filter(([, seat]) => seat.worker === worker).map(([legId]) => legId);
    for (const legId of lost) leave(legId);
    for (const legId of lost) listener.onEvent({ type: 'lost', legId, reason: 'worker' });
  }

  const ask: Seats['ask'] = async (legId, verb, question) => {
    const seat = seats.get(legId);
    return seat === undefined ? null : askWorker(seat.worker, verb, question);
  };

  const askWorker: Seats['askWorker'] = async (worker, verb, question) => {
    try {
      return (await pool.get(worker)?.ask(verb, question)) ?? null;
    } catch (error) {
      // Its legs are told lost by themselves.
      if (error instanceof WorkerGoneError) return null;
      throw error;
    }
  };

  function leave(legId: LegId): void {
    const partner = seats.get(legId)?.partner ?? null;
    seats.delete(legId);
    if (partner !== null) background('media.partner', alone(partner));
  }

  async function alone(legId: LegId): Promise<void> {
    const seat = seats.get(legId);
    if (seat === undefined) return;
    seat.partner = null;
    await ask(legId, 'pair', { legId, partner: null });
  }

  async function join(legId: LegId, partner: LegId): Promise<void> {
    const [seat, other] = [seats.get(legId), seats.get(partner)];
    if (seat === undefined || other === undefined) return alone(legId);
    seat.partner = partner;
    await ask(legId, 'pair', { legId, partner: { legId: partner, worker: other.worker } });
  }

  function legsOf(worker: number): number {
    return [...seats.values()].filter((seat) => seat.worker === worker).length;
  }

  return {
    has: (legId) => seats.has(legId),
    workerOf: (legId) => seats.get(legId)?.worker ?? null,
    async take(count) {
      const thread = await pool.take(legsOf);
      if (thread === null) return null;
      const legIds = Array.from({ length: count }, () => randomUUID());
      for (const legId of legIds) seats.set(legId, { worker: thread.number, partner: null });
      return legIds;
    },
    leave,
    ask,
    askWorker,
    async pair(a, b) {
      const former = [a, b].map((leg) => seats.get(leg)?.partner ?? null).filter((leg) => leg !== null);
      await Promise.all(former.filter((leg) => leg !== a && leg !== b).map(alone));
      await Promise.all([join(a, b), join(b, a)]);
    },
    async part(legId) {
      const partner = seats.get(legId)?.partner ?? null;
      await Promise.all([legId, ...(partner === null ? [] : [partner])].map(alone));
    },
    async health() {
      const all = await Promise.all(pool.all().map(({ number }) => askWorker(number, 'health', null)));
      return all.filter((health) => health !== null);
    },
    async terminate(worker) {
      await pool.get(worker)?.terminate();
    },
    isClosed: () => isClosed,
    async close() {
      isClosed = true;
      await pool.close();
      seats.clear();
    },
  };
}
