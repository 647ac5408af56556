/** Sound that no row names any more, until its files are removed. */
import type { Database } from './database.ts';

/** So many files are removed between two looks at the table. */
const BATCH = 100;

/**
 * Removes what is left, however often it is begun anew: a row goes after its file, and a file may be gone already.
 * `remove` is given the uid of the recording. Answers how many.
 */
export async function removeLeftFiles(
  { query }: Database,
  remove: (recordingUid: string) => Promise<void>,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await query.selectFrom('file_removal').select('recording_uid').orderBy('at').limit(BATCH).execute();
    const uids = rows.map((row) => row.recording_uid);
    if (uids.length === 0) return removed;
    for (const uid of uids) await remove(uid);
    await query.deleteFrom('file_removal').where('recording_uid', 'in', uids).execute();
    removed += uids.length;
  }
}
