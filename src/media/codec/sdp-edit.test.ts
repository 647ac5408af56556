import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHROME_OFFER } from '../../../test/support/chrome-offer.ts';
import { withDirection, withoutPayloadTypes, withoutPortOnlyRtcp, withTelephoneEventsAt } from './sdp-edit.ts';
import { readMedia, readSdp, writeSdp } from './sdp.ts';
import type { Sdp } from './sdp.ts';

function read(text: string): Sdp {
  const found = readSdp(text);
  assert.ok(found.ok);
  return found.sdp;
}

test('a=rtcp with a port alone goes, with an address stays', () => {
  const sdp = read('v=0\nm=audio 9 RTP/AVP 0\na=rtcp:9\na=rtcp:9 IN IP4 0.0.0.0\na=rtcp-mux\na=rtcp:30001 \n');
  assert.deepEqual(withoutPortOnlyRtcp(sdp).media, [['m=audio 9 RTP/AVP 0', 'a=rtcp:9 IN IP4 0.0.0.0', 'a=rtcp-mux']]);
});

test('a payload type goes with all that describes it, and nothing else does', () => {
  const edited = writeSdp(withoutPayloadTypes(read(CHROME_OFFER), 'audio', [111]));
  const dropped = CHROME_OFFER.split('\r\n').filter((line) => !edited.includes(line));
  assert.deepEqual(dropped, [
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126',
    'a=rtpmap:111 opus/48000/2',
    'a=rtcp-fb:111 transport-cc',
    'a=fmtp:111 minptime=10;useinbandfec=1',
  ]);
  assert.ok(edited.includes('m=audio 9 UDP/TLS/RTP/SAVPF 63 9 0 8 13 110 126\r\n'));
});

test('media of another kind, and those that would have none left, stay', () => {
  const sdp = read('v=0\nm=audio 9 RTP/AVP 0\nm=video 9 RTP/AVP 96\n');
  assert.deepEqual(withoutPayloadTypes(sdp, 'audio', [0, 96]), sdp);
});

test('telephone events stay at the clock rate of the codec in use', () => {
  for (const [rate, left] of [
    [8000, [126]],
    [48_000, [110]],
    [16_000, []],
  ] as const) {
    const [audio] = readMedia(withTelephoneEventsAt(read(CHROME_OFFER), rate));
    const events = audio?.codecs.filter((codec) => codec.name === 'telephone-event');
    assert.deepEqual(
      events?.map((codec) => codec.payloadType),
      left,
    );
    assert.equal(audio?.codecs.length, 6 + left.length);
  }
});

test('a direction is set in every medium, wherever it stood', () => {
  const sdp = read('v=0\na=sendrecv\nm=audio 9 RTP/AVP 0\na=recvonly\na=mid:0\nm=video 9 RTP/AVP 96\n');
  const held = withDirection(sdp, 'inactive');
  assert.deepEqual(
    readMedia(held).map((medium) => medium?.direction),
    ['inactive', 'inactive'],
  );
  assert.equal(writeSdp(held).match(/a=(?:sendrecv|recvonly)/gu), null);
  assert.equal(readMedia(held)[0]?.mid, '0');
});
