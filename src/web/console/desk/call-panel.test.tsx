import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallView } from '#realtime/agent/protocol.ts';
import type { WordsView } from '#realtime/agent/words-protocol.ts';
import type { OpenConsole } from '../../../../test/support/console/app.tsx';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { screen, within } from '../../../../test/support/console/dom.ts';
import { ringing, talking } from '../../../../test/support/console/views.ts';

/** The desk of an agent who talks in call 7. */
async function inCall(change: Partial<CallView> = {}) {
  const page = await openConsole({ online: true, world: (me) => ({ calls: [talking(7, [me], change)] }) });
  const told = async (next: Partial<CallView>): Promise<void> =>
    page.does(() =>
      page.server.tell({ type: 'call', event: 'updated', data: talking(7, [page.me], { ...change, ...next }) }),
    );
  return { ...page, told };
}

/** Whether a person sees the text in the panel of the call. */
const isShown = (text: string): boolean => within(screen.getByRole('article')).queryAllByText(text).length > 0;

/** What was asked besides what helps in the call. */
const asked = (page: OpenConsole) => page.asked().filter(({ type }) => type !== 'assist');

test('a caller from whom nothing is heard is marked, and not while they are on hold', async () => {
  const mark = 'No sound from the caller';
  const page = await inCall();
  assert.equal(isShown(mark), false);
  await page.told({ isCallerSilent: true });
  assert.equal(isShown(mark), true);
  assert.equal(
    document.getElementById('said-politely')?.textContent?.includes(mark),
    true,
    'and said to screen readers',
  );
  await page.told({ isCallerSilent: true, isHeld: true });
  assert.equal(isShown(mark), false);
  await page.told({ isCallerSilent: false });
  assert.equal(isShown(mark), false);
});

test('the mark that the recording is paused has the button that resumes it', async () => {
  const page = await inCall({ recording: 'recording' });
  await page.press('Pause recording');
  assert.deepEqual(asked(page), [{ type: 'pause_recording', callId: 7, isPaused: true }]);
  await page.told({ recording: 'paused' });
  assert.ok(isShown('Recording paused'));
  await page.press('Resume recording');
  assert.deepEqual(asked(page), [{ type: 'pause_recording', callId: 7, isPaused: false }]);
});

test('X once says beside Hang up that it waits for a second X, for a while; X twice hangs up', async (t) => {
  const real = globalThis.setTimeout;
  const held: (() => void)[] = [];
  // How long a person has for the second X is the test's to say.
  t.mock.method(globalThis, 'setTimeout', (run: () => void, milliseconds = 0) =>
    milliseconds === 1500 ? void held.push(run) : real(run, milliseconds),
  );
  const page = await inCall();
  const hint = 'Press X again to hang up';
  assert.equal(isShown(hint), false);
  await page.key('x');
  assert.equal(isShown(hint), true);
  await page.does(() => held.at(-1)?.());
  assert.equal(isShown(hint), false, 'the time is over');
  await page.key('x');
  assert.equal(isShown(hint), true);
  assert.deepEqual(asked(page), []);
  await page.key('x');
  assert.equal(isShown(hint), false);
  assert.deepEqual(asked(page), [{ type: 'hang_up', callId: 7 }]);
});

test('a digit that could not be sent is not shown as sent, and the keypad says why', async () => {
  const page = await inCall();
  await page.press('Keypad');
  const keypad = screen.getByRole('dialog', { name: 'Keypad' });
  const sent = (): string | null => within(keypad).getByRole('status', { name: 'Sent' }).textContent;
  await page.press('1');
  assert.equal(sent(), '1');
  page.server.reply('digits', { error: 'digits_not_taken', message: 'The far end does not accept DTMF digits.' });
  await page.press('Hash');
  assert.equal(sent(), '1');
  assert.equal(within(keypad).getByRole('alert').textContent, 'The far end does not accept DTMF digits.');
  page.server.reply('digits', { data: undefined });
  await page.key('2', keypad.querySelector('button') ?? keypad);
  assert.equal(sent(), '12');
  assert.equal(within(keypad).queryByRole('alert'), null);
  assert.deepEqual(
    asked(page),
    ['1', '#', '2'].map((digits) => ({ type: 'digits', callId: 7, digits })),
  );
});

test('what the voice agent tells of a caller stands on the ringing call, and in the call', async () => {
  const brief = { wants: ['where is my order'], summary: 'The answer did not help.', lastWords: 'a person please' };
  const page = await openConsole({ online: true, world: (me) => ({ calls: [ringing(7, [me], { brief })] }) });
  const told = (): string[] =>
    screen.getAllByRole('region', { name: 'From the voice agent' }).map((each) => each.textContent);
  const words = 'From the voice agentwhere is my orderThe answer did not help.Last words: a person please';
  assert.ok(told().includes(words));
  await page.does(() =>
    page.server.tell({
      type: 'call',
      event: 'updated',
      data: talking(7, [page.me], { brief: { ...brief, lastWords: '' } }),
    }),
  );
  assert.deepEqual(told(), [words.replace('Last words: a person please', '')]);
  assert.ok(isShown('Handed over by the voice agent'));
  await page.does(() => page.server.tell({ type: 'call', event: 'updated', data: talking(7, [page.me]) }));
  assert.equal(screen.queryByRole('region', { name: 'From the voice agent' }), null);
});

test('what is said is shown as it comes, with who says it; what is being said is set apart', async () => {
  const page = await inCall();
  const turn = (text: string, startSeconds: number, name: string | null = null) =>
    ({ speaker: name === null ? 'user' : 'agent', name, text, startSeconds }) as const;
  const told = async (view: Partial<WordsView>): Promise<void> =>
    page.does(() =>
      page.server.say({
        type: 'words',
        data: { callId: 7, from: 0, turns: [], now: [], isOn: true, isPartial: false, ...view },
      }),
    );
  assert.equal(screen.queryByRole('heading', { name: 'Transcript' }), null, 'nothing is written down');
  await told({ now: [turn('My order', 2)] });
  const lines = () => within(screen.getByRole('list', { name: 'What is said' })).getAllByRole('listitem');
  assert.match(lines()[0]?.textContent ?? '', /^Caller0:02has been speaking since 2 seconds?My order…$/);
  await told({ turns: [{ ...turn('My order is lace', 2), unsure: [3] }] });
  await told({ from: 1, turns: [turn('Let me look', 4, 'Kim Reed')], isPartial: true });
  assert.deepEqual(
    lines().map((line) => line.querySelector('span')?.firstChild?.textContent),
    ['Caller', 'Kim Reed'],
  );
  assert.equal(screen.getByTitle('Possibly misheard').textContent, 'lace');
  assert.ok(screen.getByText(/Transcribed by a machine.*Parts are missing now/));
  asked(page);
  await told({ from: 5, turns: [turn('late', 9)] });
  assert.deepEqual(asked(page), [{ type: 'words', callId: 7 }], 'what it does not have it asks for');
});
