import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import type { ApiResponse, Route } from '#http/surface.ts';
import { TOKEN_RIGHTS } from '../token-rights.ts';
import { isAudited } from '../audited-operations.ts';
import { administered, answered, deleted, operation } from './operation.ts';
import type { Asked, Operation } from './operation.ts';
import { createProblems } from './refusals.ts';
import { ownApi, ownSurface, PUBLIC_URL, REQUEST_ID } from '../../../test/support/own-api.ts';

const desk = { problems: createProblems(() => PUBLIC_URL) };
const ask = { requestId: REQUEST_ID };
const done = { status: 200, body: {} };

function route(change: Partial<Operation<never>> = {}, seen: Asked<never>[] = []): Route {
  return operation<never>(desk, {
    method: 'GET',
    path: '/v1/things/:id',
    operationId: 'showThing',
    summary: 'Get a thing',
    tag: 'Things',
    answers: { 200: Type.Object({}) },
    handle: async (asked) => {
      seen.push(asked);
      return done;
    },
    ...change,
  });
}

type Sent = { readonly query?: object; readonly headers?: object; readonly params?: object };

async function send(to: Route, { query = {}, headers = {}, params = {} }: Sent): Promise<ApiResponse> {
  const principal = { workspaceId: 7, tokenId: 2, kind: 'staff', contactId: null };
  return to.handle({ query, headers, params, principal, body: {}, url: '/', requestKey: null, ...ask } as never);
}

for (const [version, isKnown] of [
  [undefined, true],
  ['2026-11-20', true],
  ['2026-11-2', false],
  ['', false],
  ['2020-01-01', false],
] as const)
  test(`the version ${JSON.stringify(version)} is ${isKnown ? 'followed' : 'refused'}`, async () => {
    const { status, body } = await send(route(), { headers: { 'patchbay-version': version } });
    assert.equal(status, isKnown ? 200 : 400);
    if (!isKnown) assert.partialDeepStrictEqual(body, { code: 'version_unknown' });
  });

test('each parameter that the operation does not have is named, and nothing is done', async () => {
  const seen: Asked<never>[] = [];
  const query = { limit: '1', lmit: '1', ['x'.repeat(300)]: '1', constructor: '1' };
  const { status, body } = await send(route({ query: { limit: Type.Integer() } }, seen), { query });
  assert.equal(status, 400);
  const { errors } = body as { errors: { parameter: string }[] };
  assert.deepEqual(
    errors.map(({ parameter }) => parameter),
    ['lmit', 'x'.repeat(100), 'constructor'],
  );
  assert.deepEqual(seen, []);
});

for (const [text, id] of [
  ['12', 12],
  ['0', 0],
  ['-3', 0],
  ['1e3', 0],
  ['9007199254740993', 0],
  ['twelve', 0],
] as const)
  test(`the id ${text} of a path is ${id === 0 ? 'that of nothing' : id}`, async () => {
    const seen: Asked<never>[] = [];
    await send(route({}, seen), { params: { id: text } });
    assert.deepEqual([seen[0]?.id, seen[0]?.workspaceId], [id, 7]);
  });

/** What an operation is -> the refusals that it documents. */
const DOCUMENTED: readonly (readonly [Partial<Operation<never>>, readonly number[]])[] = [
  [{ path: '/v1/things' }, [400, 401, 403, 429, 503]],
  [{}, [400, 401, 403, 404, 429, 503]],
  [{ method: 'POST', path: '/v1/things' }, [400, 401, 403, 409, 422, 429, 503]],
  [{ method: 'PATCH', body: Type.Object({}) as never }, [400, 401, 403, 404, 413, 415, 422, 429, 503]],
  [{ path: '/v1/things', refusals: [404, 409] }, [400, 401, 403, 404, 409, 429, 503]],
];
for (const [spec, statuses] of DOCUMENTED)
  test(`${spec.method ?? 'GET'} ${spec.path ?? 'of one'}${spec.body === undefined ? '' : ' with a body'}: ${statuses.join(', ')}`, () => {
    const documented = Object.entries(route(spec).schema.response);
    assert.deepEqual(
      documented.map(([status]) => Number(status)).filter((status) => status >= 400),
      statuses,
    );
    for (const [, answer] of documented)
      if ('content' in answer) assert.notEqual(Reflect.get(answer, 'description'), '');
  });

test('an outcome is written, or its refusal is a problem', () => {
  assert.deepEqual(
    answered(desk, ask, { ok: true, value: 3 }, (value) => ({ value }), 201),
    { status: 201, body: { value: 3 } },
  );
  const refused = answered(desk, ask, { ok: false, refusal: { code: 'menu_unknown', id: 3 } }, () => ({}));
  assert.equal(refused.status, 422);
  assert.equal(administered(desk, ask, { ok: true, value: 1 }, () => ({})).status, 200);
  const gone = administered(desk, ask, { ok: false, refusal: { code: 'unknown' } }, () => ({}));
  assert.partialDeepStrictEqual(gone.body, { status: 404, code: 'not_found' });
  assert.deepEqual(deleted(desk, ask, true), { status: 204 });
  assert.equal(deleted(desk, ask, false).status, 404);
});

const surface = ownSurface({});

test('every operation has a name and an address of its own, a heading, a summary and rights', () => {
  const { routes, rights } = surface;
  const names = routes.map(({ operationId }) => operationId);
  assert.equal(new Set(names).size, names.length);
  assert.equal(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size, routes.length);
  assert.deepEqual(names.toSorted(), Object.keys(rights).toSorted());
  for (const { path, summary, tag, operationId } of routes) {
    assert.match(path, /^\/v1\//);
    assert.match(summary, /^[A-Z].*[^.]$/, operationId);
    assert.notEqual(tag, undefined, operationId);
  }
});

test('a client’s token opens nothing here, and who only reads changes nothing', () => {
  for (const { method, operationId } of surface.routes) {
    const kinds: readonly string[] = TOKEN_RIGHTS.patchbay[operationId as keyof typeof TOKEN_RIGHTS.patchbay];
    assert.ok(kinds.includes('staff') && !kinds.includes('client'), operationId);
    if (method !== 'GET' && operationId !== 'askArticles') assert.ok(!kinds.includes('read_only'), operationId);
  }
});

test('what is noted in the audit log is told to the server', () => {
  for (const { operationId, isAudited: isTold = false } of surface.routes)
    assert.equal(isTold, isAudited(operationId), operationId);
});

const LEFT = { limit: 1000, remaining: 5, resetAt: new Date(0), retryAfterSeconds: 3 };

test('what is left of the share is told of requests that were counted', () => {
  const counted = surface.headers?.({ headers: {} }, LEFT);
  const policy = '"default";q=1000;w=10';
  const version = { 'patchbay-version': '2026-11-20' };
  assert.deepEqual(counted, { ...version, 'ratelimit-policy': policy, ratelimit: '"default";r=5;t=3' });
  assert.deepEqual(surface.headers?.({ headers: {} }, null), { ...version, 'ratelimit-policy': policy });
});

test('a body that breaks its schema never reaches the operation', async () => {
  const came = await ownApi({})('createAgent', { body: { emial: 'a@example.com' } });
  assert.deepEqual([came.status, came.code], [422, 'body_invalid']);
  assert.deepEqual(came.places.toSorted(), ['/email', '/emial']);
});
