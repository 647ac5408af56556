import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fastify from 'fastify';
import type { Surface } from '#http/surface.ts';
import { addLlms } from './llms.ts';

const surfaces = ['patchbay', 'intercom'].map((name) => ({ name, title: `The ${name} API` }) as Surface);
const documents = () =>
  new Map(surfaces.map(({ name }) => [name, JSON.parse(readFileSync(`docs/openapi/${name}.json`, 'utf8')) as object]));
const server = fastify();
addLlms(server, { surfaces, documents, publicUrl: () => 'https://calls.example.com', directory: 'docs' });
const get = async (url: string) => server.inject({ url });

test('llms.txt leads to every document, and each of its addresses answers in Markdown', async () => {
  const { body, headers } = await get('/llms.txt');
  assert.match(String(headers['content-type']), /^text\/plain/);
  assert.match(body, /^# Patchbay\n\n> A self-hosted voice contact center/);
  const links = [...body.matchAll(/^- \[(.+?)\]\(https:\/\/calls\.example\.com(\/docs\/\S+\.md)\): (.+)$/gm)];
  assert.ok(links.length > 8, body);
  assert.equal(links.length, body.split('\n').filter((line) => line.startsWith('- ')).length, 'each says what it is');
  for (const [, title, path = '', about = ''] of links) {
    const page = await get(path);
    assert.equal(page.statusCode, 200, path);
    assert.match(String(page.headers['content-type']), /^text\/markdown/);
    assert.ok(about.length > 10, `${title}: ${about}`);
  }
  for (const path of ['/docs/how-to/webhooks.md', '/docs/cli.md', '/docs/patchbay.md'])
    assert.ok(
      links.some(([, , each]) => each === path),
      path,
    );
});

test('pages are as they are written; what only its makers need is not there', async () => {
  assert.equal((await get('/docs/how-to/webhooks.md')).body, readFileSync('docs/how-to/webhooks.md', 'utf8'));
  for (const path of [
    '/docs/how-to/add-a-command.md',
    '/docs/coverage.md',
    '/docs/../package.json',
    '/docs/decisions/README.md',
  ])
    assert.equal((await get(path)).statusCode, 404, path);
});

test('a reference names every operation with what it takes and answers', async () => {
  const { body } = await get('/docs/patchbay.md');
  const { paths } = documents().get('patchbay') as { paths: Record<string, Record<string, { summary: string }>> };
  for (const [path, operations] of Object.entries(paths))
    for (const [method, { summary }] of Object.entries(operations))
      assert.ok(body.includes(`## ${method.toUpperCase()} ${path}\n\n${summary}.`), `${method} ${path}`);
  assert.match(body, /## GET \/v1\/calls\n[\s\S]*?- `limit` \(query\)/);
});

test('without pages, as in an image that has none, the references remain', async () => {
  const bare = fastify();
  addLlms(bare, { surfaces, documents, publicUrl: () => 'http://x', directory: 'no-such-directory' });
  assert.doesNotMatch((await bare.inject({ url: '/llms.txt' })).body, /how-to/);
  assert.equal((await bare.inject({ url: '/docs/intercom.md' })).statusCode, 200);
});
