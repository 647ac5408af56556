/** Mail: the server by which the workspace writes to its people, and what it has written. */
import type { Mail } from '#domain/identity/mail.ts';
import type { Route } from '#http/surface.ts';
import { readId } from '../kit.ts';
import { MailObject, MailServerObject, MailServerPut, MailTestBody, MailTestObject } from '../mail/schema.ts';
import { mailMistakeOf, readMailServer, writeMail, writeMailServer, writeMailTest } from '../mail/wire.ts';
import { page, PAGE_QUERY, pageOf } from './lists.ts';
import type { Desk } from './operation.ts';
import { deleted, DELETED, operation } from './operation.ts';

const tag = 'Mail';
const path = '/v1/mail-server';

/** The routes of mail. */
export function mailRoutes(desk: Desk): Route[] {
  return [...readRoutes(desk), ...changeRoutes(desk), testRoute(desk)];
}

function readRoutes(desk: Desk): Route[] {
  const { mail, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path,
      operationId: 'showMailServer',
      summary: 'Get the mail server',
      tag,
      answers: { 200: MailServerObject },
      refusals: [404],
      handle: async ({ workspaceId, requestId }) => {
        const server = await mail.server(workspaceId);
        return server === null ? problems('not_found', requestId) : { status: 200, body: writeMailServer(server) };
      },
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/mails',
      operationId: 'listMails',
      summary: 'List mails',
      description: 'What was written to people, the newest first, with what the mail server said.',
      tag,
      query: PAGE_QUERY,
      answers: { 200: pageOf(MailObject) },
      handle: async (ask) =>
        page(desk, ask, {
          readKey: readId,
          keyOf: (each: Mail) => each.id,
          read: async (beyond, limit) => mail.list(ask.workspaceId, beyond, limit),
          write: writeMail,
        }),
    }),
  ];
}

function changeRoutes(desk: Desk): Route[] {
  const { mail, problems } = desk;
  return [
    operation(desk, {
      method: 'PUT',
      path,
      operationId: 'putMailServer',
      summary: 'Set the mail server',
      description:
        'From then on invitations and links to choose a new password are mailed, and people may ask for one themselves. What waits is ' +
        'tried again at once.',
      tag,
      body: MailServerPut,
      answers: { 200: MailServerObject },
      handle: async ({ workspaceId, body, requestId }) => {
        const { server, password } = readMailServer(body);
        const kept = await mail.putServer(workspaceId, server, password);
        return 'field' in kept
          ? problems('body_invalid', requestId, { errors: [mailMistakeOf(kept)] })
          : { status: 200, body: writeMailServer(kept) };
      },
    }),
    operation(desk, {
      method: 'DELETE',
      path,
      operationId: 'deleteMailServer',
      summary: 'Remove the mail server',
      description: 'Links are handed on by hand then. What waits is given up.',
      tag,
      answers: DELETED,
      refusals: [404],
      handle: async (ask) => deleted(desk, ask, await mail.removeServer(ask.workspaceId)),
    }),
  ];
}

function testRoute(desk: Desk): Route {
  const { mail, problems } = desk;
  return operation(desk, {
    method: 'POST',
    path: `${path}/test`,
    operationId: 'testMailServer',
    summary: 'Send a test mail',
    description: 'At once, by the mail server as it is saved.',
    tag,
    body: MailTestBody,
    answers: { 200: MailTestObject },
    refusals: [404],
    handle: async ({ workspaceId, body, requestId }) => {
      const came = await mail.test(workspaceId, body.to);
      return came === null ? problems('not_found', requestId) : { status: 200, body: writeMailTest(came) };
    },
  });
}
