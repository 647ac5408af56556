import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readShellCommand } from './shell-command.ts';

const READ: readonly (readonly [line: string, command: object | null])[] = [
  ['', null],
  ['--help', null],
  ['user add a@b.example', { act: 'user add', workspace: null, email: 'a@b.example', role: 'agent' }],
  ['user add a@b.example --role admin', { act: 'user add', workspace: null, email: 'a@b.example', role: 'admin' }],
  ['user --workspace w add a@b.c', { act: 'user add', workspace: 'w', email: 'a@b.c', role: 'agent' }],
  ['user reset-password a@b.c', { act: 'user reset-password', workspace: null, email: 'a@b.c' }],
  ['user reset-second-factor a@b.c', { act: 'user reset-second-factor', workspace: null, email: 'a@b.c' }],
  ['token create crm', { act: 'token create', workspace: null, name: 'crm', tokenKind: 'staff' }],
  ['token create crm --kind app', { act: 'token create', workspace: null, name: 'crm', tokenKind: 'app' }],
];

for (const [line, command] of READ)
  test(`"${line}" is read`, () => {
    assert.deepEqual(readShellCommand(line.split(' ').filter(Boolean)), command);
  });

const WRONG: readonly (readonly [line: string, says: RegExp])[] = [
  ['user', /user is no command/],
  ['user remove a@b.c', /user remove is no command/],
  ['user add', /by an e-mail address/],
  ['user add nobody', /by an e-mail address/],
  ['user add a@b.c --role king', /A role is agent, supervisor, admin, developer/],
  ['user add a@b.c d@e.f', /d@e\.f is too much/],
  ['user add a@b.c --rolle admin', /--rolle/],
  ['token create', /Name the token/],
  ['token create crm --kind client', /A token is of the kind/],
];

for (const [line, says] of WRONG)
  test(`"${line}" is answered with a sentence`, () => {
    const read = readShellCommand(line.split(' '));
    assert.ok(typeof read === 'string');
    assert.match(read, says);
  });
