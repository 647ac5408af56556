/** What calls for a queue have in common, be they for now or for later. */
import type { Menu } from '#domain/directory/menu.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import type { CallDraft, RecordingPermission } from '#domain/call/call.ts';
import { waiting } from '#domain/call/participant.ts';
import type { Target } from './resolve.ts';
import { permissionFor } from './resolve.ts';
import { callDraft } from './call-draft.ts';
import type { Deps } from './deps.ts';

/** A queued call as asked for by API. */
export type ReceiveCall = {
  readonly workspaceId: number;
  readonly menuId: number;
  readonly ticketId: string | null;
  readonly number: E164;
  readonly ownNumber: string | null;
  readonly lang: string;
  readonly recordingPermission: RecordingPermission;
  readonly requestKey: string | null;
};

/** The draft, but for where and when it begins. */
export function queueDraft(
  deps: Deps,
  asked: Omit<ReceiveCall, 'menuId'>,
  menu: Menu,
  target: Target,
  ownNumber: string | null,
  now: Date,
): Omit<CallDraft, 'origin' | 'direction' | 'state'> {
  return {
    ...callDraft(deps, asked, target, ownNumber, now),
    menuId: menu.id,
    recordingPermission: permissionFor(menu, asked.recordingPermission),
    participants: [waiting('end_user')],
  };
}
