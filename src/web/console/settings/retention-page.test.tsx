import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../test/support/console/dom.ts';

const NONE = { recordings: null, voicemails: null, transcripts: null, messages: null, calls: null };
const KEPT = {
  retention: { ...NONE, recordings: 90 },
  due: { recordings: 3, voicemails: 0, transcripts: 0, messages: 0, calls: 0 },
};

test('an administrator sees what would go before they save, and a wrong number of days beside its field', async () => {
  const page = await openConsole({
    at: '/settings/retention',
    role: 'admin',
    serve: { 'GET /app/retention.json': KEPT, 'POST /app/retention/preview.json': KEPT },
  });
  const days = screen.getByLabelText<HTMLInputElement>('Recordings of calls, days');
  assert.equal(days.value, '90');
  assert.ok(screen.getByText('3 would be deleted tonight.'));
  page.server.serve('POST /app/retention/preview.json', { ...KEPT, due: { ...KEPT.due, recordings: 12 } });
  await page.does(() => fireEvent.change(days, { target: { value: '30' } }));
  assert.ok(screen.getByText('12 would be deleted tonight.'));
  await page.does(() => fireEvent.change(days, { target: { value: '4000' } }));
  assert.equal(days.getAttribute('aria-invalid'), 'true');
  assert.equal(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled, true);
  await page.does(() => fireEvent.change(days, { target: { value: '30' } }));
  page.server.serve('PATCH /app/retention.json', KEPT);
  await page.press('Save');
  assert.ok(page.server.fetched.includes('PATCH /app/retention.json'));
});

test('who reads German finds the page in German, counted as German counts', async () => {
  const page = await openConsole({
    at: '/settings/retention',
    role: 'admin',
    language: 'de',
    serve: {
      'GET /app/retention.json': KEPT,
      'POST /app/retention/preview.json': { ...KEPT, due: { ...KEPT.due, recordings: 1 } },
    },
  });
  assert.equal(document.title, 'Aufbewahrung · Patchbay');
  const days = screen.getByLabelText<HTMLInputElement>('Aufzeichnungen von Anrufen, Tage');
  assert.equal(days.value, '90');
  await page.until(() => screen.queryByText(/in der nächsten Nacht/) !== null);
  assert.ok(screen.getByText('1 würde in der nächsten Nacht gelöscht.'));
  assert.ok(screen.getByRole('button', { name: 'Speichern' }));
});

test('retention is for administrators alone', async () => {
  const page = await openConsole({ at: '/settings/retention', role: 'supervisor' });
  assert.equal(page.place(), '/app/desk');
});
