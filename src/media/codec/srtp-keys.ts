/**
 * From the keys that DTLS agreed on to those that encrypt and authenticate packets.
 *
 * ```text
 *  exported by DTLS, 60 bytes ("EXTRACTOR-dtls_srtp")
 *  +------------------+------------------+---------------+---------------+
 *  | client key, 16   | server key, 16   | client salt 14| server salt 14|
 *  +------------------+------------------+---------------+---------------+
 *
 *  session key of a label = AES-CM(master key, master salt XOR label at byte 7), as many bytes as needed
 * ```
 *
 * Source: RFC 5764 section 4.2 (the export); RFC 3711 section 4.3.1 (the labels), 4.3.3 (AES-CM as the function), with
 * a key derivation rate of 0: derived once, for as long as the master key lives.
 */
import { createCounterMode } from './srtp-cipher.ts';
import type { Authenticate, CounterMode, SrtpCrypto } from './srtp-cipher.ts';

/** What one side encrypts with: a key of 16 bytes, a salt of 14. */
export type SrtpMaster = { readonly key: Uint8Array; readonly salt: Uint8Array };

/** Bytes to ask the DTLS exporter for. */
export const DTLS_SRTP_EXPORT_BYTES = 60;

/** The exporter's label. */
export const DTLS_SRTP_EXPORT_LABEL = 'EXTRACTOR-dtls_srtp';

/** Who opened the DTLS handshake: with `a=setup:active` we are the client. */
export type DtlsRole = 'client' | 'server';

/** The label bytes that tell the six session keys apart. */
const LABELS = {
  rtp: { encryption: 0x00, authentication: 0x01, salt: 0x02 },
  rtcp: { encryption: 0x03, authentication: 0x04, salt: 0x05 },
} as const;

/** Cuts the exported bytes into what we send with and what the peer sends with. Null if they are not 60. */
export function splitDtlsExport(
  exported: Uint8Array,
  role: DtlsRole,
): { readonly local: SrtpMaster; readonly remote: SrtpMaster } | null {
  if (exported.length !== DTLS_SRTP_EXPORT_BYTES) return null;
  // A typed array of its own: a Buffer's slice would be a view on what DTLS may wipe.
  const bytes = Uint8Array.from(exported);
  const client = { key: bytes.subarray(0, 16), salt: bytes.subarray(32, 46) };
  const server = { key: bytes.subarray(16, 32), salt: bytes.subarray(46) };
  return role === 'client' ? { local: client, remote: server } : { local: server, remote: client };
}

/** The two transforms with the session keys of one side for RTP or for RTCP. */
export function deriveTransforms(
  crypto: SrtpCrypto,
  master: SrtpMaster,
  kind: keyof typeof LABELS,
): { readonly crypt: CounterMode; readonly authenticate: Authenticate } {
  const labels = LABELS[kind];
  const encryptBlocks = crypto.aesEcb(deriveKey(crypto, master, labels.encryption, 16));
  return {
    crypt: createCounterMode(encryptBlocks, deriveKey(crypto, master, labels.salt, 14)),
    authenticate: crypto.hmacSha1(deriveKey(crypto, master, labels.authentication, 20)),
  };
}

/** The session key of a label, `length` bytes long. */
export function deriveKey(crypto: SrtpCrypto, master: SrtpMaster, label: number, length: number): Uint8Array {
  const labelled = Uint8Array.from(master.salt);
  // key_id = label || r, with r 48 bits of zero, stands right-aligned under the salt's 112 bits.
  labelled[7] = (labelled[7] ?? 0) ^ label;
  const key = new Uint8Array(length);
  createCounterMode(crypto.aesEcb(master.key), labelled)(key, 0, length, 0, 0);
  return key;
}
