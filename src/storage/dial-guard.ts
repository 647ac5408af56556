/** What is dialed over trunks, judged and counted in the database by one statement. */
import { isCostly, regionOf } from '#domain/directory/phone-number.ts';
import { calledCountries } from '#domain/directory/workspace.ts';
import type { DialRefusal } from '#domain/call/dial-refusal.ts';
import type { DialGuard, Dialing, DialPlace } from '#domain/ports/dial-guard.ts';
import type { DirectoryStore } from '#domain/ports/stores.ts';
import type { Database } from './database.ts';

export type DialGuardParts = {
  readonly database: Database;
  readonly directory: Pick<DirectoryStore, 'load'>;
  now(): Date;
  /** Hears of every refusal; null: no trunk was asked. */
  refused(workspaceId: number, trunkId: number | null, why: DialRefusal): void;
};

const DIAL = 'select refusal, place from dial($1, $2, $3, $4, $5, $6, $7, $8)';

/** Makes the guard. */
export function createDialGuard({ database, directory, now, refused }: DialGuardParts): DialGuard {
  const ask = async ({ workspaceId, trunkId, number, callUid }: Dialing, isCounted: boolean): Promise<DialPlace> => {
    const countries = calledCountries(await directory.load(workspaceId));
    const { rows } = await database.pool.query<{ refusal: DialRefusal | null; place: number | null }>(DIAL, [
      workspaceId,
      trunkId,
      regionOf(number),
      isCostly(number),
      countries,
      callUid,
      isCounted,
      now(),
    ]);
    const { refusal = null, place = null } = rows[0] ?? {};
    if (refusal === null) return { ok: true, place };
    refused(workspaceId, trunkId, refusal);
    return { ok: false, why: refusal };
  };
  return {
    take: async (dialing) => ask(dialing, true),
    judge: async (dialing) => ask(dialing, false),
    emergencyRefused: (workspaceId) => refused(workspaceId, null, 'emergency'),
    async drop(place) {
      await database.query.deleteFrom('dialed_call').where('id', '=', place).execute();
    },
  };
}
