import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { screen } from '../../../../test/support/console/dom.ts';

const ASK = 'qabc';
const at = `/authorize?ask=${ASK}`;
const served = {
  [`GET /app/authorize.json?ask=${ASK}`]: { app: { name: 'Dashboard', kind: 'read_only' }, host: 'example.com' },
};

test('who asks, what it may do and where one goes back to are said before anything is allowed', async () => {
  const page = await openConsole({ at, role: 'admin', serve: served });
  assert.ok(screen.getByRole('heading', { name: 'Connect Dashboard' }));
  assert.ok(screen.getByText('reads everything and changes nothing'));
  assert.ok(screen.getByText(/sent back to example.com/));
  assert.ok(!page.server.fetched.includes('POST /app/authorize.json'));
  page.server.serve('POST /app/authorize.json', { message: 'Begin again there.' }, 409);
  await page.press('Allow');
  assert.equal(screen.getByRole('alert').textContent, 'Begin again there.');
});

for (const [problem, words] of [
  ['redirect_unknown', /not registered for it/],
  ['not_yours', /Only administrators/],
] as const)
  test(`${problem} is said, and nothing can be allowed`, async () => {
    await openConsole({ at, role: 'admin', serve: { [`GET /app/authorize.json?ask=${ASK}`]: { problem } } });
    assert.match(screen.getByRole('alert').textContent, words);
    assert.equal(screen.queryByRole('button', { name: 'Allow' }), null);
  });
