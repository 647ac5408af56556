/** At which addresses browsers can reach this machine. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { NetworkInterfaceInfo } from 'node:os';
import type { KnownAddresses } from './addresses-for.ts';
import { readStunMapped, writeStunRequest } from '../../codec/stun.ts';

/** How they are found. */
export type AddressOptions = {
  /** What the media port is bound to; null: every address. */
  readonly host: string | null;
  /** Addresses that the operator knows better than a STUN server; then none is asked. */
  readonly publicAddresses: readonly string[];
  /** `stun:host:port`. The first that answers tells the address that we are seen with. */
  readonly stunUrls: readonly string[];
};

const STUN_PORT = 3478;
const ANSWER_MILLISECONDS = 500;
const ATTEMPTS = 4;

/**
 * The operator's, else what a STUN server sees; and the interfaces' own. The port is taken to be the same outside: a
 * translation that changes it needs the operator's help.
 */
export async function findAddresses(options: AddressOptions): Promise<KnownAddresses> {
  const own = ownAddresses(options.host, networkInterfaces());
  if (options.publicAddresses.length > 0) return { outside: options.publicAddresses, own };
  const mapped = await firstMapped(options.stunUrls);
  return { outside: mapped === null ? [] : [mapped], own };
}

/**
 * The address that is bound, or, of a wildcard, those of the interfaces: `0.0.0.0` takes IPv4 alone, `::` and null
 * both. Link-local ones (RFC 3927; RFC 4291 section 2.5.6) name no machine without their zone.
 */
export function ownAddresses(host: string | null, interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): readonly string[] {
  if (host !== null && host !== '0.0.0.0' && host !== '::') return [host];
  const all = Object.values(interfaces).flatMap((entries) => entries ?? []);
  const fitting = all.filter(
    ({ family, address }) => (host !== '0.0.0.0' || family === 'IPv4') && !/^(fe[89ab].:|169\.254\.)/iu.test(address),
  );
  return fitting.toSorted((a, b) => Number(a.internal) - Number(b.internal)).map(({ address }) => address);
}

async function firstMapped(urls: readonly string[]): Promise<string | null> {
  for (const url of urls) {
    const [, host, port] = /^stun:\/{0,2}(\[[^\]]+\]|[^:?]+)(?::(\d+))?/u.exec(url) ?? [];
    const mapped = host === undefined ? null : await askStun(host, Number(port ?? STUN_PORT));
    if (mapped !== null) return mapped;
  }
  return null;
}

/** Null when no one answers within two seconds. */
async function askStun(host: string, port: number): Promise<string | null> {
  const socket = createSocket('udp4');
  const transactionId = randomBytes(12);
  const answered = Promise.withResolvers<string | null>();
  socket.on('message', (bytes) => {
    const mapped = readStunMapped(bytes, transactionId);
    if (mapped !== null) answered.resolve(mapped);
  });
  socket.on('error', () => answered.resolve(null));
  let attempts = 0;
  const ask = () => {
    attempts += 1;
    if (attempts > ATTEMPTS) answered.resolve(null);
    else socket.send(writeStunRequest(transactionId), port, host, (error) => error !== null && answered.resolve(null));
  };
  ask();
  const timer = setInterval(ask, ANSWER_MILLISECONDS);
  const mapped = await answered.promise;
  clearInterval(timer);
  socket.close();
  return mapped;
}
