/** The whole on one page: stores -> engine with its carriers -> server -> jobs; how it starts and how it stops. */
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Clock } from '#call/ports.ts';
import type { Media } from '#carriers/media.ts';
import { KEY_HOURS } from '#http/idempotency.ts';
import type { Surface } from '#http/surface.ts';
import type { Jobs } from '#jobs/boss.ts';
import { createJobs } from '#jobs/boss.ts';
import { countClosedHours } from '#storage/call-hours.ts';
import type { Database } from '#storage/database.ts';
import type { Config } from './config.ts';
import { handlersOf } from './log.ts';
import type { Calls } from './open-engine.ts';
import { openEngine } from './open-engine.ts';
import { openServer } from './open-server.ts';
import type { Stores } from './open-stores.ts';
import { openStores } from './open-stores.ts';
import { systemClock } from './system-clock.ts';

/** A running Patchbay. */
export type Patchbay = Calls & {
  /** Where it answers, for example `http://127.0.0.1:8080`. */
  readonly address: string;
  /** The demo workspace's token when it is known: it was given, or the workspace has just been made. */
  readonly demoToken: string | null;
  /** The password of the demo's people, under the same condition. */
  readonly demoPassword: string | null;
  readonly database: Database;
  readonly server: FastifyInstance;
  readonly surfaces: readonly Surface[];
  readonly jobs: Jobs;
  /** Takes no new calls, finishes what was accepted, closes everything in the reverse order. */
  stop(): Promise<void>;
};

/** What a test may replace. */
export type Replacements = {
  /** How to reach a database that is there already. */
  readonly connection?: object;
  readonly clock?: Clock;
  /** Sound without threads and ports. */
  readonly media?: Media;
};

/** Starts everything. Whatever was started is stopped again when a later part fails. */
export async function startPatchbay(config: Config, log: Logger, replacements: Replacements = {}): Promise<Patchbay> {
  await using started = new AsyncDisposableStack();
  const { answered, failed, moved, turnedAway } = handlersOf(log);
  const { clock = systemClock, connection, media } = replacements;
  const shown = { url: config.publicUrl };
  const common = { config, clock, started, failed, publicUrl: () => shown.url };

  const stores = await openStores({ ...common, log, connection });
  const calls = openEngine({ ...common, stores, media, moved });
  const { server, surfaces } = await openServer({ ...common, stores, calls, answered, turnedAway });
  const jobs = openJobs(stores, calls, clock, failed);

  await calls.webrtc.takeUp(await stores.store.calls.live());
  await calls.engine.start();
  started.defer(async () => calls.engine.stop());
  started.defer(async () => jobs.stop());
  const [address] = await Promise.all([server.listen({ host: config.host, port: config.port }), jobs.start()]);
  if (config.port === 0 && config.publicUrl.endsWith(':0')) shown.url = address;
  started.defer(async () => server.close());

  const running = started.move();
  const stop = async (): Promise<void> => {
    calls.engine.drain();
    await running.disposeAsync();
  };
  let stopped: Promise<void> | null = null;
  return {
    ...calls,
    address,
    demoToken: stores.demo.token,
    demoPassword: stores.demo.password,
    database: stores.database,
    server,
    surfaces,
    jobs,
    stop: async () => (stopped ??= stop()),
  };
}

/** What is done by the clock: scheduled calls and deadlines, and every hour the counting and the forgetting. */
function openJobs(
  { connection, database, sessions, keys }: Stores,
  { engine }: Calls,
  clock: Clock,
  failed: (what: string, error: unknown) => void,
): Jobs {
  return createJobs({
    connection,
    engine,
    hourly: [
      async () => countClosedHours(database.pool),
      async () => sessions.forget(clock.now()),
      async () => keys.forget(new Date(clock.now().getTime() - KEY_HOURS * 3_600_000)),
    ],
    failed,
  });
}
