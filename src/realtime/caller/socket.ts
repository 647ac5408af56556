/**
 * The caller's socket, `/w/{slug}/socket`: opens a call, leads it through the menus, comes back to it after a reload.
 */
import type { FastifyInstance } from 'fastify';
import { fullName } from '#domain/directory/agent.ts';
import type { Call } from '#domain/call/call.ts';
import { GRACE_MS } from '#domain/call/participant.ts';
import { isLive } from '#domain/call/state.ts';
import { callerOf } from '#domain/identity/actor.ts';
import { isOurOrigin } from '#http/sessions.ts';
import type { SocketRoutes } from '#http/socket-routes.ts';
import type { RawSocket } from '#http/socket.ts';
import { CLOSE } from '#http/close-codes.ts';
import { serveSocket } from '#http/socket.ts';
import type { DialectParts } from '#api/dialect.ts';
import { confirmNumber, proposeNumber } from './call-back.ts';
import { createCallLimits, IDLE_MS, MAX_PAGES_OF_ADDRESS, MAX_WISHES } from './limits.ts';
import type { OpeningParts } from './openings.ts';
import { createOpenings } from './openings.ts';
import type { Opening, Page } from './page.ts';
import { newPage, refuse, say } from './page.ts';
import { contactOf } from './link-contact.ts';
import type { FromPage } from './protocol.ts';
import { readMessage } from './read.ts';
import type { CallerSound } from './sound.ts';
import { createWaiters, isStaffed } from './waiters.ts';
import { writeCaller } from './write.ts';

/** How soon a view that could not be read is tried again. Milliseconds. */
const AGAIN_MS = 2_000;

export type CallerParts = DialectParts & {
  readonly sound: CallerSound;
  readonly isLimited: boolean;
  findWorkspace(slug: string): Promise<{ readonly id: number } | null>;
  turnedAway: OpeningParts['turnedAway'];
  /** A page came back to its call. */
  reconnected(callId: number): void;
  failed(what: string, error: unknown): void;
};

/** Adds the socket. */
export function addCallers(routes: SocketRoutes, server: FastifyInstance, parts: CallerParts): void {
  const { engine, clock, signer, sound, isLimited } = parts;
  const { live } = engine;
  const pages = new Map<number, Page>();
  const failed = (error: unknown): void => parts.failed('caller', error);
  const now = clock.elapsed;
  const limits = createCallLimits({
    isLimited,
    now,
    callsOf: (workspaceId) => live.openCalls(workspaceId).filter(({ carrier }) => carrier === sound.carrierName).length,
  });

  const show = async (page: Page): Promise<void> => {
    const { call } = page;
    if (call === null) return;
    const directory = await engine.directory.load(call.workspaceId);
    const agent = directory.agents.get(call.agentId ?? 0);
    const details = {
      secret: signer.secretOf(`caller ${call.uid}`),
      menu: call.state === 'selecting' ? await live.menus.view(call) : null,
      place: live.queues.positionOf(call, directory),
      agentName: agent === undefined ? null : fullName(agent),
      isStaffed: isStaffed(live, call, directory),
      isCalledBack: page.isCalledBack,
      isAlone: sound.isCallerAlone(call),
    };
    if (page.call === call) say(page, { type: 'call', data: writeCaller(call, details) });
  };
  /** Shows it, if need be later: the page must not wait forever for what the database did not tell. */
  const showSoon = (page: Page): void => {
    const { call } = page;
    show(page).catch((error: unknown) => {
      failed(error);
      clock.after(AGAIN_MS, async () => {
        if (page.call === call && pages.get(call?.id ?? 0) === page) showSoon(page);
      });
    });
  };
  const showCall = (callId: number): void => {
    const page = pages.get(callId);
    if (page !== undefined) showSoon(page);
  };

  const waiters = createWaiters({ pages, now, after: clock.after, show: showSoon });

  /** The voice agent passed the caller on: their page shows the call in which they continue. */
  const passedOn = (page: Page, call: Call): void => {
    pages.delete(page.call?.id ?? 0);
    page.call = null;
    take(page, call);
  };

  engine.onTransition(({ call }) => {
    const former = pages.get(call.finCallId ?? 0);
    if (former !== undefined && isLive(call.state)) passedOn(former, call);
    const page = pages.get(call.id);
    if (page !== undefined && call.version >= (page.call?.version ?? 0)) {
      page.call = call;
      showSoon(page);
    }
    if (call.deadlineAt === null && !isLive(call.state)) limits.ended(call.id);
    if (call.menuId !== null) waiters.moved(call.menuId, call.id);
  });
  live.hear((news) => {
    if (news.type === 'menus') showCall(news.callId);
    // Someone may have come for those who wait, or the last one gone.
    if (news.type === 'agent' || news.type === 'directory') waiters.staffed(news.workspaceId);
  });
  sound.onMediaChanged(({ id }) => showCall(id));
  sound.onCallerSound((uid, state) => {
    for (const page of pages.values()) if (page.call?.uid === uid) say(page, { type: 'sound', state });
  });

  sound.onCallerCodec((uid, codec) => {
    for (const page of pages.values()) if (page.call?.uid === uid) say(page, { type: 'codec', codec });
  });

  /** The page is the one of the call from now on. */
  const take = (page: Page, call: Call): void => {
    const before = pages.get(call.id);
    pages.set(call.id, page);
    if (before !== undefined && before !== page) before.wire.close(CLOSE.superseded, 'superseded');
    if (isLive(call.state)) limits.entered(call.id, page.address);
    // What was heard of it while it was being stored is newer.
    if ((page.call?.version ?? 0) < call.version) page.call = call;
  };

  /** The connection stands: here the call begins. */
  const enter = async (page: Page, { uid, asked }: Opening): Promise<void> => {
    const over = limits.mayEnter(page.workspaceId);
    if (over !== null) {
      refuse(page, over.error, over.retryAfterSeconds);
      return sound.closeCaller(uid);
    }
    const name = asked.name?.trim() ?? '';
    const taken = await engine.takeWebCall({
      workspaceId: page.workspaceId,
      uid,
      carrier: sound.carrierName,
      lang: asked.lang,
      name: name === '' ? null : name,
      isForVoiceAgent: page.isForVoiceAgent,
      ...(page.from === null ? {} : { from: page.from }),
    });
    if (!taken.ok) {
      refuse(page, 'closed');
      return sound.closeCaller(uid);
    }
    take(page, taken.value);
    showSoon(page);
    if (page.isGone) return sound.callerHungUp(taken.value);
    for (const wish of page.wishes.splice(0)) await execute(page, wish).catch(failed);
  };

  const openings = createOpenings({
    clock,
    sound,
    newUid: engine.newUid,
    enter,
    turnedAway: parts.turnedAway,
    failed,
  });

  const open = async (page: Page, asked: Opening['asked']): Promise<void> => {
    if (page.call !== null || page.opening !== null) return refuse(page, 'malformed');
    const over = limits.mayOpen(page.workspaceId, page.address, openings.countOf(page.address));
    if (over !== null) return refuse(page, over.error, over.retryAfterSeconds);
    page.isGone = false;
    return openings.begin(page, asked);
  };

  const rejoin = async (page: Page, asked: Extract<FromPage, { type: 'return' }>): Promise<void> => {
    if (!limits.mayReturn(page.address)) return refuse(page, 'too_many', 60);
    const isFree = page.call === null && page.opening === null;
    const call = isFree ? await engine.calls.byId(page.workspaceId, asked.callId) : null;
    if (call === null || !signer.isSecretOf(`caller ${call.uid}`, asked.secret)) return refuse(page, 'unknown_call');
    take(page, call);
    parts.reconnected(call.id);
    if (isLive(call.state) && asked.sdp !== null) {
      const answered = await sound.offerCaller(call.uid, asked.sdp, page.asker);
      if (answered.ok) say(page, { type: 'answer', sdp: answered.answer });
      else refuse(page, 'sound_refused');
    } else if (isLive(call.state) && !sound.isCallerConnected(call.uid)) say(page, { type: 'sound', state: 'lost' });
    const codec = sound.callerCodec(call.uid);
    if (codec !== null) say(page, { type: 'codec', codec });
    await show(page);
  };

  /** A call-back is a call for now that calls this one back; this one ends. */
  const confirm = async (page: Page, call: Call): Promise<void> => {
    const isConnected = sound.isCallerConnected(call.uid);
    const planned = await confirmNumber(engine, page, call, { isConnected, isLimited });
    if (planned === null) return;
    page.isCalledBack = true;
    await engine.hangUp(callerOf(call), call.id);
    await engine.lookAt(planned.id);
  };

  const execute = async (page: Page, message: FromPage): Promise<unknown> => {
    if (message.type === 'call') return open(page, message);
    if (message.type === 'return') return rejoin(page, message);
    const { call } = page;
    if (call === null && page.opening !== null) return wish(page, message);
    if (call === null) return refuse(page, 'unknown_call');
    switch (message.type) {
      case 'choose':
        return known(page, await engine.chooseMenu(call, message.menuId));
      case 'digit':
        return call.state === 'selecting' ? engine.pressKey(call, message.digit) : undefined;
      case 'consent':
        return known(page, await engine.giveConsent(call, message.mayRecord));
      case 'call_back':
        return proposeNumber(engine, page, call, message.number);
      case 'confirm_call_back':
        return confirm(page, call);
      case 'hang_up':
        return sound.callerHungUp(call);
      case 'rate':
        return engine.rateCall(callerOf(call), call.id, {
          rating: message.rating,
          hasFeedback: (message.feedback ?? '') !== '',
        });
      default:
        return message satisfies never;
    }
  };

  /** Nothing acts before the connection stands. */
  const wish = (page: Page, message: FromPage): void => {
    if (message.type === 'hang_up') page.isGone = !openings.drop(page);
    else if (page.wishes.length < MAX_WISHES) page.wishes.push(message);
    else refuse(page, 'malformed');
  };

  const known = (page: Page, outcome: { readonly ok: boolean }): void => {
    if (!outcome.ok) refuse(page, 'malformed');
  };

  const heard = (page: Page, message: FromPage | null): void => {
    if (message === null) return refuse(page, 'malformed');
    execute(page, message).catch((error: unknown) => {
      failed(error);
      refuse(page, 'internal');
    });
  };

  /**
   * A lost page is no hang-up: the call continues while its sound does, and the carrier ends it when that has been gone
   * for the grace. `isGoodbye`: the page closed the socket itself.
   */
  const closed = (page: Page, isGoodbye: boolean): void => {
    page.isGone = true;
    openings.drop(page);
    const { call } = page;
    if (call === null || pages.get(call.id) !== page) return;
    if (isGoodbye) sound.callerLeft(call.uid);
    forget(page, call.id);
  };

  const forget = (page: Page, callId: number): void => {
    const isOver = page.call === null || (!isLive(page.call.state) && page.call.deadlineAt === null);
    if (isOver) return void (pages.get(callId) === page && pages.delete(callId));
    clock.after(GRACE_MS, async () => {
      if (pages.get(callId) === page) forget(page, callId);
    });
  };

  const serve = (
    raw: RawSocket,
    who: Pick<Page, 'workspaceId' | 'address' | 'asker' | 'from' | 'isForVoiceAgent'>,
  ): void => {
    const wire = serveSocket(raw, {
      now,
      after: clock.after,
      heard: (value) => heard(page, readMessage(value)),
      malformed: () => refuse(page, 'malformed'),
      closed: (isGoodbye) => closed(page, isGoodbye),
    });
    const page = newPage({ ...who, wire });
    clock.after(IDLE_MS, async () => {
      if (page.call === null && page.opening === null) wire.close(CLOSE.policy, 'no call');
    });
  };

  routes.add(server, '/w/:slug/socket', {
    ...(isLimited ? { mostOfAddress: MAX_PAGES_OF_ADDRESS } : {}),
    async admit(request, params, address) {
      if (!isOurOrigin(request.headers, parts.publicUrl())) return { status: 403, error: 'foreign_origin' };
      const workspace = await parts.findWorkspace(params['slug'] ?? '');
      if (workspace === null) return { status: 404, error: 'unknown_workspace' };
      const { m, line } = request.query as Readonly<Record<string, string | undefined>>;
      const from = await contactOf(engine, workspace.id, m, clock.now());
      const who = { workspaceId: workspace.id, address, asker: request.ip, from, isForVoiceAgent: line === 'fin' };
      return { serve: (raw: RawSocket) => serve(raw, who) };
    },
  });
}
