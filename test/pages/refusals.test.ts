import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as browsers from '../support/browser.ts';
import { press } from '../support/browser.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const [refusing, without] = await Promise.all([browsers.openBrowser('denied'), browsers.openBrowser('none')]);
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });

const REFUSALS = [
  ['a microphone that may not be used', refusing, 'The microphone is blocked', 'The microphone is blocked'],
  ['a machine without a microphone', without, 'No microphone found', 'No microphone found'],
] as const;

for (const [what, browser, atCaller, atDesk] of REFUSALS)
  test(`${what} is told in words, to the caller and to the agent, and no call begins`, async (t) => {
    const caller = await browsers.openPage(t, browser);
    await caller.goto(`${patchbay.address}/w/demo`);
    await press(caller, 'Call');
    await caller.getByRole('heading', { name: atCaller }).waitFor();
    await caller.getByRole('button', { name: 'Try again' }).waitFor();

    const desk = await browsers.openPage(t, browser);
    await browsers.signInAt(desk, patchbay);
    await press(desk, 'Go online');
    await desk.getByRole('alert').filter({ hasText: atDesk }).waitFor();
    assert.equal(await desk.getByRole('button', { name: 'Go online', exact: true }).isEnabled(), true);
    assert.deepEqual(await patchbay.engine.calls.before(1, null, 1), []);
    assert.equal((await patchbay.engine.directory.load(1)).agents.get(2)?.status, 'unavailable');
  });

test('an expired link, an unknown link and an unknown line say what they are, and what to do', async (t) => {
  const page = await browsers.openPage(t, refusing);
  const redirected = await patchbay.engine.redirectCaller({
    workspaceId: 1,
    phone: '+16285550148',
    attributes: {},
    requestKey: null,
  });
  assert.ok(redirected.ok);
  const link = `${patchbay.address}/m/${redirected.value.token}`;
  assert.equal((await page.goto(link))?.status(), 200);
  await page.getByRole('heading', { name: 'Our conversation' }).waitFor();
  await patchbay.database.pool.query(`update redirect set expires_at = now() - interval '1 second'`);
  assert.equal((await page.reload())?.status(), 410);
  await page.getByRole('heading', { name: 'This link has expired' }).waitFor();
  assert.equal((await page.goto(`${patchbay.address}/m/nobody-knows-it`))?.status(), 404);
  await page.getByRole('heading', { name: 'Link not found' }).waitFor();
  assert.equal((await page.goto(`${patchbay.address}/w/nobody`))?.status(), 404);
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
});
