import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { testCli } from '../../../test/support/cli.ts';

const cli = await testCli();
/** A name that leads nowhere, by its definition. Source: RFC 6761, section 6.4. */
const NOWHERE = 'http://patchbay.invalid:8080';

test('login without a token ends with 2, and keeps nothing', async () => {
  const silent = await cli.run(['login']);
  assert.deepEqual(
    [silent.code, silent.err],
    [2, ['There is no token: give it as a line of the input, or as PATCHBAY_TOKEN.']],
  );
  for (const input of ['\n', 'two words\n', 'ümlaut\n']) {
    const { code, err } = await cli.run(['login'], { input });
    assert.deepEqual([code, err], [2, ['That is no token.']]);
  }
  assert.deepEqual(await readdir(cli.configDirectory), []);
});

test('a token that would travel in the clear is warned of before it is sent', async () => {
  const { code, err } = await cli.run(['login', NOWHERE], { input: 'pb_token\n' });
  assert.equal(code, 69);
  assert.match(err[0] ?? '', /^http:\/\/patchbay\.invalid:8080 is not encrypted: .+ Use https\.$/);
  assert.match(err[1] ?? '', /cannot be reached/);
  const encrypted = await cli.run(['login', 'https://patchbay.invalid'], { input: 'pb_token\n' });
  assert.deepEqual([encrypted.code, encrypted.err.length], [69, 1]);
});

test('login takes PATCHBAY_TOKEN without asking, and keeps nothing that did not work', async () => {
  const { code, out } = await cli.run(['login', NOWHERE], { env: { PATCHBAY_TOKEN: 'pb_token' } });
  assert.deepEqual([code, out], [69, []]);
  assert.deepEqual(await readdir(cli.configDirectory), []);
});
