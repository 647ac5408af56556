/** Does anything that is no request bring the server down, make it answer 5xx, or make it grow? */
import process from 'node:process';
import { TOKEN } from '../test/support/patchbay.ts';
import type { Figure } from './support/figure.ts';
import { atMost, known } from './support/figure.ts';
import { withServer } from './support/server.ts';
import { residentOf } from './support/usage.ts';
import { inLanes, openWire, writeRequest } from './support/wire.ts';

/** Requests a surface; fewer by the environment variable of this name. */
const COUNT = Number(process.env['BENCH_MALFORMED'] ?? 100_000);
const LANES = 16;
/**
 * The heap is kept this small, so that what is never let go shows, and does not hide behind a collector that has no
 * hurry. MB.
 */
const HEAP = 96;
/** Growth that counts as flat. MB. */
const BREATH = 24;

/** A place of each surface that takes a body, and one that takes an id. */
const SURFACES = {
  ccaip: { post: '/apps/api/v1/calls', get: '/apps/api/v1/calls/' },
  intercom: { post: '/calls/search', get: '/calls/' },
  fin: { post: '/fin_voice/register', get: '/fin_voice/collect/' },
  vcita: { post: '/v3/communication/voice_calls', get: '/v3/communication/voice_calls/' },
  patchbay: { post: '/v1/contacts', get: '/v1/contacts/' },
} as const;

/** Numbers that look random and are the same in every run. Source: Marsaglia, "Xorshift RNGs". */
function dice(seed: number): (sides: number) => number {
  let state = seed | 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

type Dice = ReturnType<typeof dice>;

const VALUES = [
  'null',
  'true',
  '-1',
  '1e999',
  '0.5',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '[]',
  '{}',
  '"+1"',
  '[[[[]]]]',
  '99999999999999999999',
];
const FIELDS = [
  'call_type',
  'menu_id',
  'end_user_number',
  'ticket_id',
  'scheduled_at',
  'conversation_ids',
  'phone_number',
  'call_id',
  'source',
  'data',
  'staff_uid',
  'status',
  '__proto__',
  'constructor',
];
const IDS = [
  '0',
  '-1',
  '1.5',
  'abc',
  '%00',
  '%ff',
  '9'.repeat(40),
  '..%2f..',
  '%F0%9F%92%A5',
  "'",
  '1;drop',
  '1?page=-1',
  '?per_page=1e9',
  '?filter[x]=1',
];

/** Ways to be wrong. Some are well formed and only senseless: those must be refused as well, and never with a 5xx. */
const WAYS: readonly ((roll: Dice, post: string, get: string) => string | Uint8Array)[] = [
  (roll, post) => writeRequest('POST', post, TOKEN, fieldsOf(roll)),
  (roll, post) => writeRequest('POST', post, TOKEN, fieldsOf(roll).slice(0, -1 - roll(6))),
  (roll, post) => writeRequest('POST', post, TOKEN, '['.repeat(1 + roll(200))),
  (roll, post) =>
    Buffer.concat([Buffer.from(writeRequest('POST', post, TOKEN, '"1234567890"').slice(0, -10)), noise(roll, 10)]),
  (roll, post) => writeRequest('POST', post, TOKEN, '{}', { 'Idempotency-Key': `${'k'.repeat(roll(400))}\u00e9` }),
  (roll, post) =>
    writeRequest('POST', post, TOKEN, '{}').replace(
      'application/json',
      ['text/plain', 'x', 'application/xml', ''][roll(4)] ?? '',
    ),
  (roll, post) => writeRequest(['PUT', 'DELETE', 'PATCH', 'BREW'][roll(4)] ?? '', post, TOKEN, '{}'),
  (roll, _, get) => writeRequest('GET', get + (IDS[roll(IDS.length)] ?? ''), TOKEN),
  (roll, _, get) =>
    writeRequest('GET', `${get}1`, 'nobody', undefined, {
      Authorization: ['Basic !', 'Bearer', 'Basic Og==', 'x y z'][roll(4)] ?? '',
    }),
  (roll, post) => writeRequest('POST', post, TOKEN, '{}', { 'X-Long': 'a'.repeat(10_000 + roll(10_000)) }),
  (roll) => Buffer.concat([noise(roll, 60), Buffer.from('\r\n\r\n')]),
  (roll, post) =>
    writeRequest('POST', post, TOKEN, '{}').replace(
      /Content-Length: \d+/,
      `Content-Length: ${['-1', 'x', '1e9', '2, 3'][roll(4)]}`,
    ),
];

function fieldsOf(roll: Dice): string {
  const pairs = Array.from(
    { length: 1 + roll(6) },
    () => `"${FIELDS[roll(FIELDS.length)]}":${VALUES[roll(VALUES.length)]}`,
  );
  return `{${pairs.join(',')}}`;
}

function noise(roll: Dice, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => roll(256));
}

/** Statuses of this many malformed requests for each surface, and the memory before and after. */
export async function malformed(): Promise<Figure[]> {
  return withServer(
    async ({ address, pid }) => {
      const statuses = new Map<number, number>();
      const sizes: number[] = [];
      for (const { post, get } of Object.values(SURFACES)) {
        await sendAll(address, post, get, statuses);
        sizes.push(await residentOf(pid));
      }
      const healthy = await openWire(address).send(writeRequest('GET', '/readyz', TOKEN));
      const faults = [...statuses].filter(([status]) => status >= 500).reduce((sum, [, count]) => sum + count, 0);
      const sorted = [...statuses].toSorted(([a], [b]) => a - b);
      return [
        atMost(`5xx among ${COUNT} malformed requests for each of ${sizes.length} surfaces`, faults, '', 0),
        atMost('times the server is not ready afterwards', healthy.status === 200 ? 0 : 1, '', 0),
        known('memory (RSS) after the first surface', sizes[0] ?? 0, 'MB'),
        atMost('its growth until after the last', (sizes.at(-1) ?? 0) - (sizes[0] ?? 0), 'MB', BREATH),
        ...sorted.map(([status, count]) =>
          known(status === 0 ? 'closed without an answer' : `answered ${status}`, count, ''),
        ),
      ];
    },
    { PATCHBAY_LOG_LEVEL: 'error', NODE_OPTIONS: `--max-old-space-size=${HEAP}` },
  );
}

async function sendAll(address: string, post: string, get: string, statuses: Map<number, number>): Promise<void> {
  const wires = Array.from({ length: LANES }, () => openWire(address));
  const roll = dice(20_260_302);
  let sent = 0;
  await inLanes(
    LANES,
    () => sent >= COUNT,
    async (lane) => {
      const way = WAYS[(sent += 1) % WAYS.length];
      const answer = way === undefined ? undefined : await wires[lane]?.send(way(roll, post, get));
      const status = answer?.status ?? 0;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    },
  );
  for (const wire of wires) wire.close();
}
