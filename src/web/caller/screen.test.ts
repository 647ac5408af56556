import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callerTexts } from '#catalogue/caller.ts';
import type { CallerView } from '#realtime/caller/protocol.ts';
import type { Content, Element } from './element.ts';
import { elementsIn, textOf } from './element.ts';
import type { Screen } from './screen.ts';
import { screenOf } from './screen.ts';
import type { CallBackFault, Failure, State } from './state.ts';
import { begin } from './state.ts';

const { say } = callerTexts('en');
const VIEW: CallerView = {
  callId: 7,
  secret: 's',
  stage: 'menu',
  choices: [],
  position: null,
  estimatedWait: null,
  mayCallBack: false,
  isStaffed: true,
  next: null,
  isHandedOn: false,
  recording: 'off',
  asksToRecord: false,
  agentName: null,
  isVoiceAgent: false,
  endedReason: null,
};

const draw = (state: Partial<State>, languages: readonly string[] = ['en']): Screen =>
  screenOf({ ...begin('en'), ...state }, { languages, nameOf: (lang) => lang, browser: 'firefox', say, now: 65_000 });
const show = (view: Partial<CallerView>, state: Partial<State> = {}): Screen =>
  draw({ phase: { name: 'call', view: { ...VIEW, ...view } }, ...state });

const all = (screen: Screen): Element[] => screen.content.flatMap(elementsIn);
const buttons = (screen: Screen): string[] =>
  all(screen)
    .filter(({ tag }) => tag === 'button')
    .map(nameOf);
/** What a screen reader calls it: what is hidden from it does not count. */
const nameOf = (content: Content): string =>
  typeof content === 'string'
    ? content
    : content.attributes['aria-hidden'] === 'true'
      ? ''
      : content.children.map(nameOf).join('');
const words = (screen: Screen): string => screen.content.map(textOf).join(' ');
const press = (screen: Screen, name: string): unknown =>
  all(screen).find((each) => each.tag === 'button' && nameOf(each) === name)?.does.press;

const LIVE = { talkingSince: 0 };
const STAGES: readonly (readonly [string, Screen, title: string, readonly string[]])[] = [
  ['ready', draw({}), 'Talk to us', ['Call']],
  ['asking', draw({ phase: { name: 'asking' } }), 'Allow the microphone', ['Cancel']],
  ['denied', draw({ phase: { name: 'stuck', problem: 'denied' } }), 'The microphone is blocked', ['Try again']],
  ['no microphone', draw({ phase: { name: 'stuck', problem: 'no_microphone' } }), 'No microphone found', ['Try again']],
  ['connecting', draw({ phase: { name: 'connecting' } }), 'Connecting…', ['Hang up']],
  [
    'menu',
    show({ choices: [{ digit: '1', menuId: 9, name: 'Lock Star' }] }, { top: [9] }),
    'What is your call about?',
    ['Lock Star', 'Keypad', 'Hang up'],
  ],
  [
    'menu below the first',
    show({ choices: [{ digit: '1', menuId: 70, name: 'Deeper' }] }, { top: [9] }),
    'What is your call about?',
    ['Deeper', 'Back', 'Keypad', 'Hang up'],
  ],
  [
    'consent',
    show({ asksToRecord: true }),
    'May we record this call?',
    ['Yes, record it', 'No, do not record', 'Keypad', 'Hang up'],
  ],
  ['queue', show({ stage: 'queue', position: 1 }), 'Please wait', ['Hang up']],
  [
    'queue with an offer',
    show({ stage: 'queue', mayCallBack: true }),
    'Please wait',
    ['Call me back instead', 'Hang up'],
  ],
  ['ringing', show({ stage: 'ringing' }), 'Ringing…', ['Mute', 'Hang up']],
  [
    'talking',
    show({ stage: 'talking', agentName: 'Ada King' }, LIVE),
    'You are talking to Ada',
    ['Mute', 'Keypad', 'Hang up'],
  ],
  ['held', show({ stage: 'held' }, LIVE), 'On hold', ['Mute', 'Keypad', 'Hang up']],
  ['voicemail', show({ stage: 'voicemail' }), 'Leave a message', ['Done']],
  ['interrupted', draw({ phase: { name: 'interrupted', view: null, since: 60_000 } }), 'Reconnecting…', ['Hang up']],
  [
    'ended after talking',
    show({ stage: 'ended', endedReason: 'finished' }, LIVE),
    'The call has ended',
    ['Send', 'Call again'],
  ],
  ['closed', show({ stage: 'ended', endedReason: 'closed' }), 'We are closed', ['Call again']],
  ['message left', show({ stage: 'ended', endedReason: 'voicemail' }), 'Thank you', ['Call again']],
  ['call-back promised', show({ stage: 'ended', endedReason: 'call_back' }), 'We’ll call you back', ['Call again']],
  [
    'hung up while waiting',
    show({ stage: 'ended', endedReason: 'failed' }, { hasHungUp: true }),
    'You hung up',
    ['Call again'],
  ],
  [
    'busy',
    draw({ phase: { name: 'failed', failure: 'busy', retryAfterSeconds: null } }),
    'All lines are busy',
    ['Call again'],
  ],
];

for (const [name, screen, title, names] of STAGES)
  test(`${name}: "${title}", with ${names.join(', ')}`, () => {
    assert.equal(screen.title, title);
    assert.deepEqual(buttons(screen), names);
    const headings = all(screen).filter(({ attributes }) => attributes['id'] === 'title');
    assert.deepEqual(headings.map(textOf), [title], 'one heading takes the focus');
    if (name !== 'ready') assert.ok(screen.spoken.startsWith(title));
  });

test('the microphone is explained before Call is pressed', () => {
  assert.match(words(draw({})), /your browser asks whether this page may use your microphone/);
});

test('the language is asked for only where there are several', () => {
  const options = (screen: Screen): string[] =>
    all(screen)
      .filter(({ tag }) => tag === 'option')
      .map(textOf);
  assert.deepEqual(options(draw({})), []);
  assert.deepEqual(options(draw({}, ['en', 'fr'])), ['en', 'fr']);
});

test('a blocked microphone is unblocked as the browser has it', () => {
  assert.match(words(draw({ phase: { name: 'stuck', problem: 'denied' } })), /crossed-out microphone/);
});

test('the queue tells the place and the wait in words', () => {
  assert.match(words(show({ stage: 'queue', position: 3, estimatedWait: 185 })), /number 3 in line.*about 3 minutes/);
  assert.match(words(show({ stage: 'queue', position: 1, estimatedWait: 20 })), /next in line.*less than a minute/);
  assert.ok(!words(show({ stage: 'queue' })).includes('Estimated wait'));
});

test('the timer counts, and is not read out each second', () => {
  const screen = show({ stage: 'talking' }, LIVE);
  assert.match(words(screen), /1:05/);
  assert.ok(!screen.spoken.includes('1:05'));
});

test('recording is said, and seen, while it is in progress, and so is its pause', () => {
  const screen = show({ stage: 'talking', recording: 'on' }, LIVE);
  assert.match(words(screen), /This call is being recorded/);
  assert.match(screen.spoken, /This call is being recorded/);
  assert.ok(!words(show({ stage: 'talking' }, LIVE)).includes('record'));
  for (const stage of ['talking', 'held'] as const) {
    const paused = show({ stage, recording: 'paused' }, LIVE);
    assert.match(words(paused), /Recording is paused/);
    assert.match(paused.spoken, /Recording is paused/);
    assert.ok(!words(paused).includes('being recorded'));
  }
});

test('Mute keeps its name, is pressed, and says that the caller is not heard', () => {
  const screen = show({ stage: 'talking' }, { ...LIVE, isMuted: true });
  const mute = all(screen).find((each) => nameOf(each) === 'Mute' && each.tag === 'button');
  assert.equal(mute?.attributes['aria-pressed'], 'true');
  assert.match(screen.spoken, /we cannot hear you/);
});

test('what is pressed leads to what it says', () => {
  const menu = show({ choices: [{ digit: '1', menuId: 9, name: 'Lock Star' }] });
  assert.deepEqual(press(menu, 'Lock Star'), { type: 'menu_chosen', menuId: 9 });
  assert.deepEqual(press(menu, 'Hang up'), { type: 'hang_up_pressed' });
  assert.deepEqual(press(show({ asksToRecord: true }), 'No, do not record'), {
    type: 'consent_given',
    mayRecord: false,
  });
  const keypad = show({ stage: 'talking' }, { hasKeypad: true });
  assert.deepEqual(press(keypad, '5'), { type: 'digit_pressed', digit: '5' });
  assert.deepEqual(press(keypad, '# hash'), { type: 'digit_pressed', digit: '#' });
});

test('a number that cannot be called is said at the field, with why and when', () => {
  const faulty = (fault: CallBackFault, retryAfterSeconds: number | null) =>
    show({ stage: 'queue', mayCallBack: true }, { callBack: { name: 'fault', fault, retryAfterSeconds } });
  const field = all(faulty('call_back_unreadable', null)).find(({ tag }) => tag === 'input');
  assert.equal(field?.attributes['aria-invalid'], 'true');
  assert.match(words(faulty('call_back_unreadable', null)), /Enter a valid phone number/);
  assert.match(words(faulty('call_back_refused', null)), /cannot call this number/);
  assert.match(words(faulty('call_back_too_many', 540)), /Too many callbacks.*Try again in 9 minutes/);
});

test('the number is shown once as it was understood, before anyone is called', () => {
  const number = { national: '(415) 555-0148', international: '+1 415 555 0148' };
  const screen = show({ stage: 'queue', mayCallBack: true }, { callBack: { name: 'confirm', number } });
  assert.match(words(screen), /Is this your number\?.*\+1 415 555 0148.*\(415\) 555-0148/);
  assert.deepEqual(press(screen, 'Call me back'), { type: 'call_back_confirmed' });
  assert.deepEqual(press(screen, 'Change number'), { type: 'number_doubted' });
});

test('after a call-back is promised, calling again is not what is offered first', () => {
  const again = all(show({ stage: 'ended', endedReason: 'call_back' })).find(({ tag }) => tag === 'button');
  assert.equal(again?.attributes['class'], 'button plain');
});

test('a network that blocks calls is named, and a wait is told', () => {
  const failed = (failure: Failure, retryAfterSeconds: number | null) =>
    draw({ phase: { name: 'failed', failure, retryAfterSeconds } });
  assert.equal(failed('no_connection', null).title, 'Your network blocks calls');
  assert.match(words(failed('too_many', 30)), /Try again in a minute\./);
  assert.match(failed('busy', 600).spoken, /Try again in 10 minutes\./);
});

test('a microphone that delivers nothing is said, unless it is muted', () => {
  assert.match(
    words(show({ stage: 'talking' }, { ...LIVE, isUnheard: true })),
    /No sound is coming from your microphone/,
  );
  assert.ok(!words(show({ stage: 'talking' }, { ...LIVE, isUnheard: true, isMuted: true })).includes('No sound'));
});

test('a lost page is said during the call', () => {
  const screen = show({ stage: 'talking' }, { ...LIVE, isOffline: true });
  assert.equal(screen.title, 'You are connected');
  assert.match(words(screen), /Your call continues while we reconnect/);
});

test('a caller whose agent is gone is not told that the agent will be back', () => {
  const screen = show({ stage: 'queue', isHandedOn: true, mayCallBack: true }, LIVE);
  assert.match(words(screen), /finding someone else for you/);
  assert.ok(buttons(screen).includes('Call me back instead'));
});

test('a caller for whom no one is there reads that, and what happens next; no place in line and no wait', () => {
  const waiting = { stage: 'queue', position: 1, estimatedWait: 30, mayCallBack: true } as const;
  assert.match(words(show(waiting)), /You are next in line\. Estimated wait: less than a minute\./);
  for (const [next, then] of [
    [null, /You keep your place in line/],
    ['voicemail', /you can leave a message/],
    ['call_back', /we will call you back/],
    ['message_only', /the call ends/],
    ['menu', /another team/],
  ] as const) {
    const screen = show({ ...waiting, isStaffed: false, next });
    assert.match(words(screen), /No one is available at the moment/);
    assert.match(words(screen), then);
    assert.doesNotMatch(words(screen), /next in line\.|Estimated wait/);
  }
});

test('only who has talked is asked how it was, and only once', () => {
  const ended = { stage: 'ended', endedReason: 'finished' } as const;
  assert.match(words(show(ended, LIVE)), /How was your call/);
  assert.ok(!words(show(ended)).includes('How was your call'));
  assert.match(words(show(ended, { ...LIVE, rating: 'sent' })), /Thank you for telling us/);
});

test('while nothing is played, a touch is asked for', () => {
  assert.deepEqual(press(show({ stage: 'queue' }, { isSilent: true }), 'Turn the sound on'), { type: 'sound_pressed' });
});

test('who talks with the voice agent is told so, and gets a person by one press, which sounds as key 0', () => {
  const screen = show({ stage: 'talking', isVoiceAgent: true, recording: 'on' }, LIVE);
  assert.equal(screen.title, 'You are talking to our voice agent');
  assert.match(screen.spoken, /a computer program/);
  assert.deepEqual(press(screen, 'Talk to a person'), { type: 'digit_pressed', digit: '0' });
  assert.deepEqual(buttons(screen), ['Talk to a person', 'Mute', 'Keypad', 'Hang up']);
});
