/** The tenant: everything belongs to one workspace, and no query crosses it. */
import type { Agent } from './agent.ts';
import type { Language } from './language.ts';
import type { Menu } from './menu.ts';
import type { PhoneNumber } from './phone-number.ts';
import type { Prompt } from './prompt.ts';

/** A tenant under its three names. */
export type Workspace = {
  /** Intercom's `app_id`. */
  readonly id: number;
  /** vcita's `business_uid`. */
  readonly uid: string;
  /** CCAI's user name and host label: lower case letters, digits and hyphens. */
  readonly subdomain: string;
  readonly name: string;
  /** Whether agents choose the number they dial from; then an outbound call without one waits for their choice. */
  readonly agentsChooseNumber: boolean;
};

/** All of a workspace that fits in memory: who is there and how calls are led. A value; a change makes a new one. */
export type Directory = {
  readonly workspace: Workspace;
  readonly agents: ReadonlyMap<number, Agent>;
  readonly menus: ReadonlyMap<number, Menu>;
  readonly numbers: readonly PhoneNumber[];
  readonly languages: readonly Language[];
  readonly prompts: readonly Prompt[];
};

/** The agent with that e-mail address, whatever its case. */
export function agentByEmail(directory: Directory, email: string): Agent | undefined {
  const wanted = email.toLowerCase();
  return directory.agents.values().find((agent) => agent.email.toLowerCase() === wanted);
}

/** The number the queues dial from: the default one, else the only one. */
export function defaultNumber(directory: Directory): PhoneNumber | undefined {
  const queueNumbers = directory.numbers.filter((number) => number.line === 'queue');
  return queueNumbers.find((number) => number.isDefault) ?? (queueNumbers.length === 1 ? queueNumbers[0] : undefined);
}
