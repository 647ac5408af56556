import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { ExternalCall, FinOutcome } from '#domain/call/external-call.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { freshKey, testPatchbay } from '../../../test/support/patchbay.ts';

const FIN_NUMBER = '+13392195277';
const MINUTE = 60_000;

const clock = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
const patchbay = await testPatchbay({}, { clock });
const { engine } = patchbay;

async function announced(phoneNumber: string): Promise<ExternalCall> {
  const outcome = await engine.announceCall({
    workspaceId: 1,
    phoneNumber,
    externalId: freshKey(),
    source: 'aws_connect',
    data: null,
    requestKey: null,
  });
  assert.ok(outcome.ok);
  return outcome.value;
}

/** A call to the Fin line in which nothing happens by itself. */
async function arrived(from: string, to = FIN_NUMBER): Promise<Call> {
  const outcome = await engine.takeCall({
    workspaceId: 1,
    from,
    to,
    origin: 'phone',
    carrier: 'simulator',
    lang: 'en',
    requestKey: null,
  });
  assert.ok(outcome.ok);
  patchbay.simulator.takeControl(outcome.value);
  await engine.settled();
  return outcome.value;
}

async function happened(call: Call, ...events: readonly CallEvent[]): Promise<void> {
  for (const event of events) {
    assert.ok((await engine.report(call.id, event)).ok, event.type);
    if (event.type === 'legs_bridged') await clock.advance(MINUTE); // Time for the first words.
  }
  await engine.settled();
  await patchbay.simulator.settled();
  await engine.settled();
}

async function read(reference: ExternalCall): Promise<ExternalCall> {
  const now = await engine.externalCalls.byId(1, reference.id);
  assert.ok(now !== null);
  return now;
}

const TALK: readonly CallEvent[] = [
  { type: 'agent_assigned', agentId: null },
  { type: 'leg_ringing' },
  { type: 'legs_bridged' },
];
const BYE: CallEvent = { type: 'hung_up', by: 'virtual_agent' };
const OUTCOME: FinOutcome = { resolution: 'confirmed_resolution', summary: 'Done.', intents: [] };

test('an announced call is registered, in progress once it arrives, and resolved with its transcript at the end', async () => {
  const reference = await announced('+1234567890');
  assert.equal(reference.status, 'registered');
  const call = await arrived('+1234567890');
  const matched = await read(reference);
  assert.deepEqual(
    [matched.status, matched.callId, matched.conversationId],
    ['in-progress', call.id, call.conversationId],
  );
  await happened(call, ...TALK);
  assert.equal((await read(reference)).status, 'in-progress');
  await happened(call, BYE);
  const resolved = await read(reference);
  assert.equal(resolved.status, 'assumed_resolution');
  assert.ok(resolved.summary !== '' && resolved.intents.length > 0);
  const transcript = await engine.transcripts.byCall(1, call.id);
  assert.ok(transcript?.turns.some((turn) => turn.speaker === 'virtual_agent'));
});

test('who sees that Fin has ended finds the words already written down', async () => {
  const reference = await announced('+15551230110');
  const call = await arrived('+15551230110');
  const seen = async (): Promise<boolean> => {
    while ((await read(reference)).status === 'in-progress') await setImmediate();
    return (await engine.transcripts.byCall(1, call.id)) !== null;
  };
  const [isWritten] = await Promise.all([seen(), happened(call, ...TALK, BYE)]);
  assert.ok(isWritten);
});

test('the newest announcement of the caller wins, and each is for one call only', async () => {
  const older = await announced('+15551230100');
  await clock.advance(1000);
  const newer = await announced('+15551230100');
  const first = await arrived('+15551230100');
  const second = await arrived('+15551230100');
  const third = await arrived('+15551230100');
  assert.equal((await read(newer)).callId, first.id);
  assert.equal((await read(older)).callId, second.id);
  assert.equal(await engine.externalCalls.byCall(third.id), null);
});

test('two calls at once of one caller with one announcement: exactly one has it', async () => {
  const reference = await announced('+15551230107');
  const calls = await Promise.all([arrived('+15551230107'), arrived('+15551230107')]);
  const owners = await Promise.all(calls.map(async (call) => engine.externalCalls.byCall(call.id)));
  assert.deepEqual(
    owners.filter((owner) => owner !== null).map((owner) => owner.id),
    [reference.id],
  );
});

test('an announcement waits 30 minutes, and only for its caller on a Fin number', async () => {
  const reference = await announced('+15551230101');
  await arrived('+15551230102');
  await arrived('+15551230101', '+13392195276');
  assert.equal((await read(reference)).status, 'registered');
  await clock.advance(30 * MINUTE + 1);
  await arrived('+15551230101');
  assert.equal((await read(reference)).status, 'registered');
  await clock.advance(1);
  const punctual = await announced('+15551230101');
  await clock.advance(30 * MINUTE);
  const call = await arrived('+15551230101');
  assert.equal((await read(punctual)).callId, call.id);
});

test('what is announced during a call is for the next call', async () => {
  const call = await arrived('+15551230103');
  await clock.advance(1000);
  const reference = await announced('+15551230103');
  await happened(call, ...TALK, BYE);
  assert.equal((await read(reference)).status, 'registered');
  const next = await arrived('+15551230103');
  assert.equal((await read(reference)).callId, next.id);
});

test('an outcome that comes before the match was made finds its announcement', async () => {
  const reference = await announced('+15551230104');
  const call = await arrived('+15551230104');
  await patchbay.database.pool.query(
    `update external_call set call_id = null, conversation_id = null, status = 'registered' where id = $1`,
    [reference.id],
  );
  await engine.resolveAnnouncement(call.id, OUTCOME);
  const resolved = await read(reference);
  assert.deepEqual([resolved.status, resolved.callId], ['confirmed_resolution', call.id]);
});

test('a call that ends before Fin could speak is escalated, and none stays in progress', async () => {
  const waiting = await announced('+15551230105');
  await happened(await arrived('+15551230105'), BYE);
  assert.deepEqual([(await read(waiting)).status, (await read(waiting)).summary], ['escalated', '']);
  const unreached = await announced('+15551230106');
  await happened(await arrived('+15551230106'), ...TALK.slice(0, 2), {
    type: 'leg_refused',
    reason: 'voip_conn_general',
    details: null,
  });
  assert.equal((await read(unreached)).status, 'escalated');
});

test('an outcome that was told stands, whatever is noted about the call later', async () => {
  const reference = await announced('+15551230108');
  const call = await arrived('+15551230108');
  await happened(call, ...TALK, BYE);
  await engine.resolveAnnouncement(call.id, OUTCOME);
  await happened(call, { type: 'rated', rating: 5, feedback: false });
  assert.equal((await read(reference)).status, 'confirmed_resolution');
});

test('a summary is cut to 256 characters, never through the middle of one', async () => {
  const reference = await announced('+15551230109');
  const call = await arrived('+15551230109');
  const family = '👩‍👩‍👧‍👦';
  await engine.resolveAnnouncement(call.id, { ...OUTCOME, summary: 'x'.repeat(250) + family.repeat(3) });
  assert.equal((await read(reference)).summary, 'x'.repeat(250));
  await engine.resolveAnnouncement(call.id, { ...OUTCOME, summary: 'y'.repeat(300) });
  assert.equal((await read(reference)).summary, 'y'.repeat(256));
});

const ENDINGS = [
  ['+15551230010', 'escalated'],
  ['+15551230011', 'confirmed_resolution'],
  ['+15551230012', 'negative_feedback'],
  ['+15551230013', 'procedure_handoff'],
  ['+15551230123', 'assumed_resolution'],
] as const;

for (const [from, resolution] of ENDINGS)
  test(`the simulator's caller ${from} ends as ${resolution}, and an announced one is never handed on here`, async () => {
    const reference = await announced(from);
    const call = await arrived(from);
    await happened(call, ...TALK, BYE);
    assert.equal((await read(reference)).status, resolution);
    const later = await engine.calls.before(1, null, 1);
    assert.equal(later[0]?.id, call.id);
  });

test('an unannounced caller whom Fin hands on waits for a person, in a call that names the one with Fin', async () => {
  const call = await arrived('+15551240010');
  await happened(call, ...TALK, BYE);
  const [newest] = await engine.calls.before(1, null, 1);
  assert.deepEqual([newest?.finCallId, newest?.origin, newest?.contactNumber], [call.id, 'phone', '+15551240010']);
});

/** A number as it may be announced -> the caller as calls have them. */
const WRITTEN_ANOTHER_WAY = [
  ['+4903012345679', '+493012345679'],
  ['+378903548', '+3780549903548'],
  ['+540111523456788', '+5491123456788'],
  ['+9720501234568', '+972501234568'],
  ['+5215512345678', '+525512345678'],
] as const;
for (const [announcedAs, caller] of WRITTEN_ANOTHER_WAY)
  test(`what is announced as ${announcedAs} is matched to the call of ${caller}, and found by both`, async () => {
    const reference = await announced(announcedAs);
    const got = await patchbay.send('/v1/simulator/calls', {
      body: { from: announcedAs, to: FIN_NUMBER, direct: true },
    });
    const call = got.json as { id: number; contact_number: string };
    await engine.settled();
    assert.equal(call.contact_number, caller);
    assert.equal((await read(reference)).callId, call.id);
    for (const number of [announcedAs, caller]) {
      const found = await patchbay.send(`/fin_voice/phone_number/${number}`);
      assert.deepEqual(found.json, (await patchbay.send(`/fin_voice/collect/${reference.id}`)).json);
      assert.equal((found.json as { user_phone_number: string }).user_phone_number, announcedAs);
    }
  });

test('the most recent one of a number is the one whose call came last', async () => {
  const [older, newer] = [await announced('+14155559901'), await announced('+14155559901')];
  await arrived('+14155559901'); // The newest announcement that waits goes first.
  const last = await arrived('+14155559901');
  assert.ok((await read(newer)).callId !== null);
  assert.equal((await read(older)).callId, last.id);
  assert.equal((await engine.externalCalls.newestMatched(1, '+14155559901'))?.id, older.id);
});

test('an announcement that is refused uses up no id, also when many come at once', async () => {
  const first = await announced('+14155559902');
  const again = { ...first, requestKey: null };
  const answers = await Promise.all(Array.from({ length: 20 }, async () => engine.announceCall(again)));
  assert.ok(answers.every((answer) => !answer.ok));
  assert.equal((await announced('+14155559902')).id, first.id + 1);
});

test('the voice agent passes a caller on: once, into a queue, with the conversation and what it tells', async () => {
  const brief = {
    summary: 'The caller wants a refund.',
    intents: [{ name: 'refund', confidence: 1 }],
    lastWords: 'a person',
  };
  const changed = await patchbay.send('/v1/workspace', { method: 'PATCH', body: { hand_over_menu_id: 50 } });
  assert.equal(changed.status, 200);
  const fin = await arrived('+14155550186');
  const early = await engine.passOn(fin.id, brief);
  assert.deepEqual(early.ok ? null : early.refusal.code, 'event_not_allowed', 'no one has talked yet');
  await happened(fin, ...TALK);
  const [passed, again] = [await engine.passOn(fin.id, brief), await engine.passOn(fin.id, brief)];
  assert.ok(passed.ok && again.ok);
  assert.equal(again.value.id, passed.value.id);
  const next = await patchbay.until(passed.value.id, ({ state }) => state !== 'selecting');
  patchbay.simulator.takeControl(next);
  const { finCallId, conversationId, contactNumber, summary, carrier } = next;
  assert.deepEqual(
    { finCallId, conversationId, contactNumber, summary, carrier },
    {
      finCallId: fin.id,
      conversationId: fin.conversationId,
      contactNumber: '+14155550186',
      summary: brief.summary,
      carrier: 'simulator',
    },
  );
  assert.equal(next.menuId, 50, 'the queue that the workspace has for them');
  assert.deepEqual(engine.live.briefOf(next), brief);
  await happened(next, { type: 'hung_up', by: 'end_user' });
  assert.equal(engine.live.briefOf(next), null, 'who is gone is forgotten');
  await happened(fin, BYE);
  const late = await engine.passOn(fin.id, brief);
  assert.deepEqual(late.ok ? null : late.refusal.code, 'event_not_allowed');
  const ofNoOne = await engine.passOn(999_999, brief);
  assert.deepEqual(ofNoOne.ok ? null : ofNoOne.refusal.code, 'call_unknown');
});
