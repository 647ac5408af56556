/** How soon is a server ready, and what does it hold in memory when nothing happens? */
import { setTimeout as sleep } from 'node:timers/promises';
import { startServerProcess } from '../test/support/server-process.ts';
import type { Figure } from './support/figure.ts';
import { atMost, known, percentile } from './support/figure.ts';
import { inScratchDirectory } from './support/server.ts';
import { memoryOf } from './support/usage.ts';

const STARTS = 5;
const REST_MS = 10_000;

/**
 * The first start makes the database cluster and the demo workspace; the later ones find them. Ready is when the
 * greeting is printed.
 */
export async function start(): Promise<Figure[]> {
  return inScratchDirectory(async (directory) => {
    const first = await startServerProcess(directory);
    await first.end('SIGTERM');
    const later: number[] = [];
    for (let count = 0; count < STARTS; count += 1) {
      const server = await startServerProcess(directory);
      later.push(server.startMilliseconds);
      await server.end('SIGTERM');
    }
    const server = await startServerProcess(directory);
    await sleep(REST_MS);
    const memory = await memoryOf(server.pid, await server.postmaster());
    await server.end('SIGTERM');
    return [
      atMost(`second start to ready, p50 of ${STARTS}`, percentile(later, 0.5) / 1000, 's', 1.5),
      known('first start to ready', first.startMilliseconds / 1000, 's'),
      atMost('memory at rest (PSS), app and database', memory.app + memory.database, 'MB', 250),
      known('… of it the app', memory.app, 'MB'),
      known('… of it the database', memory.database, 'MB'),
    ];
  });
}
