import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Menu } from '#domain/directory/menu.ts';
import { MENU_KINDS } from '#domain/directory/menu.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { DirectoryStore } from '#domain/ports/stores.ts';
import { aMenu, START } from '../../../test/support/calls.ts';
import {
  resolveCallerId,
  resolveLanguage,
  resolveMenu,
  resolveCallee,
  permissionFor,
  queueNumber,
  SCHEDULED_KINDS,
} from './resolve.ts';

const NEVER = { timeZone: 'UTC', open: {}, holidays: [] };
const MAIN = {
  id: 1,
  number: '+13392195276',
  display: '+1 339-219-5276',
  destination: { kind: 'menu', id: null },
  trunkId: null,
  isDefault: true,
} as const;
const FIN = {
  id: 2,
  number: '+13392195277',
  display: '+1 339-219-5277',
  destination: { kind: 'fin', id: null },
  trunkId: null,
  isDefault: false,
} as const;

/** As much of a directory as is judged here. */
function directoryOf(change: Partial<Directory> = {}): Directory {
  return { menus: new Map([[9, aMenu()]]), numbers: [MAIN, FIN], languages: [], ...change } as Directory;
}

test('a language is there, known and off, or not known', () => {
  const directory = directoryOf({
    languages: [
      { code: 'en', enabled: true },
      { code: 'fr', enabled: false },
    ],
  });
  const verdict = (code: string) => {
    const outcome = resolveLanguage(directory, code);
    return outcome.ok ? 'ok' : outcome.refusal.code;
  };
  assert.deepEqual(['en', 'fr', 'xy'].map(verdict), ['ok', 'language_not_available', 'language_unknown']);
});

const MENUS: readonly (readonly [about: string, change: Partial<Menu>, code: string])[] = [
  ['an open one is taken', {}, 'ok'],
  ['a deleted one is unknown', { deleted: true, redirected: true }, 'menu_unknown'],
  ['of the wrong kind', { kind: 'ivr_menu', redirected: true }, 'menu_kind_not_permitted'],
  ['closed by hand, before its hours are looked at', { redirected: true, hours: NEVER }, 'menu_redirected'],
  ['outside of its hours', { hours: NEVER }, 'menu_after_hours'],
];
for (const [about, change, code] of MENUS)
  test(`a menu: ${about}`, () => {
    const directory = directoryOf({ menus: new Map([[9, aMenu(change)]]) });
    const outcome = resolveMenu(directory, 9, SCHEDULED_KINDS, START);
    assert.equal(outcome.ok ? 'ok' : outcome.refusal.code, code);
  });

test('a menu that is not there is unknown, whatever kinds are permitted', () => {
  const outcome = resolveMenu(directoryOf(), 10, MENU_KINDS, START);
  assert.deepEqual(outcome.ok ? null : outcome.refusal, { code: 'menu_unknown', id: 10 });
});

const CONTACT = { id: 80, phone: '+14155550148' };
const PHONELESS = { id: 81, phone: null };
const TARGETS: readonly (readonly [
  about: string,
  ticket: object | null,
  ticketId: string | null,
  number: string | null,
  got: unknown,
])[] = [
  ['a number alone', null, null, '+14155550100', '+14155550100'],
  ['neither ticket nor number', null, null, null, 'contact_without_number'],
  ['a ticket that is not there', null, '1', '+14155550100', 'contact_unknown'],
  [
    'the number of the ticket’s contact, before the one that came with it',
    CONTACT,
    '1',
    '+14155550100',
    '+14155550148',
  ],
  ['the number that came with it, where the contact has none', PHONELESS, '1', '+14155550100', '+14155550100'],
  ['a ticket whose contact has no number', PHONELESS, '1', null, 'contact_without_number'],
];
for (const [about, contact, ticketId, number, got] of TARGETS)
  test(`who is called: ${about}`, async () => {
    const ticket = async () => (contact === null ? null : { ticket: { id: '1' }, contact });
    const outcome = await resolveCallee({ ticket } as unknown as DirectoryStore, 1, { ticketId, number });
    assert.equal(outcome.ok ? outcome.value.number : outcome.refusal.code, got);
  });

test('the workspace’s number is found however it is written, and falls back to the default', () => {
  const directory = directoryOf();
  assert.equal(resolveCallerId(directory, '+1 (339) 219-5276'), undefined, 'brackets are for pages');
  assert.equal(resolveCallerId(directory, '+1 339 219 5277'), FIN.display);
  assert.equal(resolveCallerId(directory, '+14155550148'), undefined);
  assert.equal(resolveCallerId(directory, null), undefined);
  assert.equal(queueNumber(directory, '+14155550148'), MAIN.display);
  assert.equal(queueNumber(directoryOf({ numbers: [] }), null), null);
});

test('permission counts only where the menu asks', () => {
  const [asks, never] = [aMenu({ recording: 'ask' }), aMenu({ recording: 'never' })];
  assert.deepEqual(
    [permissionFor(asks, 'granted'), permissionFor(never, 'granted'), permissionFor(null, 'denied')],
    ['granted', 'not_asked', 'not_asked'],
  );
});
