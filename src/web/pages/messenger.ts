/**
 * The page behind the link in a text message: a caller continues in writing, or asks for a call. It never shows the
 * caller's number, and works without a script; with one it refreshes itself. It asks the Messenger's own interface,
 * like any other client of it.
 */
import { MAX_MESSAGE_LENGTH } from '#domain/call/lengths.ts';
import type { PublicSay } from '#catalogue/public.ts';
import { publicTexts } from '#catalogue/public.ts';
import type { Appearance } from '#domain/directory/appearance.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptedLanguages } from '#http/accept-language.ts';
import { takeForms } from './forms.ts';
import { lookHead, lookHeading } from './look.ts';
import type { Html } from './page.ts';
import { around, markup, PAGE_HEADERS, writePage } from './page.ts';
import type { Frame } from './public-frame.ts';
import { frameHeaders } from './public-frame.ts';
import { setHeaders } from '#http/set-headers.ts';

/** What the page needs. */
export type MessengerParts = {
  readonly frame: Frame;
  /** Asks the Messenger's interface under `/m/{token}` for the reader; `body` makes it a POST. */
  ask(path: string, reader: Reader, body?: object): Promise<{ readonly status: number; readonly body: unknown }>;
  /** How the pages of the workspace look. */
  findLook(slug: string): Promise<Appearance>;
  publicUrl(): string;
};

/** Who reads the page: their network address and language. */
export type Reader = { readonly address: string; readonly lang: string };

/** The language of the page with its texts. */
type Words = ReturnType<typeof publicTexts>;

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
export async function addMessenger(
  server: FastifyInstance,
  { frame, ask, findLook, publicUrl }: MessengerParts,
): Promise<void> {
  const show = async (reply: FastifyReply, token: string, notice: Notice, isCalled: boolean): Promise<FastifyReply> => {
    const words = wordsFor(reply.request);
    const { status, body } = await ask(`${pathOf(token)}/conversation`, readerOf(reply.request));
    setHeaders(reply, { ...PAGE_HEADERS, 'x-robots-tag': 'noindex, nofollow', vary: 'accept-language' });
    if (status === 410) return reply.status(410).send(gone(words, 'expired'));
    if (status !== 200) return reply.status(404).send(gone(words, 'unknown'));
    // The interface is ours, and this is what it answers with 200.
    const conversation = body as Conversation;
    setHeaders(reply, { ...frameHeaders(frame, PAGE_HEADERS, publicUrl()), 'cache-control': 'no-store' });
    const { slug, name: own } = conversation.workspace;
    const look = await findLook(slug);
    const name = look.name ?? own;
    const main = content(token, conversation, notice, isCalled, words, lookHeading(slug, name, look));
    const page = { lang: words.lang, title: name, main, head: lookHead(slug, look) };
    return reply.status(notice.status).send(frame.write(page));
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
      const answer = await ask(path, readerOf(request), isCall ? {} : { text });
      setHeaders(reply, { 'cache-control': 'no-store' });
      if (answer.status === 201) return reply.redirect(`${pathOf(token)}${isCall ? '?call=coming' : '#write'}`, 303);
      const said = sentenceOf(answer.body) ?? wordsFor(request).say('messenger.notTaken');
      return show(reply, token, { status: answer.status, text: said, draft: text }, false);
    });
  });
}

function wordsFor({ headers }: FastifyRequest): Words {
  return publicTexts(acceptedLanguages(headers['accept-language']));
}

function readerOf(request: FastifyRequest): Reader {
  return { address: request.ip, lang: wordsFor(request).lang };
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

function sentenceOf(body: unknown): string | null {
  const message = body !== null && typeof body === 'object' && 'message' in body ? body.message : null;
  return typeof message === 'string' ? message : null;
}

function content(
  token: string,
  conversation: Conversation,
  notice: Notice,
  isCalled: boolean,
  { lang, say }: Words,
  heading: Html,
): Html {
  const { workspace, messages, expiresAt } = conversation;
  const until = markup`<time datetime="${expiresAt}">${readable(new Date(expiresAt), lang)}</time>`;
  return markup`<main id="page" data-page="messenger">
${heading}
<section class="panel" aria-labelledby="conversation">
<h2 id="conversation">${say('messenger.title')}</h2>
<p class="quiet">${say('messenger.about')}</p>
<div role="log" aria-label="${say('messenger.messages')}"><ol id="messages" class="messages" data-you="${say('messenger.you')}">${messages.map((each) => message(each, lang, say))}</ol></div>
<form id="write" class="stack" method="post" action="${pathOf(token)}" data-fault="${say('messenger.notTaken')}">
<label class="field"><span>${say('messenger.yourMessage')}</span>
<textarea id="text" name="text" rows="3" required maxlength="${MAX_MESSAGE_LENGTH}" aria-describedby="fault">${notice.draft}</textarea></label>
<p id="fault" class="fault" role="alert">${notice.text}</p>
<button class="button primary">${say('messenger.send')}</button>
</form>
</section>
<section class="panel" aria-labelledby="talk">
<h2 id="talk">${say('messenger.preferTalk')}</h2>
${isCalled ? called(say) : callMe(token, say)}
<p><a class="button" href="/w/${encodeURIComponent(workspace.slug)}#m=${encodeURIComponent(token)}">${say('messenger.callNow')}</a></p>
</section>
<p class="quiet foot">${around((time) => say('messenger.until', { time }), until)}</p>
</main>`;
}

function message(
  { id, by, agentName, text, at }: Conversation['messages'][number],
  lang: string,
  say: PublicSay,
): Html {
  return markup`<li class="${by}" data-id="${id}"><p class="head">${by === 'contact' ? say('messenger.you') : (agentName ?? '')} <time class="quiet" datetime="${at}">${readable(new Date(at), lang)}</time></p><p class="words">${text}</p></li>`;
}

function callMe(token: string, say: PublicSay): Html {
  return markup`<p>${say('messenger.callMeAbout')}</p>
<form method="post" action="${pathOf(token)}"><p><button class="button primary" name="ask" value="call">${say('messenger.callMe')}</button></p></form>`;
}

function called(say: PublicSay): Html {
  return markup`<p class="thanks" role="status">${say('messenger.called')}</p>
<p></p>`;
}

/** The page in place of a conversation that cannot be shown. */
function gone({ lang, say }: Words, why: 'expired' | 'unknown'): string {
  const title = say(`messenger.${why}.title`);
  return writePage(title, markup`<h1>${title}</h1>\n<p>${say(`messenger.${why}.body`)}</p>`, '', lang);
}

/** A time that reads the same wherever the reader is; a script writes it in their own zone. */
function readable(at: Date, lang: string): string {
  const locale = lang === 'en' ? 'en-GB' : lang;
  return `${at.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
}
