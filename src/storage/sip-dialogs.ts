/** The dialogs of telephones in progress: one statement for all that begin and end while the last one is written. */
import type { DialogBook, KeptDialog } from '#domain/ports/dialog-book.ts';
import type { Database } from './database.ts';

/** Keeps what is in the second to fourth list, and drops what is in the first. */
const WRITE = `
with gone as (delete from sip_dialog where key = any($1::text[]))
insert into sip_dialog (key, trunk_id, dialog) select * from unnest($2::text[], $3::bigint[], $4::jsonb[])
on conflict (key) do update set dialog = excluded.dialog`;

/** What a failed write is tried again with, at most; of more the oldest are given up. */
const MAX_WAITING = 20_000;

/** Makes the book. `failed` hears of a write that could not be done; it is done with the next one. */
export function createDialogBook({ pool }: Pick<Database, 'pool'>, failed: (error: unknown) => void): DialogBook {
  /** By their keys: what they are to be, null where they are to be no more. */
  let waiting = new Map<string, KeptDialog | null>();
  let writing: Promise<void> | null = null;

  const write = async (): Promise<void> => {
    // Whoever asks in the same turn is in the same statement.
    await Promise.resolve();
    while (waiting.size > 0) {
      const batch = waiting;
      waiting = new Map();
      try {
        // One after the other: a later word of a dialog counts instead of an earlier one.
        // oxlint-disable-next-line no-await-in-loop
        await writeBatch(batch);
      } catch (error) {
        waiting = new Map([...batch, ...waiting].slice(-MAX_WAITING));
        failed(error);
        return;
      }
    }
  };

  const writeBatch = async (batch: ReadonlyMap<string, KeptDialog | null>): Promise<void> => {
    const kept = [...batch.values()].filter((each) => each !== null);
    await pool.query(WRITE, [
      [...batch].flatMap(([key, dialog]) => (dialog === null ? [key] : [])),
      kept.map(({ key }) => key),
      kept.map(({ trunkId }) => trunkId),
      kept.map(({ dialog }) => JSON.stringify(dialog)),
    ]);
  };

  const ask = (key: string, dialog: KeptDialog | null): void => {
    waiting.set(key, dialog);
    writing ??= write().finally(() => {
      writing = null;
    });
  };

  return {
    keep: (dialog) => ask(dialog.key, dialog),
    drop: (key) => ask(key, null),
    async all() {
      const { rows } = await pool.query<KeptDialog>('select key, trunk_id as "trunkId", dialog from sip_dialog');
      return rows;
    },
    settled: async () => writing ?? Promise.resolve(),
  };
}
