import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const patchbay = await testPatchbay();
type Fields = Record<string, unknown>;

const post = async (path: string, body?: unknown) => {
  const got = await patchbay.send(path, { method: 'POST', ...(body === undefined ? {} : { body }) });
  return { ...got, json: (got.json ?? {}) as Fields };
};
const get = async (path: string) => {
  const got = await patchbay.send(path);
  return { ...got, json: (got.json ?? {}) as Fields };
};
const call = (id: unknown, command: string): string => `/v1/calls/${String(id)}/${command}`;

/** A call that only its director moves. */
async function directedCall(): Promise<number> {
  const made = await post('/v1/simulator/calls', { from: '+14155550148', direct: true });
  assert.equal(made.status, 201, made.text);
  return Number(made.json['id']);
}

const direct = async (id: number, event: string, more: object = {}) =>
  post(`/v1/simulator/calls/${id}/events`, { event, ...more });

/** A menu whose only agent is number 2, who is a person. */
async function menuOfTwo(): Promise<unknown> {
  await patchbay.send('/v1/agents/2/status', { method: 'PUT', body: { status: 'available' } });
  const groups = [{ name: 'Two', agent_ids: [2] }];
  return (await post('/v1/menus', { name: 'Two', kind: 'ivr_menu', groups })).json['id'];
}
const menuId = await menuOfTwo();

/** A directed call that agent 2 is in. */
async function connectedCall(): Promise<number> {
  const id = await directedCall();
  await direct(id, 'choose_menu', { menu_id: menuId });
  await patchbay.until(id, (each) => each.offer?.agentIds.includes(2) === true);
  assert.equal((await post(call(id, 'answer'), { agent_id: 2 })).json['state'], 'assigned');
  assert.equal((await direct(id, 'ring')).json['state'], 'connecting');
  assert.equal((await direct(id, 'bridge')).json['state'], 'connected');
  return id;
}

test('a caller who is simulated comes in, is answered, and their call is read in full', async () => {
  const made = await post('/v1/simulator/calls', { from: '+1 415-555-0148', menu_id: 10 });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual([made.json['state'], made.json['contact_number']], ['selecting', '+14155550148']);
  const id = Number(made.json['id']);
  await patchbay.until(id, (each) => each.transcriptStatus === 'done');
  const { json } = await get(`/v1/calls/${id}`);
  assert.deepEqual(
    [json['state'], json['menu_id'], json['agent_id'], json['transcript_status']],
    ['finished', 10, 1, 'done'],
  );
  assert.deepEqual(Object.keys(json), Object.keys(made.json), 'the same shape live and finished');
  const recording = json['recording'] as Fields;
  const sound = await patchbay.send(String(recording['url']).replace(patchbay.address, ''), { token: null });
  assert.equal(sound.status, 200);

  const events = (await get(`/v1/calls/${id}/events`)).json['data'] as Fields[];
  assert.deepEqual(
    events.slice(0, 2).map((each) => each['type']),
    ['created', 'menu_selected'],
  );
  assert.ok(events.every((each, place) => place === 0 || Number(each['seq']) > Number(events[place - 1]?.['seq'])));
  assert.ok(!JSON.stringify(events).includes('menuId'), 'names are those of the wire');
  const turns = (await get(`/v1/calls/${id}/transcript`)).json['turns'] as Fields[];
  const names = ['speaker', 'agent_id', 'text', 'start_seconds', 'end_seconds', 'confidence', 'unsure_words'];
  assert.deepEqual(Object.keys(turns[0] ?? {}), names);
  const [newest] = (await get('/v1/calls?limit=1')).json['data'] as Fields[];
  assert.deepEqual(Object.keys(newest ?? {}), Object.keys(json), 'the same shape in a list');
});

test('a directed call waits for its director', async () => {
  const id = await connectedCall();
  assert.equal((await post(call(id, 'hold'))).json['held_since'] === null, false);
  assert.equal((await post(call(id, 'resume'))).json['held_since'], null);
  const rated = await post(call(id, 'rating'), { rating: 4, feedback: true });
  assert.deepEqual([rated.json['rating'], rated.json['has_feedback']], [4, true]);
  const ended = await post(call(id, 'hang_up'), {});
  assert.deepEqual([ended.json['state'], ended.json['disconnected_by']], ['finished', 'disconnected_by_agent']);
});

test('what the state does not allow is 409 and changes nothing', async () => {
  const id = await directedCall();
  for (const [command, body] of [
    ['answer', { agent_id: 2 }],
    ['decline', { agent_id: 2 }],
    ['hold', undefined],
    ['resume', undefined],
    ['transfer', { menu_id: 10 }],
    ['voicemail_read', undefined],
  ] as const) {
    const got = await post(call(id, command), body);
    assert.deepEqual([got.status, got.json['code']], [409, 'event_not_allowed'], command);
  }
  assert.equal((await get(`/v1/calls/${id}`)).json['version'], 1);
  await direct(id, 'hang_up');
});

test('a declined call waits on, and another agent may be rung for it', async () => {
  const id = await directedCall();
  await direct(id, 'choose_menu', { menu_id: menuId });
  await patchbay.until(id, (each) => each.offer?.agentIds.includes(2) === true);
  const declined = await post(call(id, 'decline'), { agent_id: 2 });
  assert.deepEqual([declined.json['state'], declined.json['passed_by']], ['queued', [2]]);
  await direct(id, 'hang_up', { by: 'end_user' });
});

test('a call is handed to a menu, whose simulated agent takes it', async () => {
  const id = await connectedCall();
  for (const body of [{}, { agent_id: 1, menu_id: 10 }])
    assert.equal((await post(call(id, 'transfer'), body)).json['code'], 'body_invalid');
  assert.equal((await post(call(id, 'transfer'), { agent_id: 999 })).json['code'], 'agent_unknown');
  assert.equal((await post(call(id, 'transfer'), { menu_id: 999 })).json['code'], 'menu_unknown');
  const moved = await post(call(id, 'transfer'), { menu_id: 10, mode: 'warm' });
  assert.equal((moved.json['transfers'] as Fields[])[0]?.['status'], 'transferring');
  await patchbay.until(id, (each) => each.offer?.agentIds.includes(1) === true);
  const taken = await post(call(id, 'answer'), { agent_id: 1 });
  assert.deepEqual([taken.json['agent_id'], taken.json['menu_id']], [1, 10]);
  await direct(id, 'hang_up');
});

test('a caller leaves a voicemail in their own time, and an agent listens to it', async () => {
  const id = await directedCall();
  await direct(id, 'choose_menu', { menu_id: menuId });
  assert.equal((await direct(id, 'leave_voicemail')).json['state'], 'voicemail');
  const left = await patchbay.until(
    id,
    (each) => each.state === 'voicemail_received' && each.transcriptStatus === 'done',
  );
  assert.equal(left.recording?.kind, 'voicemail');
  assert.equal((await post(call(id, 'voicemail_read'))).json['state'], 'voicemail_read');
});

test('a directed call continues by itself once it is let go', async () => {
  const id = await directedCall();
  await direct(id, 'choose_menu', { menu_id: 10 });
  await direct(id, 'carry_on');
  assert.equal((await patchbay.reached(id, 'finished')).agentId, 1);
});

test('the far end cannot be reached, for the reason that its answer gives', async () => {
  const placed = await post('/apps/api/v1/calls', {
    call_type: 'OutboundCall',
    agent_email: 'agent@somedomain.com',
    end_user_number: '+1 859-657-9625',
    outbound_number: '+1 339-219-5276',
  });
  const id = Number(placed.json['id']);
  const failed = await direct(id, 'fail', { sip_status: 486 });
  assert.deepEqual([failed.json['state'], failed.json['fail_reason']], ['failed', 'eu_busy'], failed.text);
});

test('a direction that lacks what it needs, or that is for no simulated call, is refused', async () => {
  const id = await directedCall();
  const lacking = await direct(id, 'choose_menu');
  assert.deepEqual([lacking.status, (lacking.json['errors'] as Fields[])[0]?.['pointer']], [422, '/menu_id']);
  assert.equal((await direct(999_999, 'ring')).json['code'], 'call_unknown');
  assert.equal(
    (await post('/v1/simulator/calls', { from: '+14155550148', menu_id: 999 })).json['code'],
    'menu_unknown',
  );
  const abroad = await post('/v1/simulator/calls', { from: '+14155550148', to: '+14155550999' });
  assert.equal(abroad.json['code'], 'number_unknown');
  await direct(id, 'hang_up');
});

test('the simulator tells its speed and the numbers that misbehave', async () => {
  const { json } = await get('/v1/simulator');
  assert.equal(json['speed'], 1000);
  const [busy] = json['magic_numbers'] as Fields[];
  assert.deepEqual([busy?.['digits'], busy?.['behaviour']], ['0001', 'busy']);
});

test('calls are listed newest first, each once, while new ones come in', async () => {
  const ids: number[] = [];
  for (let next: string | null = '/v1/calls?limit=3'; next !== null;) {
    const { json, headers } = await get(next);
    ids.push(...(json['data'] as { id: number }[]).map((each) => each.id));
    await direct(await directedCall(), 'hang_up');
    next = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1]?.replace(patchbay.address, '') ?? null;
  }
  assert.deepEqual(
    ids,
    [...new Set(ids)].toSorted((a, b) => b - a),
  );
  assert.equal(ids.at(-1), 1);
});

test('a text message stands in the outbox, newest first, and says whether it was sent', async () => {
  await post('/phone_call_redirects', { phone: '+14155550148' });
  await post('/phone_call_redirects', { phone: '+14155550009' });
  const { json } = await get('/v1/outbox');
  const told = (json['data'] as Fields[]).map((each) => [each['to'], each['status']]);
  assert.deepEqual(told, [
    ['+14155550009', 'failed'],
    ['+14155550148', 'sent'],
  ]);
});

test('an announced call is read under its id', async () => {
  const made = await post('/fin_voice/register', { phone_number: '+14155550177', call_id: 'theirs-1' });
  const { json } = await get(`/v1/external_calls/${String(made.json['id'])}`);
  assert.deepEqual([json['external_id'], json['source'], json['status']], ['theirs-1', 'aws_connect', 'registered']);
  assert.equal((await get('/v1/external_calls/999')).json['code'], 'external_call_unknown');
});
