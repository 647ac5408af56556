/** What is done to whole contacts: merging two, blocking one. */
import type { Route } from '#http/surface.ts';
import { ContactObject, MergeWish } from './contact-schema.ts';
import type { Desk, Operation } from './operation.ts';
import { administered, operation } from './operation.ts';
import { writeContact } from './write.ts';

/** The routes of acts. */
export function contactActRoutes(desk: Desk): Route[] {
  const { engine } = desk;
  return [
    operation(desk, {
      method: 'POST',
      path: '/v1/contacts/:id/merge',
      operationId: 'mergeContact',
      summary: 'Merge a contact into another',
      description:
        'Calls, conversations, tickets and links are the other’s from then on, which keeps its own of what both have and is ' +
        'the answer. The merged id goes on answering, as the other contact; its callers are recognized by its number.',
      tag: 'Contacts',
      body: MergeWish,
      answers: { 200: ContactObject },
      handle: async (ask) =>
        administered(desk, ask, await engine.mergeContacts(ask.workspaceId, ask.id, ask.body.into), writeContact),
    }),
    operation(desk, blocking(desk, 'block', true)),
    operation(desk, blocking(desk, 'unblock', false)),
  ];
}

function blocking(desk: Desk, verb: 'block' | 'unblock', isBlocked: boolean): Operation<never> {
  return {
    method: 'POST',
    path: `/v1/contacts/:id/${verb}`,
    operationId: `${verb}Contact`,
    summary: isBlocked ? 'Block a contact' : 'Unblock a contact',
    description: isBlocked
      ? 'Their calls are refused at every inbound door (`contact_blocked`), from all their numbers, and one that waits ends at ' +
        'once. Calls to them, and a call that an agent has, go on.'
      : 'Their calls are taken again.',
    tag: 'Contacts',
    answers: { 200: ContactObject },
    handle: async (ask) =>
      administered(desk, ask, await desk.engine.blockContact(ask.workspaceId, ask.id, isBlocked), writeContact),
  };
}
