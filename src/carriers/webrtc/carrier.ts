/** The carrier of browsers: its far ends are callers' pages. */
import type { Call } from '#domain/call/call.ts';
import { GRACE_MS } from '#domain/call/participant.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { isLive } from '#domain/call/state.ts';
import type { LegEvent, Media } from '#media/media-server.ts';
import type { CallMedia, FarEndLeft, FarEnds } from '#media/session/far-ends.ts';
import { createLegs, soundOf } from '#media/session/leg-registry.ts';
import type { LegState, Offered, PageSound } from '#media/session/leg-registry.ts';
import { isOver } from '#media/session/topology.ts';
import type { Carrier, Report } from '../carrier.ts';

/** The carrier's name, which calls from browsers have as theirs. */
export const WEBRTC_NAME = 'webrtc';

/** The caller ended it: they hung up, or left the page. */
const LEFT: FarEndLeft = { type: 'hung_up', by: 'end_user' };
/** Their connection ended it, while their page was still there or was cut off like it. */
const CUT_OFF: FarEndLeft = { type: 'hung_up', by: 'system', reason: 'voip_conn_timeout' };

/** What it is made of. */
export type WebrtcOptions = {
  readonly media: Media;
  readonly calls: CallMedia;
  readonly clock: Clock;
  readonly report: Report;
};

/**
 * The carrier, and its doors for callers' pages. A caller is known by the uid of their call, before and after it is
 * stored.
 */
export type WebrtcCarrier = {
  readonly carrier: Carrier & { readonly reachesPhones: false };
  /** Offers come with the IP address of the page, which decides what addresses of ours it is told. */
  offerCaller(uid: string, sdp: string, asker: string): Promise<Offered>;
  closeCaller(uid: string): Promise<void>;
  isCallerConnected(uid: string): boolean;
  /**
   * Their page has said goodbye: when their sound ends as well it was they who ended it. They may come back by a new
   * offer.
   */
  callerLeft(uid: string): void;
  onCallerSound(listener: (uid: string, state: PageSound) => void): void;
  /** In which codec the caller's page is heard without a conversion; null without a page. */
  callerCodec(uid: string): string | null;
  /** Tells that it is another. */
  onCallerCodec(listener: (uid: string, codec: string) => void): void;
  /** Whether the call continues with a page whose sound is gone for the moment. */
  isCallerAway(call: Call): boolean;
  /** Whether the call continues with a page that is connected and whose microphone delivers nothing. */
  isCallerSilent(call: Call): boolean;
  /**
   * The caller hangs up: a call ends, a message that was left is one. Resolves when it is stored, or cannot be now:
   * then they are heard no more, and it is stored as soon as the database is back.
   */
  callerHungUp(call: Call): Promise<void>;
};

/** Makes the carrier, and brings its far ends to the media of calls. */
export function createWebrtcCarrier({ media, calls, clock, report }: WebrtcOptions): WebrtcCarrier {
  const callers = createLegs<string>(media);
  /** Calls in progress, by the uids of their callers. */
  const callIds = new Map<string, number>();
  const vanishing = new Map<number, () => void>();
  /** Callers whose pages have said goodbye. */
  const leavers = new Set<string>();
  const listeners: ((uid: string, state: PageSound) => void)[] = [];
  const codecListeners: ((uid: string, codec: string) => void)[] = [];

  const callOf = (uid: string): Call | undefined => calls.callOf(callIds.get(uid) ?? 0);

  const cancelGrace = (callId: number): void => {
    vanishing.get(callId)?.();
    vanishing.delete(callId);
  };

  const forget = (call: Call): void => {
    cancelGrace(call.id);
    callIds.delete(call.uid);
    leavers.delete(call.uid);
  };

  /** A caller whose sound is not there has some seconds to come back. */
  const watch = (call: Call): void => {
    if (callers.isConnected(call.uid)) return cancelGrace(call.id);
    if (vanishing.has(call.id)) return;
    vanishing.set(
      call.id,
      clock.after(GRACE_MS, async () => {
        vanishing.delete(call.id);
        const now = calls.callOf(call.id);
        if (now !== undefined) await calls.farEndLeft(now, leavers.has(call.uid) ? LEFT : CUT_OFF);
      }),
    );
  };

  const farEnds: FarEnds = {
    isLive: true,
    legOf: ({ uid }) => callers.get(uid)?.legId,
    async agentIsReady(call) {
      if (call.state === 'assigned' || call.state === 'connecting') await report(call.id, { type: 'legs_bridged' });
    },
    passOn(from, to) {
      callers.rename(from.uid, to.uid);
      if (leavers.has(from.uid)) leavers.add(to.uid);
      forget(from);
      callIds.set(to.uid, to.id);
      watch(to);
    },
    async release(call) {
      forget(call);
      await callers.close(call.uid);
    },
  };
  calls.addFarEnds(WEBRTC_NAME, farEnds);

  const tell = (uid: string, state: PageSound): void => {
    for (const listener of listeners) listener(uid, state);
  };

  const callerMoved = (uid: string, state: LegState): void => {
    tell(uid, soundOf(state));
    const call = callOf(uid);
    // That the engine of a leg died ends the call, which is not the carrier's to say.
    if (call === undefined || state === 'worker') return;
    watch(call);
    calls.touch(call.id);
    calls.moved(call);
  };

  /** The microphone of a page whose connection stands delivers nothing, or does again. */
  const microphoneMoved = (uid: string, state: 'silent' | 'sounding'): void => {
    tell(uid, state);
    const call = callOf(uid);
    if (call !== undefined) calls.moved(call);
  };

  media.onEvent((event: LegEvent) => {
    const uid = callers.ownerOf(event.legId);
    const state = callers.heard(event);
    if (uid === undefined) return;
    if (state !== undefined) callerMoved(uid, state);
    if (event.type === 'silent' || event.type === 'sounding') microphoneMoved(uid, event.type);
    if (event.type === 'codec') for (const listener of codecListeners) listener(uid, event.codec);
  });

  return {
    carrier: {
      name: WEBRTC_NAME,
      reachesPhones: false,
      follow(call) {
        if (call.carrier !== WEBRTC_NAME) return;
        if (isOver(call)) return forget(call);
        callIds.set(call.uid, call.id);
        watch(call);
      },
      sendText: async () => false,
      async stop() {
        for (const callId of vanishing.keys()) cancelGrace(callId);
      },
    },
    async offerCaller(uid, sdp, asker) {
      leavers.delete(uid);
      return callers.offer(uid, sdp, asker);
    },
    closeCaller: callers.close,
    isCallerConnected: callers.isConnected,
    callerLeft: (uid) => void (callOf(uid) === undefined || leavers.add(uid)),
    callerCodec: (uid) => callers.get(uid)?.codec ?? null,
    onCallerCodec: (listener) => void codecListeners.push(listener),
    onCallerSound: (listener) => void listeners.push(listener),
    isCallerAway: (call) => call.carrier === WEBRTC_NAME && isLive(call.state) && !callers.isConnected(call.uid),
    isCallerSilent: (call) => isLive(call.state) && callers.isConnected(call.uid) && callers.isSilent(call.uid),
    async callerHungUp(call) {
      await calls.farEndLeft(call, LEFT);
      const now = callOf(call.uid);
      // Where it could not be stored they are heard no more all the same.
      if (now !== undefined && !isOver(now)) await callers.close(call.uid);
    },
  };
}
