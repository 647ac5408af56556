import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { recordingFile } from '#storage/recordings.ts';
import { makeScratchDirectory } from '../../../test/support/scratch-directory.ts';
import { soundReader } from './recorded-sound.ts';

test('a recording is read from its file, and one without a file is none', async () => {
  const dataDirectory = await makeScratchDirectory();
  const { folder, path } = recordingFile(dataDirectory, 'abc42');
  await mkdir(folder, { recursive: true });
  await writeFile(path, 'RIFF');
  const soundOf = soundReader({ dataDirectory });
  const parts: Uint8Array[] = [];
  for await (const part of (await soundOf('abc42')) ?? []) parts.push(part);
  assert.equal(Buffer.concat(parts).toString(), 'RIFF');
  assert.equal(await soundOf('none'), null);
});
