/**
 * How a workspace's own pages look: `/w/{slug}/look.css` has its colors, `/w/{slug}/logo` its logo. Both are files of
 * this server, so the pages' policy needs no exception for them.
 */
import type { FastifyInstance } from 'fastify';
import type { Appearance, LogoType } from '#domain/directory/appearance.ts';
import { SCHEMES, shadesOf } from '#domain/directory/colors.ts';
import { setHeaders } from '#http/set-headers.ts';
import type { Html } from './page.ts';
import { markup } from './page.ts';

/** Where looks come from. */
export type LookParts = {
  /** Null: no workspace has the slug. */
  findLook(slug: string): Promise<Appearance | null>;
  findLogo(slug: string): Promise<{ readonly mediaType: LogoType; readonly image: Uint8Array } | null>;
};

/** A year: the address changes with what it holds. Seconds. */
const FOR_GOOD = 'public, max-age=31536000, immutable';
/** The height that a logo is shown with at most. CSS pixels. */
const LOGO_HEIGHT = 56;

type Asked = { Params: { slug: string }; Querystring: { v?: string } };

/** Adds them. */
export function addLooks(server: FastifyInstance, { findLook, findLogo }: LookParts): void {
  server.get<Asked>('/w/:slug/look.css', async (request, reply) => {
    const color = (await findLook(request.params.slug))?.color ?? null;
    setHeaders(reply, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': color !== null && request.query.v === color.slice(1) ? FOR_GOOD : 'no-cache',
    });
    return reply.send(color === null ? '' : writeStyle(color));
  });
  server.get<Asked>('/w/:slug/logo', async (request, reply) => {
    const [look, logo] = await Promise.all([findLook(request.params.slug), findLogo(request.params.slug)]);
    // Whatever the bytes are, a browser that is led here alone runs and loads nothing.
    setHeaders(reply, { 'content-security-policy': "default-src 'none'; sandbox" });
    if (logo === null) return reply.status(404).header('content-type', 'text/plain; charset=utf-8').send('No logo.');
    const isThis = request.query.v !== undefined && look?.logo?.hash.startsWith(request.query.v) === true;
    setHeaders(reply, { 'content-type': logo.mediaType, 'cache-control': isThis ? FOR_GOOD : 'no-cache' });
    return reply.send(Buffer.from(logo.image));
  });
}

/** The colors of both schemes, over those of the pages. */
function writeStyle(color: string): string {
  const [light, dark] = SCHEMES.map((scheme) => {
    const { accent, onAccent, tint } = shadesOf(color, scheme);
    return `:root { --accent: ${accent}; --on-accent: ${onAccent}; --tint: ${tint}; }`;
  });
  return `${light}\n@media (prefers-color-scheme: dark) { ${dark} }\n`;
}

/** What a page's head needs of it. */
export function lookHead(slug: string, { color }: Appearance): Html {
  if (color === null) return markup``;
  return markup`<link rel="stylesheet" href="/w/${encodeURIComponent(slug)}/look.css?v=${color.slice(1)}">`;
}

/** The heading of a page: the logo, and the name. */
export function lookHeading(slug: string, name: string, { logo }: Appearance): Html {
  if (logo === null) return markup`<h1>${name}</h1>`;
  const { width, height, hash } = logo;
  const shown = Math.min(LOGO_HEIGHT, height);
  const address = `/w/${encodeURIComponent(slug)}/logo?v=${hash.slice(0, 16)}`;
  const size = markup`width="${Math.max(1, Math.round((width * shown) / height))}" height="${shown}"`;
  return markup`<h1><img class="logo" src="${address}" alt="" ${size}> ${name}</h1>`;
}
