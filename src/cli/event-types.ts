/** Which events are meant. */
import type { WebhookFormat } from '#domain/ports/webhooks.ts';
import { WEBHOOK_FORMATS } from '#domain/ports/webhooks.ts';
import { FORMATS } from '#webhooks/formats/formats.ts';
import { misused } from './fault.ts';

/** The format of the name. */
export function formatOf(name: string): WebhookFormat {
  const found = WEBHOOK_FORMATS.find((format) => format === name);
  if (found === undefined) throw misused(`A format is ${WEBHOOK_FORMATS.join(', ')}, not ${name}.`);
  return found;
}

/** The event types that the patterns name, as the server is asked for them; null is all. */
export function typesOf(format: WebhookFormat, patterns: readonly string[]): string | null {
  if (patterns.length === 0) return null;
  const known = FORMATS[format].events.filter((type) => type !== 'webhook.disabled');
  const meant = patterns.flatMap((pattern) => {
    const found = known.filter((type) => isMeant(type, pattern));
    if (found.length === 0) throw misused(`No event is called ${pattern}. There are: ${known.join(', ')}.`);
    return found;
  });
  return [...new Set(meant)].join(',');
}

/** Whether the pattern is the type, or begins it and ends in `*`. */
function isMeant(type: string, pattern: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
