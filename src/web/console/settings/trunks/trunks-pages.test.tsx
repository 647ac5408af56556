/** Settings > Trunks as its administrator meets it: from a preset to a tested trunk. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PRESET_FACTS } from '#domain/directory/trunk-presets.ts';
import type { TrunkView } from '#realtime/agent/trunks-protocol.ts';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../../test/support/console/dom.ts';
import { healthMark } from './trunk-words.ts';

const TELNYX = PRESET_FACTS.telnyx.settings;
const trunk = (id: number, name: string, change: Partial<TrunkView> = {}): TrunkView => ({
  id,
  position: id,
  name,
  preset: 'telnyx',
  host: TELNYX.host,
  port: null,
  transports: ['udp', 'tcp'],
  outbound_proxy: null,
  username: 'acme',
  registers: true,
  inbound_addresses: ['192.76.120.10/32'],
  number_format: 'plus_e164',
  number_prefix: '',
  caller_header: 'from',
  from_user: null,
  codecs: ['g722', 'pcmu'],
  srtp: 'off',
  rtp_source: 'signalled',
  refer_out: false,
  refer_in: false,
  is_enabled: true,
  limits: {
    calls_at_once: 10,
    calls_per_minute: 30,
    minutes_per_day: 1440,
    longest_call_seconds: 14_400,
    countries: null,
    premium_allowed: false,
  },
  text_account: null,
  has_password: true,
  has_text_secret: false,
  health: { state: 'up', is_registered: true, fault: null, since: '2026-11-27T12:00:00.000Z' },
  created_at: '2026-11-27T12:00:00.000Z',
  updated_at: '2026-11-27T12:00:00.000Z',
  ...change,
});
const LIMITS = trunk(0, 'All').limits;
const open = async (trunks: readonly TrunkView[], at = '/settings/trunks') =>
  openConsole({
    at,
    role: 'admin',
    serve: { 'GET /app/trunks.json': { trunks }, 'GET /app/trunk-limits.json': LIMITS },
  });

test('the limits of all trunks together are saved, and what is refused stands beside its field', async () => {
  const page = await open([trunk(1, 'First')]);
  const field = await screen.findByLabelText<HTMLInputElement>('Calls at once');
  const errors = [{ pointer: '/calls_at_once', detail: 'must be at most 10000' }];
  page.server.serve('PATCH /app/trunk-limits.json', { error: 'body_invalid', message: 'Some fields.', errors }, 422);
  await page.does(() => fireEvent.change(field, { target: { value: '99999' } }));
  await page.press('Save limits');
  assert.ok(screen.getByText('Must be at most 10000.'));
  page.server.serve('PATCH /app/trunk-limits.json', { ...LIMITS, calls_at_once: 9 });
  await page.press('Save limits');
  assert.equal(screen.getByLabelText<HTMLInputElement>('Calls at once').value, '9');
});

test('trunks stand in their order with how they do, and are moved by buttons', async () => {
  const fault = 'sip.telnyx.com did not answer.';
  const down = trunk(2, 'Second', {
    health: { state: 'down', is_registered: null, fault, since: '2026-11-27T12:00:00Z' },
  });
  const page = await open([trunk(1, 'First'), down, trunk(3, 'Third', { is_enabled: false })]);
  const lines = await within(await screen.findByRole('list', { name: 'Trunks' })).findAllByRole('listitem');
  const said = lines.map(({ textContent }) => textContent);
  assert.match(said[0] ?? '', /First.*Telnyx.*Registered/);
  assert.match(said[1] ?? '', /Second.*did not answer\..*Down/);
  assert.match(said[2] ?? '', /Third.*Disabled/);
  assert.equal(screen.getByRole<HTMLButtonElement>('button', { name: 'Try First earlier' }).disabled, true);
  assert.equal(screen.getByRole<HTMLButtonElement>('button', { name: 'Try Third later' }).disabled, true);
  page.server.serve('POST /app/trunks/order.json', { trunks: [down, trunk(1, 'First'), trunk(3, 'Third')] });
  await page.press('Try Second earlier');
  assert.deepEqual(page.server.bodiesOf('POST /app/trunks/order.json'), [{ ids: [2, 1, 3] }]);
});

/** How a trunk does -> the word for it. */
const MARKS: readonly (readonly [Partial<TrunkView>, Partial<TrunkView['health']>, string])[] = [
  [{}, { state: 'unknown', is_registered: null }, 'Not tested yet'],
  [{}, { state: 'up', is_registered: null }, 'Up'],
  [{}, { state: 'up', is_registered: true }, 'Registered'],
  [{}, { state: 'down', is_registered: false, fault: 'No.' }, 'Down'],
  [{ is_enabled: false }, { state: 'down', is_registered: null }, 'Disabled'],
];
for (const [change, health, word] of MARKS)
  test(`a trunk that is ${health.state} and ${change.is_enabled === false ? 'off' : 'on'} says ${word}`, () => {
    const known = trunk(1, 'Any', change);
    assert.equal(healthMark({ ...known, health: { ...known.health, ...health } })[0], word);
  });

test('one trunk has no order, and a page without trunks says what they are for', async () => {
  await open([trunk(1, 'Only')]);
  await screen.findByText('Only');
  assert.equal(screen.queryByRole('button', { name: 'Try Only earlier' }), null);
  assert.ok(screen.getByText(/Outgoing calls use the first that accepts them/));
});

test('a new trunk needs little: the provider knows the rest, and what is wrong stands at its field', async () => {
  const page = await open([]);
  assert.ok(await screen.findByText('No trunks yet'));
  await page.press('New trunk');
  const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
  await page.does(() => fireEvent.change(screen.getByLabelText('Provider'), { target: { value: 'telnyx' } }));
  assert.deepEqual([field('Name').value, field('Host').value], ['Telnyx', 'sip.telnyx.com']);
  const errors = [{ pointer: '/username', detail: 'is needed to register' }];
  page.server.serve('POST /app/trunks.json', { error: 'body_invalid', message: 'Some fields.', errors }, 422);
  await page.press('Add trunk');
  assert.ok(screen.getByText('Is needed to register.'));
  fireEvent.change(field('Username'), { target: { value: 'acme' } });
  fireEvent.change(field('Password'), { target: { value: 'a good one' } });
  page.server.serve('POST /app/trunks.json', trunk(4, 'Telnyx'));
  page.server.serve('GET /app/trunks.json', { trunks: [trunk(4, 'Telnyx')] });
  await page.press('Add trunk');
  assert.deepEqual(page.server.bodiesOf('POST /app/trunks.json').at(-1), {
    name: 'Telnyx',
    preset: 'telnyx',
    host: 'sip.telnyx.com',
    username: 'acme',
    password: 'a good one',
  });
  assert.ok(await screen.findByRole('heading', { name: 'Telnyx' }));
});

test('a change sends what was changed and no secret that was not typed', async () => {
  const page = await open([trunk(1, 'First')], '/settings/trunks/1');
  const addresses = await screen.findByLabelText<HTMLTextAreaElement>('Its addresses');
  fireEvent.change(addresses, { target: { value: '192.0.2.1\n192.0.2.0/24\n' } });
  assert.equal(addresses.value, '192.0.2.1\n192.0.2.0/24\n', 'a line that is begun stays');
  await page.press('Prefer TCP more');
  fireEvent.change(screen.getByLabelText('Countries'), { target: { value: 'us ca' } });
  page.server.serve('PATCH /app/trunks/1.json', trunk(1, 'First'));
  await page.press('Save');
  const [sent] = page.server.bodiesOf('PATCH /app/trunks/1.json') as readonly Record<string, unknown>[];
  assert.deepEqual(Object.keys(sent ?? {}).toSorted(), ['inbound_addresses', 'limits', 'transports']);
  assert.partialDeepStrictEqual(sent, {
    inbound_addresses: ['192.0.2.1', '192.0.2.0/24'],
    transports: ['tcp', 'udp'],
    limits: { countries: ['US', 'CA'], calls_at_once: 10 },
  });
});

test('a test says of each step what it found, and one that cannot be made says why', async () => {
  const page = await open([trunk(1, 'First')], '/settings/trunks/1');
  const message = 'There is no such trunk.';
  page.server.serve('POST /app/trunks/1/test.json', { error: 'unknown', message }, 404);
  await screen.findByText('Test this trunk');
  await page.press('Test this trunk');
  assert.ok(screen.getByText(message));
  const steps = [
    { step: 'dns', ok: true, sentence: 'sip.telnyx.com is at 192.76.120.10.' },
    { step: 'options', ok: false, sentence: 'The trunk did not answer OPTIONS.' },
  ];
  page.server.serve('POST /app/trunks/1/test.json', { ok: false, steps });
  await page.press('Test this trunk');
  const found = within(screen.getByRole('list', { name: 'What the test found' })).getAllByRole('listitem');
  assert.match(found[1]?.textContent ?? '', /OPTIONS\. The trunk did not answer/);
  assert.ok(screen.getByLabelText('Does not work'));
});

test('a trunk is removed after a question', async () => {
  const page = await open([trunk(1, 'First')], '/settings/trunks/1');
  await screen.findByText('Remove trunk');
  page.server.serve('DELETE /app/trunks/1.json', { id: 1 });
  await page.press('Remove trunk');
  assert.ok(!page.server.fetched.includes('DELETE /app/trunks/1.json'));
  page.server.serve('GET /app/trunks.json', { trunks: [] });
  await page.press('Remove');
  assert.ok(page.server.fetched.includes('DELETE /app/trunks/1.json'));
  assert.ok(await screen.findByText('No trunks yet'));
});

test('a trunk that is not there says so', async () => {
  await open([], '/settings/trunks/9');
  assert.ok(await screen.findByRole('heading', { name: 'No such trunk' }));
});
