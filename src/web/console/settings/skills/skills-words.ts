/** What the pages of skills say in more than one place. */

/** Who may have a skill. */
export type Holder = { readonly id: number; readonly name: string };

/** `3 agents have it`. */
export function agentsWord(count: number): string {
  if (count === 0) return 'No agent has it';
  return count === 1 ? '1 agent has it' : `${count} agents have it`;
}
