/** The page behind the link in a text message: a caller goes on in writing. It never shows the caller's number. */
import type { FastifyInstance } from 'fastify';
import type { Redirect } from '#call/redirect.ts';
import type { Html } from './page.ts';
import { markup, PAGE_HEADERS, writePage } from './page.ts';

/** What the page needs to know. */
export type MessengerParts = {
  findRedirect(token: string): Promise<Redirect | null>;
  workspaceName(workspaceId: number): Promise<string>;
  now(): Date;
};

const TOKEN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Adds it. The address is a secret: no cache keeps it, no robot lists it, no link tells it on. */
export function addMessenger(server: FastifyInstance, { findRedirect, workspaceName, now }: MessengerParts): void {
  server.get<{ Params: { token: string } }>('/m/:token', async (request, reply) => {
    const { token } = request.params;
    const redirect = TOKEN.test(token) ? await findRedirect(token) : null;
    const name = redirect === null ? null : await workspaceName(redirect.workspaceId);
    void reply.headers({ ...PAGE_HEADERS, 'x-robots-tag': 'noindex, nofollow' });
    if (redirect === null || name === null) return reply.status(404).send(writePage('Link not found', UNKNOWN));
    if (redirect.expiresAt <= now()) return reply.status(410).send(writePage('Link expired', expired(name)));
    return reply.send(writePage(name, conversation(name, redirect.expiresAt)));
  });
}

function conversation(name: string, until: Date): Html {
  return markup`<h1>${name}</h1>
<p>Your conversation with ${name} continues here. Your call and this page belong together.</p>
<p class="quiet">Nothing has been written yet. This link works until
<time datetime="${until.toISOString()}">${readable(until)}</time>. It is yours alone: whoever has it can open this page.</p>`;
}

function expired(name: string): Html {
  return markup`<h1>This link has expired</h1>
<p>It led to a conversation with ${name}. Call ${name} again, and you will be sent a new one.</p>`;
}

const UNKNOWN = markup`<h1>This link leads nowhere</h1>
<p>It may have been cut when it was copied. Open it again from the text message in which you received it.</p>`;

/** A time that reads the same wherever the reader is. */
function readable(at: Date): string {
  return `${at.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
}
