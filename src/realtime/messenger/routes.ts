/** The Messenger behind a texted link, `/m/{token}`: what its page reads and writes. The token is the permission. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { publicTexts } from '#catalogue/public.ts';
import { acceptedLanguages } from '#http/accept-language.ts';
import { MAX_MESSAGE_LENGTH } from '#domain/call/lengths.ts';
import type { Redirect } from '#domain/call/redirect.ts';
import type { Menu } from '#domain/directory/menu.ts';
import { conditionOf } from '#domain/call/deflection.ts';
import { createLimiter } from '#http/limits.ts';
import { addressKey } from '#http/network-address.ts';
import { refusePage } from '#http/page-fault.ts';
import { isFromOurPages } from '#http/sessions.ts';
import type { CalledBack } from '#engine/commands/call-back.ts';
import type { DialectParts } from '#api/dialect.ts';
import { fieldsOf } from '#api/kit.ts';
import { setHeaders } from '#http/set-headers.ts';

/** Messages of one link in a minute. */
const RATE = { limit: 30, windowSeconds: 60 };

type Request = FastifyRequest<{ Params: { token: string }; Querystring: { after?: string } }>;

export type MessengerParts = DialectParts & { readonly isRateLimited: boolean };

/** Adds the routes. */
export function addMessenger(server: FastifyInstance, parts: MessengerParts): void {
  const { engine, clock, publicUrl, isRateLimited } = parts;
  const { live } = engine;
  const limiter = createLimiter(RATE, () => clock.now().getTime());

  /** The link, or the answer that there is none that works. */
  const linkOf = async (request: Request, reply: FastifyReply): Promise<Redirect | null> => {
    const { token } = request.params;
    const isToken = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(token);
    const link = isToken ? await engine.redirects.byToken(token) : null;
    const isOver = link !== null && link.expiresAt <= clock.now();
    setHeaders(reply, { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' });
    if (link !== null && !isOver) return link;
    await (isOver ? refuse(reply, 410, 'expired') : refuse(reply, 404, 'unknown'));
    return null;
  };

  const mayWrite = async (request: Request, reply: FastifyReply, link: Redirect): Promise<boolean> => {
    if (!isFromOurPages(request.headers, publicUrl())) await refuse(reply, 403, 'foreign_origin');
    else if (limiter.take(link.id).isOver) await refuse(reply, 429, 'too_many');
    else return true;
    return false;
  };

  server.get('/m/:token/conversation', async (request: Request, reply) => {
    const link = await linkOf(request, reply);
    if (link === null) return reply;
    const [conversation, { workspace, agents }] = await Promise.all([
      live.conversation(link.workspaceId, link.conversationId),
      engine.directory.load(link.workspaceId),
    ]);
    const after = Number(request.query.after ?? 0) || 0;
    return reply.send({
      workspace: { name: workspace.name, slug: workspace.subdomain },
      expiresAt: link.expiresAt.toISOString(),
      messages: (conversation?.messages ?? [])
        .filter((message) => message.id > after)
        .map((message) => ({
          id: message.id,
          by: message.by,
          // The contact sees the agent's first name only.
          agentName: message.agentId === null ? null : (agents.get(message.agentId)?.firstName ?? null),
          text: message.text,
          at: message.at.toISOString(),
        })),
    });
  });

  server.post('/m/:token/messages', async (request: Request, reply) => {
    const link = await linkOf(request, reply);
    if (link === null || !(await mayWrite(request, reply, link))) return reply;
    const { text } = fieldsOf(request.body);
    if (typeof text !== 'string' || text.trim() === '' || text.length > MAX_MESSAGE_LENGTH)
      return refuse(reply, 400, 'malformed');
    const { workspaceId, conversationId } = link;
    const message = await engine.sendMessage({ workspaceId, conversationId, agentId: null, text });
    if (message === null) return refuse(reply, 404, 'unknown');
    if (message === 'full') return refuse(reply, 409, 'full');
    return reply.status(201).send({ id: message.id, at: message.at.toISOString() });
  });

  /** "Call me": a call to the number that the link was texted to, now. */
  server.post('/m/:token/call-me', async (request: Request, reply) => {
    const link = await linkOf(request, reply);
    if (link === null || !(await mayWrite(request, reply, link))) return reply;
    const { menus, workspace } = await engine.directory.load(link.workspaceId);
    const menu = [...menus.values()].find((each) => takesCallBacks(each, clock.now()));
    if (menu === undefined) return refuse(reply, 409, 'closed');
    const planned = await engine.callBack({
      workspaceId: workspace.id,
      menuId: menu.id,
      parent: null,
      number: link.phone,
      // One at a time: the second tap within the minute is the first.
      requestKey: `call-me ${link.id} ${Math.floor(clock.now().getTime() / 60_000)}`,
      address: isRateLimited ? addressKey(request.ip) : null,
    });
    if (!planned.ok) return refuseCall(reply, planned);
    await engine.lookAt(planned.value.id);
    return reply.status(201).send({ callId: planned.value.id });
  });
}

/** Scheduled calls go to menus of the app and the web. */
function takesCallBacks(menu: Menu, at: Date): boolean {
  const isOfKind = menu.kind === 'web_menu' || menu.kind === 'mobile_menu';
  return isOfKind && !menu.hidden && !menu.deleted && conditionOf(menu, at, 0) === 'open';
}

type MessengerFault =
  | 'unknown'
  | 'expired'
  | 'malformed'
  | 'full'
  | 'closed'
  | 'number_refused'
  | 'too_many_calls'
  | 'too_many'
  | 'foreign_origin';

/** Refuses in the language of who asks. */
async function refuse(reply: FastifyReply, status: number, error: MessengerFault): Promise<FastifyReply> {
  const { say } = publicTexts(acceptedLanguages(reply.request.headers['accept-language']));
  return refusePage(reply, status, error, say(`messenger.fault.${error}`));
}

async function refuseCall(reply: FastifyReply, answer: CalledBack & { readonly ok: false }): Promise<FastifyReply> {
  if (answer.why !== 'too_many') return refuse(reply, 409, answer.why);
  setHeaders(reply, { 'retry-after': answer.retryAfterSeconds });
  return refuse(reply, 429, 'too_many_calls');
}
