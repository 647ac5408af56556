import assert from 'node:assert/strict';
import { once } from 'node:events';
import { lookup } from 'node:dns';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { after, test } from 'node:test';
import type { MailAccount } from '#domain/ports/mail.ts';
import { createAuthority } from '../../test/support/certificates.ts';
import type { Refusing } from '../../test/support/mail-server.ts';
import { MAIL_USER, startMailServer } from '../../test/support/mail-server.ts';
import type { SmtpFault } from './faults.ts';
import { faultOf, wordsOf } from './faults.ts';
import { createSmtp } from './smtp.ts';

const authority = createAuthority();
const certificate = authority.issue('127.0.0.1');
const LETTER = { subject: 'Join Nord', text: 'Hello Zoë,\n\nopen it.\n', html: '<p>Hello Zoë,</p>' };
const TO = 'ada@example.com';
const anywhere = { lookup, isAllowed: () => true };
const own = { ...anywhere };
const smtp = createSmtp({ reach: own, limits: { step: 4_000, whole: 8_000 }, authorities: [authority.certificate] });
const calm = new AbortController().signal;

const accountAt = (port: number, more: Partial<MailAccount> = {}): MailAccount => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  username: null,
  password: null,
  sender: 'calls@nord.example',
  workspaceName: 'Nord "Støtte"',
  ...more,
});

const [plain, starttls, tls] = await Promise.all([
  startMailServer('none', certificate),
  startMailServer('starttls', certificate),
  startMailServer('tls', certificate),
]);

test('a mail is taken, with its text, its HTML and whom it is from', async () => {
  const came = await smtp(accountAt(plain.port), TO, LETTER, calm);
  assert.deepEqual(came, { isSent: true, answer: '250 Queued as 1' });
  const [mail] = plain.taken;
  assert.deepEqual([mail?.from, mail?.to, mail?.isSecure], ['calls@nord.example', [TO], false]);
  for (const part of ['Subject: Join Nord', 'Auto-Submitted: auto-generated', 'Hello Zoë,', '<p>Hello Zoë,</p>'])
    assert.ok(mail?.text.includes(part), part);
});

for (const [security, server] of [
  ['starttls', starttls],
  ['tls', tls],
] as const)
  test(`over ${security} the user signs in, and the mail is taken encrypted`, async () => {
    const came = await smtp(accountAt(server.port, { security, ...MAIL_USER }), TO, LETTER, calm);
    assert.ok(came.isSent, JSON.stringify(came));
    assert.deepEqual([server.taken[0]?.isSecure, server.taken[0]?.user], [true, 'patchbay']);
  });

const REFUSED: readonly (readonly [what: string, Refusing, SmtpFault, isFinal: boolean, says: RegExp])[] = [
  [
    'a recipient',
    { recipient: [550, '5.1.1 No such user'] },
    'recipient_refused',
    true,
    /recipient.*550 5\.1\.1 No such user/,
  ],
  [
    'a recipient for now',
    { recipient: [450, '4.2.1 Greylisted'] },
    'recipient_refused',
    false,
    /450 4\.2\.1 Greylisted/,
  ],
  ['the sender', { sender: [553, '5.7.1 Not yours'] }, 'sender_refused', true, /address that mail comes from.*553/],
  ['the content', { content: [554, '5.7.1 Looks like spam'] }, 'refused', true, /554 5\.7\.1 Looks like spam/],
  ['the content for now', { content: [451, '4.3.0 Full'] }, 'refused', false, /451/],
];

for (const [what, refusing, fault, isFinal, says] of REFUSED)
  test(`a server that refuses ${what} is heard in its own words`, async () => {
    plain.refuse(refusing);
    const came = await smtp(accountAt(plain.port), TO, LETTER, calm);
    plain.refuse({});
    assert.ok(!came.isSent);
    assert.deepEqual([came.fault, came.isFinal], [fault, isFinal]);
    assert.match(came.answer, says);
  });

test('a login that is refused may be mended, and the password is in no words', async () => {
  starttls.refuse({ login: [535, `5.7.8 wrong: ${MAIL_USER.password}`] });
  const account = accountAt(starttls.port, { security: 'starttls', ...MAIL_USER });
  const came = await smtp(account, TO, LETTER, calm);
  starttls.refuse({});
  assert.ok(!came.isSent);
  assert.deepEqual([came.fault, came.isFinal], ['login_refused', false]);
  assert.match(came.answer, /refused the user name or the password\. It said: 535/);
  assert.ok(!came.answer.includes(MAIL_USER.password), came.answer);
});

const strangers = createAuthority();
const CERTIFICATES = [
  ['of an unknown authority', strangers.issue('127.0.0.1')],
  ['for another name', authority.issue('127.0.0.2')],
  ['that has expired', authority.issue('127.0.0.1', -2)],
] as const;

for (const [what, shown] of CERTIFICATES)
  test(`a certificate ${what} is refused before anything is said`, async () => {
    const wrong = await startMailServer('tls', shown);
    const came = await smtp(accountAt(wrong.port, { security: 'tls', ...MAIL_USER }), TO, LETTER, calm);
    assert.ok(!came.isSent);
    assert.deepEqual([came.fault, came.isFinal, wrong.taken.length], ['tls', false, 0], came.answer);
  });

test('STARTTLS that is not offered sends nothing in the clear, and TLS at a port without it says what may be right', async () => {
  const bare = await smtp(accountAt(plain.port, { security: 'starttls', ...MAIL_USER }), TO, LETTER, calm);
  assert.ok(!bare.isSent);
  assert.equal(bare.fault, 'tls', bare.answer);
  const early = await smtp(accountAt(plain.port, { security: 'tls' }), TO, LETTER, calm);
  assert.ok(!early.isSent);
  assert.equal(early.fault, 'tls', early.answer);
  assert.match(early.answer, /STARTTLS may be right/);
});

/** A server that takes connections, and does with them as it likes. */
async function strange(answer: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    answer(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  return (server.address() as AddressInfo).port;
}

test('a server that never answers, and one that never comes to an end, are given up in time', async () => {
  const hasty = createSmtp({ reach: own, limits: { step: 150, whole: 400 } });
  const sockets: Socket[] = [];
  const silent = await strange((socket) => void sockets.push(socket));
  const never = await hasty(accountAt(silent), TO, LETTER, calm);
  assert.ok(!never.isSent);
  assert.deepEqual([never.fault, never.isFinal], ['timeout', false], never.answer);
  const dripping = await strange((socket) => {
    sockets.push(socket);
    const timer = setInterval(() => socket.write('220-wait\r\n'), 30);
    socket.on('close', () => clearInterval(timer));
  });
  const drips = await hasty(accountAt(dripping), TO, LETTER, calm);
  assert.ok(!drips.isSent);
  assert.equal(drips.fault, 'timeout', drips.answer);
  for (const socket of sockets) socket.destroy();
});

test('nothing that listens, a name without an address, a private address, and what is given up are told apart', async () => {
  const closed = await startMailServer();
  await closed.close();
  const gone = await smtp(accountAt(closed.port), TO, LETTER, calm);
  const nameless = createSmtp({
    reach: {
      ...own,
      lookup: (_host, _options, done) => done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), '', 0),
    },
  });
  const unknown = await nameless(accountAt(25, { host: 'mail.example.invalid' }), TO, LETTER, calm);
  const guarded = createSmtp({ reach: { ...own, isAllowed: () => false } });
  const before = plain.taken.length;
  const refused = await guarded(accountAt(plain.port), TO, LETTER, calm);
  const stopped = await smtp(accountAt(plain.port), TO, LETTER, AbortSignal.abort());
  const faults = [gone, unknown, refused, stopped].map((came) => (came.isSent ? 'sent' : came.fault));
  assert.deepEqual(faults, ['no_connection', 'name_unknown', 'address_refused', 'timeout']);
  assert.equal(plain.taken.length, before, 'nothing was sent');
});

test('words are one line, cut, and hold no password', () => {
  assert.equal(wordsOf('250 a\r\n\tb\u0000 secret!', 'secret!'), '250 a b …');
  assert.equal(wordsOf('x'.repeat(2000), null).length, 500);
  assert.equal(faultOf('no error at all', accountAt(25)).fault, 'no_connection');
});
