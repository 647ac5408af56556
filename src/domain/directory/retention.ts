/** How long a workspace keeps what is personal. What is older goes every night, unless a legal hold stands on it. */

/**
 * What has a time of its own. `calls`: who was in a call and all that was said in it; its counted facts stay for good.
 */
export const RETENTION_KINDS = ['recordings', 'voicemails', 'transcripts', 'messages', 'calls'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** Days, at least one and ten years at most. Null: for good. */
export type Retention = Readonly<Record<RetentionKind, number | null>>;
export const RETENTION_DAYS = { min: 1, max: 3650 } as const;

/** How many of each kind are older than they may be; `MAX_COUNTED` where there are as many or more. */
export type RetentionCounts = Readonly<Record<RetentionKind, number>>;
export const MAX_COUNTED = 100_000;

/** Retention as it is kept. */
export type RetentionStore = {
  of(workspaceId: number): Promise<Retention>;
  /** What is not named stays as it is. */
  change(workspaceId: number, change: Partial<Retention>): Promise<Retention>;
  /** What would go by such a retention at the instant. */
  due(workspaceId: number, retention: Retention, now: Date): Promise<RetentionCounts>;
};
