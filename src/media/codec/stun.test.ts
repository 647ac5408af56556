import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { plainSrtpCrypto } from '../../../test/support/srtp-crypto.ts';
import { isIntegral, readStunCheck, readStunMapped, writeStunRequest, writeStunSuccess } from './stun.ts';

/** RFC 5769 section 2.1: a binding request with user name `evtj:h6vY` and password `VOkJxbRl1RmTxUk/WvJxBt`. */
const REQUEST = Buffer.from(
  '000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b1' +
    '51263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf',
  'hex',
);
const PASSWORD = Buffer.from('VOkJxbRl1RmTxUk/WvJxBt');

test('the request of RFC 5769 is read and its integrity holds with its password only', () => {
  const check = readStunCheck(REQUEST);
  assert.ok(check);
  assert.equal(check.localName, 'evtj');
  assert.equal(check.isNominated, false);
  assert.equal(isIntegral(REQUEST, check.integrityAt, plainSrtpCrypto.hmacSha1(PASSWORD)), true);
  assert.equal(isIntegral(REQUEST, check.integrityAt, plainSrtpCrypto.hmacSha1(Buffer.from('other'))), false);
});

/** RFC 5769 section 2.2 has a SOFTWARE attribute that we do not send; the mapped address and the rest are as there. */
test('the answer carries the mapped address of RFC 5769, 192.0.2.1 port 32853', () => {
  const check = readStunCheck(REQUEST);
  assert.ok(check);
  const answer = writeStunSuccess(check, { address: '192.0.2.1', port: 32853 }, plainSrtpCrypto.hmacSha1(PASSWORD));
  assert.ok(answer);
  assert.ok(Buffer.from(answer).toString('hex').includes('002000080001a147e112a643'));
  assert.equal(readStunMapped(answer, check.transactionId), '192.0.2.1');
  assert.equal(isIntegral(answer, answer.length - 8 - 24, plainSrtpCrypto.hmacSha1(PASSWORD)), true);
});

test('an IPv6 address is mapped as in RFC 5769 section 2.3', () => {
  const check = readStunCheck(REQUEST);
  assert.ok(check);
  const from = { address: '2001:db8:1234:5678:11:2233:4455:6677', port: 32853 };
  const answer = writeStunSuccess(check, from, plainSrtpCrypto.hmacSha1(PASSWORD));
  assert.ok(answer);
  assert.ok(Buffer.from(answer).toString('hex').includes('002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9'));
});

test('our own request is no check, and an answer to another transaction is not ours', () => {
  const request = writeStunRequest(new Uint8Array(12));
  assert.equal(readStunCheck(request), null);
  assert.equal(readStunMapped(request, new Uint8Array(12)), null);
});

test('any bytes are read without a throw, and changed requests have no integrity', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      readStunCheck(bytes);
      readStunMapped(bytes, new Uint8Array(12));
    }),
  );
  fc.assert(
    fc.property(fc.nat(REQUEST.length - 33), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = Uint8Array.from(REQUEST);
      bytes[at] = (bytes[at] ?? 0) ^ change;
      const check = readStunCheck(bytes);
      assert.ok(check === null || !isIntegral(bytes, check.integrityAt, plainSrtpCrypto.hmacSha1(PASSWORD)));
    }),
  );
});
