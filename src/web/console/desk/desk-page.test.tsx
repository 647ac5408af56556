import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../test/support/console/dom.ts';
import {
  AT,
  callEntry,
  callView,
  contactView,
  conversationView,
  later,
  ringing,
  talking,
} from '../../../../test/support/console/views.ts';

const work = () => screen.getByRole('navigation', { name: 'Work' });
const groups = () =>
  within(work())
    .getAllByRole('region')
    .map((each) => each.getAttribute('aria-label'));
const choice = (me: number) => ({
  id: 5,
  agentId: me,
  contactNumbers: ['+14155550148', '+14155550149'],
  ownNumbers: ['+13392195276'],
  ticketId: 'T-1',
  lang: 'en',
  at: AT,
});

test('an empty desk lists no work and offers to go online', async () => {
  await openConsole();
  assert.deepEqual(within(work()).queryAllByRole('region'), []);
  assert.equal(screen.getAllByRole<HTMLButtonElement>('button', { name: 'Go online' })[0]?.disabled, false);
});

test('work is listed by kind, and each thing opens in the middle', async () => {
  const page = await openConsole({
    world: (me) => ({
      calls: [
        talking(7, [me], { contact: { id: 81, name: 'Ada', number: null } }),
        callView(8, { state: 'scheduled', scheduledAt: later(3600), contact: { id: 82, name: 'Bo', number: null } }),
        callView(9, {
          state: 'finished',
          agentId: me,
          endsAt: later(60),
          contact: { id: 83, name: 'Cy', number: null },
        }),
      ],
      voicemails: [callView(6, { state: 'voicemail_received', contact: { id: 84, name: 'Di', number: null } })],
      choices: [choice(me)],
      conversations: [conversationView(4)],
    }),
  });
  const listed = ['My calls', 'Requested calls', 'Voicemail', 'Scheduled', 'Conversations, 1 unread', 'Earlier today'];
  assert.deepEqual(groups(), listed);
  assert.ok(screen.getByRole('heading', { name: 'Ada' }), 'the call in progress is shown first');
  for (const [link, heading, place] of [
    [/^Bo/, 'Bo', '/app/desk?call=8'],
    [/^Cy/, 'Cy', '/app/desk?call=9'],
    [/^Di/, 'Di', '/app/desk?call=6'],
    [/^Robin Vale/, 'Robin Vale', '/app/desk?conversation=4'],
    [/415-555-0148/, 'Call request', '/app/desk?choice=5'],
  ] as const) {
    await page.does(() => fireEvent.click(within(work()).getByRole('link', { name: link })));
    assert.ok(screen.getByRole('heading', { name: heading }));
    assert.equal(page.place(), place);
    assert.match(work().querySelector('[aria-current]')?.textContent ?? '', link);
  }
});

test('a call that rings is answered by button and by key, and declined by key', async () => {
  const page = await openConsole({ online: true, world: (me) => ({ calls: [ringing(7, [me]), ringing(8, [me])] }) });
  assert.equal(screen.getAllByRole('region', { name: /Incoming call from Robin Vale/ }).length, 2);
  await page.press('Answer');
  await page.key('a');
  await page.key('d');
  assert.deepEqual(page.asked(), [
    { type: 'answer', callId: 7 },
    { type: 'answer', callId: 7 },
    { type: 'decline', callId: 7 },
  ]);
  assert.match(document.getElementById('said-at-once')?.textContent ?? '', /Robin Vale, Web support/);
});

test('without a microphone a call that rings cannot be answered, only declined', async () => {
  const page = await openConsole({ world: (me) => ({ calls: [ringing(7, [me])] }) });
  assert.equal(screen.getByRole<HTMLButtonElement>('button', { name: 'Answer' }).disabled, true);
  await page.press('Decline');
  assert.deepEqual(page.asked(), [{ type: 'decline', callId: 7 }]);
});

test('a second call is answered only after the agent has agreed to hold the first', async () => {
  const other = { contact: { id: 81, name: 'Ada', number: null } };
  const page = await openConsole({
    online: true,
    world: (me) => ({ calls: [talking(7, [me], other), ringing(8, [me])] }),
  });
  await page.press('Answer');
  assert.deepEqual(page.asked(), []);
  assert.match(screen.getByRole('dialog').textContent, /Ada.*Robin Vale/);
  await page.press('Hold and answer');
  assert.deepEqual(page.asked(), [{ type: 'answer', callId: 8 }]);
});

test('a call that was taken elsewhere leaves the desk, and one that was missed stands there until it is dismissed', async () => {
  const page = await openConsole({ online: true, world: (me) => ({ calls: [ringing(7, [me, 3]), ringing(8, [me])] }) });
  const missed = {
    callId: 8,
    at: AT,
    reason: 'not_answered',
    contact: callView(8).contact,
    direction: 'inbound',
    menu: callView(8).menu,
    wasAnswered: false,
  } as const;
  await page.does(() =>
    page.server.tell(
      { type: 'call', event: 'agent_assigned', data: talking(7, [3]) },
      { type: 'call', event: 'offer_missed', data: callView(8, { queuedAt: AT }) },
      { type: 'missed', data: missed },
    ),
  );
  assert.equal(screen.queryByRole('region', { name: /Incoming call/ }), null);
  assert.match(
    screen.getByRole('region', { name: /Missed/ }).textContent,
    /Robin Vale.*You didn’t answer · Web support/,
  );
  await page.press('Call back Robin Vale');
  assert.equal(screen.getByLabelText<HTMLInputElement>('Number').value, '+14155550148');
  page.asked();
  await page.does(() => fireEvent.submit(screen.getByLabelText('Number')));
  assert.deepEqual(page.asked().at(-1), { type: 'dismiss_missed', callId: 8 }, 'whom I call back is not missed');
  await page.press('Dismiss the missed call from Robin Vale');
  assert.deepEqual(page.asked(), [{ type: 'dismiss_missed', callId: 8 }]);
  await page.does(() => page.server.tell({ type: 'missed', data: { callId: 8, gone: true } }));
  assert.equal(screen.queryByRole('region', { name: /Missed/ }), null);
});

test('the contact of the call is shown with what was before, and the number can be dialed', async () => {
  const page = await openConsole({
    world: (me) => ({ calls: [talking(7, [me], { ownNumber: '+1 339-219-5276' })] }),
    serve: {
      'GET /app/contacts/80.json': { contact: contactView(80), scheduled: [callEntry(9, { state: 'scheduled' })] },
      'GET /app/contacts/80/history.json': {
        entries: [
          callEntry(3, { notes: [{ id: 1, agentName: 'Lin', text: 'Wants a refund.', at: AT }] }),
          callEntry(7),
          { kind: 'message', id: 4, at: AT, by: 'contact', agentName: null, text: 'Where is it?' },
          callEntry(2, { isReadable: false, agentName: 'Lin' }),
        ],
        next: null,
      },
    },
  });
  const [contact] = screen.getAllByRole('complementary', { name: 'Contact' });
  assert.ok(contact !== undefined);
  assert.match(contact.textContent, /\+1 415-555-0148.*\+1 339-219-5276/);
  const earlier = within(contact)
    .getAllByRole('link')
    .map((each) => each.getAttribute('href'));
  assert.deepEqual(
    earlier,
    ['/app/contacts/80', '/app/calls/9', '/app/calls/3'],
    'the call itself is no earlier one, and one that may not be read has no page',
  );
  for (const said of ['Wants a refund.', 'Where is it?']) assert.ok(within(contact).getByText(said), said);
  assert.equal(within(contact).getAllByRole('listitem').length, 4);
  await page.does(() => fireEvent.click(within(contact).getByRole('button', { name: 'Dial the number' })));
  assert.equal(screen.getByLabelText<HTMLInputElement>('Number').value, '+14155550148');
});

test('flags are switched one by one', async () => {
  const flags = { verifiedCustomer: false, badActor: true, repeatCustomer: false };
  const page = await openConsole({ world: (me) => ({ calls: [talking(7, [me], { flags })] }) });
  const isSet = (name: string) => screen.getAllByRole('button', { name })[0]?.getAttribute('aria-pressed');
  assert.deepEqual([isSet('Verified'), isSet('Bad actor')], ['false', 'true']);
  page.asked();
  await page.press('Verified');
  await page.press('Bad actor');
  assert.deepEqual(page.asked(), [
    { type: 'flag', callId: 7, flags: { verifiedCustomer: true } },
    { type: 'flag', callId: 7, flags: { badActor: false } },
  ]);
});

test('a number is dialed with its caller ID and language; a refusal stands at the field, and the dialog stays', async () => {
  const page = await openConsole({ online: true });
  await page.key('c');
  const field = screen.getByLabelText<HTMLInputElement>('Number');
  await page.does(() => fireEvent.change(field, { target: { value: ' +17608675309 ' } }));
  await page.does(() => fireEvent.change(screen.getByLabelText('Language'), { target: { value: 'fr' } }));
  page.server.reply('dial', { error: 'phone_number_invalid', message: 'This is no number.' });
  const form = field.form ?? assert.fail();
  await page.does(() => fireEvent.submit(form));
  assert.deepEqual(page.asked(), [{ type: 'dial', number: '+17608675309', ownNumber: '+1 339-219-5276', lang: 'fr' }]);
  assert.equal(field.getAttribute('aria-invalid'), 'true');
  assert.match(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent ?? '', /no number/);

  page.server.reply('dial', { data: { choiceId: 5 } });
  await page.does(() => fireEvent.submit(form));
  assert.equal(page.place(), '/app/desk?choice=5');
});

test('whom to dial is found by name, and the number is shown as it is read', async () => {
  const page = await openConsole({
    online: true,
    serve: { 'GET /app/contacts.json': { contacts: [contactView(80)], next: null } },
  });
  await page.key('c');
  const field = screen.getByLabelText<HTMLInputElement>('Number');
  await page.does(() => fireEvent.change(field, { target: { value: 'robin' } }));
  await page.press(/^Robin Vale/);
  assert.equal(field.value, '+14155550148');
  await page.does(() => fireEvent.change(field, { target: { value: '4155550148' } }));
  await page.until(() => screen.queryByText('+1 415 555 0148') !== null);
  assert.ok(screen.getByText('+1 415 555 0148'), 'in the country of our own number');
});

test('a call is not dialed without a microphone', async () => {
  const page = await openConsole({ at: '/desk?dial=%2B14155550148' });
  assert.equal(screen.getByRole<HTMLButtonElement>('button', { name: 'Call' }).disabled, true);
  await page.press('Close');
  assert.equal(page.place(), '/app/desk');
});

test('an outbound call is placed from and to the numbers that were chosen', async () => {
  const page = await openConsole({ online: true, at: '/desk?choice=5', world: (me) => ({ choices: [choice(me)] }) });
  const to = screen.getByLabelText<HTMLSelectElement>('Call', { selector: 'select' });
  await page.does(() => fireEvent.change(to, { target: { value: '+14155550149' } }));
  await page.does(() => fireEvent.submit(to.form ?? assert.fail()));
  assert.deepEqual(page.asked(), [
    { type: 'choose', choiceId: 5, ownNumber: '+13392195276', contactNumber: '+14155550149' },
  ]);
  assert.equal(page.place(), '/app/desk');
});
