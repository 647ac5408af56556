import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { EndSound } from '#domain/call/trace.ts';
import type { KeptTranscript } from '#domain/ports/stores.ts';
import { CALL_STATES } from '#domain/call/state.ts';
import { aCall, at, callIn, HANDING_OVER, START, stored, WITH_THIRD_PARTY } from '../../../test/support/calls.ts';
import { ownApi, PUBLIC_URL } from '../../../test/support/own-api.ts';
import { writeCall, writeEvent } from './call-write.ts';

/** The call, as its operation answers. Held to the schema on the way. */
const shown = async (call: Call) =>
  ownApi({ engine: { calls: { byId: async () => stored(call) } } })('showCall', { id: 1 });

for (const state of CALL_STATES)
  test(`a call that is ${state} is written as it is documented, with every key`, async () => {
    const { body } = await shown(callIn(state));
    assert.equal(body['state'], state);
    assert.deepEqual(Object.keys(body).toSorted(), Object.keys((await shown(aCall())).body).toSorted());
  });

test('a hand-over, a third party and a stranger are written as documented too', async () => {
  const transfers = (await shown(callIn('connected', HANDING_OVER))).body['transfers'];
  assert.partialDeepStrictEqual(transfers, [{ mode: 'warm', from_agent_id: 2, menu_id: 10, to_agent_id: null }]);
  const { participants } = (await shown(callIn('connected', WITH_THIRD_PARTY))).body as { participants: object[] };
  assert.partialDeepStrictEqual(participants[2], { id: 8, kind: 'third_party', status: 'connecting', agent_id: null });
  assert.doesNotMatch(JSON.stringify(participants), /4155550199/, 'whom was dialed stands in the events');
  const stranger = await shown(aCall({ contact: null, contactNumber: null }));
  assert.deepEqual([stranger.body['contact'], stranger.body['contact_number']], [null, null]);
});

test('durations are seconds, and null until they are known', async () => {
  const times = { queuedAt: START, assignedAt: at(4), connectedAt: at(10), holdSeconds: 5 };
  const talking = (await shown(callIn('connected', times))).body;
  assert.deepEqual([talking['talk_seconds'], talking['total_seconds'], talking['hold_seconds']], [null, null, 5]);
  const over = (await shown(callIn('finished', { ...times, endsAt: at(70) }))).body;
  assert.deepEqual([over['talk_seconds'], over['total_seconds'], over['ended_at']], [60, 70, at(70).toISOString()]);
});

for (const status of ['pending', 'stored', 'failed', 'deleted'] as const)
  test(`the sound of a recording that is ${status} ${status === 'stored' ? 'has an address' : 'has none'}`, async () => {
    const recording = { uid: aCall().uid, kind: 'voicemail', seconds: 1.5, bytes: 9, played: true } as const;
    const { body } = await shown(
      callIn('voicemail_received', { recording: { ...recording, status, createdAt: START } }),
    );
    const { url } = body['recording'] as { url: string | null };
    if (status === 'stored') assert.match(url ?? '', new RegExp(`^${PUBLIC_URL}/recordings/${recording.uid}\\?`));
    else assert.equal(url, null);
  });

test('names of ours in events are those of the wire, all the way down', () => {
  const data = { agentIds: [2], toMenu: { menuId: 3, heldSince: START }, plain: null };
  assert.deepEqual(writeEvent({ seq: 1, type: 'agents_rung', at: START, data }), {
    seq: 1,
    type: 'agents_rung',
    at: START.toISOString(),
    data: { agent_ids: [2], to_menu: { menu_id: 3, held_since: START.toISOString() }, plain: null },
  });
  const report = { externalUuid: 'x', endedAt: null };
  const { report: written } = writeCall(aCall({ report: report as never }), String) as { report: unknown };
  assert.deepEqual(written, { external_uuid: 'x', ended_at: null });
});

test('events and transcripts are read of calls that are there', async () => {
  const ask = ownApi({
    engine: {
      calls: {
        byId: async (_, id) => (id === 1 ? aCall() : null),
        events: async () => [{ seq: 1, type: 'created', at: START, data: {} }],
      },
      transcripts: { byCall: async (_, id) => (id === 1 ? TRANSCRIPT : null) },
    },
  });
  assert.equal((await ask('listCallEvents', { id: 1 })).data.length, 1);
  for (const [operation, code] of [
    ['listCallEvents', 'call_unknown'],
    ['showCall', 'call_unknown'],
    ['showTranscript', 'transcript_unknown'],
    ['showCallSip', 'call_unknown'],
  ] as const)
    assert.equal((await ask(operation, { id: 2 })).code, code);
  const { body } = await ask('showTranscript', { id: 1 });
  assert.deepEqual([body['status'], body['engine'], body['call_id']], ['in_progress', 'embedded', 1]);
  const times = { start_seconds: 0, end_seconds: 1.5 };
  assert.deepEqual(body['turns'], [
    { speaker: 'agent', agent_id: 2, text: 'Good morning', ...times, confidence: 0.9, unsure_words: [1] },
    { speaker: 'user', agent_id: null, text: '<i>', ...times, confidence: null, unsure_words: [] },
  ]);
});

const TRANSCRIPT: KeptTranscript = {
  uid: aCall().uid,
  callId: 1,
  createdAt: START,
  engine: 'embedded',
  live: 'open',
  turns: [
    {
      speaker: 'agent',
      agentId: 2,
      text: 'Good morning',
      startSeconds: 0,
      endSeconds: 1.5,
      confidence: 0.9,
      unsure: [1],
    },
    { speaker: 'user', text: '<i>', startSeconds: 0, endSeconds: 1.5 },
  ],
};

const SOUND: EndSound = {
  end: 'agent',
  agentId: 2,
  from: START,
  until: null,
  heardIn: 'opus',
  saidIn: null,
  packetsReceived: 100,
  packetsLost: 2,
  packetsSent: 90,
  jitterMs: 3.5,
  roundTripMs: null,
  mos: 4.2,
};

test('the technical side of a call is told under the names of the wire', async () => {
  const message = {
    at: START,
    direction: 'sent',
    transport: 'TLS',
    remote: '192.0.2.1:5061',
    method: 'INVITE',
  } as const;
  const told = { status: null, summary: 'INVITE sip:a SIP/2.0', text: 'Via: …', isCut: true };
  const leg = {
    end: 'far_end',
    trunkId: 4,
    sipCallId: 'c@d',
    messages: [{ ...message, ...told }],
    omitted: 7,
  } as const;
  const { body } = await ownApi({
    engine: { calls: { byId: async () => aCall() } },
    readTrace: async () => ({ legs: [leg], sound: [SOUND, { ...SOUND, until: at(9), mos: null, heardIn: null }] }),
  })('showCallSip', { id: 1 });
  const { isCut, ...rest } = told;
  assert.deepEqual(body['legs'], [
    {
      end: 'far_end',
      trunk_id: 4,
      sip_call_id: 'c@d',
      messages: [{ ...message, at: START.toISOString(), transport: 'tls', ...rest, is_cut: isCut }],
      omitted: 7,
    },
  ]);
  const [first, second] = body['sound'] as Record<string, unknown>[];
  assert.deepEqual(
    [first?.['until'], first?.['heard_in'], first?.['spoken_to_in'], first?.['mos']],
    [null, 'opus', null, 4.2],
  );
  assert.deepEqual([second?.['until'], second?.['mos'], second?.['jitter']], [at(9).toISOString(), null, 3.5]);
});

test('the list of calls is narrowed by everything that is asked for, and searched', async () => {
  const asked: unknown[] = [];
  const ask = ownApi({
    engine: {
      findCalls: async (_, text) => {
        asked.push(text);
        return { contactIds: [], callIds: [3] };
      },
      calls: {
        before: async (...slice) => {
          asked.push(slice);
          return [stored(callIn('finished'))];
        },
      },
    },
  });
  assert.equal((await ask('listCalls', { query: { search: 'key lost', tag: 'vip', limit: '1' } })).status, 200);
  const found = { contactIds: [], callIds: [3] };
  assert.deepEqual(asked, ['key lost', [1, null, 2, found, [{ field: 'tag', operator: 'eq', value: 'vip' }]]]);
  await ask('listCalls');
  assert.deepEqual(asked.at(-1), [1, null, 26, null, []]);
  for (const [name, value] of [
    ['search', 'x'],
    ['tag', ''],
    ['menu_id', 'x'],
    ['state', 'finished'],
  ] as const)
    assert.deepEqual((await ask('listCalls', { query: { [name]: value } })).places, [name]);
});
