/** Whether the port can be listened on: asked before anything is made. */
import { createServer } from 'node:net';

/** The server cannot listen where it is told to. */
class PortFault extends Error {
  override name = 'PortFault';
  readonly fault = 'port_unusable';
}

const REASONS: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} of ${host} is taken by another program. Stop that one, or set PATCHBAY_PORT to a free port.`,
  EACCES: (host, port) => `This user may not listen on port ${port} of ${host}. Set PATCHBAY_PORT to 1024 or more.`,
  EADDRNOTAVAIL: (host) => `${host} is no address of this machine. Correct PATCHBAY_HOST.`,
  ENOTFOUND: (host) => `${host} is no address, and no host is known by this name. Correct PATCHBAY_HOST.`,
  EAFNOSUPPORT: (host) => `This machine does not speak the protocol of the address ${host}. Correct PATCHBAY_HOST.`,
};

/** The sentence for an error of listening; the error itself when it is none. */
export function portFault(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code];
  return reason === undefined ? error : new PortFault(reason(host, port), { cause: error });
}

/** Listens for a moment; throws a `PortFault` when that cannot be. A port of 0 is always free. */
export async function checkPort(host: string, port: number): Promise<void> {
  const server = createServer();
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject).listen({ host, port, exclusive: true }, listening.resolve);
  try {
    await listening.promise;
  } catch (error) {
    throw portFault(error, host, port);
  }
  await new Promise((resolve) => server.close(resolve));
}
