/** People who take calls. Intercom calls them admins, vcita staff. */
import type { SkillLevel } from './skill.ts';

/** What an agent says of themselves; being in a call is not a status but read off the calls. */
export const AGENT_STATUSES = ['available', 'unavailable', 'break', 'wrap_up', 'missed_call'] as const;
export type AgentStatus = (typeof AGENT_STATUSES)[number];

/** An agent of a workspace. */
export type Agent = {
  readonly id: number;
  readonly uid: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly agentNumber: string | null;
  readonly avatarUrl: string | null;
  /** Whether the agent may place outbound calls. */
  readonly mayCall: boolean;
  readonly status: AgentStatus;
  /** What the workspace calls the status, while it is one of its own; see `OwnStatus`. */
  readonly statusName: string | null;
  /** Since when the agent has been free; the longest idle is rung first. */
  readonly idleSince: Date;
  /** How many calls at once; null is any number, which only the simulated agent has. */
  readonly capacity: number | null;
  /** Whether the simulator plays this agent. */
  readonly simulated: boolean;
  /** What they can, each skill once. */
  readonly skills: readonly SkillLevel[];
  /** Whether the desk assists them in calls, as an administrator has it, and as they want it: both must hold. */
  readonly assist: boolean;
  readonly wantsAssist: boolean;
};

/** Whether the desk assists the agent in calls. */
export function isAssisted({ assist, wantsAssist }: Pick<Agent, 'assist' | 'wantsAssist'>): boolean {
  return assist && wantsAssist;
}

/** The name shown to people: first and last name. */
export function fullName(agent: Pick<Agent, 'firstName' | 'lastName'>): string {
  return [agent.firstName, agent.lastName].filter((part) => part !== '').join(' ');
}
