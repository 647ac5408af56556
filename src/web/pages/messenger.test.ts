import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fastify from 'fastify';
import type { LightMyRequestResponse } from 'fastify';
import { PLAIN_APPEARANCE } from '#domain/directory/appearance.ts';
import type { MessengerParts } from './messenger.ts';
import { addMessenger } from './messenger.ts';
import { readFrame } from './public-frame.ts';

const EVIL = `<img src=x onerror="alert('1')"> & {{title}}`;
const ESCAPED = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; {{title}}';
const CONVERSATION = {
  workspace: { name: EVIL, slug: 'demo' },
  expiresAt: '2026-03-03T09:00:00.000Z',
  messages: [
    { id: 1, by: 'contact', agentName: null, text: EVIL, at: '2026-03-02T09:00:00.000Z' },
    { id: 2, by: 'agent', agentName: EVIL, text: 'Yes', at: '2026-03-02T09:05:00.000Z' },
  ],
};
type Answer = Awaited<ReturnType<MessengerParts['ask']>>;
type Visit = { readonly path?: string; readonly language?: string; readonly form?: Readonly<Record<string, string>> };

/** Visits the page of a server whose interface answers this; what it was asked is noted. */
async function visit(
  answers: Readonly<Record<string, Answer>>,
  { path = '/m/secret', language = 'en', form }: Visit = {},
  asked: unknown[] = [],
): Promise<LightMyRequestResponse> {
  const server = fastify();
  await addMessenger(server, {
    // Pages that are not built stand in the plain frame.
    frame: readFrame(join(import.meta.dirname, 'nowhere')),
    ask: async (at, reader, body) => {
      asked.push([at, reader.lang, body]);
      return answers[at] ?? { status: 404, body: null };
    },
    findLook: async () => PLAIN_APPEARANCE,
    publicUrl: () => 'https://calls.example.com',
  });
  const sent = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await server.inject({
    url: path,
    headers: { 'accept-language': language, ...(form === undefined ? {} : sent) },
    ...(form === undefined ? {} : { method: 'POST', payload: new URLSearchParams(form).toString() }),
  });
  await server.close();
  return answer;
}

const SHOWN = { '/m/secret/conversation': { status: 200, body: CONVERSATION } };

test('what people wrote, and how they are called, is text on the page', async () => {
  const { statusCode, body } = await visit(SHOWN);
  assert.equal(statusCode, 200);
  assert.ok(!body.includes('<img'));
  assert.ok(body.includes(`<h1>${ESCAPED}</h1>`), 'the workspace');
  assert.ok(body.includes(`<p class="words">${ESCAPED}</p>`), 'the message');
  assert.match(body, /<li class="agent" data-id="2"><p class="head">&lt;img/, 'the agent');
  assert.match(body, /<li class="contact" data-id="1"><p class="head">You /);
});

for (const [language, lang, title, send] of [
  ['en', 'en', 'Send', '2 Mar 2026, 09:05 UTC'],
  ['de-AT', 'de', 'Senden', '02.03.2026, 09:05 UTC'],
  ['fr', 'fr', 'Envoyer', '2 mars 2026, 09:05 UTC'],
  ['es', 'es', 'Enviar', '2 mar 2026, 9:05 UTC'],
] as const)
  test(`who reads ${language} has the page in ${lang}, times too`, async () => {
    const asked: unknown[] = [];
    const { body, headers } = await visit(SHOWN, { language }, asked);
    assert.match(body, new RegExp(`<html lang="${lang}">`));
    assert.ok(body.includes(`<button class="button primary">${title}</button>`), title);
    assert.ok(body.includes(`<time class="quiet" datetime="2026-03-02T09:05:00.000Z">${send}</time>`), body);
    assert.deepEqual(asked, [['/m/secret/conversation', lang, undefined]]);
    assert.equal(headers['vary'], 'accept-language');
  });

test('no cache keeps the page, no robot lists it, no link tells its address on', async () => {
  const { headers } = await visit(SHOWN);
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['x-robots-tag'], 'noindex, nofollow');
  assert.match(String(headers['content-security-policy']), /form-action 'self'; frame-ancestors 'none'/);
});

for (const [status, shown, words] of [
  [410, 410, /expired/i],
  [404, 404, /<h1>/],
  [500, 404, /<h1>/],
] as const)
  test(`a conversation that is answered ${status} is a page of ${shown} without a form`, async () => {
    const gone = { '/m/secret/conversation': { status, body: { message: EVIL } } };
    const { statusCode, body, headers } = await visit(gone);
    assert.equal(statusCode, shown);
    assert.match(body, words);
    assert.doesNotMatch(body, /<form|<img/);
    assert.equal(headers['x-robots-tag'], 'noindex, nofollow');
  });

test('a message is sent with its lines as they are, and the page is shown anew', async () => {
  const asked: unknown[] = [];
  const taken = { '/m/secret/messages': { status: 201, body: {} } };
  const { statusCode, headers } = await visit(taken, { form: { text: 'One\r\nTwo' } }, asked);
  assert.deepEqual([statusCode, headers['location'], headers['cache-control']], [303, '/m/secret#write', 'no-store']);
  assert.deepEqual(asked, [['/m/secret/messages', 'en', { text: 'One\nTwo' }]]);
});

test('a call is asked for without a message, and the page then says that it comes', async () => {
  const asked: unknown[] = [];
  const coming = { '/m/secret/call-me': { status: 201, body: {} }, ...SHOWN };
  const { statusCode, headers } = await visit(coming, { form: { ask: 'call', text: 'left there' } }, asked);
  assert.deepEqual([statusCode, headers['location']], [303, '/m/secret?call=coming']);
  assert.deepEqual(asked, [['/m/secret/call-me', 'en', {}]]);
  const { body } = await visit(coming, { path: '/m/secret?call=coming' });
  assert.match(body, /<p class="thanks" role="status">/);
  assert.doesNotMatch(body, /value="call"/, 'nor is there a second button to ask');
});

test('what was not taken stays in its field, with the reason beside it as text', async () => {
  const refused = { '/m/secret/messages': { status: 429, body: { message: `Too many ${EVIL}` } }, ...SHOWN };
  const { statusCode, body } = await visit(refused, { form: { text: `</textarea>${EVIL}` } });
  assert.equal(statusCode, 429);
  assert.ok(body.includes(`<p id="fault" class="fault" role="alert">Too many ${ESCAPED}</p>`));
  assert.ok(body.includes(`>&lt;/textarea&gt;${ESCAPED}</textarea>`));
});

for (const body of [null, 'no', { message: 7 }, []])
  test(`a refusal of ${JSON.stringify(body)} is said in the reader’s own words`, async () => {
    const refused = { '/m/secret/messages': { status: 503, body }, ...SHOWN };
    const page = await visit(refused, { form: { text: 'Hi' }, language: 'de' });
    assert.equal(page.statusCode, 503);
    assert.match(page.body, /role="alert">[A-ZÄÖÜ][^<]+<\/p>/);
  });

test('a secret with signs of addresses stays one part of the path', async () => {
  const asked: unknown[] = [];
  await visit({}, { path: '/m/a%2Fb%3Fc' }, asked);
  assert.deepEqual(asked, [['/m/a%2Fb%3Fc/conversation', 'en', undefined]]);
});
