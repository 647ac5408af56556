/** `patchbay resend`: deliveries again. */
import { EXIT_CODES } from '../exit-codes.ts';
import { misused } from '../fault.ts';
import type { Verb } from '../verb.ts';

const MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** The verb. */
export const resend: Verb = {
  name: 'resend',
  about: 'send a delivery of a webhook again, or all since a time',
  takes: ['[DELIVERY]'],
  options: {
    webhook: { value: 'ID', about: 'the webhook' },
    since: { value: 'TIME', about: 'all of its deliveries since then: 1h, 30m, 2d, or an ISO 8601 time' },
  },
  examples: ['patchbay resend 812 --webhook 3', 'patchbay resend --webhook 3 --since 1h'],
  async run(asked) {
    const { around, given, isJson, names } = asked;
    const [delivery] = names;
    const since = given.text('since');
    if (given.text('webhook') === null) throw misused('resend needs --webhook ID.');
    if ((delivery === undefined) === (since === null)) throw misused('resend needs DELIVERY or --since TIME.');
    if (delivery !== undefined && !/^[1-9]\d{0,14}$/.test(delivery)) throw misused(`${delivery} is no delivery.`);
    const webhook = `/v1/webhooks/${given.count('webhook', 0, 1, Number.MAX_SAFE_INTEGER)}`;
    const server = await asked.server();
    const answer =
      delivery === undefined
        ? await server.post(`${webhook}/resend`, { since: timeOf(since ?? '', new Date()).toISOString() })
        : await server.post(`${webhook}/deliveries/${delivery}/resend`);
    const { count } = answer as { readonly count: number }; // As the operations are documented.
    await around.out(isJson ? JSON.stringify({ count }) : `${count} sent again`);
    return EXIT_CODES.done;
  },
};

/** A time as it was typed: so long ago, or an instant. */
export function timeOf(text: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(now.getTime() - Number(count) * MS[unit as keyof typeof MS]);
  const at = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(at.getTime()))
    throw misused(`${text} is no time: 1h, 30m, 2d, or 2026-11-28T09:00:00Z.`);
  return at;
}
