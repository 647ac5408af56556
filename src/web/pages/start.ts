/** The start page: which API answers where, and what to try first. */
import type { FastifyInstance } from 'fastify';
import type { Surface } from '#http/surface.ts';
import type { Html } from './page.ts';
import { markup, PAGE_HEADERS, writePage } from './page.ts';

export type StartParts = {
  readonly surfaces: readonly Surface[];
  /** Whether there is no workspace at all: then the server is set up first. */
  isEmpty(): Promise<boolean>;
  publicUrl(): string;
};

/** Adds it. */
export function addStart(server: FastifyInstance, { surfaces, isEmpty, publicUrl }: StartParts): void {
  server.get('/', async (_request, reply) =>
    (await isEmpty())
      ? reply.redirect('/setup', 303)
      : reply.headers(PAGE_HEADERS).send(writePage('Patchbay', content(surfaces, publicUrl()))),
  );
}

function content(surfaces: readonly Surface[], url: string): Html {
  return markup`<h1>Patchbay</h1>
<p>A voice contact center that speaks the call APIs of several vendors. A call made through one API can be read through all of them.</p>
<h2>The APIs</h2>
<dl>
${surfaces.map((surface) => entry(surface, url))}</dl>
<p>Read <a href="/docs">the reference</a> of all of them, or take <a href="/openapi.json">their OpenAPI documents</a>.</p>
<h2>Try it</h2>
<p>The token is printed at the first start.</p>
<pre><code>export TOKEN=…

# simulate an inbound call; the simulator plays both ends
curl -s ${url}/v1/simulator/calls -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' -d '{"from": "+1 415-555-0148"}'

# the same call, as each API tells it
curl -s ${url}/v1/calls -H "Authorization: Bearer $TOKEN"
curl -s ${url}/calls -H "Authorization: Bearer $TOKEN"
curl -s ${url}/apps/api/v1/calls -u demo:$TOKEN</code></pre>
<h2>This server</h2>
<ul>
<li><a href="/healthz">/healthz</a> for liveness, <a href="/readyz">/readyz</a> for readiness</li>
<li><a href="/metrics">/metrics</a> for Prometheus, <a href="/version">/version</a></li>
<li><a href="/problems">/problems</a> explains every error of Patchbay’s own API</li>
<li><a href="/third-party-notices.txt">Third-party notices</a>: the licenses of what Patchbay is built with</li>
</ul>`;
}

function entry({ name, title, prefixes, securityScheme }: Surface, url: string): Html {
  const isBasic = 'scheme' in securityScheme && securityScheme.scheme === 'basic';
  const addresses = prefixes.map((prefix, place) => markup`${place === 0 ? '' : ', '}<code>${prefix}</code>`);
  return markup`<div><dt>${title}</dt>
<dd><code>${url}</code> with ${addresses}<br>
<span class="quiet">${isBasic ? 'Basic subdomain:token' : 'Bearer token'} · <a href="/docs/${name}" aria-label="${title}: reference">reference</a></span></dd></div>
`;
}
