import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommand } from '../command-line.ts';
import { readBackupCommand } from './backup-command.ts';

test('a backup names its file, and says when the key stays out of it', () => {
  const file = 'a b.backup';
  assert.deepEqual(readBackupCommand(['backup', file]), { act: 'backup', file, withKey: true });
  assert.deepEqual(readBackupCommand(['backup', '--without-key', file]), { act: 'backup', file, withKey: false });
  assert.deepEqual(readBackupCommand(['restore', file]), { act: 'restore', file });
  assert.equal(readBackupCommand(['user', file]), null);
});

for (const [wrong, words] of [
  [['backup'], /^Name the file: backup FILE/],
  [['restore'], /^Name the file: restore FILE/],
  [['restore', 'a', 'b'], /^b is too much/],
  [['restore', 'a', '--without-key'], /--without-key/],
  [['backup', '--x', 'a'], /--x/],
] as const)
  test(`\`${wrong.join(' ')}\` ends with 2 and a sentence`, () => {
    const command = readCommand(wrong);
    assert.ok(command.kind === 'print' && command.code === 2);
    assert.match(command.text, words);
  });
