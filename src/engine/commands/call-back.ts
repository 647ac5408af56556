/** Calls that strangers cause: a caller who would rather be called than wait, the reader of a texted link. */
import type { E164 } from '#domain/directory/phone-number.ts';
import { mayBeCalledBack } from '#domain/directory/workspace.ts';
import type { Call, RecordingPermission } from '#domain/call/call.ts';
import type { Rate } from '#domain/call/rate.ts';
import { createRate } from '#domain/call/rate.ts';
import type { Deps } from '../core/deps.ts';
import { scheduleCall } from './receive-call.ts';

/** How many call-backs one network address may ask for, may go to one number, and a workspace takes. */
const MOST = {
  address: [
    { most: 3, seconds: 600 },
    { most: 10, seconds: 86_400 },
  ],
  number: [
    { most: 2, seconds: 3600 },
    { most: 5, seconds: 86_400 },
  ],
  workspace: [{ most: 60, seconds: 3600 }],
} as const;

/** A call-back as asked for. */
export type CallBack = {
  readonly workspaceId: number;
  readonly number: E164;
  /** The call that is called back; its menu, language and consent are the new one's. Null: a call of its own. */
  readonly parent: Call | null;
  /** The menu of a call of its own; null with a parent. */
  readonly menuId: number | null;
  /** Asked for with the same key again it is the same call, and is not counted again. */
  readonly requestKey: string;
  /** The network address that asks, as it is counted; null counts nothing. */
  readonly address: string | null;
};

/** The call, or why there is none. `number_refused`: of a kind or a country that the workspace does not call. */
export type CalledBack =
  | { readonly ok: true; readonly value: Call }
  | { readonly ok: false; readonly why: 'number_refused' | 'closed' }
  | { readonly ok: false; readonly why: 'too_many'; readonly retryAfterSeconds: number };

export type CallBacks = { callBack(asked: CallBack): Promise<CalledBack> };

/** Makes the keeper of one process: what is counted is counted here. */
export function createCallBacks(deps: Deps): CallBacks {
  const now = (): number => deps.clock.now().getTime();
  const rates = {
    address: createRate(MOST.address, now),
    number: createRate(MOST.number, now),
    workspace: createRate(MOST.workspace, now),
  };

  const counters = ({ address, workspaceId, number }: CallBack): readonly (readonly [Rate, string])[] =>
    address === null
      ? []
      : [
          [rates.address, address],
          [rates.number, `${workspaceId} ${number}`],
          [rates.workspace, String(workspaceId)],
        ];

  return {
    async callBack(asked) {
      const { workspaceId, number, parent, requestKey } = asked;
      if (!mayBeCalledBack(await deps.store.directory.load(workspaceId), number))
        return { ok: false, why: 'number_refused' };
      const earlier = await deps.store.calls.byRequestKey(workspaceId, requestKey);
      if (earlier !== null) return { ok: true, value: earlier };
      const counted = counters(asked);
      const waits = counted.map(([rate, key]) => rate.wait(key)).filter((seconds) => seconds !== null);
      if (waits.length > 0) return { ok: false, why: 'too_many', retryAfterSeconds: Math.max(...waits) };
      // Counted before it is stored, so that many at once are many.
      for (const [rate, key] of counted) rate.count(key);
      const planned = await scheduleCall(deps, {
        workspaceId,
        menuId: asked.menuId,
        parentId: parent?.id ?? null,
        scheduledAt: null,
        ticketId: null,
        number,
        ownNumber: null,
        lang: parent?.lang ?? 'en',
        recordingPermission: parent?.recordingPermission ?? NOT_ASKED,
        requestKey,
      });
      return planned.ok ? planned : { ok: false, why: 'closed' };
    },
  };
}

const NOT_ASKED: RecordingPermission = 'not_asked';
