/**
 * What the server says is wrong with a field or a file, in the language of the person: by its words. In English they
 * are shown as they came; so are those that the catalogue does not know.
 */
import type { ConsoleKey } from '#catalogue/console.ts';
import { isConsoleKey } from '#catalogue/console.ts';
import { language, listed, say } from './language.ts';

/** What the server says is wrong with a field -> its text. */
export const DETAILS = {
  'is required': 'fault.required',
  'is missing': 'fault.required',
  'must be integer': 'fault.whole',
  'must match format "date"': 'fault.date',
  'must have a letter': 'fault.letter',
  'stands in the list already': 'fault.twice',
  'has too many entries': 'fault.crowded',
  'must have an entry when one is required': 'fault.needsEntry',
  'must leave time for what is required': 'fault.needsTime',
  'must be the name or the address of a mail server': 'fault.mailHost',
  'must be an e-mail address': 'fault.mailSender',
  'is required with a password': 'fault.withPassword',
  'is required with a user name': 'fault.withUser',
  'must be tls or starttls, so that the password crosses no network in the clear': 'fault.clear',
  'must be entered again for another mail server': 'fault.mailAgain',
  'must be names such as example.com': 'fault.domains',
  'must name one at least, where anyone unknown is made a person': 'fault.domainsNeeded',
  'must be entered again for another issuer or client': 'fault.secretAgain',
  'must be an address such as https://id.example.com, without a query': 'fault.issuer',
  'must begin with https://': 'fault.https',
  'is a number of a workspace already': 'fault.numberTaken',
  'is no trunk of the workspace': 'fault.noTrunk',
  'is no menu, queue or agent of the workspace': 'fault.noDestination',
  'must be people: queues dial from this number': 'fault.defaultLine',
  'is no phone number; begin with + and the country': 'fault.noNumber',
  'is no language code, such as fr or pt-BR': 'fault.noLanguage',
  'must stay on: callers need one language': 'fault.lastLanguage',
  'is no time zone': 'fault.noZone',
  'is the title of another article already': 'fault.titleTaken',
  'must be a host name or an address, such as sip.example.com': 'fault.host',
  'must be a host, or a host and a port, such as proxy.example.com:5060': 'fault.hostPort',
  'may name each once': 'fault.eachOnce',
  'is needed to register': 'fault.toRegister',
  'is needed: the provider knows the trunk by it': 'fault.knownBy',
  'is needed with a password': 'fault.userForPassword',
  'is for providers that send text messages: Twilio, Vonage and Telnyx': 'fault.textProvider',
  'is needed with the account': 'fault.withAccount',
  'is needed with the secret': 'fault.withSecret',
  'is no country with numbers of its own': 'fault.noCountry',
  'is not an address': 'fault.noAddress',
  'must hold no user and no password': 'fault.noUser',
  'must hold no fragment': 'fault.noFragment',
  'leads to a network address that is not public': 'fault.notPublic',
  'name one twice': 'fault.eventTwice',
  'must have 1 to 200 printable characters, and no colon': 'fault.userName',
  'is not of this format': 'fault.noUserName',
  'must have 8 to 200 printable characters': 'fault.secretLength',
  'must be whsec_ and 24 to 64 bytes in base64': 'fault.secretBytes',
  'must be a menu, a queue, an agent or Fin': 'fault.destination',
  'is no queue': 'fault.noQueue',
  'must be # and six hexadecimal digits': 'fault.hexColor',
  'has an empty one': 'fault.emptyPhrasing',
  'is not a language code': 'fault.articleLanguage',
  'stands in the workspace or in the file already': 'fault.titleStands',
  'has more fields than the first row': 'fault.moreFields',
  'is true or false': 'fault.trueFalse',
} as const satisfies Readonly<Record<string, Extract<ConsoleKey, `fault.${string}`>>>;

/** Sentences that stand for a whole file -> their text. */
export const SENTENCES = {
  'The file is neither a WAV file nor an Ogg file with Opus.': 'fault.sound.no_sound',
  'A WAV file holds PCM of 8, 16, 24 or 32 bits, floats of 32 or 64 bits, A-law or µ-law.': 'fault.sound.codec_unknown',
  'A sound has one channel or two.': 'fault.sound.not_stereo',
  'A WAV file has 8000 to 192000 samples a second.': 'fault.sound.odd_sample_rate',
  'The Ogg file has Opus streams that sound at once; it may have one, or several one after another.':
    'fault.sound.at_once',
  'One of the chained streams of the Ogg file is not Opus.': 'fault.sound.not_all_opus',
  'The file takes too long to read. Export it anew as WAV of 16 bits.': 'fault.sound.too_costly',
  'The file is not a PNG, JPEG or WebP image. SVG is not accepted because it can contain scripts.':
    'appearance.logoUnknown',
  'The file is not text in UTF-8.': 'fault.fileNotText',
  'The file holds no article.': 'fault.fileEmpty',
  'The file ends within a quoted field.': 'fault.fileQuoted',
  'The first row names a column twice.': 'fault.fileColumnTwice',
  'The first row must name the columns title and body.': 'fault.fileColumns',
} as const satisfies Readonly<Record<string, ConsoleKey>>;

/** What has a number, a list or a pattern in it: how it is read and said. */
const COUNTED: readonly (readonly [pattern: RegExp, words: (found: string, second: string) => string])[] = [
  [/^must be <= (\S+)$/, (limit) => say('fault.atMost', { limit })],
  [/^must be >= (\S+)$/, (limit) => say('fault.atLeast', { limit })],
  [/^must (?:not have fewer than 1 characters|match pattern .*\\S.*)$/, () => say('fault.empty')],
  [/^must match pattern .*24:00.*$/, () => say('fault.time')],
  [/^must not have fewer than (\d+) characters$/, (count) => say('fault.tooShort', { count: Number(count) })],
  [
    /^(?:must not have more than|must have at most|may have|has more than) (\d+) characters(?: each)?$/,
    (count) => say('fault.tooLong', { count: Number(count) }),
  ],
  [/^(?:must have|has) 1 to (\d+) characters$/, (count) => say('fault.length', { count: Number(count) })],
  [/^(?:must not have more than (\d+) items|may be (\d+) at most)$/, sayTooMany],
  [/^are more than (\d+)$/, (max) => say('fault.tooManyPhrasings', { max })],
  [/^must be an address or a range no wider than \/(\d+)$/, (bits) => say('fault.range', { bits })],
  [/^must answer a HEAD request with 2xx; it was (.+)$/, (answer) => say('fault.head', { answer: answered(answer) })],
  [/^of this format are (.+)$/, (events) => say('fault.events', { events })],
  [/^is one of (.+)$/, (words) => say('fault.oneOf', { words })],
  [/^A sound lasts (\S+) seconds at least\.$/, (seconds) => say('fault.sound.too_short', { seconds })],
  [/^A sound lasts (\S+) seconds at most\.$/, (seconds) => say('fault.sound.too_long', { seconds })],
  [
    /^The Ogg file has more streams, pages or packets than (\S+) seconds of sound need\.$/,
    (seconds) => say('fault.sound.too_many_parts', { seconds }),
  ],
  [/^A logo is at least (\d+) pixels wide and high\.$/, (pixels) => say('fault.logo.too_small', { pixels })],
  [/^A logo is at most (\d+) pixels wide and high\.$/, (pixels) => say('fault.logo.too_many_pixels', { pixels })],
  [/^A logo has at most (\d+) KiB\.$/, (size) => say('appearance.logoTooLarge', { size: Number(size) })],
  [/^(.+) wants? this skill\. Take it from .+ first\.$/, (menus) => say('fault.skillInUse', { menus: menusIn(menus) })],
  [
    /^The first row names the columns: (.+)\. “(.+)” is none\.$/,
    (columns, unknown) => say('fault.fileColumnUnknown', { columns, unknown }),
  ],
  [/^A file may hold (\d+) articles; this one has (\d+)\.$/, (max, has) => say('fault.fileTooMany', { max, has })],
  [/^A workspace may have (\d+) articles\.$/, (max) => say('fault.articlesFull', { max })],
];

function sayTooMany(items: string, events: string): string {
  return say('fault.tooMany', { count: Number(items === '' ? events : items) });
}

/** A status as it came, or why there was no answer. */
function answered(answer: string): string {
  const key = `webhooks.fault.${answer.replaceAll(' ', '_')}`;
  return /^\d+$/.test(answer)
    ? answer
    : say(isConsoleKey(key) ? (key as 'webhooks.fault.none') : 'webhooks.fault.none');
}

/** `“Sales”, “Support” and 2 more`, as the language lists them. */
function menusIn(text: string): string {
  const names = [...text.matchAll(/“[^”]*”/g)].map(([name]) => name);
  const more = / (\d+) more$/.exec(text)?.[1];
  return listed(more === undefined ? names : [...names, `+${more}`]);
}

/**
 * What is wrong with a field or a file, in the person's language; null where the server's words are the ones to show.
 */
export function detailWords(detail: string): string | null {
  if (language() === 'en') return null;
  if (Object.hasOwn(DETAILS, detail)) return say(DETAILS[detail as keyof typeof DETAILS]);
  if (Object.hasOwn(SENTENCES, detail)) return say(SENTENCES[detail as keyof typeof SENTENCES]);
  for (const [pattern, words] of COUNTED) {
    const found = pattern.exec(detail);
    if (found !== null) return words(found[1] ?? '', found[2] ?? '');
  }
  return null;
}
