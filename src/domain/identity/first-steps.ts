/** The first steps in a new workspace: a short list at its administrators' desks, told from what is there. */

/** In the order in which they are shown. */
export const FIRST_STEPS = ['people', 'menu', 'number', 'call', 'token'] as const;
/**
 * `call`: a call was made or taken; `people`: someone else may sign in, or is invited; `menu`: a menu with agents;
 * `number`: a number or a trunk; `token`: a program may come.
 */
export type FirstStep = (typeof FIRST_STEPS)[number];

/** How far a workspace is. */
export type FirstSteps = {
  /** No one wants to see the list any more. */
  readonly isClosed: boolean;
  readonly done: Readonly<Record<FirstStep, boolean>>;
};

export type FirstStepsStore = {
  read(workspaceId: number): Promise<FirstSteps>;
  /** Closes the list for everyone. Safe to repeat. */
  close(workspaceId: number, at: Date): Promise<void>;
};
