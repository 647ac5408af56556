/** What the doctor asks of the network: the ports of sound, and the address that people use. */
import { createSocket } from 'node:dgram';
import { availableParallelism } from 'node:os';
import type { MediaConfig } from '#config/config.ts';

/**
 * How one thing stands: `warn` works, but not as well as it could; `fail` does not. `words`: what was found, and what
 * to do.
 */
export type Verdict = { readonly verdict: 'ok' | 'warn' | 'fail'; readonly words: string };

/** How long an address has to answer. Milliseconds. */
const PATIENCE_MS = 5_000;

/** Whether a Patchbay answers at the address. */
export async function isPatchbayAt(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/version`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const said: unknown = await response.json();
    return said !== null && typeof said === 'object' && 'name' in said && said.name === 'patchbay';
  } catch {
    return false;
  }
}

/** The UDP ports that this machine would use: one a core. A running server has them. */
export async function checkMediaPorts(
  { ports, host }: Pick<MediaConfig, 'ports' | 'host'>,
  isRunning: boolean,
): Promise<Verdict> {
  const [count, cores] = [ports.last - ports.first + 1, availableParallelism()];
  const used = Array.from({ length: Math.min(count, cores) }, (_, place) => ports.first + place);
  const taken = isRunning ? [] : await takenOf(used, host);
  const range = `UDP ${ports.first}-${ports.last}`;
  if (taken.length > 0)
    return {
      verdict: 'fail',
      words: `UDP ${taken.join(', ')} cannot be used: another program has it, or the address is not this machine's. Free it, or set PATCHBAY_MEDIA_PORTS.`,
    };
  if (count < cores)
    return {
      verdict: 'warn',
      words: `${range} is fewer than ${cores} cores: sound uses ${count} of them. Widen PATCHBAY_MEDIA_PORTS.`,
    };
  return {
    verdict: 'ok',
    words: isRunning
      ? `${range} are the running server's; the firewall must let them in.`
      : `${range} are free; the firewall must let them in.`,
  };
}

async function takenOf(ports: readonly number[], host: string | null): Promise<readonly number[]> {
  const free = await Promise.all(ports.map(async (port) => isFree(port, host)));
  return ports.filter((_, place) => free[place] === false);
}

async function isFree(port: number, host: string | null): Promise<boolean> {
  const socket = createSocket(host?.includes(':') === true ? 'udp6' : 'udp4');
  const bound = Promise.withResolvers<boolean>();
  socket.once('error', () => bound.resolve(false));
  socket.bind({ port, exclusive: true, ...(host === null ? {} : { address: host }) }, () => bound.resolve(true));
  const free = await bound.promise;
  if (free) socket.close();
  return free;
}

/** What people open. Only there, and on this machine, browsers let a page have the microphone. */
export async function checkPublicUrl(publicUrl: string, isRunning: boolean): Promise<Verdict> {
  const { protocol, hostname } = new URL(publicUrl);
  const isLocal = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  if (isLocal)
    return {
      verdict: 'warn',
      words: `${publicUrl} works on this machine alone. For others set PATCHBAY_PUBLIC_URL to an https address.`,
    };
  if (protocol !== 'https:')
    return {
      verdict: 'fail',
      words: `${publicUrl} is not https, so browsers give no microphone. Put a proxy with TLS in front.`,
    };
  if (await isPatchbayAt(publicUrl)) return { verdict: 'ok', words: `Patchbay answers at ${publicUrl}.` };
  return isRunning
    ? { verdict: 'fail', words: `Nothing like Patchbay answers at ${publicUrl}. Look at the proxy and at DNS.` }
    : { verdict: 'ok', words: `${publicUrl} answers once the server runs.` };
}
