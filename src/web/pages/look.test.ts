import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';
import type { Appearance } from '#domain/directory/appearance.ts';
import { PLAIN_APPEARANCE } from '#domain/directory/appearance.ts';
import { addLooks, lookHead, lookHeading } from './look.ts';

const HASH = 'ab'.repeat(32);
const logo = { mediaType: 'image/webp', width: 300, height: 100, hash: HASH } as const;
const OURS: Appearance = { name: null, color: '#ffff00', logo };
const server = fastify();
addLooks(server, {
  findLook: async (slug) => ({ ours: OURS, plain: PLAIN_APPEARANCE })[slug] ?? null,
  findLogo: async (slug) => (slug === 'ours' ? { mediaType: 'image/webp', image: new Uint8Array([1, 2]) } : null),
});

for (const [path, isKept] of [
  ['/w/ours/look.css?v=ffff00', true],
  ['/w/ours/look.css?v=ff0000', false],
  ['/w/ours/look.css', false],
  ['/w/plain/look.css', false],
  ['/w/nobody/look.css', false],
] as const)
  test(`${path} is a style, ${isKept ? 'kept for a year' : 'asked for anew'}`, async () => {
    const { statusCode, headers, body } = await server.inject(path);
    assert.deepEqual([statusCode, headers['content-type']], [200, 'text/css; charset=utf-8']);
    assert.equal(headers['cache-control'], isKept ? 'public, max-age=31536000, immutable' : 'no-cache');
    assert.equal(body !== '', path.startsWith('/w/ours'));
  });

test('a color that cannot be read on white is darker there, and as it is on dark pages', async () => {
  const { body } = await server.inject('/w/ours/look.css');
  const [light, dark] = [...body.matchAll(/--accent: (#[\da-f]{6})/g)].map(([, color]) => color);
  assert.notEqual(light, '#ffff00');
  assert.equal(dark, '#ffff00');
  assert.match(body, /@media \(prefers-color-scheme: dark\) \{ :root \{[^{}]+\} \}/);
});

for (const [query, isKept] of [
  ['', false],
  [`?v=${HASH.slice(0, 16)}`, true],
  ['?v=abab-other', false],
] as const)
  test(`the logo at ${query || 'its plain address'} is ${isKept ? 'kept' : 'asked for anew'}, and runs nothing`, async () => {
    const { headers, rawPayload } = await server.inject(`/w/ours/logo${query}`);
    assert.deepEqual([...rawPayload], [1, 2]);
    assert.equal(headers['content-type'], 'image/webp');
    assert.equal(headers['content-security-policy'], "default-src 'none'; sandbox");
    assert.equal(headers['cache-control'] === 'no-cache', !isKept);
  });

test('who has no logo answers 404 as text', async () => {
  const { statusCode, headers } = await server.inject('/w/plain/logo');
  assert.deepEqual([statusCode, headers['content-type']], [404, 'text/plain; charset=utf-8']);
});

for (const [width, height, size] of [
  [300, 100, 'width="168" height="56"'],
  [40, 20, 'width="40" height="20"'],
  [16, 2048, 'width="1" height="56"'],
] as const)
  test(`a logo of ${width} by ${height} pixels has ${size} in the heading`, () => {
    const { markup } = lookHeading('ours', 'A & B', { ...OURS, logo: { ...logo, width, height } });
    assert.ok(markup.endsWith(`alt="" ${size}> A &amp; B</h1>`), markup);
  });

test('what a slug is made of stays in its part of the address', () => {
  assert.match(lookHead('a/"b', OURS).markup, /href="\/w\/a%2F%22b\/look\.css\?v=ffff00"/);
  assert.equal(lookHead('plain', PLAIN_APPEARANCE).markup, '');
  assert.equal(lookHeading('plain', '<b>', PLAIN_APPEARANCE).markup, '<h1>&lt;b&gt;</h1>');
});
