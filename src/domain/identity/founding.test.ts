import assert from 'node:assert/strict';
import { test } from 'node:test';
import { subdomainOf } from './founding.ts';

/** What a workspace is called -> where it lies. */
const NAMES: readonly (readonly [name: string, subdomain: string])[] = [
  ['Acme', 'acme'],
  ['  Acme Support, Inc. ', 'acme-support-inc'],
  ['Café Zoë', 'cafe-zoe'],
  ['Ｎｏｒｄ ２４', 'nord-24'],
  ['---Nord---', 'nord'],
  ['A&B/C', 'a-b-c'],
  ['東京', ''],
  ['', ''],
  ['x'.repeat(80), 'x'.repeat(63)],
  [`${'x'.repeat(62)} rest`, 'x'.repeat(62)],
];

for (const [name, subdomain] of NAMES)
  test(`${JSON.stringify(name)} lies at ${JSON.stringify(subdomain)}, which is a label of a host`, () => {
    assert.equal(subdomainOf(name), subdomain);
    assert.match(subdomainOf(name), /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)?$/);
  });
