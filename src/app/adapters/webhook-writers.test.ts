/** What is told of a call, and besides, is in the words of the API of the format. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebhookFormat } from '#domain/ports/webhooks.ts';
import { createSigner } from '#http/signed-url.ts';
import { aCall, aDirectory } from '../../../test/support/calls.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { A_DELETED_CONTACT } from '../../../test/support/webhooks.ts';
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

test('what happens besides calls is told in our own form alone', async () => {
  const { standard, intercom, ccaip, vcita } = writers;
  assert.deepEqual(await standard.subject?.(A_DELETED_CONTACT, 'contact.deleted', 1), {
    contact: A_DELETED_CONTACT.kind === 'deleted_contact' ? A_DELETED_CONTACT.contact : null,
  });
  assert.deepEqual(
    [intercom, ccaip, vcita].map(({ subject }) => subject),
    [undefined, undefined, undefined],
  );
});
