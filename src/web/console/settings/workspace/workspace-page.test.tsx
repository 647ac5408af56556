import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../../test/support/console/dom.ts';

const WORKSPACE = {
  name: 'Nord',
  time_zone: 'Europe/Oslo',
  second_factor: 'nobody',
  hand_over_menu_id: null,
  queues: [
    { id: 9, name: 'Lock Star' },
    { id: 10, name: 'Lock Star / Repairs' },
  ],
  subdomain: 'nord',
  has_demo: false,
};
const open = async () =>
  openConsole({ at: '/settings/workspace', role: 'admin', serve: { 'GET /app/workspace.json': WORKSPACE } });
const zone = async () => screen.findByLabelText<HTMLInputElement>('Time zone');

test('the workspace is changed, and says when nothing is left to save', async () => {
  const page = await open();
  page.server.serve('PATCH /app/workspace.json', { ...WORKSPACE, time_zone: 'America/Lima' });
  fireEvent.change(await zone(), { target: { value: 'America/Lima' } });
  assert.ok(screen.getByText('Unsaved changes.'));
  await page.press('Save');
  assert.ok(page.server.fetched.includes('PATCH /app/workspace.json'));
  assert.equal(screen.queryByText('Unsaved changes.'), null);
  assert.equal((await zone()).value, 'America/Lima');
});

test('what the server refuses stands beside its field, and what was typed stays', async () => {
  const page = await open();
  const errors = [{ pointer: '/time_zone', detail: 'is no time zone' }];
  page.server.serve('PATCH /app/workspace.json', { error: 'body_invalid', message: 'Some fields.', errors }, 422);
  fireEvent.change(await zone(), { target: { value: 'Mars/Olympus' } });
  await page.press('Save');
  assert.ok(screen.getByText('Is no time zone.'));
  assert.deepEqual([(await zone()).value, (await zone()).getAttribute('aria-invalid')], ['Mars/Olympus', 'true']);
});

test('a second factor is required of those who are chosen', async () => {
  const page = await open();
  const choice = await screen.findByLabelText<HTMLSelectElement>('Second factor required for');
  page.server.serve('PATCH /app/workspace.json', { ...WORKSPACE, second_factor: 'admins' });
  await page.does(() => fireEvent.change(choice, { target: { value: 'admins' } }));
  await page.does(() => fireEvent.submit(choice));
  assert.deepEqual(page.server.bodiesOf('PATCH /app/workspace.json'), [{ second_factor: 'admins' }]);
});

test('callers who want a person go to the queue that is chosen, and a refusal stands beside it', async () => {
  const page = await open();
  const choice = await screen.findByLabelText<HTMLSelectElement>('Voice agent’s hand-over queue');
  assert.equal(choice.value, '');
  const errors = [{ pointer: '/hand_over_menu_id', detail: 'is no queue' }];
  page.server.serve('PATCH /app/workspace.json', { error: 'body_invalid', message: 'Some fields.', errors }, 422);
  await page.does(() => fireEvent.change(choice, { target: { value: '10' } }));
  await page.does(() => fireEvent.submit(choice));
  assert.ok(screen.getByText('Is no queue.'));
  page.server.serve('PATCH /app/workspace.json', { ...WORKSPACE, hand_over_menu_id: 10 });
  await page.does(() => fireEvent.submit(choice));
  assert.deepEqual(page.server.bodiesOf('PATCH /app/workspace.json').at(-1), { hand_over_menu_id: 10 });
});

test('the demo is removed once that is confirmed, and what keeps it is said', async () => {
  const page = await openConsole({
    at: '/settings/workspace',
    role: 'admin',
    serve: { 'GET /app/workspace.json': { ...WORKSPACE, has_demo: true } },
  });
  await screen.findByText('Demo data');
  await page.press('Remove the demo…');
  page.server.serve(
    'DELETE /app/workspace/demo.json',
    { error: 'demo_in_call', message: 'A call is in progress.' },
    409,
  );
  await page.press('Remove the demo');
  assert.ok(screen.getByText('A call is in progress.'));
  page.server.serve('DELETE /app/workspace/demo.json', WORKSPACE);
  page.server.serve('GET /app/workspace.json', WORKSPACE);
  await page.press('Remove the demo');
  assert.equal(screen.queryByText('Demo data'), null);
});

const STEPS = { isClosed: false, done: { call: true, people: false, menu: true, number: false, token: false } };

test('an administrator sees the first steps at the desk until they close them; an agent never does', async () => {
  const page = await openConsole({ role: 'admin', serve: { 'GET /app/first-steps.json': STEPS } });
  assert.ok(await screen.findByText('3 of 5 left'));
  assert.equal(screen.getAllByRole('img', { name: 'Done' }).length, 2);
  page.server.serve('DELETE /app/first-steps.json', { ...STEPS, isClosed: true });
  await page.press('Close the first steps');
  assert.equal(screen.queryByText('First steps'), null);
});

test('an agent sees none', async () => {
  const page = await openConsole({ role: 'agent', serve: { 'GET /app/first-steps.json': STEPS } });
  assert.equal(screen.queryByText('First steps'), null);
  assert.ok(!page.server.fetched.includes('GET /app/first-steps.json'));
});

/** An archive that comes as the test writes it. */
function coming() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  return { response: new Response(readable), writer: writable.getWriter() };
}

test('while the archive of the workspace comes the button says how much has; canceled, refused or cut off, none is saved', async () => {
  const page = await open();
  const word = 'Export the workspace';
  const isReady = (): boolean => screen.queryByRole('button', { name: word }) !== null;
  await page.until(isReady);
  const saved: (readonly [string, number])[] = [];
  URL.createObjectURL = (file) => `blob:${String(file instanceof Blob && file.size)}`;
  HTMLAnchorElement.prototype.click = function save(this: HTMLAnchorElement) {
    saved.push([this.download, Number(this.href.slice('blob:'.length))]);
  };
  const [whole, canceled, cut] = [coming(), coming(), coming()];
  const full = Response.json({ error: 'exports_full', message: 'Others are under way.' }, { status: 409 });
  const answers = [whole.response, canceled.response, full, cut.response];
  const stops: (AbortSignal | null | undefined)[] = [];
  const { fetch: served } = globalThis;
  globalThis.fetch = async (url, sent) => {
    if (url !== '/app/workspace/export.zip') return served(url, sent);
    stops.push(sent?.signal);
    return answers.shift() ?? Response.error();
  };

  await page.press(word);
  await page.does(async () => whole.writer.write(new Uint8Array(2_500_000)));
  await page.until(() => screen.queryByRole('button', { name: 'Cancel (2.5 MB)' }) !== null);
  await page.does(async () => whole.writer.close());
  await page.until(isReady);
  assert.deepEqual(saved, [['workspace.zip', 2_500_000]]);

  await page.press(word);
  await page.press(/^Cancel/);
  // A browser's fetch ends the stream when it is told to stop.
  await page.does(async () => canceled.writer.abort(new Error('Aborted.')).catch(() => null));
  await page.until(isReady);
  assert.deepEqual([stops[0]?.aborted, stops[1]?.aborted], [false, true]);

  await page.press(word);
  assert.ok((await screen.findAllByText('Others are under way.')).length > 0);
  await page.press(word);
  await page.does(async () => cut.writer.abort(new Error('The line broke.')).catch(() => null));
  assert.ok((await screen.findAllByText(/cut off before its end/)).length > 0);
  assert.equal(saved.length, 1);
});
