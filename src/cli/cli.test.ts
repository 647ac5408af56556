import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { readCommand } from '../app/command-line.ts';
import { testCli } from '../../test/support/cli.ts';
import { LOCAL_VERBS } from './local-verbs.ts';
import { cell, plain, table } from './print.ts';
import { isPrivate, profileFile, readProfile, readServer, writeProfile } from './profile.ts';
import { timeOf } from './verbs/resend.ts';
import { VERBS } from './verbs.ts';

const cli = await testCli();

const MISUSED: readonly (readonly [typed: string, says: RegExp])[] = [
  ['nonsense', /^There is no verb nonsense\. `patchbay --help` lists them\.$/],
  ['triger x', /^There is no verb triger\. Did you mean trigger\?$/],
  ['calls', /^calls is followed by another word: calls ls, calls get, calls watch/],
  ['calls get', /^calls get needs ID\. /],
  ['calls get 1 2', /^2 is too much\. /],
  ['calls get x', /^x is no id of a call\.$/],
  ['calls ls --limit 0', /^--limit is a whole number from 1 to 10000, not 0\.$/],
  ['calls ls --nope', /^Unknown option '--nope'/],
  ['listen', /^listen needs --to URL\.$/],
  ['listen --to nowhere', /^nowhere is no address of a program\.$/],
  ['listen --to http://localhost --format pigeon', /^A format is standard, intercom, ccaip, vcita, not pigeon\.$/],
  ['tail events -e call.exploded', /^No event is called call\.exploded\. There are: call\.created/],
  ['trigger call.exploded', /^There is no scenario call\.exploded\. There are: call\.answered/],
  ['resend 1', /^resend needs --webhook ID\.$/],
  ['resend --webhook 1', /^resend needs DELIVERY or --since TIME\.$/],
  ['export --format xml', /^--format is jsonl or csv, not xml\.$/],
  ['login ftp://example.com', /^ftp:\/\/example\.com is no address of a server/],
];
for (const [typed, says] of MISUSED)
  test(`\`patchbay ${typed}\` is a usage fault, said in a sentence`, async () => {
    const { code, out, err } = await cli.run(typed.split(' '), { env: { PATCHBAY_TOKEN: 'x'.repeat(20) } });
    assert.deepEqual([code, out], [2, []]);
    assert.match(err.join('\n'), says);
  });

test('without a token a verb ends with 77, and as JSON when that is asked for', async () => {
  const { code, err } = await cli.run(['whoami', '--json']);
  assert.equal(code, 77);
  const said = JSON.parse(err.join('')) as { error: string; exit_code: number };
  assert.match(said.error, /^There is no token for http:\/\/127\.0\.0\.1:8080: run `patchbay login`/);
  assert.equal(said.exit_code, 77);
});

const answers = createServer((request, response) => {
  const status = Number(/(\d{3})$/.exec(request.headers.authorization ?? '')?.[1] ?? 200);
  response.writeHead(status, { location: 'https://elsewhere.example' }).end('<html>not ours</html>');
});
await new Promise<void>((resolve) => answers.listen(0, '127.0.0.1', resolve));
after(() => answers.close());
const elsewhere = `http://127.0.0.1:${(answers.address() as AddressInfo).port}`;

const CODES: readonly (readonly [status: number, code: number, says: RegExp])[] = [
  [200, 69, /answered something that is no Patchbay's/],
  [302, 1, /sends elsewhere: use https:\/\/elsewhere\.example/],
  [401, 77, /\/v1\/token was answered 401/],
  [403, 77, /403/],
  [404, 1, /404/],
  [429, 75, /429/],
  [500, 69, /500/],
  [503, 75, /503/],
];
for (const [status, code, says] of CODES)
  test(`an answer of ${status} ends a verb with ${code}`, async () => {
    const env = { PATCHBAY_SERVER: elsewhere, PATCHBAY_TOKEN: `token-of-length-${status}` };
    const ended = await cli.run(['whoami'], { env });
    assert.equal(ended.code, code);
    assert.match(ended.err.join(''), says);
  });

test('a server that is not there ends a verb with 69', async () => {
  const env = { PATCHBAY_SERVER: 'http://127.0.0.1:47', PATCHBAY_TOKEN: 'x'.repeat(20) };
  const { code, err } = await cli.run(['calls', 'ls'], { env });
  assert.deepEqual([code, err], [69, ['http://127.0.0.1:47 cannot be reached: nothing listens there.']]);
});

test('the profile is readable by its owner alone, and its token goes to no other server', async () => {
  await writeFile(profileFile(cli.configDirectory), 'nonsense', { mode: 0o644 });
  await assert.rejects(readProfile(cli.configDirectory, {}), /is no profile: remove it/);
  const profile = { server: 'https://calls.example.com', token: 'pb_secret' };
  const file = await writeProfile(cli.configDirectory, profile);
  assert.equal(((await stat(file)).mode & 0o777).toString(8), '600');
  assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), profile);
  assert.deepEqual(await readProfile(cli.configDirectory, {}), profile);
  const other = { PATCHBAY_SERVER: 'https://evil.example.com' };
  await assert.rejects(readProfile(cli.configDirectory, other), /There is no token for https:\/\/evil/);
  const token = { ...other, PATCHBAY_TOKEN: 'other' };
  assert.deepEqual(await readProfile(cli.configDirectory, token), { server: other.PATCHBAY_SERVER, token: 'other' });
});

test('addresses of servers are read as browsers write them', () => {
  assert.equal(readServer('https://Calls.Example.com/'), 'https://calls.example.com');
  assert.equal(readServer('http://localhost:8080/under/'), 'http://localhost:8080/under');
  for (const text of ['x', 'ftp://a', 'https://a?b', 'https://a#b', 'https://user@a'])
    assert.throws(() => readServer(text), /is no address of a server/);
  const all = ['https://a', 'http://localhost:1', 'http://127.0.0.1', 'http://[::1]:8080', 'http://10.0.0.1'];
  assert.deepEqual(all.map(isPrivate), [true, true, true, true, false]);
});

test('what callers chose cannot steer a terminal', () => {
  assert.equal(plain('a\u001b[2Jb\u0007c\u202ed\u009be'), 'a [2Jb c d e');
  assert.deepEqual(
    table(
      ['A', 'B'],
      [
        ['x\ny', null],
        ['longer', 7],
      ],
    ),
    ['A       B', 'x y     –', 'longer  7'],
  );
  assert.equal(cell({ a: 1 }), '{"a":1}');
});

test('a time is so long ago, or an instant', () => {
  const now = new Date('2026-11-28T12:00:00Z');
  const ago = ['90s', '30m', '1h', '2d'].map((text) => (now.getTime() - timeOf(text, now).getTime()) / 1000);
  assert.deepEqual(ago, [90, 1_800, 3_600, 172_800]);
  assert.equal(timeOf('2026-11-01', now).toISOString(), '2026-11-01T00:00:00.000Z');
  for (const text of ['', 'yesterday', '1w', '2026-13-01', '7']) assert.throws(() => timeOf(text, now), /is no time/);
});

test('every verb says what it does and takes, and its examples are read as commands', async () => {
  const { out } = await cli.run(['--help']);
  for (const { name, about } of VERBS)
    assert.ok(out.some((line) => line.includes(`  ${name} `) && line.endsWith(about)));
  for (const verb of VERBS) {
    const { code, out: usage } = await cli.run([...verb.name.split(' '), '--help']);
    assert.equal(code, 0);
    assert.ok(usage[0]?.startsWith(`patchbay ${verb.name}`));
    for (const option of Object.keys(verb.options))
      assert.ok(
        usage.some((line) => line.includes(`--${option}`)),
        option,
      );
    for (const example of verb.examples) assert.ok(example.startsWith(`patchbay ${verb.name}`), example);
  }
  const version = (await cli.run(['--version'])).out.join('');
  assert.match(version, /^patchbay \d+\.\d+\.\d+$/);
});

test("the verbs of this machine are the server's own, and the launcher knows them", async () => {
  const launcher = await readFile('bin/patchbay.mjs', 'utf8');
  const known = JSON.parse((/const LOCAL = (\[.*\]);/.exec(launcher)?.[1] ?? '').replaceAll("'", '"')) as string[];
  assert.deepEqual(
    known,
    LOCAL_VERBS.map(({ name }) => name),
  );
  for (const name of known) {
    const command = readCommand([name]);
    assert.ok(command.kind !== 'print' || !command.text.includes('is not an option'), name);
  }
  assert.deepEqual(readCommand(['serve']), { kind: 'start' });
});
