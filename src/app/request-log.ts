/**
 * The request log: what is answered is collected in memory, bounded in every way, and written a second later in one
 * statement for many. Nothing here is waited for by anyone who asks, and where the database is slow requests are left
 * out of the log and counted.
 */
import { callOf } from '#api/call-of.ts';
import { problemIn, shownBody, shownTarget } from '#domain/identity/request-mask.ts';
import type { LoggedBodies, LogState, RequestDraft, RequestLog, RequestLogStore } from '#domain/ports/request-log.ts';
import {
  LOG_SHARE,
  MAX_BODY_HOURS,
  MAX_LOGGED_BODY,
  MAX_LOGGED_PATH,
  STRANGER_SHARE,
  STRANGERS_SHARE,
} from '#domain/ports/request-log.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { hashToken } from '#http/auth.ts';
import { addressKey } from '#http/network-address.ts';
import { plainParameters } from '#http/query.ts';
import { createShares } from '#http/shares.ts';
import type { Route } from '#http/surface.ts';
import type { Reporter } from './reporter.ts';
import type { Countdown } from './stop-in-time.ts';
import type { Passage } from '#http/passage.ts';

/** What it is made of. */
export type RequestLogParts = {
  readonly store: RequestLogStore;
  readonly clock: Clock;
  failed(what: string, error: unknown): void;
  /** A request is not in the log. `reason`: `share`, `stranger`, `memory` or `database`. */
  leftOut(reason: string): void;
};

/** How the server keeps it. */
export type KeptRequestLog = RequestLog & {
  /** A request was answered. */
  note(passage: Passage): void;
  start(): Promise<void>;
  /** Writes what waits, now. */
  write(): Promise<void>;
};

/** Milliseconds between two writes, and after one that failed. */
const EVERY = 1000;
const AFTER_FAILURE = 10_000;
/** Requests of one write; those that wait for theirs at most, and the characters of their bodies. */
const BATCH = 500;
const MAX_WAITING = 5000;
const MAX_WAITING_BODIES = 4_000_000;
const HOUR_MS = 3_600_000;
/** How much of a token that is no one's is shown: what all of ours begin with, and three characters. */
const SHOWN_PREFIX = /^pb_[\w-]{3}/;
/** Longer answers that are text already are not read again to be shown. Characters. */
const MAX_READ = 100_000;

/** Makes it. */
export function createRequestLog({ store, clock, failed, leftOut }: RequestLogParts): KeptRequestLog {
  const shares = createShares(LOG_SHARE, clock.elapsed);
  const strangers = createShares(STRANGER_SHARE, clock.elapsed);
  const allStrangers = createShares(STRANGERS_SHARE, clock.elapsed);
  const missing = new Map<number, number>();
  const bodiesUntil = new Map<number, Date>();
  const waiting: RequestDraft[] = [];
  let bodies = 0;
  let isPlanned = false;
  let writing: Promise<void> | null = null;

  /** Why the request is left out; null: it is not. */
  const refusal = ({ principal, address, status }: Passage): string | null => {
    if (waiting.length >= MAX_WAITING) return 'memory';
    if (principal !== null) {
      const reserve = status < 400 ? LOG_SHARE.forRefusals : 0;
      return shares.take(principal.workspaceId, reserve) ? null : 'share';
    }
    return strangers.take(addressKey(address)) && allStrangers.take('all') ? null : 'stranger';
  };
  const miss = (workspaceId: number | null, reason: string): void => {
    leftOut(reason);
    if (workspaceId !== null) missing.set(workspaceId, (missing.get(workspaceId) ?? 0) + 1);
  };

  const bodiesOf = (passage: Passage): LoggedBodies | null => {
    const until = passage.principal === null ? undefined : bodiesUntil.get(passage.principal.workspaceId);
    if (until === undefined || until <= clock.now() || bodies > MAX_WAITING_BODIES) return null;
    const shown = shownBodies(passage);
    bodies += lengthOf(shown);
    return shown;
  };

  const plan = (milliseconds: number): void => {
    if (isPlanned || waiting.length === 0) return;
    isPlanned = true;
    clock.after(milliseconds, async () => {
      isPlanned = false;
      await write();
    });
  };
  const write = async (): Promise<void> => {
    writing ??= writeAll().finally(() => {
      writing = null;
    });
    return writing;
  };
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      bodies -= batch.reduce((sum, draft) => sum + lengthOf(draft.bodies), 0);
      try {
        await store.add(batch, clock.now());
      } catch (error) {
        failed('database.requests', error);
        for (const { workspaceId } of batch) miss(workspaceId, 'database');
        return plan(AFTER_FAILURE);
      }
    }
  };

  const state = (workspaceId: number): LogState => {
    const until = bodiesUntil.get(workspaceId);
    return {
      bodiesUntil: until !== undefined && until > clock.now() ? until : null,
      leftOut: missing.get(workspaceId) ?? 0,
    };
  };
  return {
    note(passage) {
      const reason = refusal(passage);
      if (reason !== null) return miss(passage.principal?.workspaceId ?? null, reason);
      waiting.push(draftOf(passage, bodiesOf(passage)));
      plan(EVERY);
    },
    state,
    list: store.list,
    find: store.find,
    async keepBodies(workspaceId, hours) {
      const most = Math.min(hours, MAX_BODY_HOURS);
      const until = most <= 0 ? null : new Date(clock.now().getTime() + most * HOUR_MS);
      if (until === null) bodiesUntil.delete(workspaceId);
      await store.keepBodies(workspaceId, until);
      if (until !== null) bodiesUntil.set(workspaceId, until);
      return state(workspaceId);
    },
    async start() {
      for (const { workspaceId, until } of await store.wishes(clock.now())) bodiesUntil.set(workspaceId, until);
    },
    write,
  };
}

/** What opening it takes besides. */
type Opening = Omit<RequestLogParts, 'leftOut'> & {
  readonly started: AsyncDisposableStack;
  readonly countdown: Countdown;
  readonly reporter: Pick<Reporter, 'requestLeftOut'>;
};

/** Makes it, and writes what is left of it when the server stops. */
export async function openRequestLog({ started, countdown, reporter, ...parts }: Opening): Promise<KeptRequestLog> {
  const log = createRequestLog({ ...parts, leftOut: reporter.requestLeftOut });
  started.defer(countdown.step('requests', 1_000, log.write));
  await log.start();
  return log;
}

const plainOf = new WeakMap<Route, ReadonlySet<string>>();
const NO_PARAMETERS: ReadonlySet<string> = new Set();

/** The parameters of a route whose values can name no one; worked out once. */
function plain(route: Route | null): ReadonlySet<string> {
  if (route === null) return NO_PARAMETERS;
  const known = plainOf.get(route) ?? plainParameters(route.schema.querystring);
  plainOf.set(route, known);
  return known;
}

function draftOf(passage: Passage, bodies: LoggedBodies | null): RequestDraft {
  const { principal, token, route, answer, status } = passage;
  const call = callOf(route, passage.params, answer);
  return {
    at: new Date(passage.cameAt),
    requestId: passage.requestId,
    surface: passage.surface,
    operation: route?.operationId ?? null,
    method: passage.method,
    path: shownTarget(passage.url, { pattern: route?.path ?? null, plain: plain(route) }, MAX_LOGGED_PATH),
    status,
    milliseconds: passage.milliseconds,
    workspaceId: principal?.workspaceId ?? null,
    tokenId: principal?.tokenId ?? null,
    tokenHash: principal === null && token !== null ? hashToken(token).toString('hex') : null,
    tokenPrefix: principal === null ? (SHOWN_PREFIX.exec(token ?? '')?.[0] ?? null) : null,
    subdomain: principal === null ? passage.user : null,
    address: passage.address,
    callId: call.id,
    callUid: call.uid,
    problem: status < 400 ? null : problemIn(answer?.body, 200),
    bodies,
  };
}

/** In characters. */
function lengthOf(bodies: LoggedBodies | null): number {
  return (bodies?.request?.length ?? 0) + (bodies?.answer?.length ?? 0);
}

/** Files are said to be some, and not shown. What holds a secret that is shown once is shown as replays are. */
function shownBodies({ route, body, answer }: Passage): LoggedBodies {
  const isFile = body instanceof Uint8Array;
  const isEmpty = body === undefined || body === null || route?.method === 'GET';
  return {
    request: isFile ? `A file of ${body.length} bytes.` : isEmpty ? null : shownBody(body, MAX_LOGGED_BODY),
    answer: answer === null ? null : shownAnswer(answer.replayBody ?? answer.body),
  };
}

function shownAnswer(body: unknown): string | null {
  if (typeof body !== 'string') return shownBody(body, MAX_LOGGED_BODY);
  if (body.length > MAX_READ) return `Left out: ${body.length} characters.`;
  try {
    return shownBody(JSON.parse(body), MAX_LOGGED_BODY);
  } catch {
    return `Left out: no JSON.`;
  }
}
