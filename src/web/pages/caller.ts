/** The page that a customer calls from, `/w/{slug}`. All that happens on it is the work of `src/web/caller/`. */
import type { PublicSay } from '#catalogue/public.ts';
import { publicTexts } from '#catalogue/public.ts';
import type { Appearance } from '#domain/directory/appearance.ts';
import { isSubdomain } from '#domain/directory/workspace.ts';
import type { FastifyInstance } from 'fastify';
import { acceptedLanguages } from '#http/accept-language.ts';
import { lookHead, lookHeading } from './look.ts';
import type { Html } from './page.ts';
import { markup, PAGE_HEADERS, writePage } from './page.ts';
import type { Frame } from './public-frame.ts';
import { frameHeaders } from './public-frame.ts';
import { setHeaders } from '#http/set-headers.ts';

/** A line that can be called. */
export type CalledLine = {
  readonly name: string;
  readonly look: Appearance;
  /** Codes of the languages that are spoken on it. */
  readonly languages: readonly string[];
};

/** What the page needs to know. */
export type CallerParts = {
  readonly frame: Frame;
  /** Null when there is no such line. */
  findLine(slug: string): Promise<CalledLine | null>;
  publicUrl(): string;
};

/**
 * Adds it. The page holds nothing of the caller, but is asked for anew each time, since it names files that go with a
 * new version.
 */
export function addCaller(server: FastifyInstance, { frame, findLine, publicUrl }: CallerParts): void {
  server.get<{ Params: { slug: string } }>('/w/:slug', async (request, reply) => {
    const { slug } = request.params;
    const { lang, say } = publicTexts(acceptedLanguages(request.headers['accept-language']));
    const line = isSubdomain(slug) ? await findLine(slug) : null;
    setHeaders(reply, { ...PAGE_HEADERS, 'x-robots-tag': 'noindex, nofollow', vary: 'accept-language' });
    if (line === null) return reply.status(404).send(unknown(lang, say));
    if (!frame.isBuilt) return reply.status(503).send(writePage('Not built', NOT_BUILT));
    setHeaders(reply, { ...frameHeaders(frame, PAGE_HEADERS, publicUrl()), 'cache-control': 'no-cache' });
    return reply.send(
      frame.write({
        lang,
        title: say('caller.title', { name: line.name }),
        main: content(slug, line, say),
        head: lookHead(slug, line.look),
      }),
    );
  });
}

function content(slug: string, { name, look, languages }: CalledLine, say: PublicSay): Html {
  return markup`<main id="page" data-page="caller" data-slug="${slug}" data-name="${name}" data-languages="${languages.join(' ')}">
${lookHeading(slug, name, look)}
<div id="stage"><noscript><p>${say('caller.noScript')}</p></noscript></div>
<p id="announcer" class="unseen" role="status"></p>
<audio id="speaker" autoplay></audio>
</main>`;
}

function unknown(lang: string, say: PublicSay): string {
  const title = say('caller.unknown.title');
  return writePage(title, markup`<h1>${title}</h1>\n<p>${say('caller.unknown.body')}</p>`, '', lang);
}

const NOT_BUILT = markup`<h1>This page is not built</h1>
<p>To build it, run <code>node tools/run.mjs tools/build.ts</code> on the server and restart it.</p>`;
