import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isE164 } from '#domain/directory/phone-number.ts';
import { readConversationIds, readPage, readRedirection, readRegistration, readVersion } from './read.ts';

/** Bodies that come near to right ones. */
const near = (...names: readonly string[]) =>
  fc.oneof(
    fc.jsonValue(),
    fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(
        fc.jsonValue(),
        fc.string(),
        fc.array(fc.string(), { maxLength: 25 }),
        fc.constantFrom('+1234567890', '+353832345678', 'aws_connect', 'five9', '12', null),
      ),
    ),
  );

test('the names of official clients are taken beside the documented ones, which go before them', () => {
  const attributes = { issue_type: 'Billing' };
  const wanted = { ok: true, value: { phone: '+353832345678', attributes } };
  const both = { phone: '+353832345678', custom_attributes: attributes };
  assert.deepEqual(readRedirection({ phone_number: both.phone, custom_attributes: attributes }), wanted);
  assert.deepEqual(readRedirection({ phone: both.phone, customAttributes: attributes }), wanted);
  assert.deepEqual(readRedirection({ ...both, phone_number: '+15551234567', customAttributes: { other: 1 } }), wanted);
  assert.deepEqual(readRedirection({ phone: null, phone_number: both.phone, custom_attributes: attributes }), wanted);
  assert.equal(readRedirection({ ...both, phone: 'wrong', phone_number: both.phone }).ok, false);
  assert.equal(readRedirection({ phone_number: 'wrong' }).ok, false);
  assert.equal(readRedirection({ phone: both.phone, customAttributes: 'wrong' }).ok, false);
});

test('any query gives a page of 1 to 25 calls or names the parameter that is wrong', () => {
  const query = fc.record(
    {
      page: fc.oneof(fc.string(), fc.integer().map(String)),
      per_page: fc.oneof(fc.string(), fc.integer().map(String)),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(query, (given) => {
      const read = readPage(given);
      if (!read.ok) return ['page', 'per_page'].includes(read.wrong.field ?? '');
      const { page, perPage } = read.value;
      return Number.isSafeInteger(page * perPage) && page >= 1 && perPage >= 1 && perPage <= 25;
    }),
  );
});

test('page and per_page are whole numbers of 1 or more; a page of more than 25 is one of 25', () => {
  assert.deepEqual(readPage({}), { ok: true, value: { page: 1, perPage: 25 } });
  assert.deepEqual(readPage({ page: '3', per_page: '10' }), { ok: true, value: { page: 3, perPage: 10 } });
  assert.deepEqual(readPage({ per_page: '26' }), { ok: true, value: { page: 1, perPage: 25 } });
  for (const wrong of ['', '0', '-1', '+1', '1.5', '1e3', 'abc', ' 1', '0x1', '9'.repeat(16)]) {
    for (const field of ['page', 'per_page']) {
      const read = readPage({ [field]: wrong });
      assert.ok(!read.ok && read.wrong.code === 'parameter_invalid' && read.wrong.field === field, `${field}=${wrong}`);
    }
  }
});

test('any body gives at most 20 ids or the one sentence about the list', () => {
  fc.assert(
    fc.property(near('conversation_ids'), (body) => {
      const read = readConversationIds(body);
      if (!read.ok) return read.wrong.message === 'A list of up to 20 conversation IDs is required';
      return read.value.length <= 20 && read.value.every((id) => Number.isSafeInteger(id) && id > 0);
    }),
  );
});

test('a search takes 1 to 20 texts; those that are no id of ours find nothing', () => {
  const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));
  assert.deepEqual(readConversationIds({ conversation_ids: ['64619700005694', 'x', '-1', '9'.repeat(30)] }), {
    ok: true,
    value: [64619700005694],
  });
  assert.ok(readConversationIds({ conversation_ids: ids(20) }).ok);
  for (const list of [undefined, null, '1', {}, [], ids(21), [1], ['1', null]]) {
    const read = readConversationIds({ conversation_ids: list });
    assert.ok(!read.ok && read.wrong.code === 'conversation_id_limit_exceeded', JSON.stringify(list));
  }
});

test('any body gives a registration of a number in E.164 or names the field that is wrong', () => {
  fc.assert(
    fc.property(near('phone_number', 'call_id', 'source', 'data'), (body) => {
      const read = readRegistration(body);
      if (!read.ok) return ['phone_number', 'call_id', 'source', 'data'].includes(read.wrong.field ?? '');
      return isE164(read.value.phoneNumber) && read.value.externalId.length <= 255;
    }),
  );
});

const CALL = { phone_number: '+1234567890', call_id: 'call-123-abc' };

test('a registration without source is of aws_connect, without data has none', () => {
  assert.deepEqual(readRegistration(CALL), {
    ok: true,
    value: { phoneNumber: '+1234567890', externalId: 'call-123-abc', source: 'aws_connect', data: null },
  });
});

test('the data of a registration may have 65,536 bytes of JSON', () => {
  assert.ok(readRegistration({ ...CALL, data: { key: 'é'.repeat(32_763) } }).ok);
});

const WRONG_REGISTRATIONS: readonly (readonly [body: object, code: string, field: string])[] = [
  [{}, 'parameter_not_found', 'phone_number'],
  [{ call_id: 'x' }, 'parameter_not_found', 'phone_number'],
  [{ ...CALL, phone_number: null }, 'parameter_not_found', 'phone_number'],
  [{ ...CALL, phone_number: ' ' }, 'parameter_not_found', 'phone_number'],
  [{ phone_number: 'x' }, 'parameter_not_found', 'call_id'],
  [{ ...CALL, call_id: '' }, 'parameter_not_found', 'call_id'],
  [{ ...CALL, phone_number: '1234567890' }, 'parameter_invalid', 'phone_number'],
  [{ ...CALL, phone_number: '+123456' }, 'parameter_invalid', 'phone_number'],
  [{ ...CALL, phone_number: '+1234567890123456' }, 'parameter_invalid', 'phone_number'],
  [{ ...CALL, phone_number: '+0234567890' }, 'parameter_invalid', 'phone_number'],
  [{ ...CALL, phone_number: '+1 234567890' }, 'parameter_invalid', 'phone_number'],
  [{ ...CALL, phone_number: '+1234567890\n' }, 'parameter_invalid', 'phone_number'],
  [{ ...CALL, phone_number: 1234567890 }, 'parameter_invalid', 'phone_number'],
  [{ ...CALL, call_id: 7 }, 'parameter_invalid', 'call_id'],
  [{ ...CALL, call_id: 'x'.repeat(256) }, 'parameter_invalid', 'call_id'],
  [{ ...CALL, source: 'twilio' }, 'parameter_invalid', 'source'],
  [{ ...CALL, source: 'AWS_CONNECT' }, 'parameter_invalid', 'source'],
  [{ ...CALL, source: 1 }, 'parameter_invalid', 'source'],
  [{ ...CALL, data: 'key=value' }, 'parameter_invalid', 'data'],
  [{ ...CALL, data: [] }, 'parameter_invalid', 'data'],
  [{ ...CALL, data: { key: 'é'.repeat(32_764) } }, 'parameter_invalid', 'data'],
];

for (const [body, code, field] of WRONG_REGISTRATIONS)
  test(`the registration ${JSON.stringify(body).slice(0, 80)} is ${code} of ${field}`, () => {
    const read = readRegistration(body);
    assert.ok(!read.ok);
    assert.deepEqual([read.wrong.code, read.wrong.field], [code, field]);
  });

test('any body gives a redirect of a number in E.164 or an error of its own form', () => {
  fc.assert(
    fc.property(near('phone', 'custom_attributes'), (body) => {
      const read = readRedirection(body);
      if (!read.ok) return ['invalid_phone_number', 'invalid_custom_attributes'].includes(read.wrong.error_key);
      return isE164(read.value.phone) && JSON.stringify(read.value.attributes).length <= 64 * 1024;
    }),
  );
});

const attributesOf = (attributes: unknown) =>
  readRedirection({ phone: '+353832345678', custom_attributes: attributes });

test('custom attributes are kept as they are, lists of object instances too', () => {
  const orders = {
    type: 'order.list',
    instances: [{ id: '22', type: 'Order', custom_attributes: { number: 'ORD-1' } }],
  };
  const attributes = { issue_type: 'Billing', attempts: 2, spend: 155.5, paid: true, none: null, orders };
  assert.deepEqual(attributesOf(attributes), { ok: true, value: { phone: '+353832345678', attributes } });
  for (const none of [undefined, null, {}])
    assert.deepEqual(attributesOf(none), { ok: true, value: { phone: '+353832345678', attributes: {} } });
});

test('custom attributes that are no object, too deep, too large or without a name are refused', () => {
  const nested = (depth: number): object => (depth === 0 ? {} : { in: nested(depth - 1) });
  assert.ok(attributesOf(nested(7)).ok);
  for (const wrong of [
    'x',
    1,
    true,
    [],
    [{}],
    nested(8),
    { '': 1 },
    { ['n'.repeat(191)]: 1 },
    { x: 'y'.repeat(65_536) },
  ])
    assert.deepEqual(attributesOf(wrong), {
      ok: false,
      wrong: { error_key: 'invalid_custom_attributes', message: 'Invalid custom attributes' },
    });
});

test('a redirect goes to a possible number, spaces and hyphens allowed', () => {
  const phoneOf = (phone: unknown): unknown => {
    const read = readRedirection({ phone });
    return read.ok ? read.value.phone : read.wrong.error_key;
  };
  assert.equal(phoneOf('+1 1234567890'), '+11234567890');
  assert.equal(phoneOf('+353 83-234-5678'), '+353832345678');
  for (const wrong of [
    undefined,
    null,
    '',
    'not a number',
    '353832345678',
    '+1 999-657-12',
    353832345678,
    ['+353832345678'],
  ])
    assert.equal(phoneOf(wrong), 'invalid_phone_number');
});

test('any version header is known, absent or refused', () => {
  assert.equal(readVersion({}), null);
  for (const version of ['1.0', '1.4', '2.0', '2.14', '2.16', 'Unstable', 'Preview'])
    assert.equal(readVersion({ 'intercom-version': version }), version);
  for (const version of ['', '1.5', '2.17', '2.140', 'unstable', '9.99', '2.14, 2.14', 'constructor'])
    assert.equal(readVersion({ 'intercom-version': version }), undefined);
});
