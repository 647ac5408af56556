import assert from 'node:assert/strict';
import { test } from 'node:test';
import { masked } from './masked.ts';

const SDP = 'Content-Type: application/sdp\n\n';

/** What is written -> what is shown. Each is a line of a message, or a message. */
const CASES: readonly (readonly [string, string])[] = [
  ['Authorization: Digest username="u", response="abc"', 'Authorization: Digest •••'],
  ['proxy-authorization:Basic dTpw', 'proxy-authorization: Basic •••'],
  ['Proxy-Authentication-Info: rspauth="x"', 'Proxy-Authentication-Info: •••'],
  ['X-Api-Key: 5e1f', 'X-Api-Key: •••'],
  ['X-Account-Token: 5e1f', 'X-Account-Token: •••'],
  ['WWW-Authenticate: Digest realm="a", nonce="b"', 'WWW-Authenticate: Digest realm="a", nonce="b"'],
  ['INVITE sip:ada:pass@example.com;line=Zx9 SIP/2.0', 'INVITE sip:ada:•••@example.com;line=••• SIP/2.0'],
  ['Contact: <sip:ada@192.0.2.1:5060;line=Zx9>;expires=60', 'Contact: <sip:ada@192.0.2.1:5060;line=•••>;expires=60'],
  ['To: <sip:+14155550148@192.0.2.1:5060>;tag=a', 'To: <sip:+14155550148@192.0.2.1:5060>;tag=a'],
  [
    `${SDP}a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19z|2^20|1:32 UNENCRYPTED_SRTP`,
    `${SDP}a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:••• UNENCRYPTED_SRTP`,
  ],
  [`${SDP}k=clear:hush\na=ice-pwd:hush\na=key-mgmt:mikey hush`, `${SDP}k=•••\na=ice-pwd:•••\na=key-mgmt:•••`],
  [
    'Content-Type: application/dtmf-relay\n\nSignal=4\nDuration=160',
    'Content-Type: application/dtmf-relay\n\n(21 bytes)',
  ],
  [
    'Content-Type: message/sipfrag;version=2.0\n\nSIP/2.0 200 OK',
    'Content-Type: message/sipfrag;version=2.0\n\nSIP/2.0 200 OK',
  ],
];

for (const [written, shown] of CASES)
  test(`${JSON.stringify(written)} is shown without its secrets`, () => {
    assert.equal(masked(written), shown);
    assert.equal(masked(shown.includes('bytes)') ? written : shown), shown, 'and again');
  });

test('what is withheld is masked wherever it stands', () => {
  const text =
    'From: <sip:anonymous@anonymous.invalid>\nP-Asserted-Identity: <tel:+14155550148>\nContact: <sip:14155550148@a>';
  assert.doesNotMatch(masked(text, ['+14155550148', '14155550148']), /5550148/);
});

test('a message of nothing but what looks secret takes no time that grows with its square', () => {
  const started = performance.now();
  for (const text of ['sip:'.repeat(16_000), 'token'.repeat(12_000), 'sip:a:'.repeat(10_000), ';line='.repeat(10_000)])
    masked(`X: ${text}`);
  assert.ok(performance.now() - started < 2000);
});
