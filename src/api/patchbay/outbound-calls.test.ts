import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshKey, testPatchbay } from '../../../test/support/patchbay.ts';
import { TOKEN_RIGHTS } from '../token-rights.ts';

const patchbay = await testPatchbay();
type Fields = Record<string, unknown>;
const FROM = '+1 339-219-5276';

const place = async (body: object, more: object = {}) => {
  const got = await patchbay.send('/v1/outbound_calls', { body, ...more });
  return { status: got.status, headers: got.headers, json: got.json as Fields };
};

test('an agent calls a number, from a number of the workspace', async () => {
  const { status, json } = await place({ to: '+1 415 555 0148', agent_id: 1, from: FROM });
  assert.equal(status, 201);
  assert.deepEqual(
    [json['direction'], json['origin'], json['agent_id'], json['contact_number'], json['own_number']],
    ['outbound', 'outbound_api', 1, '+14155550148', FROM],
  );
  const call = await patchbay.reached(Number(json['id']), 'finished');
  assert.notEqual(call.connectedAt, null);
});

test('where agents choose their number and none is named, no call exists yet', async () => {
  assert.deepEqual(await place({ to: '+1 415 555 0148', agent_id: 1 }).then(({ status, json }) => [status, json]), [
    202,
    { awaits: 'choice', agent_id: 1 },
  ]);
  await patchbay.send('/v1/workspace', { method: 'PATCH', body: { agents_choose_number: false } });
  assert.equal((await place({ to: '+1 415 555 0148', agent_id: 1 })).json['own_number'], FROM);
});

test('a call that is asked for twice under one key is placed once', async () => {
  const headers = { 'idempotency-key': freshKey() };
  const body = { to: '+1 415 555 0002', agent_id: 1, from: FROM };
  const [first, second] = [await place(body, { headers }), await place(body, { headers })];
  assert.deepEqual([first.status, second.status, second.json['id']], [201, 201, first.json['id']]);
});

const REFUSED: readonly (readonly [what: string, body: Fields, status: number, code: string])[] = [
  ['no agent', { agent_id: undefined }, 422, 'body_invalid'],
  ['an agent who is not there', { agent_id: 99 }, 422, 'agent_unknown'],
  ['an agent who may not call', { agent_id: 3 }, 409, 'agent_may_not_call'],
  ['an agent who is not available', { agent_id: 2 }, 409, 'agent_not_available'],
  ['a number that is none', { to: '+1 2' }, 422, 'phone_number_invalid'],
  ['a number that is a word', { to: 'anonymous' }, 422, 'phone_number_invalid'],
  ['an emergency number', { to: '911' }, 422, 'emergency_number'],
  ['a number of no workspace', { from: '+1 415 555 0199' }, 422, 'number_unknown'],
  ['an unknown language', { lang: 'xy' }, 422, 'language_unknown'],
  ['a strange field', { speed: 1 }, 422, 'body_invalid'],
];
for (const [what, change, status, code] of REFUSED)
  test(`${what} is refused: ${code}`, async () => {
    const got = await place({ to: '+1 415 555 0148', agent_id: 1, from: FROM, ...change });
    assert.deepEqual([got.status, got.json['code']], [status, code]);
  });

test('a token says which it is, and what it may ask for', async () => {
  for (const kind of ['staff', 'directory', 'app', 'read_only'] as const) {
    const made = (await patchbay.send('/v1/tokens', { body: { name: `A ${kind}`, kind } })).json as Fields;
    const got = await patchbay.send('/v1/token', { token: String(made['token']) });
    const { operations, ...token } = got.json as Fields & { operations: readonly string[] };
    assert.deepEqual(token, {
      id: made['id'],
      name: `A ${kind}`,
      kind,
      workspace_id: 1,
      expires_at: null,
      contact_id: null,
    });
    const open = Object.entries(TOKEN_RIGHTS.patchbay).filter(([, kinds]) => kinds.some((each) => each === kind));
    assert.deepEqual(
      operations,
      open.map(([name]) => name),
    );
    assert.equal(operations.includes('placeCall'), kind !== 'read_only');
  }
});

test('events are streamed in the words of the API that is named', async () => {
  const wrong = await patchbay.send('/v1/events?format=pigeon');
  assert.equal(wrong.status, 400);
  const strange = await patchbay.send('/v1/events?format=intercom&types=voicemail.received');
  const [error] = (strange.json as { errors: { parameter: string; detail: string }[] }).errors;
  assert.equal(error?.parameter, 'types');
  assert.match(error.detail, /^are of call\.started, call\.ended, .*, admin\.logged_out$/);
});
