/** What is kept: the database, found or started, brought up to date, and a store for each kind of thing in it. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { LiveStore } from '#domain/ports/live-stores.ts';
import type { DialogBook } from '#domain/ports/dialog-book.ts';
import type { Clock, Store } from '#domain/ports/stores.ts';
import type { FoundingStore } from '#domain/identity/founding.ts';
import type { SessionStore } from '#domain/identity/session.ts';
import type { MailStore } from '#domain/ports/mail.ts';
import type { OauthStore } from '#domain/identity/oauth.ts';
import type { AgentLog } from '#domain/ports/agent-log.ts';
import type { EventLog } from '#domain/ports/event-log.ts';
import type { WebhookStore } from '#domain/ports/webhooks.ts';
import type { Signer } from '#http/signed-url.ts';
import { createSigner } from '#http/signed-url.ts';
import { newSessionToken } from '#http/sessions.ts';
import { MAX_JOB_CONNECTIONS } from '#jobs/boss.ts';
import { CLAIM_SECONDS, KEY_HOURS } from '#http/idempotency.ts';
import type { RequestLogStore } from '#domain/ports/request-log.ts';
import type { CallTraceStore } from '#domain/ports/call-traces.ts';
import { createCallTraces } from '#storage/call-traces.ts';
import { createCalls } from '#storage/calls.ts';
import { createChoices } from '#storage/choices.ts';
import { createCommitter } from '#storage/commit.ts';
import type { Database } from '#storage/database.ts';
import { openDatabase } from '#storage/database.ts';
import { createAgentLog } from '#storage/agent-log.ts';
import { createEventLog } from '#storage/event-log.ts';
import { createDirectory } from '#storage/directory.ts';
import { startEmbeddedPostgres } from '#storage/embedded.ts';
import { examineDatabase } from '#storage/examine.ts';
import { createExternalCalls } from '#storage/external-calls.ts';
import { createFounding } from '#storage/founding.ts';
import { createKeys } from '#storage/idempotency.ts';
import { createContactBook } from '#storage/contact-book.ts';
import { createContacts } from '#storage/live-contacts.ts';
import { createMissedCalls } from '#storage/missed-calls.ts';
import { createMail } from '#storage/mail.ts';
import { createOauth } from '#storage/oauth.ts';
import { createMessages } from '#storage/messages.ts';
import { migrate } from '#storage/migrate.ts';
import type { KeptRefusals } from '#storage/refusal-log.ts';
import { createRefusalLog } from '#storage/refusal-log.ts';
import { createRequestLog } from '#storage/request-log.ts';
import { createNotes } from '#storage/notes.ts';
import { createPresenceStore } from '#storage/presence.ts';
import type { PromptStore } from '#storage/prompts.ts';
import { createPromptStore } from '#storage/prompts.ts';
import { loadSecret } from '#storage/recordings.ts';
import { createRedirects } from '#storage/redirects.ts';
import { createSessions } from '#storage/sessions.ts';
import type { SecretBox } from '#storage/secret-box.ts';
import { createSecretBox } from '#storage/secret-box.ts';
import { claimDatabase } from '#storage/sole-server.ts';
import { createDialogBook } from '#storage/sip-dialogs.ts';
import { createTokens } from '#storage/tokens.ts';
import type { Trunks } from '#storage/trunks.ts';
import { createTrunks } from '#storage/trunks.ts';
import { createTranscripts } from '#storage/transcripts.ts';
import { createVoiceTalks } from '#storage/voice-talks.ts';
import { createWebhookStore } from '#storage/webhooks.ts';
import type { Config } from '#config/config.ts';
import type { DemoSecrets } from './demo.ts';
import { openDemo } from './demo.ts';
import type { Countdown } from './stop-in-time.ts';

/** Everything that is kept, ready to be read and written. */
export type Stores = {
  /** How to reach the database, for those with connections of their own. */
  readonly connection: object;
  /** Resolves with the reason when another server has taken the database; never otherwise. */
  readonly databaseLost: Promise<string>;
  readonly database: Database;
  readonly directory: ReturnType<typeof createDirectory>;
  readonly store: Store;
  readonly live: LiveStore;
  readonly prompts: PromptStore;
  readonly trunks: Trunks;
  readonly mail: MailStore;
  readonly traces: CallTraceStore;
  readonly dialogs: DialogBook;
  readonly tokens: ReturnType<typeof createTokens>;
  readonly sessions: SessionStore;
  readonly keys: ReturnType<typeof createKeys>;
  readonly signer: Signer;
  /** Seals what the server must be able to read again. */
  readonly box: SecretBox;
  readonly demo: DemoSecrets;
  readonly founding: FoundingStore;
  /** The secret of the set-up page; null where there is a workspace already. */
  readonly setupSecret: string | null;
  readonly webhooks: WebhookStore;
  readonly oauth: OauthStore;
  readonly eventLog: EventLog;
  readonly agentLog: AgentLog;
  readonly refusals: KeptRefusals;
  readonly requests: RequestLogStore;
};

export type StoreParts = {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  /** A database that is there already, instead of the configured one. */
  readonly connection: object | undefined;
  /** Another server of the same test has the database, too: nothing is claimed. */
  readonly sharesDatabase: boolean;
  /** Closes what is opened here. */
  readonly started: AsyncDisposableStack;
  readonly countdown: Countdown;
  failed(what: string, error: unknown): void;
};

/** Connections that are no request's: three of the job queue's, and the claim's. */
const RESERVED_CONNECTIONS = MAX_JOB_CONNECTIONS + 1;

/** Opens them. The database is claimed and migrated first; the demo workspace is made when there is none. */
export async function openStores({
  config,
  log,
  clock,
  connection: given,
  sharesDatabase,
  started,
  countdown,
  failed,
}: StoreParts): Promise<Stores> {
  const connection = given ?? (await findDatabase(config, log, started));
  await examineDatabase(connection, config.databaseConnections);
  const claim = sharesDatabase ? null : await claimDatabase(connection, failed);
  if (claim !== null) started.defer(countdown.step('claim', 1_500, async () => claim.release()));
  const pool = { ...connection, max: config.databaseConnections - RESERVED_CONNECTIONS };
  const database = openDatabase(pool, (error) => failed('database.connection', error));
  started.defer(countdown.step('database', 1_000, async () => database.close()));
  await migrate(database.pool);

  const milliseconds = (): number => clock.now().getTime();
  const box = createSecretBox(join(config.dataDirectory, 'secret.key'), config.secrets.secretKey);
  const directory = createDirectory(database, milliseconds, clock.elapsed);
  const tokens = createTokens(database, milliseconds);
  const sessions = createSessions(database);
  const founding = createFounding(database);
  const keys = createKeys(database, randomUUID(), CLAIM_SECONDS, KEY_HOURS, () => clock.now());
  // No one else can be on the embedded database: anyone who was carrying out a request is dead, and it may be sent
  // again at once.
  if (given === undefined && config.secrets.databaseUrl === null) await keys.expireForeignClaims();
  const demo = await openDemo(config, database, tokens, sessions);
  return {
    connection,
    databaseLost: claim?.lost ?? new Promise(() => undefined),
    database,
    directory,
    store: openCallStore(database, directory),
    live: openLiveStore(database),
    prompts: createPromptStore(database, directory.changed, () => clock.now()),
    trunks: createTrunks({ database, box, directory, now: () => clock.now() }),
    mail: createMail(database, box),
    box,
    traces: createCallTraces(database),
    dialogs: createDialogBook(database, (error) => failed('database.dialogs', error)),
    tokens,
    oauth: createOauth(database, tokens.forgetBelieved),
    sessions,
    keys,
    signer: createSigner(await loadSecret(database.pool, 'signed_urls')),
    demo,
    founding,
    webhooks: createWebhookStore(database),
    eventLog: createEventLog(database),
    agentLog: createAgentLog(database),
    refusals: createRefusalLog(database, clock),
    requests: createRequestLog(database),
    setupSecret: (await founding.isEmpty()) ? newSessionToken().token : null,
  };
}

function openCallStore(database: Database, directory: Store['directory']): Store {
  return {
    calls: createCalls(database, createCommitter(database.pool)),
    transcripts: createTranscripts(database),
    directory,
    externalCalls: createExternalCalls(database),
    redirects: createRedirects(database),
    contacts: createContactBook(database),
    talks: createVoiceTalks(database),
  };
}

function openLiveStore(database: Database): LiveStore {
  return {
    notes: createNotes(database),
    messages: createMessages(database),
    choices: createChoices(database),
    presence: createPresenceStore(database),
    missed: createMissedCalls(database),
    contacts: createContacts(database),
  };
}

/** The configured PostgreSQL, or the embedded one, started. */
async function findDatabase(config: Config, log: Logger, started: AsyncDisposableStack): Promise<object> {
  if (config.secrets.databaseUrl !== null) return { connectionString: config.secrets.databaseUrl };
  const postgres = await startEmbeddedPostgres({
    dataDirectory: config.dataDirectory,
    connections: config.databaseConnections,
    log: (event, fields) => log.info(fields, event),
  });
  started.defer(async () => postgres.stop());
  return postgres.connection;
}
