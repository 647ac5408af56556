/** Who is rung for a waiting call. Pure: the router asks, the engine stores what was decided. */
import type { Casting, Offer } from './offer-record.ts';
import type { Agent } from '../directory/agent.ts';
import type { Menu, OfferType } from '../directory/menu.ts';
import type { SkillLevel } from '../directory/skill.ts';
import { skillRank } from '../directory/skill.ts';
import type { Call } from './call.ts';
import type { WaitRules } from './wait-rules-record.ts';
import { waitRulesOf } from './wait-rules.ts';

/** The agents who have rung long enough to have missed it. */
export function rungInFull(offer: Offer): readonly number[] {
  return offer.agentIds.filter((id) => offer.late?.includes(id) !== true);
}

/**
 * The offer when these ring. Those who join others are late when less than half of the queue's time is left to them:
 * the next group of a cascade joins a moment after its time has begun, and is not.
 */
export function rung(
  before: Offer | null,
  agentIds: readonly number[],
  at: Date,
  until: Date,
  offerSeconds: number,
): Offer {
  const isLate = until.getTime() - at.getTime() < (offerSeconds * 1000) / 2;
  const ringing = isLate ? (before?.agentIds ?? []) : agentIds;
  const late =
    (before?.agentIds.length ?? 0) === 0
      ? []
      : agentIds.filter((id) => !ringing.includes(id) || before?.late?.includes(id));
  return late.length === 0 ? { agentIds, at, until } : { agentIds, at, until, late };
}

/** Seconds a call without a menu (a transfer to one agent) rings its agent. */
const DEFAULT_OFFER_SECONDS = 30;

/** The most agents rung at once for one call; with more free, the first of them. */
export const MAX_RINGING_AGENTS = 200;

/**
 * How a call waits: decided when it joins a queue, kept with it, so that a later change of the menu leaves it alone.
 */
export type QueuePlan = {
  readonly offerType: OfferType;
  /** Seconds until the next group joins, or until one agent has rung long enough. */
  readonly offerSeconds: number;
  /** The names of all groups, in the order they are rung. */
  readonly groups: readonly string[];
  readonly rules: WaitRules | null;
};

/** The plan of a menu's queue. */
export function planOf(menu: Menu): QueuePlan {
  const { offerType, offerSeconds, groups } = menu;
  return { offerType, offerSeconds, groups: groups.map((group) => group.name), rules: waitRulesOf(menu) };
}

/** The plan of a call that waits for one agent and no menu. */
export const AGENT_PLAN: QueuePlan = {
  offerType: 'deltacast',
  offerSeconds: DEFAULT_OFFER_SECONDS,
  groups: [],
  rules: null,
};

/** How long a caller waits for one agent before they are asked for a message. Seconds. */
const DIRECT_WAIT_SECONDS = 60;

/** The plan of a call to the number of one agent. */
export const DIRECT_PLAN: QueuePlan = {
  ...AGENT_PLAN,
  rules: { noAgents: null, longWait: { outcome: 'voicemail', menuId: null, afterSeconds: DIRECT_WAIT_SECONDS } },
};

/** Whether the call waits in no queue, and for its agent alone: they are rung, and no one else. */
export function isDirect({ menuId, agentId, queuedAt }: Pick<Call, 'menuId' | 'agentId' | 'queuedAt'>): boolean {
  return menuId === null && agentId !== null && queuedAt !== null;
}

/** What joining a queue writes into the call: a cascade rings its first group, the others ring all. */
export function joinQueue(
  plan: QueuePlan,
  at: Date,
): Pick<
  Call,
  'offerType' | 'offerSeconds' | 'waitRules' | 'unstaffedSince' | 'castings' | 'groupsAhead' | 'offer' | 'passedBy'
> {
  const opening = plan.offerType === 'cascade' ? 1 : plan.groups.length;
  return {
    offerType: plan.offerType,
    offerSeconds: plan.offerSeconds,
    waitRules: plan.rules,
    unstaffedSince: null,
    castings: plan.groups.slice(0, opening).map((group) => ({ at, group })),
    groupsAhead: plan.groups.slice(opening),
    offer: null,
    passedBy: [],
  };
}

/** The ids of all agents of the groups that were rung so far. */
export function castAgents(menu: Menu, castings: readonly Casting[]): Set<number> {
  const groups = menu.groups.filter((group) => castings.some((casting) => casting.group === group.name));
  return new Set(groups.flatMap((group) => group.agentIds));
}

/**
 * Which of the free agents ring now: the first one for a deltacast, everyone up to `MAX_RINGING_AGENTS` otherwise. The
 * best at what is `wanted` come first, and of those the longest idle. Agents who passed on the call are rung again only
 * when its offer has run out and no one else is free. Empty when no one new is to be rung.
 */
export function chooseAgents(
  call: Pick<Call, 'offerType' | 'offer' | 'passedBy'>,
  free: readonly Agent[],
  wanted: readonly SkillLevel[] = [],
): readonly number[] {
  const rung = call.offer?.agentIds ?? [];
  const isOneByOne = call.offerType === 'deltacast';
  if (isOneByOne && rung.length > 0) return [];
  const fresh = free.filter((agent) => !call.passedBy.includes(agent.id) && !rung.includes(agent.id));
  const candidates = fresh.length > 0 || call.offer !== null ? fresh : free;
  return candidates
    .toSorted(
      (a, b) =>
        skillRank(b, wanted) - skillRank(a, wanted) || a.idleSince.getTime() - b.idleSince.getTime() || a.id - b.id,
    )
    .slice(0, isOneByOne ? 1 : MAX_RINGING_AGENTS - rung.length)
    .map((agent) => agent.id);
}
