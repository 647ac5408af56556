/** Contacts at the console: the list, one with all that was between them and the workspace, and changes to them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Administered, Administration } from '#domain/directory/administration.ts';
import type { Contact } from '#domain/directory/contact.ts';
import { homeRegion } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import { mayDo } from '#domain/identity/call-rights.ts';
import type { ContactAct } from '#domain/identity/contact-rights.ts';
import { mayDoToContact } from '#domain/identity/contact-rights.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import { placeOf, readPlace, writePlace } from '#domain/ports/contact-book.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { refusePage } from '#http/page-fault.ts';
import { isFromOurPages } from '#http/sessions.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { fieldsOf, readId } from '#api/kit.ts';
import type { ContactDetail, ContactsPage, ContactField, HistoryPage } from './contacts-protocol.ts';
import { readFind } from './calls-read.ts';
import { readContactEdit } from './contacts-read.ts';
import { writeCallEntry, writeContact, writeEntry } from './contacts-write.ts';
import type { SignIns } from './sign-in.ts';

export type ContactsApiParts = {
  readonly engine: EngineDoor;
  readonly administration: Pick<Administration, 'changeContact'>;
  readonly signIns: Pick<SignIns, 'read'>;
  readonly clock: Clock;
  publicUrl(): string;
};

const PAGE = 50;
const HISTORY_PAGE = 25;
const MAX_SCHEDULED = 20;

const FAULTS = {
  signed_out: [401, 'Sign in first.'],
  foreign_origin: [403, 'This request did not come from our pages.'],
  not_yours: [403, 'Your role may not do this.'],
  unknown: [404, 'Contact not found.'],
  malformed: [400, 'This is not a request of our pages.'],
  find_short: [400, 'Type two letters or digits at least, and a hundred at most.'],
  taken: [409, 'Another contact has this number. Merge the two instead.'],
  attributes_full: [409, 'There is no room for more attributes.'],
  on_legal_hold: [409, 'A legal hold stands on this contact, or on a call of theirs.'],
  contact_in_call: [409, 'A call of this contact goes on, or its recording is being finished. Try again then.'],
  merge_into_itself: [409, 'A contact cannot be merged into itself.'],
  numbers_full: [409, 'Together they have too many numbers.'],
  blocked_full: [409, 'No more contacts can be blocked. Unblock another one first.'],
  refused: [409, 'This cannot be done as things stand.'],
} as const;
type ContactFault = keyof typeof FAULTS;
/** A refusal, with the field that it is about. */
type Refused = { readonly fault: ContactFault; readonly field: ContactField; readonly message?: string };

/** Adds the routes. */
export function addContactsApi(server: FastifyInstance, parts: ContactsApiParts): void {
  const { engine } = parts;
  const serve = createServing(server, parts);

  serve('GET', '/app/contacts.json', 'read', async ({ workspaceId }, { query }) => {
    const asked = query as { readonly find?: string; readonly after?: string };
    const { after } = asked;
    const text = readFind(asked);
    if (text === undefined) return 'find_short';
    const beyond = after === undefined ? null : readId(after);
    if (after !== undefined && beyond === null) return 'malformed';
    const found = await engine.contacts.list(workspaceId, { text, phone: null }, { beyond, limit: PAGE + 1 });
    const shown = found.slice(0, PAGE);
    const next = found.length > PAGE ? String(shown.at(-1)?.id) : null;
    return { contacts: shown.map(writeContact), next } satisfies ContactsPage;
  });

  const one = (answer: Parameters<typeof ofContact>[1]): Answer => ofContact(engine, answer);

  serve(
    'GET',
    '/app/contacts/:id.json',
    'read',
    one(async (me, contact) => {
      const [directory, calls, isReadable] = await Promise.all([
        engine.directory.load(me.workspaceId),
        engine.contacts.scheduled(me.workspaceId, contact.id, MAX_SCHEDULED),
        readableTo(engine, me),
      ]);
      const scheduled = calls.map((call) => writeCallEntry(call, [], directory, isReadable(call)));
      return { contact: writeContact(contact), scheduled } satisfies ContactDetail;
    }),
  );

  serve(
    'GET',
    '/app/contacts/:id/history.json',
    'read',
    one(async (me, contact, { query }) => {
      const { after } = query as { readonly after?: string };
      const beyond = after === undefined ? null : readPlace(after);
      if (after !== undefined && beyond === null) return 'malformed';
      const [directory, found, isReadable] = await Promise.all([
        engine.directory.load(me.workspaceId),
        engine.contacts.history(me.workspaceId, contact.id, { beyond, limit: HISTORY_PAGE + 1 }),
        readableTo(engine, me),
      ]);
      const shown = found.slice(0, HISTORY_PAGE);
      const last = shown.at(-1);
      const next = found.length > HISTORY_PAGE && last !== undefined ? writePlace(placeOf(last)) : null;
      return { entries: shown.map((entry) => writeEntry(entry, directory, isReadable)), next } satisfies HistoryPage;
    }),
  );

  serve(
    'POST',
    '/app/contacts/:id/block.json',
    'block',
    one(async ({ workspaceId }, contact, { body }) => {
      const { isBlocked } = fieldsOf(body);
      if (typeof isBlocked !== 'boolean') return 'malformed';
      return contactOr(await engine.blockContact(workspaceId, contact.id, isBlocked));
    }),
  );

  serve(
    'POST',
    '/app/contacts/:id/merge.json',
    'merge',
    one(async ({ workspaceId }, contact, { body }) => {
      const { into } = fieldsOf(body);
      const intoId = typeof into === 'number' && Number.isSafeInteger(into) ? into : 0;
      return contactOr(await engine.mergeContacts(workspaceId, contact.id, intoId));
    }),
  );

  serve(
    'GET',
    '/app/contacts/:id/forget.json',
    'forget',
    one(async ({ workspaceId }, contact) => engine.live.wouldForget(workspaceId, contact.id)),
  );

  serve(
    'POST',
    '/app/contacts/:id/forget.json',
    'forget',
    one(async ({ workspaceId }, contact) => {
      const forgotten = await engine.forgetContact(workspaceId, contact.id);
      return forgotten.ok ? forgotten.value : faultOf(forgotten.refusal.code);
    }),
  );

  serve(
    'POST',
    '/app/contacts/:id/legal-hold.json',
    'forget',
    one(async ({ workspaceId }, contact, { body }) => {
      const { isHeld } = fieldsOf(body);
      if (typeof isHeld !== 'boolean') return 'malformed';
      return contactOr(await engine.live.hold(workspaceId, contact.id, isHeld ? parts.clock.now() : null));
    }),
  );

  serve(
    'PATCH',
    '/app/contacts/:id.json',
    'edit',
    one(async ({ workspaceId }, contact, { body }) => {
      const edit = readContactEdit(body, homeRegion(await engine.directory.load(workspaceId)));
      if (edit === null) return 'malformed';
      if ('field' in edit) return { fault: 'malformed', ...edit };
      const changed = await parts.administration.changeContact(workspaceId, contact.id, edit);
      if (changed.ok) engine.live.contactChanged(workspaceId, contact.id);
      if (changed.ok) return writeContact(changed.value);
      const { code } = changed.refusal;
      if (code === 'taken') return { fault: 'taken', field: 'phone' };
      return code === 'attributes_full' ? { fault: code, field: 'attributes' } : faultOf(code);
    }),
  );
}

function contactOr(outcome: Administered<Contact>): object | ContactFault {
  return outcome.ok ? writeContact(outcome.value) : faultOf(outcome.refusal.code);
}

type Answered = Promise<object | ContactFault | Refused>;
type Answer = (me: SignedIn, request: FastifyRequest) => Answered;

/** Serves a route to those whose role may. */
function createServing(server: FastifyInstance, { signIns, publicUrl }: ContactsApiParts) {
  return (method: 'GET' | 'POST' | 'PATCH', url: string, act: ContactAct, answer: Answer): void => {
    server.route({
      method,
      url,
      handler: async (request, reply) => {
        const found = await signIns.read(request.headers);
        if (found === null) return refuse(reply, 'signed_out');
        if (method !== 'GET' && !isFromOurPages(request.headers, publicUrl())) return refuse(reply, 'foreign_origin');
        if (!mayDoToContact(act, found.me)) return refuse(reply, 'not_yours');
        const answered = await answer(found.me, request);
        if (typeof answered === 'string') return refuse(reply, answered);
        if ('fault' in answered) return refuse(reply, answered.fault, answered);
        return reply.header('cache-control', 'no-store').send(answered);
      },
    });
  };
}

/** Finds the contact of the address first; a merged one leads to whom it was merged into. */
function ofContact(
  engine: EngineDoor,
  answer: (me: SignedIn, contact: Contact, request: FastifyRequest) => Answered,
): Answer {
  return async (me, request) => {
    const { id } = request.params as { readonly id: string };
    const contact = await engine.directory.contact(me.workspaceId, readId(id) ?? 0);
    return contact === null ? 'unknown' : answer(me, contact, request);
  };
}

/** Which calls the one who is signed in may read, with those of the contacts whom they serve now. */
async function readableTo(engine: EngineDoor, me: SignedIn): Promise<(call: Call) => boolean> {
  const serves = await engine.live.contactsServedBy(me.workspaceId, me.agentId);
  return (call) => mayDo('read', { kind: 'agent', ...me, serves }, call);
}

async function refuse(reply: FastifyReply, fault: ContactFault, refused?: Refused): Promise<FastifyReply> {
  const [status, message] = FAULTS[fault];
  if (refused === undefined) return refusePage(reply, status, fault, message);
  return reply
    .header('cache-control', 'no-store')
    .status(status)
    .send({ error: fault, message: refused.message ?? message, field: refused.field });
}

function faultOf(code: string): ContactFault {
  return Object.hasOwn(FAULTS, code) ? (code as ContactFault) : 'refused';
}
