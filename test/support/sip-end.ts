/**
 * A user agent made of `src/sip` alone, for tests: it rings, answers, cancels and hangs up, on a clock and a wire that
 * the test has.
 */
import { sipUri, writeUri } from '#sip/address/uri.ts';
import type { CancelEvent, CancelState } from '#sip/dialog/cancel.ts';
import { CANCEL_ANSWERS, cancelStep, QUIET_AFTER } from '#sip/dialog/cancel.ts';
import type { Dialog } from '#sip/dialog/dialog.ts';
import {
  dialogKey,
  dialogKeyOfRequest,
  dialogKeyOfResponse,
  dialogOfRequest,
  receiveWithin,
} from '#sip/dialog/dialog.ts';
import type { Forks } from '#sip/dialog/forks.ts';
import { forkedBy, NO_FORKS } from '#sip/dialog/forks.ts';
import type { Repeating } from '#sip/dialog/repeating.ts';
import { repeatStep, repeatSuccess } from '#sip/dialog/repeating.ts';
import { ackWithin, requestWithin } from '#sip/dialog/request-within.ts';
import type { Header, SipMessage, SipRequest, SipResponse } from '#sip/message/message.ts';
import { readDatagram } from '#sip/message/read-message.ts';
import { plainAnswer, respond } from '#sip/message/respond.ts';
import type { Via } from '#sip/message/via.ts';
import { stampVia, writeVia } from '#sip/message/via.ts';
import type { Writable } from '#sip/message/write-message.ts';
import { NO_BODY, writeMessage } from '#sip/message/write-message.ts';
import { cancelOf } from '#sip/transaction/derived-requests.ts';
import { keyOfCancelled } from '#sip/transaction/matching.ts';
import type { Effect } from '#sip/transaction/transactions.ts';
import { createTransactions } from '#sip/transaction/transactions.ts';

/** Where an end is, and how bytes leave it. */
export type EndOptions = {
  readonly address: string;
  readonly port: number;
  readonly transport: 'UDP' | 'TCP';
  readonly send: (bytes: Uint8Array) => void;
  /** How long it rings before it answers. Milliseconds. */
  readonly ringMs: number;
};

/** What an end has seen of its calls. */
export type Tally = { answered: number; ended: number; refused: number; cancelled: number; failed: number };

type Outgoing = { invite: SipRequest; forks: Forks; cancel: CancelState; quietAt: number | null };
type Incoming = {
  key: string;
  request: SipRequest;
  dialog: Dialog;
  success: Writable & { kind: 'response' };
  repeating: Repeating | null;
};

/** An end without calls. */
export function createSipEnd({ address, port, transport, send, ringMs }: EndOptions) {
  const transactions = createTransactions<null>();
  const outgoing = new Map<string, Outgoing>();
  const incoming = new Map<string, Incoming>();
  const dialogs = new Map<string, Dialog>();
  const acks = new Map<string, Uint8Array>();
  const later: { at: number; act: (now: number) => void }[] = [];
  const tally: Tally = { answered: 0, ended: 0, refused: 0, cancelled: 0, failed: 0 };
  const isReliable = transport === 'TCP';
  let word = 0;

  const via = (): Via => {
    word += 1;
    const parameters = [
      { name: 'branch', value: `z9hG4bK-${port}-${word}` },
      { name: 'rport', value: '' },
    ];
    return { version: '2.0', transport, host: address, port, parameters };
  };
  const contact = (): Header => ({ name: 'Contact', value: `<${writeUri(sipUri('end', address, port))}>` });
  const asRequest = (request: Writable): SipRequest => {
    const reading = readDatagram(writeMessage(request));
    if (reading.kind !== 'message' || reading.message.kind !== 'request')
      throw new Error('Our own request is refused.');
    return reading.message;
  };
  const perform = (effects: readonly Effect<null>[], now: number): void => {
    for (const effect of effects) take(effect, now);
  };
  const request = (writable: Writable, now: number): string => {
    const sent = transactions.request(asRequest(writable), null, isReliable, now);
    if (sent === null) throw new Error('There is no room for a request.');
    perform(sent.effects, now);
    return sent.key;
  };
  const answer = (key: string, to: SipRequest, status: number, tag: string, now: number): void =>
    perform(transactions.respond(key, respond(to, null, plainAnswer(status, tag, [contact()])), now) ?? [], now);

  function take(effect: Effect<null>, now: number): void {
    if (effect.type === 'send') send(effect.bytes);
    if (effect.type === 'request') takeRequest(effect.key, effect.request, now);
    if (effect.type === 'response') takeResponse(effect.key, effect.response, now);
    if (effect.type === 'ack') {
      const call = incoming.get(dialogKeyOfRequest(effect.request) ?? '');
      if (call !== undefined) call.repeating = null;
    }
    if (effect.type === 'timeout') tally.failed += 1;
  }

  function takeRequest(key: string, came: SipRequest, now: number): void {
    if (came.method === 'INVITE') return ring(key, came, now);
    if (came.method === 'CANCEL') return cancelled(key, came, now);
    const dialog = dialogs.get(dialogKeyOfRequest(came) ?? '');
    const received = dialog === undefined ? ({ ok: false, status: 481 } as const) : receiveWithin(dialog, came);
    answer(key, came, received.ok ? 200 : received.status, 'stray', now);
    if (!received.ok || received.dialog.state !== 'terminated') return;
    tally.ended += 1;
    dialogs.delete(dialogKey(received.dialog));
    incoming.delete(dialogKey(received.dialog));
  }

  function ring(key: string, invite: SipRequest, now: number): void {
    const tag = `t${(word += 1)}`;
    const dialog = dialogOfRequest(invite, tag, 'confirmed');
    if (dialog === null) return answer(key, invite, 400, tag, now);
    answer(key, invite, 180, tag, now);
    later.push({
      at: now + ringMs,
      act: (at) => {
        const success = respond(invite, null, plainAnswer(200, tag, [contact()]));
        const effects = transactions.respond(key, success, at);
        if (effects === null) return;
        tally.answered += 1;
        dialogs.set(dialogKey(dialog), dialog);
        incoming.set(dialogKey(dialog), { key, request: invite, dialog, success, repeating: repeatSuccess(at) });
        perform(effects, at);
      },
    });
  }

  function cancelled(key: string, cancel: SipRequest, now: number): void {
    const inviteKey = keyOfCancelled(cancel);
    const found = transactions.find(inviteKey);
    const state = found === null ? 'unknown' : found.state === 'proceeding' ? 'unanswered' : 'answered';
    const { cancel: status, invite } = CANCEL_ANSWERS[state];
    answer(key, cancel, status, 'cancelled', now);
    if (found !== null && invite !== null) answer(inviteKey, found.request, invite, 'cancelled', now);
    if (state === 'unanswered') tally.cancelled += 1;
  }

  function moveCancel(call: Outgoing, event: CancelEvent, now: number): boolean {
    const cell = cancelStep(call.cancel, event);
    call.cancel = cell.to;
    if (cell.do.includes('send_cancel')) {
      call.quietAt = now + QUIET_AFTER;
      request(cancelOf(call.invite), now);
    }
    return cell.do.includes('ack_and_bye');
  }

  function takeResponse(key: string, response: SipResponse, now: number): void {
    const call = outgoing.get(key);
    if (call === undefined) return;
    const event = response.status < 200 ? 'provisional' : response.status < 300 ? 'success' : 'failure';
    const isUnwanted = moveCancel(call, event, now);
    const { forks, outcome, dialog } = forkedBy(call.forks, call.invite, response);
    call.forks = forks;
    if (outcome === 'again') send(acks.get(dialogKeyOfResponse(response)) ?? NO_BODY);
    if (outcome === 'over') tally.refused += 1;
    if (dialog === null || (outcome !== 'answered' && outcome !== 'hang_up')) return;
    const ack = writeMessage(ackWithin(dialog, call.invite.cseq.number, { via: via(), headers: [], body: NO_BODY }));
    acks.set(dialogKey(dialog), ack);
    dialogs.set(dialogKey(dialog), dialog);
    send(ack);
    if (outcome === 'answered') tally.answered += 1;
    if (isUnwanted || outcome === 'hang_up') hangUp(dialog, now);
  }

  function hangUp(dialog: Dialog, now: number): void {
    const sent = requestWithin(dialog, { method: 'BYE', via: via(), headers: [], body: NO_BODY });
    dialogs.delete(dialogKey(dialog));
    incoming.delete(dialogKey(dialog));
    request(sent.request, now);
  }

  function repeat(now: number): void {
    for (const call of incoming.values()) {
      if (call.repeating === null) continue;
      const { due, next } = repeatStep(call.repeating, now);
      call.repeating = next;
      if (due === 'send') perform(transactions.respond(call.key, call.success, now) ?? [], now);
      if (due === 'give_up') hangUp(call.dialog, now);
    }
  }

  function endQuiet(now: number): void {
    for (const [key, call] of outgoing) {
      if (call.quietAt === null || call.quietAt > now) continue;
      call.quietAt = null;
      moveCancel(call, 'quiet', now);
      transactions.forget(key);
    }
  }

  return {
    tally,
    transactions,
    dialogs,
    /** Begins a call; its key for `cancel`. `headers` go with the INVITE. */
    call(to: string, now: number, headers: readonly Header[] = [], body: Uint8Array = NO_BODY): string {
      const hop = via();
      const invite = asRequest({
        kind: 'request',
        method: 'INVITE',
        uri: sipUri('end', to.split(':')[0] ?? '', Number(to.split(':')[1])),
        headers: [
          { name: 'Via', value: writeVia(hop) },
          { name: 'Max-Forwards', value: '70' },
          { name: 'From', value: `<${writeUri(sipUri('end', address, port))}>;tag=f${word}` },
          { name: 'To', value: `<sip:end@${to}>` },
          { name: 'Call-ID', value: `call-${port}-${word}` },
          { name: 'CSeq', value: '1 INVITE' },
          contact(),
          ...headers,
        ],
        body,
      });
      const sent = transactions.request(invite, null, isReliable, now);
      if (sent === null) throw new Error('There is no room for a call.');
      outgoing.set(sent.key, { invite, forks: NO_FORKS, cancel: 'sent', quietAt: null });
      perform(sent.effects, now);
      return sent.key;
    },
    cancel(key: string, now: number): void {
      const call = outgoing.get(key);
      if (call !== undefined) moveCancel(call, 'ask', now);
    },
    hangUpAll(now: number): void {
      for (const dialog of Array.from(dialogs.values())) hangUp(dialog, now);
    },
    receive(message: SipMessage, source: { address: string; port: number }, now: number): void {
      const via = message.kind === 'request' ? stampVia(message.via, source) : message.via;
      const stamped = { ...message, via, headers: withVia(message.headers, via) };
      perform(transactions.receive(stamped, null, isReliable, now), now);
    },
    tick(now: number): void {
      perform(transactions.tick(now), now);
      repeat(now);
      endQuiet(now);
      for (const each of later.filter(({ at }) => at <= now)) {
        later.splice(later.indexOf(each), 1);
        each.act(now);
      }
    },
    /** Whether nothing is under way any more. */
    isIdle: (): boolean => transactions.size() === 0 && dialogs.size === 0 && later.length === 0,
  };
}

/** The fields with the topmost Via as it was stamped. */
function withVia(headers: readonly Header[], via: Via): Header[] {
  const at = headers.findIndex(({ name }) => name === 'Via');
  return headers.map((header, index) => (index === at ? { name: 'Via', value: writeVia(via) } : header));
}
