/** What an administrator says of a trunk becomes the whole trunk, with what is wrong about it. */
import type { TrunkFault } from './trunk-faults.ts';
import { readRange, trunkFaults } from './trunk-faults.ts';
import { PRESET_FACTS } from './trunk-presets.ts';
import type { TrunkLimits, TrunkPreset, TrunkSecrets, TrunkSettings } from './trunk.ts';

/** What is not named stays, or is as the preset has it. */
export type TrunkWish = Partial<Omit<TrunkSettings, 'preset' | 'limits'>> &
  TrunkSecrets & { readonly limits?: Partial<TrunkLimits> };

/** A trunk before it has an id. */
export type NewTrunkWish = TrunkWish & { readonly name: string; readonly preset: TrunkPreset };

/** The trunk to be kept, which is so only where nothing is wrong. */
export type WishedTrunk = {
  readonly settings: TrunkSettings;
  readonly secrets: TrunkSecrets;
  readonly faults: readonly TrunkFault[];
};

/** The secrets that a trunk has already. */
type Kept = { readonly hasPassword: boolean; readonly hasTextSecret: boolean };

const NONE: Kept = { hasPassword: false, hasTextSecret: false };

/** A new trunk of the preset. */
export function newTrunk({ preset, ...wish }: NewTrunkWish): WishedTrunk {
  return changedTrunk({ ...PRESET_FACTS[preset].settings, name: wish.name, preset, ...NONE }, wish);
}

/** The trunk once the wish is carried out. Names are trimmed, and addresses become ranges. */
export function changedTrunk(trunk: TrunkSettings & Kept, wish: TrunkWish): WishedTrunk {
  const { hasPassword, hasTextSecret, ...before } = trunk;
  const { password, textSecret, limits, name, ...plain } = wish;
  const ranges = plain.inboundAddresses ?? before.inboundAddresses;
  const settings: TrunkSettings = {
    ...before,
    ...plain,
    inboundAddresses: ranges.map((range) => readRange(range) ?? range),
    name: (name ?? before.name).trim(),
    limits: { ...before.limits, ...limits },
  };
  const faults = trunkFaults(settings, {
    hasPassword: password === undefined ? hasPassword : password !== null,
    hasTextSecret: textSecret === undefined ? hasTextSecret : textSecret !== null,
  });
  const secrets = {
    ...(password === undefined ? {} : { password }),
    ...(textSecret === undefined ? {} : { textSecret }),
  };
  return { settings, secrets, faults };
}
