/** The verbs against a server: everything that an integrator does with them, in their order. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { SCENARIOS } from '../scenarios.ts';
import { testCli } from '../../../test/support/cli.ts';
import { testPatchbay, TOKEN } from '../../../test/support/patchbay.ts';
import { startReceiver } from '../../../test/support/receiver.ts';

const patchbay = await testPatchbay({ PATCHBAY_WEBHOOK_PRIVATE_TARGETS: 'on' });
const cli = await testCli();
const receiver = await startReceiver();
const json = (lines: readonly string[]): unknown[] => lines.map((line) => JSON.parse(line) as unknown);
type Message = {
  readonly type: string;
  readonly data: { readonly call: { readonly id: number; readonly state: string } };
};

/** Does it again and again until what is awaited has come: nothing says when a stream of events stands. */
async function repeating<T>(act: () => Promise<unknown>, awaited: Promise<T>): Promise<T> {
  const timer = setInterval(() => void act().catch(() => null), 100);
  return awaited.finally(() => clearInterval(timer));
}

test('login keeps a token that works, and whoami says what it may do', async () => {
  const wrong = await cli.run(['login', patchbay.address], { input: 'not-a-token\n' });
  assert.equal(wrong.code, 77);
  assert.match(wrong.err.join(''), /^Unauthorized: .+ \(401\)\.$/);
  const { code, out } = await cli.run(['login', patchbay.address], { input: `${TOKEN}\n` });
  assert.deepEqual(
    [code, out],
    [0, [`Signed in to ${patchbay.address}: workspace Somedomain Support (demo), token demo (staff).`]],
  );
  const who = await cli.run(['whoami', '--json']);
  const { token, workspace } = JSON.parse(who.out.join('')) as {
    token: { kind: string; operations: string[] };
    workspace: { subdomain: string };
  };
  assert.deepEqual([token.kind, workspace.subdomain], ['staff', 'demo']);
  assert.ok(token.operations.includes('createToken'));
  assert.ok((await cli.run(['whoami'])).out.some((line) => line.startsWith('workspace  Somedomain Support (demo, 1)')));
});

for (const [name, { brings }] of Object.entries(SCENARIOS))
  test(`trigger ${name} brings about ${brings.join(', ')}`, async () => {
    const { code, out, err } = await cli.run(['trigger', name, '--json', '--until', 'ended']);
    assert.deepEqual([code, err], [0, []]);
    const types = (json(out) as Message[]).map(({ type }) => type);
    assert.deepEqual(types.slice(0, 1), ['call.created'], 'from its first event on');
    for (const type of brings) assert.ok(types.includes(type), `${type} is missing in ${types.join(' ')}`);
  });

test('call --wait ends with 0 when someone answered, and with 3 when no one did', async () => {
  const answered = await cli.run(['call', '+14155550148', '--wait']);
  assert.equal(answered.code, 0, answered.err.join(' '));
  const busy = await cli.run(['call', '+14155550001', '--wait']);
  assert.equal(busy.code, 3);
  assert.match(busy.out.at(-1) ?? '', /^call \d+ is failed \(eu_busy\)$/);
  const wrong = await cli.run(['call', '12', '--agent', '1']);
  assert.deepEqual([wrong.code, wrong.out], [1, []]);
  assert.match(wrong.err.join(''), /^Invalid phone number: \/to .+ \(422\)\.$/);
});

test('calls are listed, shown, watched and exported', async () => {
  const listed = await cli.run(['calls', 'ls', '--limit', '2', '--state', 'failed', '--json']);
  const [calls] = json(listed.out) as [{ id: number; state: string }[]];
  assert.deepEqual(
    calls.map(({ state }) => state),
    ['failed', 'failed'],
  );
  const id = String(calls[0]?.id);
  assert.match((await cli.run(['calls', 'ls', '--limit', '1'])).out[0] ?? '', /^ID +STATE +DIRECTION/);
  const shown = (await cli.run(['calls', 'get', id])).out;
  assert.ok(shown.some((line) => /^state +failed$/.test(line)) && shown.some((line) => line.includes('created')));
  const watched = await cli.run(['calls', 'watch', id]);
  assert.deepEqual([watched.code, watched.out], [0, [`call ${id} is failed`]]);
  assert.equal((await cli.run(['calls', 'get', '999999'])).code, 1);
  const csv = (await cli.run(['export', '--format', 'csv', '--from', '1d'])).out;
  const lines = (await cli.run(['export', '--from', '1d'])).out;
  assert.equal(csv.length, lines.length + 1);
  assert.match(csv[0] ?? '', /^id,uid,origin,/);
  assert.deepEqual((await cli.run(['export', '--to', '1d'])).out, []);
});

test('a call is watched to its end while it is in progress', async () => {
  const made = await patchbay.send('/v1/simulator/calls', { body: { from: '+14155550148', direct: true } });
  const { id } = made.json as { id: number };
  const watching = cli.start(['calls', 'watch', String(id), '--timeout', '60']);
  const { code, out } = await repeating(
    () => patchbay.send(`/v1/simulator/calls/${id}/events`, { body: { event: 'hang_up' } }),
    watching.ended,
  );
  assert.equal(code, 0);
  assert.equal(out.at(-1), `call ${id} is failed`);
});

test('listen brings each format as a webhook would, signed, and says what was answered', async () => {
  const listen = async (format: string, more: readonly string[]): Promise<readonly string[]> => {
    const to = ['--to', `${receiver.url}/${format}`, '--format', format, '--secret', 'client-secret'];
    const { code, out, err } = await cli.run(['listen', ...to, '--since', '0', ...more]);
    assert.equal(code, 0, err.join(' '));
    return out;
  };
  const out = await listen('intercom', ['--count', '3', '-e', 'call.*']);
  assert.match(out[0] ?? '', /^\S+ {2}call\.started +204 {2}\d+ ms$/);
  const heard = await receiver.count(3, '/intercom');
  for (const { headers, body } of heard) {
    assert.equal(headers['x-hub-signature'], `sha1=${createHmac('sha1', 'client-secret').update(body).digest('hex')}`);
    assert.match((JSON.parse(body) as { id: string }).id, /^notif_[\da-f-]{36}$/);
  }
  await listen('ccaip', ['--count', '1', '--user', 'hook']);
  const [session] = await receiver.count(1, '/ccaip');
  assert.equal(session?.headers.authorization, `Basic ${Buffer.from('hook:client-secret').toString('base64')}`);
  await listen('vcita', ['--count', '1', '-e', 'voice_call/*']);
  const [entity] = await receiver.count(1, '/vcita');
  assert.match(entity?.body ?? '', /^\[\{"entity_name":"voice_call","event_type":"create"/);
  await listen('standard', ['--count', '1']);
  const [ours] = await receiver.count(1, '/standard');
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = ours?.headers ?? {};
  const signed = createHmac('sha256', 'client-secret').update(`${String(id)}.${String(at)}.${ours?.body}`);
  assert.equal(signature, `v1,${signed.digest('base64')}`);
});

test('listen sends again what was not taken, and ends with 1 when that does not help', async () => {
  receiver.answer = (_heard, response) => void response.writeHead(500).end();
  const { code, out } = await cli.run([
    'listen',
    '--to',
    `${receiver.url}/broken`,
    '--since',
    '0',
    '--count',
    '1',
    '--json',
  ]);
  receiver.answer = (_heard, response) => void response.writeHead(204).end();
  assert.equal(code, 1);
  assert.deepEqual(
    (json(out) as { status: number }[]).map(({ status }) => status),
    [500, 500, 500],
  );
  const ids = (await receiver.count(3, '/broken')).map(({ headers }) => headers['webhook-id']);
  assert.equal(new Set(ids).size, 1, 'under the same id');
});

test('tail events follows from now on until it is interrupted', async () => {
  const tail = cli.start(['tail', 'events', '-e', 'call.missed', '--json']);
  await repeating(() => patchbay.send('/v1/simulator/calls', { body: { from: '+14155550007' } }), tail.printed(1));
  tail.interrupt();
  const { code, out } = await tail.ended;
  assert.equal(code, 0);
  assert.ok((json(out) as Message[]).every(({ type }) => type === 'call.missed'));
});

test('tail requests prints what was asked, narrowed as the log is, and each once', async () => {
  await patchbay.send('/v1/calls/424242');
  await patchbay.requests.write();
  const narrowed = ['--call', '424242', '--status', '4xx', '--all'];
  const { code, out } = await cli.run(['tail', 'requests', ...narrowed, '--count', '1']);
  assert.equal(code, 0);
  assert.match(
    out[0] ?? '',
    /^\S+ {2}404 {2}GET {5}\/v1\/calls\/424242 {2}\d+ ms {2}\S+ {2}call 424242 .* {2}Call not found$/,
  );
  const tail = cli.start(['tail', 'requests', '--method', 'GET', '--path', '/v1/menus', '--json']);
  const ask = async (): Promise<void> => {
    await patchbay.send('/v1/menus');
    await patchbay.requests.write();
  };
  await repeating(ask, tail.printed(1));
  tail.interrupt();
  const ids = (json((await tail.ended).out) as { id: number }[]).map(({ id }) => id);
  assert.deepEqual(
    ids,
    [...new Set(ids)].toSorted((a, b) => a - b),
  );
});

test('deliveries are followed, and sent again one by one or since a time', async () => {
  const none = await cli.run(['tail', 'deliveries']);
  assert.deepEqual([none.code, none.err], [1, ['The workspace has no webhook: `patchbay listen` needs none.']]);
  const made = await patchbay.send('/v1/webhooks', { body: { url: `${receiver.url}/hook`, events: ['call.missed'] } });
  const { id } = made.json as { id: number };
  await cli.run(['trigger', 'call.missed']);
  await receiver.count(1, '/hook');
  const seen = await cli.run(['tail', 'deliveries', '--all', '--count', '1', '--json']);
  const [delivery] = json(seen.out) as [{ id: number; webhook_id: number }];
  assert.equal(delivery.webhook_id, id);
  const webhook = ['--webhook', String(id)];
  assert.deepEqual((await cli.run(['resend', String(delivery.id), ...webhook])).out, ['1 sent again']);
  await receiver.count(2, '/hook');
  const [{ count }] = json((await cli.run(['resend', '--since', '1h', ...webhook, '--json'])).out) as [
    { count: number },
  ];
  // Calls that were made while the stream above was awaited may be missed as late as now.
  assert.ok(count >= 1);
  await receiver.count(2 + count, '/hook');
  assert.equal((await cli.run(['resend', '999999', ...webhook])).code, 1);
});

test('a token that only reads lists calls, and places none', async () => {
  const made = await patchbay.send('/v1/tokens', { body: { name: 'Reader', kind: 'read_only' } });
  const env = { PATCHBAY_SERVER: patchbay.address, PATCHBAY_TOKEN: (made.json as { token: string }).token };
  assert.equal((await cli.run(['calls', 'ls'], { env })).code, 0);
  const refused = await cli.run(['trigger', 'call.missed'], { env });
  assert.deepEqual(
    [refused.code, refused.err],
    [77, ['Forbidden: The token is of a kind that may not do this (403).']],
  );
});

test('one call is shown as each API shows it, and two views side by side', async () => {
  const { out } = await cli.run(['trigger', 'call.dropped', '--json', '--until', 'ended']);
  const [{ data }] = json(out) as [Message];
  const id = String(data.call.id);
  const view = async (name: string) =>
    JSON.parse((await cli.run(['calls', 'get', id, '--as', name, '--json'])).out.join(''));
  assert.deepEqual(await view('intercom'), (await patchbay.send(`/calls/${id}`)).json);
  assert.deepEqual(await view('ccaip'), (await patchbay.send(`/manager/api/v1/calls/${id}`)).json);
  const { uid } = (await view('patchbay')) as { uid: string };
  assert.equal(((await view('vcita')) as { uid: string }).uid, uid);
  const differ = await cli.run(['calls', 'get', id, '--as', 'intercom', '--as', 'vcita']);
  assert.ok(
    differ.out.some((line) => /^= +direction +direction +inbound$/.test(line)),
    differ.out.join('\n'),
  );
  const three = await cli.run(['calls', 'get', id, '--as', 'intercom', '--as', 'vcita', '--as', 'ccaip']);
  assert.deepEqual([three.code, three.err], [2, ['--as compares two views, not more.']]);
});

test('what was said is followed until no more is written down, and heard or saved', async () => {
  const { out } = await cli.run(['trigger', 'call.answered', '--json', '--no-wait']);
  const { id } = JSON.parse(out.join('')) as { id: number };
  const early = await cli.run(['transcript', String(id)]);
  assert.ok(early.code === 0 || early.err.join('').startsWith('Transcript not found'), early.err.join(''));
  const followed = await cli.run(['transcript', String(id), '--follow']);
  assert.equal(followed.code, 0, followed.err.join(' '));
  assert.deepEqual((await cli.run(['transcript', String(id)])).out, followed.out);
  assert.match(followed.out[0] ?? '', /^ +\d+\.\d s {2}(user|agent) +\S/);

  const file = join(cli.configDirectory, 'call.wav');
  assert.deepEqual((await cli.run(['play', String(id), '--save', file])).out, [`Saved as ${file}`]);
  const sound = await readFile(file);
  assert.equal(sound.subarray(0, 4).toString(), 'RIFF');
  assert.equal(((await stat(file)).mode & 0o777).toString(8), '600');
  const over = await cli.run(['play', String(id), '--save', file]);
  assert.deepEqual([over.code, /EEXIST/.test(over.err.join(''))], [1, true]);

  const none = await cli.run(['play', String(id)], { env: { PATH: cli.configDirectory } });
  assert.deepEqual(
    [none.code, none.err],
    [1, ['There is no player here (ffplay, afplay, paplay, aplay): use --save FILE.']],
  );
  const heard = join(cli.configDirectory, 'heard.wav');
  await writeFile(join(cli.configDirectory, 'paplay'), `#!/bin/sh\n/bin/cp "$1" "${heard}"\n`, { mode: 0o755 });
  assert.equal((await cli.run(['play', String(id)], { env: { PATH: cli.configDirectory } })).code, 0);
  assert.deepEqual(await readFile(heard), sound);
});

/** The blocks of a page in one language. */
const blocksOf = (page: string, language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);

test('the workflow of docs/how-to/ci.md does what it says', async () => {
  const [scenarios = '', workflow = ''] = blocksOf(await readFile('docs/how-to/ci.md', 'utf8'), 'yaml');
  const file = join(cli.configDirectory, 'scenarios.yaml');
  await writeFile(file, scenarios);
  const commands = [...workflow.matchAll(/npx patchbay (.+)$/gm)].map(([, typed = '']) => typed.split(' '));
  assert.deepEqual(
    commands.map(([verb]) => verb),
    ['serve', 'simulate', 'listen', 'calls'],
  );
  const [, simulate = [], listen = []] = commands;
  const report = join(cli.configDirectory, 'calls.xml');
  const played = await cli.run(simulate.map((word) => ({ 'scenarios.yaml': file, 'calls.xml': report })[word] ?? word));
  assert.deepEqual([played.code, played.out.at(-1)], [0, '10 calls, 0 not as expected'], played.out.join('\n'));
  assert.match(await readFile(report, 'utf8'), /tests="10" failures="0"/);
  const own = { 'http://localhost:4242/webhook': `${receiver.url}/ci`, '5': '1' };
  const told = await cli.run(listen.map((word) => own[word as keyof typeof own] ?? word));
  assert.equal(told.code, 0, told.err.join(' '));
  assert.ok(
    (await receiver.count(10, '/ci')).every(({ headers }) => String(headers['x-hub-signature']).startsWith('sha1=')),
  );
});

test('a scenario that comes out otherwise ends with 3, and says what was otherwise', async () => {
  const file = join(cli.configDirectory, 'wrong.json');
  const expect = { events: ['call.answered'], state: 'finished' };
  await writeFile(file, JSON.stringify({ scenarios: [{ name: 'Wrong', play: 'call.missed', expect }] }));
  const { code, out } = await cli.run(['simulate', file, '--calls', '2', '--rate', '100', '--report', 'junit']);
  assert.equal(code, 3);
  assert.match(out.join('\n'), /tests="2" failures="2"[\s\S]+call\.answered did not come in its place/);
  const missing = await cli.run(['simulate', 'no-such-file.yaml']);
  assert.deepEqual([missing.code, missing.err.join('').startsWith('no-such-file.yaml cannot be read: ')], [2, true]);
});
