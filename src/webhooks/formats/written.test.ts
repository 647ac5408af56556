/** How each format writes a message, and with which headers it leaves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebhookFormat } from '#domain/ports/webhooks.ts';
import { WEBHOOK_FORMATS } from '#domain/ports/webhooks.ts';
import { aWebhook } from '../../../test/support/webhooks.ts';
import { headersOf, shownHeaders } from '../request.ts';
import { FORMATS } from './formats.ts';

const AT = new Date('2026-11-28T10:00:00.500Z');
const SECONDS = Math.floor(AT.getTime() / 1000);
const MESSAGE = { id: '0189', workspaceId: 7, seq: 42, at: AT };
const ITEM = { call: { id: 1042 } };

/** Format -> an event of it, and its message. */
const WRITTEN: Readonly<Record<WebhookFormat, readonly [event: string, written: unknown]>> = {
  standard: [
    'call.ended',
    { type: 'call.ended', timestamp: '2026-11-28T10:00:00.500Z', data: { workspace_id: 7, seq: 42, ...ITEM } },
  ],
  intercom: [
    'call.ended',
    {
      type: 'notification_event',
      app_id: '7',
      id: 'notif_0189',
      topic: 'call.ended',
      created_at: SECONDS,
      delivery_attempts: 1,
      first_sent_at: SECONDS,
      delivered_at: 0,
      delivery_status: 'pending',
      links: {},
      self: null,
      data: { type: 'notification_event_data', item: ITEM },
    },
  ],
  ccaip: ['session_ended', { count: 1, events: [{ event_id: '0189', timestamp: AT.getTime(), ...ITEM }] }],
  vcita: ['voice_call/update', [{ entity_name: 'voice_call', event_type: 'update', data: ITEM }]],
};
for (const [format, [event, written]] of Object.entries(WRITTEN))
  test(`${format} writes ${event}`, () =>
    assert.deepEqual(FORMATS[format as WebhookFormat].write({ ...MESSAGE, event }, ITEM), written));

test('vcita hears of contacts as of clients, and of nothing else besides calls', () => {
  const { subjectEventsOf, write } = FORMATS.vcita;
  const told = (type: string, kind: string): readonly string[] =>
    subjectEventsOf(
      { type } as Parameters<typeof subjectEventsOf>[0],
      { kind } as Parameters<typeof subjectEventsOf>[1],
    );
  assert.deepEqual(told('contact.created', 'contact'), ['client/created']);
  for (const type of ['contact.updated', 'contact.merged']) assert.deepEqual(told(type, 'contact'), ['client/updated']);
  assert.deepEqual([told('contact.deleted', 'deleted_contact'), told('agent.status_changed', 'agent')], [[], []]);
  const written = write({ ...MESSAGE, event: 'client/updated' }, ITEM);
  assert.deepEqual(written, [{ entity_name: 'client', event_type: 'updated', data: ITEM }]);
});

test('a message that is tried again says so, where its format does', () => {
  const first = new Date(AT.getTime() - 60_000);
  const body = JSON.stringify(FORMATS.intercom.write({ ...MESSAGE, event: 'call.ended' }, ITEM));
  const again = JSON.parse(FORMATS.intercom.atAttempt(body, 3, first, AT)) as Record<string, unknown>;
  assert.deepEqual([again['delivery_attempts'], again['first_sent_at'], again['id']], [3, SECONDS - 60, 'notif_0189']);
  for (const format of ['standard', 'ccaip', 'vcita'] as const)
    assert.equal(FORMATS[format].atAttempt(body, 3, first, AT), body);
});

test('a test message says that it is one, and is none of the events', () => {
  for (const format of WEBHOOK_FORMATS) {
    const { testEvent, events, writeTest } = FORMATS[format];
    assert.ok(!events.includes(testEvent), format);
    assert.notEqual(JSON.stringify(writeTest({ ...MESSAGE, event: testEvent })), '');
  }
});

const signed = (former: string | null, formerUntil: Date | null, format: WebhookFormat = 'standard') =>
  headersOf(
    aWebhook({
      format,
      userName: format === 'ccaip' ? 'patchbay' : null,
      secrets: { secret: 'one-secret', former, formerUntil },
    }),
    FORMATS[format],
    { id: '0189', body: '{}', at: AT },
  );

test('a former secret signs beside the new one until its time is over', () => {
  const parts = (header: string | undefined): number => (header ?? '').split(' ').length;
  const later = new Date(AT.getTime() + 1);
  assert.equal(parts(signed(null, null)['webhook-signature']), 1);
  assert.equal(parts(signed('other-secret', later)['webhook-signature']), 2);
  assert.equal(parts(signed('other-secret', AT)['webhook-signature']), 1);
  assert.equal(parts(signed('other-secret', later, 'ccaip')['x-signature']), 2);
});

test('every format has the headers of Standard Webhooks beside its own', () => {
  for (const format of WEBHOOK_FORMATS) {
    const headers = signed(null, null, format);
    assert.equal(headers['webhook-id'], 'msg_0189', format);
    assert.equal(headers['webhook-timestamp'], String(SECONDS), format);
    assert.equal(headers['content-type'], 'application/json', format);
  }
  assert.match(signed(null, null, 'intercom')['x-hub-signature'] ?? '', /^sha1=[0-9a-f]{40}$/);
});

test('what would let others in is not shown', () => {
  const headers = signed(null, null, 'ccaip');
  assert.equal(headers['authorization'], `Basic ${Buffer.from('patchbay:one-secret').toString('base64')}`);
  const shown = shownHeaders(headers);
  assert.equal(shown['authorization'], 'Basic ***');
  assert.deepEqual({ ...shown, authorization: '' }, { ...headers, authorization: '' });
  assert.deepEqual(shownHeaders(signed(null, null)), signed(null, null));
});
