import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AssistView } from '#realtime/agent/assist-protocol.ts';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { screen, within } from '../../../../test/support/console/dom.ts';
import { later, talking } from '../../../../test/support/console/views.ts';

const VIEW: AssistView = {
  callId: 7,
  articles: [{ id: 3, title: 'Where is my order?', text: 'On its way.' }],
  details: [
    { kind: 'email', value: 'jane@example.com' },
    { kind: 'order', value: '4711' },
  ],
  summary: null,
};
const WRAP_UP = { callId: 7, since: later(60), until: null };
const box = () => screen.queryByRole('region', { name: 'Assist' });
const note = () => screen.getByRole('textbox', { name: 'New note' }) as HTMLTextAreaElement; // It is one.

/** The desk of an agent in call 7, or wrapping it up. */
async function inCall(change: { readonly isHeld?: boolean; readonly isOver?: boolean } = {}) {
  const { isOver = false, isHeld = false } = change;
  sessionStorage.clear();
  const page = await openConsole({
    online: true,
    world: (me) => ({
      calls: [talking(7, [me], isOver ? { state: 'finished', endsAt: later(60), agentIds: [] } : { isHeld })],
    }),
  });
  if (isOver)
    await page.does(() => {
      page.server.tell({ type: 'wrap_up', data: WRAP_UP });
    });
  return page;
}

test('what helps in a call is shown as it is told, and not at all where there is nothing to tell', async () => {
  const page = await inCall();
  assert.equal(box(), null);
  await page.does(() => page.server.say({ type: 'assist', data: { ...VIEW, articles: [], details: [] } }));
  assert.match(box()?.textContent ?? '', /Nothing found so far/);
  await page.does(() => page.server.say({ type: 'assist', data: VIEW }));
  const shown = within(box() ?? assert.fail());
  assert.deepEqual(
    shown.getAllByRole('button').map(({ textContent }) => textContent),
    ['E-mail jane@example.com', 'Reference 4711', 'Copy the text'],
  );
  assert.ok(shown.getByText('Where is my order?').closest('details'));
  assert.equal(shown.queryByText('Draft of a summary'), null);
});

test('one click puts a detail into the note, behind what stands there, and saves nothing', async () => {
  const page = await inCall();
  await page.does(() => page.server.say({ type: 'assist', data: VIEW }));
  page.asked();
  await page.press('Reference 4711');
  await page.press('E-mail jane@example.com');
  assert.equal(note().value, 'Reference 4711\nE-mail jane@example.com');
  assert.deepEqual(page.asked(), []);
  assert.match(document.getElementById('said-politely')?.textContent ?? '', /Added to the note/);
});

test('while nothing is written down it says so, and what was found stays', async () => {
  const page = await inCall({ isHeld: true });
  await page.does(() => page.server.say({ type: 'assist', data: VIEW }));
  assert.match(box()?.textContent ?? '', /Nothing is written down at the moment.*Reference 4711/);
});

test('in wrap-up there is a draft, which the agent takes into the note; the server is asked for it', async () => {
  const page = await inCall({ isOver: true });
  assert.ok(page.asked().some(({ type }) => type === 'assist'));
  const summary = { ask: 'Where is my order?', about: 'Where is my order?' };
  await page.does(() => page.server.say({ type: 'assist', data: { ...VIEW, summary } }));
  assert.equal(note().value, '');
  await page.press('Reference 4711');
  await page.press('Put into the note');
  assert.equal(
    note().value,
    'Reference 4711\nThe caller said: “Where is my order?”\nAbout: Where is my order?\nE-mail jane@example.com',
    'what stands there already is not put there again',
  );
  assert.equal(document.activeElement, note());
  assert.deepEqual(page.asked(), []);
});
