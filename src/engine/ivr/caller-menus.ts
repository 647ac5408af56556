/**
 * Where each caller is in the menus, and what they hear and can choose there, by button or by digit. The place is not
 * worth a row: after a restart the caller begins at the top.
 */
import { spoken } from '#catalogue/spoken.ts';
import type { Menu, MenuKind } from '#domain/directory/menu.ts';
import type { PromptName } from '#domain/directory/prompt.ts';
import { menuPrompt } from '#domain/directory/prompt.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { EventBus } from '#domain/ports/event-bus.ts';
import type { Store } from '#domain/ports/stores.ts';

/** Menus that a browser is offered: those of the app and the web channel. */
const WEB_KINDS: readonly MenuKind[] = ['web_menu', 'mobile_menu'];

/** One thing to choose. */
export type MenuChoice = { readonly digit: string; readonly menuId: number; readonly name: string };

/** Where the caller is. */
export type MenuView = {
  readonly choices: readonly MenuChoice[];
  /** The menu chosen asks whether the call may be recorded; `1` is yes, `2` is no. */
  readonly asksToRecord: boolean;
  /** What is said to the caller, unless the workspace has a sound of its own for the place. */
  readonly prompt: string;
  readonly place: PromptName;
};

/** A place in the tree of menus: below which menu, and the menu that asks for consent, if one does. */
export type MenuPlace = { readonly parentId: number | null; readonly asking: number | null };

/** Where every caller begins. */
export const TOP: MenuPlace = { parentId: null, asking: null };

export type CallerMenus = {
  view(call: Call): Promise<MenuView>;
  placeOf(call: Call): MenuPlace;
  /** The caller is there from now on. */
  goTo(call: Call, place: MenuPlace): Outcome<Call>;
  /** Forgets callers who are past the menus. */
  see(call: Call): void;
};

/** Makes the menus of one process. */
export function createCallerMenus(store: Pick<Store, 'directory'>, bus: EventBus): CallerMenus {
  const places = new Map<number, MenuPlace>();
  const placeOf = (call: Call): MenuPlace => places.get(call.id) ?? TOP;
  return {
    placeOf,
    goTo(call, place) {
      places.set(call.id, place);
      bus.publish('news', { type: 'menus', workspaceId: call.workspaceId, callId: call.id });
      return done(call);
    },
    view: async (call) => viewAt(await store.directory.load(call.workspaceId), placeOf(call)),
    see(call) {
      if (call.state !== 'selecting') places.delete(call.id);
    },
  };
}

function viewAt(directory: Directory, { parentId, asking }: MenuPlace): MenuView {
  if (asking !== null) {
    const question = directory.menus.get(asking)?.outputMessage ?? '';
    const prompt = `${question} ${spoken('consent')}`;
    return { choices: [], asksToRecord: true, prompt, place: menuPrompt(asking) };
  }
  const choices = choicesAt(directory, parentId);
  const greeting =
    parentId === null
      ? spoken('welcome', { workspace: directory.workspace.name })
      : (directory.menus.get(parentId)?.outputMessage ?? '');
  const offers = choices.map(({ name, digit }) => spoken('choice', { menu: name, digit }));
  const place = parentId === null ? 'welcome' : menuPrompt(parentId);
  return { choices, asksToRecord: false, prompt: [greeting, ...offers].join(' '), place };
}

/**
 * What the computer says in the menu, or at the top (null), to callers for whom there is no sound; empty where nothing
 * is said.
 */
export function spokenIn(directory: Directory, menuId: number | null): string {
  const menu = menuId === null ? undefined : directory.menus.get(menuId);
  if (menuId === null || choicesAt(directory, menuId).length > 0)
    return viewAt(directory, { parentId: menuId, asking: null }).prompt;
  return menu?.recording === 'ask'
    ? viewAt(directory, { parentId: null, asking: menuId }).prompt
    : (menu?.outputMessage ?? '');
}

/** The refusal of whatever is done in the menus by a caller who is past them. */
export function pastTheMenus(call: Call): ReturnType<typeof refused> {
  return refused({ code: 'event_not_allowed', state: call.state, event: 'menu_selected' });
}

/**
 * What can be chosen below the menu. A digit is the menu's position and one; where two menus share one the later takes
 * the next free digit.
 */
export function choicesAt(directory: Directory, parentId: number | null): MenuChoice[] {
  const free = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];
  const take = (wanted: string): string | undefined => {
    const at = free.includes(wanted) ? free.indexOf(wanted) : 0;
    return free.splice(at, 1)[0];
  };
  return menusAt(directory, parentId).flatMap((menu) => {
    const digit = take(String(menu.position + 1));
    return digit === undefined ? [] : [{ digit, menuId: menu.id, name: menu.name }];
  });
}

function menusAt(directory: Directory, parentId: number | null): Menu[] {
  return [...directory.menus.values()]
    .filter((menu) => menu.parentId === parentId && !menu.hidden && !menu.deleted && WEB_KINDS.includes(menu.kind))
    .toSorted((a, b) => a.position - b.position || a.id - b.id);
}
