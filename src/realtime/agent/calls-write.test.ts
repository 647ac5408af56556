import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { begun } from '#domain/call/recording.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { aDirectory, anAgent, at, callIn, START, WITH_THIRD_PARTY } from '../../../test/support/calls.ts';
import {
  writeEvent,
  writeParticipants,
  writeRecording,
  writeRow,
  writeToday,
  writeTranscript,
  writeWhole,
} from './calls-write.ts';

const DIRECTORY: Directory = aDirectory({
  agents: new Map([[2, anAgent(2, { firstName: 'Kim', lastName: 'Reed' })]]),
});
const DETAILS = { contactName: null, notes: [], isCallerAway: false, isCallerSilent: false };
const row = (change: Partial<Call>) => writeRow(callIn('finished', change), DIRECTORY, DETAILS);

/** When it queued, was taken, connected and ended -> how long was waited and talked, to a tenth. */
const TIMES: readonly (readonly [Partial<Call>, number | null, number | null])[] = [
  [{ queuedAt: at(0), assignedAt: at(10.04), connectedAt: at(12), endsAt: at(72.25) }, 10, 60.3],
  [{ queuedAt: at(0), assignedAt: null, connectedAt: null, endsAt: at(8) }, 8, null],
  [{ queuedAt: null, assignedAt: at(1), connectedAt: at(2), endsAt: at(3) }, null, 1],
  [{ queuedAt: at(5), assignedAt: at(4), connectedAt: at(5), endsAt: null }, 0, null],
  [{ queuedAt: at(0), assignedAt: null, connectedAt: null, endsAt: null }, null, null],
];
for (const [change, wait, talk] of TIMES)
  test(`waited ${wait} s and talked ${talk} s`, () => {
    const { waitSeconds, talkSeconds } = row(change);
    assert.deepEqual([waitSeconds, talkSeconds], [wait, talk]);
  });

test('a row names its agent, if the directory knows them', () => {
  assert.deepEqual([row({ agentId: 2 }).agentName, row({ agentId: 9 }).agentName], ['Kim Reed', null]);
  assert.equal(row({ agentId: null }).agentName, null);
  assert.deepEqual([row({ holdSeconds: 1.26 }).holdSeconds, row({ rating: 4 }).rating], [1.3, 4]);
});

test('the page of a call shows also what no row does', () => {
  const { uid, conversationId, ticketId, summary } = writeWhole(
    callIn('finished', { ticketId: 'T-1', summary: 'Wants a refund.' }),
    DIRECTORY,
    DETAILS,
  );
  assert.deepEqual([uid.length, conversationId, ticketId, summary], [36, 1, 'T-1', 'Wants a refund.']);
});

test('who took part is named by the directory, or by the number that was dialed', () => {
  const shown = writeParticipants(callIn('connected', WITH_THIRD_PARTY), DIRECTORY);
  assert.deepEqual(
    shown.map(({ kind, name, endedAt }) => [kind, name, endedAt]),
    [
      ['end_user', null, null],
      ['agent', 'Kim Reed', null],
      ['third_party', '+14155550199', null],
    ],
  );
  assert.equal(shown[0]?.connectedAt, START.toISOString());
});

test('an event stands beside its data, without its type in it', () => {
  const event = writeEvent({ seq: 4, type: 'held', data: { type: 'held', by: 2 }, at: START });
  assert.deepEqual(event, { seq: 4, type: 'held', at: START.toISOString(), data: { by: 2 } });
});

test('a transcript is there with its words, or with how far it has come', () => {
  const turn = { speaker: 'agent', agentId: 2, text: 'Hello', startSeconds: 0, endSeconds: 1 } as const;
  const transcript = { callId: 1, turns: [turn], createdAt: START, engine: 'embedded' };
  const write = (transcriptStatus: Call['transcriptStatus'], has: boolean) =>
    writeTranscript(callIn('finished', { transcriptStatus }), has ? transcript : null, DIRECTORY);
  assert.equal(write(null, false), null);
  assert.deepEqual(write('in_progress', false), { status: 'in_progress', engine: null, turns: [] });
  const { agentId: _agentId, ...said } = turn;
  const shown = { ...said, name: 'Kim Reed' };
  assert.deepEqual(write('done', true), { status: 'done', engine: 'embedded', turns: [shown] });
  assert.deepEqual(write(null, true), { status: 'done', engine: 'embedded', turns: [shown] });
  const turns = [said, { ...said, speaker: 'user' as const }];
  const unnamed = writeTranscript(callIn('finished'), { ...transcript, turns }, DIRECTORY);
  assert.deepEqual(
    unnamed?.turns.map(({ name }) => name),
    [null, null],
  );
});

test('a recording is shown with where it lies and what it looks like', () => {
  const recording = { ...begun('uid', 'call', START), status: 'stored', seconds: 3 } as const;
  const peaks = { left: [1], right: null };
  assert.deepEqual(writeRecording(recording, '/r', peaks), {
    kind: 'call',
    status: 'stored',
    seconds: 3,
    url: '/r',
    peaks,
    gaps: [],
  });
  const gaps = [{ from: 1, to: 2 }];
  assert.deepEqual(writeRecording({ ...recording, gaps }, null, null).gaps, gaps);
});

test('the day counts calls by how they ended, without those reported from elsewhere', () => {
  const count = (state: Call['state'], each: number, reportStatus: string | null = null) =>
    ({ state, fin: false, reportStatus, count: each }) as const;
  const counts = [
    count('finished', 1),
    count('finished', 2),
    count('finished', 100, 'COMPLETED'),
    count('failed', 4),
    count('recovered', 8),
    count('voicemail_received', 16),
    count('voicemail_read', 32),
    count('deflected', 64),
    count('queued', 128),
    count('connected', 256),
  ];
  assert.deepEqual(writeToday(counts), { answered: 3, missed: 12, voicemail: 48, elsewhere: 64 });
  assert.deepEqual(writeToday([]), { answered: 0, missed: 0, voicemail: 0, elsewhere: 0 });
});
