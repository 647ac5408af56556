/** What repeated failures do to a webhook, on a clock that stands still. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentWebhook, WebhookReason } from '#domain/ports/webhooks.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { aWebhook } from '../../test/support/webhooks.ts';
import { FORMATS } from './formats/formats.ts';
import { createLane } from './lane.ts';
import type { Verdict } from './outcome.ts';
import { createTroubles } from './troubles.ts';

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const FAILED: Verdict = { kind: 'failed', holdUntil: null };
const DELIVERED: Verdict = { kind: 'delivered' };

function world(change: Partial<SentWebhook> = {}) {
  const clock = createManualClock(new Date('2026-11-28T10:00:00.000Z'));
  const written: string[] = [];
  const off: WebhookReason[] = [];
  const lane = createLane(aWebhook(change), clock, () => undefined);
  const store = {
    disable: async (id: number, reason: WebhookReason) => void written.push(`disable ${id} ${reason}`),
    setFailing: async (id: number, since: Date | null) =>
      void written.push(`failing ${id} ${since?.toISOString() ?? null}`),
  };
  const troubles = createTroubles({ store, clock, disabled: async (_webhook, reason) => void off.push(reason) });
  return { clock, lane, troubles, written, off };
}

test('the first failure is noted with its time, the next are not, and a success ends it', async () => {
  const { lane, troubles, written } = world();
  await troubles.judged(lane, FAILED);
  await troubles.judged(lane, FAILED);
  assert.deepEqual(written, ['failing 1 2026-11-28T10:00:00.000Z']);
  await troubles.judged(lane, DELIVERED);
  await troubles.judged(lane, DELIVERED);
  assert.deepEqual(written.slice(1), ['failing 1 null']);
  assert.equal(lane.webhook().failingSince, null);
});

test('what has failed for as long as its format insists is taken off, once', async () => {
  const { clock, lane, troubles, written, off } = world();
  const days = FORMATS.standard.failingDays;
  await troubles.judged(lane, FAILED);
  await clock.advance(days * DAY - 1);
  await troubles.judged(lane, FAILED);
  assert.deepEqual([off, lane.webhook().state], [[], 'live']);
  await clock.advance(1);
  await troubles.judged(lane, FAILED);
  await troubles.judged(lane, FAILED);
  assert.deepEqual([off, written.slice(1)], [['failing'], ['disable 1 failing']]);
  assert.deepEqual([lane.webhook().state, lane.webhook().reason], ['disabled', 'failing']);
});

test('an address that says it is gone is taken off at once', async () => {
  const { lane, troubles, written, off } = world();
  await troubles.judged(lane, { kind: 'gone' });
  assert.deepEqual([off, written], [['gone'], ['disable 1 gone']]);
});

test('a lane is held back as the answer asks', async () => {
  const { clock, lane, troubles } = world();
  lane.add({
    id: 5,
    callId: null,
    contactId: null,
    agentId: null,
    dueAt: 0,
    event: 'x',
    messageId: 'm',
    attempts: 0,
    createdAt: new Date(0),
    firstSentAt: null,
    body: '{}',
  });
  await troubles.judged(lane, { kind: 'again', at: 0, holdUntil: clock.now().getTime() + 30 * SECOND });
  assert.equal(lane.take(), null);
  await clock.advance(30 * SECOND);
  assert.equal(lane.take()?.id, 5);
});

test('a run of failures drops what comes for as long, and only a run', async () => {
  const { clock, lane, troubles } = world({ format: 'intercom' });
  const { failures = 0, seconds = 0 } = FORMATS.intercom.burst ?? {};
  for (let count = 0; count < failures; count += 1) await troubles.judged(lane, FAILED);
  assert.equal(troubles.isDropping(1), false, `${failures} are not yet too many`);
  await troubles.judged(lane, FAILED);
  assert.equal(troubles.isDropping(1), true);
  assert.equal(troubles.isDropping(2), false, 'another webhook has no part in it');
  await clock.advance(seconds * SECOND);
  assert.equal(troubles.isDropping(1), false);
});

test('failures that are spread over more time, or broken by a success, are no run', async () => {
  const { clock, lane, troubles } = world({ format: 'intercom' });
  const { failures = 0, seconds = 0 } = FORMATS.intercom.burst ?? {};
  for (let count = 0; count < failures; count += 1) await troubles.judged(lane, FAILED);
  await clock.advance((seconds + 1) * SECOND);
  await troubles.judged(lane, FAILED);
  assert.equal(troubles.isDropping(1), false);
  for (let count = 1; count < failures; count += 1) await troubles.judged(lane, FAILED);
  await troubles.judged(lane, DELIVERED);
  await troubles.judged(lane, FAILED);
  assert.equal(troubles.isDropping(1), false);
});
