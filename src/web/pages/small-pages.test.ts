/** Pages and addresses that need no workspace: what is answered, with which headers. No socket is opened. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { publicTexts } from '#catalogue/public.ts';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import fastify from 'fastify';
import type { Surface } from '#http/surface.ts';
import { FAULTS } from '#http/fault.ts';
import type { Fault } from '#http/fault.ts';
import { MAX_PASSWORD, MIN_PASSWORD } from '#http/password.ts';
import { makeScratchDirectory } from '../../../test/support/scratch-directory.ts';
import { addConsole } from './console.ts';
import { writeFaultPage } from './fault-page.ts';
import { takeForms, textsOf } from './forms.ts';
import { addIceServers } from './ice-servers.ts';
import { markup, PAGE_HEADERS } from './page.ts';
import { faultOfPassword } from './person-fields.ts';
import { addProblems } from './problems.ts';
import { frameHeaders, readFrame } from './public-frame.ts';
import { addStart } from './start.ts';
import { addWellKnown } from './well-known.ts';

const HOME = 'https://calls.example.com';

async function asked(
  add: (server: FastifyInstance) => void,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<LightMyRequestResponse> {
  const server = fastify();
  add(server);
  const answer = await server.inject({ url, headers });
  await server.close();
  return answer;
}

test('every fault has a page with a heading, a way on and the request, and nothing that can run', () => {
  for (const fault of Object.keys(FAULTS) as Fault[]) {
    const { status, headers, body } = writeFaultPage(fault, 'req-<7>');
    assert.equal(status, FAULTS[fault], fault);
    assert.equal(headers?.['x-content-type-options'], 'nosniff');
    assert.match(headers?.['content-security-policy'] ?? '', /default-src 'none'/);
    const page = String(body);
    assert.match(page, /<h1>[^<]+<\/h1>/, fault);
    assert.match(page, /<a href="\/app">/, fault);
    assert.match(page, /<code>req-&lt;7&gt;<\/code>/, fault);
    assert.doesNotMatch(page, /<script/);
  }
});

test('where more is known than the fault, the page says it', () => {
  const { body } = writeFaultPage('not_found', 'r', ['Link not found', 'It was used <already>.']);
  assert.match(String(body), /<h1>Link not found<\/h1>\s*<p>It was used &lt;already&gt;\.<\/p>/);
});

test('the start page leads to the console and the references, in the language of the browser', async () => {
  const [surface] = [
    { name: 'v1', title: 'Patchbay', prefixes: ['/v1'], securityScheme: { type: 'http', scheme: 'bearer' } },
  ];
  const add = (server: FastifyInstance): void =>
    addStart(server, { surfaces: [surface as unknown as Surface], isEmpty: async () => false, publicUrl: () => HOME });
  const { body } = await asked(add, '/', { 'accept-language': 'fr-CA' });
  assert.match(body, /<html lang="fr">/);
  for (const path of ['/app', '/docs', '/docs/v1', '/openapi.json', '/healthz', '/problems'])
    assert.match(body, new RegExp(`<a href="${path}"[ >]`));
  assert.match(body, /<a href="\/app">Ouvrir la console<\/a>/);
  assert.match((await asked(add, '/')).body, /Open the console/);
});

test('each problem stands under its own name, with code in backticks as code', async () => {
  const add = (server: FastifyInstance): void =>
    addProblems(server, { call_unknown: [404, 'Call not found', 'Ask `GET /v1/calls` <first>.'] });
  const { statusCode, body } = await asked(add, '/problems');
  assert.equal(statusCode, 200);
  assert.match(body, /<div id="call_unknown"><dt>Call not found<\/dt>/);
  assert.match(body, /Ask <code>GET \/v1\/calls<\/code> &lt;first&gt;\./);
  assert.match(body, /404 · <code>call_unknown<\/code>/);
});

test('a form is an object of texts; what is missing is empty, and what is too large is refused', async () => {
  const server = fastify();
  takeForms(server);
  server.post('/', async (request, _reply) => textsOf(request.body, ['name', 'word']));
  const post = async (payload: string): Promise<LightMyRequestResponse> =>
    server.inject({
      method: 'POST',
      url: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload,
    });
  assert.deepEqual((await post('name=Ada+L%C3%B6w&other=x')).json(), { name: 'Ada Löw', word: '' });
  assert.equal((await post(`name=${'x'.repeat(64 * 1024)}`)).statusCode, 413);
  assert.deepEqual(textsOf(null, ['name']), { name: '' });
  assert.deepEqual(textsOf({ name: ['a', 'b'] }, ['name']), { name: '' });
  await server.close();
});

/** A password by its length -> whether it is taken. */
const PASSWORDS: readonly (readonly [number, RegExp | null])[] = [
  [MIN_PASSWORD - 1, /needs \d+ characters or more/],
  [MIN_PASSWORD, null],
  [MAX_PASSWORD, null],
  [MAX_PASSWORD + 1, /\d+ characters at most/],
];
for (const [length, fault] of PASSWORDS)
  test(`a password of ${length} characters is ${fault === null ? 'taken' : 'refused in a sentence'}`, () => {
    const said = faultOfPassword('x'.repeat(length), publicTexts(['en']).say);
    if (fault === null) assert.equal(said, null);
    else assert.match(said ?? '', fault);
  });

const wellKnown = (securityContact: string | null) => (server: FastifyInstance) =>
  addWellKnown(server, { securityContact, publicUrl: () => HOME, now: () => new Date('2026-11-28T00:00:00.000Z') });

test('an icon and a word to robots are there; security.txt only where someone is named', async () => {
  const icon = await asked(wellKnown(null), '/favicon.ico');
  assert.match(icon.headers['content-type'] ?? '', /^image\/svg\+xml/);
  assert.equal((await asked(wellKnown(null), '/robots.txt')).body, 'User-agent: *\nDisallow: /\n');
  assert.equal((await asked(wellKnown(null), '/.well-known/security.txt')).statusCode, 404);
  const { body } = await asked(wellKnown('mailto:security@example.com'), '/.well-known/security.txt');
  assert.deepEqual(body.trim().split('\n'), [
    'Contact: mailto:security@example.com',
    'Expires: 2027-05-27T00:00:00.000Z',
    'Preferred-Languages: en',
    `Canonical: ${HOME}/.well-known/security.txt`,
  ]);
});

test('ICE servers are told to our own pages alone, and kept by no one', async () => {
  const iceServers = [{ urls: ['turn:turn.example.com'], username: 'pages', credential: 'word' }];
  const add = (server: FastifyInstance): void => addIceServers(server, { iceServers, publicUrl: () => HOME });
  const own = await asked(add, '/ice-servers', { host: 'calls.example.com', 'sec-fetch-site': 'same-origin' });
  assert.deepEqual([own.statusCode, own.json()], [200, { iceServers }]);
  assert.equal(own.headers['cache-control'], 'no-store');
  const foreign = await asked(add, '/ice-servers', { origin: 'https://elsewhere.example.com' });
  assert.equal(foreign.statusCode, 403);
  assert.doesNotMatch(foreign.body, /turn/);
});

test('the console is one document at all of its addresses; at any other it comes with 404', async () => {
  const directory = await makeScratchDirectory();
  const add = (server: FastifyInstance): void => addConsole(server, { directory, publicUrl: () => HOME });
  assert.equal((await asked(add, '/app')).statusCode, 503, 'before it is built');
  await mkdir(join(directory, 'console'));
  await writeFile(join(directory, 'console', 'index.html'), '<title>Console</title>');
  for (const path of ['/app', '/app/', '/app/desk', '/app/calls/7', '/app/settings/menus/12', '/app/desk?x=1'])
    assert.equal((await asked(add, path)).statusCode, 200, path);
  for (const path of ['/app/nowhere', '/app/desk/7', '/app/calls/x', '/app/calls/0', '/app/calls/7/more']) {
    const { statusCode, body } = await asked(add, path);
    assert.deepEqual([statusCode, body], [404, '<title>Console</title>'], path);
  }
  const policy = (await asked(add, '/app')).headers['content-security-policy'];
  assert.match(String(policy), /connect-src 'self' wss:\/\/calls\.example\.com;/);
});

test('the public frame is filled in where it is built, and plain where it is not', async () => {
  const directory = await makeScratchDirectory();
  const page = { lang: 'de', title: 'A & B', main: markup`<p>${'<here>'}</p>`, head: markup`<meta name="x">` };
  const plain = readFrame(directory);
  assert.equal(plain.isBuilt, false);
  assert.match(plain.write(page), /<html lang="de">[\s\S]*A &amp; B[\s\S]*<p>&lt;here&gt;<\/p>/);
  await mkdir(join(directory, 'caller'));
  const template = '<html lang="{{lang}}"><head><title>{{title}}</title></head>{{main}} {{other}}</html>';
  await writeFile(join(directory, 'caller', 'index.html'), template);
  const built = readFrame(directory);
  assert.equal(
    built.write(page),
    '<html lang="de"><head><title>A &amp; B</title><meta name="x"></head><p>&lt;here&gt;</p> {{other}}</html>',
  );
  const policyOf = (frame: typeof built): string =>
    frameHeaders(frame, PAGE_HEADERS, HOME)['content-security-policy'] ?? '';
  assert.match(policyOf(built), /style-src 'self';/);
  assert.match(policyOf(plain), /style-src 'sha256-/);
  assert.match(policyOf(built), /require-trusted-types-for 'script'/);
});
