import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import type { Connection } from '#storage/embedded/endpoint.ts';

/** A database behind a wire that a test can hold and cut. */
export type CuttableDatabase = {
  /** For `new pg.Pool(…)`. */
  readonly connection: object;
  /** From now on nothing passes in either direction, and no one is told: as of a PostgreSQL that is stopped. */
  hold(): void;
  /** Ends all connections, and takes no new ones. */
  cut(): Promise<void>;
  /** Takes connections and lets everything pass again. */
  mend(): Promise<void>;
  close(): Promise<void>;
};

/** Puts a wire in front of a database that listens on a Unix socket. */
export async function cuttableDatabase({ host, port, user, database }: Connection): Promise<CuttableDatabase> {
  const path = join(host, `.s.PGSQL.${port}`);
  const sockets = new Set<Socket>();
  let isHeld = false;
  const server = createServer((near) => {
    const far = connect(path);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
      if (isHeld) from.unpipe(to).pause();
    }
  });
  const listen = async (at: number): Promise<void> =>
    new Promise((resolve) => void server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const { port: own } = server.address() as AddressInfo;
  const cut = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    connection: { host: '127.0.0.1', port: own, user, database, ssl: false },
    hold() {
      isHeld = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    cut,
    async mend() {
      isHeld = false;
      // What was held is lost: both sides begin anew.
      for (const socket of sockets) socket.destroy();
      if (!server.listening) await listen(own);
    },
    async close() {
      if (server.listening) await cut();
    },
  };
}
