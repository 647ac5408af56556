import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { Noted } from '#domain/identity/audit.ts';
import { MAX_ARCHIVES, MAX_ARCHIVES_OF_ALL } from '../../archives.ts';
import type { ArchiveParts } from './archives.ts';
import { createArchives } from './archives.ts';

const ASKER = { agentId: 4, tokenId: null, address: '127.0.0.1' };

/** Archives of nothing: their files are never asked for. */
function archivesOf(noted: (entry: Noted) => Promise<void>) {
  return createArchives({ asker: () => ASKER, noted } as unknown as ArchiveParts); // No file is read.
}

test(`${MAX_ARCHIVES} archives of a workspace are read at a time, and ${MAX_ARCHIVES_OF_ALL} of all; one that closes gives its place free`, async () => {
  const noted: Noted[] = [];
  const archives = archivesOf(async (entry) => void noted.push(entry));
  const first = await archives.workspace(1)();
  assert.ok(first);
  assert.ok(await archives.workspace(1)());
  assert.equal(await archives.workspace(1)(), null);
  assert.equal(noted.length, 2, 'what is refused is not noted');
  assert.deepEqual(noted[0], { workspaceId: 1, action: 'workspace.exported', targetId: 'all', ...ASKER });
  for (const workspaceId of [2, 2, 3, 3]) assert.ok(await archives.workspace(workspaceId)());
  assert.equal(await archives.workspace(4)(), null);
  first.destroy();
  await once(first, 'close');
  assert.ok(await archives.workspace(4)());
});

test('an archive that cannot be noted is not handed out, and takes no place', async () => {
  const archives = archivesOf(async () => Promise.reject(new Error('The database is away.')));
  for (let time = 0; time <= MAX_ARCHIVES; time += 1)
    await assert.rejects(archives.workspace(1)(), /The database is away/);
});
