/** What articles mean: worked out after they were stored, and kept in their rows. The row is its own list of work. */
import type { MeaningStore } from '#domain/directory/article.ts';
import type { Database } from './database.ts';

/** The languages that the encoder knows, as a pattern. */
const KNOWN_LANGUAGES = 'en%';

/** Makes the store. */
export function createArticleMeanings({ query }: Database): MeaningStore {
  return {
    async published(workspaceId) {
      const rows = await query
        .selectFrom('article')
        .select(['id', 'title', 'body', 'phrasings', 'lang', 'hands_over', 'meaning'])
        .where('workspace_id', '=', workspaceId)
        .where('status', '=', 'published')
        .orderBy('id')
        .execute();
      return rows.map(({ hands_over: handsOver, ...row }) => ({ ...row, handsOver }));
    },
    async withoutMeaning(limit) {
      const rows = await query
        .selectFrom('article')
        .select(['id', 'workspace_id', 'revision', 'title', 'phrasings'])
        .where('meaning', 'is', null)
        .where('lang', 'like', KNOWN_LANGUAGES)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id, revision, workspace_id: workspaceId, title, phrasings }) => ({
        id,
        workspaceId,
        revision,
        sentences: [title, ...phrasings],
      }));
    },
    async putMeaning({ id, revision }, meaning) {
      const { numUpdatedRows } = await query
        .updateTable('article')
        .set({ meaning: Buffer.from(meaning) })
        .where('id', '=', id)
        .where('revision', '=', revision)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}
