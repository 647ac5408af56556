import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { CHROME_OFFER } from '../../../test/support/chrome-offer.ts';
import { MAX_SDP, MAX_SDP_LINES, readMedia, readSdp, writeSdp } from './sdp.ts';
import type { Sdp, SdpMedium } from './sdp.ts';

function read(text: string): Sdp {
  const found = readSdp(text);
  assert.ok(found.ok);
  return found.sdp;
}

function medium(...lines: readonly string[]): SdpMedium | null | undefined {
  return readMedia(read(['v=0', ...lines].join('\n')))[0];
}

test('Chromium’s offer is read', () => {
  const [audio, ...others] = readMedia(read(CHROME_OFFER));
  assert.deepEqual(others, []);
  const codec = (
    payloadType: number,
    name: string,
    clockRate: number,
    channels = 1,
    parameters: string | null = null,
  ) => ({
    payloadType,
    name,
    clockRate,
    channels,
    parameters,
  });
  assert.deepEqual(audio, {
    kind: 'audio',
    port: 9,
    protocol: 'UDP/TLS/RTP/SAVPF',
    mid: '0',
    direction: 'sendrecv',
    codecs: [
      codec(111, 'opus', 48_000, 2, 'minptime=10;useinbandfec=1'),
      codec(63, 'red', 48_000, 2, '111/111'),
      codec(9, 'g722', 8000),
      codec(0, 'pcmu', 8000),
      codec(8, 'pcma', 8000),
      codec(13, 'cn', 8000),
      codec(110, 'telephone-event', 48_000),
      codec(126, 'telephone-event', 8000),
    ],
    fingerprint: {
      algorithm: 'sha-256',
      value: 'B2:A7:E0:2F:FB:6B:10:53:5C:74:92:3C:56:E8:34:38:20:95:D7:58:0C:C8:6F:26:DA:9F:23:6C:5E:C5:7A:86',
    },
    iceUfrag: '9/jF',
    icePwd: 'IlCyhpv29EA9qPl+h0spLqe+',
    setup: 'actpass',
    hasRtcpMux: true,
  });
});

test('writing what was read gives the same text', () => assert.equal(writeSdp(read(CHROME_OFFER)), CHROME_OFFER));

test('the session speaks for media that are silent', () => {
  const fingerprint = `sha-1 ${Array.from({ length: 20 }, () => 'ab').join(':')}`;
  const session = [
    'a=inactive',
    'a=setup:passive',
    `a=fingerprint:${fingerprint}`,
    'a=ice-ufrag:abcd',
    `a=ice-pwd:${'p'.repeat(22)}`,
  ];
  const audio = medium(...session, 'm=audio 5004/2 RTP/AVP 0 8 96');
  assert.deepEqual(
    [
      audio?.direction,
      audio?.setup,
      audio?.fingerprint?.value.slice(0, 5),
      audio?.iceUfrag,
      audio?.icePwd?.length,
      audio?.port,
    ],
    ['inactive', 'passive', 'AB:AB', 'abcd', 22, 5004],
  );
  assert.deepEqual(
    audio?.codecs.map((codec) => codec.name),
    ['pcmu', 'pcma'],
  );
  assert.equal(medium('a=inactive', 'm=audio 9 RTP/AVP 0', 'a=recvonly')?.direction, 'recvonly');
});

test('any ends of lines, blank lines, spaces at the end and rubbish are tolerated', () => {
  const sdp = read('v=0 \r\ns= \n\nrubbish\n=x\nA=b\rm=audio 9 RTP/AVP 0\t \r\na=mid:1\u0000\na=mid:2  \n');
  assert.deepEqual(sdp, { session: ['v=0', 's= '], media: [['m=audio 9 RTP/AVP 0', 'a=mid:2']] });
});

/** Lines of a medium of which nothing is to be believed. */
const UNREADABLE = [
  'a=rtpmap:128 opus/48000',
  'a=rtpmap:96 opus',
  'a=rtpmap:96 opus/0',
  'a=rtpmap:x opus/48000',
  'a=fingerprint:sha-256 AB',
  `a=fingerprint:sha-256 ${'AB:'.repeat(31)}XY`,
  'a=ice-ufrag:abc',
  'a=ice-pwd:short',
  'a=ice-pwd:with spaces in it that make it long',
  'a=setup:sideways',
  'a=mid:',
  'a=extmap:0 urn:x',
  'a=extmap:256 urn:x',
  'a=extmap:1',
];

for (const line of UNREADABLE) {
  test(`not read: ${line}`, () => {
    const audio = medium('m=audio 9 RTP/AVP 96 128', line);
    assert.deepEqual(audio, medium('m=audio 9 RTP/AVP 96 128'));
    assert.deepEqual(audio?.codecs, []);
  });
}

test('a medium whose first line cannot be read is null, and the others are read', () => {
  for (const line of ['m=', 'm=audio', 'm=audio x RTP/AVP 0', 'm=audio 65536 RTP/AVP 0', 'm=audio 9']) {
    const media = readMedia(read(`v=0\n${line}\nm=audio 9 RTP/AVP 0\n`));
    assert.deepEqual([media[0], media[1]?.kind], [null, 'audio'], line);
  }
});

test('what is too long, or no SDP, is a fault', () => {
  assert.deepEqual(readSdp(''), { ok: false, fault: 'not_sdp' });
  assert.deepEqual(readSdp('m=audio 9 RTP/AVP 0\nv=0\n'), { ok: false, fault: 'not_sdp' });
  assert.deepEqual(readSdp('v=0\n'.padEnd(MAX_SDP + 1, 'x')), { ok: false, fault: 'too_long' });
  assert.deepEqual(readSdp(`v=0${'\n'.repeat(MAX_SDP_LINES)}`), { ok: false, fault: 'too_many_lines' });
});

test('any text is read without a throw, and what was written reads the same', () => {
  const piece = fc.oneof(
    fc.constantFrom(...CHROME_OFFER.split('\r\n')),
    fc.constantFrom(
      'm=audio',
      'a=rtpmap:',
      'a=fmtp:',
      'a=extmap:',
      'a=fingerprint:',
      ' ',
      '\t',
      '\n',
      '\r',
      '96',
      '/',
      ':',
    ),
    fc.string({ maxLength: 20, unit: 'binary' }),
  );
  const anyText = fc
    .array(piece, { maxLength: 40 })
    .chain((pieces) => fc.constantFrom('\n', '').map((by) => `v=0\n${pieces.join(by)}`));
  fc.assert(
    fc.property(anyText, (text) => {
      const sdp = read(text);
      const media = readMedia(sdp);
      assert.equal(media.length, sdp.media.length);
      assert.deepEqual(read(writeSdp(sdp)), sdp);
    }),
    { numRuns: 500 },
  );
});

test('a text made to be slow is read in no time', () => {
  const lines = ['a=rtpmap:1 ', 'a=fingerprint:sha-256 ', 'a=extmap:1 ', 'm=audio 9 '].map(
    (start) => start + 'a: /1\t'.repeat(2500),
  );
  assert.equal(readMedia(read(['v=0', ...lines].join('\n').slice(0, MAX_SDP))).length, 1);
});
