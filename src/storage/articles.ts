/** Articles as they are kept. What they mean is worked out later and lies in the row; no list reads it. */
import type { Article, ArticleDraft, ArticleStatus, ArticleStore } from '#domain/directory/article.ts';
import { MAX_ARTICLES } from '#domain/directory/article.ts';
import type { RawBuilder, Selectable, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Changed } from './judged.ts';
import { holdWorkspace, judged, present, Refused } from './judged.ts';
import type { Tables } from './tables.ts';

const SHOWN = ['id', 'title', 'body', 'phrasings', 'lang', 'status', 'hands_over', 'created_at', 'updated_at'] as const;
type Row = Pick<Selectable<Tables['article']>, (typeof SHOWN)[number]>;

/** Makes the store; `changed` hears of workspaces whose articles are others now. */
export function createArticles({ query }: Database, changed: Changed, now: () => Date): ArticleStore {
  return {
    async list(workspaceId, { search, status, lang }, { beyond, limit }) {
      const rows = await query
        .selectFrom('article')
        .select(SHOWN)
        .where('workspace_id', '=', workspaceId)
        .$if(search !== null, (each) => each.where(articleMatches(search ?? '')))
        .$if(status !== null, (each) => each.where('status', '=', status ?? ''))
        .$if(lang !== null, (each) => each.where('lang', '=', lang ?? ''))
        .$if(beyond !== null, (each) => each.where('id', '<', beyond ?? 0))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(readArticle);
    },
    async find(workspaceId, id) {
      const row = await query
        .selectFrom('article')
        .select(SHOWN)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : readArticle(row);
    },
    create: async (workspaceId, draft) =>
      judged(async () => {
        const row = await query.transaction().execute(async (transaction) => {
          await makeRoom(transaction, workspaceId, 1);
          return transaction
            .insertInto('article')
            .values({ ...rowOf(workspaceId, draft), ...madeAt(now()) })
            .returning(SHOWN)
            .executeTakeFirstOrThrow();
        });
        changed(workspaceId);
        return readArticle(row);
      }),
    change: async (workspaceId, id, change) =>
      judged(async () => {
        const { title, body, phrasings, lang, status, handsOver } = change;
        const isOther = title !== undefined || phrasings !== undefined || lang !== undefined;
        const row = await query
          .updateTable('article')
          .set({
            ...present({ title, body, lang, status, hands_over: handsOver }),
            ...(phrasings === undefined ? {} : { phrasings: [...phrasings] }),
            ...(isOther ? { meaning: null } : {}),
            revision: sql`revision + 1`,
            updated_at: now(),
          })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .returning(SHOWN)
          .executeTakeFirst();
        if (row === undefined) throw new Refused({ code: 'unknown' });
        changed(workspaceId);
        return readArticle(row);
      }),
    async remove(workspaceId, id) {
      const { numDeletedRows } = await query
        .deleteFrom('article')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      changed(workspaceId);
      return numDeletedRows > 0n;
    },
    async createAll(workspaceId, drafts) {
      const made = await judged(async () =>
        query.transaction().execute(async (transaction) => {
          await makeRoom(transaction, workspaceId, drafts.length);
          const places = await takenTitles(transaction, workspaceId, drafts);
          if (places.length > 0) return { places };
          const rows = await transaction
            .insertInto('article')
            .values(drafts.map((draft) => ({ ...rowOf(workspaceId, draft), ...madeAt(now()) })))
            .returning('id')
            .execute();
          return { ids: rows.map(({ id }) => id) };
        }),
      );
      if (!made.ok) return { ok: false, refusal: { code: 'articles_full' } };
      if ('places' in made.value) return { ok: false, refusal: { code: 'titles_taken', places: made.value.places } };
      changed(workspaceId);
      return { ok: true, value: made.value.ids };
    },
  };
}

/** Lets no one else add articles meanwhile. Refused: there would be too many. */
async function makeRoom(transaction: Transaction<Tables>, workspaceId: number, more: number): Promise<void> {
  await holdWorkspace(transaction, workspaceId);
  const { count } = await transaction
    .selectFrom('article')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  if (count + more > MAX_ARTICLES) throw new Refused({ code: 'articles_full' });
}

/** Places of drafts whose title stands in the workspace already, or in a draft before. */
async function takenTitles(
  transaction: Transaction<Tables>,
  workspaceId: number,
  drafts: readonly ArticleDraft[],
): Promise<readonly number[]> {
  const wanted = JSON.stringify(drafts.map(({ lang, title }, place) => ({ lang, title, place })));
  const { rows } = await sql<{ place: number }>`
    with wanted as (
      select place, lang, lower(title) as title,
        row_number() over (partition by lang, lower(title) order by place) as turn
      from jsonb_to_recordset(${wanted}) as each (place integer, lang text, title text)
    )
    select place from wanted
    where turn > 1 or exists (
      select from article a
      where a.workspace_id = ${workspaceId} and a.lang = wanted.lang and lower(a.title) = wanted.title
    )
    order by place`.execute(transaction);
  return rows.map(({ place }) => place);
}

/** The condition on rows of `article`, found by their grams as contacts are: see migration 0018. */
function articleMatches(text: string): RawBuilder<boolean> {
  const part = text.replaceAll('\n', ' ');
  const like = `%${part.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const words = sql`article_words(title, phrasings, body)`;
  return sql<boolean>`(text_grams(${words}) @@ grams_query(lower(${part})) and ${words} like ${like})`;
}

/** A new row of a draft, without the time. */
export function rowOf(workspaceId: number, { handsOver, phrasings, ...same }: ArticleDraft) {
  return { ...same, workspace_id: workspaceId, phrasings: [...phrasings], hands_over: handsOver };
}

function madeAt(at: Date) {
  return { created_at: at, updated_at: at };
}

function readArticle({ hands_over: handsOver, created_at: createdAt, updated_at: updatedAt, ...row }: Row): Article {
  // The column's check holds the same two.
  return { ...row, status: row.status as ArticleStatus, handsOver, createdAt, updatedAt };
}
