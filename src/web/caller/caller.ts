/**
 * The caller's page at work: what happens changes the state, the state is shown, and what the caller does goes down the
 * line.
 */
import { browserOf } from './browser.ts';
import { createStage } from './document.ts';
import { keeperOf } from './kept-call.ts';
import type { Kept, Line } from './line.ts';
import { createLine } from './line.ts';
import { screenOf } from './screen.ts';
import type { Sound } from './sound.ts';
import { createSound, openMicrophone } from './sound.ts';
import type { Action, State } from './state.ts';
import { begin, isInCall, resume, step, viewOf } from './state.ts';
import { wantedMenus } from './wanted-menus.ts';
import { preferredLanguage } from './texts.ts';
import { callerTexts } from '#catalogue/caller.ts';

/** How long the server may take to say that a call has ended. Milliseconds. */
const FAREWELL_MS = 4000;

/** The places of the page. */
export type CallerPlaces = {
  readonly stage: HTMLElement;
  /** What is said to those who do not see the screen. */
  readonly announcer: HTMLElement;
  readonly speaker: HTMLAudioElement;
};

/** What the server says of the line. */
export type CalledLine = { readonly slug: string; readonly name: string; readonly languages: readonly string[] };

/** Starts it. */
export function startCaller(called: CalledLine, { stage, announcer, speaker }: CallerPlaces): void {
  const keeper = keeperOf(called.slug);
  const kept = keeper.read();
  const lang = preferredLanguage(called.languages, navigator.languages);
  let state: State = kept === null ? begin(lang) : resume(lang, kept, Date.now());
  let line: Line | null = null;
  let sound: Sound | null = null;
  /** The menus that are still to be chosen, where the link names the way to one. */
  const wanted = wantedMenus(location.search);
  /** Which call it is: what comes late of an earlier one is not heard. */
  let turn = 0;

  const tell = (action: Action): void => {
    const before = state;
    state = step(state, action);
    act(action, before);
    if (state !== before || action.type === 'ticked') show();
  };
  const screens = createStage(stage, tell);

  const show = (): void => {
    const { lang: shownLang, say } = callerTexts(state.lang);
    const browser = browserOf(navigator.userAgent);
    const { title, content, spoken } = screenOf(state, {
      languages: called.languages,
      nameOf,
      browser,
      say,
      now: Date.now(),
    });
    const hadFocus = stage.contains(document.activeElement);
    screens.show(content);
    document.documentElement.lang = shownLang;
    document.title = `${title} · ${called.name}`;
    // Anyone who stood on something that is gone is led to what took its place, or to the new heading, and hears it
    // there.
    if (hadFocus && !stage.contains(document.activeElement))
      (stage.querySelector<HTMLElement>('[data-focus]') ?? document.getElementById('title'))?.focus();
    if (announcer.textContent !== spoken) announcer.textContent = spoken;
  };

  /** What an action entails besides another screen. */
  const act = (action: Action, before: State): void => {
    switch (action.type) {
      case 'call_pressed':
        return void dial(null);
      case 'view_arrived':
        chooseWanted();
        return keep();
      case 'failed':
        return state.phase.name === 'failed' ? hangUp() : undefined;
      case 'microphone_refused':
        return void watchPermission();
      case 'mute_pressed':
        sound?.mute(state.isMuted);
        return keep();
      case 'sound_pressed':
        return sound?.play();
      case 'hang_up_pressed':
        return before.phase.name === 'call' ? endCall() : hangUp();
      case 'digit_pressed':
        // Once only: where digits choose they are said, elsewhere they sound.
        if (viewOf(state)?.stage === 'menu') return void line?.say({ type: 'digit', digit: action.digit });
        return sound?.press(action.digit);
      case 'menu_chosen':
        return void line?.say({ type: 'choose', menuId: action.menuId });
      case 'consent_given':
        return void line?.say({ type: 'consent', mayRecord: action.mayRecord });
      case 'call_back_asked':
        if (line?.say({ type: 'call_back', number: action.number }) !== true) refuseCallBack();
        return;
      case 'call_back_confirmed':
        if (line?.say({ type: 'confirm_call_back' }) !== true) refuseCallBack();
        return;
      case 'rated': {
        const { rating, feedback } = action;
        const isSaid = line?.say({ type: 'rate', rating, feedback: feedback === '' ? null : feedback }) === true;
        if (!isSaid) tell({ type: 'rating_lost' });
        return;
      }
      default:
        return;
    }
  };

  /** A new call, or the way back to one. */
  const dial = async (back: Kept | null): Promise<void> => {
    turn += 1;
    const mine = turn;
    const ifMine =
      <A extends readonly unknown[]>(run: (...given: A) => void) =>
      (...given: A): void => {
        if (mine === turn) run(...given);
      };
    line?.close();
    sound?.close();
    const opened = await openMicrophone();
    if (!opened.ok) return ifMine(() => tell({ type: 'microphone_refused', problem: opened.problem }))();
    // The caller has thought better of it meanwhile.
    if (mine !== turn) return opened.stream.getTracks().forEach((track) => track.stop());
    const made = createSound(opened.stream, speaker, {
      onState: (how) => line?.soundIs(how),
      onSilent: ifMine((isSilent) => tell({ type: 'playing_changed', isSilent })),
      onDevice: ifMine((isMuted) => tell({ type: 'device_changed', isMuted })),
      onUnheard: ifMine((isUnheard) => tell({ type: 'unheard_changed', isUnheard })),
    });
    made.mute(state.isMuted);
    const created = createLine(addressOf(called.slug), made, {
      onView: ifMine((view) => tell({ type: 'view_arrived', view, at: Date.now() })),
      onFailure: ifMine((failure, retryAfterSeconds) => tell({ type: 'failed', failure, retryAfterSeconds })),
      onCut: ifMine(() => tell({ type: 'cut', at: Date.now() })),
      onOffline: ifMine(() => tell({ type: 'offline_changed', isOffline: true })),
      onSound: ifMine((isChoppy) => tell({ type: 'sound_changed', isChoppy })),
      onUnheard: ifMine((isUnheard) => tell({ type: 'unheard_changed', isUnheard })),
      onNumber: ifMine((number) => tell({ type: 'number_shown', number })),
    });
    sound = made;
    line = created;
    tell({ type: 'microphone_allowed' });
    await (back === null ? created.open(state.lang, state.name === '' ? null : state.name) : created.rejoin(back));
  };

  /** Chooses the next menu of the way as soon as it is offered. Once: afterwards the caller chooses. */
  const chooseWanted = (): void => {
    const [next] = wanted;
    const view = viewOf(state);
    if (next === undefined || view?.stage !== 'menu' || !view.choices.some(({ menuId }) => menuId === next)) return;
    wanted.shift();
    line?.say({ type: 'choose', menuId: next });
  };

  /**
   * Remembers the call while it is in progress. When it has ended the microphone is let go; the line stays, for the
   * rating.
   */
  const keep = (): void => {
    const view = viewOf(state);
    if (view === null) return;
    const isOver = view.stage === 'ended';
    const { talkingSince, isMuted } = state;
    keeper.write(isOver ? null : { callId: view.callId, secret: view.secret, talkingSince, isMuted });
    if (isOver) sound?.close();
  };

  /**
   * Nothing more is heard of the caller; the server says how the call ended. If it does not, it is over all the same.
   */
  const endCall = (): void => {
    const mine = turn;
    line?.say({ type: 'hang_up' });
    sound?.close();
    setTimeout(() => {
      if (mine === turn && viewOf(state)?.stage !== 'ended')
        tell({ type: 'failed', failure: 'lost', retryAfterSeconds: null });
    }, FAREWELL_MS);
  };

  /** There is no one to ask. */
  const refuseCallBack = (): void => tell({ type: 'failed', failure: 'call_back_closed', retryAfterSeconds: null });

  const hangUp = (): void => {
    turn += 1;
    keeper.write(null);
    line?.say({ type: 'hang_up' });
    line?.close();
    sound?.close();
  };

  /** What was refused may be allowed in the browser's own settings. */
  const watchPermission = async (): Promise<void> => {
    const status = await navigator.permissions.query({ name: 'microphone' }).catch(() => null);
    status?.addEventListener('change', () => tell({ type: 'permission_changed' }), { once: true });
  };

  addEventListener('beforeunload', (event) => {
    if (isInCall(state) && state.phase.name === 'call') event.preventDefault();
  });
  setInterval(() => {
    if (isInCall(state)) tell({ type: 'ticked' });
  }, 1000);
  show();
  if (kept !== null) void dial(kept);
}

function addressOf(slug: string): string {
  const { protocol, host, hash, search } = location;
  // A Messenger link says whose call this is; see the Messenger page.
  const from = new URLSearchParams(hash.slice(1)).get('m');
  // The voice agent's link asks for it.
  const line = new URLSearchParams(search).get('line');
  const asked = new URLSearchParams({ ...(from === null ? {} : { m: from }), ...(line === null ? {} : { line }) });
  const query = asked.size === 0 ? '' : `?${asked}`;
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/w/${encodeURIComponent(slug)}/socket${query}`;
}

/** A language's name in itself. */
function nameOf(lang: string): string {
  return new Intl.DisplayNames([lang], { type: 'language' }).of(lang) ?? lang;
}
