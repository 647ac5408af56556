import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { hashToken } from '#http/auth.ts';
import type { Route } from '#http/surface.ts';
import { createTokens } from '#storage/tokens.ts';
import type { Got } from './support/patchbay.ts';
import { testPatchbay } from './support/patchbay.ts';
import { assertOwnError } from './support/shapes.ts';

const patchbay = await testPatchbay();
const NEIGHBOUR = 'neighbour-token-0123456789';

/** A second workspace with a token and nothing else in it; answers the id of the token. */
async function addNeighbour(): Promise<number> {
  const { rows } = await patchbay.database.pool.query<{ id: number }>(
    `insert into workspace (subdomain, name) values ('neighbour', 'Next door') returning id`,
  );
  const id = rows[0]?.id ?? 0;
  return createTokens(patchbay.database, () => Date.now()).create(id, 'test', 'staff', hashToken(NEIGHBOUR));
}

type Fields = Record<string, unknown>;
const json = async (path: string, body?: unknown): Promise<Fields> => {
  const got = await patchbay.send(path, body === undefined ? {} : { body });
  assert.ok(got.status < 300, `${path}: ${got.status} ${got.text}`);
  return got.json as Fields;
};

/** Something of every kind in the demo workspace, and everything by which it can be named. */
async function fillDemo(): Promise<readonly string[]> {
  const incoming = await json('/apps/api/v1/calls', {
    call_type: 'Voice Inbound (API)',
    menu_id: 9,
    end_user_number: '+1 859-657-9625',
  });
  const call = await patchbay.until(Number(incoming['id']), (each) => each.transcriptStatus === 'done');
  const reference = await json('/fin_voice/register', {
    phone_number: '+15551239000',
    call_id: `theirs-${randomUUID()}`,
  });
  const contact = call.contact;
  return [
    String(call.id),
    call.uid,
    String(call.conversationId),
    call.recording?.uid ?? '',
    String(contact?.id),
    String(contact?.uid),
    String(reference['id']),
    String(reference['external_call_id']),
    encodeURIComponent('+15551239000'),
    '1',
    '9',
    '71450',
    'en',
  ];
}

const neighbour = await addNeighbour();
const names = await fillDemo();

/** Words by which the demo workspace would be recognized in an answer. */
const GIVEAWAYS = [
  'somedomain',
  'Lock Star',
  '+18596579625',
  '+15551239000',
  '381630957514',
  'Jordan Reyes',
  'Where is my order?',
  ...names.filter((name) => name.length > 20),
];

/** They tell what the neighbor asked, and so name whatever they asked for. */
const OWN_REQUESTS = ['/v1/requests', '/v1/requests/:id'];

function assertOwnRequests({ status, json: told }: Got): void {
  if (status !== 200) return assert.equal(status, 404);
  const { data = [told as Fields] } = told as { readonly data?: readonly Fields[] };
  for (const each of data) assert.equal(each['token_id'], neighbour, JSON.stringify(each));
}

async function tryAsNeighbour(surface: string, route: Route, path: string): Promise<void> {
  const isBasic = surface === 'ccaip';
  const credentials = isBasic
    ? `Basic ${Buffer.from(`neighbour:${NEIGHBOUR}`).toString('base64')}`
    : `Bearer ${NEIGHBOUR}`;
  const got = await patchbay.send(path, {
    method: route.method,
    headers: { authorization: credentials },
    ...(route.method === 'GET' || route.method === 'DELETE'
      ? {}
      : { body: { conversation_ids: names.slice(0, 12), verified_customer: true, bad_actor: true } }),
  });
  assertOwnError(surface, got, `${route.method} ${path}`);
  if (OWN_REQUESTS.includes(route.path)) return assertOwnRequests(got);
  for (const word of GIVEAWAYS)
    assert.ok(
      !got.text.includes(word) || path.includes(word),
      `${route.method} ${path} tells ${word}: ${got.text.slice(0, 300)}`,
    );
  const namesOne = route.path.includes(':');
  // What a neighbor names is unknown to them: they neither reads nor changes it. (PUT of their own language or ticket
  // makes their own.)
  if (namesOne && route.method === 'GET' && got.json !== null && !Array.isArray(got.json))
    assert.equal(got.status, 404, `${route.method} ${path}: ${got.text}`);
}

/** Everything the demo workspace holds, as text. */
async function everything(): Promise<string> {
  const tables = [
    'agent',
    'contact',
    'menu',
    'phone_number',
    'ticket',
    'language',
    'prompt',
    'article',
    'call',
    'external_call',
    'transcript',
    'voice_call_setting',
    'workspace',
  ];
  const rows = await Promise.all(
    tables.map(async (table) => {
      const column = table === 'workspace' ? 'id' : 'workspace_id';
      return (await patchbay.database.pool.query(`select * from ${table} where ${column} = 1 order by 1, 2`))
        .rows as unknown[];
    }),
  );
  return JSON.stringify(rows);
}

for (const surface of patchbay.surfaces)
  for (const route of surface.routes)
    test(`${surface.name} ${route.method} ${route.path} crosses no workspace`, async () => {
      const before = await everything();
      const paths = route.path.includes(':')
        ? names.map((name) => route.path.replaceAll(/:\w+/g, () => name))
        : [route.path];
      for (const path of paths) await tryAsNeighbour(surface.name, route, path);
      assert.equal(await everything(), before, 'a neighbour changed something');
    });

test('a neighbor with the right token under the wrong subdomain is 401, under an unknown one 404', async () => {
  const as = (user: string) => ({
    headers: { authorization: `Basic ${Buffer.from(`${user}:${NEIGHBOUR}`).toString('base64')}` },
  });
  assert.equal((await patchbay.send('/apps/api/v1/calls', as('demo'))).status, 401);
  assert.equal((await patchbay.send('/apps/api/v1/calls', as('nobody'))).status, 404);
  assert.equal((await patchbay.send('/apps/api/v1/calls', as('neighbour'))).status, 200);
});

test('a revoked token is 401 at once', async () => {
  const tokens = createTokens(patchbay.database, () => Date.now());
  const id = await tokens.create(1, 'short', 'staff', hashToken('short-lived-token-0123'));
  assert.equal((await patchbay.send('/apps/api/v1/calls', { token: 'short-lived-token-0123' })).status, 200);
  await patchbay.send(`/v1/tokens/${id}`, { method: 'DELETE' });
  assert.equal((await patchbay.send('/apps/api/v1/calls', { token: 'short-lived-token-0123' })).status, 401);
});
