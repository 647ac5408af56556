/** The tenant: everything belongs to one workspace, and no query crosses it. */
import type { Agent } from './agent.ts';
import type { Language } from './language.ts';
import type { Menu } from './menu.ts';
import type { E164, PhoneNumber, Region } from './phone-number.ts';
import { isOrdinaryLine, lineOf, regionOf } from './phone-number.ts';
import type { Prompt } from './prompt.ts';
import type { Skill } from './skill.ts';
import type { OwnStatus } from './own-statuses.ts';
import type { SecondFactorRule } from './second-factor-rule.ts';
import type { TranscriptChoice } from './transcript-choice.ts';
import type { WrapUpRules } from './wrap-up-rules.ts';

/** What a subdomain is made of, as a regular expression. */
export const SUBDOMAIN = '^[a-z0-9][a-z0-9-]{0,62}$';

/** Whether the text can be the subdomain of a workspace. What cannot is not looked for in any store. */
export function isSubdomain(text: string): boolean {
  return new RegExp(SUBDOMAIN).test(text);
}

/** A tenant under its three names. */
export type Workspace = {
  /** Intercom's `app_id`. */
  readonly id: number;
  /** vcita's `business_uid`. */
  readonly uid: string;
  /** CCAI's user name and host label: lower case letters, digits and hyphens. */
  readonly subdomain: string;
  readonly name: string;
  /** Where its people plan their days: a name of the IANA Time Zone Database. */
  readonly timeZone: string;
  /** Whether agents choose the number they dial from; then an outbound call without one waits for their choice. */
  readonly agentsChooseNumber: boolean;
  /** Where trunks call, and where callers may ask to be called back. Null: in the countries of its own numbers. */
  readonly callBackCountries: readonly Region[] | null;
  readonly wrapUp: WrapUpRules;
  readonly ownStatuses: readonly OwnStatus[];
  readonly transcripts: TranscriptChoice;
  readonly secondFactor: SecondFactorRule;
  /**
   * The queue to which callers of the voice agent move on who want a person. Null, or gone: that of the number that
   * queues dial from, else the first that callers can choose.
   */
  readonly handOverMenuId: number | null;
  readonly createdAt: Date;
};

/** All of a workspace that fits in memory: who is there and how calls are led. A value; a change makes a new one. */
export type Directory = {
  readonly workspace: Workspace;
  readonly agents: ReadonlyMap<number, Agent>;
  readonly menus: ReadonlyMap<number, Menu>;
  /** In the order of their names. */
  readonly skills: readonly Skill[];
  readonly numbers: readonly PhoneNumber[];
  readonly languages: readonly Language[];
  readonly prompts: readonly Prompt[];
  readonly blocked: Blocked;
};

/** Whose calls are refused at every inbound door: contacts, and all their numbers. */
export type Blocked = { readonly contactIds: ReadonlySet<number>; readonly numbers: ReadonlySet<E164> };

/** The most contacts that a workspace blocks: all of them are kept in memory, where every inbound call looks. */
export const MAX_BLOCKED = 5000;

/** Whether calls of the contact, or from the number, are refused. */
export function isBlocked({ blocked }: Directory, contactId: number | null, number: E164 | null): boolean {
  return (contactId !== null && blocked.contactIds.has(contactId)) || (number !== null && blocked.numbers.has(number));
}

/** What is wanted of wrap-ups of the menu's calls: its own rules, else the workspace's. */
export function wrapUpRulesOf(
  { workspace, menus }: Pick<Directory, 'workspace' | 'menus'>,
  menuId: number | null,
): WrapUpRules {
  return menus.get(menuId ?? 0)?.wrapUp ?? workspace.wrapUp;
}

/** The agent with that email address, whatever its case. */
export function agentByEmail(directory: Directory, email: string): Agent | undefined {
  const wanted = email.toLowerCase();
  return directory.agents.values().find((agent) => agent.email.toLowerCase() === wanted);
}

/** The number the queues dial from: the default one, else the only one. */
export function defaultNumber(directory: Directory): PhoneNumber | undefined {
  const queueNumbers = directory.numbers.filter((number) => lineOf(number) === 'queue');
  return queueNumbers.find((number) => number.isDefault) ?? (queueNumbers.length === 1 ? queueNumbers[0] : undefined);
}

/**
 * The countries that the workspace calls, over trunks and for those who ask to be called back: those that are set, else
 * those of its own numbers.
 */
export function calledCountries({ workspace, numbers }: Directory): readonly Region[] {
  if (workspace.callBackCountries !== null) return workspace.callBackCountries;
  const own = numbers.map(({ number }) => regionOf(number)).filter((region) => region !== null);
  return [...new Set(own)];
}

/** Whether someone whom no one knows may have the number called: an ordinary line in one of those countries. */
export function mayBeCalledBack(directory: Directory, number: E164): boolean {
  const region = regionOf(number);
  return region !== null && isOrdinaryLine(number) && calledCountries(directory).includes(region);
}

/**
 * The country in which a number without a country code is meant: that of the number that queues dial from, or of the
 * first.
 */
export function homeRegion(directory: Directory): Region | null {
  const number = defaultNumber(directory)?.number ?? directory.numbers[0]?.number;
  return number === undefined ? null : regionOf(number);
}
