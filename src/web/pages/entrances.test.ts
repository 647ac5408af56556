/** The pages by which people come in: behind a link, on an empty server, back from a provider. No socket is opened. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import fastify from 'fastify';
import { ENTRY_REFUSALS, PROVIDER_REFUSALS } from '#domain/identity/provider.ts';
import type { Entry } from '#domain/identity/provider.ts';
import type { OpenLink } from '#domain/identity/people.ts';
import { hashToken } from '#http/auth.ts';
import { addJoin } from './join.ts';
import { readFrame } from './public-frame.ts';
import { addSetup } from './setup.ts';
import { addSso } from './sso.ts';

const EVIL = `"><script>alert('1')</script>`;
const frame = readFrame(join(import.meta.dirname, 'nowhere'));
const publicUrl = (): string => 'https://calls.example.com';
const ME = { workspaceId: 1, agentId: 3, role: 'admin' } as const;
type Visit = { readonly form?: Readonly<Record<string, string>>; readonly headers?: Readonly<Record<string, string>> };

async function visit(
  add: (server: FastifyInstance) => void | Promise<void>,
  url: string,
  { form, headers = {} }: Visit = {},
): Promise<LightMyRequestResponse> {
  const server = fastify();
  await add(server);
  const sent = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await server.inject({
    url,
    headers: { ...headers, ...sent },
    ...(form === undefined ? {} : { method: 'POST', payload: new URLSearchParams(form).toString() }),
  });
  await server.close();
  return answer;
}

const LINK: OpenLink = { kind: 'invitation', workspace: EVIL, email: `a${EVIL}@b`, firstName: EVIL, lastName: '' };

const joinOf =
  (link: OpenLink | null, told: unknown[] = []) =>
  async (server: FastifyInstance) =>
    addJoin(server, {
      frame,
      publicUrl,
      openLink: async (hash) => {
        told.push(hash);
        return link;
      },
      arrive: async (_, { firstName, lastName }) => {
        told.push([firstName, lastName]);
        return ME;
      },
      enter: async () => '/app/desk',
    });

test('the page behind a link shows what is known of the person as text, and never keeps it', async () => {
  const told: unknown[] = [];
  const { statusCode, body, headers } = await visit(joinOf(LINK, told), '/join/secret');
  assert.equal(statusCode, 200);
  assert.ok(!body.includes('<script'));
  assert.equal([...body.matchAll(/&quot;&gt;&lt;script&gt;/g)].length, 3, 'workspace, address and name');
  assert.deepEqual([headers['cache-control'], headers['x-robots-tag']], ['no-store', 'noindex, nofollow']);
  assert.deepEqual(told, [hashToken('secret')], 'the link is looked for by its hash alone');
});

for (const [kind, language, title] of [
  ['invitation', 'en', /<title>(?!Choose)/],
  ['reset', 'en', /password/],
  ['forgotten', 'en', /password/],
  ['forgotten', 'de', /Passwort/],
  ['reset', 'fr', /mot de passe/],
  ['reset', 'es', /contraseña/],
] as const)
  test(`behind a link of the kind ${kind} a password is chosen, in ${language}`, async () => {
    const headers = { 'accept-language': language };
    const { body } = await visit(joinOf({ ...LINK, kind }), '/join/secret', { headers });
    assert.match(body, new RegExp(`<html lang="${language}">`));
    assert.match(/<title>[^<]+<\/title>[\s\S]*<h1>[^<]+<\/h1>/.exec(body)?.[0] ?? '', title);
  });

const GOOD = { first_name: ' Ada ', last_name: '', password: 'correct horse battery' };
for (const [what, form] of [
  ['no name', { ...GOOD, first_name: ' ' }],
  ['too long a name', { ...GOOD, last_name: 'x'.repeat(201) }],
  ['too short a password', { ...GOOD, password: 'x' }],
  ['too long a password', { ...GOOD, password: 'x'.repeat(5000) }],
  ['no field at all', {}],
] as const)
  test(`${what} is said above the form, and no one arrives`, async () => {
    const told: unknown[] = [];
    const { statusCode, body } = await visit(joinOf(LINK, told), '/join/secret', { form });
    assert.equal(statusCode, 422);
    assert.match(body, /<p id="fault" class="fault" role="alert">[^<]+<\/p>/);
    assert.equal(told.length, 1, 'only the link was looked at');
    assert.doesNotMatch(body, /value="correct horse/, 'a password is not sent back');
  });

test('who chose a password is let in where they are to go', async () => {
  const told: unknown[] = [];
  const { statusCode, headers } = await visit(joinOf(LINK, told), '/join/secret', { form: GOOD });
  assert.deepEqual([statusCode, headers['location'], headers['cache-control']], [303, '/app/desk', 'no-store']);
  assert.deepEqual(told[1], ['Ada', '']);
});

test('a link that is gone says where to sign in, whatever is sent', async () => {
  for (const sent of [{}, { form: GOOD }]) {
    const { statusCode, body } = await visit(joinOf(null), '/join/secret', sent);
    assert.equal(statusCode, 410);
    assert.match(body, /<a href="\/app\/sign-in">/);
    assert.doesNotMatch(body, /<form/);
  }
});

const setupOf =
  (isEmpty: boolean, told: unknown[] = []) =>
  async (server: FastifyInstance) =>
    addSetup(server, {
      frame,
      publicUrl,
      setupSecret: 'greeting',
      isEmpty: async () => isEmpty,
      found: async ({ workspace, owner, hasDemo }) => {
        told.push(workspace, owner, hasDemo);
        return ME;
      },
      enter: async () => '/app',
    });

test('an empty server is set up only with the secret of its start', async () => {
  const shown = await visit(setupOf(true), '/setup/greeting');
  assert.deepEqual([shown.statusCode, shown.headers['cache-control']], [200, 'no-store']);
  assert.match(shown.body, /<form/);
  for (const path of ['/setup', '/setup/guess', '/setup/Greeting']) {
    const { statusCode, body } = await visit(setupOf(true), path);
    assert.equal(statusCode, 403, path);
    assert.doesNotMatch(body, /<form|greeting"/);
  }
});

test('a server that someone has leads to its sign-in, also with the secret', async () => {
  for (const [path, sent] of [
    ['/setup', {}],
    ['/setup/greeting', {}],
    ['/setup/greeting', { form: {} }],
  ] as const) {
    const { statusCode, headers } = await visit(setupOf(false), path, sent);
    assert.deepEqual([statusCode, headers['location']], [303, '/app/sign-in']);
  }
});

const FOUNDING = {
  workspace: ' Fish & Chips ',
  subdomain: '',
  time_zone: 'Europe/London',
  first_name: 'Ada',
  last_name: '',
  email: 'ada@example.com',
  password: GOOD.password,
  begin_with: 'empty',
};
for (const [field, value] of [
  ['workspace', ' '],
  ['workspace', 'x'.repeat(201)],
  ['time_zone', 'Mars/Olympus'],
  ['first_name', ''],
  ['email', 'ada'],
  ['password', 'x'],
] as const)
  test(`a founding with the ${field} ${JSON.stringify(value).slice(0, 12)} is refused, and the rest stays filled in`, async () => {
    const told: unknown[] = [];
    const form = { ...FOUNDING, last_name: field === 'first_name' ? '' : EVIL, [field]: value };
    const { statusCode, body } = await visit(setupOf(true, told), '/setup/greeting', { form });
    assert.equal(statusCode, 422, body);
    assert.match(body, /role="alert">[^<]+</);
    assert.deepEqual(told, []);
    assert.ok(!body.includes('<script') && !body.includes(FOUNDING.password));
  });

test('the workspace is founded as it was filled in, and its owner comes in', async () => {
  const told: unknown[] = [];
  const { statusCode, headers } = await visit(setupOf(true, told), '/setup/greeting', { form: FOUNDING });
  assert.deepEqual([statusCode, headers['location']], [303, '/app']);
  assert.partialDeepStrictEqual(told[0], { name: 'Fish & Chips', timeZone: 'Europe/London' });
  assert.partialDeepStrictEqual(told[1], { email: 'ada@example.com', firstName: 'Ada' });
  assert.equal(told[2], false);
});

const ssoOf =
  (entry: Entry, told: unknown[] = [], url = publicUrl()) =>
  (server: FastifyInstance) =>
    addSso(server, {
      publicUrl: () => url,
      enterByProvider: async () => undefined,
      providers: {
        begin: async (workspace, next) => {
          told.push(workspace, next);
          return { ok: true, url: 'https://id.example.com/authorize', attempt: 'sealed' };
        },
        finish: async (query, attempt) => {
          told.push(query, attempt);
          return entry;
        },
      },
    });
const REFUSED: Entry = { ok: false, refusal: 'person_unknown', name: null };

for (const refusal of [...ENTRY_REFUSALS, ...PROVIDER_REFUSALS])
  test(`${refusal} is a page with the provider’s name as text and a way back, and ends the attempt`, async () => {
    const { statusCode, body, headers } = await visit(ssoOf({ ...REFUSED, refusal, name: EVIL }), '/sso/callback?x=1');
    assert.ok(statusCode >= 400 && statusCode <= 502);
    assert.match(body, /<h1>[^<]+<\/h1>\s*<p>[^<]+<\/p>\s*<p><a href="\/app\/sign-in">/);
    assert.match(
      String(headers['set-cookie']),
      /^__Host-patchbay-sso=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    assert.match(String(headers['content-security-policy']), /default-src 'none'/);
  });

for (const [next, kept] of [
  ['/calls/7?tab=sip', '/calls/7?tab=sip'],
  ['/settings/menus', '/settings/menus'],
  ['//evil.example', null],
  ['https://evil.example', null],
  ['/deskevil', null],
  ['/desk\\evil', null],
  [`/desk?${'x'.repeat(500)}`, null],
] as const)
  test(`after signing in at a provider, ${next.slice(0, 24)} is ${kept === null ? 'no page to go on to' : 'shown'}`, async () => {
    const told: unknown[] = [];
    const path = `/sso/demo?next=${encodeURIComponent(next)}`;
    const { statusCode, headers } = await visit(ssoOf(REFUSED, told), path);
    assert.deepEqual([statusCode, headers['location']], [303, 'https://id.example.com/authorize']);
    assert.deepEqual(told, ['demo', kept]);
    assert.match(String(headers['set-cookie']), /^__Host-patchbay-sso=sealed; Max-Age=\d+; Path=\/; HttpOnly; Secure;/);
  });

test('only what this browser began is finished, over plain HTTP too', async () => {
  const told: unknown[] = [];
  const entry: Entry = { ok: true, me: ME, next: '/calls' };
  const cookie = (value: string) => ({ headers: { cookie: value } });
  const came = await visit(ssoOf(entry, told), '/sso/callback?code=a%20b&state=c', cookie('__Host-patchbay-sso=kept'));
  assert.deepEqual([came.statusCode, came.headers['location']], [303, '/app/calls']);
  await visit(ssoOf(entry, told), '/sso/callback', cookie('patchbay-sso=planted'));
  await visit(ssoOf(entry, told), '/sso/callback', cookie(`__Host-patchbay-sso=${'x'.repeat(4001)}`));
  const plain = await visit(
    ssoOf({ ...entry, next: null }, told, 'http://127.0.0.1'),
    '/sso/callback',
    cookie('patchbay-sso=kept'),
  );
  assert.equal(plain.headers['location'], '/app/desk');
  assert.doesNotMatch(String(plain.headers['set-cookie']), /Secure/);
  assert.deepEqual(told, ['code=a%20b&state=c', 'kept', '', null, '', null, '', 'kept']);
});
