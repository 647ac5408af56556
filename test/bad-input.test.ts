import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Route, Surface } from '#http/surface.ts';
import type { Sent, TestPatchbay } from './support/patchbay.ts';
import { testPatchbay } from './support/patchbay.ts';
import { assertOwnError } from './support/shapes.ts';

const patchbay = await testPatchbay();

/** Values that are wrong almost everywhere, and the edges of those that are right. */
const WRONG: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  9_007_199_254_740_992,
  1e300,
  '',
  ' ',
  'x',
  '\u0001\u001b\u007f',
  '\u202e\ufeff',
  'é'.repeat(10),
  'y'.repeat(100_000),
  "'; drop table call; --",
  '%00',
  '__proto__',
  [],
  [[]],
  [null],
  {},
  { __proto__: null, constructor: { prototype: 1 } },
];

/** Bodies that are no JSON object at all, or no JSON. */
const BROKEN: readonly Pick<Sent, 'raw' | 'headers'>[] = [
  { raw: '{' },
  { raw: '{"a":' },
  { raw: 'null' },
  { raw: '[]' },
  { raw: '"text"' },
  { raw: '1e999' },
  { raw: '{"call_type":"IncomingCall","call_type":1,"phone":"+1","phone":[]}' },
  { raw: '{"a":"\\u0000"}' },
  { raw: '{"a":"\\ud800"}' },
  { raw: '{"\\u0000":1}' },
  { raw: '{"__proto__":{"a":1},"call_id":"x"}' },
  { raw: `${'['.repeat(50_000)}${']'.repeat(50_000)}` },
  { raw: `${'{"a":'.repeat(500)}1${'}'.repeat(500)}` },
  { raw: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) },
  { raw: `{"a":"${'z'.repeat(1_100_000)}"}` },
  { raw: '{}', headers: { 'content-type': 'text/plain' } },
  { raw: '{}', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  { raw: '{}', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
  { raw: '{}', headers: { 'content-type': '' } },
  { raw: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } },
  { raw: '{}', headers: { 'idempotency-key': 'k'.repeat(300) } },
  { raw: '{}', headers: { 'idempotency-key': '\u00e9' } },
];

/** Ids that are none, or no one's. */
const WRONG_IDS = [
  '0',
  '-1',
  '1.5',
  'x',
  '9223372036854775808',
  '99999999999999999999',
  '%00',
  '%ff',
  '..%2f..',
  "1'--",
  'é',
  'a'.repeat(500),
];

const QUERY_KEYS = [
  'page',
  'per_page',
  'limit',
  'cursor',
  'sort',
  'filter[status]',
  'filter[created_at][gt]',
  'updated_at[from]',
  'start_date',
];
/** Values of a query, for routes that read one and for those that do not. */
const WRONG_VALUES = ['', 'x', '-1', '0', '1e9', '99999999999999999999', '%00', '%ff', '%ed%a0%80', 'a'.repeat(2000)];
const UNREAD_VALUES = ['x', '%ed%a0%80'];

/** The names that a body may have, as the route's schema tells them. */
function fieldsOf(route: Route): readonly string[] {
  const body: { properties?: object } | undefined = route.schema.body;
  return Object.keys(body?.properties ?? {});
}

/** The route's path with every parameter filled in. */
function pathOf(route: Route, id: string): string {
  return route.path.replaceAll(/:\w+/g, id);
}

async function judge(surface: Surface, route: Route, path: string, sent: Sent, about: string): Promise<void> {
  const got = await patchbay.send(path, { ...sent, method: route.method });
  assertOwnError(surface.name, got, `${route.method} ${path.slice(0, 80)} ${about}`);
}

const hasBody = (route: Route): boolean => route.method !== 'GET' && route.method !== 'DELETE';

for (const surface of patchbay.surfaces) {
  for (const route of surface.routes) {
    const name = `${surface.name} ${route.method} ${route.path}`;

    test(`${name}: a wrong id is answered in the vendor's shape`, async () => {
      if (!route.path.includes(':')) return;
      for (const id of WRONG_IDS)
        await judge(surface, route, pathOf(route, id), hasBody(route) ? { body: {} } : {}, 'wrong id');
    });

    test(`${name}: a wrong query is answered in the vendor's shape`, async () => {
      const values = route.method === 'GET' ? WRONG_VALUES : UNREAD_VALUES;
      for (const value of values)
        for (const key of QUERY_KEYS) {
          const path = `${pathOf(route, '1')}?${encodeURIComponent(key)}=${value}`;
          await judge(surface, route, path, hasBody(route) ? { body: {} } : {}, 'wrong query');
        }
    });

    if (!hasBody(route)) continue;

    test(`${name}: a broken body is answered in the vendor's shape`, async () => {
      for (const [place, sent] of BROKEN.entries())
        await judge(surface, route, pathOf(route, '1'), sent, `broken body ${place}`);
    });

    test(`${name}: a wrong value in any field is answered in the vendor's shape`, async () => {
      for (const field of fieldsOf(route))
        for (const value of WRONG)
          await judge(surface, route, pathOf(route, '1'), { body: { [field]: value } }, `${field} wrong`);
    });

    test(`${name}: any JSON is answered in the vendor's shape`, async () => {
      const bodies = fc.sample(fc.jsonValue({ maxDepth: 4 }), { numRuns: 10, seed: 7 });
      const known = fieldsOf(route);
      const shaped = fc.sample(
        fc.dictionary(fc.constantFrom(...(known.length > 0 ? known : ['a'])), fc.jsonValue({ maxDepth: 3 })),
        { numRuns: 25, seed: 7 },
      );
      for (const body of [...bodies, ...shaped]) await judge(surface, route, pathOf(route, '1'), { body }, 'any JSON');
    });
  }

  test(`${surface.name}: an unknown path and a wrong method are answered in the vendor's shape`, async () => {
    for (const prefix of surface.prefixes) {
      const unknown = await patchbay.send(`${prefix}/nothing/here/at/all`);
      assert.equal(unknown.status, 404);
      assertOwnError(surface.name, unknown, `GET ${prefix}/nothing`);
    }
    const first = surface.routes[0];
    assert.ok(first !== undefined);
    const wrong = await patchbay.send(pathOf(first, '1'), { method: 'OPTIONS' });
    assert.equal(wrong.status, 405);
    assert.match(wrong.headers.get('allow') ?? '', new RegExp(first.method));
    assertOwnError(surface.name, wrong, `OPTIONS ${first.path}`);
  });

  test(`${surface.name}: every kind of missing or broken credentials is 401`, async () => {
    const first = surface.routes[0];
    assert.ok(first !== undefined);
    for (const authorization of [
      undefined,
      '',
      'Bearer',
      'Bearer  ',
      'Basic',
      'Basic !!!',
      'Basic eDp5',
      'Bearer nobody',
      `Bearer ${'t'.repeat(2000)}`,
      'Negotiate x',
    ]) {
      const got = await patchbay.send(pathOf(first, '1'), {
        method: first.method,
        token: null,
        headers: { authorization },
      });
      assert.equal(got.status, 401, `${authorization} -> ${got.status}`);
      assertOwnError(surface.name, got, `authorization ${authorization}`);
    }
  });
}

/** Sends bytes and reads until the server closes. */
async function raw({ address }: TestPatchbay, bytes: string): Promise<string> {
  const { port, hostname } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.end(bytes);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

test('a flood of headers is 431 and the server stays up', async () => {
  const flood = `GET /calls HTTP/1.1\r\nHost: x\r\n${'X-A: 1234567890\r\n'.repeat(3000)}\r\n`;
  assert.match(await raw(patchbay, flood), /^HTTP\/1\.1 431 /);
  assert.equal((await patchbay.send('/healthz', { token: null })).status, 200);
});

test('bytes that are no HTTP are 400 and the server stays up', async () => {
  for (const bytes of [
    '\u0000\u0001\u0002',
    'GARBAGE\r\n\r\n',
    `GET /calls HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n`,
  ])
    assert.match(await raw(patchbay, bytes), /^HTTP\/1\.1 400 /);
  assert.equal((await patchbay.send('/healthz', { token: null })).status, 200);
});

test('nothing that was refused has made a call that cannot be read', async () => {
  const { rows } = await patchbay.database.pool.query<{ id: number }>('select id from call order by id');
  for (const { id } of rows) assert.equal((await patchbay.send(`/apps/api/v1/calls/${id}`)).status, 200);
});
