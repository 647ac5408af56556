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
  const wrapUp = { dispositions: ['Resolved', 'Follow-up'], isDispositionRequired: true, tags: ['billing'] };
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
      settings: { wrapUp, statuses: [] },
      calls: [{ ...ended, agentId: me }],
    }),
  });
  assert.match(screen.getByRole('region', { name: 'Wrap-up' }).textContent, /The time is up. Choose a disposition/);
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
