/** What this dialect works with, besides what all do. */
import type { Administration } from '#domain/directory/administration.ts';
import type { AgentLog } from '#domain/ports/agent-log.ts';
import type { ClientBook } from '#domain/ports/client-book.ts';
import type { DialectParts } from '../dialect.ts';
import type { TokenKeeper } from '../token-keeper.ts';

/** What this surface does with tokens. */
type VcitaTokens = Pick<TokenKeeper, 'list' | 'create' | 'revoke'> & {
  /** Whose the token with this hash is; null for one that does not work. */
  find(hash: Buffer): Promise<{ readonly workspaceId: number; readonly tokenId: number } | null>;
  /** The person in whose name it was made; null: no one's. */
  madeByAgent(tokenId: number): Promise<number | null>;
};

/** The parts. */
export type VcitaParts = DialectParts & {
  readonly agentLog: AgentLog;
  readonly tokens: VcitaTokens;
  readonly clients: ClientBook;
  readonly administration: Pick<Administration, 'createContact' | 'changeContact'>;
};
