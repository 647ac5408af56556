import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readSdp } from '../../codec/sdp.ts';
import { CHROME_OFFER } from '../../../../test/support/chrome-offer.ts';
import { writeAnswer } from './sdp-answer.ts';
import { readOffer } from './sdp-offer.ts';

const OURS = {
  credentials: { name: 'name', password: 'a-password-of-22-letters' },
  fingerprint: 'AB:CD',
  ssrc: 1234,
  announced: ['203.0.113.7', '2001:db8::7'],
  port: 40_000,
};

test("Chromium's offer is read: Opus, the codecs of telephones, keys at Opus's rate first, its fingerprint", () => {
  const read = readOffer(CHROME_OFFER);
  assert.ok(read.ok);
  assert.deepEqual(read.offer.format, {
    codecs: [
      { codec: 'opus', payloadType: 111 },
      { codec: 'g722', payloadType: 9 },
      { codec: 'pcmu', payloadType: 0 },
      { codec: 'pcma', payloadType: 8 },
    ],
    keys: [
      { payloadType: 110, clockRate: 48_000 },
      { payloadType: 126, clockRate: 8000 },
    ],
  });
  assert.equal(read.offer.fingerprints[0]?.algorithm, 'sha-256');
  assert.equal(read.offer.isBundled, true);
});

test('the answer takes the voice and says where and how, in one piece', () => {
  const read = readOffer(CHROME_OFFER);
  assert.ok(read.ok);
  const answer = writeAnswer(read.offer, OURS);
  for (const line of [
    'a=ice-lite',
    'm=audio 40000 UDP/TLS/RTP/SAVPF 111 9 0 8 110 126',
    'a=rtpmap:0 PCMU/8000',
    'a=setup:active',
    'a=candidate:1 1 udp 2130706431 203.0.113.7 40000 typ host',
    'a=candidate:2 1 udp 2130706175 2001:db8::7 40000 typ host',
    'a=end-of-candidates',
    'a=mid:0',
  ]) {
    assert.ok(answer.includes(`${line}\r\n`), line);
  }
  assert.ok(readSdp(answer).ok);
});

test('Opus comes first in what is read, wherever it is offered, and each codec once', () => {
  const read = readOffer(
    CHROME_OFFER.replace('SAVPF 111 63', 'SAVPF 0 96 111 63').replace('a=mid:0', 'a=mid:0\r\na=rtpmap:96 PCMA/8000'),
  );
  assert.ok(read.ok);
  assert.deepEqual(
    read.offer.format.codecs.map(({ payloadType }) => payloadType),
    [111, 0, 96, 9],
  );
});

test('what is not the voice is refused in its place', () => {
  const video = ['m=video 9 UDP/TLS/RTP/SAVPF 96', 'a=mid:1', 'a=rtpmap:96 VP8/90000', ''].join('\r\n');
  const read = readOffer(`${CHROME_OFFER.trimEnd()}\r\n${video}`);
  assert.ok(read.ok);
  assert.ok(writeAnswer(read.offer, OURS).includes('m=video 0 UDP/TLS/RTP/SAVPF 96\r\n'));
});

const REFUSED: readonly (readonly [string, RegExp, string, string])[] = [
  ['without Opus', /opus\/48000\/2/gu, 'other/48000/2', 'no_common_codec'],
  ['without a fingerprint', /a=fingerprint.*\r\n/gu, '', 'malformed_offer'],
  ['with a fingerprint by a broken hash', /sha-256/gu, 'sha-1', 'malformed_offer'],
  ['without ICE', /a=ice-ufrag.*\r\n/gu, '', 'malformed_offer'],
  ['with two ports', /a=rtcp-mux\r\n/gu, '', 'malformed_offer'],
  ['that wants to open the handshake', /actpass/gu, 'active', 'malformed_offer'],
  ['with the audio refused', /m=audio 9/gu, 'm=audio 0', 'malformed_offer'],
  ['without encryption', /UDP\/TLS\/RTP\/SAVPF/gu, 'RTP/AVP', 'malformed_offer'],
];
for (const [name, find, replace, refusal] of REFUSED) {
  test(`an offer ${name} is refused as ${refusal}`, () => {
    assert.deepEqual(readOffer(CHROME_OFFER.replace(find, replace)), { ok: false, refusal });
  });
}

test('whatever is offered, there is an answer of one line ending a line or a refusal, never a throw', () => {
  const lines = CHROME_OFFER.split('\r\n');
  const change = fc.record({ at: fc.nat(lines.length), drop: fc.nat(3), put: fc.string({ maxLength: 80 }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
      const text = changes.reduce((all, { at, drop, put }) => all.toSpliced(at, drop, put), lines).join('\r\n');
      const read = readOffer(text);
      if (read.ok) assert.ok(readSdp(writeAnswer(read.offer, OURS)).ok);
    }),
    { numRuns: 500 },
  );
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => void readOffer(text)));
});
