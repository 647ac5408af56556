/** What is pressed twice before the server has answered is asked once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageCommand, Snapshot } from '#realtime/agent/protocol.ts';
import type { OpenConsole } from '../../../../test/support/console/app.tsx';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { FakeMicrophone } from '../../../../test/support/console/browser-sound.ts';
import { fireEvent, screen } from '../../../../test/support/console/dom.ts';
import {
  AT,
  callView,
  conversationView,
  ringing,
  snapshotOf,
  talking,
} from '../../../../test/support/console/views.ts';

const key = (typed: string, into: Element = document.body, more: object = {}): void =>
  void fireEvent.keyDown(into, { key: typed, ...more });
const write = (label: RegExp, text: string): Element => {
  const field = screen.getByLabelText(label);
  fireEvent.change(field, { target: { value: text } });
  return field;
};
const wrapUp = (me: number): Partial<Snapshot> => ({
  me: { ...snapshotOf(me).me, status: 'wrap_up', isFree: false, wrapUp: { callId: 7, since: AT, until: null } },
  calls: [callView(7, { state: 'finished', agentId: me, endsAt: AT })],
});

type Case = readonly [
  what: string,
  at: string,
  world: (me: number) => Partial<Snapshot>,
  press: () => void,
  asked: readonly PageCommand[],
];
const CASES: readonly Case[] = [
  [
    'a note by Ctrl and Enter',
    '/desk',
    (me) => ({ calls: [talking(7, [me])] }),
    () => key('Enter', write(/^New note/, 'Wants a refund'), { ctrlKey: true }),
    [{ type: 'note', callId: 7, text: 'Wants a refund' }],
  ],
  [
    'a message by Enter',
    '/desk?conversation=4',
    () => ({ conversations: [conversationView(4)] }),
    () => key('Enter', write(/^Message to/, 'Hello')),
    [{ type: 'message', conversationId: 4, text: 'Hello' }],
  ],
  [
    'an answer by its key',
    '/desk',
    (me) => ({ calls: [ringing(7, [me])] }),
    () => key('a'),
    [{ type: 'answer', callId: 7 }],
  ],
  [
    'a decline by its key',
    '/desk',
    (me) => ({ calls: [ringing(7, [me])] }),
    () => key('d'),
    [{ type: 'decline', callId: 7 }],
  ],
  [
    'a hold by its key',
    '/desk',
    (me) => ({ calls: [talking(7, [me])] }),
    () => key('h'),
    [{ type: 'hold', callId: 7 }],
  ],
  ['the end of a wrap-up by its key', '/desk', wrapUp, () => key('e'), [{ type: 'wrap_up_done' }]],
];
for (const [what, at, world, press, asked] of CASES)
  test(`${what} that is pressed twice is asked once, and again when that was answered`, async () => {
    const page = await openConsole({ at, online: true, world });
    page.asked();
    await page.does(() => {
      press();
      press();
    });
    assert.deepEqual(page.asked(), asked);
    page.server.reply(asked[0]?.type ?? 'hold', { error: 'unknown', message: 'No longer.' });
    await page.does(press);
    await page.does(press);
    assert.deepEqual(page.asked(), [...asked, ...asked], 'a refusal ends it as well');
  });

test('a mute waits for nothing: it is asked while a hold is under way, and undone at once', async () => {
  const page: OpenConsole = await openConsole({ online: true, world: (me) => ({ calls: [talking(7, [me])] }) });
  await page.does(() => {
    key('h');
    key('m');
  });
  assert.deepEqual(page.asked(), [
    { type: 'hold', callId: 7 },
    { type: 'mute', isMuted: true },
  ]);
  assert.equal(FakeMicrophone.opened[0]?.enabled, false);
  await page.key('m');
  assert.deepEqual(page.asked(), [{ type: 'mute', isMuted: false }]);
  assert.equal(FakeMicrophone.opened[0].enabled, true);
});

test('the key that answers does what its button does: nothing without a microphone', async () => {
  const page = await openConsole({ world: (me) => ({ calls: [ringing(7, [me])] }) });
  await page.key('a');
  assert.deepEqual(page.asked(), []);
});
