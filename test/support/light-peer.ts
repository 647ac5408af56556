/**
 * A browser's stand-in that costs next to nothing, so that a load test measures the server, and that can misbehave: one
 * socket, one check to connect with, werift for the handshake alone, our own SRTP.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { DtlsServer } from 'werift';
import type { RTCCertificate } from 'werift';
import { nodeSrtpCrypto } from '#media/server/transport/crypto.ts';
import { createCertificate } from '#media/server/transport/handshake.ts';
import { datagramKind } from '#media/codec/demultiplex.ts';
import { DTLS_SRTP_EXPORT_BYTES, DTLS_SRTP_EXPORT_LABEL, splitDtlsExport } from '#media/codec/srtp-keys.ts';
import { createSrtcpSender } from '#media/codec/srtcp.ts';
import { createSrtpReceiver, createSrtpSender } from '#media/codec/srtp.ts';
import { readStunCheck, writeStunSuccess } from '#media/codec/stun.ts';

/** One end of a call under load. */
export type LightPeer = {
  readonly offer: string;
  /** Connects by the answer; resolves when packets can be sent. */
  accept(answer: string): Promise<void>;
  /** Sends a packet of that payload. */
  send(payload: Uint8Array): void;
  /** Says that it is still there; the datagram that did. */
  check(): Uint8Array;
  /** A check that is not sent; of another pair of credentials when one is named. */
  makeCheck(localName?: string): Uint8Array;
  /** Encrypts and signs these bytes as a true packet, whatever they are, and sends them. */
  sendSealed(kind: 'rtp' | 'rtcp', bytes: Uint8Array): void;
  /** Sends these bytes as they are. */
  sendRaw(datagram: Uint8Array): void;
  /** What was sent last. */
  lastSent(): Uint8Array;
  /** Of its certificate. */
  readonly fingerprint: { readonly algorithm: string; readonly value: string };
  close(): void;
};

type Keys = {
  readonly out: ReturnType<typeof createSrtpSender>;
  readonly rtcpOut: ReturnType<typeof createSrtcpSender>;
  readonly in: ReturnType<typeof createSrtpReceiver>;
};

/** Room for what encryption adds. */
const TAG_ROOM = 14;

const certificate = await createCertificate();

/**
 * `onPayload`: what came, decrypted. `isOpened`: whether a packet of this many bytes, still encrypted, is worth that;
 * default all.
 */
export async function createLightPeer(
  onPayload: (payload: Uint8Array) => void,
  isOpened: (bytes: number) => boolean = () => true,
): Promise<LightPeer> {
  const socket = createSocket({ type: 'udp4', lookup: (address, _options, found) => found(null, address, 4) });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const [name, password] = [randomBytes(4).toString('hex'), randomBytes(12).toString('hex')];
  const secured = Promise.withResolvers<null>();
  let [port, checkName, checkPassword] = [0, '', ''];
  let keys: Keys | null = null;
  let [sequence, ssrc] = [randomBytes(2).readUInt16BE() >> 1, randomBytes(4).readUInt32BE()];

  let last: Uint8Array = new Uint8Array(0);
  const send = (bytes: Uint8Array) => {
    last = new Uint8Array(bytes);
    socket.send(bytes, port, '127.0.0.1');
  };
  const transport = dtlsTransport(send);
  const server = createDtls(transport, certificate.made, () => {
    const exported = new Uint8Array(server.exportKeyingMaterial(DTLS_SRTP_EXPORT_LABEL, DTLS_SRTP_EXPORT_BYTES));
    const masters = splitDtlsExport(exported, 'server');
    if (masters === null) throw new Error('no keys');
    keys = {
      out: createSrtpSender(nodeSrtpCrypto, masters.local),
      rtcpOut: createSrtcpSender(nodeSrtpCrypto, masters.local),
      in: createSrtpReceiver(nodeSrtpCrypto, masters.remote),
    };
    secured.resolve(null);
  });

  const authenticate = nodeSrtpCrypto.hmacSha1(Buffer.from(password));
  socket.on('message', (datagram, from) => {
    const kind = datagramKind(datagram);
    // Ours never checks; a full ICE agent does, and wants an answer.
    const check = kind === 'stun' ? readStunCheck(datagram) : null;
    const reply = check === null ? null : writeStunSuccess(check, from, authenticate);
    if (reply !== null) socket.send(reply, from.port, from.address);
    if (kind === 'dtls') transport.onData(datagram);
    const length = kind === 'rtp' && isOpened(datagram.length) ? keys?.in.open(datagram) : undefined;
    if (typeof length === 'number') onPayload(datagram.subarray(12, length));
  });

  const makeCheck = (localName = checkName) => checkRequest(`${localName}:${name}`, checkPassword);
  const check = () => {
    const request = makeCheck();
    send(request);
    return request;
  };
  return {
    offer: offerOf(name, password, ssrc),
    async accept(answer) {
      port = Number(/m=audio (\d+)/u.exec(answer)?.[1]);
      checkName = /ice-ufrag:(\S+)/u.exec(answer)?.[1] ?? '';
      checkPassword = /ice-pwd:(\S+)/u.exec(answer)?.[1] ?? '';
      check();
      await secured.promise;
    },
    send(payload) {
      const bytes = Buffer.alloc(12 + payload.length + 10);
      sequence = (sequence + 1) & 0xffff;
      bytes[0] = 0x80;
      bytes[1] = 111;
      bytes.writeUInt16BE(sequence, 2);
      bytes.writeUInt32BE((sequence * 960) >>> 0, 4);
      bytes.writeUInt32BE(ssrc, 8);
      bytes.set(payload, 12);
      const length = keys?.out.seal(bytes, 12 + payload.length);
      if (typeof length === 'number') send(bytes.subarray(0, length));
    },
    check,
    makeCheck,
    sendSealed(kind, bytes) {
      const room = new Uint8Array(bytes.length + TAG_ROOM);
      room.set(bytes);
      const sealed = (kind === 'rtp' ? keys?.out : keys?.rtcpOut)?.seal(room, bytes.length);
      if (typeof sealed === 'number') send(room.subarray(0, sealed));
    },
    sendRaw: send,
    lastSent: () => last,
    fingerprint: { algorithm: 'sha-256', value: certificate.fingerprint },
    close: () => socket.close(),
  };
}

function dtlsTransport(send: (bytes: Uint8Array) => void) {
  return {
    type: 'udp',
    address: {} as never, // Read by werift's TURN only.
    closed: false,
    onData: (_datagram: Buffer) => {},
    async send(datagram: Buffer) {
      send(datagram);
    },
    async close() {},
  };
}

function createDtls(
  transport: ReturnType<typeof dtlsTransport>,
  made: RTCCertificate,
  onConnect: () => void,
): DtlsServer {
  const server = new DtlsServer({
    cert: made.certPem,
    key: made.privateKey,
    signatureHash: made.signatureHash,
    transport,
    srtpProfiles: [1],
    extendedMasterSecret: true,
    certificateRequest: true,
  });
  server.onConnect.once(onConnect);
  return server;
}

function offerOf(name: string, password: string, ssrc: number): string {
  return [
    'v=0',
    `o=- ${randomBytes(4).readUInt32BE()} 1 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=sendrecv',
    `a=ssrc:${ssrc} cname:light`,
    'a=rtcp-mux',
    'a=setup:actpass',
    'a=rtpmap:111 opus/48000/2',
    `a=ice-ufrag:${name}`,
    `a=ice-pwd:${password}`,
    `a=fingerprint:sha-256 ${certificate.fingerprint}`,
    '',
  ].join('\r\n');
}

/**
 * A binding request that nominates, with USERNAME, PRIORITY, USE-CANDIDATE and MESSAGE-INTEGRITY. Source: RFC 8445
 * section 7.2.
 */
function checkRequest(name: string, password: string): Buffer {
  const user = Buffer.alloc(4 + Math.ceil(name.length / 4) * 4);
  user.writeUInt16BE(6, 0);
  user.writeUInt16BE(name.length, 2);
  user.write(name, 4);
  const head = Buffer.alloc(20);
  head.writeUInt16BE(1, 0);
  head.writeUInt32BE(0x2112_a442, 4);
  randomBytes(12).copy(head, 8);
  const body = Buffer.concat([user, Buffer.from('0024000400000001', 'hex'), Buffer.from('00250000', 'hex')]);
  head.writeUInt16BE(body.length + 24, 2);
  const message = Buffer.concat([head, body]);
  const tag = createHmac('sha1', password).update(message).digest();
  return Buffer.concat([message, Buffer.from('00080014', 'hex'), tag]);
}
