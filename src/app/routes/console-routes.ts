/** What the server answers to our own pages: sign-in, the desk's and the callers' sockets, the Messenger. */
import type { FastifyInstance } from 'fastify';
import { visited } from '#background/author.ts';
import { correlated } from '#background/correlation.ts';
import type { Administration } from '#domain/directory/administration.ts';
import type { PasskeyStore } from '#domain/identity/passkeys.ts';
import { PASSKEY_SECONDS } from '#domain/identity/passkeys.ts';
import type { PeopleStore } from '#domain/identity/people.ts';
import type { FactorStore } from '#domain/identity/factors.ts';
import type { FirstStepsStore } from '#domain/identity/first-steps.ts';
import type { AuditStore } from '#domain/identity/audit.ts';
import type { ProfileStore } from '#domain/identity/profile.ts';
import type { AppearanceStore } from '#domain/directory/appearance.ts';
import type { ArticleStore } from '#domain/directory/article.ts';
import type { VoiceEngines } from '#domain/ports/voice-engines.ts';
import type { Reasoner } from '#domain/ports/reasoner.ts';
import type { RequestLog } from '#domain/ports/request-log.ts';
import type { ReadTrace } from '#domain/ports/call-traces.ts';
import type { MailDesk } from '#domain/ports/mail.ts';
import type { ProviderDesk } from '#domain/ports/provider.ts';
import type { TrunkProbe, TrunkStore } from '#domain/ports/trunk-book.ts';
import type { EventHistory } from '#domain/ports/event-history.ts';
import type { WebhookDesk } from '#domain/ports/webhooks.ts';
import type { SessionStore } from '#domain/identity/session.ts';
import type { WebrtcCarrier } from '#carriers/webrtc/carrier.ts';
import { WEBRTC_NAME } from '#carriers/webrtc/carrier.ts';
import type { MediaSessions } from '#media/session/sessions.ts';
import type { CallerParts } from '#realtime/caller/socket.ts';
import { addCallers } from '#realtime/caller/socket.ts';
import { addAppearanceApi } from '#realtime/agent/appearance-api.ts';
import { addArticlesApi } from '#realtime/agent/articles-api.ts';
import { addCallsApi } from '#realtime/agent/calls-api.ts';
import { addContactsApi } from '#realtime/agent/contacts-api.ts';
import type { TranscriptsApiParts } from '#realtime/agent/transcripts-api.ts';
import { addTranscriptsApi } from '#realtime/agent/transcripts-api.ts';
import { addVoiceEnginesApi } from '#realtime/agent/voice-engines-api.ts';
import type { VoiceReportApiParts } from '#realtime/agent/voice-report-api.ts';
import { addVoiceReportApi } from '#realtime/agent/voice-report-api.ts';
import { addWrapUpApi } from '#realtime/agent/wrap-up-api.ts';
import { addPasskeysApi } from '#realtime/agent/passkeys-api.ts';
import { createPasskeyChallenges } from '#http/passkeys.ts';
import { addFactorsApi } from '#realtime/agent/factors-api.ts';
import { createOwnProof } from '#realtime/agent/own-proof.ts';
import { addLinesApi } from '#realtime/agent/lines-api.ts';
import { addMenusApi } from '#realtime/agent/menus-api.ts';
import { addWorkspaceApi } from '#realtime/agent/workspace-api.ts';
import type { Archives } from '#api/archives.ts';
import type { OauthStore } from '#domain/identity/oauth.ts';
import { addOauthApi } from '#realtime/agent/oauth-api.ts';
import type { TokenKeeper } from '#api/token-keeper.ts';
import { addTokensApi } from '#realtime/agent/tokens-api.ts';
import { addAuditApi } from '#realtime/agent/audit-api.ts';
import { addMailApi } from '#realtime/agent/mail-api.ts';
import { addPeopleApi } from '#realtime/agent/people-api.ts';
import { addEventsApi } from '#realtime/agent/events-api.ts';
import { addRequestsApi } from '#realtime/agent/requests-api.ts';
import { addProfileApi } from '#realtime/agent/profile-api.ts';
import { addProviderApi } from '#realtime/agent/provider-api.ts';
import type { SimulatorApiParts } from '#realtime/agent/simulator-api.ts';
import { addSimulatorApi } from '#realtime/agent/simulator-api.ts';
import { addSkillsApi } from '#realtime/agent/skills-api.ts';
import { addSoundsApi } from '#realtime/agent/sounds-api.ts';
import { addRetentionApi } from '#realtime/agent/retention-api.ts';
import { addNumbersApi } from '#realtime/agent/numbers-api.ts';
import { addTrunksApi } from '#realtime/agent/trunks-api.ts';
import { addWebhooksApi } from '#realtime/agent/webhooks-api.ts';
import type { SignIns } from '#realtime/agent/sign-in.ts';
import { addSignIn } from '#realtime/agent/sign-in.ts';
import { addSignInWays } from '#realtime/agent/sign-in-ways.ts';
import { addDesk } from '#realtime/agent/socket.ts';
import type { DialectParts } from '#api/dialect.ts';
import type { HeardSounds, PromptKeeper } from '#api/prompts.ts';
import { addMessenger } from '#realtime/messenger/routes.ts';
import { CALLBACK_PATH } from '#openid/providers.ts';
import { pageFaults } from '#http/page-fault.ts';
import type { SocketRoutes } from '#http/socket-routes.ts';
import type { Surface } from '#http/surface.ts';
import { createPeakReader } from '#media/recordings/waveform-peaks.ts';
import { createViews } from '../adapters/vendor-views.ts';

export type LivePageParts = DialectParts & {
  readonly sockets: SocketRoutes;
  /** The media of calls, and the pages of callers. */
  readonly sound: MediaSessions & WebrtcCarrier;
  readonly sessions: SessionStore;
  readonly people: PeopleStore;
  readonly mail: MailDesk;
  readonly providers: ProviderDesk;
  readonly profiles: ProfileStore;
  readonly factors: FactorStore;
  readonly passkeys: PasskeyStore;
  readonly firstSteps: FirstStepsStore;
  readonly audit: AuditStore;
  readonly archives: Archives;
  readonly appearances: AppearanceStore;
  readonly requests: RequestLog;
  readonly tokens: TokenKeeper;
  readonly oauth: OauthStore;
  readonly administration: Administration;
  readonly simulator: SimulatorApiParts['simulator'];
  readonly webhooks: WebhookDesk;
  readonly history: EventHistory;
  readonly voiceAgent: { readonly articles: ArticleStore; readonly reasoner: Reasoner };
  readonly trunks: TrunkStore;
  /** SIP messages and sound quality of calls. */
  readonly readTrace: ReadTrace;
  /** Null where `PATCHBAY_SIP` is `off`. */
  readonly probeTrunk: TrunkProbe | null;
  readonly prompts: PromptKeeper;
  readonly heard: HeardSounds;
  /** Hears of sessions that end because their person has changed. */
  onSessionEnded(heard: (hash: Buffer) => void): void;
  /** Where recordings may be written down. */
  readonly transcribers: TranscriptsApiParts['transcribers'];
  /** Engines elsewhere. */
  readonly voiceEngines: VoiceEngines;
  readonly isRateLimited: boolean;
  readonly surfaces: readonly Surface[];
  recordingPath(uid: string): string;
  findWorkspace(slug: string): Promise<{ readonly id: number } | null>;
  turnedAway: CallerParts['turnedAway'];
  /** A page came back after a reload or a cut. */
  reconnected(page: 'agent' | 'caller', callId?: number): void;
  failed(what: string, error: unknown): void;
};

/** Adds them. */
export async function addLivePages(server: FastifyInstance, parts: LivePageParts): Promise<void> {
  const { sessions, sound, engine, clock, publicUrl, sockets } = parts;
  await server.register(async (scope) => {
    scope.setErrorHandler(
      pageFaults((error, requestId) => correlated({ requestId }, () => parts.failed('http', error))),
    );
    scope.addHook('preHandler', (request, _reply, done) =>
      visited({ address: request.ip, isRecorded: request.method !== 'GET' }, done),
    );
    const challenges = createPasskeyChallenges(PASSKEY_SECONDS, () => clock.now().getTime());
    const signIns = addSignIn(scope, {
      engine,
      store: sessions,
      factors: parts.factors,
      passkeys: parts.passkeys,
      challenges,
      clock,
      onSessionEnded: parts.onSessionEnded,
      publicUrl,
    });
    addCallsApi(scope, {
      ...parts,
      signIns,
      peaksOf: createPeakReader(parts.recordingPath),
      viewsOf: createViews(parts.surfaces),
    });
    addContactsApi(scope, { ...parts, signIns });
    addWrapUpApi(scope, { engine, administration: parts.administration, signIns, publicUrl });
    addTranscriptsApi(scope, { ...parts, signIns });
    addSignInWays(scope, parts);
    const proof = createOwnProof(parts);
    addPeopleApi(scope, { ...parts, signIns });
    addFactorsApi(scope, { ...parts, proof, signIns });
    addPasskeysApi(scope, { ...parts, challenges, proof, signIns });
    addProfileApi(scope, { ...parts, proof, signIns });
    addVoiceAgentApi(scope, { ...parts, signIns });
    addSettings(scope, parts, signIns);
    addDesk(sockets, scope, { ...parts, ...parts.voiceAgent, signIns, reconnected: () => parts.reconnected('agent') });
    addCallers(sockets, scope, {
      ...parts,
      sound: { carrierName: WEBRTC_NAME, ...sound },
      isLimited: parts.isRateLimited,
      reconnected: (callId) => parts.reconnected('caller', callId),
    });
    addMessenger(scope, parts);
  });
}

/** What the voice agent knows, how it fares, and what engines it asks. */
function addVoiceAgentApi(scope: FastifyInstance, parts: LivePageParts & Pick<VoiceReportApiParts, 'signIns'>): void {
  addVoiceReportApi(scope, parts);
  addVoiceEnginesApi(scope, parts);
  addArticlesApi(scope, { ...parts, ...parts.voiceAgent });
}

/** What the settings pages read and write. */
function addSettings(scope: FastifyInstance, parts: LivePageParts, signIns: SignIns): void {
  const { engine, clock, publicUrl } = parts;
  addMenusApi(scope, { engine, administration: parts.administration, signIns, clock, publicUrl });
  addSkillsApi(scope, { engine, administration: parts.administration, signIns, publicUrl });
  addSoundsApi(scope, { engine, prompts: parts.prompts, heard: parts.heard, signIns, publicUrl });
  addRetentionApi(scope, { retention: parts.administration.retention, signIns, clock, publicUrl });
  addProviderApi(scope, { providers: parts.providers, callbackPath: CALLBACK_PATH, signIns, publicUrl });
  addMailApi(scope, { mail: parts.mail, signIns, publicUrl });
  addTrunksApi(scope, { trunks: parts.trunks, probeTrunk: parts.probeTrunk, signIns, publicUrl });
  addNumbersApi(scope, { ...parts, signIns });
  addLinesApi(scope, { ...parts, signIns });
  addWorkspaceApi(scope, { ...parts, signIns });
  addTokensApi(scope, { tokens: parts.tokens, signIns, clock, publicUrl });
  addOauthApi(scope, { oauth: parts.oauth, signIns, clock, publicUrl });
  addAuditApi(scope, { audit: parts.audit, signIns, publicUrl });
  addAppearanceApi(scope, { engine, appearances: parts.appearances, signIns, publicUrl });
  addRequestsApi(scope, { requests: parts.requests, tokens: parts.tokens, signIns, publicUrl });
  addEventsApi(scope, { history: parts.history, signIns, publicUrl });
  addSimulatorApi(scope, { engine, simulator: parts.simulator, signIns, publicUrl });
  addWebhooksApi(scope, { webhooks: parts.webhooks, signIns, publicUrl });
}
