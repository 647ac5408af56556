/** Calls that strangers cause: a caller who would rather be called than wait, the reader of a texted link. */
import type { E164 } from '#domain/directory/phone-number.ts';
import { isBlocked, mayBeCalledBack } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import type { Deps } from '../core/deps.ts';
import { noteDialRefused } from '../core/dialing.ts';
import { scheduleCall } from './schedule-call.ts';

/** A call-back as asked for. */
export type CallBack = {
  readonly workspaceId: number;
  readonly number: E164;
  /** The call that is called back; its menu, language and consent are the new one's. Null: a call of its own. */
  readonly parent: Call | null;
  /** The menu of a call of its own, or another one than the parent's; null: the parent's. */
  readonly menuId: number | null;
  /** Asked for with the same key again it is the same call, and is not counted again. */
  readonly requestKey: string;
  /** The network address that asks, as it is counted, or `BY_RULE`; null counts nothing. */
  readonly address: string | null;
};

/**
 * The call, or why there is none. `number_refused`: of a kind or a country that the workspace does not call, or of a
 * contact who is blocked.
 */
export type CalledBack =
  | { readonly ok: true; readonly value: Call }
  | { readonly ok: false; readonly why: 'number_refused' | 'closed' }
  | { readonly ok: false; readonly why: 'too_many'; readonly retryAfterSeconds: number };

/**
 * Schedules the call for now. Refused: numbers that the workspace does not call, more than strangers may ask for, a
 * queue that takes none.
 */
export async function callBack(deps: Deps, asked: CallBack): Promise<CalledBack> {
  const { workspaceId, number, parent, requestKey } = asked;
  const directory = await deps.store.directory.load(workspaceId);
  const contactId = parent?.contact?.id ?? null;
  if (!mayBeCalledBack(directory, number) || isBlocked(directory, contactId, number))
    return { ok: false, why: 'number_refused' };
  const earlier = await deps.store.calls.byRequestKey(workspaceId, requestKey);
  if (earlier !== null) return { ok: true, value: earlier };
  const wait = deps.callBackRates.wait(asked);
  if (wait !== null) return { ok: false, why: 'too_many', retryAfterSeconds: wait };
  // Counted before it is stored, so that many at once are many.
  deps.callBackRates.count(asked);
  const planned = await scheduleCall(deps, {
    workspaceId,
    menuId: asked.menuId,
    isOfAnyKind: parent !== null,
    parentId: parent?.id ?? null,
    scheduledAt: null,
    ticketId: null,
    number,
    ownNumber: null,
    lang: parent?.lang ?? 'en',
    recordingPermission: parent?.recordingPermission ?? 'not_asked',
    requestKey,
  });
  if (planned.ok) return planned;
  if (parent !== null) await noteDialRefused(deps, parent, planned.refusal);
  return { ok: false, why: planned.refusal.code === 'number_not_called' ? 'number_refused' : 'closed' };
}
