/** The start page: the way to the console, which API answers where, and what to try first. */
import type { FastifyInstance } from 'fastify';
import type { PublicSay } from '#catalogue/public.ts';
import type { Surface } from '#http/surface.ts';
import type { Html } from './page.ts';
import { around, markup, PAGE_HEADERS, writePage } from './page.ts';
import { wordsFor } from './page-words.ts';

export type StartParts = {
  readonly surfaces: readonly Surface[];
  /** Whether there is no workspace at all: then the server is set up first. */
  isEmpty(): Promise<boolean>;
  publicUrl(): string;
};

/** Adds it, in the language of the browser. */
export function addStart(server: FastifyInstance, { surfaces, isEmpty, publicUrl }: StartParts): void {
  server.get('/', async (request, reply) => {
    if (await isEmpty()) return reply.redirect('/setup', 303);
    const { lang, say } = wordsFor(request);
    return reply.headers(PAGE_HEADERS).send(writePage('Patchbay', content(surfaces, publicUrl(), say), '', lang));
  });
}

function content(surfaces: readonly Surface[], url: string, say: PublicSay): Html {
  return markup`<h1>Patchbay</h1>
<p>${say('start.about')}</p>
<p><a href="/app">${say('start.console')}</a> <span class="quiet">${say('start.consoleAbout')}</span></p>
<h2>${say('start.apis')}</h2>
<dl>
${surfaces.map((surface) => entry(surface, url, say))}</dl>
<p>${link('/docs', say('start.theReference'))} · ${link('/openapi.json', say('start.documents'))}</p>
<h2>${say('start.try')}</h2>
<p>${say('start.token')}</p>
<pre><code>export TOKEN=…

# ${say('start.simulate')}
curl -s ${url}/v1/simulator/calls -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' -d '{"from": "+1 415-555-0148"}'

# ${say('start.same')}
curl -s ${url}/v1/calls -H "Authorization: Bearer $TOKEN"
curl -s ${url}/calls -H "Authorization: Bearer $TOKEN"
curl -s ${url}/apps/api/v1/calls -u demo:$TOKEN</code></pre>
<h2>${say('start.server')}</h2>
<ul>
<li>${around((path) => say('start.liveness', { path }), link('/healthz'))}</li>
<li>${around((path) => say('start.readiness', { path }), link('/readyz'))}</li>
<li>${around((path) => say('start.metrics', { path }), link('/metrics'))}</li>
<li>${around((path) => say('start.version', { path }), link('/version'))}</li>
<li>${around((path) => say('start.problems', { path }), link('/problems'))}</li>
<li>${around((notices) => say('start.noticesAbout', { notices }), link('/third-party-notices.txt', say('start.notices')))}</li>
</ul>`;
}

function link(path: string, word: string = path): Html {
  return markup`<a href="${path}">${word}</a>`;
}

function entry({ name, title, prefixes, securityScheme }: Surface, url: string, say: PublicSay): Html {
  const isBasic = 'scheme' in securityScheme && securityScheme.scheme === 'basic';
  const addresses = prefixes.map((prefix) => markup` · <code>${prefix}</code>`);
  return markup`<div><dt>${title}</dt>
<dd><code>${url}</code>${addresses}<br>
<span class="quiet">${say(isBasic ? 'start.basic' : 'start.bearer')} · <a href="/docs/${name}" aria-label="${say('start.referenceOf', { title })}">${say('start.reference')}</a></span></dd></div>
`;
}
