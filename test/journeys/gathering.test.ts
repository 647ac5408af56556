/** What gathers at one call or one conversation has a bound, and the call ends as ever. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_CHANGES, MAX_MESSAGES, MAX_NOTES } from '#domain/call/bounds.ts';
import { openDesk, PASSWORD, signIn } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { agent, testWorld, WORKSPACE } from '../support/world.ts';

const world = await testWorld({ agents: [{ id: 1 }], menus: [{ id: 9, recording: 'never' }] });
const { engine, patchbay } = world;
const { pool } = patchbay.database;

test('a call takes this many notes, and then says so', async () => {
  const { id } = await world.connectCall(1);
  await pool.query(
    `insert into call_note (workspace_id, call_id, agent_id, text, at) select 1, $1, 1, n::text, now() from generate_series(2, $2) n`,
    [id, MAX_NOTES],
  );
  assert.ok((await engine.addNote(agent(1), id, 'the last')).ok);
  assert.deepEqual(await engine.addNote(agent(1), id, 'one more'), { ok: false, refusal: { code: 'notes_full' } });
  assert.equal((await engine.live.notesOf(WORKSPACE, id)).length, MAX_NOTES);
  await engine.report(id, { type: 'hung_up', by: 'end_user' });
  await world.pass(70);
});

test('a call whose history is full takes no more choices, and ends as ever', async () => {
  const { id } = await world.connectCall(1);
  await pool.query('update call set version = $2 where id = $1', [id, MAX_CHANGES - 1]);
  assert.ok((await engine.holdCall(agent(1), id)).ok);
  assert.ok((await engine.resumeCall(agent(1), id)).ok, 'who is held is not held for good');
  const refused = { ok: false, refusal: { code: 'history_full' } };
  assert.deepEqual(await engine.holdCall(agent(1), id), refused);
  await engine.report(id, { type: 'hung_up', by: 'end_user' });
  await world.settle();
  assert.equal((await world.stored(id)).state, 'finished');
});

test('each API says it in its own words', async () => {
  const demo = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
  const created = await demo.send('/v1/simulator/calls', { body: { from: '+12125550148', direct: true } });
  const { id } = created.json as { id: number };
  await demo.send(`/v1/simulator/calls/${id}/events`, { body: { event: 'choose_menu', menu_id: 9 } });
  await demo.send(`/v1/simulator/calls/${id}/events`, { body: { event: 'answer', agent_id: 1 } });
  await demo.send(`/v1/simulator/calls/${id}/events`, { body: { event: 'bridge' } });
  await demo.database.pool.query('update call set version = $2 where id = $1', [id, MAX_CHANGES]);
  const held = await demo.send(`/v1/calls/${id}/hold`, { method: 'POST' });
  assert.deepEqual([held.status, (held.json as { code: string }).code], [409, 'history_full']);
  const flagged = await demo.send(`/apps/api/v1/calls/${id}/customer_flag`, {
    method: 'PATCH',
    body: { verified_customer: true },
  });
  assert.deepEqual([flagged.status, flagged.json], [422, { message: 'Call has too many changes' }]);
  assert.equal((await demo.send(`/v1/calls/${id}/hang_up`, { body: {} })).status, 200);

  const { rows } = await demo.database.pool.query<{ id: number; workspace_id: number }>(
    'select id, workspace_id from conversation order by id limit 1',
  );
  const conversationId = Number(rows[0]?.id);
  await demo.database.pool.query(
    `insert into message (workspace_id, conversation_id, author, text, at)
     select 1, $1, 'contact', n::text, now() from generate_series(1, $2) n`,
    [conversationId, MAX_MESSAGES - 1],
  );
  const desk = await openDesk(demo, await signIn(demo));
  await desk.ask({ type: 'hello', since: null });
  const [one, other] = await Promise.all(
    ['the last', 'one more'].map(async (text) => desk.ask({ type: 'message', conversationId, text })),
  );
  assert.equal([one, other].filter((reply) => reply?.ok === true).length, 1, 'two at once are both counted');
  const refused = await desk.ask({ type: 'message', conversationId, text: 'again' });
  assert.equal(!refused.ok && refused.error, 'conversation_full');
  desk.close();
});
