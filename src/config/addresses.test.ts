import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHost, urlOf } from './addresses.ts';

const REACHED = [
  ['127.0.0.1', 8080, 'http://127.0.0.1:8080'],
  ['localhost', 8080, 'http://localhost:8080'],
  ['calls.example.com', 80, 'http://calls.example.com'],
  ['0.0.0.0', 8080, 'http://127.0.0.1:8080'],
  ['0', 8080, 'http://127.0.0.1:8080'],
  ['::', 8080, 'http://localhost:8080'],
  ['::0', 80, 'http://localhost'],
  ['0:0:0:0:0:0:0:0', 1024, 'http://localhost:1024'],
  ['::ffff:0.0.0.0', 8080, 'http://127.0.0.1:8080'],
  ['::1', 8080, 'http://[::1]:8080'],
  ['2001:DB8::7', 8080, 'http://[2001:db8::7]:8080'],
  ['fe80::1%eth0', 8080, 'http://[fe80::1%eth0]:8080'],
] as const;

for (const [host, port, url] of REACHED)
  test(`a server that listens at ${host} is reached at ${url}`, () => assert.equal(urlOf(host, port), url));

test('an address to listen on may have the brackets of a URL', () => {
  assert.deepEqual(['[::]', '[::1]', '::', '127.0.0.1'].map(readHost), ['::', '::1', '::', '127.0.0.1']);
});
