/** Our registration with one trunk: kept as long as the trunk is enabled. Source: RFC 3261 section 10.2. */
import type { Clock } from '#domain/ports/stores.ts';
import { readNameAddr } from '#sip/address/name-addr.ts';
import type { Uri } from '#sip/address/uri.ts';
import { isSipUri, sipUri, writeUri } from '#sip/address/uri.ts';
import type { SipResponse } from '#sip/message/message.ts';
import { headerOf } from '#sip/message/message.ts';
import { NO_BODY } from '#sip/message/write-message.ts';
import type { RegistrationEvent, RegistrationState, RegistrationWork } from '#sip/registration/registration.ts';
import {
  grantedSeconds,
  refreshAfterMs,
  registrationStep,
  retryAfterMs,
  secondsAfter423,
} from '#sip/registration/registration.ts';
import type { Flow } from './flow.ts';
import { newWord, random } from './randomness.ts';
import type { Draft, Heard } from './signalling.ts';
import type { SipTrunk } from './sip-trunk.ts';
import type { UserAgent } from './user-agent.ts';

/** A registration. */
export type RegistrationClient = {
  start(): void;
  /** Takes the binding away; resolves once that was answered, or after 2 s. */
  stop(): Promise<void>;
};

/** What it needs. `told`: how it stands now, and what is wrong in a sentence; null: nothing is. */
export type RegistrationParts = {
  readonly agent: Pick<UserAgent, 'request' | 'contactFor' | 'lineOf'>;
  readonly clock: Clock;
  told(isRegistered: boolean, fault: string | null): void;
};

/** What is asked for. Registrars grant what they like. Seconds. */
const ASKED_SECONDS = 3600;
/** How often the way to the registrar is looked after: what is behind a NAT forgets datagrams within 30 s. */
const LOOK_AFTER = 25_000;
/** How long the end may take. Milliseconds. */
const STOP_WITHIN = 2000;
const LINE_END = Buffer.from('\r\n\r\n');

/** Makes it; nothing is sent before `start`. */
export function createRegistrationClient(trunk: SipTrunk, parts: RegistrationParts): RegistrationClient {
  const { agent, clock, told } = parts;
  const callId = newWord();
  const tag = newWord();
  const ended = Promise.withResolvers<null>();
  let state: RegistrationState = 'out';
  let number = 0;
  let asked = ASKED_SECONDS;
  let failures = 0;
  let fault = 'It has not answered yet.';
  let retryAfter: string | null = null;
  let refreshIn = 0;
  let isMoving = false;
  let stopTimer: (() => void) | null = null;
  let stopLooking: (() => void) | null = null;

  const later = (milliseconds: number): void => {
    stopTimer?.();
    stopTimer = clock.after(milliseconds, async () => move('due'));
  };

  const move = (event: RegistrationEvent): void => {
    const cell = registrationStep(state, event);
    state = cell.to;
    for (const work of cell.do) WORKS[work]();
    if (event === 'accepted' && state === 'registered') later(refreshIn);
    if (state === 'out') ended.resolve(null);
  };

  const WORKS: Readonly<Record<RegistrationWork, () => void>> = {
    register: () => send(asked),
    unregister() {
      stopTimer?.();
      stopLooking?.();
      send(0);
    },
    wait: () => later(retryAfterMs(failures, retryAfter, random())),
    report_in: () => told(true, null),
    report_out: () => told(false, state === 'waiting' ? fault : null),
  };

  const send = (seconds: number): void => {
    number += 1;
    const draft = registerDraft(trunk, { callId, tag, number, seconds, line: agent.lineOf(trunk.id) });
    agent.request(trunk, draft, (heard) => take(heard, seconds));
  };

  const take = (heard: Heard, seconds: number): void => {
    if (heard.type === 'failed') {
      fault = `REGISTER was not answered: ${heard.detail}`;
      return lost(heard.reason === 'timeout' ? 'silent' : 'refused', null);
    }
    const { response, request, flow } = heard;
    if (response.status < 200) return;
    number = request.cseq.number;
    if (response.status >= 300) return refused(response);
    failures = 0;
    const contact = readNameAddr(headerOf(request, 'Contact') ?? '')?.uri ?? null;
    const granted = contact === null || seconds === 0 ? 0 : grantedSeconds(response, contact, seconds);
    if (granted === null) {
      fault = 'The registrar took our REGISTER and does not list our address.';
      return lost('refused', null);
    }
    if (seconds > 0) lookAfter(flow);
    // Once: a network that says another address each time is not followed around.
    isMoving = !isMoving && seconds > 0 && contact !== null && hasMoved(contact, flow);
    refreshIn = isMoving ? 0 : refreshAfterMs(granted);
    move('accepted');
  };

  const refused = (response: SipResponse): void => {
    const longer = secondsAfter423(response, asked);
    if (longer !== null && state !== 'removing') {
      asked = longer;
      return send(asked);
    }
    fault = `The registrar refused our REGISTER: ${faultOf(response)}`;
    return lost('refused', headerOf(response, 'Retry-After'));
  };

  const lost = (event: 'refused' | 'silent', wait: string | null): void => {
    failures += 1;
    retryAfter = wait;
    stopLooking?.();
    move(event);
  };

  /** Whether the registrar, or the network between, has said that we are elsewhere than we registered. */
  const hasMoved = (contact: Uri, flow: Flow): boolean => {
    const now = agent.contactFor(flow, null);
    return isSipUri(contact) && (contact.host !== now.host || contact.port !== now.port);
  };

  /** Keeps the way open that calls come by, and registers anew once it is closed. */
  const lookAfter = (flow: Flow): void => {
    stopLooking?.();
    stopLooking = clock.after(LOOK_AFTER, async () => {
      if (!flow.channel.isOpen()) return move('due');
      if (flow.transport === 'UDP') flow.channel.send(LINE_END, flow.remote, () => undefined);
      lookAfter(flow);
    });
  };

  return {
    start: () => move('start'),
    async stop() {
      if (state !== 'registered' && state !== 'refreshing') stopTimer?.();
      move('stop');
      const stopWaiting = clock.after(STOP_WITHIN, async () => ended.resolve(null));
      await ended.promise;
      stopWaiting();
      stopTimer?.();
      stopLooking?.();
    },
  };
}

/** A REGISTER; with `seconds` null it has no Contact, and asks what is registered (section 10.2.3). */
export function registerDraft(
  trunk: SipTrunk,
  how: { callId: string; tag: string; number: number; seconds: number | null; line: string },
): Draft {
  const { callId, tag, number, seconds, line } = how;
  const host = trunk.host.includes(':') ? `[${trunk.host}]` : trunk.host;
  const address = `<${writeUri(sipUri(trunk.username, host))}>`;
  const contact = {
    user: trunk.username,
    parameters: [{ name: 'line', value: line }],
    fields: [{ name: 'expires', value: String(seconds) }],
  };
  return {
    method: 'REGISTER',
    uri: sipUri(null, host),
    headers: [
      { name: 'From', value: `${address};tag=${tag}` },
      { name: 'To', value: address },
      { name: 'Call-ID', value: callId },
      { name: 'CSeq', value: `${number} REGISTER` },
      ...(seconds === null ? [] : [{ name: 'Expires', value: String(seconds) }]),
    ],
    body: NO_BODY,
    contact: seconds === null ? null : contact,
  };
}

/** What is wrong by a status, in a sentence. */
export function faultOf({ status, reason }: SipResponse): string {
  const said = `${status} ${reason}`.trim();
  if (status === 401 || status === 407) return `the username or the password is wrong (${said}).`;
  if (status === 403) return `it forbids it (${said}): check the username, and that the account may do this.`;
  if (status === 404) return `it does not know the username (${said}).`;
  if (status === 503) return `it is out of service (${said}).`;
  return `it said ${said}.`;
}
