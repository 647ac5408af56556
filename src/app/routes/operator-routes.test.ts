import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const patchbay = await testPatchbay();
const get = async (path: string) => patchbay.send(path, { token: null });

const PAGES = [
  '/',
  '/problems',
  '/m/nobody',
  '/docs',
  '/docs/patchbay',
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

const REFERENCES = ['/docs', ...patchbay.surfaces.map(({ name }) => `/docs/${name}`)];

for (const path of REFERENCES)
  test(`${path} runs no script, loads nothing, and is in English`, async () => {
    const { status, text, headers } = await get(path);
    assert.equal(status, 200);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'/);
    const style = /<style>(.*)<\/style>/s.exec(text)?.[1] ?? '';
    assert.ok(policy.includes(createHash('sha256').update(style).digest('base64')), 'its own style is allowed');
    assert.ok(!/<script|<link|\ssrc=|\sstyle=|\son\w+=/.test(text));
    assert.match(text, /^<!doctype html>\n<html lang="en">/);
    assert.equal((await get(`${path}/`)).text, text);
  });

test('every operation that is answered stands in the reference of its API', async () => {
  for (const { name, routes } of patchbay.surfaces) {
    const { text } = await get(`/docs/${name}`);
    for (const { operationId } of routes) assert.ok(text.includes(`<section id="${operationId}">`), operationId);
    assert.ok(text.includes(`&#39;${patchbay.address}/`), `the commands of ${name} are for this server`);
  }
});
