import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fastify from 'fastify';
import { makeScratchDirectory, removeDirectory } from '../../../test/support/scratch-directory.ts';
import type { Appearance } from '#domain/directory/appearance.ts';
import { PLAIN_APPEARANCE } from '#domain/directory/appearance.ts';
import { addCaller } from './caller.ts';
import { readFrame } from './public-frame.ts';

const directory = await makeScratchDirectory();
after(async () => removeDirectory(directory));
await mkdir(join(directory, 'caller'));
await writeFile(
  join(directory, 'caller', 'index.html'),
  '<html lang="{{lang}}"><head><title>{{title}}</title><script type="module" src="/app/assets/a.js"></script></head><body>{{main}}</body></html>',
);

/** Answers a request for a page of a server whose pages are built there. */
async function get(path: string, built = directory, language = 'en-GB', look: Appearance = PLAIN_APPEARANCE) {
  const server = fastify();
  addCaller(server, {
    frame: readFrame(built),
    publicUrl: () => 'https://calls.example',
    findLine: async (slug) =>
      slug === 'demo' || slug === 'acme-' ? { name: 'Fish & "Chips" {{title}}', languages: ['en', 'fr'], look } : null,
  });
  return server.inject({ url: path, headers: { 'accept-language': language } });
}

test('the page names the line and its languages, as text', async () => {
  const { statusCode, body } = await get('/w/demo');
  assert.equal(statusCode, 200);
  assert.match(body, /<html lang="en"><head><title>Call Fish &amp; &quot;Chips&quot; \{\{title\}\}<\/title>/);
  assert.match(body, /<h1>Fish &amp; &quot;Chips&quot; \{\{title\}\}<\/h1>/);
  assert.match(body, /data-slug="demo" data-name="[^"]+" data-languages="en fr"/);
});

test('the page is written in the language that the browser asks for, and says so to caches', async () => {
  const french = await get('/w/demo', directory, 'it, fr-CA;q=0.8');
  assert.match(french.body, /<html lang="fr"><head><title>Appeler Fish/);
  assert.equal(french.headers['vary'], 'accept-language');
  assert.match((await get('/w/nobody', directory, 'de')).body, /<html lang="de">[\s\S]*Seite nicht gefunden/);
});

test('a workspace has its own color in a style after the page’s, and its logo in the heading', async () => {
  const logo = { mediaType: 'image/png', width: 1024, height: 512, hash: 'ab'.repeat(32) } as const;
  const { body } = await get('/w/demo', directory, 'en', { name: null, color: '#0b57b0', logo });
  assert.match(body, /<link rel="stylesheet" href="\/w\/demo\/look\.css\?v=0b57b0"><\/head>/);
  assert.match(
    body,
    /<h1><img class="logo" src="\/w\/demo\/logo\?v=abababababababab" alt="" width="112" height="56"> Fish &amp; /,
  );
  assert.doesNotMatch((await get('/w/demo')).body, /look\.css|<img/);
});

test('the page runs only scripts of this server, speaks only with it, and alone may use the microphone', async () => {
  const { headers } = await get('/w/demo');
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.match(policy, /connect-src 'self' wss:\/\/calls\.example;/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.ok(!policy.includes('unsafe'));
  assert.equal(headers['permissions-policy'], 'microphone=(self), camera=(), geolocation=()');
  assert.equal(headers['x-robots-tag'], 'noindex, nofollow');
  assert.equal(headers['cache-control'], 'no-cache');
  assert.equal(headers['set-cookie'], undefined);
});

test('a workspace whose subdomain ends in a hyphen has its page too', async () => {
  assert.equal((await get('/w/acme-')).statusCode, 200);
});

for (const slug of ['nobody', 'Demo', '-', 'a'.repeat(64), '%00', "'--"])
  test(`/w/${slug.slice(0, 10)} is 404, without a script`, async () => {
    const { statusCode, body, headers } = await get(`/w/${slug}`);
    assert.equal(statusCode, 404);
    assert.ok(!body.includes('<script'));
    assert.match(String(headers['content-security-policy']), /default-src 'none'; style-src 'sha256-/);
  });

test('pages that are not built say how to build them', async () => {
  const { statusCode, body } = await get('/w/demo', join(directory, 'nowhere'));
  assert.equal(statusCode, 503);
  assert.match(body, /tools\/build\.ts/);
});
