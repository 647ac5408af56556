/** What all operations of this surface have in common: who may ask, which version, which query, which errors. */
import type { Static, TProperties, TSchema } from 'typebox';
import { Type } from 'typebox';
import type { AppearanceStore } from '#domain/directory/appearance.ts';
import type { ArticleStore } from '#domain/directory/article.ts';
import type { Administered, Administration } from '#domain/directory/administration.ts';
import { LANGUAGE_CODE } from '#domain/directory/language.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { AuditStore } from '#domain/identity/audit.ts';
import type { FactorStore } from '#domain/identity/factors.ts';
import type { OauthStore } from '#domain/identity/oauth.ts';
import type { PeopleStore } from '#domain/identity/people.ts';
import type { ProfileStore } from '#domain/identity/profile.ts';
import type { MailDesk } from '#domain/ports/mail.ts';
import type { ProviderDesk } from '#domain/ports/provider.ts';
import type { TrunkProbe, TrunkStore } from '#domain/ports/trunk-book.ts';
import type { RequestLog } from '#domain/ports/request-log.ts';
import type { ReadTrace } from '#domain/ports/call-traces.ts';
import type { Reasoner } from '#domain/ports/reasoner.ts';
import type { VoiceEngines } from '#domain/ports/voice-engines.ts';
import type { EventStreams, WebhookDesk } from '#domain/ports/webhooks.ts';
import type { ApiResponse, ApiRequest, Route } from '#http/surface.ts';
import { isAudited } from '../audited-operations.ts';
import type { Archives } from '../archives.ts';
import type { DialectParts } from '../dialect.ts';
import type { TokenKeeper } from '../token-keeper.ts';
import { readId } from '../kit.ts';
import type { PromptKeeper } from '../prompts.ts';
import type { SimulatorDoor } from './door.ts';
import type { Mistake, Problems } from './refusals.ts';
import { administrationProblem, refusalProblem } from './refusals.ts';
import { id } from '../shapes.ts';
import { ProblemObject } from './schema.ts';
import { VERSIONS } from './status.ts';

/** Everything that the resources of this surface work with. */
export type Desk = DialectParts & {
  readonly administration: Administration;
  readonly tokens: TokenKeeper;
  readonly oauth: OauthStore;
  readonly prompts: PromptKeeper;
  readonly people: PeopleStore;
  readonly mail: MailDesk;
  readonly providers: Pick<ProviderDesk, 'find' | 'put' | 'remove' | 'test'>;
  readonly profiles: Pick<ProfileStore, 'chooseLanguage' | 'sessions' | 'endSessions'>;
  readonly factors: Pick<FactorStore, 'reset'>;
  readonly audit: Pick<AuditStore, 'list'>;
  readonly archives: Archives;
  readonly simulator: SimulatorDoor;
  readonly webhooks: WebhookDesk;
  readonly streams: EventStreams;
  readonly articles: ArticleStore;
  readonly trunks: TrunkStore;
  /** Null where `PATCHBAY_SIP` is `off`. */
  readonly probeTrunk: TrunkProbe | null;
  readonly readTrace: ReadTrace;
  readonly reasoner: Pick<Reasoner, 'find'>;
  readonly requests: RequestLog;
  readonly voiceEngines: VoiceEngines;
  readonly appearances: AppearanceStore;
  readonly problems: Problems;
};

/** An operation before it is a route. */
export type Operation<Body extends TSchema> = {
  readonly method: Route['method'];
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  /** Is not in the log of requests. */
  readonly isUnlogged?: true;
  readonly query?: TProperties;
  readonly body?: Body;
  /** The good answers. */
  readonly answers: Readonly<Record<number, TSchema>>;
  /** Refusals beyond those that every operation has. */
  readonly refusals?: readonly number[];
  handle(ask: Asked<Body>): Promise<ApiResponse>;
};

/** A request that was judged: the body is as its schema says. */
export type Asked<Body extends TSchema> = Omit<ApiRequest, 'body'> & {
  readonly body: Static<Body>;
  /** The `id` of the path; 0, which nothing has, where it is none. */
  readonly id: number;
  readonly workspaceId: number;
};

/** Makes the route of an operation. */
export function operation<Body extends TSchema = TSchema>(
  { problems }: Pick<Desk, 'problems'>,
  spec: Operation<Body>,
): Route {
  const query = spec.query ?? {};
  return {
    method: spec.method,
    path: spec.path,
    operationId: spec.operationId,
    summary: spec.summary,
    tag: spec.tag,
    ...(isAudited(spec.operationId) ? { isAudited: true } : {}),
    ...(spec.isUnlogged === true ? { isUnlogged: true } : {}),
    ...(spec.description === undefined ? {} : { description: spec.description }),
    schema: {
      ...(spec.body === undefined ? {} : { body: spec.body }),
      ...(spec.query === undefined ? {} : { querystring: Type.Partial(Type.Object(spec.query)) }),
      ...(spec.path.includes(':') ? { params: paramsOf(spec.path) } : {}),
      response: { ...spec.answers, ...errors(spec) },
    },
    async handle(ask) {
      const version = ask.headers['patchbay-version'];
      if (version !== undefined && !VERSIONS.some((known) => known === version))
        return problems('version_unknown', ask.requestId, { detail: `Known versions: ${VERSIONS.join(', ')}.` });
      const unknown = Object.keys(ask.query).filter((name) => !Object.hasOwn(query, name));
      if (unknown.length > 0) return problems('query_invalid', ask.requestId, { errors: unknown.map(strange) });
      const { workspaceId } = ask.principal;
      // The server has held the body to this very schema.
      const body = ask.body as Static<Body>;
      return spec.handle({ ...ask, body, id: readId(ask.params['id']) ?? 0, workspaceId });
    },
  };
}

const MAX_NAME = 100;

function strange(name: string): Mistake {
  return { parameter: name.slice(0, MAX_NAME), detail: 'is not a parameter of this operation' };
}

function paramsOf(path: string): TSchema {
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  return Type.Object(Object.fromEntries(names.map((name) => [name, PARAMETERS[`${path} ${name}`] ?? id])));
}

/** Path parameters that are no ids of ours. */
const PARAMETERS: Readonly<Record<string, TSchema>> = {
  '/v1/tickets/:id id': Type.String({ minLength: 1, maxLength: 200, description: "The CRM's own id." }),
  '/v1/prompts/:name name': Type.String({
    description: 'The place where it is heard.',
    examples: ['welcome', 'menu_7'],
  }),
  '/v1/languages/:code code': Type.String({
    pattern: LANGUAGE_CODE,
    description: 'ISO 639-1, with or without a region.',
  }),
};

const problemContent = { content: { 'application/problem+json': { schema: ProblemObject } } };

function errors({ method, path, body, refusals = [] }: Operation<TSchema>): Route['schema']['response'] {
  const statuses = new Set([
    400,
    401,
    403,
    429,
    503,
    ...(path.includes('/:') ? [404] : []),
    ...(body === undefined ? [] : [413, 415, 422]),
    ...(method === 'POST' ? [409, 422] : []),
    ...refusals,
  ]);
  return Object.fromEntries(
    [...statuses].map((status) => [status, { description: MEANT[status] ?? '', ...problemContent }]),
  );
}

const MEANT: Readonly<Record<number, string>> = {
  400: 'Malformed: body, query or header',
  401: 'No token, or one that is unknown, revoked or expired',
  403: 'The token is of a kind that may not do this',
  404: 'Not found in this workspace',
  409: 'Not as things stand: taken, or the wrong state',
  413: 'More than the body may have',
  415: 'Of another media type than the operation takes',
  422: 'The body is not as it should be; `errors` points at each field',
  429: 'Too many requests; see `Retry-After`',
  503: 'About to stop, or without its database',
};

/** The answer to a command: what it made, or the problem. */
export function answered<T>(
  { problems }: Pick<Desk, 'problems'>,
  { requestId }: Pick<ApiRequest, 'requestId'>,
  outcome: Outcome<T>,
  write: (value: T) => object,
  status = 200,
): ApiResponse {
  return outcome.ok ? { status, body: write(outcome.value) } : refusalProblem(problems, outcome.refusal, requestId);
}

/** The same for a change to the directory. */
export function administered<T>(
  { problems }: Pick<Desk, 'problems'>,
  { requestId }: Pick<ApiRequest, 'requestId'>,
  outcome: Administered<T>,
  write: (value: T) => object,
  status = 200,
): ApiResponse {
  return outcome.ok
    ? { status, body: write(outcome.value) }
    : administrationProblem(problems, outcome.refusal, requestId);
}

/** The answer to a deletion. */
export function deleted(
  { problems }: Pick<Desk, 'problems'>,
  { requestId }: Pick<ApiRequest, 'requestId'>,
  was: boolean,
): ApiResponse {
  return was ? { status: 204 } : problems('not_found', requestId);
}

/** What a deletion is documented to answer. */
export const DELETED = { 204: Type.Null({ description: 'Done' }) };
