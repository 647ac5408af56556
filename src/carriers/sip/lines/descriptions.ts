/** Session descriptions in messages. What they say of sound is the media server's business. */
import { partOf } from '#sip/message/body.ts';
import type { Header, HasHeaders } from '#sip/message/message.ts';
import { bodyOf } from '#sip/message/write-message.ts';

const SDP = 'application/sdp';
const DECODER = new TextDecoder();

/** The description that a message brings; null where it brings none. */
export function descriptionIn(message: HasHeaders & { readonly body: Uint8Array }): string | null {
  const part = partOf(message, SDP);
  return part === null || part.length === 0 ? null : DECODER.decode(part);
}

/** A description as the body of a message, with the field that says so; nothing for none, or an empty one. */
export function withDescription(sdp: string | null): {
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
} {
  return sdp === null || sdp === ''
    ? { headers: [], body: bodyOf('') }
    : { headers: [{ name: 'Content-Type', value: SDP }], body: bodyOf(sdp) };
}

/**
 * Whether a description has sound that is not refused: one without, such as a fax's over T.38 (`m=image`), is answered
 * 488, and the call continues as it was. Source: RFC 3261 section 14.2.
 */
export function hasSound(sdp: string): boolean {
  return mediaOf(sdp).some(isSound);
}

type Medium = { readonly kind: string; readonly port: string; readonly line: string };

function mediaOf(sdp: string): readonly Medium[] {
  return sdp.split(/\r?\n/u).flatMap((line) => {
    const [, kind = '', port = '0'] = /^m=(\S+) (\d+)/u.exec(line) ?? [];
    return kind === '' ? [] : [{ kind, port, line }];
  });
}

function isSound({ kind, port }: Medium): boolean {
  return kind === 'audio' && port !== '0';
}

/**
 * The answer with a medium for each of the offer's, in its order: those besides the sound are refused with port 0
 * ("there MUST be a corresponding 'm=' line", RFC 3264 section 6).
 */
export function completed(answer: string, offer: string): string {
  const offered = mediaOf(offer);
  const start = answer.indexOf('m=');
  if (start === -1 || mediaOf(answer).length === offered.length) return answer;
  const [session, sound] = [answer.slice(0, start), answer.slice(start)];
  const heard = offered.findIndex(isSound);
  const media = offered.map(({ line }, index) => (index === heard ? sound : `${refusing(line)}\r\n`));
  return session + media.join('');
}

/** `m=image 5004 udptl t38` refused: `m=image 0 udptl t38`. */
function refusing(line: string): string {
  return line.replace(/^(m=\S+) \d+(\/\d+)?/u, '$1 0');
}
