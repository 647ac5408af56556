/** Sound in this process: the Media port by media workers, threads with a UDP port each. */
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { background } from '#background/background.ts';
import type { LegEvent, LegId, LegMade, LegOffer, LegRefusal, Media, Tapped, RtpTerms } from '../media-server.ts';
import { addressesFor, likeFirst } from './transport/addresses-for.ts';
import type { KnownAddresses } from './transport/addresses-for.ts';
import { findAddresses } from './transport/public-addresses.ts';
import { addressOf } from './transport/plain-sdp.ts';
import { unpack } from './packed-packets.ts';
import { createSeats } from './seats.ts';
import type { Seats } from './seats.ts';
import type { WorkerHealth } from './worker-protocol.ts';

/** How sound reaches this machine, and how much of it. All have defaults. */
export type MediaEngineOptions = {
  /** Threads. Default: one for each core. */
  readonly workers?: number;
  /** The address to bind. Default every address, IPv4 and IPv6. */
  readonly host?: string;
  /** UDP ports to take from, one for each worker, the first that are free. With fewer ports there are fewer workers. */
  readonly ports: { readonly first: number; readonly last: number };
  /**
   * IP addresses that every browser is told; default: what a STUN server sees. The interfaces' own are told to those
   * who can use them.
   */
  readonly publicAddresses?: readonly string[];
  /** `stun:host:port`, asked once for the address that the outside sees. Default none. */
  readonly stunUrls?: readonly string[];
  /** Legs that one worker takes; more are refused as `overloaded`. Default 300: what one core carries when all are
   * recorded, and something to spare. */
  readonly legsMax?: number;
  /** Told of what went wrong without anyone having asked: an event's name and its fields. */
  readonly onTrouble?: (event: string, fields: Readonly<Record<string, unknown>>) => void;
};

/** The Media port, and what only this engine has. */
export type MediaEngine = Media & {
  health(): Promise<readonly WorkerHealth[]>;
  /** Kills a worker, as a fault would: for tests. */
  terminateWorker(legId: LegId): Promise<void>;
};

const LEGS_MAX = 300;
const THIS_MACHINE = '127.0.0.1';

/** Starts the workers. */
export function createMediaEngine(options: MediaEngineOptions): MediaEngine {
  const { host = null, ports, legsMax = LEGS_MAX, onTrouble = () => {} } = options;
  const { publicAddresses = [], stunUrls = [] } = options;
  const workers = Math.min(options.workers ?? availableParallelism(), ports.last - ports.first + 1);
  const known = findAddresses({ host, publicAddresses, stunUrls });
  const listeners = new Set<(event: LegEvent) => void>();
  const taps: Taps = new Map();
  const seats = createSeats(
    { workers, host, ports, legsMax },
    {
      onEvent(event) {
        for (const listener of listeners) listener(event);
      },
      onTapped: (tapId, packed) => taps.get(tapId)?.(unpack(packed)),
      onDeath: (worker, cause) => onTrouble('media.worker_died', { worker, cause: String(cause) }),
    },
  );
  return {
    ...legVerbs(seats, known),
    ...soundVerbs(seats, taps),
    onEvent(listener) {
      listeners.add(listener);
    },
    shutDown: () => seats.close(),
    health: seats.health,
    terminateWorker: (legId) => seats.terminate(seats.workerOf(legId) ?? -1),
  };
}

type Taps = Map<string, (tapped: Tapped) => void>;

/** Legs made, joined and ended. */
function legVerbs(seats: Seats, addresses: Promise<KnownAddresses>) {
  async function negotiate(legId: LegId, asked: LegOffer): Promise<LegMade> {
    const { kind, offer } = asked;
    const named = kind === 'rtp' ? addressOf(offer) : null;
    const asker = asked.asker ?? named ?? THIS_MACHINE;
    const fitting = addressesFor(await addresses, asker);
    const announced = kind === 'rtp' ? likeFirst(fitting, named ?? asker) : fitting;
    const answered =
      kind === 'browser'
        ? await seats.ask(legId, 'negotiate', { legId, offer, announced })
        : await seats.ask(legId, 'negotiatePlain', { legId, offer, announced, terms: termsOf(asked) });
    // Null: the worker died over it, or the leg was lost meanwhile.
    if (answered === null) return refuse('closed');
    return answered.ok ? { isHeld: false, ...answered, legId } : answered;
  }

  return {
    async createLeg(asked, known) {
      if (seats.isClosed()) return refuse('closed');
      if (known !== undefined) return seats.has(known) ? negotiate(known, asked) : refuse('closed');
      const [legId] = (await seats.take(1)) ?? [];
      if (legId === undefined) return refuse('no_ports');
      const answered = await negotiate(legId, asked);
      if (!answered.ok) seats.leave(legId);
      return answered;
    },
    async offerLeg(asked, known) {
      if (seats.isClosed() || (known !== undefined && !seats.has(known))) return refuse('closed');
      const [legId] = known === undefined ? ((await seats.take(1)) ?? []) : [known];
      if (legId === undefined) return refuse('no_ports');
      const announced = likeFirst(addressesFor(await addresses, asked.asker), asked.asker);
      const { direction = 'sendrecv' } = asked;
      const offered = await seats.ask(legId, 'offerPlain', { legId, announced, direction, terms: termsOf(asked) });
      if (offered?.ok === true) return { ...offered, legId };
      if (known === undefined) seats.leave(legId);
      return offered ?? refuse('closed');
    },
    async acceptAnswer(legId, answer) {
      if (!seats.has(legId)) return 'closed';
      return seats.ask(legId, 'acceptPlain', { legId, answer });
    },
    async createFileLeg(playing) {
      const [legId = randomUUID()] = (await seats.take(1)) ?? [];
      await seats.ask(legId, 'createFileLeg', { legId, playing });
      return legId;
    },
    async createVoiceLeg() {
      const [legId = randomUUID()] = (await seats.take(1)) ?? [];
      await seats.ask(legId, 'createVoiceLeg', { legId });
      return legId;
    },
    async createRoom(count) {
      const legIds = await seats.take(count);
      const [first] = legIds ?? [];
      if (legIds === null || first === undefined) return null;
      if ((await seats.ask(first, 'createRoom', { legIds })) === true) return legIds;
      for (const legId of legIds) seats.leave(legId);
      return null;
    },
    bridge: (a, b) => seats.pair(a, b),
    unbridge: (legId) => seats.part(legId),
    stats: (legId) => seats.ask(legId, 'stats', { legId }),
    async close(legId) {
      const worker = seats.workerOf(legId);
      seats.leave(legId);
      if (worker !== null) await seats.askWorker(worker, 'close', { legId });
    },
  } satisfies Partial<Media>;
}

/** What legs hear, and who hears them besides. */
function soundVerbs(seats: Seats, taps: Taps) {
  return {
    async play(legId, playing, isStoppedByDigit) {
      const playId = randomUUID();
      await seats.ask(legId, 'play', { legId, playId, playing, isStoppedByDigit });
      return { playId };
    },
    async say(legId, sounds) {
      const playId = randomUUID();
      await seats.ask(legId, 'say', { legId, playId });
      background('media.say', sayAll(seats, { legId, playId }, sounds));
      return { playId };
    },
    async stop(legId) {
      await seats.ask(legId, 'stop', { legId });
    },
    sendDtmf: async (legId, digits) => (await seats.ask(legId, 'sendDtmf', { legId, digits })) ?? false,
    async mute(legId, isMuted) {
      await seats.ask(legId, 'mute', { legId, isMuted });
    },
    async tap(legId, hear, isPrompt = false) {
      const tapId = randomUUID();
      const worker = seats.workerOf(legId);
      if (worker === null) return async () => undefined;
      taps.set(tapId, hear);
      await seats.askWorker(worker, 'tap', { tapId, legId, isPrompt });
      return async () => {
        await seats.askWorker(worker, 'untap', { tapId });
        taps.delete(tapId);
      };
    },
  } satisfies Partial<Media>;
}

/** What is handed over at once at most. Samples: a second. */
const MAX_PIECE = 8000;

/** Hands the sounds over as there is room for them, until they or their leg end. */
async function sayAll(
  seats: Seats,
  what: { readonly legId: LegId; readonly playId: string },
  sounds: AsyncIterable<Int16Array>,
): Promise<void> {
  try {
    for await (const samples of sounds)
      for (let at = 0; at < samples.length; at += MAX_PIECE) {
        const piece = samples.slice(at, at + MAX_PIECE);
        if ((await seats.ask(what.legId, 'said', { ...what, samples: piece })) !== true) return;
      }
  } finally {
    await seats.ask(what.legId, 'said', { ...what, samples: null });
  }
}

function termsOf({ source = 'signalled', codecs, srtp = 'off' }: RtpTerms): RtpTerms {
  return { source, srtp, ...(codecs === undefined ? {} : { codecs }) };
}

function refuse(refusal: LegRefusal) {
  return { ok: false, refusal } as const;
}
