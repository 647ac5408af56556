/** What is done to whole contacts: merging two, blocking, forgetting or holding one. */
import type { Route } from '#http/surface.ts';
import { ContactObject, ForgottenObject, MergeWish } from './contact-schema.ts';
import type { Desk, Operation } from './operation.ts';
import { administered, DELETED, deleted, operation } from './operation.ts';
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
        'the answer. The merged id keeps answering, as the other contact; its callers are recognized by its number.',
      tag: 'Contacts',
      body: MergeWish,
      answers: { 200: ContactObject },
      handle: async (ask) =>
        administered(desk, ask, await engine.mergeContacts(ask.workspaceId, ask.id, ask.body.into), writeContact),
    }),
    operation(desk, blocking(desk, 'block', true)),
    operation(desk, blocking(desk, 'unblock', false)),
    ...forgetRoutes(desk),
    ...holdRoutes(desk, 'contacts'),
    ...holdRoutes(desk, 'calls'),
  ];
}

function forgetRoutes(desk: Desk): Route[] {
  const { engine, problems } = desk;
  return [
    operation(desk, {
      method: 'POST',
      path: '/v1/contacts/:id/forget',
      operationId: 'forgetContact',
      summary: 'Forget a contact',
      description:
        'Cannot be undone. Number, name, addresses, attributes, recordings, voicemails, transcripts, summaries, notes and messages ' +
        'go; of their calls stay times, queue, agent, state and lengths. Scheduled calls are called off. Files are removed before ' +
        'the answer, or by a job if that fails.',
      tag: 'Contacts',
      answers: { 200: ForgottenObject },
      handle: async (ask) =>
        administered(desk, ask, await engine.forgetContact(ask.workspaceId, ask.id), (gone) => gone),
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/contacts/:id/forget',
      operationId: 'previewForgetContact',
      summary: 'Count what forgetting a contact would remove',
      tag: 'Contacts',
      answers: { 200: ForgottenObject },
      handle: async (ask) => {
        const contact = await engine.directory.contact(ask.workspaceId, ask.id);
        if (contact === null) return problems('not_found', ask.requestId);
        return { status: 200, body: await engine.live.wouldForget(ask.workspaceId, contact.id) };
      },
    }),
  ];
}

/** A legal hold, put and released. */
function holdRoutes(desk: Desk, of: 'contacts' | 'calls'): Route[] {
  const { engine, clock } = desk;
  const [one, Name] = of === 'contacts' ? ['contact', 'Contact'] : ['call', 'Call'];
  const hold = async (workspaceId: number, id: number, at: Date | null): Promise<boolean> =>
    of === 'calls' ? engine.live.holdCall(workspaceId, id, at) : (await engine.live.hold(workspaceId, id, at)).ok;
  return (['PUT', 'DELETE'] as const).map((method) =>
    operation(desk, {
      method,
      path: `/v1/${of}/:id/legal_hold`,
      operationId: method === 'PUT' ? `hold${Name}Legally` : `release${Name}`,
      summary: method === 'PUT' ? `Put a ${one} on legal hold` : `Release a ${one} from legal hold`,
      description: `While it stands, nothing of the ${one} is forgotten, neither when asked nor by age.`,
      tag: of === 'contacts' ? 'Contacts' : 'Calls',
      answers: DELETED,
      handle: async (ask) => {
        const at = method === 'PUT' ? clock.now() : null;
        return deleted(desk, ask, await hold(ask.workspaceId, ask.id, at));
      },
    }),
  );
}

function blocking(desk: Desk, verb: 'block' | 'unblock', isBlocked: boolean): Operation<never> {
  return {
    method: 'POST',
    path: `/v1/contacts/:id/${verb}`,
    operationId: `${verb}Contact`,
    summary: isBlocked ? 'Block a contact' : 'Unblock a contact',
    description: isBlocked
      ? 'Their calls are refused at every inbound door (`contact_blocked`), from all their numbers, and one that waits ends at ' +
        'once. Calls to them, and a call that an agent has, continue.'
      : 'Their calls are taken again.',
    tag: 'Contacts',
    answers: { 200: ContactObject },
    handle: async (ask) =>
      administered(desk, ask, await desk.engine.blockContact(ask.workspaceId, ask.id, isBlocked), writeContact),
  };
}
