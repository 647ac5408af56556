import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../../test/support/console/dom.ts';

const PLAIN = { name: null, color: null, logo: null, workspace: 'Acme', slug: 'acme' };
const LOGO = { mediaType: 'image/png', width: 64, height: 48, hash: 'ab'.repeat(32) };
const open = async (appearance: object) =>
  openConsole({ at: '/settings/appearance', role: 'admin', serve: { 'GET /app/appearance.json': appearance } });
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

test('what is typed shows in the preview, and is sent with what is empty as null', async () => {
  const page = await open({ ...PLAIN, color: '#0b57b0' });
  await page.does(() => type('Name', 'Acme Support'));
  assert.equal(screen.getAllByText('Acme Support').length, 2);
  await page.does(() => type('Color', ''));
  page.server.serve('PATCH /app/appearance.json', { ...PLAIN, name: 'Acme Support' });
  await page.press('Save');
  assert.deepEqual(page.server.bodiesOf('PATCH /app/appearance.json'), [{ name: 'Acme Support', color: null }]);
});

test('without a color the preview is the page as it comes, with the contrast of its links', async () => {
  await open(PLAIN);
  assert.ok(screen.getByText('Light, contrast 7.0 : 1'));
  assert.ok(screen.getByText('Dark, contrast 8.0 : 1'));
});

test('a color that is hard to read is said to be adapted, and one that is none is refused beside the field', async () => {
  const page = await open(PLAIN);
  await page.does(() => type('Color', '#ffee00'));
  assert.ok(
    screen.getByText(/^Text in this color would be hard to read, so it is shown as #[0-9a-f]{6} on light pages\.$/),
  );
  await page.does(() => type('Color', 'gold'));
  assert.ok(screen.getByText(/^Must be # and six hexadecimal digits/));
});

test('a file that is no logo is refused before it is sent; a logo is brought and taken away', async () => {
  const page = await open(PLAIN);
  const choose = async (file: File): Promise<void> =>
    page.does(() => fireEvent.change(screen.getByLabelText('Logo file'), { target: { files: [file] } }));
  await choose(new File(['<svg/>'], 'logo.svg', { type: 'image/svg+xml' }));
  assert.ok(screen.getByText(/^The file is not a PNG, JPEG or WebP image\. SVG is not accepted/));
  await choose(new File([new Uint8Array(256 * 1024 + 1)], 'logo.png', { type: 'image/png' }));
  assert.ok(screen.getByText('A logo can have at most 256 KiB.'));
  assert.equal(page.server.fetched.filter((each) => each.startsWith('PUT')).length, 0);
  page.server.serve('PUT /app/appearance/logo', { ...PLAIN, logo: LOGO });
  await choose(new File(['png'], 'logo.png', { type: 'image/png' }));
  await page.press('Remove');
  page.server.serve('DELETE /app/appearance/logo', PLAIN);
  await page.press('Remove the logo');
  assert.ok(screen.getByRole('button', { name: 'Upload a logo' }));
});
