import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const patchbay = await testPatchbay();
const get = async (path: string) => patchbay.send(path, { token: null });

const PAGES = [
  '/',
  '/problems',
  '/m/nobody',
  '/docs/',
  '/openapi.json',
  '/openapi/patchbay.json',
  '/healthz',
  '/version',
  '/third-party-notices.txt',
];

for (const path of PAGES)
  test(`${path} carries the security headers and names no server`, async () => {
    const { headers } = await get(path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('x-frame-options'), 'DENY');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('server'), null);
    assert.equal(headers.get('x-powered-by'), null);
  });

test('the start page gives the address of each API and what to try', async () => {
  const { text, headers } = await get('/');
  assert.match(headers.get('content-type') ?? '', /^text\/html/);
  for (const surface of patchbay.surfaces)
    for (const prefix of surface.prefixes) assert.ok(text.includes(`<code>${prefix}</code>`), prefix);
  assert.ok(text.includes(`curl -s ${patchbay.address}/v1/simulator/calls`));
});

test('every problem has a place on its page', async () => {
  const { text } = await get('/problems');
  const document = (await get('/openapi/patchbay.json')).json as {
    components: { schemas: { Problem: { properties: { code: { enum: string[] } } } } };
  };
  for (const code of document.components.schemas.Problem.properties.code.enum)
    assert.ok(text.includes(`id="${code}"`), code);
});

test('the index of the documents names all four', async () => {
  const { documents } = (await get('/openapi.json')).json as { documents: { name: string; url: string }[] };
  assert.deepEqual(documents.map(({ name }) => name).toSorted(), ['ccaip', 'intercom', 'patchbay', 'vcita']);
  for (const { url } of documents) assert.equal((await get(url)).status, 200);
});

type Operation = {
  operationId?: string;
  responses: Record<string, unknown>;
  parameters?: { name: string; in: string }[];
};
type Document = { openapi: string; security: object[]; paths: Record<string, Record<string, Operation>> };

for (const { name, routes } of patchbay.surfaces)
  test(`the document of ${name} is valid OpenAPI 3.1, and every operation is in it once`, async () => {
    const { json } = await get(`/openapi/${name}.json`);
    const { valid, errors } = await new Validator().validate(structuredClone(json) as Record<string, unknown>);
    assert.ok(valid, JSON.stringify(errors ?? '').slice(0, 2000));
    const document = json as Document;
    assert.match(document.openapi, /^3\.1\./);
    assert.deepEqual(document.security, [{ token: [] }]);
    const operations = Object.values(document.paths).flatMap((path) => Object.entries(path));
    assert.equal(operations.length, routes.length);
    const ids = operations.map(([, operation]) => operation.operationId);
    assert.equal(new Set(ids).size, ids.length);
    for (const [method, operation] of operations) {
      assert.ok('401' in operation.responses, `${operation.operationId} documents its 401`);
      const names = (operation.parameters ?? []).map((parameter) => parameter.name);
      assert.equal(names.includes('Idempotency-Key'), method === 'post', operation.operationId);
    }
  });

test('the reader fetches nothing from elsewhere', async () => {
  const { text, headers } = await get('/docs/');
  assert.match(headers.get('content-security-policy') ?? '', /connect-src 'self'/);
  assert.ok(!/(src|href)="https?:/.test(text), text);
  assert.equal((await get('/docs')).headers.get('location'), '/docs/');
  assert.equal((await get('/docs/js/scalar.js')).status, 200);
});

test('a host that is none does not bring the reader down', async () => {
  const { hostname, port } = new URL(patchbay.address);
  const socket = connect(Number(port), hostname);
  socket.end('GET /docs/ HTTP/1.1\r\nHost: [::\r\nConnection: close\r\n\r\n');
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  assert.match(answer, /^HTTP\/1\.1 4\d\d /);
});
