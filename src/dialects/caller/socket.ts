/** The caller's socket, `/w/{slug}/socket`: opens a call, leads it through the menus, comes back to it after a reload. */
import type { FastifyInstance } from 'fastify';
import { fullName } from '#directory/agent.ts';
import { readPhoneNumber } from '#directory/phone-number.ts';
import type { Call } from '#call/call.ts';
import { GRACE_MS } from '#call/participant.ts';
import { isLive } from '#call/state.ts';
import { isOurOrigin } from '#http/sessions.ts';
import type { SocketRoutes } from '#http/socket-routes.ts';
import type { RawSocket, Wire } from '#http/socket.ts';
import { CLOSE, serveSocket } from '#http/socket.ts';
import type { TakeWebCall } from '#engine/take-web-call.ts';
import type { DialectParts } from '../dialect.ts';
import type { FromPage, FromServer } from './protocol.ts';
import { readMessage } from './read.ts';
import type { CallerSound } from './sound.ts';
import { writeCaller } from './write.ts';

/** Web calls at once, of a workspace and of one network address. */
const MOST_OF_WORKSPACE = 200;
const MOST_OF_ADDRESS = 10;
/** Pages open at once, with a call or without, of one network address. */
const MOST_PAGES_OF_ADDRESS = 50;
/** How long a page without a call may stand open. Milliseconds. */
const IDLE_MS = 60_000;
/** How often somebody who waits is told his place. Milliseconds. */
const PLACE_MS = 1_000;

export type CallerParts = DialectParts & {
  readonly sound: CallerSound;
  readonly isLimited: boolean;
  findWorkspace(slug: string): Promise<{ readonly id: number } | null>;
  failed(what: string, error: unknown): void;
};

/** One open page, and the call it is in. */
type Page = {
  readonly workspaceId: number;
  readonly address: string;
  /** The contact and the conversation of the Messenger link that he came by. */
  readonly from: NonNullable<TakeWebCall['from']> | null;
  readonly wire: Wire;
  call: Call | null;
  isCalledBack: boolean;
  isOpening: boolean;
  /** He hung up or went away before his call was there. */
  isGone: boolean;
  toldAt: number;
};

type ErrorWord = Extract<FromServer, { readonly type: 'error' }>['error'];

const SENTENCES = {
  closed: 'This line takes no calls at present.',
  busy: 'All lines are busy. Please try again in a few minutes.',
  too_many: 'There are too many calls from here already.',
  malformed: 'The server did not understand this.',
  unknown_call: 'This call is over.',
  sound_refused: 'The sound could not be set up.',
} as const satisfies Record<ErrorWord, string>;

/** Adds the socket. */
export function addCallers(routes: SocketRoutes, server: FastifyInstance, parts: CallerParts): void {
  const { engine, clock, signer, sound } = parts;
  const { live } = engine;
  const pages = new Map<number, Page>();
  const opening = new Set<Page>();
  const addresses = new Map<number, string>();
  const failed = (error: unknown): void => parts.failed('caller', error);

  const say = (page: Page, message: FromServer): void => page.wire.send(JSON.stringify(message));
  const refuse = (page: Page, error: ErrorWord): void => say(page, { type: 'error', error, message: SENTENCES[error] });

  const show = async (page: Page): Promise<void> => {
    const { call } = page;
    if (call === null) return;
    const directory = await engine.directory.load(call.workspaceId);
    const agent = directory.agents.get(call.agentId ?? 0);
    const details = {
      secret: signer.secretOf(`caller ${call.uid}`),
      menu: call.state === 'selecting' ? await live.menus.view(call) : null,
      place: live.queues.placeOf(call, directory),
      agentName: agent === undefined ? null : fullName(agent),
      isCalledBack: page.isCalledBack,
      isAlone: sound.isCallerAlone(call),
    };
    if (page.call === call) say(page, { type: 'call', data: writeCaller(call, details) });
  };

  engine.onMoved(({ call }) => {
    const page = pages.get(call.id);
    if (page !== undefined && call.version >= (page.call?.version ?? 0)) {
      page.call = call;
      show(page).catch(failed);
    }
    if (call.deadlineAt === null && !isLive(call.state)) addresses.delete(call.id);
    if (call.menuId !== null) tellPlaces(call.menuId, call.id);
  });
  live.hear((news) => {
    const page = news.type === 'menus' ? pages.get(news.callId) : undefined;
    if (page !== undefined) show(page).catch(failed);
  });
  sound.onLineMoved(({ id }) => {
    const page = pages.get(id);
    if (page !== undefined) show(page).catch(failed);
  });
  sound.onCallerSound((uid, state) => {
    for (const page of pages.values()) if (page.call?.uid === uid) say(page, { type: 'sound', state });
  });

  /** Everybody else in the line may stand elsewhere now. */
  const tellPlaces = (menuId: number, butId: number): void => {
    const now = clock.now().getTime();
    for (const page of pages.values()) {
      const { call } = page;
      if (call === null || call.id === butId || call.state !== 'queued' || call.menuId !== menuId) continue;
      if (now - page.toldAt < PLACE_MS) continue;
      page.toldAt = now;
      show(page).catch(failed);
    }
  };

  const isOver = (page: Page): ErrorWord | null => {
    const others = [...opening].filter((each) => each !== page);
    const ofWorkspace =
      live.openCalls(page.workspaceId).filter((call) => call.origin === 'web').length +
      others.filter((each) => each.workspaceId === page.workspaceId).length;
    if (ofWorkspace >= MOST_OF_WORKSPACE) return 'busy';
    const ofAddress =
      addresses
        .values()
        .filter((address) => address === page.address)
        .toArray().length + others.filter((each) => each.address === page.address).length;
    return parts.isLimited && ofAddress >= MOST_OF_ADDRESS ? 'too_many' : null;
  };

  const enter = (page: Page, call: Call): void => {
    const before = pages.get(call.id);
    pages.set(call.id, page);
    if (before !== undefined && before !== page) before.wire.close(CLOSE.superseded, 'superseded');
    if (isLive(call.state)) addresses.set(call.id, page.address);
    // What was heard of it while it was being stored is newer.
    if ((page.call?.version ?? 0) < call.version) page.call = call;
  };

  const open = async (page: Page, { sdp, lang, name }: Extract<FromPage, { type: 'call' }>): Promise<void> => {
    if (page.call !== null || page.isOpening) return refuse(page, 'malformed');
    const over = isOver(page);
    if (over !== null) return refuse(page, over);
    page.isOpening = true;
    opening.add(page);
    try {
      const uid = engine.newUid();
      const answered = await sound.offerCaller(uid, sdp);
      if (!answered.ok) return refuse(page, 'sound_refused');
      const taken = await live.takeWebCall({
        workspaceId: page.workspaceId,
        uid,
        carrier: sound.carrierName,
        lang,
        name: name?.trim() === '' ? null : (name?.trim() ?? null),
        ...(page.from === null ? {} : { from: page.from }),
      });
      if (!taken.ok) {
        await sound.closeCaller(uid);
        return refuse(page, 'closed');
      }
      enter(page, taken.value);
      say(page, { type: 'answer', sdp: answered.answer });
      await show(page);
      if (page.isGone) await sound.callerHungUp(taken.value);
    } finally {
      page.isOpening = false;
      page.isGone = false;
      opening.delete(page);
    }
  };

  const comeBack = async (page: Page, asked: Extract<FromPage, { type: 'return' }>): Promise<void> => {
    const call = page.call === null ? await engine.calls.byId(page.workspaceId, asked.callId) : null;
    if (call === null || !signer.isSecretOf(`caller ${call.uid}`, asked.secret)) return refuse(page, 'unknown_call');
    enter(page, call);
    if (isLive(call.state)) {
      const answered = await sound.offerCaller(call.uid, asked.sdp);
      if (answered.ok) say(page, { type: 'answer', sdp: answered.answer });
      else refuse(page, 'sound_refused');
    }
    await show(page);
  };

  /** A call-back is a call for now that calls this one back; this one ends. */
  const callBack = async (page: Page, call: Call, text: string): Promise<void> => {
    const number = readPhoneNumber(text);
    if (number === null) return refuse(page, 'malformed');
    const planned = await engine.scheduleCall({
      workspaceId: call.workspaceId,
      menuId: null,
      parentId: call.id,
      scheduledAt: clock.now(),
      ticketId: null,
      number,
      ownNumber: null,
      lang: call.lang,
      recordingPermission: call.recordingPermission,
      requestKey: `call-back ${call.id}`,
    });
    if (!planned.ok) return refuse(page, 'closed');
    page.isCalledBack = true;
    await engine.happened(call.id, { type: 'hung_up', by: 'end_user' }, call.workspaceId);
    await engine.lookAt(planned.value.id);
  };

  const obey = async (page: Page, message: FromPage): Promise<unknown> => {
    if (message.type === 'call') return open(page, message);
    if (message.type === 'return') return comeBack(page, message);
    const { call } = page;
    if (message.type === 'hang_up' && page.isOpening) return void (page.isGone = true);
    if (call === null) return refuse(page, 'unknown_call');
    switch (message.type) {
      case 'choose':
        return known(page, await live.menus.choose(call, message.menuId));
      case 'digit':
        return call.state === 'selecting' ? live.menus.press(call, message.digit) : undefined;
      case 'consent':
        return known(page, await live.menus.consent(call, message.mayRecord));
      case 'call_back':
        return callBack(page, call, message.number);
      case 'hang_up':
        return sound.callerHungUp(call);
      case 'rate':
        return engine.happened(
          call.id,
          { type: 'rated', rating: message.rating, feedback: (message.feedback ?? '') !== '' },
          call.workspaceId,
        );
      default:
        return message satisfies never;
    }
  };

  const known = (page: Page, outcome: { readonly ok: boolean }): void => {
    if (!outcome.ok) refuse(page, 'malformed');
  };

  /** A page that is gone may come back; its call ends when it does not. */
  const closed = (page: Page): void => {
    opening.delete(page);
    page.isGone = true;
    const { call } = page;
    if (call === null || pages.get(call.id) !== page) return;
    if (!isLive(call.state) && call.deadlineAt === null) return void pages.delete(call.id);
    clock.after(GRACE_MS, async () => {
      if (pages.get(call.id) !== page) return;
      pages.delete(call.id);
      if (page.call !== null && isLive(page.call.state)) await sound.callerHungUp(page.call).catch(failed);
    });
  };

  /** Whoever comes by a Messenger link that works is the contact it was sent to. */
  const contactOf = async (workspaceId: number, token: string | undefined): Promise<Page['from']> => {
    if (token === undefined || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(token)) return null;
    const link = await engine.redirects.byToken(token);
    if (link === null || link.workspaceId !== workspaceId || link.expiresAt <= clock.now()) return null;
    return { contactId: link.contactId, conversationId: link.conversationId };
  };

  const serve = (
    raw: RawSocket,
    { workspaceId, address, from }: Pick<Page, 'workspaceId' | 'address' | 'from'>,
  ): void => {
    const wire = serveSocket(raw, {
      now: () => clock.now().getTime(),
      after: clock.after,
      heard(value) {
        const message = readMessage(value);
        if (message === null) refuse(page, 'malformed');
        else obey(page, message).catch(failed);
      },
      malformed: () => refuse(page, 'malformed'),
      closed: () => closed(page),
    });
    const nothing = { call: null, isCalledBack: false, isOpening: false, isGone: false, toldAt: 0 };
    const page: Page = { workspaceId, address, from, wire, ...nothing };
    clock.after(IDLE_MS, async () => {
      if (page.call === null && !page.isOpening) wire.close(CLOSE.policy, 'no call');
    });
  };

  routes.add(server, '/w/:slug/socket', {
    ...(parts.isLimited ? { mostOfAddress: MOST_PAGES_OF_ADDRESS } : {}),
    async admit(request, params, address) {
      if (!isOurOrigin(request.headers, parts.publicUrl())) return { status: 403, error: 'foreign_origin' };
      const workspace = await parts.findWorkspace(params['slug'] ?? '');
      if (workspace === null) return { status: 404, error: 'unknown_workspace' };
      const { m } = request.query as Readonly<Record<string, string | undefined>>;
      const from = await contactOf(workspace.id, m);
      return { serve: (raw: RawSocket) => serve(raw, { workspaceId: workspace.id, address, from }) };
    },
  });
}
