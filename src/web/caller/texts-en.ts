/** All that the caller's page says in English. A long table; another language has the same keys. */
import type { Browser } from './browser.ts';
import type { CallerView } from '#realtime/caller/protocol.ts';
import { counted } from './plural.ts';
import type { CallBackFault, Failure, Problem } from './state.ts';

/** The texts. */
export const en = {
  call: 'Call',
  callAgain: 'Call again',
  tryAgain: 'Try again',
  readyTitle: 'Talk to us',
  readyBody:
    'Call us from your browser. When you press Call, your browser asks whether this page may use your microphone.',
  readyPrivacy: 'We use your microphone only during the call.',
  yourName: 'Your name',
  optional: '(optional)',
  language: 'Language of the call',
  languageOfPage: 'This page stays in English.',

  askingTitle: 'Allow the microphone',
  askingBody: 'Your browser asks whether this page may use your microphone. Choose “Allow” so that we can hear you.',
  cancel: 'Cancel',

  problem: {
    denied: ['The microphone is blocked', 'We cannot hear you without it. Here is how to allow it:'],
    no_microphone: ['No microphone found', 'Connect a microphone or a headset, then try again.'],
    microphone_busy: ['Microphone in use', 'Another program may be using it. Close that program, then try again.'],
    unsupported: [
      'This browser cannot make calls',
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
    other: ['Open your browser’s settings for this page.', 'Allow the microphone.', 'Press Try again.'],
  } satisfies Record<Browser, readonly string[]>,
  systemMayBlock: 'If it is already allowed there, your device’s own settings may block it for the whole browser.',

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
  queueSoon: 'Someone will be with you shortly.',
  queueUnstaffed: 'No one is available at the moment.',
  ifUnstaffed: {
    voicemail: 'If no one comes back soon, you can leave a message.',
    call_back: 'If no one comes back soon, we will call you back.',
    message_only: 'If no one comes back soon, the call ends. You can call again later.',
    menu: 'If no one comes back soon, we will pass you to another team.',
    wait: 'You keep your place in line. You can also ask us to call you back.',
  } satisfies Record<NonNullable<CallerView['next']> | 'wait', string>,
  queueHandedOn: 'We are finding someone else for you.',
  waitShort: 'Estimated wait: less than a minute.',
  wait: (minutes: number): string => `Estimated wait: about ${counted('en', minutes, 'minute', 'minutes')}.`,
  queueMusic: 'You will hear music while you wait. Keep this page open.',

  callBackOffer: 'Call me back instead',
  callBackTitle: 'Request a callback',
  callBackNumber: 'Your phone number',
  callBackHint: 'Include the country code if the number is not from here, for example +1 415 555 0148.',
  callBackAsk: 'Continue',
  callBackConfirm: 'Is this your number?',
  callBackYes: 'Call me back',
  callBackChange: 'Change number',
  callBackFault: {
    call_back_unreadable: 'Enter a valid phone number, with the country code.',
    call_back_refused: 'We cannot call this number. Enter a landline or mobile number in our area.',
    call_back_emergency: 'We cannot call emergency numbers. In an emergency, dial from a telephone.',
    call_back_too_many: 'Too many callbacks were requested.',
    call_back_closed: 'We cannot call you back right now.',
  } satisfies Record<CallBackFault, string>,

  ringingTitle: 'Ringing…',
  ringingBody: (agent: string | null): string =>
    agent === null ? 'Connecting you to someone…' : `Connecting you to ${agent}…`,

  talkingTitle: (agent: string | null): string =>
    agent === null ? 'You are connected' : `You are talking to ${agent}`,
  voiceAgentTitle: 'You are talking to our voice agent',
  voiceAgentBody: 'It is a computer program. Ask your question, or say “person” at any time.',
  toPerson: 'Talk to a person',
  heldTitle: 'On hold',
  heldBody: (agent: string | null): string =>
    agent === null ? 'Someone will be right back.' : `${agent} will be right back.`,
  recorded: 'This call is being recorded',
  recordingPaused: 'Recording is paused',
  duration: 'Duration',
  muted: 'You are muted: we cannot hear you.',
  deviceMuted: 'Your device has switched the microphone off.',
  unheard:
    'No sound is coming from your microphone. Check that it is switched on and that no other program is using it.',
  offline: 'The connection to our server was lost. Your call goes on while we reconnect.',
  choppy: 'The audio is interrupted. Wait a moment.',
  silent: 'Your browser is not playing the audio yet.',
  soundOn: 'Turn the sound on',

  voicemailTitle: 'Leave a message',
  voicemailBody: 'No one is available right now. Speak after the beep, and press Done when you have finished.',
  done: 'Done',

  mute: 'Mute',
  keypad: 'Keypad',
  hangUp: 'Hang up',
  digitNames: { '*': 'star', '#': 'hash' } as Readonly<Record<string, string>>,
  digitsPressed: 'Digits pressed',

  interruptedTitle: 'Reconnecting…',
  interruptedBody: 'Your connection was interrupted. We are keeping your call.',
  interruptedLeft: (seconds: number): string => `Up to ${counted('en', seconds, 'second', 'seconds')} more.`,

  ended: {
    finished: ['The call has ended', 'Thank you for calling.'],
    failed: ['The call has ended', 'No one was available. You can try again.'],
    cut_off: ['The call has ended', 'The connection was lost. You can call again.'],
    closed: ['We are closed', 'Please call again later.'],
    unavailable: ['No one could take your call', 'Please call again later.'],
    voicemail: ['Thank you', 'We have received your message.'],
    call_back: ['We’ll call you back', 'Keep your phone nearby. You can close this page.'],
  } satisfies Record<string, readonly [title: string, body: string]>,
  hungUp: ['You hung up', 'You can call again at any time.'] as readonly [title: string, body: string],

  failure: {
    closed: ['This line is closed', 'It takes no calls right now. Please call again later.'],
    busy: ['All lines are busy', 'No one can take your call right now.'],
    too_many: ['Too many calls', 'There are too many calls from your network.'],
    malformed: ['This did not work', 'The server did not understand this page. Reload it.'],
    unknown_call: ['The call has ended', 'It ended while you were away.'],
    sound_refused: ['No audio', 'The audio of this browser could not be connected. Try another browser.'],
    no_connection: [
      'Your network blocks calls',
      'The audio could not get through: a firewall or a VPN may be in the way. Try another network, such as mobile data.',
    ],
    internal: ['Something went wrong', 'There is a problem on our side. Please try again in a moment.'],
    unreachable: ['No connection', 'The server does not answer. Check your connection, and try again.'],
    lost: ['The connection was lost', 'We could not keep your call any longer. You can call again.'],
    elsewhere: ['Your call continues elsewhere', 'Another window of this browser has taken it over.'],
  } satisfies Record<Failure, readonly [title: string, body: string]>,
  retryIn: (seconds: number): string => {
    const minutes = Math.ceil(seconds / 60);
    if (minutes > 90) return `Try again in about ${Math.round(minutes / 60)} hours.`;
    return minutes <= 1 ? 'Try again in a minute.' : `Try again in ${minutes} minutes.`;
  },

  rateTitle: 'How was your call?',
  rateWorst: 'bad',
  rateBest: 'good',
  rateWords: 'Any feedback?',
  rateSend: 'Send',
  rateThanks: 'Thank you for telling us.',
  rateLost: 'Your feedback could not be sent: the connection was lost.',
};

/** The page's texts in one language. */
export type Texts = typeof en;
