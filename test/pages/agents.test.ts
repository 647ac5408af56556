import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Locator, Page } from '@playwright/test';
import { hashPassword } from '#http/password.ts';
import { createSessions } from '#storage/sessions.ts';
import * as browsers from '../support/browser.ts';
import { AGENT_A, AGENT_B, CALLER, press } from '../support/browser.ts';
import { hears, hearsAll, isSilent } from '../support/ear.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const ROBIN = 'robin@somedomain.com';
const [callers, ones, others] = await Promise.all([
  browsers.openBrowser(CALLER),
  browsers.openBrowser(AGENT_A),
  browsers.openBrowser(AGENT_B),
]);
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '1' });

const made = await patchbay.send('/v1/agents', { body: { email: ROBIN, first_name: 'Robin', last_name: 'Vale' } });
assert.equal(made.status, 201, made.text);
const { id: robinId } = made.json as { id: number };
await createSessions(patchbay.database).setSignIn(1, ROBIN, 'agent', await hashPassword(PASSWORD));
const groups = [{ name: 'Everyone', agent_ids: [2, robinId] }];
const changed = await patchbay.send('/v1/menus/50', { method: 'PATCH', body: { groups } });
assert.equal(changed.status, 200, changed.text);

async function twoDesks(t: TestContext): Promise<[Page, Page]> {
  return Promise.all([browsers.onlineDesk(t, ones, patchbay), browsers.onlineDesk(t, others, patchbay, ROBIN)]);
}

async function beStatus(desk: Page, status: string): Promise<void> {
  await desk.getByRole('button', { name: /^Status:/ }).click();
  await desk.getByRole('menuitemradio', { name: status, exact: true }).click();
}

/** The agent talks with a caller, and Robin is free. */
async function talkingBeside(t: TestContext): Promise<{ desk: Page; robin: Page; caller: Page }> {
  const [desk, robin] = await twoDesks(t);
  await beStatus(robin, 'On a break');
  const caller = await browsers.callerInQueue(t, callers, patchbay);
  await browsers.answer(desk);
  await Promise.all([hears(desk, CALLER), hears(caller, AGENT_A)]);
  await beStatus(robin, 'Available');
  return { desk, robin, caller };
}

const isTalking = async (desk: Page): Promise<boolean> =>
  desk.getByRole('button', { name: 'Hang up', exact: true }).isVisible();

/** Presses the button at the moment, as the page itself; answers whether it was still there to be pressed. */
async function pressAt(button: Locator, moment: number): Promise<boolean> {
  return button.evaluate(
    async (element: { click(): void; readonly isConnected: boolean }, at) =>
      new Promise<boolean>((resolve) => {
        setTimeout(() => {
          const isThere = element.isConnected;
          element.click();
          resolve(isThere);
        }, at - Date.now());
      }),
    moment,
  );
}

test('of two agents who press Answer at once exactly one talks; the other is told, and hears nothing', async (t) => {
  const desks = await twoDesks(t);
  const caller = await browsers.callerInQueue(t, callers, patchbay);
  const buttons = desks.map((desk) => desk.getByRole('button', { name: 'Answer', exact: true }));
  for (const button of buttons) await button.waitFor();
  const tooLate = 'Another agent was faster, or the caller has hung up.';
  const told = desks.map(async (desk) => desk.getByText(tooLate).first().waitFor());
  // The one who wins is never told, and the one who loses not where the button was gone before it was pressed.
  for (const each of told) each.catch(() => undefined);
  // Pressed by the pages themselves at one moment: anyone who is first takes the button away from the other.
  const moment = Date.now() + 500;
  const pressed = await Promise.all(buttons.map(async (button) => pressAt(button, moment)));
  await caller.getByRole('heading', { name: /You are talking to/ }).waitFor();
  const id = await browsers.newestCall(patchbay);
  const call = await patchbay.reached(id, 'connected');
  const [won, lost] = call.agentId === 2 ? ([0, 1] as const) : ([1, 0] as const);
  const [winner, loser] = [desks[won], desks[lost]];
  assert.ok(pressed[won]);
  if (pressed[lost] === true) await told[lost];
  await winner.getByText('In call', { exact: true }).first().waitFor();
  await loser.getByRole('button', { name: 'Answer', exact: true }).waitFor({ state: 'hidden' });
  await Promise.all([hears(winner, CALLER), hears(caller, call.agentId === 2 ? AGENT_A : AGENT_B), isSilent(loser)]);
  assert.deepEqual([await isTalking(winner), await isTalking(loser)], [true, false]);
  await press(winner, 'Hang up');
  await browsers.finishWrapUp(winner);
});

test('a transfer moves the sound: first to the one, then to the other', async (t) => {
  const { desk, robin, caller } = await talkingBeside(t);
  await press(desk, 'Transfer');
  await press(desk, 'Transfer to Robin Vale');
  await browsers.answer(robin);
  await Promise.all([hears(robin, CALLER), hears(caller, AGENT_B), isSilent(desk)]);
  await caller.getByRole('heading', { name: 'You are talking to Robin' }).waitFor();
  const id = await browsers.newestCall(patchbay);
  await press(caller, 'Hang up');
  const call = await patchbay.reached(id, 'finished');
  assert.deepEqual(
    call.transfers.map(({ status, mode }) => [status, mode]),
    [['transferred', 'cold']],
  );
});

test('handed over warm, all three hear each other, on hold the two agents; who hangs up leaves the other to the caller', async (t) => {
  const { desk, robin, caller } = await talkingBeside(t);
  await press(desk, 'Transfer');
  await desk.getByRole('radio', { name: /^Warm/ }).check();
  await press(desk, 'Transfer to Robin Vale');
  await hears(caller, AGENT_A);
  await browsers.answer(robin);
  await Promise.all([
    hearsAll(caller, [AGENT_A, AGENT_B], CALLER),
    hearsAll(desk, [CALLER, AGENT_B], AGENT_A),
    hearsAll(robin, [CALLER, AGENT_A], AGENT_B),
    desk.getByText('With Robin Vale').waitFor(),
  ]);
  await press(desk, 'Hold');
  await Promise.all([hears(desk, AGENT_B), hears(robin, AGENT_A)]);
  await press(robin, 'Hold');
  await hearsAll(caller, [AGENT_A, AGENT_B], CALLER);
  await press(desk, 'Hang up');
  await Promise.all([hears(robin, CALLER), hears(caller, AGENT_B), isSilent(desk)]);
  await browsers.finishWrapUp(desk);
  const id = await browsers.newestCall(patchbay);
  await press(robin, 'Hang up');
  const call = await patchbay.reached(id, 'finished');
  assert.deepEqual(
    [call.agentId, call.transfers.map(({ status, mode }) => [status, mode])],
    [robinId, [['transferred', 'warm']]],
  );
  await browsers.finishWrapUp(robin);
});
