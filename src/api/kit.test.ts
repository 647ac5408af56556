import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpFault } from '#http/fault.ts';
import { createSigner } from '#http/signed-url.ts';
import { authenticateBearer, fieldsOf, isBlank, readId, recordingPath, recordingUrl } from './kit.ts';

const now = new Date('2026-11-27T12:00:00Z');
const parts = {
  clock: { now: () => now, elapsed: () => 0, after: () => () => undefined },
  signer: createSigner(Buffer.alloc(32, 7)),
  publicUrl: () => 'https://calls.example.com',
};
const principal = { workspaceId: 1, tokenId: 2, kind: 'staff', contactId: null } as const;
const findToken = async (token: string) => (token === 'right' ? principal : null);

test('a recording has one address for an hour, absolute for clients and a path for our pages', () => {
  const path = recordingPath(parts, 'uid');
  assert.equal(recordingUrl(parts)('uid'), `https://calls.example.com${path}`);
  const { pathname, searchParams } = new URL(path, parts.publicUrl());
  const verified = (at: string) => parts.signer.verify(pathname, Object.fromEntries(searchParams), new Date(at));
  assert.equal(pathname, '/recordings/uid');
  assert.equal(verified('2026-11-27T12:59:59Z'), 'valid');
  assert.equal(verified('2026-11-27T13:00:00Z'), 'expired');
});

test('a bearer token is found, or the request is unauthorized and told by which scheme', async () => {
  assert.deepEqual(await authenticateBearer({ authorization: 'bearer right' }, findToken), principal);
  for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'Basic right' }])
    await assert.rejects(
      authenticateBearer(headers, findToken),
      (error) =>
        error instanceof HttpFault &&
        error.fault === 'unauthorized' &&
        error.headers['www-authenticate'] === 'Bearer realm="Patchbay"',
    );
  assert.deepEqual(await authenticateBearer({}, findToken, () => 'right'), principal);
});

const IDS = [
  ['1', 1],
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740992', null],
  ['0', null],
  ['01', null],
  ['-1', null],
  ['1.0', null],
  ['', null],
  [undefined, null],
] as const;
for (const [text, id] of IDS) test(`the id ${text} is ${id}`, () => assert.equal(readId(text), id));

test('what is not an object has no fields, and white space is blank', () => {
  for (const body of [null, [], 'text', 7, undefined]) assert.deepEqual(fieldsOf(body), {});
  assert.deepEqual(fieldsOf({ a: 1 }), { a: 1 });
  assert.deepEqual([undefined, null, '', ' \n', 0, false, 'a'].map(isBlank), [
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
