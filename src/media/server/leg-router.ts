/** All legs of one worker, and who of them hears whom, here or in another worker. */
import type { MessagePort } from 'node:worker_threads';
import type { Leg } from './legs/leg.ts';
import { preciseNow } from '../audio-packet.ts';
import type { SoundPacket } from '../audio-packet.ts';
import type { Place, Relayed } from './worker-protocol.ts';

/** Mutable, of one worker. */
export type LegRouter = {
  add(leg: Leg): void;
  get(legId: string): Leg | undefined;
  /** Forgets the leg and closes it. */
  remove(legId: string): void;
  pair(legId: string, partner: Place | null): void;
  /** Another worker, to give packets to; null: it is gone. */
  connectPeer(worker: number, port: MessagePort | null): void;
  size(): number;
  close(): void;
};

/** `number`: which worker this is. */
export function createLegRouter(number: number): LegRouter {
  const legs = new Map<string, Leg>();
  const partners = new Map<string, Place>();
  const ports = new Map<number, MessagePort>();

  function carry(legId: string, packet: SoundPacket, now: number): void {
    const partner = partners.get(legId);
    if (partner === undefined) return;
    if (partner.worker === number) return arrive(partner.legId, legId, packet, now);
    // Copied: a view would be sent with all the memory that it is a view of.
    const payload = new Uint8Array(packet.payload);
    const relayed: Relayed = { to: partner.legId, from: legId, packet: { ...packet, payload } };
    ports.get(partner.worker)?.postMessage(relayed, [payload.buffer]);
  }

  /** Only from its partner: what was on its way when a bridge ended is heard by no one. */
  function arrive(legId: string, from: string, packet: SoundPacket, now: number): void {
    if (partners.get(legId)?.legId === from) legs.get(legId)?.audioSink.accept(packet, now);
  }

  function connectPeer(worker: number, port: MessagePort | null): void {
    ports.get(worker)?.close();
    ports.delete(worker);
    if (port === null) return;
    port.on('message', ({ to, from, packet }: Relayed) => arrive(to, from, packet, preciseNow()));
    ports.set(worker, port);
  }

  return {
    add(leg) {
      legs.set(leg.legId, leg);
      leg.audioSource.listen((packet, now) => carry(leg.legId, packet, now));
    },
    get: (legId) => legs.get(legId),
    remove(legId) {
      legs.get(legId)?.close();
      legs.delete(legId);
      partners.delete(legId);
    },
    pair(legId, partner) {
      if (partner === null || !legs.has(legId)) partners.delete(legId);
      else partners.set(legId, partner);
    },
    connectPeer,
    size: () => legs.size,
    close() {
      for (const leg of legs.values()) leg.close();
      legs.clear();
      for (const port of ports.values()) port.close();
    },
  };
}
