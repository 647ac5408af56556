/** API tokens. Only their hashes are kept. */
import { currentAuthor } from '#background/author.ts';
import { LRUCache } from 'lru-cache';
import type { Database } from './database.ts';

/** Whose a token is. */
export type TokenOwner = {
  readonly workspaceId: number;
  readonly tokenId: number;
  readonly kind: 'staff' | 'app' | 'directory' | 'client' | 'read_only';
  /** Whose calls a token of the kind `client` reads; null is no one's. */
  readonly contactId: number | null;
};

/** Until when a token works, and for whom; null is for good, and for no one in particular. */
export type TokenBounds = { readonly expiresAt: Date | null; readonly contactId: number | null };

/** How long a token that was found is believed without asking again, and so how long a revoked one may still work. */
const BELIEVED_MS = 2_000;
/** How often the last use is written down. */
const NOTED_MS = 60_000;
const MAX_BELIEVED = 10_000;

export type TokenStore = {
  /**
   * The owner of the token with this hash; null for unknown, revoked and expired ones. `same` compares in constant
   * time.
   */
  find(hash: Buffer, same: (a: Buffer, b: Buffer) => boolean): Promise<TokenOwner | null>;
  create(
    workspaceId: number,
    name: string,
    kind: TokenOwner['kind'],
    hash: Buffer,
    bounds?: TokenBounds & { readonly oauthAppId?: number },
  ): Promise<number>;
  /**
   * Puts another in the token's place, with its name, kind, contact and end; the old one works until `until`, or its
   * own end if that is sooner. Refused: one that a setting gives, or that has been replaced.
   */
  rotate(
    workspaceId: number,
    tokenId: number,
    hash: Buffer,
    until: Date,
  ): Promise<RotatedToken | 'unknown' | 'not_replaceable'>;
  /** Makes this the workspace's token that a setting gives: a staff token. The one that was before is revoked. */
  setOwn(workspaceId: number, name: string, hash: Buffer): Promise<void>;
  revoke(workspaceId: number, tokenId: number): Promise<boolean>;
  /** The person in whose name the token was made, by an application that they allowed or at a page; null: no one's. */
  madeByAgent(tokenId: number): Promise<number | null>;
  /** Tokens were revoked elsewhere: none is believed without asking. */
  forgetBelieved(): void;
  /** Those that work. */
  list(workspaceId: number): Promise<readonly TokenLine[]>;
};

/** What can be told of a token. */
export type TokenLine = TokenBounds & {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  /** The name of the person or token that made it; null where no one knows. */
  readonly madeBy: string | null;
  readonly isBySetting: boolean;
  /** Another one takes its place. */
  readonly isReplaced: boolean;
};

/** The token that took another one's place, and until when that one works. */
export type RotatedToken = TokenBounds & {
  readonly id: number;
  readonly name: string;
  readonly kind: TokenOwner['kind'];
  readonly formerExpiresAt: Date;
};

const NO_BOUNDS: TokenBounds & { readonly oauthAppId?: number } = { expiresAt: null, contactId: null };

/** Makes the store; `now` in milliseconds. */
export function createTokens({ query }: Database, now: () => number): TokenStore {
  // By size: given `max`, all memory is taken at once.
  const room = { maxSize: MAX_BELIEVED, sizeCalculation: () => 1 };
  const believed = new LRUCache<string, { owner: TokenOwner; until: number }>(room);
  const notedAt = new LRUCache<number, number>(room);

  const noteUse = (tokenId: number): void => {
    if (Math.abs(now() - (notedAt.get(tokenId) ?? 0)) < NOTED_MS) return; // The clock may have been set back.
    notedAt.set(tokenId, now());
    // Losing this note loses nothing; the request does not wait for it.
    query
      .updateTable('api_token')
      .set({ last_used_at: new Date(now()) })
      .where('id', '=', tokenId)
      .execute()
      .catch(() => undefined);
  };

  return {
    async find(hash, same) {
      const key = hash.toString('base64');
      const held = believed.get(key);
      // A clock that was set back must not make a token believed for longer.
      if (held !== undefined && now() < held.until && held.until - now() <= BELIEVED_MS) return held.owner;
      const rows = await query
        .selectFrom('api_token')
        .select(['id', 'workspace_id', 'kind', 'hash', 'expires_at', 'contact_id'])
        .where('lookup', '=', hash.subarray(0, 8))
        .where('revoked_at', 'is', null)
        .execute();
      const row = rows.find((each) => same(each.hash, hash));
      believed.delete(key);
      const expiresAt = row?.expires_at?.getTime() ?? Infinity;
      if (row === undefined || expiresAt <= now()) return null;
      const kind = row.kind as TokenOwner['kind']; // The column's check holds the same five.
      const owner = { workspaceId: row.workspace_id, tokenId: row.id, kind, contactId: row.contact_id };
      believed.set(key, { owner, until: Math.min(now() + BELIEVED_MS, expiresAt) });
      noteUse(row.id);
      return owner;
    },
    async create(workspaceId, name, kind, hash, { expiresAt, contactId, oauthAppId } = NO_BOUNDS) {
      const row = await query
        .insertInto('api_token')
        .values({
          workspace_id: workspaceId,
          name,
          kind,
          lookup: hash.subarray(0, 8),
          hash,
          expires_at: expiresAt,
          contact_id: contactId,
          oauth_app_id: oauthAppId ?? null,
          ...maker(),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return row.id;
    },
    async rotate(workspaceId, tokenId, hash, until) {
      const rotated = await query.transaction().execute(async (transaction) => {
        const old = await transaction
          .selectFrom('api_token')
          .select(['name', 'kind', 'expires_at', 'contact_id', 'by_setting', 'replaced_by', 'oauth_app_id'])
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', tokenId)
          .where('revoked_at', 'is', null)
          .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', new Date(now()))]))
          .forUpdate()
          .executeTakeFirst();
        if (old === undefined) return 'unknown';
        if (old.by_setting || old.replaced_by !== null) return 'not_replaceable';
        const { name, kind, expires_at, contact_id, oauth_app_id } = old;
        const { id } = await transaction
          .insertInto('api_token')
          .values({
            workspace_id: workspaceId,
            name,
            kind,
            lookup: hash.subarray(0, 8),
            hash,
            expires_at,
            contact_id,
            oauth_app_id,
            ...maker(),
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        const formerExpiresAt = expires_at !== null && expires_at < until ? expires_at : until;
        await transaction
          .updateTable('api_token')
          .set({ expires_at: formerExpiresAt, replaced_by: id })
          .where('id', '=', tokenId)
          .execute();
        return {
          id,
          name,
          kind: kind as TokenOwner['kind'],
          expiresAt: expires_at,
          contactId: contact_id,
          formerExpiresAt,
        };
      });
      believed.clear();
      return rotated;
    },
    async setOwn(workspaceId, name, hash) {
      await query.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('api_token')
          .set({ revoked_at: new Date(now()) })
          .where('workspace_id', '=', workspaceId)
          .where('by_setting', '=', true)
          .where('revoked_at', 'is', null)
          .where('hash', '!=', hash)
          .execute();
        await transaction
          .insertInto('api_token')
          .values({
            workspace_id: workspaceId,
            name,
            kind: 'staff',
            lookup: hash.subarray(0, 8),
            hash,
            by_setting: true,
          })
          .onConflict((conflict) =>
            conflict.column('hash').doUpdateSet({ revoked_at: null, expires_at: null, by_setting: true }),
          )
          .execute();
      });
      believed.clear();
    },
    async madeByAgent(tokenId) {
      const made = query.selectFrom('api_token').select('made_by_agent').where('id', '=', tokenId);
      return (await made.executeTakeFirst())?.made_by_agent ?? null;
    },
    async revoke(workspaceId, tokenId) {
      const done = await query
        .updateTable('api_token')
        .set({ revoked_at: new Date(now()) })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', tokenId)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      believed.clear();
      return done.numUpdatedRows > 0n;
    },
    forgetBelieved: () => believed.clear(),
    async list(workspaceId) {
      const rows = await query
        .selectFrom('api_token')
        .leftJoin('agent', 'agent.id', 'api_token.made_by_agent')
        .leftJoin('api_token as maker', 'maker.id', 'api_token.made_by_token')
        .select([
          'api_token.id',
          'api_token.name',
          'api_token.kind',
          'api_token.created_at',
          'api_token.last_used_at',
          'api_token.expires_at',
          'api_token.contact_id',
          'api_token.by_setting',
          'api_token.replaced_by',
          'maker.name as maker_name',
          'agent.email as maker_email',
        ])
        .where('api_token.workspace_id', '=', workspaceId)
        .where('api_token.revoked_at', 'is', null)
        .where((where) =>
          where.or([where('api_token.expires_at', 'is', null), where('api_token.expires_at', '>', new Date(now()))]),
        )
        .orderBy('api_token.id')
        .execute();
      return rows.map(({ id, name, kind, ...row }) => ({
        id,
        name,
        kind,
        createdAt: row.created_at,
        lastUsedAt: row.last_used_at,
        expiresAt: row.expires_at,
        contactId: row.contact_id,
        madeBy: row.maker_email ?? row.maker_name,
        isBySetting: row.by_setting,
        isReplaced: row.replaced_by !== null,
      }));
    },
  };
}

/** Who makes a token just now: the person or token in whose name it is done. */
function maker() {
  const author = currentAuthor();
  return { made_by_agent: author?.agentId ?? null, made_by_token: author?.tokenId ?? null };
}
