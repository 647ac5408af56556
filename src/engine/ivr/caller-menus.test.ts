import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Menu } from '#domain/directory/menu.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { aDirectory, aMenu, callIn } from '../../../test/support/calls.ts';
import { createEventBus } from '../core/event-bus.ts';
import { choicesAt, createCallerMenus, pastTheMenus, spokenIn, TOP } from './caller-menus.ts';

function directoryOf(...menus: readonly Partial<Menu>[]): Directory {
  const made = menus.map((menu, place) =>
    aMenu({ id: place + 1, name: `Menu ${place + 1}`, kind: 'web_menu', ...menu }),
  );
  return aDirectory({
    menus: new Map(made.map((menu) => [menu.id, menu])),
  });
}

const digits = (directory: Directory, parentId: number | null = null) =>
  choicesAt(directory, parentId).map(({ digit, menuId }) => `${digit}:${menuId}`);

const NUMBERED: readonly (readonly [name: string, menus: readonly Partial<Menu>[], expected: readonly string[]])[] = [
  ['a key is the position and one', [{ position: 2 }, { position: 0 }], ['1:2', '3:1']],
  ['of two at one position the later takes the next free key', [{ position: 0 }, { position: 0 }], ['1:1', '2:2']],
  ['the tenth has the key 0', [{ position: 9 }], ['1:1']],
  ['what browsers are not offered has no key', [{ kind: 'ivr_menu' }, { kind: 'mobile_menu', position: 1 }], ['2:2']],
  ['hidden and deleted menus have no key', [{ hidden: true }, { deleted: true }, { position: 2 }], ['3:3']],
  ['what lies below another menu is not at the top', [{}, { parentId: 1 }], ['1:1']],
];
for (const [name, menus, expected] of NUMBERED)
  test(name, () => {
    assert.deepEqual(digits(directoryOf(...menus)), expected);
  });

test('the eleventh menu and those after it have no key', () => {
  const directory = directoryOf(...Array.from({ length: 12 }, (_, position) => ({ position })));
  assert.equal(choicesAt(directory, null).length, 10);
  assert.equal(new Set(choicesAt(directory, null).map(({ digit }) => digit)).size, 10);
});

test('the top greets in the name of the workspace and reads the keys out', () => {
  const directory = directoryOf({ name: 'Sales' }, { name: 'Support', position: 1 });
  assert.equal(spokenIn(directory, null), 'Welcome to Demo. For Sales, press 1. For Support, press 2.');
});

test('a menu with others below it says its message and their keys; a leaf its message alone', () => {
  const directory = directoryOf(
    { outputMessage: 'Billing.' },
    { parentId: 1, name: 'Refunds', outputMessage: 'One moment.' },
  );
  assert.equal(spokenIn(directory, 1), 'Billing. For Refunds, press 1.');
  assert.equal(spokenIn(directory, 2), 'One moment.');
  assert.equal(spokenIn(directory, 99), '', 'of a menu that is not there nothing is said');
});

test('a leaf that asks for consent says how to give it', () => {
  const directory = directoryOf({ recording: 'ask', outputMessage: 'May we record this call?' });
  assert.equal(spokenIn(directory, 1), 'May we record this call? Press 1 for yes, or 2 for no.');
});

test('a caller begins at the top, stays where they went, and is forgotten once they are past the menus', async () => {
  const directory = directoryOf(
    { name: 'Billing' },
    { parentId: 1, name: 'Refunds' },
    { recording: 'ask', position: 1 },
  );
  const bus = createEventBus();
  const told: unknown[] = [];
  bus.subscribe('news', (news) => told.push(news));
  const load = async () => directory;
  // Nothing else of the directory's store is asked.
  const menus = createCallerMenus({ directory: { load } } as never, bus);
  const call = callIn('selecting', { id: 7 });
  assert.deepEqual(menus.placeOf(call), TOP);
  menus.goTo(call, { parentId: 1, asking: null });
  assert.deepEqual(told, [{ type: 'menus', workspaceId: call.workspaceId, callId: 7 }]);
  assert.deepEqual(
    (await menus.view(call)).choices.map(({ name }) => name),
    ['Refunds'],
  );
  menus.goTo(call, { parentId: null, asking: 3 });
  const { asksToRecord, choices } = await menus.view(call);
  assert.deepEqual([asksToRecord, choices], [true, []]);
  menus.see(call);
  assert.equal(menus.placeOf(call).asking, 3);
  menus.see(callIn('queued', { id: 7 }));
  assert.deepEqual(menus.placeOf(call), TOP);
});

test('what a caller who is past the menus does there is refused with the state they are in', () => {
  const { refusal } = pastTheMenus(callIn('connected'));
  assert.deepEqual(refusal, { code: 'event_not_allowed', state: 'connected', event: 'menu_selected' });
});
