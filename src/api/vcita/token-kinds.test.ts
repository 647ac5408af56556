import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashToken } from '#http/auth.ts';
import type { TokenKind } from '#http/surface.ts';
import { TOKEN_KINDS } from '#http/surface.ts';
import { createTokens } from '#storage/tokens.ts';
import { assertConforms } from '../../../test/support/conforms.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { testPatchbay, TOKEN } from '../../../test/support/patchbay.ts';
import { VCITA_RATE_LIMIT } from './routes.ts';
import { Failure } from './schema.ts';

const clock = createManualClock(new Date('2026-03-02T09:00:15.000Z'));
const { send, database, server } = await testPatchbay({ PATCHBAY_RATE_LIMIT: 'on' }, { clock });
const ROOT = '/v3/communication';
const WEBHOOKS = '/platform/v1/webhooks';
const UNKNOWN = '01890000-0000-7000-8000-000000000000';

const tokens = createTokens(database, Date.now);
const tokenOf = (kind: TokenKind): string => `token-of-kind-${kind}`;
for (const kind of TOKEN_KINDS) await tokens.create(1, kind, kind, hashToken(tokenOf(kind)));

type Errors = { readonly errors: readonly { readonly code: string; readonly message: string }[] };

function assertFault(status: number, body: unknown, wanted: number, code: string): void {
  assertConforms(Failure, body);
  assert.deepEqual([status, ...(body as Errors).errors.map((error) => error.code)], [wanted, code]);
}

const READ = ['staff', 'directory', 'client', 'read_only'];
const WRITE = ['staff', 'app', 'directory'];
/** Every operation with the kinds of tokens that it is open to. */
const OPERATIONS: readonly (readonly [method: string, path: string, kinds: readonly string[]])[] = [
  ['POST', '/voice_calls', WRITE],
  ['GET', '/voice_calls', READ],
  ['GET', `/voice_calls/${UNKNOWN}`, READ],
  ['PUT', `/voice_calls/${UNKNOWN}`, WRITE],
  ['GET', `/voice_calls/${UNKNOWN}/transcript`, READ],
  ['PUT', `/voice_call_recordings/${UNKNOWN}`, WRITE],
  ['DELETE', `/voice_call_recordings/${UNKNOWN}`, WRITE],
  ['GET', '/reports/voice_call_stats', READ],
  ['GET', '/voice_calls/reports/voice_call_stats', READ],
  ['GET', '/voice_call_quotas', ['staff', 'directory', 'read_only']],
  ['POST', '/voice_call_settings', WRITE],
  ['GET', '/voice_call_settings', ['staff', 'read_only']],
  ['PUT', `/voice_call_settings/${UNKNOWN}`, WRITE],
  ['DELETE', `/voice_call_settings/${UNKNOWN}`, ['staff', 'directory']],
  ['GET', WEBHOOKS, ['staff', 'directory', 'read_only']],
];

const addressOf = (path: string): string => (path === WEBHOOKS ? path : ROOT + path);

for (const [method, path, kinds] of OPERATIONS)
  test(`${method} ${path.replace(UNKNOWN, '{uid}')} is open to ${kinds.join(', ')}, and to no one else`, async () => {
    for (const kind of TOKEN_KINDS) {
      const got = await send(addressOf(path), {
        method,
        token: tokenOf(kind),
        ...(method === 'GET' || method === 'DELETE' ? {} : { body: { app_status: 'GONE' } }),
      });
      if (kinds.includes(kind)) assert.ok(![401, 403, 500].includes(got.status), got.text);
      else assertFault(got.status, got.json, 403, 'forbidden');
    }
    const { status, json } = await send(addressOf(path), { method, token: null });
    assertFault(status, json, 401, 'unauthorized');
  });

test('a thousand requests a minute are answered, the next one is told to wait', async () => {
  assert.deepEqual(VCITA_RATE_LIMIT, { limit: 1000, windowSeconds: 60 });
  await clock.advance(60_000);
  const headers = { authorization: `Bearer ${TOKEN}` };
  const ask = async () => server.inject({ url: `${ROOT}/voice_calls/none`, headers });
  for (let count = 0; count < VCITA_RATE_LIMIT.limit; count += 1) assert.equal((await ask()).statusCode, 404);
  const over = await ask();
  assertFault(over.statusCode, over.json(), 429, 'rate_limit_exceeded');
  assert.equal(over.headers['retry-after'], '45');
});
