/** What is kept of agents besides who they are: since when they are there, and what they have been. */
import type { AgentStatus } from '../directory/agent.ts';
import type { Role } from '../identity/session.ts';

/** What is known of an agent as someone who signs in. */
export type AgentFacts = {
  readonly createdAt: Date;
  /** When they last signed in to a page; null: never, or not since it is kept. */
  readonly signedInAt: Date | null;
  /** Since when they cannot sign in; null: they can. */
  readonly lockedAt: Date | null;
  readonly role: Role;
};

/** A status that an agent had; `endedAt` is null while it is the last one. */
export type AgentActivity = {
  readonly id: number;
  readonly agentId: number;
  readonly status: AgentStatus;
  /** What the workspace called it then, where it was one of its own. */
  readonly statusName: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
};

/** Which activities a list shows. Absent is no limit; both times are included. */
export type ActivityFilter = {
  readonly ids?: readonly number[];
  readonly agentIds?: readonly number[];
  readonly startedFrom?: Date;
  readonly startedTo?: Date;
};

/** Implemented by storage. Activities are kept as long as events of agents are: `SUBJECT_EVENT_DAYS`. */
export type AgentLog = {
  /** Of every agent of the workspace. */
  factsOf(workspaceId: number): Promise<ReadonlyMap<number, AgentFacts>>;
  /** A page of activities by when they began, and how many the whole list has. */
  activities(
    workspaceId: number,
    filter: ActivityFilter,
    descending: boolean,
    limit: number,
    offset: number,
  ): Promise<{ readonly activities: readonly AgentActivity[]; readonly total: number }>;
};
