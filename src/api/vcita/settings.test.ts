import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO_AGENTS, DEMO_WORKSPACE } from '#domain/directory/demo.ts';
import { assertConforms } from '../../../test/support/conforms.ts';
import type { Got } from '../../../test/support/patchbay.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import * as schema from './schema.ts';

const { send } = await testPatchbay();
const PATH = '/v3/communication/voice_call_settings';
const STAFF = DEMO_AGENTS[0]?.uid ?? '';

type Kept = { readonly uid: string; readonly [field: string]: unknown };

function setting(got: Got, status = 200): Kept {
  assert.equal(got.status, status, got.text);
  assertConforms(schema.enveloped(schema.Setting), got.json);
  return (got.json as { data: Kept }).data;
}

function refusal(got: Got): string {
  assertConforms(schema.Failure, got.json);
  const { errors } = got.json as { errors: { field?: string; code: string }[] };
  return [got.status, ...errors.map(({ field, code }) => `${field ?? ''} ${code}`)].join(' ');
}

const make = async (body: object): Promise<Kept> => setting(await send(PATH, { body }), 201);
const change = async (uid: string, body: object): Promise<Got> => send(`${PATH}/${uid}`, { method: 'PUT', body });
const listed = async (query = ''): Promise<Kept[]> => {
  const got = await send(`${PATH}?${query}`);
  assertConforms(schema.enveloped(schema.Settings), got.json);
  return (got.json as { data: { voice_call_settings: Kept[] } }).data.voice_call_settings;
};

test('a setting reads back as it was sent, is changed in part, and goes', async () => {
  const sent = {
    staff_uid: STAFF,
    forward_number: '180348567634',
    dedicated_number: '+12845783457',
    forwarding_enabled: true,
    call_forwarding_policy: 'WORK_HOURS',
    staff_weekly_availability_uid: '',
    call_timeout_sec: 20,
    publish_number: true,
    voice_scripts: { greeting_message: { message: 'One moment, please.', enabled: true } },
    external_app_name: 'my.pa',
    app_status: 'PAYMENT_ISSUE',
    feature: 'VOICE',
    transcript_enabled: true,
  };
  const { uid, ...made } = await make(sent);
  assert.deepEqual(made, { business_uid: DEMO_WORKSPACE.uid, ...sent });
  const changed = setting(await change(uid, { call_timeout_sec: 30, dedicated_number: null }));
  assert.deepEqual(changed, { uid, ...made, call_timeout_sec: 30, dedicated_number: null });
  assert.deepEqual(await listed(`feature=VOICE`), [changed]);
  assert.deepEqual(setting(await send(`${PATH}/${uid}`, { method: 'DELETE' })), changed);
  assert.deepEqual(await listed(), []);
  assert.equal(refusal(await change(uid, {})), '404  not_found');
  assert.equal(refusal(await send(`${PATH}/${uid}`, { method: 'DELETE' })), '404  not_found');
});

test('of the settings for one staff member and feature there is one, also when they arrive at once', async () => {
  const bodies = [{}, { staff_uid: STAFF, feature: 'SMS' }];
  for (const body of bodies) {
    const answers = await Promise.all(Array.from({ length: 10 }, async () => send(PATH, { body })));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    const refused = answers.filter(({ status }) => status !== 201).map(refusal);
    assert.deepEqual(new Set(refused), new Set(['409  already_exists']));
  }
  const { uid } = await make({ staff_uid: STAFF, feature: 'VOICE' });
  assert.equal(refusal(await change(uid, { feature: 'SMS' })), '409  already_exists');
  assert.equal(refusal(await change(uid, { feature: null, staff_uid: null })), '409  already_exists');
  assert.equal(setting(await change(uid, { feature: 'VOICE' }))['feature'], 'VOICE');
});

test('settings are found by feature, number and app status', async () => {
  const { uid } = await make({ staff_uid: 'x', dedicated_number: '+15125550100', app_status: 'UNINSTALLED' });
  for (const query of ['dedicated_number=+15125550100', 'dedicated_number=%2B15125550100&app_status=UNINSTALLED'])
    assert.deepEqual(
      (await listed(query)).map((each) => each.uid),
      [uid],
    );
  assert.deepEqual(await listed('dedicated_number=+15125550100&feature=SMS'), []);
  assert.equal(refusal(await send(`${PATH}?feature=FAX`)), '422 feature invalid');
});

test('everything that is wrong with a setting is told at once', async () => {
  const got = await send(PATH, { body: { feature: 'FAX', call_timeout_sec: 'soon' } });
  assert.equal(refusal(got), '422 call_timeout_sec invalid feature invalid');
});
