/** The wire of Settings > Workspace, and of the first steps at an administrator's desk. */
import type { SecondFactorRule } from '#domain/directory/second-factor-rule.ts';
import type { FirstSteps } from '#domain/identity/first-steps.ts';

/** What can be changed, as `/v1/workspace` writes it. */
export type WorkspaceForm = {
  readonly name: string;
  readonly time_zone: string;
  readonly second_factor: SecondFactorRule;
  readonly hand_over_menu_id: number | null;
};

/** The workspace. `subdomain` is also the address of the callers' page, `/w/{subdomain}`. */
export type WorkspaceView = WorkspaceForm & {
  readonly subdomain: string;
  /** The queues that callers can be handed over to. */
  readonly queues: readonly { readonly id: number; readonly name: string }[];
  /** Whether something of the demo is there, which can be removed. */
  readonly has_demo: boolean;
};

/** How far the workspace is. */
export type FirstStepsView = FirstSteps;
