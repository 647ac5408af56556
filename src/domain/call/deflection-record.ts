/** Where a caller was sent when no agent could take the call. */

/** One deflection of a call. Source: CCAI call object, `deflection_details`. */
export type Deflection = {
  /** Given by the store; 0 until then. */
  readonly id: number;
  readonly deflection: string;
  readonly transferId: number | null;
  readonly fromMenuId: number | null;
  /** When the caller was sent away, which ends a wait in the queue. Absent in calls stored before it was kept. */
  readonly at?: Date;
};
