/** What is answered over HTTP: the four APIs, and the pages with their sockets. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { currentAuthor } from '#background/author.ts';
import { correlated } from '#background/correlation.ts';
import type { VoiceEngines } from '#domain/ports/voice-engines.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { DialectParts } from '#api/dialect.ts';
import { intercom } from '#api/intercom/routes.ts';
import { patchbay } from '#api/patchbay/routes.ts';
import { sameHash } from '#http/auth.ts';
import type { Signer } from '#http/signed-url.ts';
import { createServer } from '#http/server.ts';
import type { Surface } from '#http/surface.ts';
import { writeFaultPage } from '#web/pages/fault-page.ts';
import type { Mailing } from '#mail/mail.ts';
import type { Webhooks } from '#webhooks/webhooks.ts';
import { createAppearances } from '#storage/appearance.ts';
import { createConversations } from '#storage/conversations.ts';
import { createFirstSteps } from '#storage/first-steps.ts';
import { recordingFile } from '#storage/recordings.ts';
import type { Config } from '#config/config.ts';
import type { LivePageParts } from './routes/console-routes.ts';
import { addLivePages } from './routes/console-routes.ts';
import type { PromptKeeper } from '#api/prompts.ts';
import { hearSounds } from './adapters/heard-sounds.ts';
import { keepPrompts } from './adapters/prompt-uploads.ts';
import type { Reporter } from './reporter.ts';
import type { KeptRequestLog } from './request-log.ts';
import type { Calls } from './open-engine.ts';
import type { Stores } from './open-stores.ts';
import { transcribersOf } from './open-transcribers.ts';
import type { Sip } from './open-sip.ts';
import type { VoiceAgent } from './open-voice-agent.ts';
import { writeIdClaims } from '#api/oauth/id-token.ts';
import { addOauthRoutes } from './routes/oauth-routes.ts';
import { addMcp } from './routes/mcp-route.ts';
import { addPages } from './routes/operator-routes.ts';
import { openPublicPages } from './open-public-pages.ts';
import type { Identity } from './open-identity.ts';
import { openIdentity } from './open-identity.ts';
import type { Records } from './open-records.ts';
import { openRecords } from './open-records.ts';
import { openCcaip, openVcita } from './open-vendors.ts';
import { openDoor } from './adapters/simulator-ports.ts';

export type ServerOpening = {
  readonly config: Config;
  readonly clock: Clock;
  readonly stores: Stores;
  readonly calls: Calls;
  readonly webhooks: Webhooks;
  readonly mailing: Mailing;
  readonly voiceAgent: VoiceAgent;
  readonly sip: Sip;
  readonly reporter: Reporter;
  readonly requests: KeptRequestLog;
  readonly engines: VoiceEngines;
  failed(what: string, error: unknown): void;
  publicUrl(): string;
};

/** Makes the server. It does not listen yet. */
export async function openServer(
  opening: ServerOpening,
): Promise<{ readonly server: FastifyInstance; readonly surfaces: readonly Surface[] }> {
  const { config, clock, stores, calls, reporter, failed, publicUrl } = opening;
  const { database, store, directory, tokens, keys, signer } = stores;
  const parts: DialectParts = { engine: calls.engine, clock, publicUrl, signer: namingSigner(signer) };
  const changed = (workspaceId: number): void => {
    directory.changed(workspaceId);
    calls.engine.directoryChanged(workspaceId);
    opening.voiceAgent.changed(workspaceId);
  };
  const { ended, onSessionEnded } = sessionEnds();
  const identity = openIdentity(opening, changed, ended);
  const isEmpty = emptiness(stores);
  const prompts = keepPrompts(calls.prompts, stores.prompts);
  const records = openRecords(opening, identity);
  const surfaces = openSurfaces(parts, opening, prompts, identity, records);
  const { app, documents, sockets } = await createServer({
    surfaces,
    findToken: async (hash) => tokens.find(hash, sameHash),
    keys,
    isRateLimited: config.isRateLimited,
    trustedProxies: config.trustedProxies,
    now: () => clock.now().getTime(),
    newRequestId: randomUUID,
    publicUrl,
    page: writeFaultPage,
    answered: reporter.requestAnswered,
    traffic: opening.requests.note,
    failed: (error, requestId) => correlated({ requestId }, () => failed('http', error)),
  });
  const findWorkspace = async (slug: string) => directory.workspaceBySubdomain(slug);
  await addPages(app, { config, database, store, signer, clock, surfaces, documents, isEmpty, publicUrl, ...records });
  addModels(app, opening);
  await addLivePages(app, {
    ...parts,
    simulator: openDoor(calls.engine, calls.simulator, config.simulatorSpeed),
    sockets,
    sound: { ...calls.callMedia, ...calls.webrtc },
    sessions: stores.sessions,
    ...identity,
    firstSteps: createFirstSteps(database),
    ...records,
    tokens,
    oauth: stores.oauth,
    voiceAgent: opening.voiceAgent,
    ...deskParts(opening),
    prompts,
    heard: hearSounds({ engine: calls.engine, prompts: calls.prompts, store: stores.prompts }),
    onSessionEnded,
    surfaces,
    recordingPath: (uid) => recordingFile(config.dataDirectory, uid).path,
    transcribers: transcribersOf(config),
    voiceEngines: opening.engines,
    isRateLimited: config.isRateLimited,
    findWorkspace,
    turnedAway: reporter.callTurnedAway,
    reconnected: reporter.pageReconnected,
    failed,
  });
  await addConnecting(app, opening);
  await openPublicPages(app, opening, { ...identity, findWorkspace, isEmpty, ended });
  return { server: app, surfaces };
}

/** Hands on which sessions have ended, by their hash. */
function sessionEnds() {
  const listeners: ((hash: Buffer) => void)[] = [];
  return {
    ended(hash: Buffer): void {
      for (const heard of listeners) heard(hash);
    },
    onSessionEnded: (heard: (hash: Buffer) => void): void => void listeners.push(heard),
  };
}

/** The door for models, unless it is closed. */
function addModels(app: FastifyInstance, { config, clock, publicUrl }: ServerOpening): void {
  const { access, numbers } = config.mcp;
  const allowed = { mayWrite: access === 'write', numbers };
  if (access !== 'off') addMcp(app, { allowed, now: () => clock.now().getTime(), publicUrl });
}

/** Where applications are connected with a button. */
async function addConnecting(app: FastifyInstance, opening: ServerOpening): Promise<void> {
  const { clock, stores, failed, publicUrl } = opening;
  const { oauth, tokens, directory } = stores;
  await addOauthRoutes(app, {
    store: oauth,
    clock,
    async keep({ id: oauthAppId, workspaceId, name, kind }, hash, expiresAt) {
      await tokens.create(workspaceId, name, kind, hash, { expiresAt, contactId: null, oauthAppId });
    },
    async claimsOf(workspaceId, agentId) {
      const { workspace, agents } = await directory.load(workspaceId);
      return writeIdClaims(workspace, agents.get(agentId));
    },
    publicUrl,
    failed: (error, requestId) => correlated({ requestId }, () => failed('http', error)),
  });
}

/** The request log, webhooks, events, trunks, who tests them, and what was said over them. */
function deskParts({
  stores,
  calls,
  sip,
  webhooks,
  mailing,
  requests,
}: ServerOpening): Pick<
  LivePageParts,
  'appearances' | 'requests' | 'mail' | 'webhooks' | 'history' | 'trunks' | 'probeTrunk' | 'readTrace'
> {
  const { store: trunks } = stores.trunks;
  const appearances = createAppearances(stores.database);
  return {
    appearances,
    requests,
    mail: mailing.desk,
    webhooks: webhooks.desk,
    history: webhooks.history,
    trunks,
    probeTrunk: sip.probe,
    readTrace: calls.traces.read,
  };
}

/** Addresses of recordings name who asked for them, so that the audit log can say who listened. */
function namingSigner(signer: Signer): Signer {
  const asker = (): string => {
    const { agentId = null, tokenId = null } = currentAuthor() ?? {};
    return agentId === null ? (tokenId === null ? '' : `t${tokenId}`) : `a${agentId}`;
  };
  return { ...signer, sign: (path, expiresAt, by) => signer.sign(path, expiresAt, by ?? asker()) };
}

function openSurfaces(
  parts: DialectParts,
  { config, engines, stores, calls, webhooks, mailing, voiceAgent, sip, requests }: ServerOpening,
  prompts: PromptKeeper,
  { administration, people, profiles, factors, providers }: Identity,
  records: Records,
): Surface[] {
  const { database, tokens } = stores;
  return [
    openCcaip(parts, stores, profiles, config),
    openVcita({ ...parts, administration }, stores, webhooks.desk),
    intercom({ ...parts, administration, conversations: createConversations(database) }),
    patchbay({
      ...parts,
      administration,
      tokens,
      oauth: stores.oauth,
      prompts,
      people,
      profiles,
      factors,
      ...records,
      simulator: openDoor(calls.engine, calls.simulator, config.simulatorSpeed),
      webhooks: webhooks.desk,
      streams: webhooks.streams,
      articles: voiceAgent.articles,
      trunks: stores.trunks.store,
      probeTrunk: sip.probe,
      readTrace: calls.traces.read,
      reasoner: voiceAgent.reasoner,
      requests,
      voiceEngines: engines,
      appearances: createAppearances(database),
      mail: mailing.desk,
      providers,
    }),
  ];
}

/** Whether there is no workspace: asked of the database only until there is one. */
function emptiness({ setupSecret, founding }: Stores): () => Promise<boolean> {
  let isEmpty = setupSecret !== null;
  return async () => (isEmpty &&= await founding.isEmpty());
}
