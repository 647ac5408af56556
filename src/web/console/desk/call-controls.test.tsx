import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallView } from '#realtime/agent/protocol.ts';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../test/support/console/dom.ts';
import {
  agentView,
  AT,
  callView,
  conversationView,
  later,
  queueView,
  snapshotOf,
  talking,
} from '../../../../test/support/console/views.ts';

/** A desk at which the agent talks in call 7. */
async function inCall(change: Partial<CallView> = {}) {
  return openConsole({
    online: true,
    world: (me) => ({
      agents: [...snapshotOf(me).agents, agentView(3, { name: 'Ada' }), agentView(4, { name: 'Bo', status: 'break' })],
      queues: [
        queueView(50, { path: 'Sales' }),
        queueView(51, { path: 'Night', condition: 'after_hours', available: 0 }),
      ],
      calls: [talking(7, [me], change)],
    }),
  });
}
const button = (name: string) => screen.getAllByRole<HTMLButtonElement>('button', { name })[0] ?? assert.fail(name);
const article = () => screen.getByRole('article');

test('the controls ask for what they say, by pointer and by key', async () => {
  const page = await inCall();
  await page.press('Hold');
  await page.key('h');
  await page.press('Mute');
  assert.equal(button('Mute').getAttribute('aria-pressed'), 'true');
  await page.key('m');
  await page.press('Hang up');
  assert.deepEqual(page.asked(), [
    { type: 'hold', callId: 7 },
    { type: 'hold', callId: 7 },
    { type: 'mute', isMuted: true },
    { type: 'mute', isMuted: false },
    { type: 'hang_up', callId: 7 },
  ]);
});

test('the key hangs up only when it is pressed twice', async () => {
  const page = await inCall();
  await page.key('x');
  assert.deepEqual(page.asked(), []);
  assert.match(document.getElementById('said-politely')?.textContent ?? '', /again/);
  await page.key('x');
  assert.deepEqual(page.asked(), [{ type: 'hang_up', callId: 7 }]);
});

test('a refused command is said in the server’s words', async () => {
  const page = await inCall();
  page.server.reply('hold', { error: 'event_not_allowed', message: 'That is not possible any more.' });
  await page.press('Hold');
  assert.ok(screen.getAllByText('That is not possible any more.').length > 0);
});

/** How the call stands -> which controls rest. */
const RESTING: readonly (readonly [string, Partial<CallView>, readonly string[]])[] = [
  ['talks', {}, []],
  ['is being connected', { state: 'connecting', connectedAt: null }, ['Hold', 'Keypad', 'Transfer']],
  ['is shared with another agent', { agentIds: [3] }, ['Transfer']],
  ['is shared with a third party', { thirdParty: { number: null, isConnected: true } }, ['Transfer']],
  ['is being transferred', { transfer: { toAgentId: 3, toMenuId: null, mode: 'warm' } }, ['Transfer']],
];
test('controls rest while the call does not take what they do', async () => {
  const page = await inCall();
  for (const [name, change, resting] of RESTING) {
    const agentIds = [page.me, ...(change.agentIds ?? [])];
    const data = { ...talking(7, [page.me], change), agentIds };
    await page.does(() => page.server.tell({ type: 'call', event: 'changed', data }));
    const names = ['Mute', 'Hold', 'Keypad', 'Transfer', 'Hang up'];
    assert.deepEqual(
      names.filter((each) => button(each).disabled),
      resting,
      `while it ${name}`,
    );
  }
});

test('keys are sent one by one, and only those that were sent are shown', async () => {
  const page = await inCall();
  await page.press('Keypad');
  await page.press('5');
  const sent = () => screen.getByRole('status', { name: 'Sent' }).textContent;
  assert.equal(sent(), '5');
  await page.key('#', screen.getByRole('button', { name: 'Hash' }));
  assert.equal(sent(), '5#');
  page.server.reply('digits', { error: 'digits_not_taken', message: 'No keys, please.' });
  await page.press('Star');
  assert.equal(sent(), '5#');
  assert.ok(screen.getByText('No keys, please.'));
  assert.deepEqual(
    page.asked().map((each) => (each.type === 'digits' ? each.digits : each.type)),
    ['5', '#', '*'],
  );
});

test('a call is transferred cold or warm, to an agent, a queue or a number', async () => {
  const page = await inCall();
  await page.press('Transfer');
  const dialog = () => within(screen.getByRole('dialog'));
  assert.equal(dialog().getByRole<HTMLButtonElement>('button', { name: 'Transfer to Bo' }).disabled, true);
  await page.does(() => fireEvent.change(dialog().getByLabelText('Search'), { target: { value: 'aDA' } }));
  assert.equal(dialog().queryByRole('button', { name: 'Transfer to Bo' }), null);
  await page.does(() => fireEvent.click(dialog().getByRole('radio', { name: /Warm/ })));
  page.server.reply('transfer', { error: 'agent_not_available', message: 'Not now.' });
  await page.press('Transfer to Ada');
  assert.ok(screen.queryByRole('dialog') !== null, 'it stays when the transfer is refused');
  page.server.reply('transfer', { data: undefined });
  await page.press('Transfer to Ada');
  assert.equal(screen.queryByRole('dialog'), null);

  await page.press('Transfer');
  await page.press('Queue', 'tab');
  await page.does(() => fireEvent.change(dialog().getByLabelText('Search'), { target: { value: '' } }));
  assert.match(dialog().getByText(/After hours/).textContent, /none available to answer/);
  await page.press('Transfer to Night');
  await page.press('Transfer');
  await page.press('Number', 'tab');
  const field = dialog().getByRole<HTMLInputElement>('textbox', { name: 'Number' });
  await page.does(() => fireEvent.change(field, { target: { value: ' +1 760-867-5309 ' } }));
  await page.does(() => fireEvent.submit(field.form ?? assert.fail()));
  const common = { type: 'transfer', callId: 7, mode: 'warm' } as const;
  assert.deepEqual(page.asked(), [
    { ...common, to: { agentId: 3 } },
    { ...common, to: { agentId: 3 } },
    { ...common, to: { menuId: 51 } },
    { ...common, to: { number: '+1 760-867-5309' } },
  ]);
});

/** What the call brings with it -> what its head says. */
const MARKS: readonly (readonly [Partial<CallView>, RegExp])[] = [
  [{ isHeld: true, heldSince: later(20) }, /On hold/],
  [{ isCallerAway: true }, /cut off/],
  [{ isCallerSilent: true }, /No sound from the caller/],
  [{ recording: 'recording' }, /Recording.*Pause recording/],
  [{ recording: 'paused' }, /Recording paused.*Resume recording/],
  [{ thirdParty: { number: '+14155550199', isConnected: false } }, /Dialing \+1 415-555-0199/],
  [{ transfer: { toAgentId: 3, toMenuId: null, mode: 'cold' } }, /Transferring to Ada/],
  [{ direction: 'outbound', ownNumber: '+1 339-219-5276' }, /from \+1 339-219-5276/],
];
test('the head of a call says what the call brings with it', async () => {
  const page = await inCall();
  for (const [change, said] of MARKS) {
    const data = talking(7, [page.me], change);
    await page.does(() => page.server.tell({ type: 'call', event: 'changed', data }));
    assert.match(article().querySelector('header')?.textContent ?? '', said);
  }
});

test('the recording is paused and continues from the head of the call', async () => {
  const page = await inCall({ recording: 'recording' });
  await page.press('Pause recording');
  assert.deepEqual(page.asked(), [{ type: 'pause_recording', callId: 7, isPaused: true }]);
});

test('a call that waits on hold while another is talked in offers to resume it', async () => {
  const page = await openConsole({
    online: true,
    at: '/desk?call=8',
    world: (me) => ({ calls: [talking(7, [me]), talking(8, [me], { isHeld: true })] }),
  });
  await page.press('Resume');
  assert.deepEqual(page.asked(), [{ type: 'resume', callId: 8 }]);
  assert.ok(screen.getByRole('region', { name: 'Softphone' }), 'the other call keeps its controls');
});

test('notes are listed with their authors, written by Ctrl and Enter, and a draft outlives a reload', async () => {
  const note = { id: 1, agentId: 3, text: 'Called before.', at: AT };
  const page = await inCall({ notes: [note] });
  assert.match(screen.getByRole('region', { name: 'Notes' }).textContent, /Called before\.Ada/);
  const field = screen.getByLabelText<HTMLTextAreaElement>('New note');
  await page.does(() => fireEvent.change(field, { target: { value: ' Wants a refund. ' } }));
  assert.equal(sessionStorage.getItem('patchbay.note.7'), ' Wants a refund. ');
  page.server.reply('note', { error: 'not_yours', message: 'Not yours.' });
  await page.key('Enter', field, { ctrlKey: true });
  assert.equal(field.value, ' Wants a refund. ', 'a note that was not saved stays');
  page.server.reply('note', { data: undefined });
  await page.key('Enter', field, { ctrlKey: true });
  assert.deepEqual([field.value, sessionStorage.getItem('patchbay.note.7')], ['', null]);
  await page.press('Save note');
  const saved = { type: 'note', callId: 7, text: 'Wants a refund.' } as const;
  assert.deepEqual(page.asked(), [saved, saved], 'an empty note is none');
});

test('how the call came here is told in order, and by whom', async () => {
  const ended = { state: 'finished', agentIds: [], endsAt: later(72), disconnectedBy: 'disconnected_by_end_user' };
  const page = await openConsole({
    at: '/desk?call=7',
    world: (me) => ({
      agents: [...snapshotOf(me).agents, agentView(3, { name: 'Ada' })],
      calls: [talking(7, [me], { ...ended, handOvers: [{ at: later(40), fromAgentId: 3, toAgentId: me }] })],
    }),
  });
  const lines = within(screen.getByRole('region', { name: 'The call so far' })).getAllByRole('listitem');
  assert.deepEqual(
    lines.map((line) => line.firstElementChild?.nextElementSibling?.textContent),
    [
      'Called from the web page',
      'Chose Web support',
      'Answered by Ada after 0:10',
      'Connected',
      'Transferred to you',
      'The caller hung up',
    ],
  );
  assert.equal(screen.getByRole('link', { name: /View call details/ }).getAttribute('href'), '/app/calls/7');
  assert.deepEqual(page.asked(), []);
});

test('a message is listened to, which says so to the server, and its caller called back', async () => {
  const page = await openConsole({
    at: '/desk?call=6',
    world: () => ({
      voicemails: [callView(6, { state: 'voicemail_received', recording: 'stored', endsAt: later(9) })],
    }),
  });
  page.server.reply('listen_voicemail', { error: 'unknown', message: 'It is gone.' });
  await page.press('Listen');
  assert.ok(screen.getAllByText('It is gone.').length > 0);
  page.server.reply('listen_voicemail', { data: { url: '/recordings/6.wav' } });
  await page.press('Listen');
  assert.equal(screen.getByLabelText<HTMLAudioElement>('The message').getAttribute('src'), '/recordings/6.wav');
  await page.press('Call back');
  assert.equal(screen.getByLabelText<HTMLInputElement>('Number').value, '+14155550148');
});

test('an appointment says when, and can be called before', async () => {
  const page = await openConsole({
    at: '/desk?call=8',
    world: () => ({ calls: [callView(8, { state: 'scheduled', scheduledAt: later(3600) })] }),
  });
  assert.ok(screen.getByRole('region', { name: 'Appointment' }));
  await page.press('Call now');
  assert.deepEqual(page.asked(), [{ type: 'call_now', callId: 8 }]);
  assert.equal(screen.getByRole('link', { name: 'Move or cancel' }).getAttribute('href'), '/app/scheduled');
});

test('a conversation is written in by Enter; what was not sent stays', async () => {
  const page = await openConsole({
    at: '/desk?conversation=4',
    world: (me) => ({
      conversations: [
        conversationView(4, {
          messages: [
            { id: 1, by: 'contact', agentId: null, text: 'Hello?', at: AT },
            { id: 2, by: 'agent', agentId: me, text: 'Yes?', at: AT },
            { id: 3, by: 'agent', agentId: 99, text: 'Here.', at: AT },
          ],
        }),
      ],
    }),
  });
  const said = within(screen.getByRole('log'))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
  assert.deepEqual(
    said.map((each) => /^(.*?[?.])(Robin Vale|You|An agent)/.exec(each)?.slice(1)),
    [
      ['Hello?', 'Robin Vale'],
      ['Yes?', 'You'],
      ['Here.', 'An agent'],
    ],
  );
  const field = screen.getByLabelText<HTMLTextAreaElement>('Message to Robin Vale');
  field.value = ' On it. ';
  page.server.reply('message', { error: 'offline', message: 'Not sent.' });
  await page.key('Enter', field);
  assert.equal(field.value, ' On it. ');
  page.server.reply('message', { data: { id: 4 } });
  await page.key('Enter', field, { shiftKey: true });
  await page.key('Enter', field);
  assert.equal(field.value, '');
  const sent = { type: 'message', conversationId: 4, text: 'On it.' } as const;
  assert.deepEqual(page.asked(), [sent, sent]);
});
