/** Replaces: an INVITE that takes the place of a call in progress. Source: RFC 3891. */
import { readParameters, parameterOf } from '../address/parameters.ts';
import type { Dialog } from './dialog.ts';
import { dialogKey } from './dialog.ts';

/** The dialog that is to be replaced, as its other end names it. */
export type Replaces = {
  readonly callId: string;
  readonly toTag: string;
  readonly fromTag: string;
  readonly isEarlyOnly: boolean;
};

/** Reads the field; null without both tags, which is answered 400. */
export function readReplaces(text: string): Replaces | null {
  const semicolon = text.indexOf(';');
  const callId = text.slice(0, Math.max(0, semicolon)).trim();
  const parameters = semicolon === -1 ? null : readParameters(text, semicolon);
  if (callId === '' || parameters === null) return null;
  const [toTag, fromTag] = [parameterOf(parameters, 'to-tag'), parameterOf(parameters, 'from-tag')];
  if (toTag === null || fromTag === null) return null;
  return { callId, toTag, fromTag, isEarlyOnly: parameterOf(parameters, 'early-only') !== null };
}

/** The field that has someone else replace our dialog: our end is its "from" there. */
export function writeReplaces({ callId, toTag, fromTag, isEarlyOnly }: Replaces): string {
  return `${callId};to-tag=${toTag};from-tag=${fromTag}${isEarlyOnly ? ';early-only' : ''}`;
}

/**
 * Whether the field names this dialog: its to-tag is our tag. "0" stands for a peer of RFC 2543 without a tag (section
 * 4).
 */
export function names(replaces: Replaces, dialog: Dialog): boolean {
  const { callId, toTag, fromTag } = replaces;
  return callId === dialog.callId && toTag === dialog.localTag && fromTag === (dialog.remoteTag ?? '0');
}

/** The key (`dialogKey`) of the dialog that the field names. */
export function replacedKey({ callId, toTag, fromTag }: Replaces): string {
  return dialogKey({ callId, localTag: toTag, remoteTag: fromTag === '0' ? null : fromTag });
}

/** What an INVITE with Replaces is refused with; null where the dialog is replaced. Source: section 3. */
export function replacingRefusal(replaces: Replaces, dialog: Dialog | null): 481 | 486 | 603 | null {
  if (dialog === null) return 481;
  if (dialog.state === 'terminated') return 603;
  // A confirmed dialog is not to be replaced where the field says "early-only".
  if (dialog.state === 'confirmed') return replaces.isEarlyOnly ? 486 : null;
  // An early dialog can be replaced only where this user agent began it.
  return dialog.role === 'uac' ? null : 481;
}
