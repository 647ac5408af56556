import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, START } from '../../../test/support/calls.ts';
import { aContact, denied, granted } from '../../../test/support/directory-samples.ts';
import type { SomeDesk } from '../../../test/support/own-api.ts';
import { ownApi } from '../../../test/support/own-api.ts';
import type { Administered, AdministrationRefusal } from '#domain/directory/administration.ts';
import type { Contact } from '#domain/directory/contact.ts';

const WRITTEN = {
  id: 67,
  uid: aContact().uid,
  role: 'user',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  phone: '+14155550148',
  other_phones: ['+14155550149'],
  identifier: 'crm-67',
  out_contact_id: '003',
  attributes: { plan: 'gold', nested: { camelCase: [1] } },
  blocked_at: null,
  legal_hold_at: null,
  created_at: START.toISOString(),
};

test('a contact is shown, and what others have named in it keeps its names', async () => {
  const ask = (blockedAt: Date | null, legalHoldAt: Date | null) =>
    ownApi({ engine: { directory: { contact: async () => aContact({ blockedAt, legalHoldAt }) } } })('showContact');
  assert.deepEqual((await ask(null, null)).body, WRITTEN);
  const marked = { blocked_at: at(1).toISOString(), legal_hold_at: at(2).toISOString() };
  assert.deepEqual((await ask(at(1), at(2))).body, { ...WRITTEN, ...marked });
});

test('contacts are found by a part of a name and by a number, however its plus was sent', async () => {
  const asked: unknown[] = [];
  const contacts: NonNullable<SomeDesk['engine']>['contacts'] = {
    list: async (...slice) => {
      asked.push(slice);
      return [aContact()];
    },
  };
  const ask = ownApi({ engine: { contacts } });
  assert.deepEqual((await ask('listContacts')).data, [WRITTEN]);
  const cursor = Buffer.from('80').toString('base64url');
  await ask('listContacts', { query: { phone: ' 1 415 555 0148', search: ' ada ', limit: '2', cursor } });
  assert.deepEqual(asked, [
    [1, { text: null, phone: null }, { beyond: null, limit: 26 }],
    [1, { text: 'ada', phone: '+14155550148' }, { beyond: 80, limit: 3 }],
  ]);
});

for (const [query, places] of [
  [{ phone: '12' }, ['phone']],
  [{ search: 'a' }, ['search']],
  [{ search: '  a  ' }, ['search']],
  [{ search: 'x'.repeat(101) }, ['search']],
  [{ search: 'a\u0000b' }, ['search']],
  [{ search: '', phone: '' }, ['phone', 'search']],
] as const)
  test(`contacts are not searched for ${JSON.stringify(query).slice(0, 40)}`, async () => {
    const came = await ownApi({})('listContacts', { query });
    assert.deepEqual([came.status, came.places], [400, places]);
  });

test('a new contact is a lead without anything, unless told otherwise', async () => {
  const drafts: unknown[] = [];
  const administration: SomeDesk['administration'] = {
    createContact: async (_, draft) => {
      drafts.push(draft);
      return granted(aContact());
    },
  };
  const ask = ownApi({ administration });
  assert.equal((await ask('createContact')).status, 201);
  const body = { role: 'user', phone: '+1 415-555-0148', out_contact_id: '003', attributes: { out_id: null } };
  await ask('createContact', { body });
  const ordinary = { role: 'lead', name: null, email: null, phone: null, otherPhones: [], identifier: null };
  const empty = { ...ordinary, outContactId: null, attributes: {} };
  const asked = { role: 'user', phone: '+14155550148', outContactId: '003', attributes: { out_id: null } };
  assert.deepEqual(drafts, [empty, { ...empty, ...asked }]);
});

for (const [body, places] of [
  [{ role: 'admin' }, ['/role']],
  [{ name: 'x'.repeat(201) }, ['/name']],
  [{ email: 'none' }, ['/email']],
  [{ phone: '4155550148' }, ['/phone']],
  [{ other_phones: Array(21).fill('+14155550149') }, ['/other_phones', '/other_phones']],
  [{ attributes: [] }, ['/attributes']],
  [{ legal_hold_at: null }, ['/legal_hold_at']],
] as const)
  test(`a contact of ${JSON.stringify(body).slice(0, 50)} is refused at ${places[0]}`, async () => {
    const came = await ownApi({})('createContact', { body });
    assert.deepEqual([came.status, came.code, came.places], [422, 'body_invalid', places]);
  });

/** A change that storage refuses -> the problem. */
const REFUSED: readonly (readonly [AdministrationRefusal, number])[] = [
  [{ code: 'unknown' }, 404],
  [{ code: 'taken', field: 'phone' }, 409],
  [{ code: 'attributes_full' }, 422],
];
for (const [refusal, status] of REFUSED)
  test(`pages hear of no change that was refused as ${refusal.code}`, async () => {
    const desk: SomeDesk = {
      administration: { changeContact: async () => denied(refusal) },
      engine: { live: { contactChanged: () => assert.fail('pages were told') } },
    };
    assert.equal((await ownApi(desk)('updateContact', { id: 67, body: { name: null } })).status, status);
  });

test('pages that show a call of the contact hear of a change', async () => {
  const told: number[] = [];
  const desk: SomeDesk = {
    administration: { changeContact: async () => granted(aContact()) },
    engine: { live: { contactChanged: (workspaceId, id) => void told.push(workspaceId, id) } },
  };
  assert.equal((await ownApi(desk)('updateContact', { id: 66, body: { name: 'Ada' } })).status, 200);
  assert.deepEqual(told, [1, 67], 'the one that the id leads to');
});

test('what is done to a whole contact answers with it, or says why not', async () => {
  const done: unknown[] = [];
  const desk = (answer: Administered<Contact>): SomeDesk => ({
    engine: {
      mergeContacts: async (...asked) => {
        done.push(asked);
        return answer;
      },
      blockContact: async (...asked) => {
        done.push(asked);
        return answer;
      },
    },
  });
  const ask = ownApi(desk(granted(aContact())));
  for (const operation of ['blockContact', 'unblockContact'])
    assert.deepEqual((await ask(operation, { id: 67 })).body, WRITTEN);
  assert.deepEqual((await ask('mergeContact', { id: 66, body: { into: 67 } })).body, WRITTEN);
  assert.deepEqual(done, [
    [1, 67, true],
    [1, 67, false],
    [1, 66, 67],
  ]);
  for (const [code, status] of [
    ['merge_into_itself', 409],
    ['numbers_full', 409],
    ['unknown', 404],
  ] as const)
    assert.equal((await ownApi(desk(denied({ code })))('mergeContact', { id: 1, body: { into: 1 } })).status, status);
  assert.equal((await ownApi(desk(denied({ code: 'blocked_full' })))('blockContact', { id: 1 })).code, 'blocked_full');
});

test('forgetting is counted before and after, and refused while a hold stands', async () => {
  const counts = { calls: 3, recordings: 2, messages: 1 };
  const ask = ownApi({
    engine: {
      directory: { contact: async (_, id) => (id === 66 ? aContact() : null) },
      live: { wouldForget: async (_, id) => (id === 67 ? counts : { calls: 0, recordings: 0, messages: 0 }) },
      forgetContact: async () => granted(counts),
    },
  });
  assert.deepEqual((await ask('previewForgetContact', { id: 66 })).body, counts, 'of the one that it was merged into');
  assert.equal((await ask('previewForgetContact', { id: 1 })).status, 404);
  assert.deepEqual((await ask('forgetContact', { id: 67 })).body, counts);
  for (const code of ['on_legal_hold', 'contact_in_call'] as const) {
    const came = await ownApi({ engine: { forgetContact: async () => denied({ code }) } })('forgetContact', { id: 67 });
    assert.deepEqual([came.status, came.code], [409, code]);
  }
});

test('a legal hold is put on contacts and calls with its time, and released', async () => {
  const held: unknown[] = [];
  const ask = (isThere: boolean) =>
    ownApi({
      engine: {
        live: {
          hold: async (_, id, since) => {
            held.push(['contact', id, since]);
            return isThere ? granted(null as never) : denied({ code: 'unknown' });
          },
          holdCall: async (_, id, since) => {
            held.push(['call', id, since]);
            return isThere;
          },
        },
      },
    });
  const operations = ['holdContactLegally', 'releaseContact', 'holdCallLegally', 'releaseCall'];
  for (const operation of operations) assert.equal((await ask(true)(operation, { id: 5 })).status, 204);
  assert.deepEqual(held, [
    ['contact', 5, START],
    ['contact', 5, null],
    ['call', 5, START],
    ['call', 5, null],
  ]);
  for (const operation of operations) assert.equal((await ask(false)(operation, { id: 5 })).status, 404);
});
