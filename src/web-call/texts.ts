/** All that the caller's page says, by language. A long table: another language is another entry of `CATALOGUE`. */
import type { Browser } from './browser.ts';
import type { Failure, Problem } from './state.ts';

const en = {
  call: 'Call',
  callAgain: 'Call again',
  tryAgain: 'Try again',
  readyTitle: 'Talk to us',
  readyBody:
    'You talk through this page, with your microphone. When you press Call, your browser asks whether the page may use it.',
  readyPrivacy: 'Nothing is heard before that, and nothing after you hang up.',
  yourName: 'Your name',
  optional: '(optional)',
  language: 'Language of the call',

  askingTitle: 'Allow the microphone',
  askingBody:
    'Your browser asks whether this page may use your microphone. Choose “Allow”: without it nobody can hear you.',
  cancel: 'Cancel',

  problem: {
    denied: ['The microphone is blocked', 'Without it nobody can hear you. This is how to allow it:'],
    no_microphone: ['No microphone found', 'Connect one, or a headset, and try again.'],
    microphone_busy: [
      'The microphone is taken',
      'Another program seems to use it. Close that program, then try again.',
    ],
    unsupported: [
      'This browser cannot call',
      'Calls need a current browser and a secure address that begins with https. Try another browser, or open the link again.',
    ],
  } satisfies Record<Problem, readonly [title: string, body: string]>,
  howToAllow: {
    chromium: ['Press the icon to the left of the address.', 'Set “Microphone” to “Allow”.', 'Press Try again.'],
    android: [
      'Press the icon to the left of the address, then “Permissions”.',
      'Allow “Microphone”.',
      'Press Try again.',
    ],
    firefox: [
      'Press the crossed-out microphone next to the address.',
      'Remove the block.',
      'Press Try again, and “Allow” when you are asked.',
    ],
    safari: ['Open Safari › Settings › Websites › Microphone.', 'Set this page to “Allow”.', 'Press Try again.'],
    ios: [
      'Press the page menu next to the address, then “Website Settings”.',
      'Set “Microphone” to “Allow”.',
      'Press Try again.',
    ],
    other: ['Open the settings of your browser for this page.', 'Allow the microphone.', 'Press Try again.'],
  } satisfies Record<Browser, readonly string[]>,
  systemMayBlock: 'If it is allowed there already, the settings of your device may block it for the whole browser.',

  connectingTitle: 'Connecting…',
  connectingBody: 'This takes a moment.',

  menuTitle: 'What is your call about?',
  menuBody: 'Choose here, or press the digit on the keypad.',
  menuSpoken: 'Listen, and press the digit on the keypad.',
  menuBack: 'Back',
  consentTitle: 'May we record this call?',
  consentBody: 'You are connected either way.',
  consentYes: 'Yes, record it',
  consentNo: 'No, do not record',

  queueTitle: 'Please wait',
  queueNext: 'You are next in line.',
  queuePosition: (position: number): string => `You are number ${position} in line.`,
  queueSoon: 'Somebody answers as soon as possible.',
  waitShort: 'Expected wait: less than a minute.',
  wait: (minutes: number): string => `Expected wait: about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
  queueMusic: 'You hear music while you wait. Keep this page open.',

  callBackOffer: 'Call me back instead',
  callBackTitle: 'We call you',
  callBackNumber: 'Your phone number',
  callBackHint: 'With the country code, for example +1 415 555 0148',
  callBackAsk: 'Ask for the call',
  callBackBadNumber: 'This is no phone number that can be called. Begin with + and the country code.',
  callBackRefused: 'We cannot call you back at present.',

  ringingTitle: 'Ringing…',
  ringingBody: (agent: string | null): string =>
    agent === null ? 'Somebody is about to answer.' : `${agent} is about to answer.`,

  talkingTitle: (agent: string | null): string =>
    agent === null ? 'You are connected' : `You are talking to ${agent}`,
  heldTitle: 'On hold',
  heldBody: (agent: string | null): string =>
    agent === null ? 'You hear music until somebody is back.' : `You hear music until ${agent} is back.`,
  recorded: 'This call is recorded',
  duration: 'Duration',
  muted: 'Nobody hears you: your microphone is muted.',
  deviceMuted: 'Your device has switched the microphone off.',
  choppy: 'The sound is interrupted. Wait a moment.',
  silent: 'Your browser does not play the sound yet.',
  soundOn: 'Turn the sound on',

  voicemailTitle: 'Leave a message',
  voicemailBody: 'Nobody can answer just now. Speak after the beep, and press Done when you have finished.',
  done: 'Done',

  mute: 'Mute',
  keypad: 'Keypad',
  hangUp: 'Hang up',
  digitNames: { '*': 'star', '#': 'hash' } as Readonly<Record<string, string>>,
  digitsPressed: 'Digits pressed',

  interruptedTitle: 'Reconnecting…',
  interruptedBody: 'Your connection was interrupted. The call is kept for you.',
  interruptedLeft: (seconds: number): string => `Up to ${seconds} ${seconds === 1 ? 'second' : 'seconds'} more.`,

  ended: {
    finished: ['The call has ended', 'Thank you for calling.'],
    failed: ['The call has ended', 'Nobody could answer. You can try again.'],
    closed: ['We are closed', 'Nobody takes calls at this hour. Please call again later.'],
    voicemail: ['Thank you', 'Your message has arrived.'],
    call_back: ['We call you', 'Keep your phone at hand. You can close this page.'],
  } satisfies Record<string, readonly [title: string, body: string]>,
  hungUp: ['You hung up', 'You can call again at any time.'] as readonly [title: string, body: string],

  failure: {
    closed: ['This line is closed', 'It takes no calls at present. Please call again later.'],
    busy: ['All lines are busy', 'Please try again in a few minutes.'],
    too_many: [
      'Too many calls',
      'There are too many calls from your network already. End another call, or wait a little.',
    ],
    malformed: ['This did not work', 'The server did not understand this page. Load it again.'],
    unknown_call: ['The call has ended', 'It ended while you were away.'],
    sound_refused: ['No sound', 'The sound of this browser could not be connected. Try another browser.'],
    unreachable: ['No connection', 'The server does not answer. Check your connection, and try again.'],
    lost: ['The connection is lost', 'Your call could not be kept any longer. You can call again.'],
    elsewhere: ['Your call goes on elsewhere', 'It was taken over by another window of this browser.'],
  } satisfies Record<Failure, readonly [title: string, body: string]>,

  rateTitle: 'How was your call?',
  rateWorst: 'bad',
  rateBest: 'good',
  rateWords: 'What went well, what did not?',
  rateSend: 'Send',
  rateThanks: 'Thank you for telling us.',
  rateLost: 'This did not reach us: the connection is gone.',
};

/** The page's texts in one language. */
export type Texts = typeof en;

const CATALOGUE: Readonly<Record<string, Texts>> = { en };

/** The texts and the language they are really in: English where there are none in the one asked for. A region counts for its language. */
export function textsIn(lang: string): { readonly lang: string; readonly texts: Texts } {
  const base = lang.split('-')[0] ?? '';
  const found = CATALOGUE[lang] ?? CATALOGUE[base];
  return found === undefined
    ? { lang: 'en', texts: en }
    : { lang: CATALOGUE[lang] === undefined ? base : lang, texts: found };
}

/** The language to begin with: what the reader prefers of what the line speaks. */
export function preferredLanguage(spoken: readonly string[], preferred: readonly string[]): string {
  for (const each of preferred) {
    const found = spoken.find((lang) => lang === each) ?? spoken.find((lang) => lang === each.split('-')[0]);
    if (found !== undefined) return found;
  }
  return spoken.includes('en') ? 'en' : (spoken[0] ?? 'en');
}

/** Minutes and seconds, hours when there are any. */
export function clockTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

/** The wait in words; null when it cannot be told. */
export function waitInWords(texts: Texts, seconds: number | null): string | null {
  if (seconds === null) return null;
  return seconds < 60 ? texts.waitShort : texts.wait(Math.round(seconds / 60));
}
