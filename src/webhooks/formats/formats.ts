/** All formats. */
import type { WebhookFormat } from '#domain/ports/webhooks.ts';
import { ccaip } from './ccaip.ts';
import type { Format } from './format.ts';
import { intercom } from './intercom.ts';
import { standard } from './standard.ts';
import { vcita } from './vcita.ts';

export const FORMATS: Readonly<Record<WebhookFormat, Format>> = { standard, intercom, ccaip, vcita };

/** The types that event streams tell of; that a webhook was disabled is told to the others alone. */
export function toldTypesOf(format: WebhookFormat): readonly string[] {
  return FORMATS[format].events.filter((type) => type !== 'webhook.disabled');
}
