/** How a telephone of tests encrypts its sound: with keys in its descriptions, or by a handshake that it awaits. */
import { randomBytes } from 'node:crypto';
import { masterOf, readSdes, SDES_KEY_BYTES, SDES_SUITES, writeSdes } from '#media/codec/sdes.ts';
import type { SdesSuite } from '#media/codec/sdes.ts';
import { splitDtlsExport } from '#media/codec/srtp-keys.ts';
import { createSrtpReceiver, createSrtpSender } from '#media/codec/srtp.ts';
import type { SrtpReceiver, SrtpSender } from '#media/codec/srtp.ts';
import { DtlsServer } from 'werift';
import { createCertificate } from '#media/server/transport/handshake.ts';
import { plainSrtpCrypto } from './srtp-crypto.ts';

/** Mutable, of one telephone. */
export type PhoneCipher = {
  readonly protocol: string;
  /** Its lines of a description. */
  lines(): readonly string[];
  /** The other end's description. */
  meet(description: string): void;
  /** Null: there are no keys yet. */
  seal(packet: Uint8Array): Uint8Array | null;
  /** Null: it is no one's who has the keys. */
  open(datagram: Uint8Array): Uint8Array | null;
  /** What is no sound came. */
  receive(datagram: Uint8Array, reply: (datagram: Uint8Array) => void): void;
  close(): void;
};

const ROOM = 10;

function sealBy(sender: SrtpSender | null, packet: Uint8Array): Uint8Array | null {
  const bytes = new Uint8Array(packet.length + ROOM);
  bytes.set(packet);
  const length = sender?.seal(bytes, packet.length);
  return typeof length === 'number' ? bytes.subarray(0, length) : null;
}

function openBy(receiver: SrtpReceiver | null, datagram: Uint8Array): Uint8Array | null {
  const bytes = Uint8Array.from(datagram);
  const length = receiver?.open(bytes);
  return typeof length === 'number' ? bytes.subarray(0, length) : null;
}

/** By keys of its descriptions (RFC 4568). */
export function createSdesCipher(suite: SdesSuite, protocol = 'RTP/SAVP') {
  const tagBytes = SDES_SUITES[suite];
  let tag = 1;
  let [master, theirs] = [masterOf(randomBytes(SDES_KEY_BYTES)), ''];
  let sender = createSrtpSender(plainSrtpCrypto, master, tagBytes);
  let receiver: SrtpReceiver | null = null;
  const cipher: PhoneCipher = {
    protocol,
    lines: () => [`a=crypto:${writeSdes({ tag, suite, master })}`],
    meet(description) {
      const found = [...description.matchAll(/^a=crypto:(.*)$/gmu)].map(([, value = '']) => readSdes(value.trim()));
      const key = found.find((one) => one?.suite === suite);
      if (key === undefined || key === null) return;
      tag = key.tag;
      if (writeSdes(key) === theirs) return;
      theirs = writeSdes(key);
      receiver = createSrtpReceiver(plainSrtpCrypto, key.master, tagBytes);
    },
    seal: (packet) => sealBy(sender, packet),
    open: (datagram) => openBy(receiver, datagram),
    receive: () => undefined,
    close: () => undefined,
  };
  return {
    ...cipher,
    /** From its next description on it encrypts with another key. */
    rekey(): void {
      master = masterOf(randomBytes(SDES_KEY_BYTES));
      sender = createSrtpSender(plainSrtpCrypto, master, tagBytes);
    },
  };
}

/** By a handshake on the port of its sound (RFC 5763), which the other end opens. */
export async function createHandshakeCipher(): Promise<PhoneCipher> {
  const { made, fingerprint } = await createCertificate();
  let reply = (_datagram: Uint8Array): void => undefined;
  let keys: { readonly sender: SrtpSender; readonly receiver: SrtpReceiver } | null = null;
  const transport = {
    type: 'test',
    address: {} as never,
    closed: false,
    onData: (_datagram: Buffer) => {},
    async send(datagram: Buffer) {
      reply(datagram);
    },
    async close() {},
  };
  const server = new DtlsServer({
    cert: made.certPem,
    key: made.privateKey,
    signatureHash: made.signatureHash,
    transport,
    srtpProfiles: [1],
    extendedMasterSecret: true,
    certificateRequest: true,
  });
  server.onConnect.once(() => {
    const masters = splitDtlsExport(new Uint8Array(server.exportKeyingMaterial('EXTRACTOR-dtls_srtp', 60)), 'server');
    if (masters === null) return;
    keys = {
      sender: createSrtpSender(plainSrtpCrypto, masters.local),
      receiver: createSrtpReceiver(plainSrtpCrypto, masters.remote),
    };
  });
  return {
    protocol: 'UDP/TLS/RTP/SAVP',
    lines: () => ['a=setup:actpass', `a=fingerprint:sha-256 ${fingerprint}`, 'a=rtcp-mux'],
    meet: () => undefined,
    seal: (packet) => sealBy(keys?.sender ?? null, packet),
    open: (datagram) => openBy(keys?.receiver ?? null, datagram),
    receive(datagram, answer) {
      reply = answer;
      transport.onData(Buffer.from(datagram));
    },
    close() {
      transport.closed = true;
      server.dtls.flight = 100;
    },
  };
}
