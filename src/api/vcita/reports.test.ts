import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO_WORKSPACE } from '#domain/directory/demo.ts';
import { assertConforms } from '../../../test/support/conforms.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { voiceCallReport } from '../../../test/support/voice-calls.ts';
import * as schema from './schema.ts';
import { CREDIT_MINUTES } from './write.ts';

const clock = createManualClock(new Date('2026-02-28T23:59:59.999Z'));
const { send, database } = await testPatchbay({}, { clock });
const ROOT = '/v3/communication';

/** Reports a call with this many seconds of talk. */
async function report(status: string, duration: number): Promise<void> {
  const body = voiceCallReport({ status });
  const made = await send(`${ROOT}/voice_calls`, { body });
  const { uid } = (made.json as { data: { uid: string } }).data;
  await send(`${ROOT}/voice_calls/${uid}`, { method: 'PUT', body: { duration } });
}

type Stats = {
  readonly status_counts: { readonly status: string; readonly count: number }[];
  readonly total_voice_calls: number;
  readonly start_date: string;
  readonly end_date: string;
};

/** The stats as documented and as they really are, which are the same. */
async function stats(query: string): Promise<Stats> {
  const [got, twin] = await Promise.all(
    ['/reports/voice_call_stats', '/voice_calls/reports/voice_call_stats'].map(async (path) =>
      send(`${ROOT}${path}?${query}`),
    ),
  );
  assert.equal(got?.status, 200, got?.text);
  assert.deepEqual(got.json, twin?.json);
  assertConforms(schema.enveloped(schema.Stats), got.json);
  return (got.json as { data: Stats }).data;
}

/** Statuses with any calls. */
function some({ status_counts: counts }: Stats): Record<string, number> {
  return Object.fromEntries(counts.filter(({ count }) => count > 0).map(({ status, count }) => [status, count]));
}

test('without a call the stats are of today and count nothing', async () => {
  const { status_counts: counts, ...rest } = await stats('');
  assert.equal(counts.length, 6);
  assert.deepEqual(rest, { total_voice_calls: 0, start_date: '2026-02-28', end_date: '2026-02-28' });
});

/** A call of 28 February in its last millisecond, the others of 1 March in its first. */
async function makeCalls(): Promise<void> {
  await report('MISSED', 600);
  await clock.advance(1);
  await report('VOICEMAIL', 30);
  await report('VOICEMAIL_RECEIVED', 30);
  await report('ANSWERED_BY_STAFF', 61);
  await report('ANSWERED_BY_STAFF', 60);
  await database.pool.query(`update call set origin = 'fin', report = null where state = 'finished' and
    report ->> 'durationSeconds' = '60'`);
}

test('with calls', async (context) => {
  await makeCalls();

  await context.test('the stats reach from the oldest call to today', async () => {
    const all = await stats('');
    assert.deepEqual(some(all), {
      MISSED: 1,
      VOICEMAIL_RECEIVED: 2,
      ANSWERED_BY_STAFF: 1,
      ANSWERED_BY_CALLS_PROVIDER: 1,
    });
    assert.deepEqual([all.total_voice_calls, all.start_date, all.end_date], [5, '2026-02-28', '2026-03-01']);
  });

  await context.test('both days of a period are included, to the millisecond', async () => {
    assert.deepEqual(some(await stats('start_date=2026-02-28&end_date=2026-02-28')), { MISSED: 1 });
    const last = await stats('start_date=2026-03-01');
    assert.deepEqual([last.total_voice_calls, last.start_date, last.end_date], [4, '2026-03-01', '2026-03-01']);
    const first = await stats('end_date=2026-02-28');
    assert.deepEqual([first.total_voice_calls, first.start_date, first.end_date], [1, '2026-02-28', '2026-02-28']);
    const ahead = await stats('start_date=2027-01-01');
    assert.deepEqual([ahead.total_voice_calls, ahead.start_date, ahead.end_date], [0, '2027-01-01', '2027-01-01']);
  });

  await context.test('one status is counted under either of its names', async () => {
    for (const status of ['VOICEMAIL', 'VOICEMAIL_RECEIVED'])
      assert.deepEqual((await stats(`status=${status}`)).status_counts, [{ status, count: 2 }]);
    assert.equal((await stats('status=MISSED_CALL_HANDLED')).total_voice_calls, 0);
  });

  await context.test('a period that is none is refused', async () => {
    const got = await send(`${ROOT}/reports/voice_call_stats?start_date=2026-02-30&status=x`);
    assert.equal(got.status, 422);
    assertConforms(schema.Failure, got.json);
  });

  await context.test('the quota counts the minutes of the month', async () => {
    const got = await send(`${ROOT}/voice_call_quotas`);
    assertConforms(schema.enveloped(schema.Quotas), got.json);
    const [quota] = (got.json as { data: { voice_call_quotas: object[] } }).data.voice_call_quotas;
    assert.deepEqual(quota, {
      uid: DEMO_WORKSPACE.uid,
      business_uid: DEMO_WORKSPACE.uid,
      credit: CREDIT_MINUTES,
      balance: 4, // 181 seconds of 1 March.
      source: 'PATCHBAY',
      remaining_minutes: CREDIT_MINUTES - 4,
      created_at: '2026-03-01T00:00:00.000Z',
      updated_at: clock.now().toISOString(),
    });
  });
});
