/** Trunks as the rest of the server needs them: those who carry calls, and those who administer. */
import type { Administered } from '../directory/administration.ts';
import type { Destination } from '../directory/destination.ts';
import type { E164 } from '../directory/phone-number.ts';
import type { Trunk, TrunkHealth, TrunkLimits, TrunkSecrets, TrunkSettings } from '../directory/trunk.ts';

/** What carriers read of trunks, and what they tell of them. */
export type TrunkBook = {
  /**
   * The enabled trunks of all workspaces, by workspace and position, their passwords decrypted. One whose password
   * cannot be decrypted is left out, and its health says so.
   */
  enabled(): Promise<readonly Trunk[]>;
  /** Enabled or not, for whoever tests it; null: there is none, or its password cannot be decrypted. */
  find(trunkId: number): Promise<Trunk | null>;
  /** Calls the listener after every change of trunks and their order has been committed; the answer ends it. */
  onChanged(listener: () => void): () => void;
  /** Where calls to the number go; null: it is no number of the workspace. */
  destinationOf(workspaceId: number, number: E164): Promise<Destination | null>;
  /** Keeps how the trunk is doing; what is as it was costs nothing. */
  noteHealth(trunkId: number, health: TrunkHealth): Promise<void>;
};

/** A trunk as administrators see it: of its secrets only whether there are any. */
export type TrunkEntry = Omit<Trunk, 'password'> & {
  readonly hasPassword: boolean;
  readonly hasTextSecret: boolean;
  readonly health: TrunkHealth & { readonly since: Date };
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** What sends text messages over the provider of a trunk. */
export type TextAccount = Pick<Trunk, 'id' | 'workspaceId' | 'preset'> & {
  readonly account: string;
  readonly secret: string;
};

/** Trunks as their administrators change them. Every operation stays inside its workspace. */
export type TrunkStore = {
  /** In their order. */
  list(workspaceId: number): Promise<readonly TrunkEntry[]>;
  find(workspaceId: number, id: number): Promise<TrunkEntry | null>;
  /** It comes last. Refused: one more than `MAX_TRUNKS`. */
  add(workspaceId: number, settings: TrunkSettings, secrets: TrunkSecrets): Promise<Administered<TrunkEntry>>;
  change(
    workspaceId: number,
    id: number,
    change: Partial<TrunkSettings>,
    secrets: TrunkSecrets,
  ): Promise<Administered<TrunkEntry>>;
  /** Its numbers stay, without a trunk. */
  remove(workspaceId: number, id: number): Promise<boolean>;
  /** All of the workspace's trunks in their new order; false, with nothing changed, when the ids are not those. */
  reorder(workspaceId: number, ids: readonly number[]): Promise<boolean>;
  /** What all trunks of the workspace together may be used for, beside what each one may. */
  limits(workspaceId: number): Promise<TrunkLimits>;
  /** Changes what is named. `countries` null: those of the workspace's own numbers. */
  changeLimits(workspaceId: number, change: Partial<TrunkLimits>): Promise<TrunkLimits>;
  /** The first enabled trunk that can send text messages; null: none, or its secret cannot be decrypted. */
  textAccount(workspaceId: number): Promise<TextAccount | null>;
};

/** What can be wrong with a trunk, in the order in which it is looked at. */
export const PROBE_STEPS = ['dns', 'connect', 'tls', 'options', 'register'] as const;

/** One step and what came of it, in a sentence: what was found, or what is wrong and where to look. */
export type ProbeStep = {
  readonly step: (typeof PROBE_STEPS)[number];
  readonly ok: boolean;
  readonly sentence: string;
};

/**
 * Tests a trunk without a call: walks the steps, ends after the first that fails, and leaves out those that the trunk
 * does not have. Takes 20 seconds at most. The trunk need not be enabled.
 */
export type TrunkProbe = (trunkId: number) => Promise<readonly ProbeStep[]>;
