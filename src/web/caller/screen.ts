/** The screen for each state. */
import { MAX_NAME_LENGTH } from '#domain/call/lengths.ts';
import { GRACE_MS } from '#domain/call/participant.ts';
import type { CallerSay } from '#catalogue/caller.ts';
import { writtenLanguage } from '#domain/directory/language.ts';
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
import { clockTime, retryWords } from './texts.ts';

/** What the page knows besides its state. */
export type Surroundings = {
  /** Languages that are spoken on the line. */
  readonly languages: readonly string[];
  /** A language's own name for itself. */
  nameOf(lang: string): string;
  readonly browser: Browser;
  readonly say: CallerSay;
  /** Milliseconds. */
  readonly now: number;
};

/** What is shown, and what is said of it to those who do not see it; said again only when it changes. */
export type Screen = { readonly title: string; readonly content: readonly Content[]; readonly spoken: string };

type Draw = { readonly state: State; readonly around: Surroundings; readonly say: CallerSay };

/** Draws it. */
export function screenOf(state: State, around: Surroundings): Screen {
  const { say } = around;
  const draw: Draw = { state, around, say };
  const { phase } = state;
  switch (phase.name) {
    case 'ready':
      return ready(draw);
    case 'asking':
      return screen(say('askingTitle'), say('askingBody'), [
        paragraph(say('askingBody')),
        button(say('cancel'), { type: 'hang_up_pressed' }),
      ]);
    case 'stuck': {
      const [title, body] = [say(`problem.${phase.problem}.title`), say(`problem.${phase.problem}.body`)];
      const how = phase.problem === 'denied' ? howToAllow(draw) : [];
      return screen(title, body, [paragraph(body), ...how, again(draw, say('tryAgain'))]);
    }
    case 'connecting':
      return screen(say('connectingTitle'), say('connectingBody'), [
        spinner(),
        paragraph(say('connectingBody')),
        controls(['hangUp'], state, say),
      ]);
    case 'call':
      return STAGES[phase.view.stage](phase.view, draw);
    case 'interrupted': {
      const left = Math.max(0, Math.ceil((phase.since + GRACE_MS - around.now) / 1000));
      return screen(say('interruptedTitle'), say('interruptedBody'), [
        spinner(),
        paragraph(say('interruptedBody')),
        paragraph(say('interruptedLeft', { seconds: left }), 'quiet'),
        controls(['hangUp'], state, say),
      ]);
    }
    case 'failed': {
      const about = state.hasHungUp ? 'hungUp' : (`failure.${phase.failure}` as const);
      const [title, body] = [say(`${about}.title`), say(`${about}.body`)];
      const wait = phase.retryAfterSeconds === null ? null : retryWords(say, phase.retryAfterSeconds);
      const spoken = wait === null ? body : `${body} ${wait}`;
      return screen(title, spoken, [paragraph(body), paragraph(wait), again(draw, say('callAgain'))]);
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
function ready({ state, around, say }: Draw): Screen {
  const several = around.languages.length > 1;
  const form = element(
    'form',
    { key: 'ready', submit: ({ name = '' }) => ({ type: 'call_pressed', name }), is: { class: 'stack' } },
    largeButton(say('call')),
    element('p', { is: { class: 'quiet' } }, say('readyBody'), ' ', say('readyPrivacy')),
    element(
      'label',
      { is: { class: 'field' } },
      element('span', {}, say('yourName'), ' ', element('span', { is: { class: 'quiet' } }, say('optional'))),
      element('input', { is: { name: 'name', autocomplete: 'name', maxlength: MAX_NAME_LENGTH, value: state.name } }),
    ),
    several ? languageField(state, around) : null,
    several && writtenLanguage(state.lang) === null
      ? element('p', { is: { class: 'quiet' } }, say('languageOfPage'))
      : null,
  );
  return { ...screen(say('readyTitle'), '', [form]), spoken: '' };
}

function howToAllow({ around, say }: Draw): Element[] {
  const steps = ([1, 2, 3] as const).map((step) => element('li', {}, say(`howToAllow.${around.browser}.${step}`)));
  return [element('ol', {}, steps), element('p', { is: { class: 'quiet' } }, say('systemMayBlock'))];
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
    inCall(draw, draw.say('ringingTitle'), [paragraph(ofAgent(draw, 'ringingBody', view))], ['mute', 'hangUp']),
  talking,
  held: (view, draw) =>
    inCall(
      draw,
      draw.say('heldTitle'),
      [paragraph(ofAgent(draw, 'heldBody', view)), timer(draw), recorded(view, draw.say)],
      ['mute', 'keypad', 'hangUp'],
    ),
  voicemail: (view, draw) =>
    inCall(draw, draw.say('voicemailTitle'), [
      paragraph(draw.say('voicemailBody')),
      level(draw),
      button(draw.say('done'), { type: 'hang_up_pressed' }, 'primary'),
      ...callBack(view, draw.state, draw.say),
    ]),
  ended,
} as const satisfies Record<Stage, (view: CallerView, draw: Draw) => Screen>;

/** Someone talks: a person, or the voice agent, from which a person is one press away, which sounds as key 0. */
function talking(view: CallerView, draw: Draw): Screen {
  const { say } = draw;
  const title = view.isVoiceAgent ? say('voiceAgentTitle') : ofAgent(draw, 'talkingTitle', view);
  const body = view.isVoiceAgent ? paragraph(say('voiceAgentBody')) : null;
  const person = view.isVoiceAgent ? button(say('toPerson'), { type: 'digit_pressed', digit: '0' }) : null;
  const content = [body, timer(draw), recorded(view, say), level(draw), person];
  return inCall(draw, title, content, ['mute', 'keypad', 'hangUp']);
}

/** A screen with the controls below, and what is wrong with the sound above them. */
function inCall(
  draw: Draw,
  title: string,
  content: readonly (Content | null)[],
  which: readonly Control[] = [],
): Screen {
  const { state, say } = draw;
  const troubles = [
    state.isChoppy ? say('choppy') : null,
    state.isMuted && which.includes('mute') ? say('muted') : null,
    state.isDeviceMuted ? say('deviceMuted') : null,
    state.isUnheard && !state.isMuted && !state.isDeviceMuted ? say('unheard') : null,
    state.isOffline ? say('offline') : null,
  ].filter((text) => text !== null);
  const body = content.map((each) => (each === null ? '' : typeof each === 'string' ? each : spokenPart(each)));
  return screen(title, [...body, ...troubles].filter((text) => text !== '').join(' '), [
    ...content,
    ...troubles.map((text) => notice(text)),
    ...(state.isSilent ? [notice(say('silent')), button(say('soundOn'), { type: 'sound_pressed' }, 'primary')] : []),
    which.length === 0 ? null : controls(which, state, say),
    state.hasKeypad && which.includes('keypad') ? keypad(state, say) : null,
  ]);
}

/** Paragraphs are read out; what ticks or can be pressed is not. */
function spokenPart({ tag, children }: Element): string {
  return tag === 'p' ? children.filter((child) => typeof child === 'string').join('') : '';
}

function menu(view: CallerView, draw: Draw): Screen {
  const { state, say } = draw;
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
      say('menuTitle'),
      [
        paragraph(choices.length === 0 ? say('menuSpoken') : say('menuBody'), 'quiet'),
        choices.length === 0 ? null : list,
        isDeeper ? button(say('menuBack'), { type: 'digit_pressed', digit: '*' }) : null,
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
  const { say } = draw;
  const answers = element(
    'div',
    { key: 'consent', is: { class: 'stack' } },
    button(say('consentYes'), { type: 'consent_given', mayRecord: true }, 'primary'),
    button(say('consentNo'), { type: 'consent_given', mayRecord: false }),
  );
  return withDigits(inCall(draw, say('consentTitle'), [paragraph(say('consentBody')), answers], ['keypad', 'hangUp']));
}

function queue(view: CallerView, draw: Draw): Screen {
  const { say } = draw;
  const [first, then] = queueWords(view, say);
  return inCall(
    draw,
    say('queueTitle'),
    [
      paragraph(first, 'strong'),
      paragraph(then),
      paragraph(say('queueMusic'), 'quiet'),
      ...callBack(view, draw.state, say),
    ],
    ['hangUp'],
  );
}

/** What is said of the agent, by the first name alone: no more of an agent is the caller's business. */
function ofAgent({ say }: Draw, key: 'ringingBody' | 'heldBody' | 'talkingTitle', { agentName }: CallerView): string {
  const agent = agentName?.trim().split(/\s+/)[0];
  return agent === undefined ? say(key) : say(`${key}Agent`, { agent });
}

function timer({ state, around, say }: Draw): Element | null {
  if (state.talkingSince === null) return null;
  return element(
    'div',
    { key: 'timer', is: { class: 'timer', role: 'timer', 'aria-label': say('duration') } },
    clockTime(around.now - state.talkingSince),
  );
}

function recorded(view: CallerView, say: CallerSay): Element | null {
  if (view.recording === 'off') return null;
  const isPaused = view.recording === 'paused';
  const look = isPaused ? 'recorded paused' : 'recorded';
  return element('p', { key: 'recorded', is: { class: look } }, isPaused ? say('recordingPaused') : say('recorded'));
}

/** How loud the microphone is; only for the eye. What moves it is `sound.ts`. */
function level({ state }: Draw): Element | null {
  return state.isMuted
    ? null
    : element('div', { key: 'level', is: { id: 'level', class: 'level', 'aria-hidden': 'true' } });
}

function ended(view: CallerView, draw: Draw): Screen {
  const { state, say } = draw;
  const hasTalked = state.talkingSince !== null;
  const isOwn = state.hasHungUp && !hasTalked && view.endedReason === 'failed';
  const about = isOwn ? 'hungUp' : (`ended.${view.endedReason ?? 'finished'}` as const);
  const [title, body] = [say(`${about}.title`), say(`${about}.body`)];
  const asked = hasTalked && view.endedReason === 'finished' ? rating(state, say) : [];
  const isPlain = (asked.length > 0 && state.rating === 'open') || view.endedReason === 'call_back';
  const look = isPlain ? 'plain' : 'primary';
  return screen(title, body, [paragraph(body), ...asked, again(draw, say('callAgain'), look)]);
}
