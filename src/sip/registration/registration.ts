/**
 * Registering with a provider, as its client: when to refresh, what a refusal asks for, how long to wait. Source: RFC
 * 3261 section 10, RFC 5626 section 4.5.
 */
import { readNumber } from '../address/grammar.ts';
import { readNameAddr } from '../address/name-addr.ts';
import { parameterOf } from '../address/parameters.ts';
import { isSameUri } from '../address/same-uri.ts';
import type { Uri } from '../address/uri.ts';
import type { SipResponse } from '../message/message.ts';
import { headerOf, headersOf } from '../message/message.ts';

/** How a registration stands. `removing`: its end was asked for. */
export const REGISTRATION_STATES = ['out', 'registering', 'registered', 'refreshing', 'waiting', 'removing'] as const;

/** One of them. */
export type RegistrationState = (typeof REGISTRATION_STATES)[number];

/**
 * What happens. `refused`: any final answer but 2xx, once digest and 423 were tried; `silent`: no answer, which counts
 * as 408.
 */
export type RegistrationEvent = 'start' | 'stop' | 'accepted' | 'refused' | 'silent' | 'due';

/** What is to be done. `wait` is until `retryAfterMs` has passed, then `due` comes. */
export type RegistrationWork = 'register' | 'unregister' | 'wait' | 'report_in' | 'report_out';

type RegistrationCell = { readonly to: RegistrationState; readonly do: readonly RegistrationWork[] };

/** state -> (what happens -> where it leads, and what is done). What is absent changes nothing. */
const REGISTERING = {
  out: { start: { to: 'registering', do: ['register'] } },
  registering: {
    accepted: { to: 'registered', do: ['report_in'] },
    refused: { to: 'waiting', do: ['report_out', 'wait'] },
    silent: { to: 'waiting', do: ['report_out', 'wait'] },
    stop: { to: 'removing', do: ['unregister'] },
  },
  registered: {
    due: { to: 'refreshing', do: ['register'] },
    stop: { to: 'removing', do: ['unregister'] },
  },
  // A refresh that fails says that the binding is lost, or soon will be: calls do not come in any more.
  refreshing: {
    accepted: { to: 'registered', do: [] },
    refused: { to: 'waiting', do: ['report_out', 'wait'] },
    silent: { to: 'waiting', do: ['report_out', 'wait'] },
    stop: { to: 'removing', do: ['unregister'] },
  },
  waiting: {
    due: { to: 'registering', do: ['register'] },
    stop: { to: 'out', do: [] },
  },
  removing: {
    accepted: { to: 'out', do: ['report_out'] },
    refused: { to: 'out', do: ['report_out'] },
    silent: { to: 'out', do: ['report_out'] },
    start: { to: 'registering', do: ['register'] },
  },
} as const satisfies Record<RegistrationState, { readonly [E in RegistrationEvent]?: RegistrationCell }>;

/** Where an event leads, and what is done; the same state and nothing where it changes nothing. */
export function registrationStep(state: RegistrationState, event: RegistrationEvent): RegistrationCell {
  const row: { readonly [E in RegistrationEvent]?: RegistrationCell } = REGISTERING[state];
  return row[event] ?? { to: state, do: [] };
}

/** Seconds that a registrar may grant at most as far as we believe it: a day. */
const MAX_EXPIRES = 86_400;

/**
 * The seconds that a 2xx grants us: of our own Contact among those of all devices ("the UA compares each contact
 * address to see if it created" it, section 10.2.4), else of Expires, else what was asked for. Null where our Contact
 * is not among them.
 */
export function grantedSeconds(response: SipResponse, ours: Uri, asked: number): number | null {
  const contacts = headersOf(response, 'Contact').flatMap((value) => readNameAddr(value) ?? []);
  const own = contacts.find(({ uri }) => isSameUri(uri, ours));
  // Registrars behind a translation of addresses rewrite the Contact. A single one is ours.
  const mine = own ?? (contacts.length === 1 ? contacts[0] : undefined);
  if (mine === undefined && contacts.length > 0) return null;
  const written = mine === undefined ? null : parameterOf(mine.parameters, 'expires');
  return readNumber(written ?? headerOf(response, 'Expires') ?? '', MAX_EXPIRES) ?? asked;
}

/**
 * When a registration is refreshed: some time before its end, so that one lost request costs nothing. Milliseconds from
 * now.
 */
export function refreshAfterMs(granted: number): number {
  return 1000 * (granted > 1200 ? granted - 600 : granted / 2);
}

/**
 * The seconds to ask for after a 423; null where its Min-Expires asks for no more than was asked for. Source: section
 * 10.2.8.
 */
export function secondsAfter423(response: SipResponse, asked: number): number | null {
  const least = readNumber(headerOf(response, 'Min-Expires') ?? '', MAX_EXPIRES);
  return response.status !== 423 || least === null || least <= asked ? null : least;
}

const BASE_WAIT = 30_000;
const MAX_WAIT = 1_800_000;

/**
 * How long to wait before registering again, after this many failures in a row: doubling from 30 s to half an hour, and
 * between half of that and all of it, so that not all come back at once (RFC 5626 section 4.5). Retry-After is obeyed
 * where it is longer. Milliseconds; `random` is from 0 up to 1.
 */
export function retryAfterMs(failures: number, retryAfter: string | null, random: number): number {
  const upper = Math.min(MAX_WAIT, BASE_WAIT * 2 ** Math.min(failures, 10));
  const asked = 1000 * (readRetryAfter(retryAfter) ?? 0);
  return Math.max(Math.min(asked, MAX_WAIT), Math.floor(upper * (0.5 + random / 2)));
}

/** `18000;duration=3600 (in a meeting)`: the seconds before anything else (section 20.33). */
function readRetryAfter(value: string | null): number | null {
  if (value === null) return null;
  let end = 0;
  while (end < value.length && !' ;('.includes(value.charAt(end))) end += 1;
  return readNumber(value.slice(0, end), MAX_EXPIRES);
}
