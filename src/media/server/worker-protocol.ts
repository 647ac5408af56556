/**
 * What the engine and its workers say to each other. Requests are answered once each, in any order; events come by
 * themselves.
 */
import type { MessagePort } from 'node:worker_threads';
import type { LegEvent, LegRefusal, LegStats, Playing, RtpTerms } from '../media-server.ts';
import type { SoundPacket } from '../audio-packet.ts';
import type { SdpDirection } from '../codec/sdp.ts';
import type { PackedPackets } from './packed-packets.ts';

/** What a worker is started with. `number` tells it from the others, for as long as the engine lives. */
export type WorkerOptions = {
  readonly number: number;
  /** Null: every address. */
  readonly host: string | null;
  readonly ports: { readonly first: number; readonly last: number };
  readonly legsMax: number;
};

/** A leg and where it lives. */
export type Place = { readonly legId: string; readonly worker: number };

/** What a worker can be asked, and what it answers. */
export type WorkerVerbs = {
  /** With a leg it has, renegotiates. `announced`: the addresses browsers are told. */
  negotiate: {
    ask: { readonly legId: string; readonly offer: string; readonly announced: readonly string[] };
    answer: { readonly ok: true; readonly answer: string } | { readonly ok: false; readonly refusal: LegRefusal };
  };
  /** The same of a telephone. */
  negotiatePlain: {
    ask: {
      readonly legId: string;
      readonly offer: string;
      readonly announced: readonly string[];
      readonly terms: RtpTerms;
    };
    answer:
      | { readonly ok: true; readonly answer: string; readonly isHeld: boolean }
      | { readonly ok: false; readonly refusal: LegRefusal };
  };
  /** A telephone's leg, new or not, makes an offer. */
  offerPlain: {
    ask: {
      readonly legId: string;
      readonly announced: readonly string[];
      readonly direction: SdpDirection;
      readonly terms: RtpTerms;
    };
    answer: { readonly ok: true; readonly offer: string } | { readonly ok: false; readonly refusal: LegRefusal };
  };
  /** Null: taken. */
  acceptPlain: { ask: { readonly legId: string; readonly answer: string }; answer: LegRefusal | null };
  createFileLeg: { ask: { readonly legId: string; readonly playing: Playing }; answer: null };
  createVoiceLeg: { ask: { readonly legId: string }; answer: null };
  /** A voice leg is to say something. */
  say: { ask: { readonly legId: string; readonly playId: string }; answer: null };
  /** More of it, or null: that was all. Answered when there is room for more; false: it is not said any more. */
  said: {
    ask: { readonly legId: string; readonly playId: string; readonly samples: Int16Array | null };
    answer: boolean;
  };
  /** Legs that hear each other mixed. False: more rooms than one worker mixes. */
  createRoom: { ask: { readonly legIds: readonly string[] }; answer: boolean };
  /** The leg's only partner from now on: it is heard there, and only that one is heard here. */
  pair: { ask: { readonly legId: string; readonly partner: Place | null }; answer: null };
  play: {
    ask: {
      readonly legId: string;
      readonly playId: string;
      readonly playing: Playing;
      readonly isStoppedByDigit: boolean;
    };
    answer: null;
  };
  stop: { ask: { readonly legId: string }; answer: null };
  /** Whether the leg's far end takes keys. */
  sendDtmf: { ask: { readonly legId: string; readonly digits: string }; answer: boolean };
  mute: { ask: { readonly legId: string; readonly isMuted: boolean }; answer: null };
  /** `tapId`: the engine's name for it. */
  tap: { ask: { readonly tapId: string; readonly legId: string; readonly isPrompt: boolean }; answer: null };
  /** What was heard until then is told before the answer. */
  untap: { ask: { readonly tapId: string }; answer: null };
  stats: { ask: { readonly legId: string }; answer: LegStats | null };
  close: { ask: { readonly legId: string }; answer: null };
  health: { ask: null; answer: WorkerHealth };
  /** Ends everything; after the answer the thread can be terminated. */
  shutDown: { ask: null; answer: null };
};

/** How a worker is doing. */
export type WorkerHealth = {
  readonly port: number;
  readonly legs: number;
  /** Datagrams dropped since the start, by reason. */
  readonly ignored: Readonly<Record<string, number>>;
  /** How late the worker's timer was, 99 times of 100, since last asked. Milliseconds. */
  readonly lagMs: number;
  /** Share of a core used since the worker's start, 0 to 1. */
  readonly utilization: number;
};

/** From the engine. */
export type ToWorker =
  | { readonly kind: 'ask'; readonly id: number; readonly verb: keyof WorkerVerbs; readonly ask: unknown }
  /** Another worker, to give packets to. Null: it is gone. */
  | { readonly kind: 'peer'; readonly worker: number; readonly port: MessagePort | null };

/** Whose promise it was: that of the DTLS library, which leaves some unwatched, or one of ours. */
export type FaultSource = 'werift' | 'ours';

/** From a worker. */
export type FromWorker =
  | { readonly kind: 'ready' }
  /** No port of the range is free. */
  | { readonly kind: 'no_ports' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string }
  /** Something failed that no one waited for. */
  | { readonly kind: 'fault'; readonly source: FaultSource; readonly reason: string }
  | { readonly kind: 'event'; readonly event: LegEvent }
  | { readonly kind: 'tapped'; readonly tapId: string; readonly packed: PackedPackets };

/** From worker to worker: `from` says this to `to`. */
export type Relayed = { readonly to: string; readonly from: string; readonly packet: SoundPacket };
