/** The wire of Settings > Skills: `/app/skills.json`. Plain types, also for the page. */
import type { SkillHolders } from '#domain/directory/administration.ts';

/** A skill, with who has it and which menus want it. */
export type SkillView = {
  readonly id: number;
  readonly name: string;
  readonly holders: readonly { readonly agentId: number; readonly level: number }[];
  readonly menus: readonly { readonly id: number; readonly name: string }[];
};

/** All skills, in the order of their names, and all who may have one. */
export type SkillsView = {
  readonly skills: readonly SkillView[];
  readonly agents: readonly { readonly id: number; readonly name: string }[];
};

/** What is saved at once: the name, and the agents whose level is another one now; null takes it from them. */
export type SkillEdit = { readonly name: string; readonly agents: SkillHolders };
