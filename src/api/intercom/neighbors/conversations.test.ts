import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { assertConforms } from '../../../../test/support/conforms.ts';
import { testPatchbay } from '../../../../test/support/patchbay.ts';
import { ErrorList } from '../schema.ts';
import { ConversationList, ConversationObject } from './conversation-schema.ts';

const patchbay = await testPatchbay();
const { send } = patchbay;
type Part = { readonly id: string; readonly part_type: string; readonly body: string | null; readonly author: object };
type Told = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly state: string;
  readonly conversation_parts: { readonly conversation_parts: readonly Part[]; readonly total_count: number };
};
type List = { readonly conversations: readonly Told[]; readonly total_count: number; readonly pages: Pages };
type Pages = { readonly next?: { readonly starting_after: string } };

const calls: Call[] = [];
before(async () => {
  for (const number of ['+1 555-123-4567', '+1 555-123-4568', '+1 555-123-4569']) {
    const body = { call_type: 'Voice Inbound (API)', menu_id: 9, end_user_number: number };
    const { id } = (await send('/apps/api/v1/calls', { body })).json as { id: number };
    calls.push(await patchbay.until(id, (each) => each.transcriptStatus === 'done'));
  }
});
const idAt = (place: number): number => calls[place]?.conversationId ?? 0;

const shown = async (path: string, sent: object = {}): Promise<Told> => {
  const got = await send(path, sent);
  assert.equal(got.status, 200, got.text);
  assertConforms(ConversationObject, got.json);
  return got.json as Told;
};
const partsOf = (told: Told): readonly Part[] => told.conversation_parts.conversation_parts;
const search = async (query: object, more: object = {}): Promise<List> => {
  const got = await send('/conversations/search', { body: { query, ...more } });
  assert.equal(got.status, 200, got.text);
  assertConforms(ConversationList, got.json);
  return got.json as List;
};
const ids = async (field: string, operator: string, value: unknown): Promise<number[]> =>
  (await search({ field, operator, value })).conversations.map(({ id }) => Number(id));
const refused = async (path: string, sent: object, status: number, code: string): Promise<void> => {
  const got = await send(path, sent);
  assert.equal(got.status, status, got.text);
  assertConforms(ErrorList, got.json);
  assert.equal((got.json as { errors: { code: string }[] }).errors[0]?.code, code, got.text);
};

test('a conversation is what its calls show as `conversation_id`: with who called, who took it, and what was said', async () => {
  const [call] = calls;
  const told = await shown(`/conversations/${idAt(0)}`);
  assert.equal(((await send(`/calls/${call?.id}`)).json as Told)['conversation_id'], told.id);
  assert.deepEqual(
    [told['source'], told.state, told['admin_assignee_id']].map(
      (each) => (each as { type?: string } | null)?.type ?? each,
    ),
    ['phone_call', 'closed', call?.agentId],
  );
  assert.deepEqual(
    (told['contacts'] as { contacts: { id: string }[] }).contacts.map(({ id }) => id),
    [call?.contact?.uid],
  );
  const types = partsOf(told).map(({ part_type: type }) => type);
  assert.deepEqual(
    types.toSorted((a, b) => (a < b ? -1 : 1)),
    ['assignment', 'call_summary', 'call_transcript'],
  );
  const summary = partsOf(told).find(({ part_type: type }) => type === 'call_summary');
  assert.deepEqual((summary as unknown as { event_details: object }).event_details, { call_id: String(call?.id) });
  await refused('/conversations/999999999', {}, 404, 'not_found');
  await refused('/conversations/x', {}, 404, 'not_found');
});

test('conversations are listed newest first, page after page, and found by what they are searched for', async () => {
  const newest = calls.map(({ conversationId }) => conversationId).toReversed();
  const seen: number[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const got = (await send(`/conversations?per_page=2&starting_after=${after}`)).json as List;
    assertConforms(ConversationList, got);
    seen.push(...got.conversations.map(({ id }) => Number(id)));
    after = got.pages.next?.starting_after;
  }
  assert.deepEqual(seen, newest);
  const [first] = calls;
  const created = Math.floor((first?.createdAt.getTime() ?? 0) / 1000);
  const found: readonly (readonly [string, string, unknown, readonly number[]])[] = [
    ['source.type', '=', 'phone_call', newest],
    ['source.type', 'IN', ['phone_switch', 'email'], []],
    ['contact_ids', '=', first?.contact?.uid, [idAt(0)]],
    ['id', 'IN', [String(idAt(1)), 'x'], [idAt(1)]],
    ['created_at', '>=', created, newest],
    ['created_at', '<', created, []],
    ['updated_at', '>', created - 1, newest],
    ['updated_at', '<', created, []],
    ['open', '=', false, newest],
    ['state', '=', 'snoozed', []],
    [
      'admin_assignee_id',
      '=',
      first?.agentId,
      newest.filter((id) => calls.find((call) => call.conversationId === id)?.agentId === first?.agentId),
    ],
    ['team_assignee_id', '=', null, newest],
  ];
  for (const [field, operator, value, wanted] of found)
    assert.deepEqual(await ids(field, operator, value), wanted, `${field} ${operator}`);
  assert.deepEqual(await ids('state', 'IN', ['open', 'snoozed']), []);
  assert.deepEqual(await ids('source.type', 'NIN', ['phone_call']), []);
  const query = { field: 'not_a_field', operator: '=', value: 'x' };
  await refused('/conversations/search', { body: { query } }, 400, 'invalid_field');
});

test('a conversation is found as open while its call is in progress, and one without a call as a switch to messages', async () => {
  const reported = await send('/v1/calls', { body: { origin: 'action_only', contact_number: '+14155550177' } });
  const { id, conversation_id: conversation } = reported.json as { id: number; conversation_id: number };
  assert.deepEqual(await ids('open', '=', true), [conversation]);
  assert.deepEqual(await ids('state', '=', 'open'), [conversation]);
  await send(`/v1/calls/${id}/hang_up`, { body: { by: 'end_user' } });
  assert.deepEqual(await ids('open', '=', true), []);
  const texted = await send('/phone_call_redirects', { body: { phone: '+353832345678', custom_attributes: {} } });
  assert.equal(texted.status, 200, texted.text);
  const [switched = 0, ...others] = await ids('source.type', '=', 'phone_switch');
  assert.deepEqual(others, []);
  assert.equal(((await shown(`/conversations/${switched}`))['source'] as { type: string }).type, 'phone_switch');
  assert.ok(!(await ids('source.type', '=', 'phone_call')).includes(switched));
  assert.ok((await ids('source.type', 'IN', ['phone_call', 'phone_switch'])).includes(switched));
});

test('a note by an admin is a note of the latest call, in plain text', async () => {
  const path = `/conversations/${idAt(1)}/reply`;
  const note = { message_type: 'note', type: 'admin', admin_id: '2' };
  const told = await shown(path, {
    body: { ...note, body: '<p>Wants a <b>refund</b> &amp; an apology.</p><p>Soon</p>' },
  });
  const part = partsOf(told).find(({ part_type: type }) => type === 'note');
  assert.equal(part?.body, '<p>Wants a refund &amp; an apology.</p>\n<p>Soon</p>');
  assert.equal((part.author as { id: string }).id, '2');
  const notes = await patchbay.engine.live.notesOf(1, calls[1]?.id ?? 0);
  assert.deepEqual(
    notes.map(({ text, agentId }) => [text, agentId]),
    [['Wants a refund & an apology.\nSoon', 2]],
  );
  const comment = { ...note, message_type: 'comment', body: 'Hello <script>alert(1)</script>' };
  const written = partsOf(await shown(path, { body: comment })).at(-1);
  assert.deepEqual([written?.part_type, written?.body], ['comment', '<p>Hello alert(1)</p>']);
  for (const [body, status, code] of [
    [{}, 400, 'parameter_not_found'],
    [note, 400, 'parameter_not_found'],
    [{ ...note, body: ' <p></p>' }, 400, 'parameter_not_found'],
    [{ ...note, body: 'x'.repeat(4001) }, 400, 'parameter_invalid'],
    [{ ...note, type: 'user', body: 'x' }, 400, 'parameter_invalid'],
    [{ ...note, message_type: 'quick_reply', body: 'x' }, 400, 'parameter_invalid'],
    [{ ...note, admin_id: '999', body: 'x' }, 404, 'admin_not_found'],
  ] as const)
    await refused(path, { body }, status, code);
  await refused('/conversations/999999999/reply', { body: { ...note, body: 'x' } }, 404, 'not_found');
});

test('a program closes, opens, snoozes and assigns a conversation, each of which is a part', async () => {
  const path = `/conversations/${idAt(2)}/parts`;
  const act = async (body: object): Promise<Told> => shown(path, { body: { admin_id: '1', ...body } });
  const opened = await act({ message_type: 'open' });
  assert.deepEqual([opened.state, opened['open']], ['open', true]);
  assert.deepEqual(await ids('open', '=', true), [idAt(2)]);
  const until = Math.floor(Date.now() / 1000) + 3600;
  const snoozed = await act({ message_type: 'snoozed', snoozed_until: until });
  assert.deepEqual([snoozed.state, snoozed['snoozed_until']], ['snoozed', until]);
  const assigned = await act({ message_type: 'assignment', type: 'admin', assignee_id: 3 });
  assert.deepEqual([assigned.state, assigned['admin_assignee_id']], ['snoozed', 3]);
  const closed = await act({ message_type: 'close', type: 'admin', body: 'Goodbye :)' });
  assert.deepEqual([closed.state, closed['open'], closed['snoozed_until']], ['closed', false, null]);
  const types = partsOf(closed).map(({ part_type: type }) => type);
  for (const type of ['open', 'snoozed', 'assignment', 'note', 'close']) assert.ok(types.includes(type), type);
  for (const [body, status, code] of [
    [{}, 400, 'parameter_not_found'],
    [{ message_type: 'close' }, 400, 'parameter_not_found'],
    [{ message_type: 'shout', admin_id: 1 }, 400, 'parameter_invalid'],
    [{ message_type: 'snoozed', admin_id: 1, snoozed_until: 1 }, 400, 'parameter_invalid'],
    [{ message_type: 'assignment', admin_id: 1, assignee_id: 1, type: 'team' }, 400, 'parameter_invalid'],
    [{ message_type: 'assignment', admin_id: 1, assignee_id: 999 }, 404, 'assignee_not_found'],
    [{ message_type: 'close', admin_id: 999 }, 404, 'admin_not_found'],
  ] as const)
    await refused(path, { body }, status, code);
});
