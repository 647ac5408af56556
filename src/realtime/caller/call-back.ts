/** The caller would rather be called back: the number is read, shown once to be confirmed, and then called. */
import { readPastedNumber, spellNumber } from '#domain/directory/phone-number.ts';
import { homeRegion, mayBeCalledBack } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import type { EngineDoor } from '#engine/engine.ts';
import type { Page } from './page.ts';
import { refuse, say } from './page.ts';

/** Shows the number as it was understood. Refused: what is no number, and numbers that the workspace does not call. */
export async function proposeNumber(engine: EngineDoor, page: Page, call: Call, text: string): Promise<void> {
  const directory = await engine.directory.load(call.workspaceId);
  const number = readPastedNumber(text, homeRegion(directory));
  page.numberShown = null;
  if (await engine.isEmergency(call.workspaceId, text, call.id)) return refuse(page, 'call_back_emergency');
  if (number === null) return refuse(page, 'call_back_unreadable');
  if (!mayBeCalledBack(directory, number)) return refuse(page, 'call_back_refused');
  page.numberShown = number;
  return say(page, { type: 'call_back_number', ...spellNumber(number) });
}

/**
 * Has the number called that was shown last: the new call, or null. Refused: without a number, and without a connection
 * that stands.
 */
export async function confirmNumber(
  engine: EngineDoor,
  page: Page,
  call: Call,
  { isConnected, isLimited }: { readonly isConnected: boolean; readonly isLimited: boolean },
): Promise<Call | null> {
  const number = page.numberShown;
  page.numberShown = null;
  if (number === null || !isConnected) {
    refuse(page, number === null ? 'malformed' : 'call_back_closed');
    return null;
  }
  const answer = await engine.callBack({
    workspaceId: call.workspaceId,
    number,
    parent: call,
    menuId: null,
    requestKey: `call-back ${call.id}`,
    address: isLimited ? page.address : null,
  });
  if (answer.ok) return answer.value;
  if (answer.why === 'too_many') refuse(page, 'call_back_too_many', answer.retryAfterSeconds);
  else refuse(page, answer.why === 'number_refused' ? 'call_back_refused' : 'call_back_closed');
  return null;
}
