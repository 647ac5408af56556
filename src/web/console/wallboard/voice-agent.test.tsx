import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VoiceReportView } from '#realtime/agent/voice-protocol.ts';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../test/support/console/dom.ts';

const REPORT: VoiceReportView = {
  talks: 10,
  resolved: { confirmed: 3, assumed: 2 },
  unhelped: 1,
  left: 1,
  handedOver: { asked_for: 1, not_understood: 0, not_helped: 0, trouble: 1, limit: 0, procedure: 1 },
  notUnderstood: 4,
  fallbacks: 1,
  firstSound: { answers: 20, p50Ms: 700, p95Ms: 1200 },
};
const DAY = 'GET /app/voice-report.json?hours=24';
const open = async (serve: Record<string, unknown>) => openConsole({ at: '/live', role: 'supervisor', serve });
const section = () => screen.getByRole('region', { name: 'Voice agent' });

test('what was resolved stands beside what was not, with reasons, and how soon answers begin', async () => {
  await open({ [DAY]: REPORT });
  const figures = within(section());
  await figures.findByText('50%');
  for (const [name, count] of [
    ['The caller said it helped', '3'],
    ['Asked for a person', '1'],
    ['Trouble on our side', '1'],
    ['Hung up before an answer', '1'],
    ['Turns not understood', '4'],
    ['Time to answer', 'half within 0.7 s, 95 % within 1.2 s'],
  ] as const)
    assert.equal(figures.getByText(name).nextElementSibling?.textContent, count, name);
  assert.equal(figures.getByText('20%').tagName, 'SPAN');
});

test('another span is asked for, and one without talks says so', async () => {
  const page = await open({ [DAY]: REPORT, 'GET /app/voice-report.json?hours=672': { ...REPORT, talks: 0 } });
  await within(section()).findByText('50%');
  await page.does(() => fireEvent.change(screen.getByLabelText('Period'), { target: { value: '672' } }));
  await within(section()).findByText('No calls in this period');
});

test('figures that cannot be had are said to be missing, and asked for again', async () => {
  const page = await open({});
  await within(section()).findByText('Couldn’t load the figures');
  page.server.serve(DAY, REPORT);
  await page.press('Try again');
  await within(section()).findByText('50%');
});

test('developers, who may not read the report, are not shown that it cannot be had', async () => {
  const page = await openConsole({ at: '/live', role: 'developer' });
  assert.ok(screen.getByRole('heading', { name: 'Live' }));
  assert.equal(screen.queryByRole('region', { name: 'Voice agent' }), null);
  assert.ok(!page.server.fetched.some((each) => each.includes('voice-report')));
});
