/**
 * A workspace gets a mail server: invitations and links are mailed, people who forgot their password help themselves,
 * and administrators see what became of each mail.
 */
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { pino } from 'pino';
import type { TakenMail } from '../support/mail-server.ts';
import { linkIn, startMailServer } from '../support/mail-server.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import type { ToldEntry, ToldPerson } from '../support/people.ts';
import { AT_HOME, pathOf, peopleAt } from '../support/people.ts';
import { until } from '../support/until.ts';

const logged: string[] = [];
const log = pino(
  { level: 'debug' },
  new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  }),
);
const clock = createManualClock(new Date('2026-11-02T09:00:00.000Z'));
const patchbay = await testPatchbay(
  { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIGN_IN_PRIVATE_TARGETS: 'on' },
  { clock, log },
);
const mail = await startMailServer();
const { invite, open, fill, trySignIn, comeIn, as } = peopleAt(patchbay);

const SERVER = { host: '127.0.0.1', port: mail.port, security: 'none', username: null, from: 'calls@nord.example' };
const put = async (more: object = {}): Promise<Got> =>
  patchbay.send('/v1/mail-server', { method: 'PUT', body: { ...SERVER, ...more } });
const forgot = async (email: string): Promise<Got> =>
  patchbay.send('/app/forgot.json', { token: null, body: { email } });
const mailsTo = async (to: string, count: number): Promise<readonly TakenMail[]> =>
  until(() => {
    const found = mail.taken.filter((each) => each.to.includes(to));
    return found.length >= count ? found : null;
  });
type ToldMail = { kind: string; to: string; state: string; attempts: number; answer: string | null };
const mailOf = async (to: string): Promise<ToldMail | undefined> =>
  ((await patchbay.send('/v1/mails')).json as { data: ToldMail[] }).data.find((each) => each.to === to);

test('without a mail server the link is handed on, and no one can ask for one', async () => {
  const { link } = (await invite({ email: 'byhand@somedomain.com', role: 'agent' })).json as {
    link: { mailed: boolean; url: string };
  };
  assert.deepEqual([link.mailed, (await open(pathOf(link.url))).status], [false, 200]);
  assert.deepEqual((await patchbay.send('/app/sign-in-ways.json', { token: null })).json, {
    hasMail: false,
    providers: [],
  });
  assert.equal((await forgot('owner@somedomain.com')).status, 200, 'and says no more than with one');
  assert.equal((await patchbay.send('/v1/mail-server')).status, 404);
  assert.equal((await patchbay.send('/v1/mail-server/test', { body: { to: 'a@example.com' } })).status, 404);
});

test('a mail server that cannot be is refused beside the field; one that can is kept without its password', async () => {
  const refused: readonly (readonly [object, string])[] = [
    [{ host: 'no host' }, '/host'],
    [{ port: 0 }, '/port'],
    [{ from: 'nobody' }, '/from'],
    [{ username: 'patchbay' }, '/security'],
    [{ username: 'patchbay', security: 'tls' }, '/password'],
    [{ secure: true }, '/secure'],
  ];
  for (const [wrong, pointer] of refused) {
    const got = await put(wrong);
    assert.equal(got.status, 422, got.text);
    assert.equal((got.json as { errors: { pointer: string }[] }).errors[0]?.pointer, pointer);
  }
  const login = { username: 'patchbay', password: 'a secret of mail', security: 'tls' };
  assert.equal((await put(login)).status, 200);
  const elsewhere = await put({ ...login, password: undefined, host: 'evil.example' });
  assert.match(elsewhere.text, /entered again/);
  const kept = await put();
  assert.deepEqual((kept.json as { has_password: boolean }).has_password, false);
  const { rows } = await patchbay.database.pool.query('select row_to_json(a)::text as entry from audit_entry a');
  assert.ok((rows as { entry: string }[]).every(({ entry }) => !entry.includes('a secret of mail')));
});

test('an invitation is mailed, and leads in; what is kept of it holds no link', async () => {
  const invited = await invite({ email: 'ada@somedomain.com', role: 'agent', first_name: 'Ada' });
  const { link } = invited.json as { link: { url: string; mailed: boolean } };
  assert.equal(link.mailed, true);
  const { rows } = await patchbay.database.pool.query('select letter from mail');
  for (const { letter } of rows as { letter: Buffer | null }[])
    assert.ok(letter?.includes(pathOf(link.url)) !== true, 'encrypted until it has left');
  const [taken] = await mailsTo('ada@somedomain.com', 1);
  assert.ok(taken);
  assert.match(taken.text, /Hello Ada/);
  assert.equal(linkIn(taken), link.url);
  assert.equal((await fill(pathOf(linkIn(taken)), AT_HOME)).status, 303);
  await until(async () => (await mailOf('ada@somedomain.com'))?.state === 'sent');
  const gone = await patchbay.database.pool.query('select from mail where letter is not null');
  assert.equal(gone.rowCount, 0, 'what has left is forgotten');
});

test('who forgot their password is mailed a link for an hour, once, and is told when it was changed', async () => {
  await comeIn('lost@somedomain.com');
  assert.equal((await forgot('LOST@somedomain.com')).status, 200);
  const [first] = await mailsTo('lost@somedomain.com', 2).then((all) => all.slice(1));
  assert.ok(first);
  const page = await open(pathOf(linkIn(first)));
  assert.match(page.text, /Choose a new password/);
  assert.equal(await trySignIn('lost@somedomain.com', PASSWORD), 200, 'the old one works until then');
  const path = pathOf(linkIn(first));
  assert.equal((await fill(path, { ...AT_HOME, password: 'another good one' })).status, 303);
  assert.equal((await fill(path, AT_HOME)).status, 410, 'once');
  assert.equal(await trySignIn('lost@somedomain.com', 'another good one'), 200);
  const told = await mailsTo('lost@somedomain.com', 3);
  assert.match(told[2]?.text ?? '', /password of your account at .* was just changed/);
  const { data } = (await patchbay.send('/v1/audit?action=person.password_forgotten')).json as { data: ToldEntry[] };
  assert.deepEqual(
    [data[0]?.door, data[0]?.agent_id, data[0]?.target_name, data[0]?.address],
    ['page', null, 'lost@somedomain.com', '127.0.0.1'],
  );

  await forgot('lost@somedomain.com');
  const late = (await mailsTo('lost@somedomain.com', 4)).at(-1);
  assert.ok(late);
  await clock.advance(3_600_000);
  assert.equal((await open(pathOf(linkIn(late)))).status, 410);
});

test('a mail is in the language of its recipient where they have chosen one, else in the workspace’s', async () => {
  const { id } = await comeIn('lena@somedomain.com');
  const sent = async (count: number): Promise<string> =>
    (await mailsTo('lena@somedomain.com', count)).at(-1)?.text ?? '';
  const asked = await sent(1);
  assert.match(asked, /^Subject: Join /m);
  await patchbay.database.pool.query(`update agent set language = 'de' where id = $1`, [id]);
  await forgot('lena@somedomain.com');
  assert.match(await sent(2), /Jemand hat ein neues Passwort/);
  await patchbay.send('/v1/mail-server/test', { body: { to: 'Lena@somedomain.com' } });
  assert.match((await mailsTo('Lena@somedomain.com', 1)).at(-1)?.text ?? '', /Test-E-Mail von/);
  await patchbay.database.pool.query(`update agent set language = null where id = $1`, [id]);
  await patchbay.database.pool.query(`update language set enabled = code = 'fr' where workspace_id = 1`);
  await forgot('lena@somedomain.com');
  assert.match(await sent(3), /nouveau mot de passe/);
  await patchbay.database.pool.query(`update language set enabled = true where workspace_id = 1`);
});

test('a link that an administrator made stays when someone asks for another one, and goes when one is used', async () => {
  const { id } = await comeIn('both@somedomain.com');
  const made = (await patchbay.send(`/v1/people/${id}/link`, { method: 'POST' })).json as { url: string };
  await forgot('both@somedomain.com');
  const asked = (await mailsTo('both@somedomain.com', 3)).at(-1);
  assert.ok(asked);
  assert.equal((await open(pathOf(made.url))).status, 200);
  assert.equal((await fill(pathOf(linkIn(asked)), AT_HOME)).status, 303);
  assert.equal((await open(pathOf(made.url))).status, 410);
});

test('the answer tells nothing: unknown, invited, locked and simulated people get the same, and no mail', async () => {
  await clock.advance(900_000);
  const { id } = await comeIn('shut@somedomain.com');
  await patchbay.send(`/v1/people/${id}`, { method: 'PATCH', body: { locked: true } });
  await invite({ email: 'invited@somedomain.com', role: 'agent' });
  await mailsTo('invited@somedomain.com', 1);
  await comeIn('known@somedomain.com');
  const names = ['known', 'stranger', 'shut', 'invited'];
  const answers = await Promise.all(names.map(async (name) => forgot(`${name}@somedomain.com`)));
  assert.deepEqual(
    answers.map(({ status, text }) => [status, text]),
    answers.map(() => [200, '{}']),
  );
  await mailsTo('known@somedomain.com', 2);
  for (const [name, before] of [
    ['shut', 1],
    ['stranger', 0],
    ['invited', 1],
  ] as const)
    assert.equal(mail.taken.filter(({ to }) => to.includes(`${name}@somedomain.com`)).length, before, name);
  for (const wrong of ['', 'nobody', 7, null])
    assert.equal((await patchbay.send('/app/forgot.json', { token: null, body: { email: wrong } })).status, 400);
  const foreign = { token: null, body: { email: 'known@somedomain.com' }, headers: { origin: 'https://evil.example' } };
  assert.equal((await patchbay.send('/app/forgot.json', foreign)).status, 403);
});

test('asking is limited by address of mail, known or not, and by network address', async () => {
  await clock.advance(900_000);
  const never = await Promise.all(Array.from({ length: 4 }, async () => forgot('never@somedomain.com')));
  assert.deepEqual(
    never.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 200, 200, 429],
  );
  await Promise.all(Array.from({ length: 6 }, async (_, count) => forgot(`n${count}@somedomain.com`)));
  const much = await forgot('another@somedomain.com');
  assert.deepEqual([much.status, much.headers.get('retry-after')], [429, '900']);
  await clock.advance(900_000);
  assert.equal((await forgot('another@somedomain.com')).status, 200);
});

test('what is refused is seen by administrators in the server’s own words, and in no log', async () => {
  mail.refuse({ recipient: [550, '5.1.1 There is no bob@somedomain.com here'] });
  await invite({ email: 'bob@somedomain.com', role: 'agent' });
  const seen = await until(async () => {
    const found = await mailOf('bob@somedomain.com');
    return found?.state === 'failed' ? found : null;
  });
  assert.deepEqual([seen.kind, seen.attempts], ['invitation', 1]);
  assert.match(seen.answer ?? '', /550 5\.1\.1 There is no bob@somedomain\.com here/);
  const tested = await patchbay.send('/v1/mail-server/test', { body: { to: 'carol@example.com' } });
  assert.equal((tested.json as { sent: boolean }).sent, false);
  assert.match(tested.text, /refused the recipient. It said: 550 5\.1\.1/);

  mail.refuse({ recipient: [451, '4.3.0 Try again'] });
  await invite({ email: 'dave@somedomain.com', role: 'agent' });
  await until(async () => (await mailOf('dave@somedomain.com'))?.answer?.includes('451') === true);
  mail.refuse({});
  assert.equal((await mailOf('dave@somedomain.com'))?.state, 'waiting');
  assert.equal((await put()).status, 200, 'a server that is saved again is tried at once');
  await mailsTo('dave@somedomain.com', 1);
  const lines = logged.join('');
  assert.doesNotMatch(lines, /bob@|carol@|dave@|\/join\/[\w-]{10}/);
});

test('a test mail arrives, from the page and by the API', async () => {
  const owner = await signIn(patchbay, 'owner@somedomain.com');
  const tested = await as(owner, '/app/mail/test.json', 'POST', { to: 'owner@somedomain.com' });
  assert.match(tested.text, /"sent":true,"sentence":"The mail server took it: 250 Queued as/);
  const [taken] = await mailsTo('owner@somedomain.com', 1);
  assert.match(taken?.text ?? '', /^Subject: Test mail of/m);
  assert.equal((await as(owner, '/app/mail/test.json', 'POST', { to: 'owner' })).status, 422);
});

test('a lesser role, a lesser token and a neighbor see and change nothing', async () => {
  const agent = await signIn(patchbay, 'agent@somedomain.com');
  for (const [path, method, body] of [
    ['/app/mail/server.json', 'GET'],
    ['/app/mail/server.json', 'PATCH', SERVER],
    ['/app/mail/server.json', 'DELETE'],
    ['/app/mail/sent.json', 'GET'],
    ['/app/mail/test.json', 'POST', { to: 'a@example.com' }],
  ] as const)
    assert.equal((await as(agent, path, method, body)).status, 403, path);
  const made = async (kind: string): Promise<string> =>
    ((await patchbay.send('/v1/tokens', { body: { name: kind, kind } })).json as { token: string }).token;
  const reader = await made('read_only');
  assert.equal((await patchbay.send('/v1/mails', { token: reader })).status, 200);
  assert.equal((await patchbay.send('/v1/mail-server', { token: reader, method: 'PUT', body: SERVER })).status, 403);
  assert.equal((await patchbay.send('/v1/mails', { token: await made('app') })).status, 403);
  const opened = await patchbay.send('/v1/workspaces', { body: { subdomain: 'mail-neighbor', name: 'Neighbor' } });
  const { token } = opened.json as { token: string };
  assert.equal((await patchbay.send('/v1/mail-server', { token })).status, 404);
  assert.equal((await patchbay.send('/v1/mail-server', { token, method: 'DELETE' })).status, 404);
  assert.deepEqual(((await patchbay.send('/v1/mails', { token })).json as { data: unknown[] }).data, []);
});

test('mails are listed in parts, the newest first, and forgotten after thirty days', async () => {
  const first = (await patchbay.send('/v1/mails?limit=2')).json as { data: { id: number }[]; next_cursor: string };
  const second = (await patchbay.send(`/v1/mails?limit=2&cursor=${first.next_cursor}`)).json as typeof first;
  const ids = [...first.data, ...second.data].map(({ id }) => id);
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => b - a),
  );
  assert.equal(new Set(ids).size, 4);
  const owner = await signIn(patchbay, 'owner@somedomain.com');
  const page = (await as(owner, `/app/mail/sent.json?before=${ids[0]}`)).json as { mails: { id: number }[] };
  assert.equal(page.mails[0]?.id, ids[1]);
  assert.equal((await as(owner, '/app/mail/sent.json?before=x')).status, 400);
});

test('the mail server is removed, and what waits is given up', async () => {
  mail.refuse({ recipient: [451, '4.3.0 Try again'] });
  await invite({ email: 'erin@somedomain.com', role: 'agent' });
  await until(async () => (await mailOf('erin@somedomain.com'))?.attempts === 1);
  const owner = await signIn(patchbay, 'owner@somedomain.com');
  assert.deepEqual((await as(owner, '/app/mail/server.json', 'DELETE')).json, { server: null });
  assert.equal((await as(owner, '/app/mail/server.json', 'DELETE')).status, 404);
  await clock.advance(60_000);
  const given = await until(async () => {
    const found = await mailOf('erin@somedomain.com');
    return found?.state === 'failed' ? found : null;
  });
  assert.match(given.answer ?? '', /no mail server any more/);
  const { link } = (await invite({ email: 'frank@somedomain.com', role: 'agent' })).json as ToldPerson & {
    link: { mailed: boolean };
  };
  assert.equal(link.mailed, false);
});
