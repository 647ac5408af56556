/** The whole on one page: stores -> engine with its carriers -> server -> jobs; how it starts and how it stops. */
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Clock } from '#domain/ports/stores.ts';
import type { WebhookDesk } from '#domain/ports/webhooks.ts';
import { MAX_SUBJECT_EVENTS, SUBJECT_EVENT_DAYS } from '#domain/ports/event-log.ts';
import { DELIVERY_DAYS, MAX_DELIVERIES_KEPT } from '#domain/ports/webhooks.ts';
import type { Media } from '#media/media-server.ts';
import type { Recorder } from '#media/recordings/recorder.ts';
import { KEY_HOURS } from '#http/idempotency.ts';
import type { Surface } from '#http/surface.ts';
import type { Jobs } from '#jobs/boss.ts';
import { createJobs } from '#jobs/boss.ts';
import type { Mailing } from '#mail/mail.ts';
import { countClosedHours } from '#storage/call-hours.ts';
import type { Database } from '#storage/database.ts';
import { countVoiceHours } from '#storage/voice-hours.ts';
import { removeLeftFiles } from '#storage/file-removals.ts';
import { forgetByAge } from '#storage/retention.ts';
import { removeRecording } from '#storage/recordings.ts';
import { ownBackground } from '#background/background.ts';
import { urlOf } from '#config/addresses.ts';
import type { Config } from '#config/config.ts';
import type { DemoSecrets } from './demo.ts';
import type { Reporter } from './reporter.ts';
import { createReporter } from './reporter.ts';
import type { Calls, MakeCarrier } from './open-engine.ts';
import { openEngine } from './open-engine.ts';
import type { Speaker } from '#domain/ports/speaker.ts';
import type { Transcribers } from './open-transcribers.ts';
import { openTranscribers } from './open-transcribers.ts';
import { startTranscripts } from './open-transcripts.ts';
import { openMail } from './open-mail.ts';
import { openWebhooks } from './open-webhooks.ts';
import type { TrunkCalls } from './trunk-calls.ts';
import { openTrunkCalls } from './trunk-calls.ts';
import type { Sip } from './open-sip.ts';
import { openSip } from './open-sip.ts';
import { openServer } from './open-server.ts';
import type { KeptRequestLog } from './request-log.ts';
import { openRequestLog } from './request-log.ts';
import type { Stores } from './open-stores.ts';
import { openStores } from './open-stores.ts';
import { openVoiceAgent } from './open-voice-agent.ts';
import { openVoiceEngines } from './open-voice-engines.ts';
import { portFault } from './port.ts';
import { prepareStart } from './prepare-start.ts';
import { createCountdown } from './stop-in-time.ts';
import { createSystemClock, watchClock } from './system-clock.ts';

/** A running Patchbay. */
export type Patchbay = Calls & {
  /** Where it answers, for example `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly demo: DemoSecrets;
  /** The path of the set-up page with its secret; null where there was a workspace already. */
  readonly setupPath: string | null;
  /**
   * Resolves with the reason when another server has taken the database: new calls are refused then, and it must stop.
   */
  readonly databaseLost: Promise<string>;
  readonly database: Database;
  readonly sip: Sip;
  readonly trunkCalls: TrunkCalls;
  readonly server: FastifyInstance;
  readonly surfaces: readonly Surface[];
  readonly jobs: Jobs;
  readonly webhooks: WebhookDesk;
  readonly requests: KeptRequestLog;
  /** Takes no new calls, finishes what was accepted, closes everything in the reverse order. */
  stop(): Promise<void>;
};

/** What a test may replace. */
export type Replacements = {
  /** How to reach a database that is there already. */
  readonly connection?: object;
  /** Another server of the test has that database, too. No setting can ask for this. */
  readonly sharesDatabase?: boolean;
  readonly clock?: Clock;
  /** Another media server; where it records as well, recordings are its. */
  readonly media?: Media | (Media & Recorder);
  /** Other engines that write recordings down. */
  readonly transcribers?: Transcribers;
  /** Another voice of the voice agent. */
  readonly speaker?: Speaker;
  /** Carriers that come before those that are always there. */
  readonly carriers?: readonly MakeCarrier[];
};

/** Starts everything. Whatever was started is stopped again when a later part fails. */
export async function startPatchbay(config: Config, log: Logger, replacements: Replacements = {}): Promise<Patchbay> {
  await using started = new AsyncDisposableStack();
  const reporter = createReporter(log);
  const { failed, loggers } = reporter;
  started.defer(ownBackground(failed));
  const steady = createSystemClock();
  // Timers end last, but they end: what they would touch is closed.
  started.defer(() => steady.stop());
  const { connection, sharesDatabase = false, media, carriers = [], speaker, clock = steady } = replacements;
  const shown = { url: config.publicUrl };
  const countdown = createCountdown(failed);
  const engines = openVoiceEngines(config, clock, reporter);
  const common = { config, clock, engines, started, countdown, reporter, failed, publicUrl: () => shown.url };

  await prepareStart(config);
  const stores = await openStores({ ...common, log: loggers.storage, connection, sharesDatabase });
  const voiceAgent = openVoiceAgent({ ...common, database: stores.database, speaker });
  const sip = openSip({ config: config.sip, clock, book: stores.trunks.book, reporter });
  started.defer(countdown.step('sip', 3_000, async () => sip.stop()));
  const carrying = new AsyncDisposableStack();
  started.defer(countdown.step('carriers', 3_000, async () => carrying.disposeAsync()));
  const { transcribers = openTranscribers(common) } = replacements;
  const calls = openEngine({ ...common, started: carrying, stores, voiceAgent, media, carriers, transcribers, sip });
  const webhooks = openWebhooks({ ...common, stores, calls });
  const requests = await openRequestLog({ ...common, store: stores.requests });
  const mailing = await openMail({ ...common, stores });
  const opening = { ...common, stores, calls, webhooks, mailing, voiceAgent, sip, requests };
  const { server, surfaces } = await openServer(opening);
  const jobs = openJobs(config, stores, calls, mailing, clock, reporter);

  await calls.callMedia.takeUp(await stores.store.calls.live());
  const trunkCalls = await openTrunkCalls({ ...common, ...calls, sip, stores, started: carrying });
  await calls.engine.start();
  tellSteps(steady, calls, loggers.process);
  started.defer(countdown.step('engine', 2_000, async () => calls.engine.stop()));
  started.defer(countdown.step('webhooks', 2_000, async () => webhooks.stop()));
  await webhooks.start();
  startTranscripts({ ...common, stores, calls, transcribers });
  started.defer(countdown.step('jobs', 2_000, async () => jobs.stop()));
  await jobs.start();
  voiceAgent.start();
  started.defer(countdown.step('server', 4_000, async () => server.close()));
  started.defer(countdown.step('streams', 1_000, async () => webhooks.endStreams()));
  const address = await listen(server, config); // Last of all: no one is answered before everything stands.
  if (config.port === 0 && config.publicUrl.endsWith(':0')) shown.url = address;

  const running = started.move();
  const stop = async (): Promise<void> => {
    calls.engine.drain();
    sip.agent.drain();
    await running.disposeAsync();
  };
  let stopped: Promise<void> | null = null;
  return {
    ...calls,
    address,
    demo: stores.demo,
    setupPath: stores.setupSecret === null ? null : `/setup/${stores.setupSecret}`,
    databaseLost: stores.databaseLost.then((reason) => {
      calls.engine.drain();
      sip.agent.drain();
      return reason;
    }),
    database: stores.database,
    sip,
    trunkCalls,
    server,
    surfaces,
    jobs,
    webhooks: webhooks.desk,
    requests,
    stop: async () => (stopped ??= stop()),
  };
}

/** Tells the log when the system's clock was set. */
function tellSteps(steady: ReturnType<typeof createSystemClock>, { engine }: Calls, log: Logger): void {
  watchClock(
    steady,
    () => engine.isIdle(),
    (seconds, isAdopted) => log.warn({ seconds, isAdopted }, 'clock.stepped'),
  );
}

async function listen(server: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    const url = await server.listen({ host, port });
    return urlOf(host, Number(/:(\d+)$/.exec(url)?.[1] ?? port));
  } catch (error) {
    throw portFault(error, host, port); // Another program was faster since it was looked at.
  }
}

/** What is done by the clock: scheduled calls and deadlines, and every hour the counting and the forgetting. */
function openJobs(
  config: Config,
  { connection, database, sessions, keys, webhooks, eventLog, oauth, requests, refusals }: Stores,
  { engine }: Calls,
  mailing: Mailing,
  clock: Clock,
  { failed, jobDone }: Reporter,
): Jobs {
  const removeForgotten = async (): Promise<number> =>
    removeLeftFiles(database, async (uid) => removeRecording(config.dataDirectory, uid));
  return createJobs({
    connection,
    engine,
    hourly: [
      { name: 'count_hours', run: async () => countClosedHours(database.pool) },
      { name: 'count_talks', run: async () => countVoiceHours(database.pool) },
      { name: 'forget_sessions', run: async () => sessions.forget(clock.now()) },
      { name: 'forget_codes', run: async () => oauth.forgetCodes(clock.now()) },
      { name: 'forget_requests', run: async () => requests.forget(clock.now()) },
      { name: 'forget_mails', run: mailing.forget },
      { name: 'remove_files', run: removeForgotten },
      { name: 'forget_keys', run: async () => keys.forget(new Date(clock.now().getTime() - KEY_HOURS * 3_600_000)) },
      {
        name: 'forget_deliveries',
        run: async () =>
          webhooks.forget(new Date(clock.now().getTime() - DELIVERY_DAYS * 86_400_000), MAX_DELIVERIES_KEPT),
      },
      {
        name: 'forget_events',
        run: async () =>
          eventLog.forget(new Date(clock.now().getTime() - SUBJECT_EVENT_DAYS * 86_400_000), MAX_SUBJECT_EVENTS),
      },
    ],
    nightly: [
      { name: 'forget_refusals', run: async () => refusals.forget(clock.now()) },
      { name: 'forget_by_age', run: async () => forgetByAge(database, clock.now()) },
      { name: 'remove_forgotten', run: removeForgotten },
    ],
    failed,
    done: jobDone,
  });
}
