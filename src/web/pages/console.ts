/**
 * The agents' console: one document below `/app`, whatever the address, since the page itself knows its ways, and says
 * in its frame that there is no such page. Its scripts and styles are served by assets.ts.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pathOf, withoutSlash } from '#http/places.ts';
import { markup, PAGE_HEADERS, writePage } from './page.ts';

export type ConsoleParts = {
  /** Where the built pages are. */
  readonly directory: string;
  publicUrl(): string;
};

/** Its pages below `/app`, as routes.tsx has them: a table; `true`: below it are those of one thing, by its id. */
const PAGES: ReadonlyMap<string, boolean> = new Map([
  ['', false],
  ['sign-in', false],
  ['authorize', false],
  ['desk', false],
  ['live', false],
  ['calls', true],
  ['scheduled', false],
  ['contacts', true],
  ['profile', false],
  ['settings', false],
  ['settings/workspace', false],
  ['settings/appearance', false],
  ['settings/people', false],
  ['settings/sign-in', false],
  ['settings/menus', true],
  ['settings/menus/new', false],
  ['settings/articles', true],
  ['settings/skills', false],
  ['settings/voice-engines', false],
  ['settings/wrap-up', false],
  ['settings/transcripts', false],
  ['settings/trunks', true],
  ['settings/numbers', false],
  ['settings/languages', false],
  ['settings/webhooks', true],
  ['settings/requests', true],
  ['settings/events', true],
  ['settings/simulator', false],
  ['settings/tokens', false],
  ['settings/audit', false],
  ['settings/retention', false],
]);

/** Whether the path is a page's. Whether the thing of an id is there is not known without knowing who asks. */
function isPagePath(path: string): boolean {
  const below = path.replace(/^\/app\/?/, '');
  const [, list = ''] = /^(.+)\/[1-9]\d{0,15}$/.exec(below) ?? [];
  return PAGES.has(below) || PAGES.get(list) === true;
}

/**
 * Adds it; where it has no page, with 404. What else lies below `/app` (sign-in, the socket, JSON) has its own routes,
 * which come first.
 */
export function addConsole(server: FastifyInstance, { directory, publicUrl }: ConsoleParts): void {
  for (const path of ['/app', '/app/*'])
    server.get(path, async (request, reply) => {
      const document = await readDocument(join(directory, 'console', 'index.html'));
      if (document === null) return reply.status(503).headers(PAGE_HEADERS).send(writePage('Not built', NOT_BUILT));
      const isPage = isPagePath(withoutSlash(pathOf(request.url)));
      return reply
        .status(isPage ? 200 : 404)
        .headers(consoleHeaders(publicUrl()))
        .send(document);
    });
}

/**
 * Nothing comes from elsewhere. The socket is named as well, for browsers to which `'self'` does not include sockets.
 */
function consoleHeaders(publicUrl: string): Record<string, string> {
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ${publicUrl.replace(/^http/, 'ws')}`,
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
    'cache-control': 'no-store',
  };
}

/** Read anew each time: it names files that a new build replaces. */
async function readDocument(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
}

const NOT_BUILT = markup`<h1>The console is not built</h1>
<p>To build it, run <code>node tools/run.mjs tools/build.ts</code> on the server.</p>`;
