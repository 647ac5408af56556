/** All formats. */
import type { WebhookFormat } from '#domain/ports/webhooks.ts';
import { ccaip } from './ccaip.ts';
import type { Format } from './format.ts';
import { intercom } from './intercom.ts';
import { standard } from './standard.ts';
import { vcita } from './vcita.ts';

export const FORMATS: Readonly<Record<WebhookFormat, Format>> = { standard, intercom, ccaip, vcita };
