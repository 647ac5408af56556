/** What is kept, handed out whole: all of one contact, and the workspace. */
import { Type } from 'typebox';
import type { ApiResponse, Route } from '#http/surface.ts';
import type { OpenArchive } from '../archives.ts';
import { MAX_ARCHIVES } from '../archives.ts';
import type { Desk } from './operation.ts';
import { operation } from './operation.ts';

const ARCHIVE = {
  200: Type.String({
    format: 'binary',
    description: 'A ZIP archive, `application/zip`. Its `README.txt` says what each file is.',
  }),
};
const LIMIT =
  `Written while it is sent, so its length is not known before. At most ${MAX_ARCHIVES} exports of a workspace at a time ` +
  '(`exports_full`). The audit log says who has it.';

/** The routes. */
export function exportRoutes(desk: Desk): Route[] {
  const { engine, archives, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/contacts/:id/export',
      operationId: 'exportContact',
      summary: 'Export all that is kept of a contact',
      description:
        'For someone who asks for their data: the contact, their calls with events, notes and transcripts, their messages, and the ' +
        `sound of their recordings and voicemails. ${LIMIT}`,
      tag: 'Contacts',
      answers: ARCHIVE,
      refusals: [409],
      handle: async ({ workspaceId, id, requestId }) => {
        const contact = await engine.directory.contact(workspaceId, id);
        if (contact === null) return problems('not_found', requestId);
        return archived(desk, requestId, `contact-${contact.id}`, archives.contact(workspaceId, contact));
      },
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/workspace/export',
      operationId: 'exportWorkspace',
      summary: 'Export the workspace',
      description:
        'Settings, people, menus with their sounds, numbers, trunks, contacts, calls with events, notes and transcripts, messages, and ' +
        `recordings. No secrets. ${LIMIT}`,
      tag: 'Workspace',
      answers: ARCHIVE,
      refusals: [409],
      handle: async ({ workspaceId, requestId }) =>
        archived(desk, requestId, 'workspace', archives.workspace(workspaceId)),
    }),
  ];
}

function archived({ problems }: Desk, requestId: string, name: string, stream: OpenArchive): ApiResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}.zip"` },
    stream,
    instead: problems('exports_full', requestId),
  };
}
