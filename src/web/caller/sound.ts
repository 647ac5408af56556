/** The sound of this page: the microphone, the connection that carries it, what is heard, how loud it is. */
import { findIceServers } from './ice-servers.ts';
import type { Problem } from './state.ts';
import { talkIn } from './talk-in.ts';

/**
 * How long addresses are gathered for an offer. The server finds the page by its packets, so that an early offer works
 * as well. Milliseconds.
 */
const GATHERING_MS = 1500;
/** How often the level is measured. Milliseconds. */
const LEVEL_MS = 80;
/** A microphone from which nothing came for so long is dead. Milliseconds. */
const UNHEARD_MS = 4000;
/** Length of a key's tone, and of the pause after it. Milliseconds; RFC 4733 wants at least 40. */
const TONE = { duration: 120, gap: 70 };

/** What is heard of the sound. */
export type SoundListener = {
  /** `lost`: it needs a new connection. */
  onState(state: 'connected' | 'interrupted' | 'lost'): void;
  /** Whether the browser refuses to play. */
  onSilent(isSilent: boolean): void;
  /** The device, not the page, has switched the microphone off, or on. */
  onDevice(isMuted: boolean): void;
  /** The microphone has delivered nothing but zeros since it was opened, or now something else. */
  onUnheard(isUnheard: boolean): void;
};

/** The microphone, open. */
export type Microphone =
  | { readonly ok: true; readonly stream: MediaStream }
  | { readonly ok: false; readonly problem: Problem };

const WANTED = { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true }, video: false };

/** What stands in the way, by the name of the browser's error. */
const PROBLEMS: Readonly<Record<string, Problem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'no_microphone',
  OverconstrainedError: 'no_microphone',
  NotReadableError: 'microphone_busy',
  AbortError: 'microphone_busy',
};

/** Asks for the microphone; the browser asks the person. */
export async function openMicrophone(): Promise<Microphone> {
  // On an address that is not secure there are no devices, whatever the types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined || !('RTCPeerConnection' in globalThis)) return { ok: false, problem: 'unsupported' };
  try {
    return { ok: true, stream: await devices.getUserMedia(WANTED) };
  } catch (error) {
    return { ok: false, problem: PROBLEMS[error instanceof DOMException ? error.name : ''] ?? 'no_microphone' };
  }
}

/** The sound of one call, over as many connections as it takes. */
export type Sound = {
  /** A new connection's offer; the one before is closed. Empty once the sound is closed. */
  offer(): Promise<string>;
  answer(sdp: string): Promise<void>;
  isConnected(): boolean;
  /** Whether the last offer names an address, or more may be found; without any no sound can come. */
  hasAddresses(): boolean;
  mute(isMuted: boolean): void;
  /** The other end talks in that codec. */
  talkIn(codec: string): void;
  /** As a tone in the sound (RFC 4733). */
  press(digit: string): void;
  /** Plays; a browser may want a person's touch before. */
  play(): void;
  close(): void;
};

/** Takes over the stream and ends it when closed. */
export function createSound(stream: MediaStream, speaker: HTMLAudioElement, listener: SoundListener): Sound {
  let connection: RTCPeerConnection | null = null;
  let voice: RTCRtpSender | null = null;
  let isMuted = false;
  let isClosed = false;
  const level = watchLevel(stream, listener.onUnheard);
  const wake = keepAwake();

  const play = (): void => {
    speaker.play().then(
      () => listener.onSilent(false),
      (error: unknown) => listener.onSilent(error instanceof DOMException && error.name === 'NotAllowedError'),
    );
  };

  const watch = (track: MediaStreamTrack): void => {
    track.enabled = !isMuted;
    track.addEventListener('mute', () => listener.onDevice(true));
    track.addEventListener('unmute', () => listener.onDevice(false));
    track.addEventListener('ended', () => void replace(track));
  };

  /** The microphone was unplugged: another one takes its place, if there is one. */
  const replace = async (gone: MediaStreamTrack): Promise<void> => {
    const opened = await openMicrophone();
    if (isClosed) {
      // The call has ended while the browser looked for one.
      if (opened.ok) for (const each of opened.stream.getTracks()) each.stop();
      return;
    }
    const track = opened.ok ? opened.stream.getAudioTracks()[0] : undefined;
    listener.onDevice(track === undefined);
    if (track === undefined) return;
    stream.removeTrack(gone);
    stream.addTrack(track);
    watch(track);
    level.follow(stream);
    await voice?.replaceTrack(track);
  };

  const connect = (iceServers: RTCIceServer[]): RTCPeerConnection => {
    const made = new RTCPeerConnection({ iceServers });
    const [track] = stream.getAudioTracks();
    voice = track === undefined ? null : made.addTrack(track, stream);
    made.addEventListener('track', (event) => {
      speaker.srcObject = new MediaStream([event.track]);
      play();
    });
    made.addEventListener('connectionstatechange', () => {
      if (made !== connection) return;
      if (made.connectionState === 'connected') listener.onState('connected');
      if (made.connectionState === 'disconnected') listener.onState('interrupted');
      if (made.connectionState === 'failed') listener.onState('lost');
    });
    return made;
  };

  stream.getAudioTracks().forEach(watch);
  return {
    async offer() {
      const iceServers = await findIceServers();
      if (isClosed) return '';
      connection?.close();
      const made = connect(iceServers);
      connection = made;
      await made.setLocalDescription(await made.createOffer());
      await gathered(made);
      return made.localDescription?.sdp ?? '';
    },
    isConnected: () => connection?.connectionState === 'connected',
    hasAddresses: () =>
      connection?.iceGatheringState !== 'complete' || /^a=candidate:/m.test(connection.localDescription?.sdp ?? ''),
    answer: async (sdp) => connection?.setRemoteDescription({ type: 'answer', sdp }),
    mute(value) {
      isMuted = value;
      for (const track of stream.getAudioTracks()) track.enabled = !value;
    },
    talkIn(codec) {
      if (voice !== null) talkIn(voice, codec).catch(() => undefined); // The server converts, then.
    },
    press(digit) {
      if (voice?.dtmf?.canInsertDTMF === true)
        voice.dtmf.insertDTMF(voice.dtmf.toneBuffer + digit, TONE.duration, TONE.gap);
    },
    play,
    close() {
      isClosed = true;
      connection?.close();
      connection = null;
      speaker.srcObject = null;
      for (const track of stream.getTracks()) track.stop();
      level.close();
      wake.close();
    },
  };
}

/** Resolves when all addresses are known, or after a while. */
async function gathered(connection: RTCPeerConnection): Promise<void> {
  if (connection.iceGatheringState === 'complete') return;
  const { promise, resolve } = Promise.withResolvers<void>();
  connection.addEventListener('icegatheringstatechange', () => {
    if (connection.iceGatheringState === 'complete') resolve();
  });
  setTimeout(() => resolve(), GATHERING_MS);
  return promise;
}

/** Moves the bar that shows how loud the microphone is, and tells when it is dead. */
function watchLevel(
  first: MediaStream,
  tellUnheard: (isUnheard: boolean) => void,
): { follow(stream: MediaStream): void; close(): void } {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  const samples = new Float32Array(analyser.fftSize);
  let source: MediaStreamAudioSourceNode | null = null;
  /** Times in a row that nothing at all came; null as soon as anything has. */
  let zeros: number | null = 0;
  const follow = (stream: MediaStream): void => {
    zeros = 0;
    source?.disconnect();
    source = context.createMediaStreamSource(stream);
    source.connect(analyser);
  };
  /** A microphone that works is never wholly silent; one that is muted by the page is, and is not looked at. */
  const listenForZeros = (power: number): void => {
    const isEnabled = source?.mediaStream.getAudioTracks()[0]?.enabled === true;
    if (zeros === null || !isEnabled) return;
    if (power > 0) {
      if (zeros * LEVEL_MS >= UNHEARD_MS) tellUnheard(false);
      zeros = null;
    } else if ((zeros += 1) * LEVEL_MS >= UNHEARD_MS && (zeros - 1) * LEVEL_MS < UNHEARD_MS) tellUnheard(true);
  };
  follow(first);
  const timer = setInterval(() => {
    if (context.state !== 'running') return;
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    listenForZeros(power);
    document.getElementById('level')?.style.setProperty('--level', String(loudness(power)));
  }, LEVEL_MS);
  return {
    follow,
    close() {
      clearInterval(timer);
      source?.disconnect();
      context.close().catch(() => undefined);
    },
  };
}

/** From -60 dB, which is silence, to -10 dB, which is loud: 0 to 1. */
function loudness(power: number): number {
  const decibels = 10 * Math.log10(power + 1e-9);
  return Math.round(Math.min(1, Math.max(0, (decibels + 60) / 50)) * 100) / 100;
}

/**
 * A phone that falls asleep would cut the call. Where it cannot be kept awake, or does not want to be, nothing is lost.
 */
function keepAwake(): { close(): void } {
  const locks = 'wakeLock' in navigator ? navigator.wakeLock : null;
  let lock: Promise<WakeLockSentinel | null> = Promise.resolve(null);
  const take = (): void => {
    if (document.visibilityState === 'visible') lock = locks?.request('screen').catch(() => null) ?? lock;
  };
  take();
  document.addEventListener('visibilitychange', take);
  return {
    close() {
      document.removeEventListener('visibilitychange', take);
      lock.then(async (held) => held?.release()).catch(() => undefined);
    },
  };
}
