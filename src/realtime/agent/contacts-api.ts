/** Contacts at the console: the list, one with all that was between them and the workspace, and changes to them. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Administered, Administration } from '#domain/directory/administration.ts';
import type { Contact } from '#domain/directory/contact.ts';
import { homeRegion } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import { mayDo } from '#domain/identity/call-rights.ts';
import { CONTACT_RIGHTS } from '#domain/identity/contact-rights.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import { placeOf, readPlace, writePlace } from '#domain/ports/contact-book.ts';
import type { EngineDoor } from '#engine/engine.ts';
import type { Archives } from '#api/archives.ts';
import type { DialectParts } from '#api/dialect.ts';
import { fieldsOf, readId } from '#api/kit.ts';
import type { ContactDetail, ContactsPage, HistoryPage } from './contacts-protocol.ts';
import { readFind } from './calls-read.ts';
import { readContactEdit } from './contacts-read.ts';
import { writeCallEntry, writeContact, writeEntry } from './contacts-write.ts';
import { EXPORTS_FULL } from './exports.ts';
import type { PageAnswer, PageRouteParts } from './page-routes.ts';
import { createPageRoutes, PageFile } from './page-routes.ts';

export type ContactsApiParts = PageRouteParts &
  DialectParts & {
    readonly archives: Pick<Archives, 'contact'>;
    readonly administration: Pick<Administration, 'changeContact'>;
  };

const PAGE = 50;
const HISTORY_PAGE = 25;
const MAX_SCHEDULED = 20;

const FAULTS = {
  unknown: [404, 'Contact not found.'],
  malformed: [400, 'This is not a request of our pages.'],
  find_short: [400, 'Type two letters or digits at least, and a hundred at most.'],
  taken: [409, 'Another contact has this number. Merge the two instead.'],
  email_taken: [409, 'Another user has this e-mail address. Merge the two instead.'],
  attributes_full: [409, 'There is no room for more attributes.'],
  on_legal_hold: [409, 'A legal hold stands on this contact, or on a call of theirs.'],
  contact_in_call: [409, 'A call of this contact is in progress, or its recording is being finished. Try again then.'],
  merge_into_itself: [409, 'A contact cannot be merged into itself.'],
  numbers_full: [409, 'Together they have too many numbers.'],
  blocked_full: [409, 'No more contacts can be blocked. Unblock another one first.'],
  exports_full: EXPORTS_FULL,
  refused: [409, 'This cannot be done as things stand.'],
} as const;
type ContactFault = keyof typeof FAULTS;

/** Adds the routes. */
export function addContactsApi(server: FastifyInstance, parts: ContactsApiParts): void {
  const { engine } = parts;
  const serve = createPageRoutes(server, parts, CONTACT_RIGHTS, FAULTS);

  serve('read', 'GET', '/app/contacts.json', async ({ workspaceId }, { query }) => {
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
    'read',
    'GET',
    '/app/contacts/:id.json',
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
    'read',
    'GET',
    '/app/contacts/:id/history.json',
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
    'block',
    'POST',
    '/app/contacts/:id/block.json',
    one(async ({ workspaceId }, contact, { body }) => {
      const { isBlocked } = fieldsOf(body);
      if (typeof isBlocked !== 'boolean') return 'malformed';
      return contactOr(await engine.blockContact(workspaceId, contact.id, isBlocked));
    }),
  );

  serve(
    'merge',
    'POST',
    '/app/contacts/:id/merge.json',
    one(async ({ workspaceId }, contact, { body }) => {
      const { into } = fieldsOf(body);
      const intoId = typeof into === 'number' && Number.isSafeInteger(into) ? into : 0;
      return contactOr(await engine.mergeContacts(workspaceId, contact.id, intoId));
    }),
  );

  serve(
    'forget',
    'GET',
    '/app/contacts/:id/forget.json',
    one(async ({ workspaceId }, contact) => engine.live.wouldForget(workspaceId, contact.id)),
  );

  serve(
    'forget',
    'POST',
    '/app/contacts/:id/forget.json',
    one(async ({ workspaceId }, contact) => {
      const forgotten = await engine.forgetContact(workspaceId, contact.id);
      return forgotten.ok ? forgotten.value : faultOf(forgotten.refusal.code);
    }),
  );

  serve(
    'forget',
    'POST',
    '/app/contacts/:id/legal-hold.json',
    one(async ({ workspaceId }, contact, { body }) => {
      const { isHeld } = fieldsOf(body);
      if (typeof isHeld !== 'boolean') return 'malformed';
      return contactOr(await engine.live.hold(workspaceId, contact.id, isHeld ? parts.clock.now() : null));
    }),
  );

  serve(
    'export',
    'GET',
    '/app/contacts/:id/export.zip',
    one(async ({ workspaceId }, contact) => {
      const archive = await parts.archives.contact(workspaceId, contact)();
      return archive === null ? 'exports_full' : new PageFile('application/zip', archive, `contact-${contact.id}.zip`);
    }),
  );

  serve(
    'edit',
    'PATCH',
    '/app/contacts/:id.json',
    one(async ({ workspaceId }, contact, { body }) => {
      const edit = readContactEdit(body, homeRegion(await engine.directory.load(workspaceId)));
      if (edit === null) return 'malformed';
      if ('field' in edit) return { fault: 'malformed', ...edit };
      const changed = await parts.administration.changeContact(workspaceId, contact.id, edit);
      if (changed.ok) engine.live.contactChanged(workspaceId, contact.id);
      if (changed.ok) return writeContact(changed.value);
      const { code } = changed.refusal;
      if (code === 'taken' && changed.refusal.field === 'email') return { fault: 'email_taken', field: 'email' };
      if (code === 'taken') return { fault: 'taken', field: 'phone' };
      return code === 'attributes_full' ? { fault: code, field: 'attributes' } : faultOf(code);
    }),
  );
}

function contactOr(outcome: Administered<Contact>): object | ContactFault {
  return outcome.ok ? writeContact(outcome.value) : faultOf(outcome.refusal.code);
}

type Answered = Promise<PageAnswer<ContactFault>>;
type Answer = (me: SignedIn, request: FastifyRequest, id: number) => Answered;

/** Finds the contact of the address first; a merged one leads to whom it was merged into. */
function ofContact(
  engine: EngineDoor,
  answer: (me: SignedIn, contact: Contact, request: FastifyRequest) => Answered,
): Answer {
  return async (me, request, id) => {
    const contact = await engine.directory.contact(me.workspaceId, id);
    return contact === null ? 'unknown' : answer(me, contact, request);
  };
}

/** Which calls the one who is signed in may read, with those of the contacts whom they serve now. */
async function readableTo(engine: EngineDoor, me: SignedIn): Promise<(call: Call) => boolean> {
  const serves = await engine.live.contactsServedBy(me.workspaceId, me.agentId);
  return (call) => mayDo('read', { kind: 'agent', ...me, serves }, call);
}

function faultOf(code: string): ContactFault {
  return Object.hasOwn(FAULTS, code) ? (code as ContactFault) : 'refused';
}
