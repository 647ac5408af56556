import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Region } from './phone-number.ts';
import { readRange, trunkFaults } from './trunk-faults.ts';
import { PRESET_FACTS } from './trunk-presets.ts';
import type { TrunkSettings } from './trunk.ts';
import { TRUNK_PRESETS } from './trunk.ts';

const PBX: TrunkSettings = { ...PRESET_FACTS.pbx.settings, name: 'PBX', preset: 'pbx', host: '192.0.2.10' };
const TWILIO: TrunkSettings = {
  ...PRESET_FACTS.twilio.settings,
  name: 'Twilio',
  preset: 'twilio',
  host: 'example.pstn.twilio.com',
  username: 'acme',
};
const NONE = { hasPassword: false, hasTextSecret: false };

for (const preset of TRUNK_PRESETS)
  test(`the preset ${preset} is whole once its host and username are said`, () => {
    const { settings, hostExample } = PRESET_FACTS[preset];
    const trunk = { ...settings, name: preset, preset, host: hostExample, username: 'acme' };
    assert.deepEqual(trunkFaults(trunk, { ...NONE, hasPassword: true }), []);
    for (const range of settings.inboundAddresses) assert.equal(readRange(range), range);
  });

/** What is said of a trunk -> where it is wrong. */
const FAULTS: readonly (readonly [string, TrunkSettings, Partial<typeof NONE>, readonly string[]])[] = [
  ['a PBX without a username', PBX, {}, []],
  ['an IPv6 host', { ...PBX, host: '2001:db8::10' }, {}, []],
  ['no host', { ...PBX, host: '' }, {}, ['host']],
  ['a host with a scheme', { ...PBX, host: 'sip:example.com' }, {}, ['host']],
  ['a host with a port', { ...PBX, host: 'example.com:5060' }, {}, ['host']],
  ['a host with a space', { ...PBX, host: 'example .com' }, {}, ['host']],
  ['a host that breaks a header', { ...PBX, host: 'a\r\nVia: x' }, {}, ['host']],
  ['an address that is none', { ...PBX, host: '300.1.1.1' }, {}, ['host']],
  ['a label that is too long', { ...PBX, host: `${'a'.repeat(64)}.com` }, {}, ['host']],
  ['a proxy with a port', { ...PBX, outboundProxy: 'proxy.example.com:5080' }, {}, []],
  ['a proxy at an IPv6 address', { ...PBX, outboundProxy: '[2001:db8::1]:5060' }, {}, []],
  ['a proxy with no such port', { ...PBX, outboundProxy: 'proxy.example.com:70000' }, {}, ['outboundProxy']],
  ['a proxy as a URI', { ...PBX, outboundProxy: 'sip:proxy.example.com' }, {}, ['outboundProxy']],
  ['a transport twice', { ...PBX, transports: ['udp', 'udp'] }, {}, ['transports']],
  ['a codec twice', { ...PBX, codecs: ['pcmu', 'pcmu'] }, {}, ['codecs']],
  ['everyone as the trunk', { ...PBX, inboundAddresses: ['192.0.2.1', '0.0.0.0/0'] }, {}, ['inboundAddresses/1']],
  ['a name as an address', { ...PBX, inboundAddresses: ['sip.example.com'] }, {}, ['inboundAddresses/0']],
  [
    'a country that is none',
    { ...PBX, limits: { ...PBX.limits, countries: ['DE', 'XX' as string as Region] } },
    {},
    ['limits/countries/1'],
  ],
  ['a provider without a username', { ...TWILIO, username: null }, {}, ['username']],
  ['a registration without a username', { ...PBX, registers: true }, {}, ['username']],
  ['a password without a username', PBX, { hasPassword: true }, ['username']],
  ['texts by a provider', { ...TWILIO, textAccount: 'AC1' }, { hasTextSecret: true }, []],
  ['texts without a secret', { ...TWILIO, textAccount: 'AC1' }, {}, ['textSecret']],
  ['texts without an account', TWILIO, { hasTextSecret: true }, ['textAccount']],
  ['texts by a PBX', { ...PBX, textAccount: 'AC1' }, { hasTextSecret: true }, ['textAccount']],
];

for (const [what, settings, secrets, where] of FAULTS)
  test(`${what} is wrong at ${where.join(', ') || 'nothing'}`, () => {
    const faults = trunkFaults(settings, { ...NONE, ...secrets });
    assert.deepEqual(
      faults.map(({ field, place }) => (place === undefined ? field : `${field}/${place}`)),
      where,
    );
  });

/** Text -> the range as it is kept. */
const RANGES: readonly (readonly [string, string | null])[] = [
  ['192.0.2.1', '192.0.2.1/32'],
  [' 192.0.2.0/24 ', '192.0.2.0/24'],
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['2001:db8::/32', '2001:db8::/32'],
  ['2001:db8::1', '2001:db8::1/128'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1/128'],
  ['10.0.0.0/7', null],
  ['0.0.0.0/0', null],
  ['::/0', null],
  ['2001::/15', null],
  ['192.0.2.1/33', null],
  ['2001:db8::/129', null],
  ['192.0.2', null],
  ['192.0.2.01', null],
  ['1:2:3', null],
  ['', null],
];
for (const [text, range] of RANGES)
  test(`the range ${JSON.stringify(text)} is ${range}`, () => assert.equal(readRange(text), range));
