import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSigner } from './signed-url.ts';

const signer = createSigner(Buffer.alloc(32, 1));
const NOW = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-01-01T01:00:00Z');

function parts(url: string): { path: string; query: Record<string, string> } {
  const { pathname, searchParams } = new URL(url, 'http://x');
  return { path: pathname, query: Object.fromEntries(searchParams) };
}
const signed = parts(signer.sign('/recordings/a', LATER));
const verdict = (path: string, query: Record<string, string>, now = NOW): string => signer.verify(path, query, now);

test('a signed address is valid until it expires', () => {
  assert.equal(verdict(signed.path, signed.query), 'valid');
  assert.equal(verdict(signed.path, signed.query, new Date(LATER.getTime() - 1)), 'valid');
  assert.equal(verdict(signed.path, signed.query, LATER), 'expired');
});

test('an address with anything changed is forged', () => {
  assert.equal(verdict('/recordings/b', signed.query), 'forged');
  assert.equal(verdict(signed.path, { ...signed.query, expires: '9999999999' }), 'forged');
  assert.equal(verdict(signed.path, { ...signed.query, signature: 'AAAA' }), 'forged');
  assert.equal(verdict(signed.path, {}), 'forged');
});

test("another server's key signs nothing here", () => {
  const other = parts(createSigner(Buffer.alloc(32, 2)).sign('/recordings/a', LATER));
  assert.equal(verdict(other.path, other.query), 'forged');
});
