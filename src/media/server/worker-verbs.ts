/** What a worker does for each thing it can be asked. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { MessagePort } from 'node:worker_threads';
import type { LegEvent, LostReason } from '../media-server.ts';
import { createBrowserLeg } from './legs/browser-leg.ts';
import type { BrowserLeg } from './legs/browser-leg.ts';
import { createFileLeg } from './legs/file-leg.ts';
import type { FileLeg } from './legs/file-leg.ts';
import { createRoom } from './legs/conference.ts';
import type { Certificate } from './transport/handshake.ts';
import type { MediaPort } from './transport/media-port.ts';
import { readOffer } from './transport/sdp-offer.ts';
import { createSounds } from './legs/sounds.ts';
import { createSwitchboard } from './switchboard.ts';
import { createTap } from './legs/audio-tap.ts';
import { createTicker } from './legs/ticker.ts';
import { createTrackRecorder } from '../recordings/track-recorder.ts';
import type { FromWorker, WorkerOptions, WorkerVerbs } from './worker-protocol.ts';

type Verbs = {
  readonly [Verb in keyof WorkerVerbs]: (
    ask: WorkerVerbs[Verb]['ask'],
  ) => WorkerVerbs[Verb]['answer'] | Promise<WorkerVerbs[Verb]['answer']>;
};

/** Seats of rooms that one worker mixes for: a sixth of a millisecond every twenty each, so a third of a core at most. */
const MOST_SEATS = 40;

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
  readonly meet: (worker: number, port: MessagePort | null) => void;
} {
  const { options, port, tell } = parts;
  const switchboard = createSwitchboard(options.number);
  const ticker = createTicker();
  const sounds = createSounds();
  const browsers = new Map<string, BrowserLeg>();
  const files = new Map<string, FileLeg>();
  /** Of rooms. */
  const seats = new Set<string>();
  /** What each leg is to hear once its file is read: what was asked last counts. */
  const awaited = new Map<string, string>();
  const listening = createListening(switchboard, tell);
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();

  function told(event: LegEvent): void {
    tell({ kind: 'event', event });
  }

  function played(legId: string) {
    return (playId: string, byDigit: boolean) => told({ type: 'played', legId, playId, byDigit });
  }

  function forget(legId: string): void {
    browsers.delete(legId);
    files.delete(legId);
    seats.delete(legId);
    awaited.delete(legId);
    switchboard.remove(legId);
  }

  function lose(legId: string, reason: LostReason): void {
    forget(legId);
    told({ type: 'lost', legId, reason });
  }

  function addBrowser(legId: string): BrowserLeg {
    const leg = createBrowserLeg({
      legId,
      port,
      certificate: parts.certificate,
      ticker,
      listener: {
        onConnected: () => told({ type: 'connected', legId }),
        onSilent: (isSilent) => told({ type: isSilent ? 'silent' : 'sounding', legId }),
        onInterrupted: () => told({ type: 'interrupted', legId }),
        onLost: (reason) => lose(legId, reason),
        onDigit: (digit) => told({ type: 'digit', legId, digit }),
        onPlayed: played(legId),
      },
    });
    browsers.set(legId, leg);
    switchboard.add(leg);
    return leg;
  }

  const verbs: Verbs = {
    negotiate({ legId, offer, announced }) {
      const read = readOffer(offer);
      if (!read.ok) return read;
      const known = browsers.get(legId);
      if (known === undefined && switchboard.size() >= options.legsMax) return { ok: false, refusal: 'overloaded' };
      return { ok: true, answer: (known ?? addBrowser(legId)).negotiate(read.offer, announced) };
    },
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
      switchboard.add(leg);
      return null;
    },
    createRoom({ legIds }) {
      if (seats.size + legIds.length > MOST_SEATS) return false;
      const onPlayed = (legId: string, playId: string, byDigit: boolean) => played(legId)(playId, byDigit);
      for (const leg of createRoom({ legIds, ticker, onPlayed })) {
        seats.add(leg.legId);
        switchboard.add(leg);
      }
      return true;
    },
    pair({ legId, partner }) {
      switchboard.pair(legId, partner);
      if (partner === null) return null;
      awaited.delete(legId);
      switchboard.get(legId)?.ears.stop();
      files.get(legId)?.start();
      return null;
    },
    async play({ legId, playId, playing, isStoppedByDigit }) {
      if (switchboard.get(legId) === undefined) return null;
      awaited.set(legId, playId);
      const sound = await sounds.load(playing.path);
      if (awaited.get(legId) !== playId) return null;
      awaited.delete(legId);
      switchboard.get(legId)?.ears.play({ playId, sound, isLooped: playing.isLooped, isStoppedByDigit });
      return null;
    },
    stop({ legId }) {
      awaited.delete(legId);
      switchboard.get(legId)?.ears.stop();
      return null;
    },
    sendDtmf({ legId, digits }) {
      const leg = switchboard.get(legId);
      if (leg?.takesKeys() !== true) return false;
      leg.ears.dial(digits);
      return true;
    },
    mute({ legId, isMuted }) {
      switchboard.get(legId)?.mouth.mute(isMuted);
      return null;
    },
    ...listening.verbs,
    stats: ({ legId }) => switchboard.get(legId)?.stats() ?? null,
    close({ legId }) {
      forget(legId);
      return null;
    },
    health() {
      const lagMs = Math.max(0, lag.percentile(99) / 1e6 - 10);
      lag.reset();
      const { utilization } = performance.eventLoopUtilization();
      return { port: port.port, legs: switchboard.size(), ignored: port.ignored, lagMs, utilization };
    },
    async shutDown() {
      await listening.close();
      switchboard.close();
      ticker.stop();
      await port.close();
      return null;
    },
  };
  return { verbs, meet: switchboard.meet };
}

/** Those who only listen: the tracks of recordings, and taps. */
function createListening(switchboard: ReturnType<typeof createSwitchboard>, tell: WorkerParts['tell']) {
  const tracks = new Map<string, () => Promise<boolean>>();
  const taps = new Map<string, () => void>();

  const verbs: Pick<Verbs, 'startTrack' | 'endTrack' | 'tap' | 'untap'> = {
    startTrack({ trackId, legId, directory, side, startedAt }) {
      const leg = switchboard.get(legId);
      if (leg === undefined) return null;
      const recorder = createTrackRecorder({ directory, side, startedAt });
      const stop = leg.mouth.listen(recorder.hear);
      tracks.set(trackId, () => {
        stop();
        return recorder.close();
      });
      return null;
    },
    async endTrack({ trackId }) {
      const end = tracks.get(trackId);
      tracks.delete(trackId);
      return end === undefined || end();
    },
    tap({ tapId, legId }) {
      const leg = switchboard.get(legId);
      if (leg === undefined) return null;
      const tap = createTap((samples) => tell({ kind: 'tapped', tapId, samples }));
      const stop = leg.mouth.listen(tap.hear);
      taps.set(tapId, () => {
        stop();
        tap.close();
      });
      return null;
    },
    untap({ tapId }) {
      taps.get(tapId)?.();
      taps.delete(tapId);
      return null;
    },
  };

  return {
    verbs,
    async close() {
      for (const end of taps.values()) end();
      await Promise.all([...tracks.values()].map((end) => end()));
    },
  };
}
