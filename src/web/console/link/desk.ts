/**
 * Puts the agent's page together without a screen: socket, world, sound, tabs. Screens read its state and ask it to
 * act.
 */
import type { AssistView } from '#realtime/agent/assist-protocol.ts';
import type { PageCommand } from '#realtime/agent/protocol.ts';
import type { WordsView } from '#realtime/agent/words-protocol.ts';
import { refusalWords, scopesOfCommand } from '../parts/refusals.ts';
import { askForNotifications, createAlerts } from '../sound/alerts.ts';
import { createRinger } from '../sound/ringer.ts';
import { createSound, SILENT } from '../sound/sound.ts';
import type { SoundState } from '../sound/sound.ts';
import type { AssistedCalls } from './assists.ts';
import { withAssist } from './assists.ts';
import { activeCalls, offers } from './mine.ts';
import { createSocket, offline } from './socket.ts';
import type { LinkPhase, Reply, Told } from './socket.ts';
import { withWords } from './spoken.ts';
import type { SpokenCalls } from './spoken.ts';
import { joinTabs } from './tabs.ts';
import { applyEvent } from './world.ts';
import type { World } from './world.ts';

export type DeskState = {
  /** Whether the call's sound is in this tab. */
  readonly isLeading: boolean;
  readonly link: LinkPhase;
  /** Milliseconds of the epoch since when there is no connection; null while there is one. */
  readonly offlineSince: number | null;
  readonly world: World | null;
  /** What is said in calls in progress, as far as it is told. */
  readonly spoken: SpokenCalls;
  /** What helps in the agent's calls. */
  readonly assisted: AssistedCalls;
  readonly sound: SoundState;
};

/** What screens ask for besides the wire's commands. */
type Action =
  | { readonly type: 'command'; readonly command: PageCommand }
  | { readonly type: 'mute'; readonly isMuted: boolean }
  | { readonly type: 'go_offline' };

export type Desk = ReturnType<typeof createDesk>;

const FINE: Reply = { ok: true };
/** Whether this tab was online: then it is again after a reload. */
const ONLINE_KEY = 'patchbay.online';

/** Makes the desk of the agent and connects it. */
export function createDesk(agentId: number) {
  let state: DeskState = {
    isLeading: false,
    link: 'connecting',
    offlineSince: null,
    world: null,
    spoken: new Map(),
    assisted: new Map(),
    sound: SILENT,
  };
  const listeners = new Set<() => void>();
  const isStarted = { value: false };
  let audio: AudioContext | null = null;
  let wantsAvailable = false;

  const context = (): AudioContext => {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') void audio.resume();
    return audio;
  };
  // After a reload the browser keeps all sound locked until someone touches the page.
  const unlock = (): void => void (state.sound.phase === 'off' ? null : context());
  document.addEventListener('pointerdown', unlock);
  document.addEventListener('keydown', unlock);

  const alerts = createAlerts(createRinger(context));

  const set = (change: Partial<DeskState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
    if (!isStarted.value) return;
    tabs.tell();
    if (state.isLeading && state.world !== null && state.sound.phase !== 'off')
      alerts.show(offers(state.world), activeCalls(state.world).length > 0);
  };

  const socket = createSocket({
    url: `${location.origin.replace(/^http/, 'ws')}/app/socket`,
    since: () => state.world?.seq ?? null,
    heard: (message) => heard(message),
    phaseChanged(link) {
      const offlineSince = link === 'open' ? null : (state.offlineSince ?? Date.now());
      set({ link, offlineSince });
      if (link === 'open') onReconnect();
      if (link === 'superseded' || link === 'signed_out') hush();
    },
  });
  const command = async (asked: PageCommand): Promise<Reply> => {
    const reply = inOwnWords(asked.type, await socket.send(asked));
    if (asked.type === 'words' && reply.ok) {
      // The answer is typed by the same file. Null: nothing is written down any more.
      const { callId } = asked;
      const over = { callId, from: 0, turns: [], now: [], isOn: false, isPartial: false };
      if (reply.data != null) spoken(reply.data as WordsView);
      else if (state.spoken.get(callId)?.isOn === true) spoken(over);
    }
    // Typed by the same file as well.
    if (asked.type === 'assist' && reply.ok) helped(asked.callId, (reply.data ?? null) as AssistView | null);
    return reply;
  };

  const helped = (callId: number, view: AssistView | null): void =>
    set({ assisted: withAssist(state.assisted, callId, view) });

  /** Something was said; what was said before this page was there is asked for. */
  const spoken = (view: WordsView): void => {
    const { calls, isMissing } = withWords(state.spoken, view);
    if (isMissing) void command({ type: 'words', callId: view.callId });
    else set({ spoken: calls });
  };

  const sound = createSound({
    offer: async (sdp) => command({ type: 'sound_offer', sdp }),
    changed(next) {
      set({ sound: next });
      beAvailable();
    },
    context,
  });

  const heard = (message: Told): void => {
    if (message.type === 'sound') sound.heard(message.state);
    else if (message.type === 'codec') sound.talkIn(message.codec);
    else if (message.type === 'words') return spoken(message.data);
    else if (message.type === 'assist') return helped(message.data.callId, message.data);
    else set({ world: applyEvent(state.world, message) });
    beAvailable();
  };

  /** The line is whole again: the sound may not be, and the server may have forgotten that the microphone is muted. */
  const onReconnect = (): void => {
    if (sound.state().phase === 'interrupted' || sound.state().phase === 'connecting') void sound.renew();
    if (sound.state().phase === 'off' && sessionStorage.getItem(ONLINE_KEY) === String(agentId)) void sound.start();
    if (sound.state().isMuted) void command({ type: 'mute', isMuted: true });
  };

  const hush = (): void => {
    alerts.show([], false);
    if (sound.state().phase !== 'off') sound.stop();
  };

  /** After "Go online" calls may come, as soon as the server knows that the microphone works. */
  const beAvailable = (): void => {
    if (!wantsAvailable || state.sound.phase !== 'connected' || state.world?.me.isOnline !== true) return;
    wantsAvailable = false;
    void command({ type: 'status', status: 'available' });
  };

  const mute = async (isMuted: boolean): Promise<Reply> => {
    sound.mute(isMuted);
    return command({ type: 'mute', isMuted });
  };

  const goOffline = async (): Promise<Reply> => {
    const reply = await command({ type: 'status', status: 'unavailable' });
    if (!reply.ok) return reply;
    sessionStorage.removeItem(ONLINE_KEY);
    hush();
    return FINE;
  };

  const execute = async (action: Action): Promise<Reply> => {
    switch (action.type) {
      case 'command':
        return command(action.command);
      case 'mute':
        return mute(action.isMuted);
      case 'go_offline':
        return goOffline();
      default:
        return action satisfies never;
    }
  };

  const tabs = joinTabs<DeskState, Action, Reply>({
    name: `patchbay-desk-${agentId}`,
    lead() {
      // Anyone who led was online: the call continues here.
      if (state.sound.phase !== 'off' && !state.isLeading) sessionStorage.setItem(ONLINE_KEY, String(agentId));
      set({ isLeading: true, sound: sound.state() });
      socket.open();
    },
    follow() {
      socket.close();
      hush();
      sessionStorage.removeItem(ONLINE_KEY);
      set({ isLeading: false });
    },
    state: () => state,
    shown: (leader) => set({ ...leader, isLeading: false }),
    asked: execute,
  });
  isStarted.value = true;
  if (tabs.isLeading()) tabs.tell();

  const act = async (action: Action): Promise<Reply> =>
    tabs.isLeading() ? execute(action) : ((await tabs.ask(action)) ?? offline());

  return {
    state: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    send: async (asked: PageCommand): Promise<Reply> => act({ type: 'command', command: asked }),
    mute: async (isMuted: boolean): Promise<Reply> => act({ type: 'mute', isMuted }),
    goOffline: async (): Promise<Reply> => act({ type: 'go_offline' }),
    /**
     * Needs a click: it unlocks the ring, and asks for the microphone and for notifications. The sound is in this tab
     * from now on.
     */
    async goOnline(): Promise<void> {
      context();
      await tabs.takeLead();
      wantsAvailable = true;
      sessionStorage.setItem(ONLINE_KEY, String(agentId));
      await sound.start();
      if (sound.state().phase === 'failed') sessionStorage.removeItem(ONLINE_KEY);
      else await askForNotifications();
    },
    /** After another page took over: this one does again. */
    async useHere(): Promise<void> {
      await tabs.takeLead();
      socket.open();
    },
    level: () => sound.level(),
    stop() {
      sessionStorage.removeItem(ONLINE_KEY);
      hush();
      socket.close();
      tabs.stop();
      listeners.clear();
      document.removeEventListener('pointerdown', unlock);
      document.removeEventListener('keydown', unlock);
    },
  };
}

/** A refusal in the language of the person, where the catalogue has one. */
function inOwnWords(type: PageCommand['type'], reply: Reply): Reply {
  if (reply.ok) return reply;
  const message = refusalWords(scopesOfCommand(type), reply.error) ?? reply.message;
  return { ...reply, message };
}
