/** Webhooks in words. */
import type { DeliveryView, WebhookView } from '#realtime/agent/webhooks-protocol.ts';
import type { Tone } from '../../parts/words.ts';

/** Each format, what it is called, and whom it is for. */
export const FORMAT_WORDS = [
  ['standard', 'Patchbay', 'our own messages, as Standard Webhooks'],
  ['intercom', 'Intercom', 'call topics, for programs made for Intercom'],
  ['ccaip', 'CCAI Platform', 'external session events, with Basic authentication'],
  ['vcita', 'vcita', 'voice_call events'],
] as const satisfies readonly (readonly [WebhookView['format'], string, string])[];

/** The word for a format. */
export function formatWord(format: WebhookView['format']): string {
  return FORMAT_WORDS.find(([each]) => each === format)?.[1] ?? format;
}

const STATES: Readonly<Record<WebhookView['state'], readonly [word: string, tone: Tone]>> = {
  live: ['Live', 'good'],
  paused: ['Paused', 'wait'],
  disabled: ['Disabled', 'bad'],
};

/** The state as a mark: a webhook whose attempts fail says so. */
export function stateMark({ state, failingSince }: WebhookView): readonly [word: string, tone: Tone] {
  return state === 'live' && failingSince !== null ? ['Failing', 'bad'] : STATES[state];
}

/** Why the server took it off, in a sentence; null where it did not. */
export function reasonWords({ reason }: WebhookView): string | null {
  switch (reason) {
    case null:
      return null;
    case 'gone':
      return 'Its address answered 410: it is gone.';
    case 'failing':
      return 'Nothing was accepted there for days.';
    case 'backlog_full':
      return 'Too many messages waited for it.';
    default:
      return reason satisfies never;
  }
}

/** The state of a delivery as a mark. */
export const DELIVERY_MARKS: Readonly<Record<DeliveryView['state'], readonly [word: string, tone: Tone]>> = {
  waiting: ['Waiting', 'wait'],
  delivered: ['Delivered', 'good'],
  failed: ['Failed', 'bad'],
  dropped: ['Dropped', 'calm'],
};

const FAULT_WORDS: Readonly<Record<string, string>> = {
  address_refused: 'The address is not public',
  name_unknown: 'The host name was not found',
  refused: 'The connection was refused',
  tls: 'TLS failed: look at the certificate',
  timeout: 'No answer in time',
  head_too_large: 'The answer’s headers are too large',
  connection_lost: 'The connection was lost',
  malformed_answer: 'The answer is not HTTP',
};

/** What came back: a status, or why there was none. */
export function answerWords({ status, fault }: DeliveryView['log'][number]): string {
  return status === null ? (FAULT_WORDS[fault ?? ''] ?? 'No answer') : `Answered ${status}`;
}
