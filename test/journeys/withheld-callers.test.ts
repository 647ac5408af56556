/** Callers who withhold their number: they are served like all others, and no one takes them for someone else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testPatchbay } from '../support/patchbay.ts';

const patchbay = await testPatchbay();
type Fields = Record<string, unknown>;

async function ask<T extends object = Fields>(path: string, body?: unknown): Promise<T> {
  const got = await patchbay.send(path, body === undefined ? {} : { body });
  assert.ok(got.status < 300, `${path}: ${got.status} ${got.text}`);
  return got.json as T;
}

const contacts = async (): Promise<number> => (await ask<{ data: Fields[] }>('/v1/contacts?limit=100')).data.length;

test('an anonymous call is routed and answered, and no API knows a number or a contact', async () => {
  const before = await contacts();
  const { id } = await ask<{ id: number }>('/v1/simulator/calls', { from: 'Anonymous', menu_id: 10 });
  await ask('/v1/simulator/calls', { from: '+266696687', menu_id: 10 });
  const call = await patchbay.reached(id, 'finished');
  assert.deepEqual([call.agentId, call.contact, call.contactNumber], [1, null, null]);
  const ccaip = await ask(`/apps/api/v1/calls/${id}`);
  assert.deepEqual([ccaip['end_user'], ccaip['support_number']], [null, '+1 339-219-5276']);
  const parties = ccaip['participants'] as Fields[];
  assert.ok(parties.every((each) => each['end_user_id'] === null));
  const intercom = await ask(`/calls/${id}`);
  assert.deepEqual([intercom['phone'], intercom['contact_id'], intercom['state']], [null, null, 'completed']);
  const vcita = (await ask<{ data: Fields }>(`/v3/communication/voice_calls/${call.uid}`)).data;
  assert.deepEqual([vcita['from_number'], vcita['to_number'], vcita['client_uid']], [null, '+13392195276', null]);
  const own = await ask(`/v1/calls/${id}`);
  assert.deepEqual([own['contact_number'], own['contact']], [null, null]);
  assert.equal(await contacts(), before, 'no contact is made');
});

test('an anonymous call to the voice agent is matched to no reference, and handed to people all the same', async () => {
  const reference = { phone_number: '+14155550148', call_id: 'not-this-caller' };
  await ask('/fin_voice/register', reference);
  const { id } = await ask<{ id: number }>('/v1/simulator/calls', { from: 'unavailable', to: '+13392195277' });
  await patchbay.reached(id, 'finished');
  const found = await ask(`/fin_voice/external_id/${reference.call_id}`);
  assert.deepEqual([found['status'], found['intercom_call_id']], ['registered', null]);
});

test('a reported anonymous call reads back as it was sent, and has no number elsewhere', async () => {
  const before = await contacts();
  const report = {
    staff_uid: 'd290f1ee-6c54-4b01-90e6-d701748f0851',
    client_uid: 'a client of elsewhere',
    from_number: 'Restricted',
    to_number: '+14155550901',
    direction: 'INBOUND',
    status: 'MISSED',
    rate: '0',
    provider: 'VONAGE',
    source_id: 'withheld',
    external_uuid: 'withheld',
    business_uid: 'd290f1ee-6c54-4b01-90e6-d701748f0851',
  };
  const { uid } = (await ask<{ data: { uid: string } }>('/v3/communication/voice_calls', report)).data;
  const call = await patchbay.engine.calls.byUid(1, uid);
  assert.deepEqual([call?.contactNumber, call?.contact], [null, null]);
  const read = (await ask<{ data: Fields }>(`/v3/communication/voice_calls/${uid}`)).data;
  assert.deepEqual([read['from_number'], read['client_uid']], ['Restricted', 'a client of elsewhere']);
  assert.equal((await ask(`/calls/${call?.id}`))['phone'], null);
  assert.equal((await ask(`/apps/api/v1/calls/${call?.id}`))['end_user'], null);
  const path = `/v3/communication/voice_calls/${uid}`;
  const changed = await patchbay.send(path, { method: 'PUT', body: { from_number: 'anonymous', duration: 3 } });
  assert.equal(changed.status, 200, changed.text);
  assert.equal(await contacts(), before, 'no contact is made');
});

test('what is neither a number nor a withheld one is refused as before', async () => {
  for (const from of ['somebody', '123', ''])
    assert.equal((await patchbay.send('/v1/simulator/calls', { body: { from, menu_id: 10 } })).status, 422, from);
});
