/**
 * What encrypts the sound of one leg of RTP, or leaves it as it is: keys of the two descriptions, or of a handshake
 * (DTLS-SRTP without ICE, RFC 5763).
 */
import { isSameKey, SDES_SUITES } from '../../codec/sdes.ts';
import type { SdesSuite } from '../../codec/sdes.ts';
import { createSrtcpReceiver, createSrtcpSender, SRTCP_TRAILER_BYTES } from '../../codec/srtcp.ts';
import { createSrtpReceiver, createSrtpSender } from '../../codec/srtp.ts';
import type { SrtpFault } from '../../codec/srtp.ts';
import type { SrtpMaster } from '../../codec/srtp-keys.ts';
import { nodeSrtpCrypto } from './crypto.ts';
import type { Fingerprint } from './fingerprint.ts';
import { startHandshake } from './handshake.ts';
import type { Certificate, Handshake } from './handshake.ts';

/** What was agreed on. */
export type RtpEncryption =
  | { readonly kind: 'none' }
  | { readonly kind: 'sdes'; readonly suite: SdesSuite; readonly local: SrtpMaster; readonly remote: SrtpMaster }
  | { readonly kind: 'dtls'; readonly fingerprints: readonly Fingerprint[] };

/** Mutable, of one leg. A length is of what is in the bytes after; null: it is not to be sent, or heard. */
export type RtpSecurity = {
  /**
   * A key that stays counts on, with its rollovers; a new one begins at none. Source: RFC 3711 section 3.3.1, RFC 4568
   * section 6.4.
   */
  agree(encryption: RtpEncryption): void;
  isReady(): boolean;
  /** In place; the bytes have room for a tag after `length`. */
  sealSound(bytes: Uint8Array, length: number): number | null;
  openSound(bytes: Uint8Array): number | null;
  sealReports(compound: Uint8Array): Uint8Array | null;
  openReports(bytes: Uint8Array): number | null;
  /** A datagram of the handshake came. */
  shake(datagram: Uint8Array): void;
  close(): void;
};

type Keyed<Rtp, Rtcp> = {
  readonly suite: SdesSuite;
  readonly master: SrtpMaster;
  readonly rtp: Rtp;
  readonly rtcp: Rtcp;
};
type Outgoing = Keyed<ReturnType<typeof createSrtpSender>, ReturnType<typeof createSrtcpSender>>;
type Incoming = Keyed<ReturnType<typeof createSrtpReceiver>, ReturnType<typeof createSrtcpReceiver>>;

/** What handshakes agree on here (see `handshake.ts`). */
const HANDSHAKE_SUITE: SdesSuite = 'AES_CM_128_HMAC_SHA1_80';

/** Nothing is encrypted until something is agreed on. */
export function createRtpSecurity(options: {
  readonly certificate: Certificate;
  /** A datagram of the handshake goes to the far end. */
  readonly send: (datagram: Uint8Array) => void;
  readonly onReady: () => void;
  readonly onFailed: () => void;
}): RtpSecurity {
  let encryption: RtpEncryption = { kind: 'none' };
  let outgoing: Outgoing | null = null;
  let incoming: Incoming | null = null;
  let handshake: Handshake | null = null;

  function take(suite: SdesSuite, local: SrtpMaster, remote: SrtpMaster): void {
    const tagBytes = SDES_SUITES[suite];
    // Reports have the long tag with either suite (RFC 4568 section 6.2.2).
    if (!isOf(outgoing, suite, local))
      outgoing = {
        suite,
        master: local,
        rtp: createSrtpSender(nodeSrtpCrypto, local, tagBytes),
        rtcp: createSrtcpSender(nodeSrtpCrypto, local),
      };
    if (!isOf(incoming, suite, remote))
      incoming = {
        suite,
        master: remote,
        rtp: createSrtpReceiver(nodeSrtpCrypto, remote, tagBytes),
        rtcp: createSrtcpReceiver(nodeSrtpCrypto, remote),
      };
  }

  function begin(fingerprints: readonly Fingerprint[]): void {
    handshake?.close();
    [outgoing, incoming] = [null, null];
    handshake = startHandshake({
      certificate: options.certificate,
      fingerprints,
      send: options.send,
      onKeys({ local, remote }) {
        take(HANDSHAKE_SUITE, local, remote);
        options.onReady();
      },
      onFailed: options.onFailed,
    });
  }

  return {
    agree(next) {
      const isSameHandshake = next.kind === 'dtls' && JSON.stringify(next) === JSON.stringify(encryption);
      if (isSameHandshake) return;
      handshake?.close();
      handshake = null;
      encryption = next;
      if (next.kind === 'none') [outgoing, incoming] = [null, null];
      else if (next.kind === 'sdes') take(next.suite, next.local, next.remote);
      else begin(next.fingerprints);
    },
    isReady: () => encryption.kind === 'none' || outgoing !== null,
    sealSound: (bytes, length) =>
      encryption.kind === 'none' ? length : lengthOf(outgoing?.rtp.seal(bytes, length) ?? null),
    openSound: (bytes) => (encryption.kind === 'none' ? bytes.length : lengthOf(incoming?.rtp.open(bytes) ?? null)),
    sealReports(compound) {
      if (encryption.kind === 'none') return compound;
      const bytes = new Uint8Array(compound.length + SRTCP_TRAILER_BYTES);
      bytes.set(compound);
      const length = lengthOf(outgoing?.rtcp.seal(bytes, compound.length) ?? null);
      return length === null ? null : bytes.subarray(0, length);
    },
    openReports: (bytes) => (encryption.kind === 'none' ? bytes.length : lengthOf(incoming?.rtcp.open(bytes) ?? null)),
    shake: (datagram) => handshake?.receive(datagram),
    close: () => handshake?.close(),
  };
}

function lengthOf(result: number | SrtpFault | null): number | null {
  return typeof result === 'number' ? result : null;
}

function isOf(known: Outgoing | Incoming | null, suite: SdesSuite, master: SrtpMaster): boolean {
  return known !== null && known.suite === suite && isSameKey(known.master, master);
}
