import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemIn, shownBody, shownTarget } from './request-mask.ts';

const KNOWN = { pattern: null, plain: new Set(['limit', 'state', 'since']) };

for (const [url, shown] of [
  ['/v1/calls/17', '/v1/calls/17'],
  ['/voice_calls/0198c1d2-7f3a-4c11-9f11-aaaaaaaaaaaa', '/voice_calls/0198c1d2-7f3a-4c11-9f11-aaaaaaaaaaaa'],
  ['/fin_voice/phone_number/%2B14155550148', '/fin_voice/phone_number/…'],
  ['/fin_voice/phone_number/+14155550148', '/fin_voice/phone_number/…'],
  ['/v1/x/14155550148', '/v1/x/…'],
  ['/v1/contacts/robin@example.com', '/v1/contacts/…'],
  ['/v1/contacts/Robin%20Vale', '/v1/contacts/…'],
  ['http://host/v1/calls?limit=5#x', '/v1/calls?limit=5'],
  ['/v1/calls?limit=5&phone=%2B14155550148&token=abc', '/v1/calls?limit=5&phone=…&token=…'],
  ['/v1/calls?limit=14155550148&state=finished', '/v1/calls?limit=…&state=finished'],
  ['/v1/calls?since=2026-11-27T09:00:00Z&state=', '/v1/calls?since=2026-11-27T09:00:00Z&state='],
  ['/v1/calls?robin@example.com=1', '/v1/calls?…'],
] as const)
  test(`${url} is shown as ${shown}`, () => assert.equal(shownTarget(url, KNOWN, 500), shown));

test('what a route takes as a parameter is shown where it is an id', () => {
  const shown = (url: string, pattern: string): string => shownTarget(url, { ...KNOWN, pattern }, 500);
  assert.equal(shown('/v1/tickets/zephyr', '/v1/tickets/:id'), '/v1/tickets/…');
  assert.equal(shown('/v1/tickets/ZEPHYR-7', '/v1/tickets/:id'), '/v1/tickets/…');
  assert.equal(shown('/v1/calls/17/hang_up', '/v1/calls/:id/hang_up'), '/v1/calls/17/hang_up');
});

test('an address is cut', () => assert.equal(shownTarget(`/${'a/'.repeat(300)}`, KNOWN, 100).length, 100));

test('bodies are shown without secrets, cards and addresses that let anyone in', () => {
  const body = {
    name: 'Robin',
    password: 'hunter2',
    token: 'pb_abc',
    token_id: 7,
    client_secret: { a: 1 },
    api_key: 'k',
    recording_url: 'https://x/y',
    note: 'It is 4111 1111 1111 1111, thanks',
    number: 4111111111111111,
    id: 12345678,
    url: 'https://hooks.example.com/T1/secret-path?x=1',
    list: [{ secret: 's' }, true, null],
  };
  assert.deepEqual(JSON.parse(shownBody(body, 16_000) ?? ''), {
    name: 'Robin',
    password: '…',
    token: '…',
    token_id: 7,
    client_secret: '…',
    api_key: '…',
    recording_url: '…',
    note: 'It is [card number] thanks',
    number: '…',
    id: 12345678,
    url: 'https://hooks.example.com/…',
    list: [{ secret: '…' }, true, null],
  });
});

for (const [sent, shown] of [
  ['https://hooks.example.com', 'https://hooks.example.com'],
  ['https://hooks.example.com/', 'https://hooks.example.com/'],
  ['https://hooks.example.com?key=1', 'https://hooks.example.com/…'],
  ['https://hooks.example.com/#key', 'https://hooks.example.com/…'],
  ['https://ada:hunter2@hooks.example.com', 'https://…@hooks.example.com/…'],
  ['https://ada:hunter2@hooks.example.com/T1/secret', 'https://…@hooks.example.com/…'],
  ['https://ada:p@ss@hooks.example.com/T1', 'https://…@hooks.example.com/…'],
  ['https://token@hooks.example.com:8443/T1?x=1', 'https://…@hooks.example.com:8443/…'],
  [' https://hooks.example.com/T1/secret', 'https://hooks.example.com/…'],
  ['ws+ssl://hooks.example.com/T1/secret', 'ws+ssl://hooks.example.com/…'],
  ['ada@example.com', 'ada@example.com'],
  ['/v1/calls/17', '/v1/calls/17'],
] as const)
  test(`in a body, ${sent} is shown as ${shown}`, () =>
    assert.deepEqual(JSON.parse(shownBody({ to: sent }, 500) ?? ''), { to: shown }));

for (const [key, isSecret] of [
  ['Authorization', true],
  ['newPassword', true],
  ['passphrase', true],
  ['refresh_token', true],
  ['token_id', false],
  ['apiKey', true],
  ['set-cookie', true],
  ['credentials', true],
  ['signature', true],
  ['cvc', true],
  ['pin', true],
  ['pinned', false],
  ['otp', true],
  ['adopted', false],
  ['recordingUrl', true],
  ['audio', true],
  ['card', true],
  ['number', false],
] as const)
  test(`what ${key} holds is ${isSecret ? 'a secret' : 'shown'}, be it a text, a number or a list`, () => {
    const body = {
      a: { [key]: 'said' },
      b: { [key]: 7 },
      c: { [key]: ['said'] },
      d: { [key]: null },
      e: { [key]: true },
    };
    const held = isSecret ? ['…', '…', '…', null, true] : ['said', 7, ['said'], null, true];
    const shown = Object.values(JSON.parse(shownBody(body, 2000) ?? '') as Record<string, Record<string, unknown>>);
    assert.deepEqual(
      shown.map((each) => each[key]),
      held,
    );
  });

test('a body that was cut says so, and nothing is cut that fits', () => {
  const body = { text: 'x'.repeat(50) };
  const whole = JSON.stringify(body, null, 2);
  assert.equal(shownBody(body, whole.length), whole);
  assert.equal(shownBody(body, whole.length - 1), `${whole.slice(0, -1)}\n… cut`);
});

test('a body is bounded in length, values and depth', () => {
  assert.ok((shownBody({ text: 'x'.repeat(100_000) }, 16_000) ?? '').length < 2100);
  assert.ok(
    (
      shownBody(
        Array.from({ length: 1e6 }, () => 1),
        16_000,
      ) ?? ''
    ).length <= 16_010,
  );
  let deep: unknown = 1;
  for (let level = 0; level < 100; level += 1) deep = [deep];
  assert.match(shownBody(deep, 16_000) ?? '', /…/);
  assert.equal(shownBody(undefined, 16_000), null);
});

for (const [body, said] of [
  [{ title: 'Not found', detail: 'x' }, 'Not found'],
  [{ type: 'error.list', errors: [{ message: 'Access Token Invalid' }] }, 'Access Token Invalid'],
  [{ error: { message: 'no' } }, 'no'],
  [{ message: '+1 415 555 0148 is no number' }, '… is no number'],
  [{ data: 1 }, null],
  ['text', null],
] as const)
  test(`the problem of ${JSON.stringify(body)} is ${said}`, () => assert.equal(problemIn(body, 200), said));
