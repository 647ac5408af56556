import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VoiceEngine } from '#domain/ports/voice-engines.ts';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { screen, within } from '../../../../test/support/console/dom.ts';

const SPEAKER: VoiceEngine = {
  task: 'speaker',
  place: 1,
  kind: 'openai',
  model: 'tts-1',
  host: 'api.openai.com',
  sends: 'answers',
  state: 'open',
  answered: 1200,
  failed: 3,
};
const open = async (engines: readonly VoiceEngine[]) =>
  openConsole({
    at: '/settings/voice-engines',
    role: 'admin',
    serve: { 'GET /app/voice-engines.json': { engines } },
  });

test('without engines elsewhere it is said that nothing leaves the server', async () => {
  await open([]);
  assert.ok(screen.getByText('No call data leaves this server.'));
  assert.equal(screen.getAllByText('This server’s own engine').length, 4);
});

test('each engine says what it is sent, where, and how it is; this server’s own is the last', async () => {
  await open([SPEAKER, { ...SPEAKER, place: 2, host: 'kokoro.internal:8880', model: 'kokoro', state: 'closed' }]);
  const speaks = within(screen.getByRole('region', { name: 'Speaks for the voice agent' }));
  assert.deepEqual(
    speaks.getAllByRole('listitem').map(({ textContent }) => textContent),
    [
      'tts-1 at api.openai.comPaused after failuresWhat the voice agent says is sent to api.openai.com.Since the server started: 1,200 answered, 3 failed',
      'kokoro at kokoro.internal:8880In useWhat the voice agent says is sent to kokoro.internal:8880.Since the server started: 1,200 answered, 3 failed',
      'Then this server’s own engine',
    ],
  );
  assert.equal(screen.queryByText('No call data leaves this server.'), null);
});

test('the page is for administrators alone', async () => {
  const page = await openConsole({ at: '/settings/voice-engines', role: 'supervisor' });
  assert.equal(page.place(), '/app/desk');
});
