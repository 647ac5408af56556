import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../test/support/console/dom.ts';
import { callDetail } from '../../../../test/support/console/views.ts';
import { announce } from '../frame/announcer.tsx';

/** What the page may do with the clipboard; undefined is a page over plain HTTP. */
function clipboard(writeText: ((text: string) => Promise<void>) | undefined): void {
  const value = writeText === undefined ? undefined : { writeText };
  Object.defineProperty(navigator, 'clipboard', { value, configurable: true });
}
afterEach(() => {
  Reflect.deleteProperty(navigator, 'clipboard');
  announce('');
});

const VIEW = { title: 'Patchbay', request: 'GET /v1/calls/7', status: 200, text: '{"id":7}' };
const open = async () =>
  openConsole({
    at: '/calls/7?tab=apis',
    role: 'admin',
    serve: {
      'GET /app/calls/7.json': callDetail(7, { views: { patchbay: VIEW } }),
      'GET /app/tokens.json': { tokens: [] },
      'POST /app/tokens.json': { id: 8, name: 'CRM', token: 'pb_secret' },
      'GET /app/oauth-apps.json': { apps: [] },
    },
  });
/** Makes a token, and copies it. */
const copyToken = async (page: Awaited<ReturnType<typeof open>>): Promise<void> => {
  await page.go('/settings/tokens');
  await page.press('New token');
  await page.does(() => fireEvent.submit(screen.getByLabelText('Name').closest('form') ?? assert.fail()));
  await page.press('Copy');
};

test('what was copied is said, by the button of what is shown once as well', async () => {
  const copied: string[] = [];
  clipboard(async (text) => void copied.push(text));
  const page = await open();
  await page.press('Copy');
  assert.equal(document.getElementById('said-politely')?.textContent, 'Copied.');
  await copyToken(page);
  assert.deepEqual(copied, [VIEW.text, 'pb_secret']);
  assert.ok(screen.getByRole('button', { name: 'Copied' }));
});

const KEPT_FROM = [
  ['over plain HTTP there is no clipboard', undefined],
  ['the browser refuses it', async () => Promise.reject(new DOMException('No.', 'NotAllowedError'))],
] as const;
for (const [why, writeText] of KEPT_FROM)
  test(`where ${why}, nothing is said to be copied, and a notice says what to do`, async () => {
    clipboard(writeText);
    const page = await open();
    await page.press('Copy');
    assert.notEqual(screen.queryAllByText('Not copied').length, 0);
    assert.equal(document.getElementById('said-politely')?.textContent, '');
    await copyToken(page);
    assert.ok(screen.getByRole('button', { name: 'Copy' }));
  });
