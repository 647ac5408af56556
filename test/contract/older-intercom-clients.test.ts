/**
 * The vendor's own clients 4.0.0 and 5.0.0: Basic credentials, a slash at the end, and `get` and `post` where they name
 * no operation.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Client as Client4 } from 'intercom-client-4';
import { Client as Client5 } from 'intercom-client-5';
import type { Call } from '#domain/call/call.ts';
import * as schema from '#api/intercom/schema.ts';
import { assertConforms } from '../support/conforms.ts';
import { testPatchbay, TOKEN } from '../support/patchbay.ts';

const patchbay = await testPatchbay();
const calls: Call[] = [];

/** What both versions have, and what a program uses of it. */
type Client = {
  readonly phoneCallRedirect: { create(asked: { phone: string; customAttributes?: object }): Promise<unknown> };
  readonly contacts: {
    search(asked: { data: object }): Promise<{ readonly data: readonly { readonly phone: string | null }[] }>;
    list(asked: { perPage?: number }): Promise<{ readonly data: readonly unknown[] }>;
  };
  get<T>(asked: { url: string; params?: object }): Promise<T>;
  post<T>(asked: { url: string; data?: object }): Promise<T>;
};

const CLIENTS = {
  '4.0.0': (token: string): Client =>
    new Client4({ tokenAuth: { token } }).useRequestOpts({ baseURL: patchbay.address }),
  '5.0.0': (token: string): Client =>
    new Client5({ tokenAuth: { token } }).useRequestOpts({ baseURL: patchbay.address }),
};

type List = { readonly data: readonly { readonly id: string }[]; readonly total_count: number };

before(async () => {
  for (const number of ['+1 555-123-4567', '+1 555-123-4568']) {
    const placed = await patchbay.send('/apps/api/v1/calls', {
      body: {
        call_type: 'Voice Outbound (API)',
        agent_email: 'admin@somedomain.com',
        end_user_number: number,
        outbound_number: '+1 339-219-5276',
      },
    });
    const { id } = placed.json as { id: number };
    calls.push(await patchbay.until(id, (each) => each.transcriptStatus === 'done'));
  }
});

for (const [version, clientOf] of Object.entries(CLIENTS)) {
  const client = clientOf(TOKEN);

  test(`${version}: contacts are searched and listed`, async () => {
    const found = await client.contacts.search({
      data: { query: { field: 'phone', operator: '=', value: '+15551234567' }, pagination: { per_page: 5 } },
    });
    assert.deepEqual(
      found.data.map(({ phone }) => phone),
      ['+15551234567'],
    );
    const listed = await client.contacts.list({ perPage: 1 });
    assert.equal(listed.data.length, 1);
  });

  test(`${version}: calls are listed page by page`, async () => {
    const pageAt = async (url: string, page: number) => client.get<List>({ url, params: { page, per_page: 1 } });
    const pages = [await pageAt('/calls', 1), await pageAt('/calls/', 2)];
    for (const page of pages) assertConforms(schema.CallList, page);
    assert.deepEqual(
      pages.flatMap(({ data }) => data.map(({ id }) => id)),
      calls.map(({ id }) => String(id)).toReversed(),
    );
    assert.deepEqual(
      pages.map(({ total_count: total }) => total),
      [2, 2],
    );
  });

  test(`${version}: a call is found, by its id and by its conversation`, async () => {
    const [call] = calls;
    assert.ok(call !== undefined);
    const shown = await client.get<{ id: string; phone: string; state: string }>({ url: `/calls/${call.id}` });
    assertConforms(schema.CallObject, shown);
    assert.deepEqual([shown.id, shown.phone, shown.state], [String(call.id), '+15551234567', 'completed']);
    const data = { conversation_ids: [String(call.conversationId)] };
    const found = await client.post<List>({ url: '/calls/search', data });
    assertConforms(schema.CallsWithTranscripts, found);
    assert.deepEqual(
      found.data.map(({ id }) => id),
      [String(call.id)],
    );
  });

  test(`${version}: recording and transcript are fetched`, async () => {
    const path = `/calls/${calls[0]?.id}`;
    const sound = await client.get<string>({ url: `${path}/recording` });
    assert.match(sound, /^RIFF/, 'the redirect is followed');
    const text = await client.get<string>({ url: `${path}/transcript` });
    assert.match(text, /^\[00:00:\d\d\] (Teammate 1|User): "/);
  });

  test(`${version}: a phone call is switched to the Messenger`, async () => {
    const asked = { phone: '+353832345678', customAttributes: { issue_type: 'Billing' } };
    assertConforms(schema.Redirected, await client.phoneCallRedirect.create(asked));
    const { rows } = await patchbay.database.pool.query<{ attributes: object }>(
      `select attributes from contact where phone = '+353832345678'`,
    );
    assert.deepEqual(rows[0]?.attributes, { issue_type: 'Billing' });
  });

  test(`${version}: refusals come as its own errors`, async () => {
    const isSaid = (status: number, code: string) => (error: unknown) => {
      const { statusCode, body } = error as { statusCode: number; body: { errors: { code: string }[] } };
      assert.deepEqual([statusCode, body.errors[0]?.code], [status, code]);
      return true;
    };
    await assert.rejects(clientOf('not-the-token').get({ url: '/calls' }), isSaid(401, 'unauthorized'));
    await assert.rejects(client.get({ url: '/calls/999999' }), isSaid(404, 'not_found'));
  });
}
