import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mail, MailServerEntry } from '#domain/identity/mail.ts';
import { createBodyValidator } from '#http/body-validator.ts';
import { MailServerPut } from './schema.ts';
import { mailMistakeOf, readMailServer, writeMail, writeMailServer } from './wire.ts';

const BODY = {
  host: 'smtp.example.com',
  port: 587,
  security: 'starttls',
  username: 'calls',
  from: 'a@example.com',
} as const;
const AT = new Date('2026-11-28T09:00:00.000Z');
const judge = createBodyValidator(MailServerPut);

test('a mail server is read as it was written, and its password is never written', () => {
  const { server, password } = readMailServer({ ...BODY, host: ' smtp.example.com ', password: 'secret' });
  assert.equal(password, 'secret');
  const kept: MailServerEntry = { ...server, hasPassword: true, updatedAt: AT };
  assert.deepEqual(writeMailServer(kept), { ...BODY, has_password: true, updated_at: AT.toISOString() });
});

for (const [what, wrong, pointer] of [
  ['no port', { port: 0 }, '/port'],
  ['too large a port', { port: 65_536 }, '/port'],
  ['another encryption', { security: 'ssl' }, '/security'],
  ['an empty password', { password: '' }, '/password'],
  ['a line break in the user name', { username: 'a\nb' }, '/username'],
  ['a field that is not known', { secure: true }, '/secure'],
] as const)
  test(`${what} is refused at ${pointer}`, () => {
    assert.equal(judge({ ...BODY, ...wrong })[0]?.pointer, pointer);
  });

test('a fault stands beside the field as the wire names it', () => {
  const pointers = (['sender', 'host', 'password'] as const).map(
    (field) => mailMistakeOf({ field, detail: 'x' }).pointer,
  );
  assert.deepEqual(pointers, ['/from', '/host', '/password']);
});

test('a mail says when it is tried next only while it waits', () => {
  const mail: Mail = {
    id: 1,
    kind: 'reset',
    recipient: 'a@example.com',
    state: 'waiting',
    attempts: 1,
    answer: '451 later',
    createdAt: AT,
    dueAt: AT,
    endedAt: null,
  };
  assert.deepEqual([writeMail(mail).next_attempt_at, writeMail(mail).ended_at], [AT.toISOString(), null]);
  const sent = writeMail({ ...mail, state: 'sent', endedAt: AT });
  assert.deepEqual([sent.next_attempt_at, sent.ended_at, sent.to], [null, AT.toISOString(), 'a@example.com']);
});
