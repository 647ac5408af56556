/** The rules of a queue as a waiting call keeps them: what happens after how long. Pure. */
import type { Menu, TimedRule } from '../directory/menu.ts';
import type { Call } from './call.ts';
import type { WaitRules } from './wait-rules-record.ts';

/** A rule whose time is known. */
export type RuleAhead = { readonly condition: 'no_agents' | 'long_wait'; readonly rule: TimedRule; readonly at: Date };

/** The timed rules of a menu; null where it has none. */
export function waitRulesOf({ noAgents, longWait }: Pick<Menu, 'noAgents' | 'longWait'>): WaitRules | null {
  const held = (rule: TimedRule): TimedRule | null => (rule.outcome === 'keep_waiting' ? null : rule);
  const rules = { noAgents: held(noAgents), longWait: held(longWait) };
  return rules.noAgents === null && rules.longWait === null ? null : rules;
}

/**
 * Origins whose contact is on the line while the call waits. Who was promised a call waits without hearing anything.
 */
const ON_THE_LINE: ReadonlySet<Call['origin']> = new Set(['phone', 'web', 'incoming_api'] as const);

/** Whether the caller hears the queue, and so can be sent elsewhere by its rules. */
export function isOnTheLine({ origin }: Pick<Call, 'origin'>): boolean {
  return ON_THE_LINE.has(origin);
}

/**
 * The rule whose time comes first for a call in a queue; null when none will, as things stand. `since`: from when its
 * wait counts.
 */
export function ruleAhead(
  call: Pick<Call, 'origin' | 'state' | 'waitRules' | 'unstaffedSince'>,
  since: Date | null,
): RuleAhead | null {
  if (call.state !== 'queued' || call.waitRules === null || !isOnTheLine(call)) return null;
  const { noAgents, longWait } = call.waitRules;
  const gone = ahead('no_agents', noAgents, call.unstaffedSince);
  const long = ahead('long_wait', longWait, since);
  if (gone === null || long === null) return gone ?? long;
  return gone.at <= long.at ? gone : long;
}

function ahead(condition: RuleAhead['condition'], rule: TimedRule | null, from: Date | null): RuleAhead | null {
  if (rule === null || from === null) return null;
  return { condition, rule, at: new Date(from.getTime() + rule.afterSeconds * 1000) };
}
