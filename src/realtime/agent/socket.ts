/** The agents' socket, `/app/socket`: who may open it, what it says, and which of an agent's pages leads. */
import type { FastifyInstance } from 'fastify';
import type { SignedIn } from '#domain/identity/session.ts';
import { isOurOrigin } from '#http/sessions.ts';
import type { SocketRoutes } from '#http/socket-routes.ts';
import type { RawSocket, Wire } from '#http/socket.ts';
import { CLOSE } from '#http/close-codes.ts';
import { serveSocket } from '#http/socket.ts';
import type { DialectParts } from '#api/dialect.ts';
import type { Reasoner } from '#domain/ports/reasoner.ts';
import { createAssist } from './assist.ts';
import { createCommands } from './commands.ts';
import type { Feed } from './feed.ts';
import { createFeed } from './feed.ts';
import type { FromServer, PageCommand } from './protocol.ts';
import { readCommand } from './read.ts';
import type { Result } from './refusals.ts';
import { no } from './refusals.ts';
import type { SignIns } from './sign-in.ts';
import { takeSnapshot } from './snapshot.ts';
import type { AgentSound } from './sound.ts';

/** How often an open socket's session is looked up again. Milliseconds. */
const SESSION_CHECK_MS = 60_000;
/** What an agent may have open at once, pages of all devices together; one more closes the oldest. */
const MAX_PAGES = 5;

export type DeskParts = DialectParts & {
  readonly sound: AgentSound;
  /** Finds articles for what callers say. */
  readonly reasoner: Pick<Reasoner, 'find'>;
  readonly signIns: SignIns;
  /** A page came back and was told what it had missed. */
  reconnected(): void;
  failed(what: string, error: unknown): void;
};

/** One open page. */
type Page = {
  readonly me: SignedIn;
  readonly hash: Buffer;
  readonly wire: Wire;
  /** The IP address that its socket came from, behind trusted proxies the client's. */
  readonly asker: string;
  /** Ends its events; null before its hello. */
  detach: (() => void) | null;
  /** Ends the look at its session: a page that has closed is held by nothing. */
  cancelCheck: () => void;
};

/** Adds the socket. */
export function addDesk(routes: SocketRoutes, server: FastifyInstance, parts: DeskParts): void {
  const { engine, clock, sound, signIns } = parts;
  const { presence } = engine.live;
  const assist = createAssist(parts);
  const commands = createCommands(parts, sound, assist);
  const feeds = new Map<number, Feed>();
  /** Agent -> their pages, the newest last. The last one that said hello leads. */
  const pages = new Map<number, Page[]>();
  const leaders = new Map<number, Page>();
  const failed = (error: unknown): void => parts.failed('desk', error);

  const feedOf = (workspaceId: number): Feed => {
    const known = feeds.get(workspaceId);
    if (known !== undefined) return known;
    const feed = createFeed(workspaceId, { engine, sound, assist, clock, failed });
    feeds.set(workspaceId, feed);
    return feed;
  };
  engine.onTransition((move) => feeds.get(move.call.workspaceId)?.moved(move));
  engine.live.hear((news) => feeds.get(news.workspaceId)?.heard(news));

  const say = (page: Page, message: FromServer): void => page.wire.send(JSON.stringify(message));

  sound.onMediaChanged((call) => feeds.get(call.workspaceId)?.lineMoved(call));
  sound.onWords((call) => feeds.get(call.workspaceId)?.spoken(call));
  sound.onAgentSound((agentId, state) => {
    const page = leaders.get(agentId);
    if (page !== undefined) say(page, { type: 'sound', state });
    if (page === undefined) return;
    if (state === 'silent' || state === 'sounding') return;
    if (state === 'connected') presence.came(page.me.workspaceId, agentId).catch(failed);
    else presence.left(page.me.workspaceId, agentId, () => sound.isAgentConnected(agentId));
  });

  sound.onAgentCodec((agentId, codec) => {
    const page = leaders.get(agentId);
    if (page !== undefined) say(page, { type: 'codec', codec });
  });

  /** The page leads from now on. */
  const lead = (page: Page): void => {
    const { agentId, workspaceId } = page.me;
    const before = leaders.get(agentId);
    leaders.set(agentId, page);
    if (before !== undefined && before !== page) {
      say(before, { type: 'superseded' });
      before.wire.close(CLOSE.superseded, 'superseded');
    }
    if (sound.isAgentConnected(agentId)) presence.came(workspaceId, agentId).catch(failed);
    // What was told while no page led.
    const codec = sound.agentCodec(agentId);
    if (codec !== null) say(page, { type: 'codec', codec });
  };

  const hello = async (page: Page, id: number, since: number | null): Promise<void> => {
    const feed = feedOf(page.me.workspaceId);
    const viewer = { agentId: page.me.agentId, seesAll: page.me.role !== 'agent' };
    page.detach?.();
    lead(page);
    const missed = since === null ? null : feed.since(viewer, since);
    if (missed !== null) {
      page.detach = feed.attach(viewer, (frame) => page.wire.send(frame));
      parts.reconnected();
      say(page, { type: 'reply', id, ok: true, data: { resumed: true } });
      for (const text of missed) page.wire.send(text);
      return;
    }
    // What happens while the snapshot is taken is told after it; what it shows already is told once more, which changes
    // nothing.
    let waiting: string[] | null = [];
    page.detach = feed.attach(viewer, (frame) => (waiting === null ? page.wire.send(frame) : void waiting.push(frame)));
    const seq = feed.seq();
    const data = await takeSnapshot(page.me, { engine, clock, sight: feed.sight });
    say(page, { type: 'reply', id, ok: true, data: { resumed: false } });
    say(page, { type: 'snapshot', seq, data });
    for (const frame of waiting) page.wire.send(frame);
    waiting = null;
  };

  const offer = async ({ me, asker }: Page, sdp: string): Promise<Result> => {
    const answered = await sound.offerAgent(me.agentId, sdp, asker);
    return answered.ok ? { ok: true, data: { answer: answered.answer } } : no('sound_refused');
  };

  const execute = async (page: Page, id: number, command: PageCommand): Promise<void> => {
    if (command.type === 'hello') return hello(page, id, command.since);
    if (leaders.get(page.me.agentId) !== page) return reply(page, id, no('malformed')); // Hello comes first.
    const result =
      command.type === 'sound_offer' ? await offer(page, command.sdp) : await commands.run(page.me, command);
    reply(page, id, result);
  };

  const reply = (page: Page, id: number, result: Result): void => say(page, { type: 'reply', id, ...result });

  const heard = (page: Page, value: unknown): void => {
    const read = readCommand(value);
    if (!read.ok) return reply(page, read.id, no('malformed'));
    execute(page, read.id, read.command).catch((error: unknown) => {
      failed(error);
      reply(page, read.id, { ok: false, error: 'internal', message: 'Something went wrong here. Try again.' });
    });
  };

  const closed = (page: Page): void => {
    const { agentId, workspaceId } = page.me;
    page.detach?.();
    page.cancelCheck();
    const rest = (pages.get(agentId) ?? []).filter((each) => each !== page);
    if (rest.length > 0) pages.set(agentId, rest);
    else pages.delete(agentId);
    if (leaders.get(agentId) !== page) return;
    leaders.delete(agentId);
    presence.left(workspaceId, agentId, () => sound.isAgentConnected(agentId));
  };

  const signOut = (page: Page): void => {
    say(page, { type: 'signed_out' });
    page.wire.close(CLOSE.signedOut, 'signed out');
  };

  signIns.onRevoked((hash) => {
    for (const page of [...pages.values()].flat()) {
      if (!page.hash.equals(hash)) continue;
      signOut(page);
      const { agentId, workspaceId } = page.me;
      if (leaders.get(agentId) !== page) continue;
      leaders.delete(agentId);
      sound.closeAgent(agentId).catch(failed);
      presence.signedOut(workspaceId, agentId).catch(failed);
    }
  });

  const checkLater = (page: Page): void => {
    page.cancelCheck = clock.after(SESSION_CHECK_MS, async () => {
      const session = await signIns.find(page.hash).catch(() => page.me); // The database is away: not their fault.
      if (pages.get(page.me.agentId)?.includes(page) !== true) return; // It closed meanwhile.
      if (session === null) signOut(page);
      else checkLater(page);
    });
  };

  const serve = (raw: RawSocket, { me, hash, asker }: Pick<Page, 'me' | 'hash' | 'asker'>): void => {
    const wire = serveSocket(raw, {
      now: clock.elapsed,
      after: clock.after,
      heard: (value) => heard(page, value),
      malformed: () => reply(page, 0, no('malformed')),
      closed: () => closed(page),
    });
    const page: Page = { me, hash, wire, asker, detach: null, cancelCheck: () => undefined };
    const own = [...(pages.get(me.agentId) ?? []), page];
    pages.set(me.agentId, own);
    if (own.length > MAX_PAGES) own[0]?.wire.close(CLOSE.policy, 'too many pages');
    checkLater(page);
  };

  routes.add(server, '/app/socket', {
    async admit(request) {
      if (!isOurOrigin(request.headers, parts.publicUrl())) return { status: 403, error: 'foreign_origin' };
      const found = await signIns.read(request.headers);
      if (found === null) return { status: 401, error: 'signed_out' };
      return { serve: (raw: RawSocket) => serve(raw, { me: found.me, hash: found.hash, asker: request.ip }) };
    },
  });
}
