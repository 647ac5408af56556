/** Signing in to the console, and out: `/app/sign-in`, `/app/sign-out`, `/app/me`. */
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { fullName } from '#domain/directory/agent.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { MAX_USER_AGENT } from '#domain/identity/profile.ts';
import type { Credentials, SessionStore, SignedIn } from '#domain/identity/session.ts';
import { MAX_DAYS } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { authored, foundVisitor } from '#background/author.ts';
import { createAttempts, createPace } from '#http/attempts.ts';
import { addressKey } from '#http/network-address.ts';
import { refusePage } from '#http/page-fault.ts';
import { isPassword, MAX_PASSWORD } from '#http/password.ts';
import { isFromOurPages, newSessionToken, readSessionCookie, writeSessionCookie } from '#http/sessions.ts';
import { fieldsOf } from '#api/kit.ts';
import { setHeaders } from '#http/set-headers.ts';

/**
 * Failures within the window: of one person from one network address, of one address, and of one person from
 * everywhere. The first two shut that address out; the third shuts no one out, it slows everyone down who is not known
 * there.
 */
const MAX_OF_PAIR = 10;
const MAX_OF_ADDRESS = 50;
const MAX_OF_EMAIL = 200;
/** People with the addresses they signed in from that are remembered. Who guesses elsewhere does not lock these out. */
const MAX_KNOWN = 10_000;
const WINDOW_SECONDS = 300;
/**
 * Once a person is guessed at from everywhere: one attempt in so long, and the longest that one waits its turn.
 * Milliseconds.
 */
const SLOW_MS = 1000;
const MAX_SLOW_WAIT_MS = 10_000;
/** How often a session's last use is written down. Milliseconds. */
const NOTED_MS = 60_000;
const MAX_EMAIL = 320;

export type SignInParts = {
  readonly engine: EngineDoor;
  readonly store: SessionStore;
  readonly clock: Clock;
  /** Takes who hears of sessions that end because their person has changed: a new password or role, or a lock. */
  onSessionEnded(heard: (hash: Buffer) => void): void;
  publicUrl(): string;
};

/** Who is signed in, for anyone who serves them. */
export type SignIns = {
  /** Null when the request carries no session that holds. */
  read(headers: IncomingHttpHeaders): Promise<{ readonly me: SignedIn; readonly hash: Buffer } | null>;
  find(hash: Buffer): Promise<SignedIn | null>;
  onRevoked(listener: (hash: Buffer) => void): void;
};

/** Adds the routes. */
export function addSignIn(server: FastifyInstance, parts: SignInParts): SignIns {
  const { engine, store, clock, publicUrl } = parts;
  const now = (): number => clock.now().getTime();
  const pairs = createAttempts(MAX_OF_PAIR, WINDOW_SECONDS, clock.elapsed);
  const emails = createAttempts(MAX_OF_EMAIL, WINDOW_SECONDS, clock.elapsed);
  const slowLane = createPace(SLOW_MS, MAX_SLOW_WAIT_MS, clock.elapsed);
  const known = new LRUCache<string, true>({ max: MAX_KNOWN });
  const addresses = createAttempts(MAX_OF_ADDRESS, WINDOW_SECONDS, clock.elapsed);
  const listeners: ((hash: Buffer) => void)[] = [];

  const find = async (hash: Buffer): Promise<SignedIn | null> => {
    const session = await store.find(hash, clock.now());
    if (session === null) return null;
    if (now() - session.lastSeenAt.getTime() > NOTED_MS) await store.seen(hash, clock.now());
    return session;
  };
  const read: SignIns['read'] = async (headers) => {
    const hash = readSessionCookie(headers, publicUrl());
    const me = hash === null ? null : await find(hash);
    if (hash === null || me === null) return null;
    foundVisitor(me.workspaceId, me.agentId);
    return { me, hash };
  };
  const revoked = (hash: Buffer): void => {
    for (const listener of listeners) listener(hash);
  };
  parts.onSessionEnded(revoked);

  const judge = async (email: string, password: string, workspace: string | null): Promise<Credentials | null> => {
    const known = await store.credentials(email, workspace);
    // Anyone who is unknown is judged as well, by a hash that no one has, and so takes as long.
    if (known.length === 0) await isPassword(password, null);
    for (const each of known) if (await isPassword(password, each.passwordHash)) return each;
    return null;
  };

  const signIn = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (!isFromOurPages(request.headers, publicUrl())) return refuse(reply, 403, 'foreign_origin');
    const asked = readSignIn(request.body);
    if (asked === null) return refuse(reply, 400, 'malformed');
    const email = asked.email.toLowerCase();
    const address = addressKey(request.ip);
    const pair = `${address} ${email}`;
    const isKnown = known.get(pair) === true;
    if (!(pairs.begin(pair) && addresses.begin(address)))
      return tooMany(reply, Math.max(pairs.retryAfterSeconds(pair), addresses.retryAfterSeconds(address)));
    const isCounted = !isKnown && emails.begin(email);
    const wait = isKnown || isCounted ? 0 : slowLane.next(email);
    const letOff = (): void => {
      addresses.succeeded(address);
      pairs.succeeded(pair);
      if (isCounted) emails.succeeded(email);
    };
    if (wait === null) {
      letOff();
      return tooMany(reply, SLOW_MS / 1000);
    }
    await setTimeout(wait);
    const found = await judge(email, asked.password, asked.workspace);
    if (found === null) return refuse(reply, 401, 'wrong_credentials');
    letOff();
    known.set(pair, true);
    const { workspaceId, agentId, role } = found;
    const me = { workspaceId, agentId, role };
    const ended = await openSession({ store, clock, publicUrl }, reply, me);
    ended.forEach(revoked);
    return reply.header('cache-control', 'no-store').send(await describe(me));
  };

  const signOut = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (!isFromOurPages(request.headers, publicUrl())) return refuse(reply, 403, 'foreign_origin');
    const { hash } = (await read(request.headers)) ?? { hash: readSessionCookie(request.headers, publicUrl()) };
    if (hash !== null) {
      await store.revoke(hash);
      revoked(hash);
    }
    return reply
      .header('set-cookie', writeSessionCookie(publicUrl(), '', 0))
      .status(204)
      .send();
  };

  const describe = async ({ workspaceId, agentId, role }: SignedIn): Promise<object> => {
    const [{ agents, workspace }, language] = await Promise.all([
      engine.directory.load(workspaceId),
      store.languageOf(workspaceId, agentId),
    ]);
    const agent = agents.get(agentId);
    return {
      agent: { id: agentId, name: agent === undefined ? '' : fullName(agent), email: agent?.email ?? '' },
      role,
      language,
      workspace: { id: workspace.id, name: workspace.name, slug: workspace.subdomain },
    };
  };

  server.post('/app/sign-in', signIn);
  server.post('/app/sign-out', signOut);
  server.get('/app/me', async (request, reply) => {
    const found = await read(request.headers);
    if (found === null) return refuse(reply, 401, 'signed_out');
    return reply.header('cache-control', 'no-store').send(await describe(found.me));
  });

  return {
    read,
    find,
    onRevoked: (listener) => void listeners.push(listener),
  };
}

/** Begins a session: stores it, and gives the answer its cookie. Answers the hashes of those that ended for it. */
export async function openSession(
  { store, clock, publicUrl }: Pick<SignInParts, 'store' | 'clock' | 'publicUrl'>,
  reply: FastifyReply,
  me: SignedIn,
): Promise<readonly Buffer[]> {
  const { token, hash } = newSessionToken();
  const seconds = MAX_DAYS * 86_400;
  const at = clock.now();
  const userAgent = reply.request.headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? null;
  const { workspaceId, agentId } = me;
  const { ip: address } = reply.request;
  const author = { door: 'page', workspaceId, agentId, tokenId: null, address, isRecorded: true } as const;
  const ended = await authored(author, async () =>
    store.create({ hash, ...me, at, expiresAt: new Date(at.getTime() + seconds * 1000), userAgent }),
  );
  setHeaders(reply, { 'set-cookie': writeSessionCookie(publicUrl(), token, seconds) });
  return ended;
}

const SENTENCES = {
  malformed: 'Enter your email and password.',
  wrong_credentials: 'Incorrect email or password.',
  too_many_attempts: 'Too many attempts. Wait a few minutes.',
  signed_out: 'Sign in first.',
  foreign_origin: 'This request did not come from our pages.',
} as const;

async function tooMany(reply: FastifyReply, seconds: number): Promise<FastifyReply> {
  return refuse(reply.header('retry-after', String(seconds)), 429, 'too_many_attempts');
}

async function refuse(reply: FastifyReply, status: number, error: keyof typeof SENTENCES): Promise<FastifyReply> {
  return refusePage(reply, status, error, SENTENCES[error]);
}

type Asked = { readonly email: string; readonly password: string; readonly workspace: string | null };

function readSignIn(body: unknown): Asked | null {
  const { email, password, workspace } = fieldsOf(body);
  if (typeof email !== 'string' || email.trim() === '' || email.length > MAX_EMAIL) return null;
  if (typeof password !== 'string' || password === '' || password.length > MAX_PASSWORD) return null;
  if (workspace !== undefined && workspace !== null && typeof workspace !== 'string') return null;
  return { email: email.trim(), password, workspace: workspace ?? null };
}
