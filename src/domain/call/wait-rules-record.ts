/** The rules of a queue as a call that waits in it keeps them. */
import type { TimedRule } from '../directory/menu.ts';

/**
 * The rules with which a call joined its queue; null where the caller keeps waiting. A later change of the menu leaves
 * them alone.
 */
export type WaitRules = { readonly noAgents: TimedRule | null; readonly longWait: TimedRule | null };
