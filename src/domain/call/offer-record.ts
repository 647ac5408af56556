/** Who is ringing for a call, and which ring groups were added. */

/** A group of agents began to be rung. Source: seed 004, `offer_events`. */
export type Casting = { readonly at: Date; readonly group: string };

/** Agents ringing right now for one call. The first to answer wins; the call's row version decides. */
export type Offer = {
  readonly agentIds: readonly number[];
  readonly at: Date;
  readonly until: Date;
  /** Those of them who joined others too late to have missed it. Absent: none. */
  readonly late?: readonly number[];
};
