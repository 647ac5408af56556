/** The whole on one page: storage -> engine -> carriers -> dialects -> HTTP; how it starts and how it stops. */
import { randomUUID, randomUUIDv7 } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Clock, Store } from '#call/ports.ts';
import type { Simulator } from '#carriers/simulator/simulator.ts';
import { createSimulator } from '#carriers/simulator/simulator.ts';
import { createSpeech } from '#carriers/simulator/speech.ts';
import type { DialectParts } from '#dialects/dialect.ts';
import { ccaip } from '#dialects/ccaip/routes.ts';
import { intercom } from '#dialects/intercom/routes.ts';
import { patchbay } from '#dialects/patchbay/routes.ts';
import { vcita } from '#dialects/vcita/routes.ts';
import type { Engine } from '#engine/engine.ts';
import { createEngine } from '#engine/engine.ts';
import { hashToken, sameHash } from '#http/auth.ts';
import { CLAIM_SECONDS, KEY_HOURS } from '#http/idempotency.ts';
import { createServer } from '#http/server.ts';
import { createSigner } from '#http/signed-url.ts';
import type { Surface } from '#http/surface.ts';
import type { Jobs } from '#jobs/boss.ts';
import { createJobs } from '#jobs/boss.ts';
import { createAdministration } from '#storage/administration.ts';
import { countClosedHours } from '#storage/call-hours.ts';
import { createCalls } from '#storage/calls.ts';
import { createCommitter } from '#storage/commit.ts';
import type { Database } from '#storage/database.ts';
import { openDatabase } from '#storage/database.ts';
import { createDirectory } from '#storage/directory.ts';
import { startEmbeddedPostgres } from '#storage/embedded.ts';
import { createExternalCalls } from '#storage/external-calls.ts';
import { createKeys } from '#storage/idempotency.ts';
import { migrate } from '#storage/migrate.ts';
import { loadSecret, recordingFile, removeRecording } from '#storage/recordings.ts';
import { createRedirects } from '#storage/redirects.ts';
import { createTokens } from '#storage/tokens.ts';
import { createTranscripts } from '#storage/transcripts.ts';
import { createVoiceCallSettings } from '#storage/voice-call-settings.ts';
import type { Config } from './config.ts';
import { openDemo } from './demo.ts';
import { addPages } from './pages.ts';
import { handlersOf } from './log.ts';
import { openDoor, playWorld } from './simulated-world.ts';
import { systemClock } from './system-clock.ts';

/** A running Patchbay. */
export type Patchbay = {
  /** Where it answers, for example `http://127.0.0.1:8080`. */
  readonly address: string;
  /** The demo workspace's token when it is known: it was given, or the workspace has just been made. */
  readonly demoToken: string | null;
  readonly engine: Engine;
  readonly simulator: Simulator;
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
};

/** Starts everything. Whatever was started is stopped again when a later part fails. */
export async function startPatchbay(config: Config, log: Logger, replacements: Replacements = {}): Promise<Patchbay> {
  await using started = new AsyncDisposableStack();
  const { answered, failed, moved } = handlersOf(log);
  const clock = replacements.clock ?? systemClock;

  const connection = replacements.connection ?? (await findDatabase(config, log, started));
  const database = openDatabase(connection, (error) => failed('database.connection', error));
  started.defer(async () => database.close());
  await migrate(database.pool);
  const milliseconds = (): number => clock.now().getTime();
  const tokens = createTokens(database, milliseconds);
  const demoToken = await openDemo(config, database, tokens);

  const directory = createDirectory(database, milliseconds);
  const store: Store = {
    calls: createCalls(database, createCommitter(database.pool)),
    transcripts: createTranscripts(database),
    directory,
    externalCalls: createExternalCalls(database),
    redirects: createRedirects(database),
  };
  const publicUrl = { value: config.publicUrl };
  const engine = createEngine({
    store,
    clock,
    setAgentStatus: async (workspaceId, agentId, status) => directory.setAgentStatus(workspaceId, agentId, status),
    newUid: randomUUIDv7,
    newToken: randomUUID,
    publicUrl: () => publicUrl.value,
    removeRecording: async (uid) => removeRecording(config.dataDirectory, uid),
    log: { moved, failed },
  });

  const speech = createSpeech();
  started.defer(async () => speech.close());
  const simulator = createSimulator({
    clock,
    speed: config.simulatorSpeed,
    speech,
    world: playWorld(engine, store, (uid) => recordingFile(config.dataDirectory, uid).path, failed),
  });
  for (const carrier of simulator.carriers) {
    engine.addCarrier(carrier);
    started.defer(async () => carrier.stop());
  }

  const signer = createSigner(await loadSecret(database.pool, 'signed_urls'));
  const parts: DialectParts = { engine, clock, publicUrl: () => publicUrl.value, signer };
  const administration = createAdministration(database, (workspaceId) => {
    directory.changed(workspaceId);
    engine.directoryChanged(workspaceId);
  });
  const surfaces: Surface[] = [
    ccaip(parts, async (subdomain) => directory.workspaceBySubdomain(subdomain), {
      limit: config.ccaipRequestsPerSecond,
      windowSeconds: 1,
    }),
    vcita(parts, createVoiceCallSettings(database)),
    intercom(parts),
    patchbay(parts, administration, tokens, openDoor(simulator, config.simulatorSpeed)),
  ];
  const keys = createKeys(database, randomUUID(), CLAIM_SECONDS, KEY_HOURS, () => clock.now());
  // Nobody else can be on the embedded database: whoever was carrying out a request is dead, and it may be sent again at once.
  if (replacements.connection === undefined && config.secrets.databaseUrl === null) await keys.giveUpOthers();
  const { app: server, documents } = await createServer({
    surfaces,
    findToken: async (token) => tokens.find(hashToken(token), sameHash),
    keys,
    isRateLimited: config.isRateLimited,
    now: milliseconds,
    newRequestId: randomUUID,
    answered,
    failed: (error, requestId) => failed(`http.${requestId}`, error),
  });
  await addPages(server, {
    config,
    database,
    store,
    signer,
    clock,
    surfaces,
    documents,
    publicUrl: () => publicUrl.value,
    failed,
  });

  const jobs = createJobs({
    connection,
    engine,
    hourly: [
      async () => countClosedHours(database.pool),
      async () => keys.forget(new Date(milliseconds() - KEY_HOURS * 3_600_000)),
    ],
    failed,
  });
  await engine.start();
  started.defer(async () => engine.stop());
  started.defer(async () => jobs.stop());
  const [address] = await Promise.all([server.listen({ host: config.host, port: config.port }), jobs.start()]);
  if (config.port === 0 && config.publicUrl.endsWith(':0')) publicUrl.value = address;
  started.defer(async () => server.close());

  const running = started.move();
  const stop = async (): Promise<void> => {
    engine.drain();
    await running.disposeAsync();
  };
  let stopped: Promise<void> | null = null;
  return {
    address,
    demoToken,
    engine,
    simulator,
    database,
    server,
    surfaces,
    jobs,
    stop: async () => (stopped ??= stop()),
  };
}

/** The configured PostgreSQL, or the embedded one, started. */
async function findDatabase(config: Config, log: Logger, started: AsyncDisposableStack): Promise<object> {
  if (config.secrets.databaseUrl !== null) return { connectionString: config.secrets.databaseUrl };
  const postgres = await startEmbeddedPostgres({
    dataDirectory: config.dataDirectory,
    log: (event, fields) => log.info(fields, event),
  });
  started.defer(async () => postgres.stop());
  return postgres.connection;
}
