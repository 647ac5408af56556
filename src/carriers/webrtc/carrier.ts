/**
 * The carrier of browsers. It is told every stored call, reads off its state who must hear whom, and makes it so. Calls of other
 * carriers concern it when an agent at a page takes part: then it lets the far end be heard.
 */
import { background } from '#background/background.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { GRACE_MS, presentAgents } from '#domain/call/participant.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { isLive } from '#domain/call/state.ts';
import type { Carrier } from '../carrier.ts';
import type { LegEvent, Media } from '#media/media-server.ts';
import type { Recorder } from '#media/recordings/recorder.ts';
import type { Line } from '#media/session/call-media.ts';
import { createLine } from '#media/session/call-media.ts';
import type { LegState, Offered } from '#media/session/leg-registry.ts';
import { createLegs } from '#media/session/leg-registry.ts';
import { createInsistence } from './insistence.ts';
import { createPlaylists } from '#media/session/playlist.ts';
import { createCallRecordings } from '#media/session/call-recordings.ts';
import type { Prompts, WebrtcWorld } from '#media/session/ports.ts';

/** The carrier's name, which calls from browsers have as theirs. */
export const WEBRTC_NAME = 'webrtc';

/** The caller ended it: he hung up, or left the page. */
const LEFT: CallEvent = { type: 'hung_up', by: 'end_user' };
/** His connection ended it, while his page was still there or was cut off like it. */
const CUT_OFF: CallEvent = { type: 'hung_up', by: 'system', reason: 'voip_conn_timeout' };

/** A message shorter than this is none. Seconds. */
const SHORTEST_MESSAGE = 1;

export type WebrtcOptions = {
  readonly media: Media;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly prompts: Prompts;
  readonly world: WebrtcWorld;
};

/** How a page is told about its sound. `silent`: its connection stands, and its microphone delivers nothing; `sounding`: it does again. */
export type PageState = 'connected' | 'interrupted' | 'lost' | 'silent' | 'sounding';

/** What became of keys pressed for the far end of a call. */
export type DigitsSent = 'sent' | 'not_taken' | 'not_there';

/** The carrier, and its doors for the pages' dialects. */
export type WebrtcCarrier = {
  readonly carrier: Carrier & { readonly reachesPhones: false };
  /** Whether the call's sound passes, or has passed, through here, so that its recording is written here. */
  carries(call: Call): boolean;
  /** Offers come with the IP address of the page, which decides what addresses of ours it is told. */
  offerAgent(agentId: number, sdp: string, asker: string): Promise<Offered>;
  isAgentConnected(agentId: number): boolean;
  muteAgent(agentId: number, isMuted: boolean): Promise<void>;
  closeAgent(agentId: number): Promise<void>;
  onAgentSound(listener: (agentId: number, state: PageState) => void): void;
  /** A caller is known by the uid of his call, before and after it is stored. */
  offerCaller(uid: string, sdp: string, asker: string): Promise<Offered>;
  closeCaller(uid: string): Promise<void>;
  isCallerConnected(uid: string): boolean;
  /** His page has said goodbye: when his sound ends as well it was he who ended it. He may come back by a new offer. */
  callerLeft(uid: string): void;
  onCallerSound(listener: (uid: string, state: PageState) => void): void;
  /** Whether the call goes on with a page whose sound is gone for the moment. */
  isCallerAway(call: Call): boolean;
  /** Whether the call goes on with a page that is connected and whose microphone delivers nothing. */
  isCallerSilent(call: Call): boolean;
  /** Whether those whom the caller talks with are gone for the moment. */
  isCallerAlone(call: Call): boolean;
  /** Tells that the caller, or all whom he talks with, have gone or are back, or that his microphone has. */
  onLineMoved(listener: (call: Call) => void): void;
  /**
   * The caller hangs up: a call ends, a message that was left is one. Resolves when it is stored, or cannot be now: then he is heard no
   * more, and it is stored as soon as the database is back.
   */
  callerHungUp(call: Call): Promise<void>;
  /** Presses keys at the far end of the call. `not_taken`: it agreed to none. `not_there`: its sound is gone for the moment. */
  sendDigits(callId: number, digits: string): Promise<DigitsSent>;
  /** Takes up what an earlier process was recording of these calls. Before the carrier is told of any call. */
  takeUp(open: readonly Call[]): Promise<void>;
  /** Resolves when nothing is under way; for tests. */
  settled(): Promise<void>;
};

/** Makes the carrier. */
export function createWebrtcCarrier({ media, recorder, clock, prompts, world }: WebrtcOptions): WebrtcCarrier {
  const failed = (error: unknown): void => world.failed('webrtc', error);
  const agents = createLegs<number>(media);
  const callers = createLegs<string>(media);
  const playlists = createPlaylists(media, failed);
  const recordings = createCallRecordings({ recorder, clock, ...world });
  const lines = new Map<number, Line>();
  const vanishing = new Map<number, () => void>();
  const insistence = createInsistence(clock, failed);
  /** Callers whose pages have said goodbye. */
  const leavers = new Set<string>();
  const agentListeners: ((agentId: number, state: PageState) => void)[] = [];
  const callerListeners: ((uid: string, state: PageState) => void)[] = [];
  const lineListeners: ((call: Call) => void)[] = [];

  const concerns = (call: Call): boolean => {
    if (call.carrier === WEBRTC_NAME || lines.has(call.id) || recordings.has(call)) return true;
    return presentAgents(call.participants).some((agentId) => agents.get(agentId) !== undefined);
  };

  const follow = (call: Call): void => {
    if (!concerns(call)) return;
    const known = lines.get(call.id);
    const line = known ?? createLine(call, lineParts);
    if (known === undefined) lines.set(call.id, line);
    line.follow(call);
    if (call.carrier === WEBRTC_NAME) watch(call);
    if (!line.isOver()) return;
    forgive(call.id);
    leavers.delete(call.uid);
    background(
      'webrtc.line',
      line.settled().finally(() => {
        if (lines.get(call.id) === line && line.isOver()) lines.delete(call.id);
      }),
    );
  };

  const letGo = (callId: number): void => {
    const line = lines.get(callId);
    lines.delete(callId);
    forgive(callId);
    if (line === undefined) return;
    leavers.delete(line.call().uid);
    callers.close(line.call().uid).catch(failed);
  };
  const moved = (call: Call): void => {
    for (const listener of lineListeners) listener(call);
  };
  const lineParts = { media, clock, prompts, world, agents, callers, playlists, recordings, letGo, moved };

  const forgive = (callId: number): void => {
    vanishing.get(callId)?.();
    vanishing.delete(callId);
  };

  /** A caller whose sound is not there has some seconds to come back. */
  const watch = (call: Call): void => {
    if (callers.isConnected(call.uid)) return forgive(call.id);
    if (vanishing.has(call.id)) return;
    vanishing.set(
      call.id,
      clock.after(GRACE_MS, async () => {
        vanishing.delete(call.id);
        const line = lines.get(call.id);
        if (line !== undefined) await end(line.call(), leavers.has(call.uid) ? LEFT : CUT_OFF);
      }),
    );
  };

  /** Ends the call as it stands then; one whose caller was told that nobody is there is over already. */
  const end = async (call: Call, how: CallEvent): Promise<void> =>
    insistence.insist(call.id, async () => {
      const now = lines.get(call.id)?.call() ?? call;
      await hangUp(now, how);
      if (lines.get(call.id)?.call().state === 'deflected') letGo(call.id);
    });

  const hangUp = async (call: Call, how: CallEvent): Promise<unknown> =>
    world.report(
      call.id,
      call.state === 'voicemail' && (await recordings.secondsOf(call)) >= SHORTEST_MESSAGE
        ? { type: 'voicemail_left', by: 'end_user' }
        : how,
    );

  /** The engine of a leg died: the call it was part of ends, and no other. */
  const brokeDown = async (line: Line): Promise<unknown> =>
    line.call().state === 'voicemail'
      ? hangUp(line.call(), CUT_OFF)
      : world.report(line.call().id, { type: 'media_failed', reason: 'voip_conn_general' });

  const lineOf = (uid: string): Line | undefined => lines.values().find((line) => line.call().uid === uid);
  const linesWith = (agentId: number): Line[] =>
    [...lines.values()].filter((line) => presentAgents(line.call().participants).includes(agentId));

  const callerMoved = (uid: string, state: LegState): void => {
    const line = lineOf(uid);
    for (const listener of callerListeners) listener(uid, pageState(state));
    if (line === undefined) return;
    if (state === 'worker') return background('webrtc', brokeDown(line));
    watch(line.call());
    line.touch();
    moved(line.call());
  };

  const agentMoved = (agentId: number, state: LegState): void => {
    for (const listener of agentListeners) listener(agentId, pageState(state));
    for (const line of linesWith(agentId)) {
      if (state === 'worker') brokeDown(line).catch(failed);
      else line.touch();
    }
  };

  /** The microphone of one whose connection stands delivers nothing, or does again. */
  const microphoneMoved = (event: LegEvent, word: 'silent' | 'sounding'): void => {
    const uid = callers.ownerOf(event.legId);
    const agentId = agents.ownerOf(event.legId);
    if (agentId !== undefined) for (const listener of agentListeners) listener(agentId, word);
    if (uid === undefined) return;
    for (const listener of callerListeners) listener(uid, word);
    const line = lineOf(uid);
    if (line !== undefined) moved(line.call());
  };

  const digit = (uid: string, pressed: string): void => {
    const line = lineOf(uid);
    const call = line?.call();
    if (line === undefined || call === undefined) return;
    if (call.state === 'selecting') world.press(call, pressed).catch(failed);
    else if (call.state === 'voicemail' && pressed === '#') background('webrtc', end(call, LEFT));
  };

  media.onEvent((event: LegEvent) => {
    playlists.heard(event);
    const uid = callers.ownerOf(event.legId);
    const agentId = agents.ownerOf(event.legId);
    const state = callers.heard(event) ?? agents.heard(event);
    if (uid !== undefined && event.type === 'digit') digit(uid, event.digit);
    if (uid !== undefined && state !== undefined) callerMoved(uid, state);
    if (agentId !== undefined && state !== undefined) agentMoved(agentId, state);
    if (event.type === 'silent' || event.type === 'sounding') microphoneMoved(event, event.type);
    if (event.type === 'lost' && event.reason === 'worker')
      for (const line of lines.values()) {
        if (line.hasFileLeg(event.legId)) brokeDown(line).catch(failed);
        line.lost(event.legId);
      }
  });
  world.onMenus((callId) => lines.get(callId)?.touch());

  return {
    carrier: {
      name: WEBRTC_NAME,
      reachesPhones: false,
      follow,
      sendText: async () => false,
      async stop() {
        for (const callId of vanishing.keys()) forgive(callId);
        insistence.stop();
        await Promise.all([...lines.values()].map(async (line) => line.settled()));
        await recorder.shutDown();
        await media.shutDown();
      },
    },
    carries: (call) => call.carrier === WEBRTC_NAME || recordings.has(call),
    async offerAgent(agentId, sdp, asker) {
      const offered = await agents.offer(agentId, sdp, asker);
      const leg = agents.get(agentId);
      if (offered.ok && leg !== undefined) await media.mute(leg.legId, false);
      return offered;
    },
    isAgentConnected: agents.isConnected,
    async muteAgent(agentId, isMuted) {
      const leg = agents.get(agentId);
      if (leg !== undefined) await media.mute(leg.legId, isMuted);
    },
    closeAgent: agents.close,
    onAgentSound: (listener) => void agentListeners.push(listener),
    async offerCaller(uid, sdp, asker) {
      leavers.delete(uid);
      return callers.offer(uid, sdp, asker);
    },
    closeCaller: callers.close,
    isCallerConnected: callers.isConnected,
    callerLeft: (uid) => void (lineOf(uid) === undefined || leavers.add(uid)),
    onCallerSound: (listener) => void callerListeners.push(listener),
    isCallerAway: (call) => call.carrier === WEBRTC_NAME && isLive(call.state) && !callers.isConnected(call.uid),
    isCallerSilent: (call) => isLive(call.state) && callers.isConnected(call.uid) && callers.isSilent(call.uid),
    isCallerAlone: (call) => lines.get(call.id)?.isAlone() === true,
    onLineMoved: (listener) => void lineListeners.push(listener),
    async callerHungUp(call) {
      await end(call, LEFT);
      // Where it could not be stored he is heard no more all the same.
      if (lineOf(call.uid)?.isOver() === false) await callers.close(call.uid);
    },
    async sendDigits(callId, digits) {
      const legId = lines.get(callId)?.farLeg();
      if (legId === undefined) return 'not_there';
      return (await media.sendDtmf(legId, digits)) ? 'sent' : 'not_taken';
    },
    takeUp: recordings.takeUp,
    async settled() {
      await Promise.all([...lines.values()].map(async (line) => line.settled()));
    },
  };
}

function pageState(state: LegState): PageState {
  return state === 'connected' || state === 'interrupted' ? state : 'lost';
}
