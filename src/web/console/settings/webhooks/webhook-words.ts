/** Webhooks in words. */
import type { DeliveryView, WebhookView } from '#realtime/agent/webhooks-protocol.ts';
import { say } from '../../parts/language.ts';
import type { Tone } from '../../parts/words.ts';

/** Each format, and what it is called. What it is for is `webhooks.format.` with its name. */
export const FORMATS = [
  ['standard', 'Patchbay'],
  ['intercom', 'Intercom'],
  ['ccaip', 'CCAI Platform'],
  ['vcita', 'vcita'],
] as const satisfies readonly (readonly [WebhookView['format'], string])[];

/** The word for a format. */
export function formatWord(format: WebhookView['format']): string {
  return FORMATS.find(([each]) => each === format)?.[1] ?? format;
}

const STATE_TONES = { live: 'good', paused: 'wait', disabled: 'bad' } as const satisfies Record<
  WebhookView['state'],
  Tone
>;

/** The state as a mark: a webhook whose attempts fail says so. */
export function stateMark({ state, failingSince }: WebhookView): readonly [word: string, tone: Tone] {
  return state === 'live' && failingSince !== null
    ? [say('webhooks.state.failing'), 'bad']
    : [say(`webhooks.state.${state}`), STATE_TONES[state]];
}

/** Why the server took it off and what to do then, in sentences; null where it did not. */
export function reasonWords({ reason }: WebhookView): string | null {
  return reason === null ? null : say(`webhooks.reason.${reason}`);
}

const DELIVERY_TONES = {
  waiting: 'wait',
  delivered: 'good',
  failed: 'bad',
  dropped: 'calm',
} as const satisfies Record<DeliveryView['state'], Tone>;

/** The state of a delivery as a mark. */
export function deliveryMark(state: DeliveryView['state']): readonly [word: string, tone: Tone] {
  return [say(`webhooks.delivery.${state}`), DELIVERY_TONES[state]];
}

/** Why there was no answer, where there is a sentence for it. */
const FAULTS = [
  'address_refused',
  'name_unknown',
  'refused',
  'tls',
  'timeout',
  'head_too_large',
  'connection_lost',
  'malformed_answer',
] as const;

/** What came back: a status, or why there was none. */
export function answerWords({ status, fault }: DeliveryView['log'][number]): string {
  return status === null
    ? say(`webhooks.fault.${FAULTS.find((each) => each === fault) ?? 'none'}`)
    : say('webhooks.answered', { status: String(status) });
}

/** The events that it is told of. */
export function eventWords({ events }: Pick<WebhookView, 'events'>): string {
  return events.length === 0 ? say('webhooks.allEvents') : events.join(', ');
}
