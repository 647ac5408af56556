/** How the pages of callers look. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Appearance, AppearanceStore, LogoType } from '#domain/directory/appearance.ts';
import type { Database } from './database.ts';

type Row = {
  readonly name: string | null;
  readonly color: string | null;
  readonly media_type: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly sha256: string | null;
};

/** Makes the store. */
export function createAppearances({ query }: Database): AppearanceStore {
  const of = async (workspaceId: number): Promise<Appearance> => {
    const { rows } = await sql<Row>`
      select a.name, a.color, l.media_type, l.width, l.height, l.sha256
      from workspace w left join appearance a on a.workspace_id = w.id left join logo l on l.workspace_id = w.id
      where w.id = ${workspaceId}`.execute(query);
    return readAppearance(rows[0]);
  };
  return {
    of,
    async change(workspaceId, change) {
      if (Object.keys(change).length > 0)
        await query
          .insertInto('appearance')
          .values({ workspace_id: workspaceId, ...change })
          .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(change))
          .execute();
      return of(workspaceId);
    },
    async putLogo(workspaceId, { mediaType, width, height }, image) {
      const bytes = Buffer.from(image);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const values = { media_type: mediaType, width, height, sha256, image: bytes };
      await query
        .insertInto('logo')
        .values({ workspace_id: workspaceId, ...values })
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(values))
        .execute();
      return of(workspaceId);
    },
    async removeLogo(workspaceId) {
      const { numDeletedRows } = await query
        .deleteFrom('logo')
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async logo(workspaceId) {
      const row = await query
        .selectFrom('logo')
        .select(['media_type', 'image'])
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      // The column's check holds the same three types.
      return row === undefined ? null : { mediaType: row.media_type as LogoType, image: row.image };
    },
  };
}

/** The columns of a logo are all there, or none is. */
function readAppearance(row: Row | undefined): Appearance {
  const { name = null, color = null, media_type: type = null, width, height, sha256 } = row ?? {};
  const logo =
    type === null ? null : { mediaType: type as LogoType, width: width ?? 0, height: height ?? 0, hash: sha256 ?? '' };
  return { name, color, logo };
}
