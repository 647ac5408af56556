import assert from 'node:assert/strict';
import { test } from 'node:test';
import { named } from './document.ts';

const call = { title: 'Call', type: 'object', properties: { id: { type: 'integer' } } };

test('a schema with a title is written once and referred to', () => {
  const document = {
    paths: { '/a': { schema: call }, '/b': { schema: { type: 'array', items: call } } },
    components: {},
  };
  assert.deepEqual(named(document), {
    paths: {
      '/a': { schema: { $ref: '#/components/schemas/Call' } },
      '/b': { schema: { type: 'array', items: { $ref: '#/components/schemas/Call' } } },
    },
    components: { schemas: { Call: call } },
  });
});

test('two schemas of one title are a fault of ours', () => {
  const other = { ...call, properties: {} };
  assert.throws(() => named({ paths: { a: call, b: other }, components: {} }), /Two schemas are called Call/);
});

test('an example with a title is no schema', () => {
  const document = { paths: { example: { title: 'Call' } }, components: { schemas: {} } };
  assert.deepEqual(named(document), document);
});
