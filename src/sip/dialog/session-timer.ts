/** Session timers: a call whose far end has gone is noticed, and ended. Source: RFC 4028. */
import { readNumber } from '../address/grammar.ts';
import { parameterOf, readParameters } from '../address/parameters.ts';
import type { HasHeaders, Header, SipRequest, SipResponse } from '../message/message.ts';
import { headerOf, lists } from '../message/message.ts';

/** The option tag. */
const TIMER = 'timer';
/** The least that may stand in Session-Expires: 90 s (section 4). */
const LEAST_INTERVAL = 90;

/** What we want. Seconds; `least` is 90 or more, and `interval` not below it. */
export type SessionPolicy = {
  readonly interval: number;
  readonly least: number;
  /** Who refreshes where the other end lets us choose. */
  readonly prefers: 'us' | 'them';
};

/** `1800;refresher=uac`: the two ends by who sent the request. Null where it says no refresher. */
export type SessionExpires = { readonly interval: number; readonly refresher: 'uac' | 'uas' | null };

/** What was agreed. Times in milliseconds of the clock that was handed in. */
export type SessionTimer = {
  readonly interval: number;
  readonly refresher: 'us' | 'them';
  /** When we refresh; null where they do, and while our refresh is under way. */
  readonly refreshAt: number | null;
  /** When we hang up if nothing refreshed the session. */
  readonly byeAt: number;
};

const MAX_SECONDS = 2 ** 32 - 1;

/** Reads Session-Expires; null where it is none. */
export function readSessionExpires(text: string): SessionExpires | null {
  const semicolon = text.indexOf(';');
  const end = semicolon === -1 ? text.length : semicolon;
  const interval = readNumber(text.slice(0, end).trim(), MAX_SECONDS);
  const refresher = parameterOf(readParameters(text, end) ?? [], 'refresher')?.toLowerCase();
  if (interval === null) return null;
  return { interval, refresher: refresher === 'uac' || refresher === 'uas' ? refresher : null };
}

/**
 * Table 2 of section 9: whether the client knows session timers -> the refresher it asked for -> who refreshes. "N/A"
 * there, which proxies make, is the server: it alone knows how. `choice`: we may.
 */
const REFRESHERS = {
  unknown: { none: 'uas', uac: 'uas', uas: 'uas' },
  known: { none: 'choice', uac: 'uac', uas: 'uas' },
} as const satisfies Record<string, Record<'none' | 'uac' | 'uas', 'uac' | 'uas' | 'choice'>>;

/** What a request for a session comes to. `too_small` is answered 422 with these fields. */
export type Negotiated =
  | { readonly outcome: 'agreed'; readonly expires: SessionExpires; readonly headers: readonly Header[] }
  | { readonly outcome: 'too_small'; readonly headers: readonly Header[] };

/** Takes an INVITE or UPDATE as its server; the fields are for the 2xx. Source: section 9. */
export function negotiate(request: HasHeaders, { interval, least, prefers }: SessionPolicy): Negotiated {
  const isKnown = lists(request, 'Supported', TIMER) || lists(request, 'Require', TIMER);
  const asked = readSessionExpires(headerOf(request, 'Session-Expires') ?? '');
  // 422 means nothing to a client that knows no timers: a proxy asked, and has to live with it.
  if (isKnown && asked !== null && asked.interval < least)
    return { outcome: 'too_small', headers: [{ name: 'Min-SE', value: String(least) }] };
  const wanted = Math.max(interval, minimumOf(request));
  // A server may lower the interval as far as the request's Min-SE, and never raises it (section 9).
  const agreed = asked === null ? wanted : Math.min(asked.interval, wanted);
  const rule = REFRESHERS[isKnown ? 'known' : 'unknown'][asked?.refresher ?? 'none'];
  const chosen = prefers === 'us' ? 'uas' : 'uac';
  const expires = { interval: agreed, refresher: rule === 'choice' ? chosen : rule };
  const require = isKnown ? [{ name: 'Require', value: TIMER }] : [];
  return { outcome: 'agreed', expires, headers: [writeSessionExpires(expires), ...require] };
}

/**
 * The field of a request of ours. Within a session the interval stays the same, and so does who refreshes: "uac" where
 * that is us. Source: sections 7.1 and 7.4.
 */
export function timerField({ interval }: SessionPolicy, agreed: SessionTimer | null): Header {
  if (agreed === null) return writeSessionExpires({ interval, refresher: null });
  return writeSessionExpires({ interval: agreed.interval, refresher: agreed.refresher === 'us' ? 'uac' : 'uas' });
}

/** What a 2xx to our request agreed on; null where the session has no timer. Source: section 7.2. */
export function agreedBy(response: HasHeaders): SessionExpires | null {
  const read = readSessionExpires(headerOf(response, 'Session-Expires') ?? '');
  // A response has to name the refresher. From one that does not, the sender of the request is safe to refresh.
  return read === null ? null : { ...read, refresher: read.refresher ?? 'uac' };
}

/**
 * The fields to ask with again after a 422: its Min-SE, which is the interval then too, and who refreshes as before.
 * Null where it asks for no more than was sent, and trying again would continue forever. Source: section 7.3.
 */
export function fieldsAfter422(request: SipRequest, response: SipResponse): readonly Header[] | null {
  const asked = readNumber(headerOf(response, 'Min-SE') ?? '', MAX_SECONDS);
  const { interval, refresher } = readSessionExpires(headerOf(request, 'Session-Expires') ?? '') ?? NOT_ASKED;
  if (asked === null || asked <= interval) return null;
  return [writeSessionExpires({ interval: asked, refresher }), { name: 'Min-SE', value: String(asked) }];
}

const NOT_ASKED: SessionExpires = { interval: 0, refresher: null };

/**
 * Starts the timer, or starts it anew: every 2xx to an INVITE or UPDATE within the session does. `sentRequest`: that
 * was ours.
 */
export function startSession(expires: SessionExpires, sentRequest: boolean, now: number): SessionTimer {
  const { interval } = expires;
  const isUs = (expires.refresher === 'uac') === sentRequest;
  // A refresh is sent once half the interval has passed (section 7.2); the other side
  // hangs up before the end, by "the minimum of 32 seconds and one third of the session interval" (section 10).
  return {
    interval,
    refresher: isUs ? 'us' : 'them',
    refreshAt: isUs ? now + interval * 500 : null,
    byeAt: now + 1000 * (interval - Math.min(32, interval / 3)),
  };
}

/** What is due; a refresh is due once, and the timer is the same until its answer starts it anew. */
export function sessionDue(
  timer: SessionTimer,
  now: number,
): { readonly due: 'nothing' | 'refresh' | 'bye'; readonly timer: SessionTimer } {
  if (now >= timer.byeAt) return { due: 'bye', timer };
  if (timer.refreshAt === null || now < timer.refreshAt) return { due: 'nothing', timer };
  return { due: 'refresh', timer: { ...timer, refreshAt: null } };
}

function minimumOf(request: HasHeaders): number {
  const written = headerOf(request, 'Min-SE') ?? '';
  const semicolon = written.indexOf(';');
  const value = readNumber((semicolon === -1 ? written : written.slice(0, semicolon)).trim(), MAX_SECONDS);
  return Math.max(LEAST_INTERVAL, value ?? 0);
}

function writeSessionExpires({ interval, refresher }: SessionExpires): Header {
  return {
    name: 'Session-Expires',
    value: refresher === null ? String(interval) : `${interval};refresher=${refresher}`,
  };
}
