/** The screen for each state. */
import { MAX_NAME_LENGTH } from '#domain/call/lengths.ts';
import { GRACE_MS } from '#domain/call/participant.ts';
import type { CallerView } from '#realtime/caller/protocol.ts';
import type { Browser } from './browser.ts';
import { callBack } from './call-back.ts';
import { button, controls, heading, keypad, largeButton, notice, paragraph } from './controls.ts';
import type { Control } from './controls.ts';
import type { Content, Element } from './element.ts';
import { element } from './element.ts';
import { languageField } from './language-field.ts';
import { queueWords } from './queue-words.ts';
import { rating } from './rating.ts';
import type { State } from './state.ts';
import { clockTime, isWritten } from './texts.ts';
import type { Texts } from './texts-en.ts';

/** What the page knows besides its state. */
export type Surroundings = {
  /** Languages that are spoken on the line. */
  readonly languages: readonly string[];
  /** A language's own name for itself. */
  nameOf(lang: string): string;
  readonly browser: Browser;
  readonly texts: Texts;
  /** Milliseconds. */
  readonly now: number;
};

/** What is shown, and what is said of it to those who do not see it; said again only when it changes. */
export type Screen = { readonly title: string; readonly content: readonly Content[]; readonly spoken: string };

type Draw = { readonly state: State; readonly around: Surroundings; readonly texts: Texts };

/** Draws it. */
export function screenOf(state: State, around: Surroundings): Screen {
  const { texts } = around;
  const draw: Draw = { state, around, texts };
  const { phase } = state;
  switch (phase.name) {
    case 'ready':
      return ready(draw);
    case 'asking':
      return screen(texts.askingTitle, texts.askingBody, [
        paragraph(texts.askingBody),
        button(texts.cancel, { type: 'hang_up_pressed' }),
      ]);
    case 'stuck': {
      const [title, body] = texts.problem[phase.problem];
      const how = phase.problem === 'denied' ? howToAllow(draw) : [];
      return screen(title, body, [paragraph(body), ...how, again(draw, texts.tryAgain)]);
    }
    case 'connecting':
      return screen(texts.connectingTitle, texts.connectingBody, [
        spinner(),
        paragraph(texts.connectingBody),
        controls(['hangUp'], state, texts),
      ]);
    case 'call':
      return STAGES[phase.view.stage](phase.view, draw);
    case 'interrupted': {
      const left = Math.max(0, Math.ceil((phase.since + GRACE_MS - around.now) / 1000));
      return screen(texts.interruptedTitle, texts.interruptedBody, [
        spinner(),
        paragraph(texts.interruptedBody),
        paragraph(texts.interruptedLeft(left), 'quiet'),
        controls(['hangUp'], state, texts),
      ]);
    }
    case 'failed': {
      const [title, body] = state.hasHungUp ? texts.hungUp : texts.failure[phase.failure];
      const wait = phase.retryAfterSeconds === null ? null : texts.retryIn(phase.retryAfterSeconds);
      const spoken = wait === null ? body : `${body} ${wait}`;
      return screen(title, spoken, [paragraph(body), paragraph(wait), again(draw, texts.callAgain)]);
    }
    default:
      return phase satisfies never;
  }
}

function screen(title: string, spoken: string, content: readonly (Content | null)[]): Screen {
  const shown = content.filter((each): each is Content => each !== null);
  return { title, spoken: `${title} ${spoken}`.trim(), content: [heading(title), ...shown] };
}

function spinner(): Element {
  return element('div', { key: 'spinner', is: { class: 'spinner', 'aria-hidden': 'true' } });
}

/** Everything before a call: why the microphone, who calls, in which language, and the button. */
function ready({ state, around, texts }: Draw): Screen {
  const several = around.languages.length > 1;
  const form = element(
    'form',
    { key: 'ready', submit: ({ name = '' }) => ({ type: 'call_pressed', name }), is: { class: 'stack' } },
    largeButton(texts.call),
    element('p', { is: { class: 'quiet' } }, texts.readyBody, ' ', texts.readyPrivacy),
    element(
      'label',
      { is: { class: 'field' } },
      element('span', {}, texts.yourName, ' ', element('span', { is: { class: 'quiet' } }, texts.optional)),
      element('input', { is: { name: 'name', autocomplete: 'name', maxlength: MAX_NAME_LENGTH, value: state.name } }),
    ),
    several ? languageField(state, around) : null,
    several && !isWritten(state.lang) ? element('p', { is: { class: 'quiet' } }, texts.languageOfPage) : null,
  );
  return { ...screen(texts.readyTitle, '', [form]), spoken: '' };
}

function howToAllow({ around, texts }: Draw): Element[] {
  const steps = texts.howToAllow[around.browser].map((text) => element('li', {}, text));
  return [element('ol', {}, steps), element('p', { is: { class: 'quiet' } }, texts.systemMayBlock)];
}

function again({ state }: Draw, name: string, look = 'primary'): Element {
  return button(name, { type: 'call_pressed', name: state.name }, look);
}

type Stage = CallerView['stage'];

/** The screen of each stage of a call. */
const STAGES = {
  menu,
  queue,
  ringing: (view, draw) =>
    inCall(draw, draw.texts.ringingTitle, [paragraph(draw.texts.ringingBody(firstName(view)))], ['mute', 'hangUp']),
  talking,
  held: (view, draw) =>
    inCall(
      draw,
      draw.texts.heldTitle,
      [paragraph(draw.texts.heldBody(firstName(view))), timer(draw), recorded(view, draw.texts)],
      ['mute', 'keypad', 'hangUp'],
    ),
  voicemail: (view, draw) =>
    inCall(draw, draw.texts.voicemailTitle, [
      paragraph(draw.texts.voicemailBody),
      level(draw),
      button(draw.texts.done, { type: 'hang_up_pressed' }, 'primary'),
      ...callBack(view, draw.state, draw.texts),
    ]),
  ended,
} as const satisfies Record<Stage, (view: CallerView, draw: Draw) => Screen>;

/** Someone talks: a person, or the voice agent, from which a person is one press away, which sounds as key 0. */
function talking(view: CallerView, draw: Draw): Screen {
  const { texts } = draw;
  const title = view.isVoiceAgent ? texts.voiceAgentTitle : texts.talkingTitle(firstName(view));
  const body = view.isVoiceAgent ? paragraph(texts.voiceAgentBody) : null;
  const person = view.isVoiceAgent ? button(texts.toPerson, { type: 'digit_pressed', digit: '0' }) : null;
  const content = [body, timer(draw), recorded(view, texts), level(draw), person];
  return inCall(draw, title, content, ['mute', 'keypad', 'hangUp']);
}

/** A screen with the controls below, and what is wrong with the sound above them. */
function inCall(
  draw: Draw,
  title: string,
  content: readonly (Content | null)[],
  which: readonly Control[] = [],
): Screen {
  const { state, texts } = draw;
  const troubles = [
    state.isChoppy ? texts.choppy : null,
    state.isMuted && which.includes('mute') ? texts.muted : null,
    state.isDeviceMuted ? texts.deviceMuted : null,
    state.isUnheard && !state.isMuted && !state.isDeviceMuted ? texts.unheard : null,
    state.isOffline ? texts.offline : null,
  ].filter((text) => text !== null);
  const body = content.map((each) => (each === null ? '' : typeof each === 'string' ? each : spokenPart(each)));
  return screen(title, [...body, ...troubles].filter((text) => text !== '').join(' '), [
    ...content,
    ...troubles.map((text) => notice(text)),
    ...(state.isSilent ? [notice(texts.silent), button(texts.soundOn, { type: 'sound_pressed' }, 'primary')] : []),
    which.length === 0 ? null : controls(which, state, texts),
    state.hasKeypad && which.includes('keypad') ? keypad(state, texts) : null,
  ]);
}

/** Paragraphs are read out; what ticks or can be pressed is not. */
function spokenPart({ tag, children }: Element): string {
  return tag === 'p' ? children.filter((child) => typeof child === 'string').join('') : '';
}

function menu(view: CallerView, draw: Draw): Screen {
  const { state, texts } = draw;
  if (view.asksToRecord) return consent(draw);
  const choices = view.choices.map(({ digit, menuId, name }) =>
    element(
      'li',
      { key: String(menuId) },
      element(
        'button',
        { press: { type: 'menu_chosen', menuId }, is: { type: 'button', class: 'choice' } },
        element('span', { is: { class: 'digit', 'aria-hidden': 'true' } }, digit),
        name,
      ),
    ),
  );
  const isDeeper = view.choices.some(({ menuId }) => !state.top.includes(menuId));
  const list = element('ol', { key: 'choices', is: { class: 'choices' } }, choices);
  return withDigits(
    inCall(
      draw,
      texts.menuTitle,
      [
        paragraph(choices.length === 0 ? texts.menuSpoken : texts.menuBody, 'quiet'),
        choices.length === 0 ? null : list,
        isDeeper ? button(texts.menuBack, { type: 'digit_pressed', digit: '*' }) : null,
      ],
      ['keypad', 'hangUp'],
    ),
  );
}

/** Digits typed anywhere in it count as pressed. */
function withDigits({ content, ...rest }: Screen): Screen {
  const section = element('section', { key: 'menu', digit: (digit) => ({ type: 'digit_pressed', digit }) }, content);
  return { ...rest, content: [section] };
}

function consent(draw: Draw): Screen {
  const { texts } = draw;
  const answers = element(
    'div',
    { key: 'consent', is: { class: 'stack' } },
    button(texts.consentYes, { type: 'consent_given', mayRecord: true }, 'primary'),
    button(texts.consentNo, { type: 'consent_given', mayRecord: false }),
  );
  return withDigits(inCall(draw, texts.consentTitle, [paragraph(texts.consentBody), answers], ['keypad', 'hangUp']));
}

function queue(view: CallerView, draw: Draw): Screen {
  const { texts } = draw;
  const [first, then] = queueWords(view, texts);
  return inCall(
    draw,
    texts.queueTitle,
    [
      paragraph(first, 'strong'),
      paragraph(then),
      paragraph(texts.queueMusic, 'quiet'),
      ...callBack(view, draw.state, texts),
    ],
    ['hangUp'],
  );
}

/** Only the first name: no more of an agent is the caller's business. */
function firstName({ agentName }: CallerView): string | null {
  return agentName?.trim().split(/\s+/)[0] ?? null;
}

function timer({ state, around, texts }: Draw): Element | null {
  if (state.talkingSince === null) return null;
  return element(
    'div',
    { key: 'timer', is: { class: 'timer', role: 'timer', 'aria-label': texts.duration } },
    clockTime(around.now - state.talkingSince),
  );
}

function recorded(view: CallerView, texts: Texts): Element | null {
  if (view.recording === 'off') return null;
  const isPaused = view.recording === 'paused';
  const look = isPaused ? 'recorded paused' : 'recorded';
  return element('p', { key: 'recorded', is: { class: look } }, isPaused ? texts.recordingPaused : texts.recorded);
}

/** How loud the microphone is; only for the eye. What moves it is `sound.ts`. */
function level({ state }: Draw): Element | null {
  return state.isMuted
    ? null
    : element('div', { key: 'level', is: { id: 'level', class: 'level', 'aria-hidden': 'true' } });
}

function ended(view: CallerView, draw: Draw): Screen {
  const { state, texts } = draw;
  const hasTalked = state.talkingSince !== null;
  const isOwn = state.hasHungUp && !hasTalked && view.endedReason === 'failed';
  const [title, body] = isOwn ? texts.hungUp : texts.ended[view.endedReason ?? 'finished'];
  const asked = hasTalked && view.endedReason === 'finished' ? rating(state, texts) : [];
  const isPlain = (asked.length > 0 && state.rating === 'open') || view.endedReason === 'call_back';
  const look = isPlain ? 'plain' : 'primary';
  return screen(title, body, [paragraph(body), ...asked, again(draw, texts.callAgain, look)]);
}
