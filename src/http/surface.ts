/** A surface: one API as HTTP sees it. The dialects are four of them. */
import type { IncomingHttpHeaders } from 'node:http';
import type { TSchema } from 'typebox';
import type { Fault } from './fault.ts';
import type { RateLimit, RateState } from './limits.ts';

/** Who asks, as the token says. */
export type Principal = {
  readonly workspaceId: number;
  readonly tokenId: number;
  readonly kind: TokenKind;
  /** Whose calls a token of the kind `client` reads; null reads none. Null for other kinds. */
  readonly contactId: number | null;
};

/** Kinds of tokens. Each has rights of its own: the first four are vcita's, `read_only` is ours. */
export const TOKEN_KINDS = ['staff', 'app', 'directory', 'client', 'read_only'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/**
 * A request, whatever server took it. Path and query are text as it came, decoded; the body is parsed JSON, `{}` when
 * there was none; of an upload its bytes.
 */
export type ApiRequest = {
  readonly requestId: string;
  readonly principal: Principal;
  readonly params: Readonly<Record<string, string>>;
  /** `?a=1&a=2` gives the last one. */
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
  /** The path and query as sent. */
  readonly url: string;
  /** Unique in the workspace: what a command must be carried out once for. Null without an Idempotency-Key. */
  readonly requestKey: string | null;
};

/** An answer. A body that is no string is sent as JSON. */
export type ApiResponse = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The command had been carried out before, for the same Idempotency-Key. */
  readonly isReplay?: boolean;
  /** What is kept of the body for replays, where the body holds a secret that is shown once and stored nowhere. */
  readonly replayBody?: unknown;
  /**
   * Instead of a body, what is sent as it comes; opened once it is certain that it is read. Null: `instead` is
   * answered.
   */
  readonly stream?: () => Promise<NodeJS.ReadableStream | null>;
  readonly instead?: ApiResponse;
};

/**
 * Schemas for the documents. Where the surface has `invalid`, bodies are also held to theirs; vendors judge in their
 * own order instead.
 */
export type RouteSchema = {
  readonly body?: TSchema;
  readonly querystring?: TSchema;
  readonly params?: TSchema;
  readonly headers?: TSchema;
  readonly response: Readonly<Record<number, TSchema | { readonly description: string }>>;
};

/** What an operation takes that takes a file. `largest`: bytes. */
export type Upload = { readonly mediaTypes: readonly string[]; readonly largest: number };

declare module 'fastify' {
  // What a request knows of the route that it found.
  interface FastifyContextConfig {
    surface?: string;
    upload?: Upload;
  }
}

/** One operation. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fastify's pattern: `/calls/:id`. */
  readonly path: string;
  /** As the vendor calls it, where they do. */
  readonly operationId: string;
  readonly summary: string;
  /** What it does beyond the summary, in Markdown. */
  readonly description?: string;
  /** The heading it stands under in the documents. */
  readonly tag?: string;
  readonly schema: RouteSchema;
  /** What it changes stands in the audit log, in the name of the token. */
  readonly isAudited?: boolean;
  /** Reads the log of requests, and is not in it: who follows it would fill it. */
  readonly isUnlogged?: boolean;
  /** The body is a file, handed on as bytes: of which media types, and how large it may be. */
  readonly upload?: Upload;
  handle(ask: ApiRequest): Promise<ApiResponse>;
};

/** Finds who a token belongs to; null when no one. */
export type FindToken = (token: string) => Promise<Principal | null>;

/** One API. */
export type Surface = {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** What the API is for, in Markdown. */
  readonly about?: string;
  /** Request headers that every operation takes, for the documents: name -> schema with a description. */
  readonly requestHeaders?: Readonly<Record<string, TSchema>>;
  /** What it posts to addresses that it is told, for the documents: OpenAPI's `webhooks`. */
  readonly webhooks?: Readonly<Record<string, object>>;
  /** Paths that are this surface's, also where it has no route. */
  readonly prefixes: readonly string[];
  readonly routes: readonly Route[];
  /** The kinds of tokens that each operation is open to, by its `operationId`. Others are forbidden. */
  readonly rights: Readonly<Record<string, readonly TokenKind[]>>;
  readonly rateLimit: RateLimit;
  readonly securityScheme: object;
  /** Throws an HttpFault when the request may not pass. */
  authenticate(headers: IncomingHttpHeaders, findToken: FindToken): Promise<Principal>;
  fault(fault: Fault, requestId: string): ApiResponse;
  /** What a body that breaks the route's schema is answered; absent: schemas only document. */
  invalid?(violations: readonly Violation[], requestId: string): ApiResponse;
  /** Headers on every answer, also on errors. */
  headers?(ask: { readonly headers: IncomingHttpHeaders }, rate: RateState | null): Record<string, string>;
};

/** What was wrong with a part of the body: a JSON pointer and a sentence. */
export type Violation = { readonly pointer: string; readonly detail: string };
