import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_REDIRECT_URI, redirectUriFault } from './oauth.ts';

const ADDRESSES: readonly (readonly [address: string, fault: RegExp | null])[] = [
  ['https://example.com/back', null],
  ['https://example.com/back?tenant=1', null],
  ['http://localhost:3000/back', null],
  ['http://127.0.0.1/back', null],
  ['http://[::1]:8080/', null],
  ['http://example.com/back', /https/],
  ['http://localhost.example.com/', /https/],
  ['javascript:alert(1)', /https/],
  ['myapp://back', /https/],
  ['https://user:secret@example.com/', /credentials/],
  ['https://example.com/#there', /fragment/],
  ['https://example.com/#', /fragment/],
  ['/back', /address/],
  ['', /address/],
  [`https://example.com/${'a'.repeat(MAX_REDIRECT_URI)}`, /characters/],
];
for (const [address, fault] of ADDRESSES)
  test(`${address.slice(0, 40)} ${fault === null ? 'may' : 'may not'} be sent back to`, () => {
    const found = redirectUriFault(address);
    if (fault === null) assert.equal(found, null);
    else assert.match(found ?? '', fault);
  });
