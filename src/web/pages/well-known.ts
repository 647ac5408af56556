/**
 * What browsers, robots and researchers ask every server for: an icon, who may crawl, and whom to tell of a weakness.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const ICON = readFileSync(join(import.meta.dirname, '..', 'console', 'icon.svg'));
/** A day: icons change seldom, and their address never does. */
const CACHE = 'public, max-age=86400';
/** How long what security.txt says may be taken for true. Source: RFC 9116, section 2.5.5: less than a year. */
const TRUE_FOR_DAYS = 180;
/** Nothing here is for a search engine: pages are people's own, and APIs want a token. */
const ROBOTS = 'User-agent: *\nDisallow: /\n';

export type WellKnownParts = {
  /** A `mailto:` or `https:` address; null: no one is named, and there is no security.txt. */
  readonly securityContact: string | null;
  publicUrl(): string;
  now(): Date;
};

/** Adds them. Browsers take an icon by its media type, whatever its name ends in. */
export function addWellKnown(server: FastifyInstance, { securityContact, publicUrl, now }: WellKnownParts): void {
  for (const path of ['/favicon.ico', '/favicon.svg'])
    server.get(path, async (_request, reply) => reply.header('cache-control', CACHE).type('image/svg+xml').send(ICON));
  server.get('/robots.txt', async (_request, reply) => reply.type('text/plain; charset=utf-8').send(ROBOTS));
  if (securityContact === null) return;
  server.get('/.well-known/security.txt', async (_request, reply) => {
    const expires = new Date(now().getTime() + TRUE_FOR_DAYS * 86_400_000).toISOString();
    const lines = [
      `Contact: ${securityContact}`,
      `Expires: ${expires}`,
      'Preferred-Languages: en',
      `Canonical: ${publicUrl()}/.well-known/security.txt`,
    ];
    return reply.type('text/plain; charset=utf-8').send(`${lines.join('\n')}\n`);
  });
}
