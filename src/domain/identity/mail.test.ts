import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MailServer, MailServerEntry, MailServerFault } from './mail.ts';
import { mailServerFault } from './mail.ts';

const BARE: MailServer = {
  host: 'smtp.example.com',
  port: 587,
  security: 'starttls',
  username: null,
  sender: 'calls@example.com',
};
const LOGIN: MailServer = { ...BARE, username: 'patchbay' };
const KEPT: MailServerEntry = { ...LOGIN, hasPassword: true, updatedAt: new Date(0) };
const BARE_KEPT: MailServerEntry = { ...BARE, hasPassword: false, updatedAt: new Date(0) };

type Cell = readonly [
  what: string,
  wanted: MailServer,
  password: string | undefined,
  before: MailServerEntry | null,
  field: MailServerFault['field'] | null,
];

const TABLE: readonly Cell[] = [
  ['a server without a login', BARE, undefined, null, null],
  ['one in the clear without a login', { ...BARE, security: 'none' }, undefined, null, null],
  ['an IPv4 address', { ...BARE, host: '192.0.2.1' }, undefined, null, null],
  ['an IPv6 address', { ...BARE, host: '[2001:db8::1]' }, undefined, null, null],
  ['a login with its password', LOGIN, 'secret', null, null],
  ['a login whose password is kept', LOGIN, undefined, KEPT, null],
  ['another user with the password that is kept', { ...LOGIN, username: 'b' }, undefined, KEPT, null],
  ['no login any more', BARE, undefined, KEPT, null],
  ['a name with a path', { ...BARE, host: 'smtp.example.com/x' }, undefined, null, 'host'],
  ['a name with a space', { ...BARE, host: 'smtp example' }, undefined, null, 'host'],
  ['a sender that is no address', { ...BARE, sender: 'Calls' }, undefined, null, 'sender'],
  ['a sender with a name', { ...BARE, sender: 'Calls <a@example.com>' }, undefined, null, 'sender'],
  ['a password without a user', BARE, 'secret', null, 'username'],
  ['a user without a password', LOGIN, undefined, null, 'password'],
  ['a user where none was', LOGIN, undefined, BARE_KEPT, 'password'],
  ['another host with the password that is kept', { ...LOGIN, host: 'evil.example' }, undefined, KEPT, 'password'],
  ['another host with its password', { ...LOGIN, host: 'other.example' }, 'secret', KEPT, null],
  ['a login in the clear', { ...LOGIN, security: 'none' }, 'secret', null, 'security'],
];

for (const [what, wanted, password, before, field] of TABLE)
  test(`${what}: ${field === null ? 'may be' : `refused beside ${field}`}`, () => {
    assert.equal(mailServerFault(wanted, password, before)?.field ?? null, field);
  });
