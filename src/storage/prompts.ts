/**
 * Sounds of a workspace's own. Their bytes lie in the database, so that every node has them; what they are is in the
 * directory.
 */
import { createHash } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import type { Prompt, PromptName } from '#domain/directory/prompt.ts';
import { MAX_PROMPTS } from '#domain/directory/prompt.ts';
import type { Database } from './database.ts';
import type { Changed } from './judged.ts';
import { holdWorkspace } from './judged.ts';
import type { Tables } from './tables.ts';

/** The store. */
export type PromptStore = {
  /** Takes the place of what was there for the same name and language. Null: the workspace has `MAX_PROMPTS` others. */
  put(
    workspaceId: number,
    prompt: Pick<Prompt, 'name' | 'lang' | 'seconds'>,
    audio: Uint8Array,
  ): Promise<Prompt | null>;
  /** False: there was none. */
  remove(workspaceId: number, name: PromptName, lang: string | null): Promise<boolean>;
  /** The bytes; null when the workspace no longer has them. */
  audio(workspaceId: number, hash: string): Promise<Uint8Array | null>;
};

/** Makes it; `now` is the time of a change. */
export function createPromptStore({ query }: Database, changed: Changed, now: () => Date): PromptStore {
  return {
    async put(workspaceId, { name, lang, seconds }, audio) {
      const made = {
        audio: Buffer.from(audio),
        hash: createHash('sha256').update(audio).digest('hex'),
        seconds,
        created_at: now(),
      };
      const key = { workspace_id: workspaceId, name, lang: lang ?? '' };
      const row = await query.transaction().execute(async (transaction) => {
        await holdWorkspace(transaction, workspaceId);
        if ((await countOthers(transaction, key)) >= MAX_PROMPTS) return null;
        return transaction
          .insertInto('prompt')
          .values({ ...key, ...made })
          .onConflict((conflict) => conflict.columns(['workspace_id', 'name', 'lang']).doUpdateSet(made))
          .returning(['name', 'lang', 'hash', 'seconds', 'created_at'])
          .executeTakeFirstOrThrow();
      });
      if (row === null) return null;
      changed(workspaceId);
      return readPrompt(row);
    },
    async remove(workspaceId, name, lang) {
      const { numDeletedRows } = await query
        .deleteFrom('prompt')
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .where('lang', '=', lang ?? '')
        .executeTakeFirst();
      changed(workspaceId);
      return numDeletedRows > 0n;
    },
    async audio(workspaceId, hash) {
      const row = await query
        .selectFrom('prompt')
        .select('audio')
        .where('workspace_id', '=', workspaceId)
        .where('hash', '=', hash)
        .executeTakeFirst();
      return row?.audio ?? null;
    },
  };
}

async function countOthers(
  transaction: Transaction<Tables>,
  { workspace_id: workspaceId, name, lang }: Pick<Selectable<Tables['prompt']>, 'workspace_id' | 'name' | 'lang'>,
): Promise<number> {
  const { others } = await transaction
    .selectFrom('prompt')
    .select(({ fn }) => fn.countAll<number>().as('others'))
    .where('workspace_id', '=', workspaceId)
    .where((where) => where.or([where('name', '!=', name), where('lang', '!=', lang)]))
    .executeTakeFirstOrThrow();
  return others;
}

/** A row as a prompt. Only names that can be read are written. */
export function readPrompt(row: Omit<Selectable<Tables['prompt']>, 'workspace_id' | 'audio'>): Prompt {
  return {
    name: row.name as PromptName,
    lang: row.lang === '' ? null : row.lang,
    hash: row.hash,
    seconds: row.seconds,
    createdAt: row.created_at,
  };
}
