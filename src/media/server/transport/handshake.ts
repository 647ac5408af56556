/**
 * The DTLS handshake that gives SRTP its keys, by werift: the only file that knows that package.
 *
 * Pinned to werift 0.25.2, of which this uses `DtlsClient` and the certificate maker, nothing else: its ICE answers
 * checks without looking at their integrity and never follows a second nomination, and its SRTP costs three times ours.
 * We are always the client (`a=setup:active`), so no one can make us start anew, and once the keys are there nothing
 * more that comes is handed to it: its handling of alerts does not authenticate them.
 *
 * werift 0.25.2 verifies neither the signature of the server's key exchange nor its Finished message, without which
 * anyone who sits between us and the browser could pose as the browser. So both are verified here, before keys leave.
 * Read with dtls/src/flight/client/flight5.js, dtls/src/client.js, dtls/src/cipher/prf.js; look there again at each
 * upgrade.
 */
import { createHash, createHmac, timingSafeEqual, verify, X509Certificate } from 'node:crypto';
import { DTLS_SRTP_EXPORT_BYTES, DTLS_SRTP_EXPORT_LABEL, splitDtlsExport } from '../../codec/srtp-keys.ts';
import type { SrtpMaster } from '../../codec/srtp-keys.ts';
import { DtlsClient, RTCDtlsTransport } from 'werift';
import type { RTCCertificate } from 'werift';
import { isKnownFingerprint } from './fingerprint.ts';
import type { Fingerprint } from './fingerprint.ts';

/** What we show browsers, one for each worker; browsers know it by its fingerprint from SDP alone. */
export type Certificate = {
  /** SHA-256 of it, as SDP writes it: `AB:CD:…`. */
  readonly fingerprint: string;
  readonly made: RTCCertificate;
};

/** Both directions' master keys. */
export type SrtpMasters = { readonly local: SrtpMaster; readonly remote: SrtpMaster };

/** A handshake on its way. Ends by one call of `onKeys` or `onFailed`, or of neither when it is closed first. */
export type Handshake = {
  /**
   * A datagram that is DTLS (RFC 7983) and came from an address that was checked. Nothing it may hold makes this throw.
   */
  receive(datagram: Uint8Array): void;
  close(): void;
};

/** Datagrams one handshake may bring; a whole one with every retransmission needs fewer than fifty. */
const MAX_DATAGRAMS = 200;

const AES_CM_128_HMAC_SHA1_80 = 0x0001;

/** Beyond all that werift counts. */
const LAST_FLIGHT = 100;

/** TLS numbers of handshake messages. Source: RFC 5246 section 7.4. */
const MESSAGE = {
  serverHello: 2,
  helloVerifyRequest: 3,
  certificate: 11,
  serverKeyExchange: 12,
  finished: 20,
} as const;

/** Source: RFC 5246 section 7.4.1.4.1. */
const SIGNATURE_HASHES: Readonly<Record<number, string>> = { 4: 'sha256', 5: 'sha384', 6: 'sha512' };
const SIGNATURE_KEYS: Readonly<Record<number, string>> = { 1: 'rsa', 3: 'ec' };

/** Makes an ECDSA P-256 certificate, self-signed as WebRTC's are. */
export async function createCertificate(): Promise<Certificate> {
  const made = await RTCDtlsTransport.SetupCertificate();
  const sha256 = made.getFingerprints().find(({ algorithm }) => algorithm === 'sha-256');
  if (sha256 === undefined) throw new Error('werift made a certificate without a SHA-256 fingerprint');
  return { fingerprint: sha256.value.toUpperCase(), made };
}

/** Starts the handshake at once: the first flight goes out by `send`. */
export function startHandshake(options: {
  readonly certificate: Certificate;
  readonly fingerprints: readonly Fingerprint[];
  readonly send: (datagram: Uint8Array) => void;
  readonly onKeys: (masters: SrtpMasters) => void;
  readonly onFailed: (reason: string) => void;
}): Handshake {
  const { made } = options.certificate;
  const transport = createTransport(options.send);
  const client = new DtlsClient({
    cert: made.certPem,
    key: made.privateKey,
    signatureHash: made.signatureHash,
    transport,
    srtpProfiles: [AES_CM_128_HMAC_SHA1_80],
    extendedMasterSecret: true,
  });
  const finished = watchMessages(client);
  let datagrams = 0;

  function end(act: () => void): void {
    if (transport.closed) return;
    transport.closed = true;
    act();
    // A flight that has been answered is not sent again: so its timers end, too.
    client.dtls.flight = LAST_FLIGHT;
  }
  client.onConnect.once(() => {
    end(() => {
      const outcome = conclude(client, options.fingerprints, finished());
      if (typeof outcome === 'string') options.onFailed(outcome);
      else options.onKeys(outcome);
    });
  });
  client.onError.subscribe((error) => end(() => options.onFailed(error.message)));
  client.onClose.subscribe(() => end(() => options.onFailed('the peer ended the handshake')));
  client.connect().catch((error: unknown) => end(() => options.onFailed(String(error))));

  return {
    receive(datagram) {
      datagrams += 1;
      if (transport.closed || datagrams > MAX_DATAGRAMS) return;
      try {
        transport.onData(Buffer.from(datagram));
      } catch {
        // werift reads lengths before it checks them: a datagram cut short throws, and is as good as lost.
      }
    },
    close: () => end(() => {}),
  };
}

/** What werift sends through, until it is closed. */
function createTransport(send: (datagram: Uint8Array) => void) {
  return {
    type: 'udp',
    address: {} as never, // Read by werift's TURN only.
    closed: false,
    onData: (_datagram: Buffer) => {},
    // oxlint-disable-next-line typescript/require-await -- werift awaits it.
    async send(datagram: Buffer) {
      if (!this.closed) send(datagram);
    },
    async close() {},
  };
}

/**
 * Hands werift the messages of the server that are due, and keeps the body of its Finished message, which werift itself
 * reads past.
 */
function watchMessages(client: DtlsClient): () => Uint8Array | null {
  const handle = client.onHandleHandshakes;
  let body: Uint8Array | null = null;
  client.onHandleHandshakes = async (messages) => {
    body = messages.find(({ msg_type }) => msg_type === MESSAGE.finished)?.fragment ?? body;
    return handle(messages.filter(({ msg_type }) => isDue(msg_type, client.dtls.flight)));
  };
  return () => body;
}

/** Whether the message is one for a client whose last flight is this. */
function isDue(type: number, flight: number): boolean {
  // A Finished message may only answer ours, which is flight 5; before it there are no keys to check it with.
  if (type === MESSAGE.finished) return flight === 5;
  // A server that takes half a second for our first hello is greeted again, and asks for the cookie twice. werift ends
  // the handshake at the second one. It is dropped like any other repetition. Source: RFC 6347 section 4.2.4.
  if (type === MESSAGE.helloVerifyRequest) return flight === 1;
  return true;
}

/** The keys, or why the peer is not to be trusted. */
function conclude(
  client: DtlsClient,
  fingerprints: readonly Fingerprint[],
  finished: Uint8Array | null,
): SrtpMasters | string {
  try {
    return prove(client, fingerprints, finished) ?? exportMasters(client);
  } catch (error) {
    // The peer's certificate may be any bytes, and OpenSSL throws at what it cannot read.
    return String(error);
  }
}

/** Null if the peer is whom SDP named, and all that was said was said to it; else what is wrong. */
function prove(client: DtlsClient, fingerprints: readonly Fingerprint[], finished: Uint8Array | null): string | null {
  const der = client.remoteCertificate;
  if (der === undefined || !fingerprints.some((fingerprint) => isFingerprintOf(der, fingerprint))) {
    return 'the certificate is not the one that SDP named';
  }
  if (client.srtp.srtpProfile !== AES_CM_128_HMAC_SHA1_80) return 'no SRTP profile was agreed on';
  if (!isKeyExchangeSigned(client, der)) return 'the key exchange is not signed by the certificate';
  if (finished === null || !isFinishedTrue(client, finished)) return 'the peer saw another handshake';
  return null;
}

function isFingerprintOf(der: Uint8Array, { algorithm, value }: Fingerprint): boolean {
  if (!isKnownFingerprint({ algorithm, value })) return false;
  const actual = createHash(algorithm.toLowerCase().replace('-', '')).update(der).digest('hex');
  return actual === value.replaceAll(':', '').toLowerCase();
}

/**
 * The signature is over both randoms and the server's half of the key exchange. What is verified must also be what
 * werift computed with: it lets a repeated message replace the first one. Source: RFC 8422 section 5.4.
 */
function isKeyExchangeSigned(client: DtlsClient, der: Uint8Array): boolean {
  const exchange = messageOf(client, MESSAGE.serverKeyExchange);
  const hello = messageOf(client, MESSAGE.serverHello);
  const { localRandom, remoteRandom, remoteKeyPair } = client.cipher;
  if (exchange === null || hello === null || remoteKeyPair?.publicKey === undefined) return false;
  const keyEnd = 4 + (exchange[3] ?? 0);
  const isUsed = exchange.subarray(4, keyEnd).equals(remoteKeyPair.publicKey);
  const isOfHello = hello.subarray(2, 34).equals(remoteRandom.serialize());
  const hash = SIGNATURE_HASHES[exchange[keyEnd] ?? 0];
  const signature = exchange.subarray(keyEnd + 4);
  if (!isUsed || !isOfHello || hash === undefined || signature.length === 0) return false;
  const { publicKey } = new X509Certificate(der);
  if (publicKey.asymmetricKeyType !== SIGNATURE_KEYS[exchange[keyEnd + 1] ?? 0]) return false;
  const said = Buffer.concat([localRandom.serialize(), remoteRandom.serialize(), exchange.subarray(0, keyEnd)]);
  return verify(hash, said, publicKey, signature);
}

/**
 * verify_data = PRF(master secret, "server finished", hash of all before it). Source: RFC 5246 sections 5 and 7.4.9.
 */
function isFinishedTrue(client: DtlsClient, body: Uint8Array): boolean {
  const secret = client.cipher.masterSecret;
  const said = createHash('sha256');
  for (const message of client.dtls.sortedHandshakeCache) said.update(message.serialize());
  const seed = Buffer.concat([Buffer.from('server finished'), said.digest()]);
  const first = createHmac('sha256', secret).update(seed).digest();
  const expected = createHmac('sha256', secret).update(first).update(seed).digest().subarray(0, 12);
  return body.length === expected.length && timingSafeEqual(body, expected);
}

/** The first message of that kind: the one that the transcript holds. */
function messageOf(client: DtlsClient, type: number): Buffer | null {
  return client.dtls.sortedHandshakeCache.find(({ msg_type }) => msg_type === type)?.fragment ?? null;
}

function exportMasters(client: DtlsClient): SrtpMasters {
  // Copied by `new`: a Buffer's own `slice` would only be a view on werift's bytes.
  const exported = new Uint8Array(client.exportKeyingMaterial(DTLS_SRTP_EXPORT_LABEL, DTLS_SRTP_EXPORT_BYTES));
  const masters = splitDtlsExport(exported, 'client');
  if (masters === null) throw new Error('werift exported another number of bytes than asked');
  return masters;
}
