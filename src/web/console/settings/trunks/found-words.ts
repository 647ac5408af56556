/**
 * What the server found out about a trunk, in the language of the person: by its words. In English they are shown as
 * they came; so is what a provider said, and what is not known here.
 */
import type { ConsoleKey } from '#catalogue/console.ts';
import { language, say } from '../../parts/language.ts';

type Found = Extract<ConsoleKey, `trunks.found.${string}`> extends `trunks.found.${infer Name}` ? Name : never;
type Whole =
  | 'noAddressOfIt'
  | 'silentFor5'
  | 'udpHint'
  | 'known'
  | 'lost'
  | 'notYet'
  | 'notSent'
  | 'sipOff'
  | 'gone'
  | 'keyLost';
type Placed = Exclude<Found, Whole | 'resolved'>;

/** Sentences without a gap -> their text. A table. */
export const WHOLE: Readonly<Record<string, Whole>> = {
  'DNS knows no address of it.': 'noAddressOfIt',
  'It did not answer in 5 seconds.': 'silentFor5',
  'The registrar knows the username and the password.': 'known',
  'The connection to it is lost.': 'lost',
  'It has not answered yet.': 'notYet',
  'It could not be sent.': 'notSent',
  'PATCHBAY_SIP is off: this server reaches no telephones.': 'sipOff',
  'The trunk is gone.': 'gone',
  'The password was encrypted with a key that this server does not have. Enter the password again.': 'keyLost',
};

/** Sentences with an address, a name or an answer in them; what stands in the brackets fills the gap. A table. */
export const PLACED: readonly (readonly [pattern: RegExp, text: Placed])[] = [
  [/^It refused the connection \((.+)\)\.$/, 'refused'],
  [/^It broke the connection off \((.+)\)\.$/, 'broken'],
  [/^It did not take the connection in time \((.+)\)\.$/, 'late'],
  [/^No route leads to it \((.+)\)\.$/, 'noRoute'],
  [/^It does not speak TLS there \((.+)\)\.$/, 'noTls'],
  [/^It could not be connected to \((.+)\)\.$/, 'noConnection'],
  [/^Its certificate is for another name \((.+)\)\.$/, 'otherName'],
  [/^Its certificate has expired \((.+)\)\.$/, 'expired'],
  [/^Its certificate is not valid yet \((.+)\)\.$/, 'notYetValid'],
  [/^Its certificate is signed by itself \((.+)\)\.$/, 'selfSigned'],
  [/^Its certificate is signed by an authority that is not known here \((.+)\)\.$/, 'unknownAuthority'],
  [/^Its certificate has been revoked \((.+)\)\.$/, 'revoked'],
  [/^Its certificate cannot be believed \((.+)\)\.$/, 'doubted'],
  [/^A connection to (.+) was made\.$/, 'connected'],
  [/^The certificate is for (.+)\.$/, 'certificateFor'],
  [/^DNS knows no address of (.+)\. Check the spelling of the host\.$/, 'noAddress'],
  [/^DNS did not answer \((.+)\)\.$/, 'dnsSilent'],
  [/^DNS did not answer when it was asked for (.+)\. Check the network of this server\.$/, 'dnsSilentFor'],
  [/^It did not answer \((.+)\)\.$/, 'silent'],
  [/^It answered OPTIONS: (.+)\.$/, 'answered'],
  [/^the username or the password is wrong \((.+)\)\.$/, 'wrongPassword'],
  [/^it forbids it \((.+)\): check the username, and that the account may do this\.$/, 'forbidden'],
  [/^it does not know the username \((.+)\)\.$/, 'unknownUser'],
  [/^it is out of service \((.+)\)\.$/, 'outOfService'],
  [/^it said (.+)\.$/, 'said'],
];

const UDP_HINT = ' Check the port, and whether a firewall lets UDP through.';

/** The sentence as it is shown. */
export function foundWords(sentence: string): string {
  return language() === 'en' ? sentence : (translated(sentence) ?? sentence);
}

function translated(sentence: string): string | null {
  if (sentence.endsWith(UDP_HINT)) {
    const words = translated(sentence.slice(0, -UDP_HINT.length));
    return words === null ? null : `${words} ${say('trunks.found.udpHint')}`;
  }
  const [, asked, rest] = /^(?:REGISTER: |Asked by (OPTIONS), |Asked to register, )(.+)$/.exec(sentence) ?? [];
  if (rest !== undefined) {
    const words = translated(rest);
    return words === null ? null : `${asked ?? 'REGISTER'}: ${words}`;
  }
  const whole = WHOLE[sentence];
  if (whole !== undefined) return say(`trunks.found.${whole}`);
  for (const [pattern, text] of PLACED) {
    const where = pattern.exec(sentence)?.[1];
    if (where !== undefined) return say(`trunks.found.${text}`, { where: where.replace(' at ', ', ') });
  }
  const [, host, place, more] = /^(\S+) is ((?:UDP|TCP|TLS) \S+?)(?:, and (\d+) more)?\.$/.exec(sentence) ?? [];
  if (host === undefined || place === undefined) return null;
  return say('trunks.found.resolved', { host, where: more === undefined ? place : `${place}, +${more}` });
}
