/** A caller in the menus presses a key. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done } from '#domain/call/refusal.ts';
import type { Deps } from '../core/deps.ts';
import { choicesAt, pastTheMenus, TOP } from '../ivr/caller-menus.ts';
import { chooseMenu } from './choose-menu.ts';
import { giveConsent } from './give-consent.ts';

/**
 * Does what the digit stands for where the caller is; `*` leads back to the top. A digit that stands for nothing
 * changes nothing.
 */
export async function pressKey(deps: Deps, call: Call, digit: string): Promise<Outcome<Call>> {
  if (call.state !== 'selecting') return pastTheMenus(call);
  const { parentId, asking } = deps.menus.placeOf(call);
  if (asking !== null) return digit === '1' || digit === '2' ? giveConsent(deps, call, digit === '1') : done(call);
  if (digit === '*' && parentId !== null) return deps.menus.goTo(call, TOP);
  const directory = await deps.store.directory.load(call.workspaceId);
  const choice = choicesAt(directory, parentId).find((each) => each.digit === digit);
  return choice === undefined ? done(call) : chooseMenu(deps, call, choice.menuId);
}
