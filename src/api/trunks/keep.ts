/** Trunks as `/v1` and the console ask for them. */
import type { Administered } from '#domain/directory/administration.ts';
import type { Static } from 'typebox';
import { isRegion } from '#domain/directory/phone-number.ts';
import type { TrunkFault } from '#domain/directory/trunk-faults.ts';
import { countryFaults } from '#domain/directory/trunk-faults.ts';
import type { NewTrunkWish, TrunkWish } from '#domain/directory/trunk-wish.ts';
import { changedTrunk, newTrunk } from '#domain/directory/trunk-wish.ts';
import type { TrunkLimits } from '#domain/directory/trunk.ts';
import type { ProbeStep, TrunkEntry, TrunkProbe, TrunkStore } from '#domain/ports/trunk-book.ts';
import { camel } from '../camel.ts';
import type { TrunkLimitsChange } from './schema.ts';

/** The trunk, why it is refused, or what is wrong with it field by field. */
export type TrunkAnswer = Administered<TrunkEntry> | { readonly ok: false; readonly faults: readonly TrunkFault[] };

/** Makes a trunk of the preset. */
export async function createTrunk(store: TrunkStore, workspaceId: number, wish: NewTrunkWish): Promise<TrunkAnswer> {
  const { settings, secrets, faults } = newTrunk(wish);
  return faults.length > 0 ? { ok: false, faults } : store.add(workspaceId, settings, secrets);
}

/** Changes what is named. */
export async function changeTrunk(
  store: TrunkStore,
  workspaceId: number,
  id: number,
  wish: TrunkWish,
): Promise<TrunkAnswer> {
  const before = await store.find(workspaceId, id);
  if (before === null) return { ok: false, refusal: { code: 'unknown' } };
  const { settings, secrets, faults } = changedTrunk(before, wish);
  return faults.length > 0 ? { ok: false, faults } : store.change(workspaceId, id, settings, secrets);
}

/** Changes the limits of all trunks together, as named on the wire. */
export async function changeLimits(
  store: TrunkStore,
  workspaceId: number,
  asked: Static<typeof TrunkLimitsChange>,
): Promise<TrunkLimits | { readonly faults: readonly TrunkFault[] }> {
  const { countries, ...plain } = camel(asked);
  const faults = countryFaults(countries ?? null, 'countries');
  if (faults.length > 0) return { faults };
  const regions = countries === undefined ? {} : { countries: countries?.filter(isRegion) ?? null };
  return store.changeLimits(workspaceId, { ...plain, ...regions });
}

/** What a test finds where the server speaks no SIP. */
const OFF: ProbeStep = {
  step: 'connect',
  ok: false,
  sentence: 'PATCHBAY_SIP is off: this server reaches no telephones.',
};

/** How a test went; null: the workspace has no such trunk. */
export async function testTrunk(
  { trunks, probeTrunk }: { readonly trunks: Pick<TrunkStore, 'find'>; readonly probeTrunk: TrunkProbe | null },
  workspaceId: number,
  id: number,
): Promise<{ readonly ok: boolean; readonly steps: readonly ProbeStep[] } | null> {
  if ((await trunks.find(workspaceId, id)) === null) return null;
  if (probeTrunk === null) return { ok: false, steps: [OFF] };
  const steps = await probeTrunk(id);
  if (steps.length > 0) return { ok: steps.every(({ ok }) => ok), steps };
  // No step can be made without its password, and then its health says why.
  const sentence = (await trunks.find(workspaceId, id))?.health.fault ?? 'The trunk is gone.';
  return { ok: false, steps: [{ step: 'connect', ok: false, sentence }] };
}
