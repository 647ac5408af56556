import { setTimeout as sleep } from 'node:timers/promises';
import { background } from '#background/background.ts';
import { preciseNow } from '#media/audio-packet.ts';
import { encodeG711 } from '#media/codec/g711.ts';
import type { LegEvent, LegId, LostReason, Media, Playing, Tapped } from '#media/media-server.ts';
import type { Recorder } from '#media/recordings/recorder.ts';

/**
 * Sound that is only written down: what each leg would hear, who is recorded where. Browsers are played by the test.
 */
export type FakeMedia = Media &
  Recorder & {
    /** What the leg hears: another leg, a file, or nothing. */
    hears(legId: LegId): { readonly leg: LegId } | { readonly path: string; readonly isLooped: boolean } | null;
    isMuted(legId: LegId): boolean;
    /** Whether it is one of a room's. */
    isSeat(legId: LegId): boolean;
    /** All legs made so far that are not closed. */
    legs(): readonly LegId[];
    /** The leg of the last offer with this text in it. */
    legOf(offer: string): LegId;
    /** The IP address that the last offer with this text in it came from. */
    askerOf(offer: string): string | undefined;
    connect(legId: LegId): void;
    interrupt(legId: LegId): void;
    /** Nothing comes from the microphone any more, though the connection stands; or something does again. */
    silence(legId: LegId, isSilent: boolean): void;
    lose(legId: LegId, reason: LostReason): void;
    press(legId: LegId, digit: string): void;
    /** The leg's far end takes no keys from now on. */
    takeNoKeys(legId: LegId): void;
    /** What the leg hears ends. */
    finish(legId: LegId): void;
    /** Whether anyone taps the leg. */
    isTapped(legId: LegId): boolean;
    /** The leg says that, 8000 samples a second, as fast as people do: those who tap it hear it. */
    speak(legId: LegId, samples: Int16Array): Promise<void>;
    readonly digits: readonly { readonly legId: LegId; readonly digits: string }[];
    recording(recordingId: string): FakeRecording | undefined;
  };

/** What a voice leg says. */
type Saying = { readonly playId: string; heardSamples: number };

/** A recording as the engine was asked for it. */
export type FakeRecording = {
  sides: { readonly left: LegId | null; readonly right: LegId | null };
  readonly path: string;
  /** By `preciseNow`. */
  readonly startedAt: number;
  isPaused: boolean;
  isStopped: boolean;
};

/** Samples of a packet: 20 ms. */
const FRAME = 160;

/** Makes it. An offer that begins with `bad` is malformed; recordings last three seconds. */
export function createFakeMedia(): FakeMedia {
  const listeners: ((event: LegEvent) => void)[] = [];
  const legs = new Map<LegId, { offer: string; muted: boolean; asker?: string | undefined }>();
  const bridges = new Map<LegId, LegId>();
  const plays = new Map<LegId, Playing & { readonly playId: string }>();
  const recordings = new Map<string, FakeRecording>();
  const keyless = new Set<LegId>();
  const digits: { legId: LegId; digits: string }[] = [];
  const taps = new Set<{ readonly legId: LegId; readonly hear: (tapped: Tapped) => void }>();
  let sent = 0;
  const sayings = new Map<LegId, Saying>();
  let count = 0;
  const tell = (event: LegEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const part = (legId: LegId): void => {
    const other = bridges.get(legId);
    bridges.delete(legId);
    if (other !== undefined) bridges.delete(other);
  };
  const endSaying = (legId: LegId): void => {
    const saying = sayings.get(legId);
    sayings.delete(legId);
    if (saying === undefined) return;
    const heardMs = (saying.heardSamples / 8000) * 1000;
    tell({ type: 'played', legId, playId: saying.playId, byDigit: false, heardMs });
  };
  /** Everything is said at once, piece by piece, as soon as it is made. */
  const take = async (legId: LegId, saying: Saying, sounds: AsyncIterable<Int16Array>): Promise<void> => {
    try {
      for await (const piece of sounds) {
        if (sayings.get(legId) !== saying) return;
        saying.heardSamples += piece.length;
      }
    } finally {
      if (sayings.get(legId) === saying) endSaying(legId);
    }
  };
  const remove = (legId: LegId): void => {
    endSaying(legId);
    part(legId);
    plays.delete(legId);
    legs.delete(legId);
  };
  const finish = (legId: LegId, byDigit: boolean): void => {
    const playing = plays.get(legId);
    plays.delete(legId);
    if (playing !== undefined) tell({ type: 'played', legId, playId: playing.playId, byDigit });
  };
  const make = (offer: string): LegId => {
    count += 1;
    const legId = `leg-${count}`;
    legs.set(legId, { offer, muted: false });
    return legId;
  };

  return {
    async createLeg({ offer, asker }, legId) {
      if (offer.startsWith('bad')) return { ok: false, refusal: 'malformed_offer' };
      if (legId !== undefined && !legs.has(legId)) return { ok: false, refusal: 'closed' };
      const id = legId ?? make(offer);
      legs.set(id, { offer, muted: false, asker });
      return { ok: true, legId: id, answer: `answer to ${offer}`, isHeld: false };
    },
    async offerLeg({ asker }, known) {
      const legId = known ?? make(`to ${asker}`);
      return { ok: true, legId, offer: `offer ${legId}` };
    },
    async acceptAnswer(legId) {
      if (!legs.has(legId)) return 'closed';
      tell({ type: 'connected', legId });
      return null;
    },
    createFileLeg: async ({ path }) => make(`file ${path}`),
    createVoiceLeg: async () => make('voice'),
    createRoom: async (seats) => Array.from({ length: seats }, (_, index) => make(`seat ${index}`)),
    async bridge(a, b) {
      part(a);
      part(b);
      plays.delete(a);
      plays.delete(b);
      bridges.set(a, b);
      bridges.set(b, a);
    },
    unbridge: async (legId) => part(legId),
    async play(legId, playing) {
      count += 1;
      plays.set(legId, { ...playing, playId: `play-${count}` });
      return { playId: `play-${count}` };
    },
    async say(legId, sounds) {
      endSaying(legId);
      count += 1;
      const saying: Saying = { playId: `say-${count}`, heardSamples: 0 };
      sayings.set(legId, saying);
      if (legs.has(legId)) background('fake.say', take(legId, saying, sounds));
      return { playId: saying.playId };
    },
    async stop(legId) {
      plays.delete(legId);
      endSaying(legId);
    },
    async sendDtmf(legId, text) {
      if (keyless.has(legId) || !legs.has(legId)) return false;
      digits.push({ legId, digits: text });
      return true;
    },
    async mute(legId, muted) {
      const leg = legs.get(legId);
      if (leg !== undefined) leg.muted = muted;
    },
    async record(recordingId, sides, path) {
      // One that runs continues.
      const startedAt = recordings.get(recordingId)?.startedAt ?? preciseNow();
      recordings.set(recordingId, { sides, path, startedAt, isPaused: false, isStopped: false });
      return startedAt;
    },
    async switchSources(recordingId, sides) {
      const recording = recordings.get(recordingId);
      if (recording !== undefined) recording.sides = sides;
    },
    async pauseRecording(recordingId, isPaused) {
      const recording = recordings.get(recordingId);
      if (recording !== undefined) recording.isPaused = isPaused;
    },
    async stopRecording(recordingId) {
      const recording = recordings.get(recordingId);
      if (recording === undefined) return null;
      recording.isStopped = true;
      return { seconds: 3, bytes: 96_044 };
    },
    async tap(legId, hear) {
      const tap = { legId, hear };
      taps.add(tap);
      return async () => void taps.delete(tap);
    },
    stats: async () => null,
    close: async (legId) => remove(legId),
    onEvent: (listener) => void listeners.push(listener),
    shutDown: async () => undefined,
    hears(legId) {
      const leg = bridges.get(legId);
      if (leg !== undefined) return { leg };
      const playing = plays.get(legId);
      return playing === undefined ? null : { path: playing.path, isLooped: playing.isLooped };
    },
    isSeat: (legId) => legs.get(legId)?.offer.startsWith('seat ') ?? false,
    isMuted: (legId) => legs.get(legId)?.muted ?? false,
    legs: () => [...legs.keys()],
    legOf(offer) {
      const found = [...legs].toReversed().find(([, leg]) => leg.offer.includes(offer));
      if (found === undefined) throw new Error(`No leg was offered ${offer}.`);
      return found[0];
    },
    askerOf: (offer) => [...legs.values()].findLast((leg) => leg.offer.includes(offer))?.asker,
    connect: (legId) => tell({ type: 'connected', legId }),
    interrupt: (legId) => tell({ type: 'interrupted', legId }),
    silence: (legId, isSilent) => tell({ type: isSilent ? 'silent' : 'sounding', legId }),
    lose(legId, reason) {
      remove(legId);
      tell({ type: 'lost', legId, reason });
    },
    press(legId, digit) {
      tell({ type: 'digit', legId, digit });
      finish(legId, true);
    },
    takeNoKeys: (legId) => void keyless.add(legId),
    finish: (legId) => finish(legId, false),
    isTapped: (legId) => [...taps].some((tap) => tap.legId === legId),
    async speak(legId, samples) {
      const begun = preciseNow();
      for (let at = 0; at < samples.length; at += FRAME) {
        while (preciseNow() < begun + at / 8) await sleep(5);
        const payload = encodeG711('mu', samples.slice(at, at + FRAME));
        sent += 1;
        const now = begun + at / 8;
        const place = { sequenceNumber: sent & 0xffff, timestamp: Math.round(now * 48) >>> 0, marker: at === 0 };
        const packet = { source: legId, kind: 'pcmu', ...place, payload } as const;
        if (legs.get(legId)?.muted === false)
          for (const tap of taps) if (tap.legId === legId) tap.hear([{ packet, now: Math.max(now, preciseNow()) }]);
      }
    },
    digits,
    recording: (recordingId) => recordings.get(recordingId),
  };
}
