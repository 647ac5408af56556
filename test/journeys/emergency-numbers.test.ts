/** Emergency numbers are refused at every door before anyone is dialed, in the words of each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLivePeople } from '../support/live-people.ts';
import { createFakeMedia } from '../support/fake-media.ts';
import { PASSWORD } from '../support/pages.ts';
import { freshKey, testPatchbay } from '../support/patchbay.ts';

const media = createFakeMedia();
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { media });
const { engine } = patchbay;
const { goOnline, callIn } = createLivePeople(patchbay, media);
const SENTENCE = 'Emergency numbers cannot be called';
const REPORT = {
  staff_uid: 'x',
  client_uid: 'x',
  from_number: '+13392195276',
  direction: 'OUTGOING',
  status: 'ANSWERED',
  rate: '0.1',
  provider: 'VONAGE',
  source_id: 'x',
  external_uuid: 'x',
};

/** The door, and what it takes the number in -> how it refuses. */
const DOORS: readonly (readonly [
  door: string,
  path: string,
  body: (number: string) => object,
  status: number,
  answer: object,
])[] = [
  [
    'the CCAI Platform, outbound',
    '/apps/api/v1/calls',
    (number) => ({ call_type: 'Voice Outbound (API)', agent_email: 'agent@somedomain.com', end_user_number: number }),
    400,
    { message: SENTENCE },
  ],
  [
    'the CCAI Platform, scheduled',
    '/apps/api/v1/calls',
    (number) => ({
      call_type: 'Voice Scheduled (API)',
      menu_id: 10,
      end_user_number: number,
      scheduled_at: new Date(Date.now() + 3_600_000).toISOString(),
    }),
    400,
    { message: SENTENCE },
  ],
  [
    'vcita',
    '/v3/communication/voice_calls',
    (number) => ({ ...REPORT, to_number: number }),
    422,
    { errors: [{ field: 'to_number', code: 'invalid', message: SENTENCE }] },
  ],
  [
    'Intercom, the switch to the Messenger',
    '/phone_call_redirects',
    (number) => ({ phone: number }),
    400,
    { error_key: 'invalid_phone_number', message: SENTENCE },
  ],
  ['our own API', '/v1/outbound_calls', (number) => ({ to: number, agent_id: 1 }), 422, { code: 'emergency_number' }],
];

for (const [door, path, body, status, answer] of DOORS)
  for (const number of ['911', '+1 911', '112'])
    test(`${number} is refused by ${door}: ${status}`, async () => {
      const headers = { 'idempotency-key': freshKey() };
      const got = await patchbay.send(path, { body: body(number), headers });
      assert.equal(got.status, status, got.text);
      assert.deepEqual({ ...Object(got.json), ...answer }, got.json, got.text);
    });

test('the desk refuses to dial one, and to hand a call over to one, which the call\u2019s history says', async () => {
  const desk = await goOnline();
  assert.equal((await desk.ask({ type: 'status', status: 'available' })).ok, true);
  const dialled = await desk.ask({ type: 'dial', number: '911', ownNumber: '+13392195276', lang: 'en' });
  assert.match(JSON.stringify(dialled), /emergency_number/);
  const { text } = await patchbay.send('/metrics', { token: null });
  assert.match(text, /patchbay_dial_refusals_total\{reason="emergency"\} 16\n/, 'each is counted');
  assert.match(text, /patchbay_trunk_refusals_total\{trunk="none",direction="out",cause="emergency"\} 16\n/);
  assert.equal((await engine.calls.page(1, 1, 0)).total, 0, 'no call was made');
  const told = await patchbay.database.query.selectFrom('call_event').select(['type', 'call_id', 'data']).execute();
  assert.deepEqual([told.length, new Set(told.map(({ call_id: callId }) => callId))], [16, new Set([null])]);
  const refusal = { direction: 'outbound', cause: 'emergency', trunkId: null, omitted: 0 };
  assert.deepEqual([told[0]?.type, told[0]?.data], ['call_refused', refusal]);

  const { page, callId } = await callIn();
  page.say({ type: 'choose', menuId: 9 });
  await desk.next('call', ({ data }) => data.id === callId && data.offer !== null);
  assert.equal((await desk.ask({ type: 'answer', callId })).ok, true);
  await patchbay.reached(callId, 'connected');
  for (const mode of ['warm', 'cold'] as const) {
    const handed = await desk.ask({ type: 'transfer', callId, to: { number: '9-1-1' }, mode });
    assert.match(JSON.stringify(handed), /emergency_number/);
  }
  const events = await engine.calls.events(1, callId);
  assert.equal(events.filter(({ type }) => type === 'dial_refused').length, 2);
});
