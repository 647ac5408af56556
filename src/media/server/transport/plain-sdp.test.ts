import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, agreeOn, formatToOffer, readPlain, writePlainAnswer, writePlainOffer } from './plain-sdp.ts';

/** As a gateway offers it: an image beside the voice, codecs that we lack, keys at one clock rate. */
const OFFER = [
  'v=0',
  'o=gateway 1 1 IN IP4 192.0.2.7',
  's=call',
  'c=IN IP4 192.0.2.7',
  't=0 0',
  'm=audio 40000 RTP/AVP 4 8 0 18 101 13',
  'c=IN IP4 192.0.2.8',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:18 annexb=no',
  'a=ptime:30',
  'm=image 40002 udptl t38',
  '',
].join('\r\n');

const ENDS = {
  ssrc: 7,
  version: 1,
  address: '198.51.100.1',
  port: 50_000,
  direction: 'sendrecv',
  keys: [],
  handshake: null,
} as const;

function agreed(...asked: Parameters<typeof agreeOn>) {
  return agreeOn(...asked) ?? assert.fail();
}

function described(text: string, srtp: Parameters<typeof readPlain>[1] = 'off') {
  const read = readPlain(text, srtp);
  assert.ok(read.ok, JSON.stringify(read));
  return read.description;
}

test('a gateway is read: the medium goes before the session, codecs that we lack are left out', () => {
  const { sound, reportsPort, isMuxed, format, direction, voiceAt } = described(OFFER);
  assert.deepEqual(sound, { address: '192.0.2.8', port: 40_000 });
  assert.deepEqual([reportsPort, isMuxed, direction, voiceAt], [40_001, false, 'sendrecv', 0]);
  assert.deepEqual(format, {
    codecs: [
      { codec: 'pcma', payloadType: 8 },
      { codec: 'pcmu', payloadType: 0 },
    ],
    keys: [{ payloadType: 101, clockRate: 8000 }],
  });
  assert.equal(addressOf(OFFER), '192.0.2.7');
});

test('the answer takes one codec and its keys, and refuses what else is offered', () => {
  const description = described(OFFER);
  const answer = writePlainAnswer(description, { ...ENDS, format: agreed(description.format, null) });
  assert.deepEqual(answer.split('\r\n'), [
    'v=0',
    'o=- 7 1 IN IP4 198.51.100.1',
    's=-',
    'c=IN IP4 198.51.100.1',
    't=0 0',
    'm=audio 50000 RTP/AVP 8 101',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    'a=ptime:20',
    'a=sendrecv',
    'm=image 0 udptl t38',
    'c=IN IP4 0.0.0.0',
    'a=inactive',
    '',
  ]);
});

test('where we have an order of our own, the first of ours that is offered is taken, and nothing else is', () => {
  const { format } = described(OFFER);
  assert.deepEqual(agreed(format, ['opus', 'pcmu', 'pcma']).codecs, [{ codec: 'pcmu', payloadType: 0 }]);
  assert.equal(agreeOn(format, ['opus']), null);
});

test('of two voices the first that we can talk in is taken, the other refused', () => {
  const two = OFFER.replace('m=image 40002 udptl t38', 'm=audio 40004 RTP/AVP 0').replace('4 8 0 18 101 13', '4 18');
  const description = described(two);
  assert.deepEqual([description.voiceAt, description.sound?.port], [1, 40_004]);
  const answer = writePlainAnswer(description, { ...ENDS, format: agreed(description.format, null) });
  assert.deepEqual(answer.match(/^m=.*$/gmu), ['m=audio 0 RTP/AVP 4 18', 'm=audio 50000 RTP/AVP 0']);
});

test('an IPv6 end is read, and told in IPv6', () => {
  const description = described(OFFER.replaceAll(/IN IP4 192\.0\.2\.\d/gu, 'IN IP6 2001:db8::7'));
  assert.deepEqual(description.sound, { address: '2001:db8::7', port: 40_000 });
  const format = agreed(description.format, null);
  assert.match(
    writePlainAnswer(description, { ...ENDS, address: '2001:db8::1', format }),
    /\r\nc=IN IP6 2001:db8::1\r\n/u,
  );
});

test('what we offer can be read, keys at each clock rate', () => {
  const offer = writePlainOffer({ ...ENDS, format: formatToOffer(['pcmu', 'opus']) }, 'RTP/AVP');
  const { format } = described(offer);
  assert.deepEqual(
    format.codecs.map(({ codec }) => codec),
    ['pcmu', 'opus'],
  );
  assert.deepEqual(agreed(format, null).keys, [{ payloadType: 101, clockRate: 8000 }]);
  assert.deepEqual(agreed(format, ['opus', 'pcmu']).keys, [{ payloadType: 102, clockRate: 48_000 }]);
});

test('an address of zeros is nowhere, and reports go where they are wanted', () => {
  const held = described(OFFER.replaceAll(/192\.0\.2\.\d/gu, '0.0.0.0'));
  assert.deepEqual([held.sound, held.direction], [null, 'sendonly']);
  assert.equal(described(OFFER.replace('a=ptime:30', 'a=rtcp:40009')).reportsPort, 40_009);
  const muxed = described(OFFER.replace('a=ptime:30', 'a=rtcp-mux'));
  assert.deepEqual([muxed.reportsPort, muxed.isMuxed], [40_000, true]);
});

test('a browser, a host by its name and a medium that is off are refused', () => {
  for (const text of [
    OFFER.replace('RTP/AVP', 'TCP/TLS/RTP/SAVPF'),
    OFFER.replaceAll(/IN IP4 192\.0\.2\.\d/gu, 'IN IP4 gateway.example'),
    OFFER.replace('m=audio 40000', 'm=audio 0'),
    OFFER.replace('m=audio', 'm=video'),
  ])
    assert.deepEqual(readPlain(text, 'off'), { ok: false, refusal: 'malformed_offer' });
  const none = OFFER.replace('4 8 0 18', '4 18');
  assert.deepEqual(readPlain(none, 'off'), { ok: false, refusal: 'no_common_codec' });
});

const KEY = 'AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj';
const WITH_KEY = OFFER.replace('a=ptime:30', `a=crypto:1 F8_128_HMAC_SHA1_80 inline:xx\r\na=crypto:7 ${KEY}`);
const SECURED = WITH_KEY.replace('RTP/AVP', 'RTP/SAVP');
const PRINT = Array.from({ length: 32 }, () => 'AB').join(':');
const SHAKEN = OFFER.replace('RTP/AVP', 'UDP/TLS/RTP/SAVP').replace(
  'a=ptime:30',
  `a=setup:actpass\r\na=fingerprint:sha-256 ${PRINT}`,
);
const BOTH = OFFER.replace('m=image 40002 udptl t38', `m=audio 40004 RTP/SAVP 0\r\na=crypto:1 ${KEY}`);

/** What becomes of an offer, by what the terms say. A number: the medium taken, and whether it is encrypted. */
const OUTCOMES = [
  ['plain', OFFER, ['none 0', 'none 0', 'no_common_encryption']],
  ['plain with a key beside it', WITH_KEY, ['none 0', 'sdes 0', 'sdes 0']],
  ['by keys', SECURED, ['no_common_encryption', 'sdes 0', 'sdes 0']],
  [
    'by keys, of which we know none',
    SECURED.replace('_80 inline:d0', '_80 inline:d'),
    [...Array<string>(3)].map(() => 'no_common_encryption'),
  ],
  ['by a handshake', SHAKEN, ['no_common_encryption', 'dtls 0', 'dtls 0']],
  [
    'by a handshake that it opens',
    SHAKEN.replace('actpass', 'active'),
    [...Array<string>(3)].map(() => 'no_common_encryption'),
  ],
  ['two voices, the second encrypted', BOTH, ['none 0', 'sdes 1', 'sdes 1']],
] as const;

for (const [what, offer, expected] of OUTCOMES)
  for (const [index, srtp] of (['off', 'optional', 'required'] as const).entries())
    test(`${what}, and encryption ${srtp}: ${expected[index]}`, () => {
      const read = readPlain(offer, srtp);
      const outcome = read.ok ? `${read.description.security.kind} ${read.description.voiceAt}` : read.refusal;
      assert.equal(outcome, expected[index]);
    });

test('a key is answered with ours under its number, a handshake with our certificate', () => {
  const secured = described(SECURED, 'required');
  const { security } = secured;
  const format = agreed(secured.format, null);
  assert.ok(security.kind === 'sdes');
  assert.match(
    writePlainAnswer(secured, { ...ENDS, format, keys: security.keys }),
    new RegExp(`a=crypto:7 ${KEY.replace('+', '\\+')}`, 'u'),
  );
  const shaken = described(SHAKEN, 'optional');
  const answer = writePlainAnswer(shaken, { ...ENDS, format, handshake: { fingerprint: PRINT, setup: 'active' } });
  assert.match(answer, /m=audio 50000 UDP\/TLS\/RTP\/SAVP 8 101\r[^]*a=setup:active\r\na=fingerprint:sha-256 AB:/u);
});
