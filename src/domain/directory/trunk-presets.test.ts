/** The presets beside what each provider documents; a change of one is a change of this. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PRESET_FACTS } from './trunk-presets.ts';
import type { TrunkPreset, TrunkSettings } from './trunk.ts';
import { NEW_TRUNK_LIMITS, TRUNK_LIMIT_RANGES, TRUNK_PRESETS } from './trunk.ts';

type Told = Pick<
  TrunkSettings,
  'host' | 'transports' | 'registers' | 'numberFormat' | 'callerHeader' | 'codecs' | 'srtp' | 'rtpSource' | 'referOut'
>;

const DOCUMENTED: Readonly<Record<TrunkPreset, Told>> = {
  twilio: {
    host: '',
    transports: ['udp', 'tcp'],
    registers: false,
    numberFormat: 'plus_e164',
    callerHeader: 'from',
    codecs: ['pcmu', 'pcma'],
    srtp: 'off',
    rtpSource: 'signalled',
    referOut: false,
  },
  vonage: {
    host: '',
    transports: ['udp', 'tcp'],
    registers: false,
    numberFormat: 'e164',
    callerHeader: 'from',
    codecs: ['pcmu', 'pcma', 'g722'],
    srtp: 'off',
    rtpSource: 'signalled',
    referOut: false,
  },
  telnyx: {
    host: 'sip.telnyx.com',
    transports: ['udp', 'tcp', 'tls'],
    registers: true,
    numberFormat: 'plus_e164',
    callerHeader: 'from',
    codecs: ['g722', 'pcmu', 'pcma', 'opus'],
    srtp: 'off',
    rtpSource: 'signalled',
    referOut: false,
  },
  signalwire: {
    host: '',
    transports: ['tls', 'tcp', 'udp'],
    registers: true,
    numberFormat: 'plus_e164',
    callerHeader: 'from',
    codecs: ['opus', 'g722', 'pcmu', 'pcma'],
    srtp: 'optional',
    rtpSource: 'signalled',
    referOut: false,
  },
  registering: {
    host: '',
    transports: ['udp', 'tcp', 'tls'],
    registers: true,
    numberFormat: 'e164',
    callerHeader: 'pai',
    codecs: ['g722', 'pcma', 'pcmu'],
    srtp: 'off',
    rtpSource: 'signalled',
    referOut: false,
  },
  pbx: {
    host: '',
    transports: ['udp', 'tcp'],
    registers: false,
    numberFormat: 'plus_e164',
    callerHeader: 'from',
    codecs: ['g722', 'pcma', 'pcmu', 'opus'],
    srtp: 'off',
    rtpSource: 'first',
    referOut: true,
  },
};

for (const preset of TRUNK_PRESETS)
  test(`the preset ${preset} is as it is documented`, () => {
    const { settings } = PRESET_FACTS[preset];
    assert.partialDeepStrictEqual(settings, DOCUMENTED[preset]);
    assert.deepEqual([settings.port, settings.username, settings.outboundProxy], [null, null, null]);
    assert.ok(settings.isEnabled);
  });

test('a new trunk calls no premium numbers, and its limits are within what may be set', () => {
  for (const preset of TRUNK_PRESETS) {
    const { limits } = PRESET_FACTS[preset].settings;
    assert.deepEqual([limits.premiumAllowed, limits.countries], [false, null]);
    for (const [name, { min, max }] of Object.entries(TRUNK_LIMIT_RANGES)) {
      const value = limits[name as keyof typeof TRUNK_LIMIT_RANGES];
      assert.ok(value >= min && value <= max, `${preset} ${name}`);
    }
  }
  assert.equal(NEW_TRUNK_LIMITS.callsPerMinute <= 60, true);
});

test('providers without registration name the addresses that their calls come from', () => {
  const named = TRUNK_PRESETS.filter((preset) => PRESET_FACTS[preset].settings.inboundAddresses.length > 0);
  assert.deepEqual(named, ['twilio', 'vonage', 'telnyx']);
  const needed = TRUNK_PRESETS.filter((preset) => PRESET_FACTS[preset].needsAddresses);
  assert.deepEqual(needed, ['twilio', 'vonage', 'pbx'], 'a PBX has an address that only its owner knows');
});

test('text messages are sent by those who have an interface for them', () => {
  const texting = TRUNK_PRESETS.filter((preset) => PRESET_FACTS[preset].text !== null);
  assert.deepEqual(texting, ['twilio', 'vonage', 'telnyx']);
});
