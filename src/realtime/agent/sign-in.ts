/** Signing in to the console, and out: `/app/sign-in`, `/app/sign-out`, `/app/me`. */
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fullName } from '#domain/directory/agent.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { MAX_USER_AGENT } from '#domain/identity/profile.ts';
import type { FactorStore } from '#domain/identity/factors.ts';
import type { PasskeyStore } from '#domain/identity/passkeys.ts';
import { nextStep } from '#domain/identity/factors.ts';
import type { Credentials, Session, SessionStore, SignedIn } from '#domain/identity/session.ts';
import { MAX_DAYS } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { authored, foundVisitor } from '#background/author.ts';
import { addressKey } from '#http/network-address.ts';
import { refusePage } from '#http/page-fault.ts';
import type { PasskeyChallenges } from '#http/passkeys.ts';
import { isPassword, MAX_PASSWORD } from '#http/password.ts';
import { isFromOurPages, newSessionToken, readSessionCookie, writeSessionCookie } from '#http/sessions.ts';
import { fieldsOf } from '#api/kit.ts';
import { setHeaders } from '#http/set-headers.ts';
import type { SecondFactorWanted } from './factors-protocol.ts';
import type { PasskeySignInFault } from './passkey-sign-in.ts';
import { createPasskeySignIn } from './passkey-sign-in.ts';
import type { SecondStepFault } from './second-step.ts';
import { createSecondStep } from './second-step.ts';
import { createSignInBrake } from './sign-in-brake.ts';

/** How often a session's last use is written down. Milliseconds. */
const NOTED_MS = 60_000;
const MAX_EMAIL = 320;

export type SignInParts = {
  readonly engine: EngineDoor;
  readonly store: SessionStore;
  readonly factors: FactorStore;
  readonly passkeys: PasskeyStore;
  readonly challenges: PasskeyChallenges;
  readonly clock: Clock;
  /** Takes who hears of sessions that end because their person has changed: a new password or role, or a lock. */
  onSessionEnded(heard: (hash: Buffer) => void): void;
  publicUrl(): string;
};

/** Who is signed in, for anyone who serves them. */
export type SignIns = {
  /** Null when the request carries no session that holds, or one that can only add a second factor. */
  read(headers: IncomingHttpHeaders): Promise<{ readonly me: SignedIn; readonly hash: Buffer } | null>;
  /** The same, and also whoever has to add a second factor before they can do anything else. */
  readArriving(headers: IncomingHttpHeaders): Promise<{ readonly me: Session; readonly hash: Buffer } | null>;
  /** Null as for `read`. */
  find(hash: Buffer): Promise<SignedIn | null>;
  onRevoked(listener: (hash: Buffer) => void): void;
};

/** Adds the routes. */
export function addSignIn(server: FastifyInstance, parts: SignInParts): SignIns {
  const { engine, store, clock, publicUrl } = parts;
  const now = (): number => clock.now().getTime();
  const brake = createSignInBrake(clock.elapsed);
  const secondStep = createSecondStep({ factors: parts.factors, brake, clock });
  const { passkeys, challenges } = parts;
  const passkeySignIn = createPasskeySignIn({ passkeys, challenges, brake, clock, publicUrl });
  const listeners: ((hash: Buffer) => void)[] = [];

  const findArriving = async (hash: Buffer): Promise<Session | null> => {
    const session = await store.find(hash, clock.now());
    if (session === null) return null;
    if (now() - session.lastSeenAt.getTime() > NOTED_MS) await store.seen(hash, clock.now());
    return session;
  };
  const find = async (hash: Buffer): Promise<SignedIn | null> => {
    const session = await findArriving(hash);
    return session?.mustAddFactor === false ? session : null;
  };
  const readArriving: SignIns['readArriving'] = async (headers) => {
    const hash = readSessionCookie(headers, publicUrl());
    const me = hash === null ? null : await findArriving(hash);
    if (hash === null || me === null) return null;
    foundVisitor(me.workspaceId, me.agentId);
    return { me, hash };
  };
  const read: SignIns['read'] = async (headers) => {
    const found = await readArriving(headers);
    return found?.me.mustAddFactor === false ? found : null;
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
    const guess = brake.begin(addressKey(request.ip), email);
    if ('retryAfterSeconds' in guess) return tooMany(reply, guess.retryAfterSeconds);
    await setTimeout(guess.waitMs);
    const found = await judge(email, asked.password, asked.workspace);
    if (found === null) return refuse(reply, 401, 'wrong_credentials');
    // Said to whom has the right password alone.
    if (found.isPasswordClosed) {
      guess.letOff();
      return refuse(reply, 403, 'password_closed');
    }
    const step = nextStep(found);
    if (step === 'second_factor') {
      guess.letOff();
      const { hasCodes, passkeys } = found;
      const secondFactor = { challenge: await secondStep.ask(found), hasCodes, hasPasskeys: passkeys > 0 };
      return answer(reply, { secondFactor } satisfies SecondFactorWanted);
    }
    guess.succeeded();
    const { workspaceId, agentId, role } = found;
    return enter(reply, { workspaceId, agentId, role }, step === 'add_factor');
  };

  const askForPasskey = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const asked = await passkeySignIn.ask();
    return typeof asked === 'string' ? refuse(reply, STATUS[asked], asked) : answer(reply, asked);
  };

  const provePasskey = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (!isFromOurPages(request.headers, publicUrl())) return refuse(reply, 403, 'foreign_origin');
    const proven = await passkeySignIn.prove(request.body, request.ip);
    if (typeof proven === 'string') return refuse(reply, STATUS[proven], proven);
    return 'retryAfterSeconds' in proven ? tooMany(reply, proven.retryAfterSeconds) : enter(reply, proven, false);
  };

  const proveSecond = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (!isFromOurPages(request.headers, publicUrl())) return refuse(reply, 403, 'foreign_origin');
    const proven = await secondStep.prove(request.body, request.ip);
    if (typeof proven === 'string') return refuse(reply, STATUS[proven], proven);
    return 'retryAfterSeconds' in proven ? tooMany(reply, proven.retryAfterSeconds) : enter(reply, proven, false);
  };

  const enter = async (reply: FastifyReply, me: SignedIn, mustAddFactor: boolean): Promise<FastifyReply> => {
    const ended = await openSession({ store, clock, publicUrl }, reply, me, mustAddFactor);
    ended.forEach(revoked);
    return answer(reply, await describe(me, mustAddFactor));
  };

  const signOut = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (!isFromOurPages(request.headers, publicUrl())) return refuse(reply, 403, 'foreign_origin');
    const { hash } = (await readArriving(request.headers)) ?? { hash: readSessionCookie(request.headers, publicUrl()) };
    if (hash !== null) {
      await store.revoke(hash);
      revoked(hash);
    }
    return reply
      .header('set-cookie', writeSessionCookie(publicUrl(), '', 0))
      .status(204)
      .send();
  };

  const describe = async ({ workspaceId, agentId, role }: SignedIn, mustAddFactor: boolean): Promise<object> => {
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
      mustAddFactor,
    };
  };

  server.post('/app/sign-in', signIn);
  server.post('/app/sign-in/code', proveSecond);
  server.get('/app/sign-in/passkey.json', askForPasskey);
  server.post('/app/sign-in/passkey', provePasskey);
  server.post('/app/sign-out', signOut);
  server.get('/app/me', async (request, reply) => {
    const found = await readArriving(request.headers);
    if (found === null) return refuse(reply, 401, 'signed_out');
    return answer(reply, await describe(found.me, found.me.mustAddFactor));
  });

  return {
    read,
    readArriving,
    find,
    onRevoked: (listener) => void listeners.push(listener),
  };
}

/**
 * Begins a session: stores it, and gives the answer its cookie. Answers the hashes of those that ended for it. With
 * `mustAddFactor` it can do nothing but add a second factor.
 */
export async function openSession(
  { store, clock, publicUrl }: Pick<SignInParts, 'store' | 'clock' | 'publicUrl'>,
  reply: FastifyReply,
  me: SignedIn,
  mustAddFactor = false,
): Promise<readonly Buffer[]> {
  const { token, hash } = newSessionToken();
  const seconds = MAX_DAYS * 86_400;
  const at = clock.now();
  const userAgent = reply.request.headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? null;
  const { workspaceId, agentId } = me;
  const { ip: address } = reply.request;
  const author = { door: 'page', workspaceId, agentId, tokenId: null, address, isRecorded: true } as const;
  const ended = await authored(author, async () =>
    store.create({ hash, ...me, at, expiresAt: new Date(at.getTime() + seconds * 1000), userAgent, mustAddFactor }),
  );
  setHeaders(reply, { 'set-cookie': writeSessionCookie(publicUrl(), token, seconds) });
  return ended;
}

const SENTENCES = {
  malformed: 'Enter your email and password.',
  wrong_credentials: 'Incorrect email or password.',
  password_closed: 'Your workspace lets people in by its sign-in provider, not by a password.',
  too_many_attempts: 'Too many attempts. Wait a few minutes.',
  signed_out: 'Sign in first.',
  foreign_origin: 'This request did not come from our pages.',
  code_malformed: 'Enter the code.',
  passkeys_unavailable: 'Passkeys need this server at an https address with a name, or at localhost.',
  passkey_malformed: 'This is no answer of a passkey.',
  passkey_refused: 'This passkey is not known here. It may have been removed.',
  challenge_gone: 'That took too long, or too many tries. Enter your password again.',
  wrong_code: 'This code is not right, or was used already. Enter the one that your app shows now.',
  codes_unreadable:
    'This server cannot check codes of apps at the moment. Use a recovery code, or ask an administrator to reset your second factor.',
} as const;

const STATUS = {
  passkeys_unavailable: 409,
  passkey_malformed: 400,
  passkey_refused: 401,
  code_malformed: 400,
  challenge_gone: 410,
  wrong_code: 401,
  codes_unreadable: 503,
} as const satisfies Record<SecondStepFault | PasskeySignInFault, number>;

async function answer(reply: FastifyReply, body: object): Promise<FastifyReply> {
  return reply.header('cache-control', 'no-store').send(body);
}

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
