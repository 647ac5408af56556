import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OpenApi, Operation, Schema } from './document.ts';
import { operationsOf } from './document.ts';
import { bodyOf, sampleOf, writeCurl } from './example.ts';

const FRAME: OpenApi = {
  info: { title: 'An API', version: '1' },
  paths: {},
  components: { securitySchemes: { token: { scheme: 'bearer' } }, schemas: { Word: { enum: ['one', 'two'] } } },
};

function operation(parts: Partial<Operation>): Operation {
  return { operationId: 'do', summary: 'Does', responses: {}, method: 'GET', path: '/things', ...parts };
}

test('a sample has the values of the document, and otherwise the least that is valid', () => {
  const cases: [Schema, unknown][] = [
    [{ type: 'string', examples: ['x'], default: 'y' }, 'x'],
    [{ type: 'integer', default: 25, minimum: 1 }, 25],
    [{ $ref: '#/components/schemas/Word' }, 'one'],
    [{ anyOf: [{ type: 'integer', minimum: 3 }, { type: 'null' }] }, 3],
    [{ type: 'string' }, 'YOUR_WORD'],
    [{ type: 'string', pattern: '^[a-z]+$' }, 'word'],
    [{ type: 'array', items: { type: 'boolean' } }, []],
    [{ type: 'array', items: { type: 'boolean' }, minItems: 1 }, [true]],
    [{ type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } } }, { a: 'YOUR_A' }],
    [{ type: 'object', properties: { a: {}, b: { type: 'string' } }, required: ['b'] }, { b: 'YOUR_B' }],
  ];
  for (const [schema, expected] of cases) assert.deepEqual(sampleOf(FRAME, schema, 'word'), expected);
});

test('a command fills in the path and what the query must have, and names what only the reader knows', () => {
  const schema = { type: 'string' };
  const parameters = [
    { name: 'uid', in: 'path', required: true, schema },
    { name: 'number', in: 'path', required: true, schema, example: '+1 415' },
    { name: 'lang', in: 'query', required: true, schema: { type: 'string', default: 'en' } },
    { name: 'page', in: 'query', schema },
  ];
  assert.equal(
    writeCurl(FRAME, operation({ path: '/things/{uid}/{number}', parameters, method: 'DELETE' }), 'http://here'),
    `curl -s -X DELETE 'http://here/things/YOUR_UID/%2B1%20415?lang=en' \\\n  -H "Authorization: Bearer $TOKEN"`,
  );
});

test('a body keeps its quotes through the shell, and a file is sent as it is', () => {
  const json = { 'application/json': { example: { word: "it's" } } };
  assert.match(
    writeCurl(FRAME, operation({ method: 'POST', requestBody: { content: json } }), ''),
    /^curl -s '\/things'[^]*-H 'Content-Type: application\/json' \\\n {2}-d '\{"word":"it'\\''s"\}'$/,
  );
  const file = { 'audio/wav': { schema: {} } };
  assert.match(
    writeCurl(FRAME, operation({ method: 'PUT', requestBody: { content: file } }), ''),
    /-X PUT[^]*-H 'Content-Type: audio\/wav' \\\n {2}--data-binary @YOUR_FILE$/,
  );
});

test('Basic takes the token as the password', () => {
  const basic: OpenApi = { ...FRAME, components: { schemas: {}, securitySchemes: { token: { scheme: 'basic' } } } };
  assert.match(writeCurl(basic, operation({}), ''), /-u demo:\$TOKEN$/);
});

for (const name of ['intercom', 'ccaip', 'vcita', 'patchbay'])
  test(`every body in the commands of ${name} is as its schema says`, () => {
    const file = new URL(`../../../../docs/openapi/${name}.json`, import.meta.url);
    const document = JSON.parse(readFileSync(file, 'utf8')) as OpenApi;
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    for (const each of operationsOf(document)) {
      const schema = each.requestBody?.content['application/json']?.schema;
      if (schema === undefined) continue;
      const check = ajv.compile({ ...schema, components: document.components });
      assert.ok(check(bodyOf(document, each)), `${each.operationId}: ${JSON.stringify(check.errors)}`);
    }
  });
