import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Schema } from './document.ts';
import { joined, writeFields, writeLimits, writeType } from './schema.ts';

function textOf(markup: string): string {
  return markup.replaceAll(/<[^>]*>/g, '');
}

test('a schema in words', () => {
  const call: Schema = { $ref: '#/components/schemas/Call' };
  const cases: [Schema, type: string, limits: string][] = [
    [{ type: 'array', items: call, maxItems: 5 }, 'array of Call', 'at most 5 items'],
    [{ anyOf: [{ type: 'string', maxLength: 40 }, { type: 'null' }] }, 'string or null', 'at most 40 characters'],
    [{ type: 'integer', minimum: 1, maximum: 100, default: 25 }, 'integer', '1 to 100; default 25'],
    [{ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, 'integer', 'at least 1'],
    [{ enum: ['a', null] }, 'string or null', 'one of a, null'],
    [{ type: 'string', format: 'date-time', examples: ['x'] }, 'string', 'date-time; for example x'],
    [{ type: 'string', minLength: 2, maxLength: 2 }, 'string', '2 characters'],
    [{}, 'any JSON', ''],
  ];
  for (const [schema, type, limits] of cases) {
    assert.equal(textOf(writeType(schema).markup), type);
    assert.equal(textOf(joined(writeLimits(schema), '; ').markup), limits);
  }
});

test('fields within fields, marked with what must be sent and what may be absent', () => {
  const inner: Schema = { type: 'object', properties: { deep: { type: 'string' } }, required: ['deep'] };
  const schema: Schema = { type: 'object', properties: { list: { type: 'array', items: inner } }, required: ['list'] };
  const request = writeFields(schema, 'request').markup;
  assert.equal(request.match(/<ul class="fields">/g)?.length, 2);
  assert.equal(request.match(/required/g)?.length, 2);
  const absent = writeFields({ ...schema, required: [] }, 'answer').markup;
  assert.equal(absent.match(/may be absent/g)?.length, 1);
});
