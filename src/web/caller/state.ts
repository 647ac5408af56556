/** What a caller's page knows, and how what happens changes it. Pure: no clock, no socket, no document. */
import type { CallerError, CallerView } from '#realtime/caller/protocol.ts';

/** Why the microphone cannot be used. */
export type Problem = 'denied' | 'no_microphone' | 'microphone_busy' | 'unsupported';

/** Why a call-back is not promised; the call continues. */
export type CallBackFault = Extract<CallerError, `call_back_${string}`>;

/** Why there is no call, or no longer one. */
export type Failure =
  | Exclude<CallerError, CallBackFault>
  | 'unreachable'
  /** The page could not come back in time. */
  | 'lost'
  /** Another page of the same browser took the call over. */
  | 'elsewhere';

/** Where the caller is. */
export type Phase =
  | { readonly name: 'ready' }
  /** The browser asks whether the microphone may be used. */
  | { readonly name: 'asking' }
  | { readonly name: 'stuck'; readonly problem: Problem }
  | { readonly name: 'connecting' }
  | { readonly name: 'call'; readonly view: CallerView }
  /** On the way back. `view` is null after a reload: nothing is known yet. Milliseconds. */
  | { readonly name: 'interrupted'; readonly view: CallerView | null; readonly since: number }
  | { readonly name: 'failed'; readonly failure: Failure; readonly retryAfterSeconds: number | null };

/** A number as people read it, at home and from abroad. */
export type ShownNumber = { readonly national: string; readonly international: string };

/** How far asking to be called back has come. `confirm`: the number was understood, and is shown. */
export type CallBack =
  | { readonly name: 'closed' | 'open' | 'sent' }
  | { readonly name: 'confirm'; readonly number: ShownNumber }
  | { readonly name: 'fault'; readonly fault: CallBackFault; readonly retryAfterSeconds: number | null };

export type State = {
  readonly phase: Phase;
  /** The language spoken on the line. */
  readonly lang: string;
  readonly name: string;
  readonly isMuted: boolean;
  readonly hasKeypad: boolean;
  /** The last digits, as they were pressed. */
  readonly typed: string;
  readonly callBack: CallBack;
  readonly rating: 'open' | 'sent' | 'failed';
  /** Whether the caller ended the call themselves. */
  readonly hasHungUp: boolean;
  /** Milliseconds; null before anyone has answered. */
  readonly talkingSince: number | null;
  /** What there was to choose at first, so that a way back is offered further down. */
  readonly top: readonly number[];
  /** Whether the sound has stopped for the moment. */
  readonly isChoppy: boolean;
  /** Whether the browser plays nothing before the page is touched. */
  readonly isSilent: boolean;
  /** Whether the device itself has switched the microphone off. */
  readonly isDeviceMuted: boolean;
  /** Whether the microphone delivers nothing, as the server or the browser has it. */
  readonly isUnheard: boolean;
  /** Whether the server cannot be told anything for the moment, while the sound continues. */
  readonly isOffline: boolean;
};

/** What happens: to the page, and by the caller's hand. Those of their hand also go to the line; see `caller.ts`. */
export type Action =
  | { readonly type: 'call_pressed'; readonly name: string }
  | { readonly type: 'language_chosen'; readonly lang: string }
  | { readonly type: 'microphone_allowed' }
  | { readonly type: 'microphone_refused'; readonly problem: Problem }
  | { readonly type: 'permission_changed' }
  | { readonly type: 'view_arrived'; readonly view: CallerView; readonly at: number }
  | { readonly type: 'failed'; readonly failure: CallerError | Failure; readonly retryAfterSeconds: number | null }
  | { readonly type: 'cut'; readonly at: number }
  | { readonly type: 'sound_changed'; readonly isChoppy: boolean }
  | { readonly type: 'playing_changed'; readonly isSilent: boolean }
  | { readonly type: 'device_changed'; readonly isMuted: boolean }
  | { readonly type: 'unheard_changed'; readonly isUnheard: boolean }
  | { readonly type: 'offline_changed'; readonly isOffline: boolean }
  | { readonly type: 'number_shown'; readonly number: ShownNumber }
  | { readonly type: 'menu_chosen'; readonly menuId: number }
  | { readonly type: 'digit_pressed'; readonly digit: string }
  | { readonly type: 'consent_given'; readonly mayRecord: boolean }
  | { readonly type: 'mute_pressed' }
  | { readonly type: 'keypad_pressed' }
  | { readonly type: 'sound_pressed' }
  | { readonly type: 'hang_up_pressed' }
  | { readonly type: 'call_back_pressed' }
  | { readonly type: 'call_back_asked'; readonly number: string }
  | { readonly type: 'call_back_confirmed' }
  | { readonly type: 'number_doubted' }
  | { readonly type: 'rated'; readonly rating: number; readonly feedback: string }
  | { readonly type: 'rating_lost' }
  | { readonly type: 'ticked' };

/** How many of the pressed digits are shown. */
const MAX_TYPED = 16;

/** A page that has just been opened. */
export function begin(lang: string): State {
  return {
    phase: { name: 'ready' },
    lang,
    name: '',
    isMuted: false,
    hasKeypad: false,
    typed: '',
    callBack: { name: 'closed' },
    rating: 'open',
    hasHungUp: false,
    talkingSince: null,
    top: [],
    isChoppy: false,
    isSilent: false,
    isDeviceMuted: false,
    isUnheard: false,
    isOffline: false,
  };
}

/** A page that was reloaded in the middle of a call. */
export function resume(lang: string, kept: Pick<State, 'talkingSince' | 'isMuted'>, at: number): State {
  const { talkingSince, isMuted } = kept;
  return { ...begin(lang), talkingSince, isMuted, phase: { name: 'interrupted', view: null, since: at } };
}

/** The view, in a call or on the way back to it. */
export function viewOf({ phase }: State): CallerView | null {
  return phase.name === 'call' || phase.name === 'interrupted' ? phase.view : null;
}

/** Whether closing the page would end a call. */
export function isInCall({ phase }: State): boolean {
  return phase.name === 'interrupted' || (phase.name === 'call' && phase.view.stage !== 'ended');
}

type Of<T extends Action['type']> = Extract<Action, { readonly type: T }>;
type Step<T extends Action['type']> = (state: State, action: Of<T>) => State;

const same = (state: State): State => state;
const asked = (state: State): State => ({ ...state, callBack: { name: 'sent' } });

/** What happens -> the next state. */
const STEPS: { readonly [T in Action['type']]: Step<T> } = {
  call_pressed: ({ lang }, { name }) => ({ ...begin(lang), name: name.trim(), phase: { name: 'asking' } }),
  language_chosen: (state, { lang }) => ({ ...state, lang }),
  microphone_allowed: (state) => (state.phase.name === 'asking' ? { ...state, phase: { name: 'connecting' } } : state),
  microphone_refused: (state, { problem }) => ({ ...state, phase: { name: 'stuck', problem } }),
  permission_changed: (state) => (state.phase.name === 'stuck' ? { ...state, phase: { name: 'ready' } } : state),
  view_arrived: (state, { view, at }) => see(state, view, at),
  failed: fail,
  cut: (state, { at }) =>
    isInCall(state) && state.phase.name !== 'interrupted'
      ? { ...state, phase: { name: 'interrupted', view: viewOf(state), since: at } }
      : state,
  sound_changed: (state, { isChoppy }) => ({ ...state, isChoppy }),
  playing_changed: (state, { isSilent }) => ({ ...state, isSilent }),
  device_changed: (state, { isMuted }) => ({ ...state, isDeviceMuted: isMuted }),
  unheard_changed: (state, { isUnheard }) => ({ ...state, isUnheard }),
  offline_changed: (state, { isOffline }) => ({ ...state, isOffline }),
  number_shown: (state, { number }) =>
    state.callBack.name === 'sent' ? { ...state, callBack: { name: 'confirm', number } } : state,
  menu_chosen: same,
  digit_pressed: (state, { digit }) => ({ ...state, typed: (state.typed + digit).slice(-MAX_TYPED) }),
  consent_given: same,
  mute_pressed: (state) => ({ ...state, isMuted: !state.isMuted }),
  keypad_pressed: (state) => ({ ...state, hasKeypad: !state.hasKeypad, typed: '' }),
  sound_pressed: (state) => ({ ...state, isSilent: false }),
  hang_up_pressed: hangUp,
  call_back_pressed: (state) => ({
    ...state,
    callBack: { name: state.callBack.name === 'closed' ? 'open' : 'closed' },
  }),
  call_back_asked: asked,
  call_back_confirmed: asked,
  number_doubted: (state) => ({ ...state, callBack: { name: 'open' } }),
  rated: (state) => ({ ...state, rating: 'sent' }),
  rating_lost: (state) => ({ ...state, rating: 'failed' }),
  ticked: same,
};

/** The next state. */
export function step(state: State, action: Action): State {
  // The row of what happens takes it: the table's type says so for each, and not for all at once.
  return (STEPS[action.type] as (state: State, action: Action) => State)(state, action);
}

function see(state: State, view: CallerView, at: number): State {
  const before = viewOf(state)?.stage;
  const isTalking = view.stage === 'talking' || view.stage === 'held';
  const isNewStage = before !== undefined && before !== view.stage;
  return {
    ...state,
    phase: { name: 'call', view },
    talkingSince: isTalking ? (state.talkingSince ?? at) : state.talkingSince,
    top: state.top.length === 0 ? view.choices.map((choice) => choice.menuId) : state.top,
    isChoppy: false,
    isOffline: false,
    // A question that was open stays open only while it can still be asked.
    callBack: view.mayCallBack ? state.callBack : { name: 'closed' },
    hasKeypad: isNewStage ? false : state.hasKeypad,
    typed: isNewStage ? '' : state.typed,
  };
}

/** A refusal may be about one question only; then the call continues. */
function fail(state: State, { failure, retryAfterSeconds }: Extract<Action, { type: 'failed' }>): State {
  const isAsked = state.phase.name === 'call' && state.callBack.name === 'sent';
  if (isCallBackFault(failure))
    return isAsked ? { ...state, callBack: { name: 'fault', fault: failure, retryAfterSeconds } } : state;
  if (isAsked && failure === 'internal')
    return { ...state, callBack: { name: 'fault', fault: 'call_back_closed', retryAfterSeconds } };
  // What was on offer a moment ago may be gone when it is chosen; the next view says what there is. Other faults pass
  // as well.
  if (state.phase.name === 'call' && (failure === 'malformed' || failure === 'internal')) return state;
  // A call that has ended does not fail any more.
  if (state.phase.name === 'call' && state.phase.view.stage === 'ended') return state;
  return { ...state, phase: { name: 'failed', failure, retryAfterSeconds } };
}

function isCallBackFault(failure: CallerError | Failure): failure is CallBackFault {
  return failure.startsWith('call_back_');
}

/** In a call the server has the last word: it says when it has ended. */
function hangUp(state: State): State {
  return state.phase.name === 'call' ? { ...state, hasHungUp: true } : { ...state, phase: { name: 'ready' } };
}
