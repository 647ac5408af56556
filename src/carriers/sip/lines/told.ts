/** What a trunk says of a call beside its status. */
import { reasonsOf } from '#sip/dialog/identity.ts';
import type { SipResponse } from '#sip/message/message.ts';
import { headersOf } from '#sip/message/message.ts';

/** Fields in which providers say what went wrong: `X-Twilio-Error: 32201 …`, `X-Telnyx-Error`. */
const ERROR_FIELD = /^X-[\w-]*Error[\w-]*$/iu;

/** In a line: Reason (RFC 3326), Warning, and the provider's own error. Empty where it says nothing more. */
export function toldOf(response: SipResponse): string {
  const reasons = reasonsOf(response).map(({ protocol, cause, text }) =>
    [protocol, cause, text === null ? null : `(${text})`].filter((part) => part !== null).join(' '),
  );
  const own = response.headers.filter(({ name }) => ERROR_FIELD.test(name));
  return [...reasons, ...headersOf(response, 'Warning'), ...own.map(({ name, value }) => `${name}: ${value}`)].join(
    '; ',
  );
}
