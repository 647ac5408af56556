import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { DtlsServer, RTCDtlsTransport } from 'werift';
import { splitDtlsExport } from '../../codec/srtp-keys.ts';
import { createCertificate, startHandshake } from './handshake.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { SrtpMasters } from './handshake.ts';

/** What became of a handshake: the keys, or why there are none. */
type Outcome = SrtpMasters | string;

const certificate = await createCertificate();
const fingerprint = { algorithm: 'sha-256', value: certificate.fingerprint };

/** A handshake with a server of werift's, in memory. `change`: what becomes of its datagrams on their way to us. */
async function handshake(options: {
  readonly fingerprints?: readonly Fingerprint[];
  readonly key?: string;
  readonly change?: (datagram: Buffer) => Buffer;
  /** How often each of its datagrams comes. Default 1. */
  readonly times?: number;
  /** Given up after this many milliseconds. */
  readonly patience?: number;
}): Promise<{ readonly ours: Outcome; readonly theirs: Uint8Array | null }> {
  const { fingerprints = [fingerprint], change = (datagram) => datagram, times = 1 } = options;
  const { made } = certificate;
  const outcome = Promise.withResolvers<Outcome>();
  const transport = {
    type: 'test',
    address: {} as never,
    closed: false,
    onData: (_datagram: Buffer) => {},
    async send(datagram: Buffer) {
      for (let time = 0; time < times; time += 1) client.receive(change(Buffer.from(datagram)));
    },
    async close() {},
  };
  const server = new DtlsServer({
    cert: made.certPem,
    key: options.key ?? made.privateKey,
    signatureHash: made.signatureHash,
    transport,
    srtpProfiles: [1],
    extendedMasterSecret: true,
    certificateRequest: true,
  });
  const client = startHandshake({
    certificate,
    fingerprints,
    // Later, as a network is: werift's flights await what they sent before they take an answer.
    send: (datagram) => void setImmediate(() => transport.onData(Buffer.from(datagram))),
    onKeys: outcome.resolve,
    onFailed: outcome.resolve,
  });
  setTimeout(() => outcome.resolve('nothing'), options.patience ?? 10_000).unref();
  const ours = await outcome.promise;
  const theirs = typeof ours === 'string' ? null : server.exportKeyingMaterial('EXTRACTOR-dtls_srtp', 60);
  transport.closed = true;
  server.dtls.flight = 100;
  client.close();
  return { ours, theirs };
}

test('both sides get the same keys, each the other way round', async () => {
  const { ours, theirs } = await handshake({});
  assert.ok(typeof ours !== 'string');
  const split = splitDtlsExport(new Uint8Array(theirs ?? []), 'server');
  assert.deepEqual([split?.remote, split?.local], [ours.local, ours.remote]);
});

test('what comes twice, as from a slow peer that was asked again, is nothing new', async () => {
  const { ours, theirs } = await handshake({ times: 2 });
  assert.ok(typeof ours !== 'string', typeof ours === 'string' ? `it failed: ${ours}` : undefined);
  assert.notEqual(theirs, null);
});

test('a peer with another certificate than SDP named gets no keys', async () => {
  const value = certificate.fingerprint.replace(/^../u, (first) => (first === '00' ? '01' : '00'));
  const { ours } = await handshake({ fingerprints: [{ algorithm: 'sha-256', value }] });
  assert.equal(ours, 'the certificate is not the one that SDP named');
});

test('a peer that shows the certificate but has not its key gets no keys', async () => {
  const other = await otherKey();
  const { ours } = await handshake({ key: other });
  assert.equal(ours, 'the key exchange is not signed by the certificate');
});

test('a changed Finished message gives no keys', async () => {
  // The server's last datagram is its Finished message, encrypted: changed, it is no message at all, and never ends the
  // handshake.
  let wasChanged = false;
  const { ours } = await handshake({
    patience: 1000,
    change(datagram) {
      if (datagram[0] !== 22 || datagram.readUInt16BE(3) === 0) return datagram;
      wasChanged = true;
      datagram[datagram.length - 1] = (datagram.at(-1) ?? 0) ^ 1;
      return datagram;
    },
  });
  assert.deepEqual([ours, wasChanged], ['nothing', true]);
});

test('any datagrams are taken without a throw', () => {
  const client = startHandshake({
    certificate,
    fingerprints: [fingerprint],
    send: () => {},
    onKeys: () => assert.fail('keys out of nothing'),
    onFailed: () => {},
  });
  const records = fc.tuple(fc.constantFrom(20, 21, 22, 23), fc.uint8Array({ maxLength: 120 }));
  fc.assert(
    fc.property(records, ([type, rest]) => {
      client.receive(Buffer.from([type, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 1, 0, Math.max(0, rest.length), ...rest]));
      client.receive(Uint8Array.of(type, ...rest));
    }),
    { numRuns: 90 },
  );
  client.close();
});

/** A private key that is not our certificate's. */
async function otherKey(): Promise<string> {
  const { generateKeyPairSync } = await import('node:crypto');
  assert.ok(RTCDtlsTransport.localCertificate);
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
}
