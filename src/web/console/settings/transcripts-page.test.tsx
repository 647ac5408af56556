import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TranscriptsView } from '#realtime/agent/transcripts-protocol.ts';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../test/support/console/dom.ts';

const PAGE = 'GET /app/transcripts.json';
const open = async (view: Partial<TranscriptsView> = {}) =>
  openConsole({
    at: '/settings/transcripts',
    role: 'admin',
    serve: { [PAGE]: { choice: 'embedded', host: null, isOffForAll: false, ...view } },
  });
const radio = (name: RegExp) => screen.getByRole<HTMLInputElement>('radio', { name });

test('without a server elsewhere there are two choices, and nothing leaves this one', async () => {
  const page = await open();
  assert.equal(screen.getAllByRole('radio').length, 2);
  assert.equal(radio(/server’s engine/).checked, true);
  assert.ok(screen.getByText(/Audio stays on this server/));
  await page.does(() => fireEvent.click(radio(/No one/)));
  page.server.serve('PATCH /app/transcripts.json', { choice: 'off', host: null, isOffForAll: false });
  await page.press('Save');
  assert.ok(page.server.fetched.includes('PATCH /app/transcripts.json'));
  assert.equal(radio(/No one/).checked, true);
  assert.equal(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled, true);
});

test('where sound would be sent is said before it is chosen, and a refusal stands in the form', async () => {
  const page = await open({ host: 'speech.example' });
  assert.ok(screen.getByText(/Call audio is sent to speech.example/));
  await page.does(() => fireEvent.click(radio(/speech.example/)));
  page.server.serve('PATCH /app/transcripts.json', { message: 'It names no server.' }, 422);
  await page.press('Save');
  assert.ok(screen.getByText('It names no server.'));
});

test('a server that is named no more is said to be none, and one that is off for all says so', async () => {
  await open({ choice: 'elsewhere', isOffForAll: true });
  assert.ok(screen.getByText(/nothing leaves it/));
  assert.ok(screen.getByText(/has turned transcripts off/));
});

test('the choice is for administrators alone', async () => {
  const page = await openConsole({ at: '/settings/transcripts', role: 'supervisor' });
  assert.equal(page.place(), '/app/desk');
});
