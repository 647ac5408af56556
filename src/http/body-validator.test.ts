import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { createBodyValidator } from './body-validator.ts';

const judge = createBodyValidator(
  Type.Object(
    {
      email: Type.String({ format: 'email' }),
      capacity: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Null()])),
      kind: Type.Optional(Type.Enum(['a', 'b'])),
      hours: Type.Optional(Type.Union([Type.Object({ zone: Type.String() }), Type.Null()])),
      groups: Type.Optional(Type.Array(Type.Object({ id: Type.Integer() }))),
    },
    { additionalProperties: false },
  ),
);

const CASES: readonly (readonly [name: string, body: unknown, pointers: Record<string, string>])[] = [
  ['a right body', { email: 'a@b.example', capacity: null }, {}],
  ['a missing field', {}, { '/email': 'is required' }],
  ['an unknown field', { email: 'a@b.example', zz: 1 }, { '/zz': 'is not a field of this request' }],
  [
    'a name with a slash and a tilde',
    { email: 'a@b.example', 'x/y~': 1 },
    { '/x~1y~0': 'is not a field of this request' },
  ],
  [
    'a text for a number: nothing is coerced',
    { email: 'a@b.example', capacity: '1' },
    { '/capacity': 'must be integer' },
  ],
  ['a word that is none of the list', { email: 'a@b.example', kind: 'c' }, { '/kind': 'must be one of: a, b' }],
  ['a fault inside of what may be null', { email: 'a@b.example', hours: {} }, { '/hours/zone': 'is required' }],
  [
    'a fault inside of a list',
    { email: 'a@b.example', groups: [{ id: 1 }, { id: 'x' }] },
    { '/groups/1/id': 'must be integer' },
  ],
  ['a list for an object', [], { '': 'must be object' }],
];

for (const [name, body, pointers] of CASES)
  test(`${name} is told with its pointer`, () => {
    assert.deepEqual(Object.fromEntries(judge(body).map(({ pointer, detail }) => [pointer, detail])), pointers);
  });

test('a body of many faults does not pass', () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, place) => [`x${place}`, place]));
  assert.ok(judge({ email: 'a@b.example', ...many }).length > 0);
});

test('a pointer never grows with the request', () => {
  const [violation] = judge({ email: 'a@b.example', ['z'.repeat(100_000)]: 1 });
  assert.equal(violation?.pointer.length, 200);
});
