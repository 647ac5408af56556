import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fastify from 'fastify';
import { makeScratchDirectory, removeDirectory } from '../../../test/support/scratch-directory.ts';
import { SECTIONS } from '../console/settings/sections.ts';
import { addConsole } from './console.ts';

const directory = await makeScratchDirectory();
after(async () => removeDirectory(directory));
await mkdir(join(directory, 'console'));
await writeFile(join(directory, 'console', 'index.html'), '<main></main>');
const server = fastify();
addConsole(server, { directory, publicUrl: () => 'https://calls.example' });
const statusOf = async (url: string): Promise<number> => (await server.inject({ url })).statusCode;

test('every page of the settings is one, and those of what is listed in them', async () => {
  for (const { at } of SECTIONS) assert.equal(await statusOf(`/app${at}`), 200, at);
  for (const list of ['menus', 'articles', 'trunks', 'webhooks', 'requests'])
    assert.equal(await statusOf(`/app/settings/${list}/7`), 200, list);
});

for (const [path, status] of [
  ['/app', 200],
  ['/app/', 200],
  ['/app/desk?call=7', 200],
  ['/app/contacts', 200],
  ['/app/contacts/7', 200],
  ['/app/calls/7', 200],
  ['/app/scheduled', 200],
  ['/app/profile', 200],
  ['/app/settings/menus/new', 200],
  ['/app/nope', 404],
  ['/app/desk/7', 404],
  ['/app/calls/0', 404],
  ['/app/calls/x', 404],
  ['/app/settings/nope', 404],
  ['/app/settings/audit/7', 404],
  ['/app/settings/menus/7/8', 404],
  ['/application', 404],
] as const)
  test(`${path} is answered ${status}`, async () => assert.equal(await statusOf(path), status));
