/** Who may do what: every cell of the table, kind of token by operation, asked over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOKEN_RIGHTS } from './token-rights.ts';
import { hashToken } from '#http/auth.ts';
import type { TokenKind } from '#http/surface.ts';
import { TOKEN_KINDS } from '#http/surface.ts';
import { createTokens } from '#storage/tokens.ts';
import { testPatchbay } from '../../test/support/patchbay.ts';

const patchbay = await testPatchbay();
/** The contact whose calls the client's token reads, and another one. */
const [CLIENT, OTHER] = ['+821068612345', '+14155550148'] as const;
const contact = await patchbay.engine.directory.contactByPhone(1, CLIENT);
assert.ok(contact !== null);

const tokens = createTokens(patchbay.database, Date.now);
const tokenOf = (kind: TokenKind): string => `token-of-kind-${kind}`;
for (const kind of TOKEN_KINDS)
  await tokens.create(1, kind, kind, hashToken(tokenOf(kind)), {
    expiresAt: null,
    contactId: kind === 'client' ? contact.id : null,
  });
await tokens.create(1, 'nobody', 'client', hashToken('token-of-no-client'));

/** Reads that are an administrator's alone: who has a way in, and all that is kept, in one file. */
const ADMINISTRATORS_READ = new Set(['listTokens', 'listOauthApps', 'exportContact', 'exportWorkspace']);

/** Reads whose question is a body. */
const READ_BY_POST = new Set([
  'listCallsWithTranscripts',
  'askArticles',
  'listAllCompanies',
  'searchTickets',
  'SearchContacts',
  'searchConversations',
]);

type Operation = { readonly operationId: string };
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Operations as the server announces them: id, method, path. */
async function announced(surface: string): Promise<readonly (readonly [string, string, string])[]> {
  const { json } = await patchbay.send(`/openapi/${surface}.json`, { token: null });
  const { paths } = json as { readonly paths: Paths };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => [operationId, method.toUpperCase(), path] as const),
  );
}

/** An id that nothing has, of the form that the path wants. */
function addressOf(path: string): string {
  const uid = '01890000-0000-7000-8000-000000000000';
  return path.replaceAll(/\{[^}]+\}/g, path.startsWith('/v3') ? uid : '999999999');
}

for (const [surface, rights] of Object.entries(TOKEN_RIGHTS)) {
  const operations = await announced(surface);
  test(`the table has every operation of ${surface}, and no other`, () => {
    assert.deepEqual(operations.map(([id]) => id).toSorted(), Object.keys(rights).toSorted());
  });
  for (const [id, method, path] of operations) {
    const kinds: readonly TokenKind[] = (rights as Readonly<Record<string, readonly TokenKind[]>>)[id] ?? [];
    test(`${surface}: ${method} ${path} is open to ${kinds.join(', ')}, and to no one else`, async () => {
      for (const kind of TOKEN_KINDS) {
        const hasBody = method !== 'GET' && method !== 'DELETE';
        const sent = { method, token: tokenOf(kind), ...(hasBody ? { body: { app_status: 'GONE' } } : {}) };
        const { status, text } = await patchbay.send(addressOf(path), sent);
        if (kinds.includes(kind)) assert.ok(status < 500 && ![401, 403].includes(status), `${kind}: ${status} ${text}`);
        else assert.equal(status, 403, `${kind}: ${text}`);
      }
    });
    test(`${surface}: ${method} ${path} lets read_only read, and change nothing`, () => {
      const isRead = method === 'GET' || READ_BY_POST.has(id);
      assert.ok(isRead || !kinds.includes('read_only'));
      assert.ok(!isRead || kinds.includes('read_only') || ADMINISTRATORS_READ.has(id));
    });
  }
}

test('an app reads no calls, whichever API it asks; a client asks vcita alone', () => {
  const openTo = (kind: TokenKind): string[] =>
    Object.entries(TOKEN_RIGHTS).flatMap(([surface, rights]) =>
      Object.entries(rights).flatMap(([id, kinds]: [string, readonly TokenKind[]]) =>
        kinds.includes(kind) ? [`${surface}.${id}`] : [],
      ),
    );
  assert.deepEqual(openTo('client'), [
    'vcita.VoiceCallsController_getAll',
    'vcita.VoiceCallsController_get',
    'vcita.VoiceCallsController_getTranscript',
    'vcita.ReportsController_getVoiceCallStats',
    'vcita.ReportsController_getVoiceCallStatsAsDocumented',
  ]);
  const reads = openTo('app').filter((name) => /\.(list|show|collect|.*_get)/.test(name));
  assert.deepEqual(
    reads.filter((name) => /call|recording|transcript|text|external|flag|stats|voicemail/i.test(name)),
    [],
  );
});

test('a client sees the calls of their own: in the list, alone, in words and in figures', async () => {
  const call = async (number: string): Promise<string> => {
    const taken = await patchbay.engine.receiveCall({
      workspaceId: 1,
      menuId: 9,
      ticketId: null,
      number,
      ownNumber: null,
      lang: 'en',
      recordingPermission: 'not_asked',
      requestKey: null,
    });
    assert.ok(taken.ok);
    await patchbay.until(taken.value.id, ({ transcriptStatus }) => transcriptStatus === 'done');
    return taken.value.uid;
  };
  const [own, foreign] = [await call(CLIENT), await call(OTHER)];
  const ROOT = '/v3/communication';
  const listed = async (token: string): Promise<string[]> => {
    const { json } = await patchbay.send(`${ROOT}/voice_calls`, { token });
    return (json as { data: { voice_calls: { uid: string }[] } }).data.voice_calls.map(({ uid }) => uid);
  };
  const counted = async (token: string): Promise<number> => {
    const { json } = await patchbay.send(`${ROOT}/reports/voice_call_stats`, { token });
    return (json as { data: { total_voice_calls: number } }).data.total_voice_calls;
  };
  assert.deepEqual((await listed(tokenOf('staff'))).toSorted(), [own, foreign].toSorted());
  assert.deepEqual([await listed(tokenOf('client')), await counted(tokenOf('client'))], [[own], 1]);
  assert.deepEqual([await listed('token-of-no-client'), await counted('token-of-no-client')], [[], 0]);
  for (const path of [`/voice_calls/${own}`, `/voice_calls/${own}/transcript`])
    for (const [token, status] of [
      [tokenOf('client'), 200],
      ['token-of-no-client', 404],
    ] as const)
      assert.equal((await patchbay.send(ROOT + path, { token })).status, status, path);
  for (const path of [`/voice_calls/${foreign}`, `/voice_calls/${foreign}/transcript`])
    assert.equal((await patchbay.send(ROOT + path, { token: tokenOf('client') })).status, 404, path);
});

test('trunks are staff’s: programs that place calls see none of them, and who only reads changes none', async () => {
  const send = async (kind: TokenKind, method: string, path: string, body?: object) =>
    patchbay.send(path, { method, token: tokenOf(kind), ...(body === undefined ? {} : { body }) });
  const made = await send('staff', 'POST', '/v1/trunks', { name: 'Ours', preset: 'pbx', host: '192.0.2.10' });
  assert.equal(made.status, 201, made.text);
  const { id } = made.json as { id: number };
  const path = `/v1/trunks/${id}`;
  const reads: readonly (readonly [TokenKind, number])[] = [
    ['staff', 200],
    ['read_only', 200],
    ['app', 403],
    ['directory', 403],
    ['client', 403],
  ];
  for (const [kind, status] of reads) {
    assert.equal((await send(kind, 'GET', path)).status, status, `${kind} reads one`);
    assert.equal((await send(kind, 'GET', '/v1/trunks')).status, status, `${kind} lists`);
    if (kind === 'staff') continue;
    assert.equal((await send(kind, 'PATCH', path, { name: 'Theirs' })).status, 403, `${kind} changes`);
    assert.equal((await send(kind, 'PUT', '/v1/trunks/order', { ids: [id] })).status, 403, `${kind} orders`);
    assert.equal((await send(kind, 'POST', `${path}/test`)).status, 403, `${kind} tests`);
    assert.equal((await send(kind, 'DELETE', path)).status, 403, `${kind} removes`);
  }
  assert.equal((await send('staff', 'DELETE', path)).status, 204);
});
