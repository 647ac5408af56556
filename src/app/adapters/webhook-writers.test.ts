/** What is told of a call, and besides, is in the words of the API of the format. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebhookFormat } from '#domain/ports/webhooks.ts';
import { createSigner } from '#http/signed-url.ts';
import { aCall, aDirectory, anAgent } from '../../../test/support/calls.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { A_CONTACT, A_DELETED_CONTACT } from '../../../test/support/webhooks.ts';
import { webhookWriters } from './webhook-writers.ts';

const writers = webhookWriters({
  clock: createManualClock(new Date(0)),
  signer: createSigner(Buffer.from('a secret of the test')),
  publicUrl: () => 'https://calls.example.com',
  directory: { load: async () => aDirectory() },
  callsOf: () => 0,
});

/** Format -> a name of its own for what a call has. */
const OWN_WORDS: Readonly<Record<WebhookFormat, RegExp>> = {
  standard: /"call":\{"id":7,/,
  intercom: /"type":"call","id":"7"/,
  ccaip: /"call_id":7/,
  vcita: /"business_uid":/,
};
for (const [format, words] of Object.entries(OWN_WORDS))
  test(`${format} tells a call in its own words`, async () => {
    const written = await writers[format as WebhookFormat].call(aCall({ id: 7 }), 'session_started');
    assert.match(JSON.stringify(written), words);
  });

test('what happens besides calls is told in our own form, in Intercom’s and in vcita’s, and not in CCAI’s', async () => {
  const { standard, intercom, ccaip, vcita } = writers;
  assert.ok(A_DELETED_CONTACT.kind === 'deleted_contact');
  const { contact } = A_DELETED_CONTACT;
  assert.deepEqual(await standard.subject?.(A_DELETED_CONTACT, 'contact.deleted', 1), { contact });
  assert.deepEqual(await intercom.subject?.(A_DELETED_CONTACT, 'contact.deleted', 1), {
    type: 'contact',
    id: contact.uid,
    deleted: true,
  });
  assert.equal(ccaip.subject, undefined);
  const client = await vcita.subject?.({ kind: 'contact', contact: A_CONTACT, mergedFrom: null }, 'client/updated', 1);
  const { client_id: id, email } = client as Record<string, unknown>;
  assert.deepEqual([id, email], [A_CONTACT.uid, 'grace@example.com']);
});

test('an admin of Intercom’s topics is away unless they are available, and a merged contact says whom it took in', async () => {
  const away = anAgent(3, { status: 'break', statusName: 'Lunch' });
  const told = await writers.intercom.subject?.({ kind: 'agent', agent: away, isOnline: true }, 'admin.logged_in', 1);
  const { id, away_mode_enabled: isAway, away_status_reason: reason } = told as Record<string, unknown>;
  assert.deepEqual([id, isAway, reason], ['3', true, 'Lunch']);
  const merged = await writers.intercom.subject?.(
    { kind: 'contact', contact: A_CONTACT, mergedFrom: { id: 80, uid: 'the-other-one' } },
    'contact.merged',
    1,
  );
  const { type, id: uid, merged_from: from } = merged as Record<string, unknown>;
  assert.deepEqual([type, uid, from], ['contact', A_CONTACT.uid, { type: 'contact', id: 'the-other-one' }]);
});
