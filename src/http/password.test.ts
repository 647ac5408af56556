import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { test } from 'node:test';
import { hashPassword, isPassword } from './password.ts';

test('a password is known by its hash, another is not', async () => {
  const hash = await hashPassword('correct horse');
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.equal(await isPassword('correct horse', hash), true);
  assert.equal(await isPassword('correct horsf', hash), false);
});

test('the same password has another hash each time', async () => {
  assert.notEqual(await hashPassword('correct horse'), await hashPassword('correct horse'));
});

test('no one has a password, and neither has a hash that is not ours', async () => {
  assert.equal(await isPassword('', null), false);
  assert.equal(await isPassword('x', '$2b$10$abcdefghijklmnopqrstuu'), false);
});

test('a hash made elsewhere with other costs is understood', async () => {
  const salt = Buffer.from('somesaltsomesalt');
  const tag = argon2Sync('argon2id', {
    message: 'password',
    nonce: salt,
    memory: 64,
    passes: 3,
    parallelism: 1,
    tagLength: 32,
  });
  const text = [salt, tag].map((bytes) => bytes.toString('base64').replaceAll('=', '')).join('$');
  assert.equal(await isPassword('password', `$argon2id$v=19$m=64,t=3,p=1$${text}`), true);
});
