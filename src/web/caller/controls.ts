/** The parts that several screens share: buttons, keypad, notices. */
import type { CallerSay } from '#catalogue/caller.ts';
import type { Content, Element } from './element.ts';
import { element } from './element.ts';
import type { Action, State } from './state.ts';

/** Outlines on a ground of 24 by 24. */
const ICONS = {
  call: 'M8 4.5 10 9 7.8 10.6a12 12 0 0 0 5.6 5.6L15 14l4.500 2v2.700c0 1-.8 1.800-1.800 1.800A14.700 14.700 0 0 1 3.500 6.300c0-1 .8-1.800 1.800-1.800Z',
  mute: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3Zm-6 8a6 6 0 0 0 12 0M12 17v4',
  keypad: 'M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01',
  hangUp:
    'M3.500 14.500c0-4 3.800-6.500 8.500-6.500s8.500 2.500 8.500 6.500v1.200c0 .8-.6 1.300-1.300 1.200l-3-.4c-.6-.1-1-.5-1-1.100v-2.200a12 12 0 0 0-6.400 0v2.200c0 .6-.4 1-1 1.100l-3 .4c-.7.1-1.300-.4-1.300-1.200Z',
} as const;

function icon(name: keyof typeof ICONS): Element {
  const is = { viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' };
  return element('svg', { is }, element('path', { is: { d: ICONS[name] } }));
}

/** A button. Its name is what it shows. */
export function button(name: string, press: Action, look = 'plain'): Element {
  return element('button', { press, key: name, is: { type: 'button', class: `button ${look}` } }, name);
}

/** The one large button. */
export function largeButton(name: string): Element {
  return element('button', { key: 'call', is: { type: 'submit', class: 'button large' } }, icon('call'), name);
}

/** What the reader is led to: the heading takes the focus when whatever had it is gone. */
export function heading(title: string): Element {
  return element('h2', { key: 'title', is: { id: 'title', tabindex: -1 } }, title);
}

/** A paragraph; null is none. */
export function paragraph(text: string | null, look: string | null = null): Element | null {
  return text === null ? null : element('p', { is: { class: look } }, text);
}

/** Something to know of besides what the screen is about. */
export function notice(text: string, look = 'notice'): Element {
  return element('p', { key: text, is: { class: look } }, text);
}

/** What can be done in the call. */
export type Control = 'mute' | 'keypad' | 'hangUp';

/** The bar of controls. */
export function controls(which: readonly Control[], state: State, say: CallerSay): Element {
  return element(
    'div',
    { key: 'controls', is: { class: 'controls' } },
    which.map((name) => control(name, state, say)),
  );
}

function control(name: Control, state: State, say: CallerSay): Element {
  const look = name === 'hangUp' ? 'control danger' : 'control';
  const isOn = { mute: state.isMuted, keypad: state.hasKeypad, hangUp: null }[name];
  const press = {
    mute: { type: 'mute_pressed' },
    keypad: { type: 'keypad_pressed' },
    hangUp: { type: 'hang_up_pressed' },
  } as const;
  const stateOf =
    name === 'mute' ? { 'aria-pressed': String(isOn) } : name === 'keypad' ? { 'aria-expanded': String(isOn) } : {};
  const is = { type: 'button', class: look, ...stateOf };
  return element('button', { key: name, press: press[name], is }, icon(name), element('span', {}, say(name)));
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** Twelve keys, for fingers and for the keyboard while the focus is inside. */
export function keypad(state: State, say: CallerSay): Element {
  const press = (digit: string): Action => ({ type: 'digit_pressed', digit });
  const key = (digit: string): Element =>
    element(
      'button',
      { key: digit, press: press(digit), is: { type: 'button', class: 'key' } },
      digit,
      spokenDigit(digit, say),
    );
  return element(
    'section',
    { key: 'keypad', digit: press, is: { class: 'keypad', 'aria-label': say('keypad') } },
    element('output', { is: { 'aria-label': say('digitsPressed'), class: 'typed' } }, state.typed),
    element('div', { is: { class: 'keys' } }, DIGITS.map(key)),
  );
}

function spokenDigit(digit: string, say: CallerSay): Content | null {
  const key = digit === '*' ? 'digitNames.star' : digit === '#' ? 'digitNames.hash' : null;
  return key === null ? null : element('span', { is: { class: 'unseen' } }, ` ${say(key)}`);
}
