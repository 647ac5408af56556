import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CALL_ORIGINS } from '#domain/call/call.ts';
import { EXTERNAL_STATUSES } from '#domain/call/external-call.ts';
import type { ExternalCall } from '#domain/call/external-call.ts';
import { CALL_STATES } from '#domain/call/state.ts';
import type { Turn } from '#domain/call/transcript.ts';
import { aCall, at, START } from '../../../test/support/calls.ts';
import { assertConforms } from '../../../test/support/conforms.ts';
import { CallObject, CallsWithTranscripts, Reference } from './schema.ts';
import { writeCall, writePage, writeRate, writeReference, writeTranscript, writeWithTranscripts } from './write.ts';

const URL = 'https://patchbay.example';
const seconds = (after: number): number => at(after).getTime() / 1000;

test('a call of every state, origin and direction is what the schema says', () => {
  for (const state of CALL_STATES)
    for (const origin of CALL_ORIGINS)
      for (const direction of ['inbound', 'outbound'] as const)
        assertConforms(CallObject, writeCall(aCall({ state, origin, direction }), URL));
});

test('a finished call has all that seed 001 prints, times in unix seconds', () => {
  const recording = {
    uid: 'r',
    kind: 'call',
    status: 'stored',
    seconds: 85,
    bytes: 1000,
    played: false,
    createdAt: START,
  } as const;
  const call = aCall({
    id: 123,
    conversationId: 456,
    agentId: 789,
    origin: 'phone',
    state: 'finished',
    queuedAt: at(5),
    assignedAt: at(8),
    connectedAt: at(10),
    endsAt: at(95),
    updatedAt: at(96),
    holdSeconds: 12.7,
    recording,
    transcriptStatus: 'done',
    finCallId: 122,
  });
  assert.deepEqual(writeCall(call, URL), {
    type: 'call',
    id: '123',
    conversation_id: '456',
    admin_id: '789',
    contact_id: '9e107d9d-372b-4c6d-8f4e-0b6f6b2a7c80',
    state: 'completed',
    initiated_at: seconds(0),
    answered_at: seconds(10),
    ended_at: seconds(95),
    created_at: seconds(0),
    updated_at: seconds(96),
    recording_url: `${URL}/calls/123/recording`,
    transcription_url: `${URL}/calls/123/transcript`,
    transcript_url: `${URL}/calls/123/transcript`,
    call_type: 'phone',
    direction: 'inbound',
    ended_reason: 'completed',
    phone: '+14155550148',
    fin_recording_url: `${URL}/calls/122/recording`,
    fin_transcription_url: `${URL}/calls/122/transcript`,
    duration: 95,
    talk_time: 85,
    queue_time: 3,
    hold_time: 12,
  });
});

test('what a call has not reached is null, hold included', () => {
  const written = writeCall(aCall({ origin: 'scheduled_api', state: 'scheduled', contact: null }), URL) as Record<
    string,
    unknown
  >;
  const names = Object.keys(written).filter((name) => written[name] === null);
  assert.deepEqual(names, [
    'admin_id',
    'contact_id',
    'initiated_at',
    'answered_at',
    'ended_at',
    'recording_url',
    'transcription_url',
    'transcript_url',
    'ended_reason',
    'fin_recording_url',
    'fin_transcription_url',
    'duration',
    'talk_time',
    'queue_time',
    'hold_time',
  ]);
});

test('the address of a recording is there only while the recording is stored', () => {
  const recording = { uid: 'r', kind: 'call', seconds: 1, bytes: 1, played: false, createdAt: START } as const;
  const urls = (['pending', 'stored', 'failed', 'deleted'] as const).map(
    (status) =>
      (writeCall(aCall({ recording: { ...recording, status } }), URL) as { recording_url: unknown }).recording_url,
  );
  assert.deepEqual(urls, [null, `${URL}/calls/1/recording`, null, null]);
});

test('pages are counted, and none of none', () => {
  const pages = (total: number) => (writePage([], total, { page: 2, perPage: 10 }, URL) as { pages: object }).pages;
  assert.deepEqual(pages(0), { type: 'pages', page: 2, per_page: 10, total_pages: 0 });
  assert.deepEqual(pages(21), { type: 'pages', page: 2, per_page: 10, total_pages: 3 });
});

const TURNS: readonly Turn[] = [
  { speaker: 'virtual_agent', text: 'Hello, this is Fin.', startSeconds: 0.4, endSeconds: 2 },
  { speaker: 'user', text: 'I said "help"\nplease.', startSeconds: 3.9, endSeconds: 5 },
  { speaker: 'agent', text: 'Here I am.', startSeconds: 360_061, endSeconds: 360_062 },
];

test('a transcript is a line a turn, whatever the words hold, named after its day', () => {
  assert.deepEqual(writeTranscript({ turns: TURNS, createdAt: new Date('2025-07-17T23:59:59.999Z') }), {
    text: [
      '[00:00:00] Fin: "Hello, this is Fin."',
      '[00:00:03] User: "I said "help" please."',
      '[100:01:01] Teammate 1: "Here I am."',
    ].join('\n'),
    fileName: 'transcription_data-2025-07-17.txt',
  });
});

test('calls without a transcript have an empty one and say how far it is', () => {
  const calls = [
    aCall({ id: 1 }),
    aCall({ id: 2, transcriptStatus: 'in_progress' }),
    aCall({ id: 3, transcriptStatus: 'done' }),
  ];
  const written = writeWithTranscripts(calls, new Map([[3, TURNS]]), URL) as {
    data: { transcript: object[]; transcript_status: string | null }[];
  };
  assertConforms(CallsWithTranscripts, written);
  assert.deepEqual(
    written.data.map((call) => [call.transcript.length, call.transcript_status]),
    [
      [0, null],
      [0, 'in_progress'],
      [3, 'completed'],
    ],
  );
  assert.deepEqual(written.data[2]?.transcript[1], {
    timestamp: '00:00:03',
    speaker: 'User',
    text: 'I said "help"\nplease.',
  });
});

test('a reference of every status is what the schema says', () => {
  for (const status of EXTERNAL_STATUSES) {
    const reference: ExternalCall = {
      id: 1,
      workspaceId: 1,
      phoneNumber: '+1234567890',
      caller: '+1234567890',
      externalId: 'call-123-abc',
      source: 'five9',
      data: null,
      status,
      callId: status === 'registered' ? null : 7,
      conversationId: status === 'registered' ? null : 8,
      summary: 'x'.repeat(256),
      intents: [{ name: 'billing', confidence: 0.9 }],
      createdAt: START,
    };
    assertConforms(Reference, writeReference(reference, TURNS));
    assertConforms(Reference, writeReference(reference, undefined));
  }
});

test('the rate headers of a request that was not counted are those of a fresh window', () => {
  const limits = { limit: 1666, windowSeconds: 10 };
  assert.deepEqual(writeRate(null, limits, new Date(1_734_537_437_999)), {
    'x-ratelimit-limit': '1666',
    'x-ratelimit-remaining': '1666',
    'x-ratelimit-reset': '1734537440',
  });
  const counted = { limit: 1666, remaining: 3, resetAt: new Date(1_734_537_450_000), retryAfterSeconds: 1 };
  assert.deepEqual(writeRate(counted, limits, new Date(0)), {
    'x-ratelimit-limit': '1666',
    'x-ratelimit-remaining': '3',
    'x-ratelimit-reset': '1734537450',
  });
});
