import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import * as browsers from '../support/browser.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const browser = await browsers.openBrowser('none');
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });

test('an address of the console is 200 where it has a page, and 404 with the console where it has none', async () => {
  const statusOf = async (path: string): Promise<number> => {
    const got = await patchbay.send(path, { token: null, headers: { accept: 'text/html' } });
    assert.match(got.headers.get('content-type') ?? '', /^text\/html/, path);
    assert.match(got.text, /<div id="root">/, path);
    return got.status;
  };
  for (const path of [
    '',
    '/',
    '/sign-in',
    '/sign-in?next=%2Fcalls',
    '/desk',
    '/desk/',
    '/live',
    '/calls?find=a%2Fb',
    '/calls/7',
    '/settings',
    '/settings/people',
    '/settings/menus',
    '/settings/menus/new?below=7',
    '/settings/menus/7',
    '/settings/numbers',
    '/settings/trunks',
    '/settings/trunks/7',
    '/settings/webhooks',
    '/settings/webhooks/7',
  ])
    assert.equal(await statusOf(`/app${path}`), 200, path);
  for (const path of [
    '/nope',
    '/settings/nope',
    '/settings/menus/nope',
    '/calls/abc',
    '/calls/0',
    '/calls/7/nope',
    '/desk/nope',
    '/nope.json',
    '/%E2%82%AC',
  ])
    assert.equal(await statusOf(`/app${path}`), 404, path);
});

test('an address that leads nowhere is said in the frame, with a heading and a way on', async (t) => {
  const page = await browsers.openPage(t, browser);
  await browsers.signInAt(page, patchbay);
  for (const [path, heading, way, end] of [
    ['/nope', 'Page not found', 'Back to Desk', '/app/desk'],
    ['/calls/abc', 'Call not found', 'To all calls', '/app/calls'],
    ['/calls/999999999', 'Call not found', 'To all calls', '/app/calls'],
  ] as const) {
    await page.goto(`${patchbay.address}/app${path}`);
    const main = page.getByRole('main');
    await main.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.getByRole('navigation').first().waitFor();
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      assert.deepEqual(
        violations.map(({ id }) => id),
        [],
        `${path} at ${width}`,
      );
    }
    await main.getByRole('link', { name: way }).click();
    await page.waitForURL(`${patchbay.address}${end}`);
  }
});
