/**
 * The agent's voice, both ways: one connection to the server from "Go online" until "Go offline", whichever calls go
 * through it.
 */
import type { Reply } from '../link/socket.ts';
import { createMeter, openMicrophone } from './microphone.ts';
import type { Meter } from './microphone.ts';
import { makeOffer } from './offer.ts';
import { talkIn } from './talk-in.ts';
import type { SoundProblem } from './problems.ts';

/** `interrupted`: nothing arrives at present; it is being mended. */
export type SoundPhase = 'off' | 'asking' | 'connecting' | 'connected' | 'interrupted' | 'failed';

export type SoundState = {
  readonly phase: SoundPhase;
  readonly problem: SoundProblem | null;
  readonly isMuted: boolean;
  /** The connection stands, and the server gets nothing from the microphone. */
  readonly isUnheard: boolean;
  /** What the microphone calls itself. */
  readonly device: string | null;
};

export type SoundParts = {
  /** Sends the offer; the reply's data is `{answer}`. */
  offer(sdp: string): Promise<Reply>;
  changed(state: SoundState): void;
  /** Unlocked by the click on "Go online". */
  context(): AudioContext;
};

export type Sound = {
  start(): Promise<void>;
  stop(): void;
  mute(isMuted: boolean): void;
  /** Offers anew, if there is sound to offer: the server lost its side, or the page has come back. */
  renew(): Promise<void>;
  /** What the server says of its side. */
  heard(state: 'connected' | 'interrupted' | 'lost' | 'silent' | 'sounding'): void;
  /** The other end talks in that codec. */
  talkIn(codec: string): void;
  state(): SoundState;
  /** How loud the microphone is, 0 to 1. */
  level(): number;
};

export const SILENT: SoundState = { phase: 'off', problem: null, isMuted: false, isUnheard: false, device: null };

/** Not connected by then: something is in the way. Milliseconds. */
const CONNECTING_MS = 12_000;
/** A connection that is broken for so long is made anew. Milliseconds. */
const MENDING_MS = 3000;
const MAX_ATTEMPTS = 4;

/** Makes it. */
export function createSound({ offer, changed, context }: SoundParts): Sound {
  let state: SoundState = SILENT;
  let stream: MediaStream | null = null;
  let peer: RTCPeerConnection | null = null;
  let sender: RTCRtpSender | null = null;
  let meter: Meter | null = null;
  let attempts = 0;
  /** What is under way belongs to the turn in which it was begun; going offline, or offering anew, begins another. */
  let turn = 0;
  let patience: ReturnType<typeof setTimeout> | undefined;
  const player = makePlayer();

  const set = (change: Partial<SoundState>): void => {
    state = { ...state, ...change };
    changed(state);
  };
  const fail = (problem: SoundProblem): void => {
    clearTimeout(patience);
    set({ phase: 'failed', problem });
  };

  /** Takes the microphone; false when there is none. */
  const take = async (): Promise<boolean> => {
    const mine = turn;
    const opened = await openMicrophone();
    if (mine !== turn && state.phase === 'off') {
      // They have gone offline while the browser asked them.
      if (opened.ok) for (const track of opened.stream.getTracks()) track.stop();
      return false;
    }
    if (!opened.ok) {
      fail(opened.problem);
      return false;
    }
    letGo();
    stream = opened.stream;
    meter = createMeter(context(), opened.stream);
    opened.track.enabled = !state.isMuted;
    opened.track.addEventListener('ended', () => void replace());
    set({ device: opened.track.label === '' ? null : opened.track.label });
    return true;
  };

  const letGo = (): void => {
    meter?.close();
    meter = null;
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  };

  /** Unplugged: another microphone takes its place in the same connection, if there is one. */
  const replace = async (): Promise<void> => {
    if (state.phase === 'off') return;
    if (await take()) await sender?.replaceTrack(stream?.getAudioTracks()[0] ?? null);
    else if (state.problem === 'no_device') fail('unplugged');
  };

  const closePeer = (): void => {
    turn += 1;
    clearTimeout(patience);
    peer?.close();
    peer = null;
    sender = null;
  };

  const connected = (): void => {
    clearTimeout(patience);
    attempts = 0;
    set({ phase: 'connected', problem: null });
  };

  const again = (problem: SoundProblem): void => {
    if (state.phase === 'off' || state.phase === 'failed') return;
    clearTimeout(patience);
    if (++attempts >= MAX_ATTEMPTS) fail(problem);
    else patience = setTimeout(() => void renew(), 500 * attempts);
  };

  /** The browser may mend it by itself; else it is offered anew. */
  const interrupted = (): void => {
    clearTimeout(patience);
    set({ phase: 'interrupted' });
    patience = setTimeout(() => again('lost'), MENDING_MS);
  };

  const watch = (watched: RTCPeerConnection): void => {
    watched.addEventListener('connectionstatechange', () => {
      if (watched !== peer) return;
      if (watched.connectionState === 'connected') connected();
      if (watched.connectionState === 'disconnected') interrupted();
      if (watched.connectionState === 'failed') again('blocked');
    });
    watched.addEventListener('track', ({ track }) => {
      player.srcObject = new MediaStream([track]);
      void player.play().catch(() => undefined); // Plays as soon as the browser lets it; a page that captures may.
    });
  };

  const renew = async (): Promise<void> => {
    const track = stream?.getAudioTracks()[0];
    if (track === undefined || state.phase === 'off') return;
    closePeer();
    set({
      phase: state.phase === 'connected' || state.phase === 'interrupted' ? 'interrupted' : 'connecting',
      problem: null,
    });
    const mine = turn;
    const made = await makeOffer(track);
    if (mine !== turn) return made.peer.close(); // They went offline meanwhile, or something newer has begun.
    peer = made.peer;
    sender = made.sender;
    watch(made.peer);
    const reply = await offer(made.sdp);
    if (made.peer !== peer) return; // Something newer has begun.
    // Without a connection to the server nothing is tried: the sound is renewed when it is back.
    if (!reply.ok) return reply.error === 'offline' ? undefined : again('refused');
    patience = setTimeout(() => again('blocked'), CONNECTING_MS);
    await made.peer.setRemoteDescription({ type: 'answer', sdp: answerIn(reply.data) });
  };

  return {
    async start() {
      if (state.phase !== 'off' && state.phase !== 'failed') return;
      attempts = 0;
      set({ phase: 'asking', problem: null });
      if (!(await take())) return;
      set({ phase: 'connecting' });
      await renew();
    },
    stop() {
      closePeer();
      letGo();
      player.srcObject = null;
      set(SILENT);
    },
    mute(isMuted) {
      for (const track of stream?.getAudioTracks() ?? []) track.enabled = !isMuted;
      set({ isMuted });
    },
    renew,
    heard(word) {
      if (state.phase === 'off' || state.phase === 'failed') return;
      if (word === 'silent' || word === 'sounding') set({ isUnheard: word === 'silent' });
      else if (word === 'lost') void renew();
      else if (word === 'interrupted') set({ phase: 'interrupted' });
      else if (peer?.connectionState === 'connected') connected();
    },
    talkIn(codec) {
      if (sender !== null) talkIn(sender, codec).catch(() => undefined); // The server converts, then.
    },
    state: () => state,
    level: () => meter?.level() ?? 0,
  };
}

function makePlayer(): HTMLAudioElement {
  const player = document.createElement('audio');
  player.autoplay = true;
  player.id = 'voice';
  player.hidden = true;
  document.body.append(player);
  return player;
}

function answerIn(data: unknown): string {
  return data !== null && typeof data === 'object' && 'answer' in data ? String(data.answer) : '';
}
