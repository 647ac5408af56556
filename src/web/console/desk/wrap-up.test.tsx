import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../test/support/console/dom.ts';
import { AT, callView, later, snapshotOf } from '../../../../test/support/console/views.ts';

test('work after a call is finished by button or by key', async () => {
  const page = await openConsole({
    online: true,
    world: (me) => ({
      me: { ...snapshotOf(me).me, status: 'wrap_up', isFree: false, wrapUp: { callId: 7, since: AT, until: null } },
      calls: [callView(7, { state: 'finished', agentId: me, endsAt: later(60) })],
    }),
  });
  await page.press('Finish wrap-up');
  await page.key('e');
  assert.deepEqual(page.asked(), [{ type: 'wrap_up_done' }, { type: 'wrap_up_done' }]);
});

test('a required disposition holds the end up beside its field; the note that was typed is saved all the same', async () => {
  const wrapUp = { dispositions: ['Resolved', 'Follow-up'], required: ['disposition'], tags: ['billing'] } as const;
  const ended = callView(7, { state: 'finished', endsAt: later(60) });
  const page = await openConsole({
    online: true,
    world: (me) => ({
      me: {
        ...snapshotOf(me).me,
        status: 'wrap_up',
        isFree: false,
        wrapUp: { callId: 7, since: AT, until: later(60) },
      },
      settings: { wrapUp, wrapUpByMenu: {}, statuses: [] },
      calls: [{ ...ended, agentId: me }],
    }),
  });
  assert.match(
    screen.getByRole('region', { name: 'Wrap-up' }).textContent,
    /Without a disposition the call is marked as not/,
  );
  fireEvent.change(screen.getByLabelText('New note'), { target: { value: 'Wants a refund' } });
  const refusal = { error: 'disposition_required', message: 'Choose a disposition first.' };
  page.server.reply('wrap_up_done', refusal);
  await page.press('Finish wrap-up');
  assert.deepEqual(page.asked(), [{ type: 'note', callId: 7, text: 'Wants a refund' }, { type: 'wrap_up_done' }]);
  const field = screen.getByLabelText<HTMLSelectElement>('Disposition (required)');
  assert.equal(field.getAttribute('aria-invalid'), 'true');
  assert.equal(document.activeElement, field);
  assert.ok(screen.getByText(refusal.message));

  await page.does(() => fireEvent.change(field, { target: { value: 'Follow-up' } }));
  await page.press('billing');
  assert.deepEqual(page.asked(), [
    { type: 'outcome', callId: 7, change: { disposition: 'Follow-up' } },
    { type: 'outcome', callId: 7, change: { tags: ['billing'] } },
  ]);
  await page.does(() =>
    page.server.tell({
      type: 'call',
      event: 'outcome_noted',
      data: { ...ended, agentId: page.me, disposition: 'Follow-up', tags: ['billing'] },
    }),
  );
  assert.equal(screen.queryByText(refusal.message), null);
  assert.equal(screen.getByRole('button', { name: 'billing' }).getAttribute('aria-pressed'), 'true');
});

test('a menu has rules of its own: a note and a tag that are missing are asked for beside their fields', async () => {
  const none = { dispositions: [], required: [], tags: [] } as const;
  const rules = { ...none, required: ['note', 'tag'], tags: ['billing'] } as const;
  const menu = { id: 9, path: 'Support' };
  const ended = callView(7, { state: 'finished', endsAt: later(60), menu });
  const page = await openConsole({
    online: true,
    world: (me) => ({
      me: { ...snapshotOf(me).me, status: 'wrap_up', isFree: false, wrapUp: { callId: 7, since: AT, until: null } },
      settings: { wrapUp: none, wrapUpByMenu: { 9: rules }, statuses: [] },
      calls: [{ ...ended, agentId: me }],
    }),
  });
  assert.match(
    screen.getByRole('region', { name: 'Wrap-up' }).textContent,
    /until you add a note and a tag and finish/,
  );
  page.server.reply('wrap_up_done', { error: 'note_required', message: 'Write a note first.' });
  await page.press('Finish wrap-up');
  const note = screen.getByLabelText('New note (required)');
  assert.equal(document.activeElement, note);
  assert.equal(note.getAttribute('aria-invalid'), 'true');
  assert.ok(screen.getByText('Write a note first.'));
  const notes = [{ id: 1, agentId: page.me, text: 'Paid.', at: AT }];
  await page.does(() => page.server.tell({ type: 'call', event: 'note', data: { ...ended, agentId: page.me, notes } }));
  assert.equal(screen.queryByText('Write a note first.'), null);
  page.server.reply('wrap_up_done', { error: 'tag_required', message: 'Choose a tag first.' });
  await page.press('Finish wrap-up');
  assert.ok(screen.getByText('Choose a tag first.'));
  assert.equal(document.activeElement, screen.getByRole('button', { name: 'billing' }));
});
