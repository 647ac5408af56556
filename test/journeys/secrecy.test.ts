import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { pino } from 'pino';
import { TOKEN, testPatchbay } from '../support/patchbay.ts';

test('a log at its most talkative holds no token, number, name, word, address or body', async () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const patchbay = await testPatchbay({}, { log: pino({ level: 'trace' }, sink) });
  const placed = await patchbay.send('/apps/api/v1/calls', {
    body: { call_type: 'Voice Inbound (API)', menu_id: 9, ticket_id: '76517', end_user_number: '+1 859-657-9625' },
  });
  const { id } = placed.json as { id: number };
  const signedIn = await patchbay.send('/app/sign-in', {
    token: null,
    body: { email: 'agent@example.com', password: 'a-wrong-password-9871' },
  });
  assert.equal(signedIn.status, 401);
  await patchbay.send('/app/me', { token: null, headers: { cookie: `patchbay=${'c'.repeat(43)}` } });
  await patchbay.until(id, (call) => call.transcriptStatus === 'done');
  await patchbay.send('/fin_voice/phone_number/+18596579625?secret=in-the-query');
  await patchbay.send('/apps/api/v1/calls', { raw: '{"broken": "body-with-words' });
  await patchbay.send('/apps/api/v1/calls', { token: 'a-wrong-token-0123456789' });
  await patchbay.send('/apps/api/v1/calls', {
    body: { call_type: 'Voice Inbound (API)', menu_id: 'menu_999', end_user_number: 'nonsense-number' },
  });
  const redirected = await patchbay.send('/phone_call_redirects', { body: { phone: '+14155550148' } });
  const link = new URL((redirected.json as { url: string }).url).pathname;
  assert.equal((await patchbay.send(link, { token: null })).status, 200);
  assert.equal(
    (await patchbay.send(`${link}/messages`, { token: null, body: { text: 'what-was-written' } })).status,
    201,
  );
  const unknown = `/m/${randomUUID()}`;
  assert.equal((await patchbay.send(unknown, { token: null })).status, 404);
  const { turns } = (await patchbay.engine.transcripts.byCall(1, id)) ?? { turns: [] };
  assert.ok(turns.length > 0);

  const log = lines.join('');
  assert.match(log, /call\.moved/);
  assert.match(log, /http\.answered/);
  const all = lines.map((line) => JSON.parse(line) as { msg: string; callId?: number; requestId?: string });
  const moves = all.filter(({ msg, callId }) => msg === 'call.moved' && callId === id);
  assert.equal(moves[0]?.requestId, placed.headers.get('x-request-id'), 'the first move is found by the request');
  const secrets = [
    TOKEN,
    'a-wrong-token',
    'a-wrong-password',
    'agent@example.com',
    'ccccccccc',
    '8596579625',
    '821068612345',
    '859-657',
    'somedomain',
    'Min-seo',
    'Lock Star',
    'in-the-query',
    'body-with-words',
    'nonsense-number',
    'signature=',
    link.slice('/m/'.length),
    unknown.slice('/m/'.length),
    'what-was-written',
    '4155550148',
  ];
  for (const secret of [...secrets, ...turns.map((turn) => turn.text.slice(0, 20))])
    assert.ok(!log.includes(secret), `the log holds ${secret}`);
});
