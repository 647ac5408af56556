/** What a worker does for each thing it can be asked. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { MessagePort } from 'node:worker_threads';
import type { LegEvent, LostReason } from '../media-server.ts';
import { createFileLeg } from './legs/file-leg.ts';
import type { FileLeg } from './legs/file-leg.ts';
import { createVoiceLeg } from './legs/voice-leg.ts';
import type { VoiceLeg } from './legs/voice-leg.ts';
import { createRoom } from './legs/conference.ts';
import type { Certificate } from './transport/handshake.ts';
import type { MediaPort } from './transport/media-port.ts';
import { createSounds } from './legs/sounds.ts';
import { createPacker } from './packed-packets.ts';
import { createPeerLegs } from './peer-legs.ts';
import { createLegRouter } from './leg-router.ts';
import { createTicker } from './legs/ticker.ts';
import type { Ticker } from './legs/ticker.ts';
import type { FromWorker, WorkerOptions, WorkerVerbs } from './worker-protocol.ts';

type Verbs = {
  readonly [Verb in keyof WorkerVerbs]: (
    ask: WorkerVerbs[Verb]['ask'],
  ) => WorkerVerbs[Verb]['answer'] | Promise<WorkerVerbs[Verb]['answer']>;
};

/**
 * Seats of rooms that one worker mixes for: a sixth of a millisecond every twenty each, so a third of a core at most.
 */
const MAX_SEATS = 40;

/** What a worker works with. */
export type WorkerParts = {
  readonly options: WorkerOptions;
  readonly port: MediaPort;
  readonly certificate: Certificate;
  readonly tell: (message: FromWorker, moved?: ArrayBuffer[]) => void;
};

/** The verbs, and the meeting of other workers. */
export function createWorkerVerbs(parts: WorkerParts): {
  readonly verbs: Verbs;
  readonly connectPeer: (worker: number, port: MessagePort | null) => void;
} {
  const { options, port, tell } = parts;
  const legRouter = createLegRouter(options.number);
  const ticker = createTicker();
  const sounds = createSounds();
  const files = new Map<string, FileLeg>();
  const voices = new Map<string, VoiceLeg>();
  /** Of rooms. */
  const seats = new Set<string>();
  /** What each leg is to hear once its file is read: what was asked last counts. */
  const awaited = new Map<string, string>();
  const listening = createListening(legRouter, ticker, tell);
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();

  function told(event: LegEvent): void {
    tell({ kind: 'event', event });
  }

  function played(legId: string) {
    return (playId: string, byDigit: boolean) => told({ type: 'played', legId, playId, byDigit });
  }

  function forget(legId: string): void {
    peers.forget(legId);
    files.delete(legId);
    voices.delete(legId);
    seats.delete(legId);
    awaited.delete(legId);
    legRouter.remove(legId);
  }

  function lose(legId: string, reason: LostReason): void {
    forget(legId);
    told({ type: 'lost', legId, reason });
  }

  const peers = createPeerLegs({ ...parts, ticker, legRouter, told, lose });

  const verbs: Verbs = {
    ...peers.verbs,
    async createFileLeg({ legId, playing }) {
      const sound = await sounds.load(playing.path);
      const onSpoken = () => told({ type: 'played', legId, playId: legId, byDigit: false });
      const leg = createFileLeg({
        legId,
        sound,
        isLooped: playing.isLooped,
        ticker,
        onSpoken,
        onPlayed: played(legId),
      });
      files.set(legId, leg);
      legRouter.add(leg);
      return null;
    },
    createVoiceLeg({ legId }) {
      const onSaid = (playId: string, heardMs: number) =>
        told({ type: 'played', legId, playId, byDigit: false, heardMs });
      const leg = createVoiceLeg({ legId, ticker, onSaid });
      voices.set(legId, leg);
      legRouter.add(leg);
      return null;
    },
    say({ legId, playId }) {
      voices.get(legId)?.begin(playId);
      return null;
    },
    said: async ({ legId, playId, samples }) => (await voices.get(legId)?.add(playId, samples)) ?? false,
    createRoom({ legIds }) {
      if (seats.size + legIds.length > MAX_SEATS) return false;
      const onPlayed = (legId: string, playId: string, byDigit: boolean) => played(legId)(playId, byDigit);
      for (const leg of createRoom({ legIds, ticker, onPlayed })) {
        seats.add(leg.legId);
        legRouter.add(leg);
      }
      return true;
    },
    pair({ legId, partner }) {
      legRouter.pair(legId, partner);
      if (partner === null) return null;
      awaited.delete(legId);
      legRouter.get(legId)?.audioSink.stop();
      files.get(legId)?.start();
      return null;
    },
    async play({ legId, playId, playing, isStoppedByDigit }) {
      if (legRouter.get(legId) === undefined) return null;
      awaited.set(legId, playId);
      const sound = await sounds.load(playing.path);
      if (awaited.get(legId) !== playId) return null;
      awaited.delete(legId);
      legRouter.get(legId)?.audioSink.play({ playId, sound, isLooped: playing.isLooped, isStoppedByDigit });
      return null;
    },
    stop({ legId }) {
      awaited.delete(legId);
      voices.get(legId)?.stop();
      legRouter.get(legId)?.audioSink.stop();
      return null;
    },
    sendDtmf({ legId, digits }) {
      const leg = legRouter.get(legId);
      if (leg?.takesKeys() !== true) return false;
      leg.audioSink.dial(digits);
      return true;
    },
    mute({ legId, isMuted }) {
      legRouter.get(legId)?.audioSource.mute(isMuted);
      return null;
    },
    ...listening.verbs,
    stats: ({ legId }) => legRouter.get(legId)?.stats() ?? null,
    close({ legId }) {
      forget(legId);
      return null;
    },
    health() {
      const lagMs = Math.max(0, lag.percentile(99) / 1e6 - 10);
      lag.reset();
      const { utilization } = performance.eventLoopUtilization();
      return { port: port.port, legs: legRouter.size(), ignored: port.ignored, lagMs, utilization };
    },
    async shutDown() {
      legRouter.close();
      ticker.stop();
      await port.close();
      return null;
    },
  };
  return { verbs, connectPeer: legRouter.connectPeer };
}

/** Between two tellings of what was tapped: a quarter of a second, and 40 ms for those who cannot wait. */
const TAP_TICKS = 12;
const PROMPT_TICKS = 2;

/** Those who only listen: recordings, and anyone who transcribes. */
function createListening(legRouter: ReturnType<typeof createLegRouter>, ticker: Ticker, tell: WorkerParts['tell']) {
  const taps = new Map<string, { readonly ticks: number; flush(): void; end(): void }>();
  let ticks = 0;
  let stopTicks: (() => void) | null = null;

  function tick(): void {
    ticks += 1;
    for (const tap of taps.values()) if (ticks % tap.ticks === 0) tap.flush();
  }

  const verbs: Pick<Verbs, 'tap' | 'untap'> = {
    tap({ tapId, legId, isPrompt }) {
      const leg = legRouter.get(legId);
      if (leg === undefined) return null;
      const packer = createPacker();
      const end = leg.audioSource.listen(packer.hear);
      const flush = () => {
        const packed = packer.flush();
        if (packed !== null) tell({ kind: 'tapped', tapId, packed }, [packed.bytes.buffer]);
      };
      taps.set(tapId, { ticks: isPrompt ? PROMPT_TICKS : TAP_TICKS, flush, end });
      stopTicks ??= ticker.every(tick);
      return null;
    },
    untap({ tapId }) {
      taps.get(tapId)?.end();
      taps.get(tapId)?.flush();
      taps.delete(tapId);
      if (taps.size > 0) return null;
      stopTicks?.();
      stopTicks = null;
      return null;
    },
  };
  return { verbs };
}
