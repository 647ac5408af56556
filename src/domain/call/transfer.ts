/** Handing a connected call to another agent or queue. Not a state: the caller stays connected meanwhile. */
import type { FailReason } from './reason.ts';

export const TRANSFER_STATUSES = ['transferring', 'transferred', 'failed'] as const;
export type TransferStatus = (typeof TRANSFER_STATUSES)[number];

/**
 * Where a call is handed to: one agent, or the agents of a menu. Cold leaves at once; warm stays, and leaves by hanging
 * up when the other one has answered.
 */
export type TransferTarget = {
  readonly agentId: number | null;
  readonly menuId: number | null;
  readonly mode: 'cold' | 'warm';
};

/** One hand-over, tried or done. Source: seed 004, call object, `transfers`. */
export type Transfer = TransferTarget & {
  /** Given by the store; 0 until then. */
  readonly id: number;
  readonly status: TransferStatus;
  readonly failReason: FailReason;
  readonly createdAt: Date;
  readonly fromAgentId: number | null;
  readonly fromMenuId: number | null;
  /** The agent who took it; null until someone has. */
  readonly toAgentId: number | null;
};

/** The hand-over that is under way, if any; there is never more than one. */
export function openTransfer(transfers: readonly Transfer[]): Transfer | undefined {
  return transfers.find((transfer) => transfer.status === 'transferring');
}

/** The list with its open hand-over closed. */
export function closeTransfer(transfers: readonly Transfer[], closing: Partial<Transfer>): Transfer[] {
  return transfers.map((transfer) => (transfer.status === 'transferring' ? { ...transfer, ...closing } : transfer));
}
