/** `patchbay export`: calls as lines of JSON or as CSV. */
import { EXIT_CODES } from '../exit-codes.ts';
import { misused } from '../fault.ts';
import type { CallShape } from '../shapes.ts';
import type { Verb } from '../verb.ts';
import { timeOf } from './resend.ts';

/** The columns of the CSV: fields that hold one value. */
const COLUMNS = [
  'id',
  'uid',
  'origin',
  'direction',
  'state',
  'contact_number',
  'own_number',
  'agent_id',
  'menu_id',
  'lang',
  'carrier',
  'created_at',
  'queued_at',
  'assigned_at',
  'connected_at',
  'ended_at',
  'wait_seconds',
  'talk_seconds',
  'hold_seconds',
  'total_seconds',
  'disconnected_by',
  'fail_reason',
  'voicemail_reason',
  'deflection',
  'disposition',
  'rating',
] as const;

/** The verb. */
export const exportCalls: Verb = {
  name: 'export',
  about: 'print calls as lines of JSON or as CSV, newest first',
  takes: [],
  options: {
    format: { value: 'FORMAT', about: 'jsonl (unless said otherwise) or csv' },
    from: { value: 'TIME', about: 'calls created since then: 7d, or an ISO 8601 time' },
    to: { value: 'TIME', about: 'calls created before that' },
    limit: { value: 'N', about: 'this many at most' },
  },
  details: 'Read page by page, so that it takes no more memory for a million calls than for ten.',
  examples: [
    'patchbay export --from 7d > calls.jsonl',
    'patchbay export --format csv --from 2026-11-01 --to 2026-12-01 > november.csv',
  ],
  async run({ around, given, server }) {
    const format = given.text('format') ?? 'jsonl';
    if (format !== 'jsonl' && format !== 'csv') throw misused(`--format is jsonl or csv, not ${format}.`);
    const now = new Date();
    const [from, to] = [given.text('from'), given.text('to')].map((text) => (text === null ? null : timeOf(text, now)));
    const most = given.count('limit', Infinity, 1, Number.MAX_SAFE_INTEGER);
    const asked = await server();
    if (format === 'csv') await around.out(COLUMNS.join(','));
    let written = 0;
    for await (const item of asked.all('/v1/calls')) {
      const call = item as CallShape; // Our own API's shape of a list.
      const at = new Date(call.created_at);
      if (from && at < from) break; // The newest come first.
      if (to && at >= to) continue;
      await around.out(format === 'csv' ? COLUMNS.map((name) => field(call, name)).join(',') : JSON.stringify(call));
      if ((written += 1) >= most) break;
    }
    return EXIT_CODES.done;
  },
};

/** One value. A text that a spreadsheet would take for a formula is kept from it. Source: OWASP, "CSV Injection". */
function field(call: object, name: string): string {
  const value = (call as Readonly<Record<string, unknown>>)[name];
  if (typeof value !== 'string') return typeof value === 'number' ? String(value) : '';
  const text = value.replace(/^([=+\-@\t\r])/, name.endsWith('_number') ? '$1' : "'$1");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
