/** Where trunks are, as DNS said it last, and which of their targets did not answer. */
import type { Clock } from '#domain/ports/stores.ts';
import type { Uri } from '#sip/address/uri.ts';
import { writeUri } from '#sip/address/uri.ts';
import type { SipResolver } from './resolver.ts';
import type { SipTrunk } from './sip-trunk.ts';
import type { Located, Target } from './targets.ts';
import { locateTrunk, locateUri } from './targets.ts';

/** The book. */
export type TargetBook = {
  /** The targets of a trunk in the order to try them: those that did not answer lately come last. */
  ofTrunk(trunk: SipTrunk): Promise<readonly Target[]>;
  /** The targets of a URI within a dialog. */
  ofUri(uri: Uri, trunk: SipTrunk): Promise<readonly Target[]>;
  note(target: Target, isWell: boolean): void;
  /** Forgets what was said, so that the next asks again. */
  forget(): void;
};

/** How long a target that did not answer is tried last. Milliseconds. */
const UNWELL_FOR = 30_000;
/** Names that are remembered at most, the newest. */
const MAX_NAMES = 2000;
/** How long an answer of DNS is good for when DNS does not answer any more. Milliseconds. */
const STALE_FOR = 3_600_000;

type Entry = { readonly located: Promise<Located>; until: number; staleUntil: number };

/** An empty book. `reached`: the host of the trunk has these addresses. */
export function createTargetBook(
  dns: SipResolver,
  clock: Clock,
  random: () => number,
  reached: (trunkId: number, addresses: readonly string[]) => void,
): TargetBook {
  const entries = new Map<string, Entry>();
  const unwell = new Map<string, number>();

  const ordered = (targets: readonly Target[]): readonly Target[] => {
    const now = clock.elapsed();
    const isUnwell = (target: Target): boolean => (unwell.get(nameOf(target)) ?? 0) > now;
    return [...targets.filter((each) => !isUnwell(each)), ...targets.filter(isUnwell)];
  };

  const ask = (key: string, locate: () => Promise<Located>): Entry => {
    const entry: Entry = { located: locate(), until: Number.POSITIVE_INFINITY, staleUntil: 0 };
    remember(entries, key, entry);
    return entry;
  };

  const look = async (key: string, locate: () => Promise<Located>): Promise<readonly Target[]> => {
    const known = entries.get(key);
    const now = clock.elapsed();
    const entry = known !== undefined && known.until > now ? known : ask(key, locate);
    try {
      const { targets, ttl } = await entry.located;
      if (entry.until === Number.POSITIVE_INFINITY) {
        entry.until = clock.elapsed() + ttl * 1000;
        entry.staleUntil = entry.until + STALE_FOR;
      }
      return ordered(targets);
    } catch (error) {
      entries.delete(key);
      // What was true a while ago is better than no call.
      if (known === undefined || known === entry || known.staleUntil <= now) throw error;
      entries.set(key, known);
      return ordered((await known.located).targets);
    }
  };

  return {
    async ofTrunk(trunk) {
      const { host, port, outboundProxy, transports } = trunk;
      const key = JSON.stringify([host, port, outboundProxy, transports]);
      const targets = await look(key, async () => locateTrunk(trunk, dns, random));
      reached(
        trunk.id,
        targets.map(({ address }) => address),
      );
      return targets;
    },
    ofUri: async (uri, trunk) => look(`${trunk.host} ${writeUri(uri)}`, async () => locateUri(uri, trunk, dns, random)),
    note(target, isWell) {
      if (isWell) unwell.delete(nameOf(target));
      else remember(unwell, nameOf(target), clock.elapsed() + UNWELL_FOR);
    },
    forget: () => entries.clear(),
  };
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MAX_NAMES && oldest !== undefined) map.delete(oldest);
}

function nameOf({ transport, address, port }: Target): string {
  return `${transport} ${address} ${port}`;
}
