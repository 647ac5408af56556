/**
 * Patchbay's own API: what the vendors' APIs do not offer and the product needs. Everything stays inside the token's
 * workspace.
 */
import { Type } from 'typebox';
import type { RateLimit, RateState } from '#http/limits.ts';
import type { Route, Surface } from '#http/surface.ts';
import { authenticateBearer } from '../kit.ts';
import { TOKEN_RIGHTS } from '../token-rights.ts';
import { auditRoutes } from './audit.ts';
import { articleRoutes } from './articles.ts';
import { agentRoutes } from './agents.ts';
import { appearanceRoutes } from './appearance.ts';
import { callRoutes, outboxRoutes } from './calls.ts';
import { callTraceRoute } from './call-trace.ts';
import { commandRoutes } from './commands.ts';
import { contactActRoutes } from './contact-acts.ts';
import { contactHistoryRoutes } from './contact-history.ts';
import { contactRoutes, ticketRoutes } from './contacts.ts';
import { demoRoute } from './demo.ts';
import { mailRoutes } from './mail.ts';
import { exportRoutes } from './exports.ts';
import { menuRoutes } from './menus.ts';
import { missedCallRoutes } from './missed-calls.ts';
import { ownTokenRoute } from './own-token.ts';
import { numberRoutes } from './numbers.ts';
import { outboundCallRoute } from './outbound-calls.ts';
import { trunkRoutes } from './trunks.ts';
import type { Desk } from './operation.ts';
import { peopleRoutes } from './people.ts';
import { oauthAppRoutes } from './oauth-apps.ts';
import { promptRoutes } from './prompts.ts';
import { providerRoutes } from './provider.ts';
import { requestRoutes } from './requests.ts';
import { createProblems } from './refusals.ts';
import { sessionRoutes } from './people-sessions.ts';
import { scheduledCallRoutes } from './scheduled-calls.ts';
import { reportRoutes } from './reports.ts';
import { retentionRoutes } from './retention.ts';
import { skillRoutes } from './skills.ts';
import { simulatorRoutes } from './simulator.ts';
import { VERSIONS } from './status.ts';
import { eventRoute } from './events.ts';
import { voiceEngineRoute } from './voice-engines.ts';
import { webhookDocument } from './webhooks-document.ts';
import { webhookRoutes } from './webhooks.ts';
import { languageRoutes, tokenRoutes, workspaceRoutes } from './workspace.ts';

/** A workspace's share. */
const RATE_LIMIT: RateLimit = { limit: 1000, windowSeconds: 10 };

const ABOUT = `
What the vendors' APIs do not offer: the workspace and who is in it, every call in one shape, what agents do with calls, and the simulator.

* **Errors** are problems ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)): \`type\` leads to what it means, \`errors\` points at each field.
* **Lists** come in pages of \`limit\` (25, at most 100): follow \`next_cursor\`, or the \`Link\` header.
* **Requests are read strictly**: fields and parameters that an operation does not know are refused, so that misspelt ones are found.
* **Rate limit**: ${RATE_LIMIT.limit} requests in ${RATE_LIMIT.windowSeconds} seconds for a workspace; every answer says what is left in \`RateLimit\`.
`.trim();

/** Makes the surface. It also answers for addresses that belong to no vendor, so it goes last. */
export function patchbay(parts: Omit<Desk, 'problems'>): Surface {
  const problems = createProblems(parts.publicUrl);
  const desk: Desk = { ...parts, problems };
  return {
    name: 'patchbay',
    title: 'Patchbay’s own API',
    version: VERSIONS[0],
    about: ABOUT,
    webhooks: webhookDocument(parts.webhooks.eventsOf.standard),
    prefixes: ['/v1'],
    routes: resources(desk),
    rights: TOKEN_RIGHTS.patchbay,
    rateLimit: RATE_LIMIT,
    requestHeaders: {
      'Patchbay-Version': Type.Enum([...VERSIONS], { description: 'Which version to follow; the newest by default.' }),
    },
    securityScheme: { type: 'http', scheme: 'bearer', description: 'An API token: `Authorization: Bearer pb_…`' },
    authenticate: authenticateBearer,
    fault: (fault, requestId) => problems(fault, requestId),
    invalid: (errors, requestId) => problems('body_invalid', requestId, { errors }),
    headers: (_ask, rate) => ({ 'patchbay-version': VERSIONS[0], ...rateHeaders(rate) }),
  };
}

/** Source: IETF draft-ietf-httpapi-ratelimit-headers. What is left is known only of requests that were counted. */
function rateHeaders(rate: RateState | null): Record<string, string> {
  const policy = { 'ratelimit-policy': `"default";q=${RATE_LIMIT.limit};w=${RATE_LIMIT.windowSeconds}` };
  return rate === null ? policy : { ...policy, ratelimit: `"default";r=${rate.remaining};t=${rate.retryAfterSeconds}` };
}

/** The routes of every resource, in the order of the document. */
function resources(desk: Desk): Route[] {
  return [
    ...workspaceRoutes(desk),
    ...exportRoutes(desk),
    demoRoute(desk),
    ...retentionRoutes(desk),
    ...appearanceRoutes(desk),
    ownTokenRoute(desk),
    ...tokenRoutes(desk),
    ...oauthAppRoutes(desk),
    ...agentRoutes(desk),
    ...missedCallRoutes(desk),
    ...peopleRoutes(desk),
    ...sessionRoutes(desk),
    ...mailRoutes(desk),
    ...providerRoutes(desk),
    ...auditRoutes(desk),
    ...requestRoutes(desk),
    ...contactRoutes(desk),
    ...contactHistoryRoutes(desk),
    ...contactActRoutes(desk),
    ...ticketRoutes(desk),
    ...menuRoutes(desk),
    ...skillRoutes(desk),
    ...numberRoutes(desk),
    ...trunkRoutes(desk),
    ...languageRoutes(desk),
    ...promptRoutes(desk),
    ...articleRoutes(desk),
    voiceEngineRoute(desk),
    ...reportRoutes(desk),
    ...callRoutes(desk),
    callTraceRoute(desk),
    outboundCallRoute(desk),
    ...commandRoutes(desk),
    ...scheduledCallRoutes(desk),
    ...outboxRoutes(desk),
    ...webhookRoutes(desk),
    eventRoute(desk),
    ...simulatorRoutes(desk),
  ];
}
