/**
 * What agents are, in this vendor's words: its system statuses, and those of the workspace's own. Source: CCAI
 * Platform, "Agent status endpoints" (`In-call`); singer-io/tap-ujet, schemas/user_statuses.json.
 */
import type { Agent, AgentStatus } from '#domain/directory/agent.ts';
import type { OwnStatus } from '#domain/directory/own-statuses.ts';
import { idOfName } from '../teams.ts';

/** A status as it is read: workforce tools have no id of ours. */
export type UserStatus = {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly wfm_id: null;
};

const system = (id: number, name: string, color: string): UserStatus => ({ id, name, color, wfm_id: null });

/** Those that every workspace has. */
const SYSTEM_STATUSES = {
  available: system(1, 'Available', 'green'),
  unavailable: system(2, 'Unavailable', 'gray'),
  break: system(3, 'Break', 'amber'),
  wrap_up: system(4, 'Wrap-up', 'blue'),
  missed_call: system(5, 'Missed Call', 'red'),
} as const satisfies Record<AgentStatus, UserStatus>;

/** An agent who talks: no status that they take, but read off their calls. */
export const IN_CALL = system(6, 'In-call', 'red');

/** All statuses, the system's first. */
export function userStatuses(own: readonly OwnStatus[]): readonly UserStatus[] {
  return [...Object.values(SYSTEM_STATUSES), IN_CALL, ...own.map(({ name, color }) => ownStatus(name, color))];
}

/** The status, under the workspace's name for it where it has one. */
export function userStatus(
  { status, statusName }: Pick<Agent, 'status' | 'statusName'>,
  own: readonly OwnStatus[],
): UserStatus {
  if (statusName === null) return SYSTEM_STATUSES[status];
  return ownStatus(statusName, own.find(({ name }) => name === statusName)?.color ?? 'gray');
}

/** An own status has no id here: its id is that of its name. */
function ownStatus(name: string, color: string): UserStatus {
  return { id: idOfName(name), name, color, wfm_id: null };
}
