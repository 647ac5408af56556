/** Every field of a trunk sends what it says, and shows what is wrong with it beside itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TrunkView } from '#realtime/agent/trunks-protocol.ts';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../../test/support/console/dom.ts';

const LIMITS = {
  calls_at_once: 10,
  calls_per_minute: 30,
  minutes_per_day: 1440,
  longest_call_seconds: 14_400,
  countries: ['DE'],
  premium_allowed: false,
};

const TRUNK: TrunkView = {
  id: 1,
  position: 0,
  name: 'Main',
  preset: 'vonage',
  host: 'example.sip-us.vonage.com',
  port: 5061,
  transports: ['udp', 'tcp'],
  outbound_proxy: null,
  username: 'acme',
  registers: false,
  inbound_addresses: ['216.147.0.0/18'],
  number_format: 'e164',
  number_prefix: '',
  caller_header: 'pai',
  from_user: 'account',
  codecs: ['pcmu', 'pcma'],
  srtp: 'off',
  rtp_source: 'signalled',
  refer_out: false,
  refer_in: false,
  is_enabled: true,
  limits: LIMITS,
  text_account: null,
  has_password: true,
  has_text_secret: false,
  health: { state: 'unknown', is_registered: null, fault: null, since: '2026-11-27T12:00:00.000Z' },
  created_at: '2026-11-27T12:00:00.000Z',
  updated_at: '2026-11-27T12:00:00.000Z',
};

const open = async () =>
  openConsole({ at: '/settings/trunks/1', role: 'admin', serve: { 'GET /app/trunks.json': { trunks: [TRUNK] } } });
const PATCH = 'PATCH /app/trunks/1.json';

/** Label of the field, what is typed or chosen, and what is sent for it alone. */
const TYPED: readonly (readonly [label: string, value: string, sent: object])[] = [
  ['Name', 'Vonage Berlin', { name: 'Vonage Berlin' }],
  ['Host', ' sip.nexmo.com ', { host: 'sip.nexmo.com' }],
  ['Port', '5070', { port: 5070 }],
  ['Port', '', { port: null }],
  ['Outbound proxy', 'proxy.example.com:5060', { outbound_proxy: 'proxy.example.com:5060' }],
  ['Username', 'other', { username: 'other' }],
  ['Username', '', { username: null }],
  ['Password', 'a good one', { password: 'a good one' }],
  ['Its addresses', '192.0.2.1, 192.0.2.2', { inbound_addresses: ['192.0.2.1', '192.0.2.2'] }],
  ['Its addresses', '', { inbound_addresses: [] }],
  ['Numbers are dialed as', 'national', { number_format: 'national' }],
  ['Prefix', '99#', { number_prefix: '99#' }],
  ['The caller’s number is sent', 'diversion', { caller_header: 'diversion' }],
  ['Account in From', 'other', { from_user: 'other' }],
  ['Account in From', '', { from_user: null }],
  ['Encrypted (SRTP)', 'required', { srtp: 'required' }],
  ['Audio is sent to', 'first', { rtp_source: 'first' }],
  ['Calls at once', '3', { limits: { ...LIMITS, calls_at_once: 3 } }],
  ['Calls a minute', '4', { limits: { ...LIMITS, calls_per_minute: 4 } }],
  ['Minutes a day', '60', { limits: { ...LIMITS, minutes_per_day: 60 } }],
  ['Longest call, seconds', '600', { limits: { ...LIMITS, longest_call_seconds: 600 } }],
  ['Countries', 'us ca', { limits: { ...LIMITS, countries: ['US', 'CA'] } }],
  ['Countries', '', { limits: { ...LIMITS, countries: null } }],
];

/** Label of the box, and what is sent once it is checked or cleared. */
const CHECKED: readonly (readonly [label: string, sent: object])[] = [
  ['Enabled', { is_enabled: false }],
  ['Register', { registers: true }],
  ['TLS', { transports: ['udp', 'tcp', 'tls'] }],
  ['UDP', { transports: ['tcp'] }],
  ['Opus', { codecs: ['pcmu', 'pcma', 'opus'] }],
  ['The trunk hands callers over to outside numbers', { refer_out: true }],
  ['Its telephones may transfer calls', { refer_in: true }],
  ['Allow premium-rate numbers', { limits: { ...LIMITS, premium_allowed: true } }],
];

test('each field sends itself and nothing else', async () => {
  const page = await open();
  await screen.findByLabelText('Name');
  page.server.serve(PATCH, TRUNK);
  for (const [label, value, sent] of TYPED) {
    await page.does(() => fireEvent.change(screen.getByLabelText(label), { target: { value } }));
    await page.press('Save');
    assert.deepEqual(page.server.bodiesOf(PATCH).at(-1), sent, `${label}: ${value}`);
  }
  for (const [label, sent] of CHECKED) {
    await page.does(() => fireEvent.click(screen.getByLabelText(label)));
    await page.press('Save');
    assert.deepEqual(page.server.bodiesOf(PATCH).at(-1), sent, label);
  }
  assert.equal(page.server.bodiesOf(PATCH).length, TYPED.length + CHECKED.length);
});

/** Where the server finds fault -> the label of the field that says so. */
const FAULTS: readonly (readonly [pointer: string, label: string])[] = [
  ['/name', 'Name'],
  ['/host', 'Host'],
  ['/port', 'Port'],
  ['/outbound_proxy', 'Outbound proxy'],
  ['/username', 'Username'],
  ['/password', 'Password'],
  ['/inbound_addresses/3', 'Its addresses'],
  ['/number_prefix', 'Prefix'],
  ['/from_user', 'Account in From'],
  ['/limits/calls_at_once', 'Calls at once'],
  ['/limits/calls_per_minute', 'Calls a minute'],
  ['/limits/minutes_per_day', 'Minutes a day'],
  ['/limits/longest_call_seconds', 'Longest call, seconds'],
  ['/limits/countries/0', 'Countries'],
];

test('what the server finds wrong stands beside its field, and what was typed stays', async () => {
  const page = await open();
  const name = await screen.findByLabelText<HTMLInputElement>('Name');
  fireEvent.change(name, { target: { value: 'Renamed' } });
  for (const [pointer, label] of FAULTS) {
    const errors = [{ pointer, detail: 'is not as it should be' }];
    page.server.serve(PATCH, { error: 'body_invalid', message: 'Some fields are wrong.', errors }, 422);
    await page.press('Save');
    const field = screen.getByLabelText(label);
    assert.equal(field.getAttribute('aria-invalid'), 'true', pointer);
    const says = (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id));
    assert.ok(
      says.some((each) => each?.textContent === 'Is not as it should be.'),
      `${pointer} at ${label}`,
    );
    assert.equal(name.value, 'Renamed');
  }
});

test('a secret is never shown, and an empty field leaves it', async () => {
  await open();
  const password = await screen.findByLabelText<HTMLInputElement>('Password');
  assert.deepEqual([password.value, password.type], ['', 'password']);
  assert.equal(password.placeholder, 'Saved; type to replace it');
  assert.equal(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled, true);
});

test('a codec that is preferred more moves up, and the first one cannot', async () => {
  const page = await open();
  await screen.findByLabelText('Name');
  page.server.serve(PATCH, TRUNK);
  assert.equal(screen.queryByRole('button', { name: 'Prefer G.711 µ-law (PCMU) more' }), null);
  await page.press('Prefer G.711 A-law (PCMA) more');
  await page.press('Save');
  assert.deepEqual(page.server.bodiesOf(PATCH), [{ codecs: ['pcma', 'pcmu'] }]);
});
