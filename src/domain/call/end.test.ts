import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, callIn, FITTING } from '../../../test/support/calls.ts';
import type { Call } from './call.ts';
import { talkSeconds, waitSeconds } from './duration.ts';
import type { CallEvent } from './event.ts';
import { step } from './step.ts';

function told(call: Call, event: CallEvent): Call {
  const outcome = step(call, event, at(1));
  assert.ok(outcome.ok);
  return outcome.value;
}

test('leaving a message is not waiting: the queue was left when the caller was sent to voicemail', () => {
  const greeted = step(callIn('queued'), FITTING.voicemail_started, at(7));
  assert.ok(greeted.ok);
  const left = step(greeted.value, FITTING.voicemail_left, at(60));
  assert.ok(left.ok);
  assert.deepEqual([waitSeconds(left.value), talkSeconds(left.value)], [7, null]);
});

test('a caller who is let go without a message has finished, and failed at nothing', () => {
  const call = told(callIn('selecting'), { type: 'deflected', deflection: 'after_hours_message_only' });
  assert.deepEqual(
    call.participants.map((each) => [each.status, each.failReason, each.connectedAt]),
    [['finished', 'nothing', null]],
  );
});

test('a call whose sound breaks off after it was connected has finished, with the reason', () => {
  const call = told(callIn('connected'), FITTING.media_failed);
  assert.deepEqual([call.state, call.failReason], ['finished', 'voip_conn_general']);
});

test('a scheduled call is never queued before it was created', () => {
  const call = callIn('scheduled', { scheduledAt: at(-1) });
  const due = told(call, FITTING.came_due);
  assert.deepEqual(due.queuedAt, call.createdAt);
});
