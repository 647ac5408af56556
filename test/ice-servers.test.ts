import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { pino } from 'pino';
import { testPatchbay } from './support/patchbay.ts';

const CREDENTIAL = 'of-the-turn-server';
const lines: string[] = [];
const sink = new Writable({
  write(chunk, _encoding, done) {
    lines.push(String(chunk));
    done();
  },
});

const patchbay = await testPatchbay(
  {
    PATCHBAY_STUN_URLS: 'stun:stun.example.org',
    PATCHBAY_TURN_URLS: 'turns:turn.example.org:443?transport=tcp',
    PATCHBAY_TURN_USERNAME: 'pages',
    PATCHBAY_TURN_CREDENTIAL: CREDENTIAL,
  },
  { log: pino({ level: 'debug' }, sink) },
);

const ask = async (headers: Record<string, string> = {}) => fetch(`${patchbay.address}/ice-servers`, { headers });

test('pages are told the STUN and TURN servers of the configuration, and no one keeps them', async () => {
  const answer = await ask({ 'sec-fetch-site': 'same-origin' });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.deepEqual(await answer.json(), {
    iceServers: [
      { urls: ['stun:stun.example.org'] },
      { urls: ['turns:turn.example.org:443?transport=tcp'], username: 'pages', credential: CREDENTIAL },
    ],
  });
});

test('foreign pages are not told', async () => {
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]) {
    const answer = await ask(headers);
    assert.equal(answer.status, 403);
    assert.ok(!(await answer.text()).includes(CREDENTIAL));
  }
});

test('the credential is not logged', () => {
  assert.ok(lines.length > 0);
  assert.ok(!lines.join('').includes(CREDENTIAL));
});
