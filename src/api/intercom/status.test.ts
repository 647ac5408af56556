import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call, CallOrigin } from '#domain/call/call.ts';
import { CALL_ORIGINS } from '#domain/call/call.ts';
import type { FailReason } from '#domain/call/reason.ts';
import { FAIL_REASON_CODES, HUNG_UP_BY } from '#domain/call/reason.ts';
import type { CallState } from '#domain/call/state.ts';
import { CALL_STATES, LIVE } from '#domain/call/state.ts';
import { SPEAKERS, TRANSCRIPT_STATUSES } from '#domain/call/transcript.ts';
import {
  CALL_TYPE,
  endedReason,
  ENDED_REASONS,
  FAILED_BECAUSE,
  SPEAKER,
  STATE,
  TEAMMATE,
  STATES,
  TRANSCRIPT_STATUS,
  VERSIONS,
} from './status.ts';

/** Ours -> theirs for incoming and for outgoing calls, and why it has ended. */
const CELLS: Readonly<Record<CallState, readonly [inbound: string, outbound: string, endedReason: string | null]>> = {
  scheduled: ['scheduled', 'scheduled', null],
  selecting: ['queued', 'queued', null],
  queued: ['queued', 'queued', null],
  assigned: ['ringing', 'ringing', null],
  connecting: ['ringing', 'ringing', null],
  switching: ['ringing', 'ringing', null],
  connected: ['in_progress', 'in_progress', null],
  finished: ['completed', 'completed', 'completed'],
  failed: ['missed', 'failed', 'busy'],
  recovered: ['missed', 'failed', 'busy'],
  deflected: ['deflected', 'deflected', 'deflected'],
  voicemail: ['voicemail', 'voicemail', null],
  voicemail_received: ['voicemail', 'voicemail', 'voicemail'],
  voicemail_read: ['voicemail', 'voicemail', 'voicemail'],
  action_only: ['in_progress', 'in_progress', null],
  action_only_finished: ['completed', 'completed', 'completed'],
};

const ended = (state: CallState, failReason: FailReason, by: string): string | null =>
  endedReason({ state, failReason, disconnectedBy: `disconnected_by_${by}` } satisfies Pick<
    Call,
    'state' | 'failReason' | 'disconnectedBy'
  >);

for (const state of CALL_STATES) {
  const [inbound, outbound, reason] = CELLS[state];
  test(`${state} is ${inbound} for incoming and ${outbound} for outgoing calls, ended: ${reason}`, () => {
    assert.deepEqual(STATE[state], { inbound, outbound });
    assert.equal(ended(state, 'eu_busy', 'unknown'), reason);
  });
}

test('a call in progress has no reason of its end, and every other one has', () => {
  for (const state of CALL_STATES)
    for (const failReason of Object.keys(FAIL_REASON_CODES) as FailReason[])
      assert.equal(ended(state, failReason, 'agent') === null, LIVE[state], `${state} ${failReason}`);
});

/** Why a failed call ended, no matter who hung up. */
const FAILED: Readonly<Record<Exclude<FailReason, 'unknown'>, string>> = {
  nothing: 'no_answer',
  expired: 'no_answer',
  transfer_expired: 'no_answer',
  eu_canceled: 'abandoned',
  eu_rejected: 'no_answer',
  eu_abandoned: 'abandoned',
  eu_in_menu_abandoned: 'abandoned',
  eu_busy: 'busy',
  eu_wrong_number: 'failed',
  eu_no_answer: 'no_answer',
  eu_noti_failed: 'failed',
  ag_canceled: 'abandoned',
  ag_ignored: 'no_answer',
  ag_mic_no_device: 'failed',
  ag_mic_denied: 'failed',
  voip_conn_general: 'failed',
  voip_conn_timeout: 'failed',
  voip_conn_signal: 'failed',
  stuck_due_to_api_error: 'failed',
  group_deleted_no_substitute: 'failed',
  menu_deleted: 'failed',
  number_not_called: 'failed',
  dial_limit: 'failed',
};

for (const [failReason, reason] of Object.entries(FAILED))
  test(`a call that failed by ${failReason} ended as ${reason}`, () => {
    for (const by of [...HUNG_UP_BY, 'unknown']) assert.equal(ended('failed', failReason as FailReason, by), reason);
  });

test('a call that failed for an unknown reason was abandoned when the caller hung up, and failed otherwise', () => {
  assert.deepEqual(
    HUNG_UP_BY.map((by) => ended('failed', 'unknown', by)),
    HUNG_UP_BY.map((by) => (by === 'end_user' ? 'abandoned' : 'failed')),
  );
});

test('every word of the lists is used, and no other', () => {
  const states = Object.values(STATE).flatMap((pair) => Object.values(pair));
  assert.deepEqual([...new Set<string>(states)].toSorted(), [...STATES].toSorted());
  const reasons = CALL_STATES.flatMap((state) =>
    (Object.keys(FAILED_BECAUSE) as FailReason[]).map((failReason) => ended(state, failReason, 'end_user')),
  ).filter((reason) => reason !== null);
  assert.deepEqual([...new Set(reasons)].toSorted(), [...ENDED_REASONS].toSorted());
});

test('only web calls are of type web', () => {
  const types = CALL_ORIGINS.map((origin: CallOrigin) => CALL_TYPE[origin]);
  assert.deepEqual(
    types,
    CALL_ORIGINS.map((origin) => (origin === 'web' ? 'web' : 'phone')),
  );
});

test('transcripts have a status and a name for every speaker', () => {
  assert.deepEqual(
    TRANSCRIPT_STATUSES.map((status) => TRANSCRIPT_STATUS[status]),
    ['in_progress', 'completed', 'failed'],
  );
  assert.deepEqual(
    SPEAKERS.map((speaker) => (speaker === 'agent' ? TEAMMATE : SPEAKER[speaker])),
    ['Teammate', 'User', 'Fin'],
  );
});

test('the versions are 1.0 to 1.4, 2.0 to 2.16, Unstable and Preview', () => {
  const numbered = (major: number, last: number): string[] =>
    Array.from({ length: last + 1 }, (_, minor) => `${major}.${minor}`);
  assert.deepEqual(VERSIONS, [...numbered(1, 4), ...numbered(2, 16), 'Unstable', 'Preview']);
});
