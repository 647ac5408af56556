/**
 * The page behind the link in a text message: a caller goes on in writing, or asks for a call. It never shows the
 * caller's number, and works without a script; with one it refreshes itself. It asks the Messenger's own interface,
 * like any other client of it.
 */
import { MAX_MESSAGE_LENGTH } from '#domain/call/lengths.ts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { takeForms } from './forms.ts';
import type { Html } from './page.ts';
import { markup, PAGE_HEADERS, writePage } from './page.ts';
import type { Frame } from './public-frame.ts';
import { frameHeaders } from './public-frame.ts';
import { setHeaders } from '#http/set-headers.ts';

/** What the page needs. */
export type MessengerParts = {
  readonly frame: Frame;
  /**
   * Asks the Messenger's interface under `/m/{token}` for anyone who is at the network address; `body` makes it a POST.
   */
  ask(path: string, address: string, body?: object): Promise<{ readonly status: number; readonly body: unknown }>;
  publicUrl(): string;
};

/** A conversation, as the Messenger's interface tells it. */
type Conversation = {
  readonly workspace: { readonly name: string; readonly slug: string };
  readonly expiresAt: string;
  readonly messages: readonly {
    readonly id: number;
    readonly by: 'contact' | 'agent';
    readonly agentName: string | null;
    readonly text: string;
    readonly at: string;
  }[];
};

/** What there is to say besides the conversation, and what was written but not taken. */
type Notice = { readonly status: number; readonly text: string; readonly draft: string };

const NO_NOTICE: Notice = { status: 200, text: '', draft: '' };

type Page = { Params: { token: string }; Querystring: { call?: string } };

/** Adds it. The address is a secret: no cache keeps it, no robot lists it, no link tells it on. */
export async function addMessenger(server: FastifyInstance, { frame, ask, publicUrl }: MessengerParts): Promise<void> {
  const show = async (reply: FastifyReply, token: string, notice: Notice, isCalled: boolean): Promise<FastifyReply> => {
    const { status, body } = await ask(`${pathOf(token)}/conversation`, reply.request.ip);
    setHeaders(reply, { ...PAGE_HEADERS, 'x-robots-tag': 'noindex, nofollow' });
    if (status === 410) return reply.status(410).send(writePage('Link expired', EXPIRED));
    if (status !== 200) return reply.status(404).send(writePage('Link not found', UNKNOWN));
    // The interface is ours, and this is what it answers with 200.
    const conversation = body as Conversation;
    setHeaders(reply, { ...frameHeaders(frame, PAGE_HEADERS, publicUrl()), 'cache-control': 'no-store' });
    const main = content(token, conversation, notice, isCalled);
    return reply.status(notice.status).send(frame.write({ lang: 'en', title: conversation.workspace.name, main }));
  };

  await server.register(async (scope) => {
    takeForms(scope);
    scope.get<Page>('/m/:token', async (request, reply) =>
      show(reply, request.params.token, NO_NOTICE, request.query.call === 'coming'),
    );
    // No one can be made to send this form unknowingly: its address is the secret.
    scope.post<Page>('/m/:token', async (request, reply) => {
      const { token } = request.params;
      const { text, ask: asked } = readForm(request.body);
      const isCall = asked === 'call';
      const path = `${pathOf(token)}/${isCall ? 'call-me' : 'messages'}`;
      const answer = await ask(path, request.ip, isCall ? {} : { text });
      setHeaders(reply, { 'cache-control': 'no-store' });
      if (answer.status === 201) return reply.redirect(`${pathOf(token)}${isCall ? '?call=coming' : '#write'}`, 303);
      return show(reply, token, { status: answer.status, text: sentenceOf(answer.body), draft: text }, false);
    });
  });
}

function pathOf(token: string): string {
  return `/m/${encodeURIComponent(token)}`;
}

/** Browsers send line breaks as CR LF. */
function readForm(body: unknown): { readonly text: string; readonly ask: string } {
  const { text, ask } = (body ?? {}) as Readonly<Record<string, unknown>>;
  return {
    text: typeof text === 'string' ? text.replaceAll('\r\n', '\n') : '',
    ask: typeof ask === 'string' ? ask : '',
  };
}

function sentenceOf(body: unknown): string {
  const message = body !== null && typeof body === 'object' && 'message' in body ? body.message : null;
  return typeof message === 'string' ? message : NOT_TAKEN;
}

function content(token: string, conversation: Conversation, notice: Notice, isCalled: boolean): Html {
  const { workspace, messages, expiresAt } = conversation;
  return markup`<main id="page" data-page="messenger">
<h1>${workspace.name}</h1>
<section class="panel" aria-labelledby="conversation">
<h2 id="conversation">Our conversation</h2>
<p class="quiet">Write to us here and we’ll reply here. Phone calls are part of the conversation, too.</p>
<div role="log" aria-label="Messages"><ol id="messages" class="messages" data-you="You">${messages.map(message)}</ol></div>
<form id="write" class="stack" method="post" action="${pathOf(token)}" data-fault="${NOT_TAKEN}">
<label class="field"><span>Your message</span>
<textarea id="text" name="text" rows="3" required maxlength="${MAX_MESSAGE_LENGTH}" aria-describedby="fault">${notice.draft}</textarea></label>
<p id="fault" class="fault" role="alert">${notice.text}</p>
<button class="button primary">Send</button>
</form>
</section>
<section class="panel" aria-labelledby="talk">
<h2 id="talk">Prefer to talk?</h2>
${isCalled ? CALLED : callMe(token)}
<p><a class="button" href="/w/${encodeURIComponent(workspace.slug)}#m=${encodeURIComponent(token)}">Call now in the browser</a></p>
</section>
<p class="quiet foot">This link works until <time datetime="${expiresAt}">${readable(new Date(expiresAt))}</time>. Keep it private: anyone who has it can open this page.</p>
</main>`;
}

function message({ id, by, agentName, text, at }: Conversation['messages'][number]): Html {
  return markup`<li class="${by}" data-id="${id}"><p class="head">${by === 'contact' ? 'You' : (agentName ?? '')} <time class="quiet" datetime="${at}">${readable(new Date(at))}</time></p><p class="words">${text}</p></li>`;
}

function callMe(token: string): Html {
  return markup`<p>We’ll call the number this link was sent to.</p>
<form method="post" action="${pathOf(token)}"><p><button class="button primary" name="ask" value="call">Call me</button></p></form>`;
}

const CALLED = markup`<p class="thanks" role="status">We’re calling the number this link was sent to. Keep your phone nearby.</p>
<p></p>`;

const NOT_TAKEN = 'Not sent. Try again in a moment.';

const EXPIRED = markup`<h1>This link has expired</h1>
<p>It opened a conversation with us. Call us again to get a new link.</p>`;

const UNKNOWN = markup`<h1>Link not found</h1>
<p>It may be incomplete. Open it again from the text message you received.</p>`;

/** A time that reads the same wherever the reader is; a script writes it in their own zone. */
function readable(at: Date): string {
  return `${at.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
}
