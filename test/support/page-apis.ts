/** Every API of the console on one server with nothing behind it: what is refused before anything is looked at. */
import assert from 'node:assert/strict';
import type { HTTPMethods } from 'fastify';
import fastify from 'fastify';
import type { Role } from '#domain/identity/session.ts';
import { addAppearanceApi } from '#realtime/agent/appearance-api.ts';
import { addArticlesApi } from '#realtime/agent/articles-api.ts';
import { addAuditApi } from '#realtime/agent/audit-api.ts';
import { addCallsApi } from '#realtime/agent/calls-api.ts';
import { addContactsApi } from '#realtime/agent/contacts-api.ts';
import { addFactorsApi } from '#realtime/agent/factors-api.ts';
import { addLinesApi } from '#realtime/agent/lines-api.ts';
import { addMailApi } from '#realtime/agent/mail-api.ts';
import { addMenusApi } from '#realtime/agent/menus-api.ts';
import { addNumbersApi } from '#realtime/agent/numbers-api.ts';
import { addOauthApi } from '#realtime/agent/oauth-api.ts';
import { addPasskeysApi } from '#realtime/agent/passkeys-api.ts';
import { addPeopleApi } from '#realtime/agent/people-api.ts';
import { addProfileApi } from '#realtime/agent/profile-api.ts';
import { addProviderApi } from '#realtime/agent/provider-api.ts';
import { addRequestsApi } from '#realtime/agent/requests-api.ts';
import { addRetentionApi } from '#realtime/agent/retention-api.ts';
import { addSimulatorApi } from '#realtime/agent/simulator-api.ts';
import { addSkillsApi } from '#realtime/agent/skills-api.ts';
import { addSoundsApi } from '#realtime/agent/sounds-api.ts';
import { addTokensApi } from '#realtime/agent/tokens-api.ts';
import { addTranscriptsApi } from '#realtime/agent/transcripts-api.ts';
import { addTrunksApi } from '#realtime/agent/trunks-api.ts';
import { addVoiceReportApi } from '#realtime/agent/voice-report-api.ts';
import { addWebhooksApi } from '#realtime/agent/webhooks-api.ts';
import { addWorkspaceApi } from '#realtime/agent/workspace-api.ts';
import { addWrapUpApi } from '#realtime/agent/wrap-up-api.ts';

const APIS: readonly ((server: never, parts: never) => void)[] = [
  addAppearanceApi,
  addArticlesApi,
  addAuditApi,
  addCallsApi,
  addContactsApi,
  addFactorsApi,
  addLinesApi,
  addMailApi,
  addMenusApi,
  addNumbersApi,
  addOauthApi,
  addPasskeysApi,
  addPeopleApi,
  addProfileApi,
  addProviderApi,
  addRequestsApi,
  addRetentionApi,
  addSimulatorApi,
  addSkillsApi,
  addSoundsApi,
  addTokensApi,
  addTranscriptsApi,
  addTrunksApi,
  addVoiceReportApi,
  addWebhooksApi,
  addWorkspaceApi,
  addWrapUpApi,
];

const reached = (): never => assert.fail('behind the rights');
/** What lies behind: whatever of it is asked for is there, and whatever is called throws. */
const behind: unknown = new Proxy(reached, {
  get: (_target, name) => (typeof name === 'symbol' || name === 'then' ? undefined : behind),
});

const OURS = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' };

/** How it is asked; by an administrator at one of our pages, unless it is said. `role`: null is not signed in. */
export type Asking = {
  readonly role?: Role | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** The APIs, open. */
export type PageApis = {
  /** Method and path of each, such as `GET /app/calls/:id.json`. */
  readonly addresses: readonly string[];
  /**
   * What refuses it: the name of the fault, with the field that it is about where fields are wrong; null where it comes
   * to what lies behind.
   */
  refusal(address: string, asking?: Asking): Promise<string | null>;
};

/** Opens them. */
export async function openPageApis(): Promise<PageApis> {
  let visitor: Role | null = null;
  const read = async () =>
    visitor === null ? null : { me: { workspaceId: 7, agentId: 1, role: visitor }, hash: Buffer.alloc(32) };
  const parts: Readonly<Record<string, unknown>> = new Proxy<Record<string, unknown>>(
    { signIns: { read, readArriving: read }, publicUrl: () => 'http://localhost' },
    { get: (known, name) => (typeof name === 'string' ? (known[name] ?? behind) : undefined) },
  );
  const server = fastify();
  const addresses: string[] = [];
  server.addHook(
    'onRoute',
    ({ method, url }) => void (method === 'HEAD' ? null : addresses.push(`${String(method)} ${url}`)),
  );
  // Of the parts only who asks is looked at before the rights.
  for (const add of APIS) add(server as never, parts as never);
  await server.ready();
  return {
    addresses,
    async refusal(address, { role = 'admin', headers = OURS, body = {} } = {}) {
      visitor = role;
      const [method = '', path = ''] = address.split(' ');
      const url = path.replace(':id', '5').replace(':name', 'queue');
      const sent = method === 'GET' || method === 'DELETE' ? {} : { payload: body as object };
      const answer = await server.inject({ method: method as HTTPMethods & 'GET', url, headers, ...sent });
      if (answer.statusCode === 500 || answer.statusCode < 300) return null;
      // Fastify's own refusals, of bodies that are no JSON, have no names of ours.
      const { error, field } = answer.json() as { readonly error: string; readonly field?: string | null };
      if (/^[a-z_]+$/.test(error)) assert.equal(answer.headers['cache-control'], 'no-store', address);
      return field == null ? error : `${error} ${field}`;
    },
  };
}
