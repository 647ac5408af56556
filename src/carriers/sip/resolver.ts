/** What DNS says: the port, and Node's own resolver behind it. */
import { lookup, Resolver } from 'node:dns/promises';
import type { Naptr, Srv } from '#sip/location/location.ts';

/** Answers and how long they hold, in seconds; `null` where nothing says it. */
export type Answers<Record> = { readonly records: readonly Record[]; readonly ttl: number | null };

/**
 * Asks DNS. A name without such records has none; a resolver that does not answer, or fails, throws.
 */
export type SipResolver = {
  naptr(domain: string): Promise<Answers<Naptr>>;
  srv(name: string): Promise<Answers<Srv>>;
  /** A and AAAA. */
  addresses(host: string): Promise<Answers<string>>;
};

/** Records of one name that are used at most. */
const MAX_RECORDS = 32;
/** How long a server of names may take, and how often it is asked. */
const ASKING = { timeout: 2000, tries: 2 };
/** What says that a name has no such records, rather than that nothing could be found out. */
const NONE = new Set(['ENODATA', 'ENOTFOUND']);

/** Node's resolver. `servers`: `address:port` of each; null: those of the machine. */
export function createNodeResolver(servers: readonly string[] | null = null): SipResolver {
  const resolver = new Resolver(ASKING);
  if (servers !== null) resolver.setServers(servers);
  return {
    async naptr(domain) {
      const records = await orNone(resolver.resolveNaptr(domain));
      return { records: records.slice(0, MAX_RECORDS), ttl: null };
    },
    async srv(name) {
      const records = await orNone(resolver.resolveSrv(name));
      return { records: records.slice(0, MAX_RECORDS), ttl: null };
    },
    async addresses(host) {
      const [four, six] = await Promise.all([
        orNone(resolver.resolve4(host, { ttl: true })),
        orNone(resolver.resolve6(host, { ttl: true })),
      ]);
      const found = [...four, ...six];
      if (found.length === 0) return fromHosts(host);
      return {
        records: found.map(({ address }) => address).slice(0, MAX_RECORDS),
        ttl: Math.min(...found.map(({ ttl }) => ttl)),
      };
    },
  };
}

/** What the machine's own table of hosts says, which servers of names do not know. */
async function fromHosts(host: string): Promise<Answers<string>> {
  const found = await orNone(lookup(host, { all: true }));
  return { records: found.map(({ address }) => address).slice(0, MAX_RECORDS), ttl: null };
}

async function orNone<T>(asking: Promise<T[]>): Promise<T[]> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Error && 'code' in error && NONE.has(String(error.code))) return [];
    throw error;
  }
}
