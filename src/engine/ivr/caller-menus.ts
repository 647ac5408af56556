/**
 * What a caller in the menus hears and can choose, by button or by digit. Where he is in the tree is not worth a row: after a restart he
 * begins at the top.
 */
import type { Menu, MenuKind } from '#domain/directory/menu.ts';
import type { PromptName } from '#domain/directory/prompt.ts';
import { menuPrompt } from '#domain/directory/prompt.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Deps } from '../core/deps.ts';
import { selectMenu } from '../commands/receive-call.ts';

/** Menus that a browser is offered: those of the app and the web channel. */
const WEB_KINDS: readonly MenuKind[] = ['web_menu', 'mobile_menu'];

/** One thing to choose. */
export type MenuChoice = { readonly digit: string; readonly menuId: number; readonly name: string };

/** Where the caller is. */
export type MenuView = {
  readonly choices: readonly MenuChoice[];
  /** The menu chosen asks whether the call may be recorded; `1` is yes, `2` is no. */
  readonly asksToRecord: boolean;
  /** What is said to him, unless the workspace has a sound of its own for the place. */
  readonly prompt: string;
  readonly place: PromptName;
};

export type CallerMenus = {
  view(call: Call): Promise<MenuView>;
  /** Refused: what is not on offer. */
  choose(call: Call, menuId: number): Promise<Outcome<Call>>;
  /** A digit that stands for nothing changes nothing. */
  press(call: Call, digit: string): Promise<Outcome<Call>>;
  consent(call: Call, mayRecord: boolean): Promise<Outcome<Call>>;
  /** Forgets callers who are past the menus. */
  see(call: Call): void;
};

type Place = { readonly parentId: number | null; readonly asking: number | null };
const TOP: Place = { parentId: null, asking: null };

/** Makes the menus of one process. */
export function createCallerMenus(deps: Deps): CallerMenus {
  const places = new Map<number, Place>();
  const placeOf = (call: Call): Place => places.get(call.id) ?? TOP;

  const goTo = (call: Call, place: Place): Outcome<Call> => {
    places.set(call.id, place);
    deps.news.tell({ type: 'menus', workspaceId: call.workspaceId, callId: call.id });
    return { ok: true, value: call };
  };

  const choose = async (call: Call, menuId: number): Promise<Outcome<Call>> => {
    if (call.state !== 'selecting') return notNow(call);
    const directory = await deps.store.directory.load(call.workspaceId);
    const { parentId } = placeOf(call);
    if (!choicesAt(directory, parentId).some((each) => each.menuId === menuId))
      return refused({ code: 'menu_unknown', id: menuId });
    const menu = directory.menus.get(menuId);
    if (choicesAt(directory, menuId).length > 0) return goTo(call, { parentId: menuId, asking: null });
    if (menu?.recording === 'ask' && call.recordingPermission === 'not_asked')
      return goTo(call, { parentId, asking: menuId });
    return selectMenu(deps, call.workspaceId, call.id, menuId);
  };

  const consent = async (call: Call, mayRecord: boolean): Promise<Outcome<Call>> => {
    const { asking } = placeOf(call);
    if (call.state !== 'selecting' || asking === null) return notNow(call);
    const permission = mayRecord ? 'granted' : 'denied';
    const noted = await deps.mover.happened(call.id, { type: 'consent_given', permission }, call.workspaceId);
    return noted.ok ? selectMenu(deps, call.workspaceId, call.id, asking) : noted;
  };

  return {
    choose,
    consent,
    async press(call, digit) {
      if (call.state !== 'selecting') return notNow(call);
      const { parentId, asking } = placeOf(call);
      if (asking !== null)
        return digit === '1' || digit === '2' ? consent(call, digit === '1') : { ok: true, value: call };
      if (digit === '*' && parentId !== null) return goTo(call, TOP);
      const directory = await deps.store.directory.load(call.workspaceId);
      const choice = choicesAt(directory, parentId).find((each) => each.digit === digit);
      return choice === undefined ? { ok: true, value: call } : choose(call, choice.menuId);
    },
    async view(call) {
      const directory = await deps.store.directory.load(call.workspaceId);
      const { parentId, asking } = placeOf(call);
      if (asking !== null) {
        const question = directory.menus.get(asking)?.outputMessage ?? '';
        const prompt = `${question} Press 1 for yes, or 2 for no.`;
        return { choices: [], asksToRecord: true, prompt, place: menuPrompt(asking) };
      }
      const choices = choicesAt(directory, parentId);
      const greeting =
        parentId === null
          ? `Welcome to ${directory.workspace.name}.`
          : (directory.menus.get(parentId)?.outputMessage ?? '');
      const offers = choices.map((each) => `For ${each.name}, press ${each.digit}.`);
      const place = parentId === null ? 'welcome' : menuPrompt(parentId);
      return { choices, asksToRecord: false, prompt: [greeting, ...offers].join(' '), place };
    },
    see(call) {
      if (call.state !== 'selecting') places.delete(call.id);
    },
  };
}

function notNow(call: Call): Outcome<Call> {
  return refused({ code: 'event_not_allowed', state: call.state, event: 'menu_selected' });
}

/** The caller presses one more than the menu's place; where two menus share a place the later one takes the next free digit. */
function choicesAt(directory: Directory, parentId: number | null): MenuChoice[] {
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
