/** A caller says whether the call may be recorded. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { callerOf } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';
import { pastTheMenus } from '../ivr/caller-menus.ts';
import { selectMenu } from './select-menu.ts';

/** Notes the answer and moves on to the queue of the menu that asked. Refused: an answer to what was not asked. */
export async function giveConsent(deps: Deps, call: Call, mayRecord: boolean): Promise<Outcome<Call>> {
  const { asking } = deps.menus.placeOf(call);
  if (call.state !== 'selecting' || asking === null) return pastTheMenus(call);
  const by = callerOf(call);
  const permission = mayRecord ? 'granted' : 'denied';
  const noted = await act(deps, by, 'give_consent', call.id, { type: 'consent_given', permission });
  return noted.ok ? selectMenu(deps, by, call.id, asking) : noted;
}
