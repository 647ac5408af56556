import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  readBusinessUid,
  readPlayed,
  readReport,
  readReportChange,
  readSetting,
  readSettingChange,
  readSettingFilter,
} from './read.ts';

const REPORT = {
  staff_uid: 'd290f1ee-6c54-4b01-90e6-d701748f0851',
  client_uid: '5ya4gbwm2c3qic8z',
  from_number: '+14155550148',
  to_number: '+14155550901',
  direction: 'INBOUND',
  status: 'MISSED',
  rate: '0.05',
  provider: 'VONAGE',
  source_id: 'call-src-001',
  external_uuid: 'ext-call-001',
  business_uid: 'd290f1ee-6c54-4b01-90e6-d701748f0851',
} as const;

/** `field code` of everything that is wrong. */
function faults(read: { ok: boolean; errors?: readonly { field?: string; code: string }[] }): string[] {
  return (read.errors ?? []).map(({ field, code }) => `${field} ${code}`);
}

test('a report is read word for word', () => {
  assert.deepEqual(readReport({ ...REPORT, status: 'VOICEMAIL', direction: 'OUTBOUND', unknown: 1 }), {
    ok: true,
    value: {
      state: 'voicemail_received',
      direction: 'outbound',
      report: {
        staffUid: REPORT.staff_uid,
        clientUid: REPORT.client_uid,
        fromNumber: REPORT.from_number,
        toNumber: REPORT.to_number,
        status: 'VOICEMAIL',
        rate: '0.05',
        price: null,
        provider: 'VONAGE',
        sourceId: 'call-src-001',
        externalUuid: 'ext-call-001',
        durationSeconds: null,
        summary: null,
        externalAppUrl: null,
        externalAppName: null,
        recordingId: null,
        handledByStaffUid: null,
        handledAt: null,
      },
    },
  });
});

for (const field of Object.keys(REPORT))
  test(`a report without ${field} lacks ${field} and nothing else`, () => {
    for (const blank of [undefined, null, '', '  '])
      assert.deepEqual(faults(readReport({ ...REPORT, [field]: blank })), [`${field} missing`]);
  });

const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  staff_uid: [7, true, {}, [], 'x'.repeat(256)],
  client_uid: [7, ['a']],
  from_number: ['14155550148', '+1 415-555-0148', '+0123456789', 'somebody', 14155550148],
  to_number: ['+12', '+1234567890123456', 'anonymous'],
  direction: ['inbound', 'INBOUND ', 1],
  status: ['missed', 'ANSWERED', 'connected', 0],
  rate: [0.05, 'cheap', '-1', '1,5', '.5', '1e3', ' 1'],
  provider: ['vonage', 'TWILIO'],
  source_id: [1],
  external_uuid: [1, 'x'.repeat(256)],
  business_uid: [1],
};

for (const [field, values] of Object.entries(WRONG))
  for (const value of values)
    test(`a report with ${field} ${JSON.stringify(value).slice(0, 30)} is invalid there and nowhere else`, () =>
      assert.deepEqual(faults(readReport({ ...REPORT, [field]: value })), [`${field} invalid`]));

for (const rate of ['0', '0.05', '12', '123456789012.123456789012'])
  test(`the rate ${rate} is a decimal`, () => assert.ok(readReport({ ...REPORT, rate }).ok));

test('who withholds the number may call, and no business does', () => {
  for (const from_number of ['anonymous', 'Restricted', '+266696687']) {
    const read = readReport({ ...REPORT, from_number });
    assert.equal(read.ok && read.value.report.fromNumber, from_number);
    assert.deepEqual(faults(readReport({ ...REPORT, from_number, direction: 'OUTBOUND' })), ['from_number invalid']);
  }
});

test('a report tells everything that is wrong at once', () => {
  const read = readReport({ ...REPORT, staff_uid: null, rate: 1, direction: 'in' });
  assert.deepEqual(faults(read).toSorted(), ['direction invalid', 'rate invalid', 'staff_uid missing']);
  for (const body of [{}, [], null, 'text', 7]) assert.equal(faults(readReport(body)).length, 11);
});

test('a later report says only what was sent', () => {
  assert.deepEqual(readReportChange({}), { ok: true, value: { report: {} } });
  assert.deepEqual(readReportChange({ status: 'ANSWERED_BY_STAFF', business_uid: 'another' }), {
    ok: true,
    value: { report: { status: 'ANSWERED_BY_STAFF' }, state: 'finished' },
  });
  assert.deepEqual(readReportChange({ duration: 12.9, call_summary: null, direction: 'OUTBOUND' }), {
    ok: true,
    value: { report: { durationSeconds: 12, summary: null }, direction: 'outbound' },
  });
});

const WRONG_CHANGE = {
  staff_uid: null,
  external_uuid: '',
  status: null,
  price: 1.5,
  duration: '120',
  call_summary: 4,
  external_app_url: 'javascript:alert(1)',
  external_app_name: {},
  recording_id: '',
  handled_by_staff_uid: 1,
} as const;

test('a later report tells everything that is wrong at once', () => {
  const wanted = Object.keys(WRONG_CHANGE).map((field) => `${field} invalid`);
  assert.deepEqual(faults(readReportChange(WRONG_CHANGE)).toSorted(), wanted.toSorted());
  for (const duration of [-1, 1e12]) assert.deepEqual(faults(readReportChange({ duration })), ['duration invalid']);
});

test('recording_played is read under its earlier name, too', () => {
  assert.deepEqual(readPlayed({ recording_played: true }), { ok: true, value: true });
  assert.deepEqual(readPlayed({ record_played: false }), { ok: true, value: false });
  assert.deepEqual(faults(readPlayed({})), ['recording_played missing']);
  assert.deepEqual(faults(readPlayed({ recording_played: 'yes' })), ['recording_played invalid']);
});

test('a new setting is whole, a changed one is what was sent', () => {
  const empty = readSetting({});
  assert.ok(empty.ok);
  assert.equal(Object.keys(empty.value).length, 13);
  assert.deepEqual(readSettingChange({ feature: 'SMS', constructor: 1, other: 2 }), {
    ok: true,
    value: { feature: 'SMS' },
  });
  const wrong = {
    forwarding_enabled: 'true',
    call_timeout_sec: -1,
    feature: 'FAX',
    app_status: null,
    voice_scripts: [],
  };
  const wanted = Object.keys(wrong).map((field) => `${field} invalid`);
  assert.deepEqual(faults(readSetting(wrong)).toSorted(), wanted.toSorted());
});

test('settings are asked for by what they hold', () => {
  assert.deepEqual(readSettingFilter({ dedicated_number: ' 14155550148', feature: '', page: '2' }), {
    ok: true,
    value: { dedicated_number: '+14155550148' },
  });
  assert.deepEqual(faults(readSettingFilter({ feature: 'FAX', app_status: 'GONE' })).toSorted(), [
    'app_status invalid',
    'feature invalid',
  ]);
});

test('no JSON makes a reader throw, and what is refused is told', () => {
  const values = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(REPORT)));
  const fields = fc.dictionary(fc.constantFrom(...Object.keys(REPORT), ...Object.keys(WRONG_CHANGE)), values);
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fields), (body) => {
      readBusinessUid(body);
      for (const read of [readReport, readReportChange, readPlayed, readSetting, readSettingChange]) {
        const { ok, ...rest } = read(body);
        assert.equal(ok, !('errors' in rest && rest.errors.length > 0));
      }
    }),
  );
});
