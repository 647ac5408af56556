import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAuthority } from '../../test/support/certificates.ts';
import { ConfigError, readConfig } from './config.ts';

const authority = createAuthority();
const { certificate, key } = authority.issue('patchbay.example.com');
const WITH_CERTIFICATE = { PATCHBAY_SIP_TLS_CERT: certificate, PATCHBAY_SIP_TLS_KEY: key };

function faultOf(env: Record<string, string>): string {
  try {
    readConfig(env);
    return 'none';
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.faults.join(' ');
  }
}

test('without a setting SIP waits for a trunk, and its public address is that of the sound', () => {
  assert.deepEqual(readConfig({}).sip, { listening: null, publicAddress: null, certificate: null, authorities: [] });
  assert.equal(readConfig({ PATCHBAY_MEDIA_PUBLIC_ADDRESS: '203.0.113.4' }).sip.publicAddress, '203.0.113.4');
});

test('places are written as URLs, the port as SIP has it where it is absent', () => {
  const listeningOf = (text: string) => readConfig({ PATCHBAY_SIP: text, ...WITH_CERTIFICATE }).sip.listening;
  assert.deepEqual(listeningOf('off'), []);
  assert.deepEqual(listeningOf('udp://127.0.0.1:5070, tcp://0.0.0.0,tls://[::]'), [
    { transport: 'UDP', address: '127.0.0.1', port: 5070 },
    { transport: 'TCP', address: '0.0.0.0', port: 5060 },
    { transport: 'TLS', address: '::', port: 5061 },
  ]);
});

/** What is set -> the fault that is found. */
const FAULTS: readonly (readonly [Record<string, string>, RegExp])[] = [
  [{ PATCHBAY_SIP: 'on' }, /PATCHBAY_SIP holds "on"/],
  [{ PATCHBAY_SIP: 'udp://example.com:5060' }, /PATCHBAY_SIP holds/],
  [{ PATCHBAY_SIP: 'udp://127.0.0.1:70000' }, /PATCHBAY_SIP holds/],
  [{ PATCHBAY_SIP: 'tls://127.0.0.1' }, /set PATCHBAY_SIP_TLS_CERT/],
  [{ PATCHBAY_SIP_PUBLIC_ADDRESS: 'example.com' }, /must be an IP address/],
  [{ PATCHBAY_SIP_TLS_CERT: certificate }, /must be set together/],
  [{ PATCHBAY_SIP_TLS_CERT: 'x', PATCHBAY_SIP_TLS_KEY: key }, /must be a certificate and a private key/],
  [{ ...WITH_CERTIFICATE, PATCHBAY_SIP_TLS_KEY: authority.issue('other').key }, /is not the key/],
  [{ PATCHBAY_SIP_TLS_CA: 'x' }, /must be certificates in PEM/],
];

for (const [env, fault] of FAULTS)
  test(`${Object.keys(env).join(' and ')} can be wrong: ${fault.source}`, () => assert.match(faultOf(env), fault));

test('authorities are read one by one', () => {
  const two = authority.certificate + createAuthority().certificate;
  assert.equal(readConfig({ PATCHBAY_SIP_TLS_CA: two }).sip.authorities.length, 2);
});
