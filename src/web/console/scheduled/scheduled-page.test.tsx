import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../test/support/console/dom.ts';
import { callRow, later } from '../../../../test/support/console/views.ts';
import { localValue, timeThere } from './scheduled-words.ts';

const scheduled = { state: 'scheduled', scheduledAt: later(3600), endsAt: null, agentId: null, agentName: null };
const ROW = { call: callRow(7, scheduled), warnings: ['after_hours'], zones: ['Asia/Tokyo'], isCallBack: true };
const PAGE = 'GET /app/scheduled.json';
const menus = [
  { id: 50, path: 'Web support', isOpen: true },
  { id: 51, path: 'Billing', isOpen: true },
];
const open = async (calls: readonly object[] = [ROW]) =>
  openConsole({ at: '/scheduled', serve: { [PAGE]: { calls, next: null } }, world: () => ({ menus }) });
const main = () => screen.getByRole('main');

test('each call stands with who, why, what may go wrong and the time there', async () => {
  await open();
  const [list] = within(main()).getAllByRole('list');
  const text = list?.textContent ?? '';
  assert.match(text, /Robin Vale/);
  assert.match(text, /Web support · Callback requested/);
  assert.match(text, /Outside the queue’s hours/);
  assert.match(text, /there/);
});

test('an empty list says what will stand there', async () => {
  await open([]);
  assert.ok(within(main()).getByText('Nothing is scheduled'));
});

test('a call is called now; canceling it asks first', async () => {
  const page = await open();
  await page.press('Call now: Robin Vale');
  await page.press('Cancel the call to Robin Vale');
  assert.deepEqual(page.asked(), [{ type: 'call_now', callId: 7 }]);
  await page.press('Cancel the call');
  assert.deepEqual(page.asked(), [{ type: 'cancel_scheduled', callId: 7 }]);
});

test('a call is moved; what is refused is said beside its field, and the form stays', async () => {
  const page = await open();
  await page.press('Move the call to Robin Vale');
  const time = screen.getByLabelText<HTMLInputElement>('When');
  assert.equal(time.value, localValue(later(3600)));
  fireEvent.change(screen.getByLabelText('Queue'), { target: { value: '51' } });
  page.server.reply('reschedule', { error: 'menu_after_hours', message: 'Closed.' });
  await page.does(() => fireEvent.submit(time));
  assert.deepEqual(page.asked(), [{ type: 'reschedule', callId: 7, at: later(3600), menuId: 51 }]);
  assert.equal(time.getAttribute('aria-invalid'), 'true');
  assert.ok(screen.getByText('The queue is closed at that time.'));
  page.server.reply('reschedule', { data: undefined });
  await page.does(() => fireEvent.submit(time));
  assert.equal(screen.queryByLabelText('When'), null);
});

test('the time there is said where it is another than ours, or is several', () => {
  const ours = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  assert.equal(timeThere(later(0), [ours]), null);
  assert.equal(timeThere(later(0), []), null);
  assert.match(timeThere(later(0), ['Pacific/Honolulu', 'America/New_York']) ?? '', /^.+ to .+ there$/);
});
