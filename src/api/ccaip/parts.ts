/** What this dialect works with, besides what all do. */
import type { AgentLog } from '#domain/ports/agent-log.ts';
import type { EndUserBook } from '#domain/ports/end-users.ts';
import type { DialectParts } from '../dialect.ts';

/** The parts. */
export type CcaipParts = DialectParts & {
  readonly agentLog: AgentLog;
  readonly endUsers: EndUserBook;
  /** Signs the agent out everywhere. */
  endSessions(workspaceId: number, agentId: number): Promise<unknown>;
};
