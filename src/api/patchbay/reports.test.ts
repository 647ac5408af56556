import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createVoiceTalks } from '#storage/voice-talks.ts';
import { NEW_DIALOGUE } from '#domain/voice-agent/dialogue.ts';
import type { TalkCounts } from '#domain/voice-agent/figures.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { PASSWORD, signIn } from '../../../test/support/pages.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const NOW = '2026-03-02T09:20:00.000Z';
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { clock: createManualClock(new Date(NOW)) });
const talks = createVoiceTalks(patchbay.database);
let calls = 1_000_000;
async function ended(time: string, counts: TalkCounts): Promise<void> {
  calls += 1;
  const talk = { callId: calls, workspaceId: 1, startedAt: new Date(time), dialogue: NEW_DIALOGUE, turns: [], counts };
  await talks.keep([talk], new Date(time));
  await talks.end(calls, new Date(time), counts);
}
await ended('2026-03-02T09:10:00Z', { ended_assumed: 1, first_sound_700: 2 });
await ended('2026-03-02T08:10:00Z', { handed_over_not_understood: 1, not_understood: 2, fallbacks: 1 });
await ended('2026-02-01T08:10:00Z', { ended_left: 1 });

const report = async (query = '', sent = {}) => patchbay.send(`/v1/reports/voice_agent${query}`, sent);

test('the report has all that talks came to, by default of the last day', async () => {
  const { json } = await report();
  assert.deepEqual(json, {
    from: '2026-03-01T09:00:00.000Z',
    to: NOW,
    talks: 2,
    resolved: { confirmed: 0, assumed: 1 },
    unhelped: 0,
    left: 0,
    handed_over: { asked_for: 0, not_understood: 1, not_helped: 0, trouble: 0, limit: 0, procedure: 0 },
    not_understood: 2,
    fallbacks: 1,
    first_sound: { answers: 2, p50_ms: 700, p95_ms: 700 },
  });
  const month = (await report('?from=2026-02-01&to=2026-03-02T09:00:00Z')).json as { talks: number; left: number };
  assert.deepEqual([month.talks, month.left], [2, 1]);
});

test('a span that is none, or too long, is refused where it stands', async () => {
  for (const [query, parameter] of [
    ['?from=x', 'from'],
    ['?to=2026', 'to'],
    ['?from=2026-03-02&to=2026-03-01', 'from'],
    ['?from=2025-11-01', 'from'],
  ] as const) {
    const { status, json } = await report(query);
    assert.equal(status, 400, query);
    assert.deepEqual(
      (json as { errors: { parameter: string }[] }).errors.map((each) => each.parameter),
      [parameter],
    );
  }
});

test('another workspace has its own figures, and who reads no calls has none', async () => {
  const made = await patchbay.send('/v1/workspaces', { method: 'POST', body: { subdomain: 'next', name: 'Next' } });
  const { token } = made.json as { token: string };
  assert.equal(((await report('', { token })).json as { talks: number }).talks, 0);
  const app = await patchbay.send('/v1/tokens', { method: 'POST', body: { name: 'app', kind: 'app' } });
  assert.equal((await report('', { token: (app.json as { token: string }).token })).status, 403);
});

test('supervisors and administrators have the same figures on their page, agents do not', async () => {
  const page = async (hours: number | string, cookie: string | undefined) =>
    patchbay.send(`/app/voice-report.json?hours=${hours}`, { token: null, headers: { cookie } });
  const admin = await signIn(patchbay, 'owner@somedomain.com');
  assert.equal(((await page(24, admin)).json as { talks: number }).talks, 2);
  assert.equal((await page(25, admin)).status, 422);
  assert.equal((await page(24, await signIn(patchbay, 'agent@somedomain.com'))).status, 403);
  assert.equal((await page(24, undefined)).status, 401);
});
