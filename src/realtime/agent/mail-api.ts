/** Mail, for administrators at the console: `/app/mail/…`. Judged and kept as `/v1` does. */
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import type { Role } from '#domain/identity/session.ts';
import type { MailDesk } from '#domain/ports/mail.ts';
import { createBodyValidator } from '#http/body-validator.ts';
import { readId } from '#api/kit.ts';
import { MailServerPut, MailTestBody } from '#api/mail/schema.ts';
import { mailMistakeOf, readMailServer, writeMail, writeMailServer, writeMailTest } from '#api/mail/wire.ts';
import type { MailSettingsView, MailsView, MailTestView } from './mail-protocol.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';

export type MailApiParts = PageRouteParts & { readonly mail: MailDesk };

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators decide how the workspace writes mail.'],
  unknown: [404, 'The workspace has no mail server.'],
  malformed: [400, 'This is no place in the list.'],
} as const;

/** Mails of one part of the list. */
const PAGE = 25;

/** Adds the routes. */
export function addMailApi(server: FastifyInstance, parts: MailApiParts): void {
  const { mail } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);
  const viewOf = async (workspaceId: number): Promise<MailSettingsView> => {
    const kept = await mail.server(workspaceId);
    return { server: kept === null ? null : writeMailServer(kept) };
  };

  serve('read', 'GET', '/app/mail/server.json', async ({ workspaceId }) => viewOf(workspaceId));

  const judge = createBodyValidator(MailServerPut);
  serve('change', 'PATCH', '/app/mail/server.json', async ({ workspaceId }, { body }) => {
    const errors = judge(body);
    if (errors.length > 0) return { errors };
    const { server: wanted, password } = readMailServer(body as Static<typeof MailServerPut>); // The judge has held it.
    const kept = await mail.putServer(workspaceId, wanted, password);
    return 'field' in kept
      ? { errors: [mailMistakeOf(kept)] }
      : ({ server: writeMailServer(kept) } satisfies MailSettingsView);
  });

  serve('change', 'DELETE', '/app/mail/server.json', async ({ workspaceId }) =>
    (await mail.removeServer(workspaceId)) ? ({ server: null } satisfies MailSettingsView) : 'unknown',
  );

  const judgeTest = createBodyValidator(MailTestBody);
  serve('change', 'POST', '/app/mail/test.json', async ({ workspaceId }, { body }) => {
    const errors = judgeTest(body);
    if (errors.length > 0) return { errors };
    const came = await mail.test(workspaceId, (body as Static<typeof MailTestBody>).to); // Likewise.
    return came === null ? 'unknown' : (writeMailTest(came) satisfies MailTestView);
  });

  serve('read', 'GET', '/app/mail/sent.json', async ({ workspaceId }, { query }) => {
    const { before } = query as { readonly before?: unknown };
    const beyond = typeof before === 'string' ? readId(before) : null;
    if (before !== undefined && beyond === null) return 'malformed';
    const found = await mail.list(workspaceId, beyond, PAGE + 1);
    return { mails: found.slice(0, PAGE).map(writeMail), hasMore: found.length > PAGE } satisfies MailsView;
  });
}
