/**
 * What a datagram on a browser's one port is, told by its first byte; RTP from RTCP by the second.
 *
 * ```text
 *  first byte   0..3   20..63   128..191
 *               STUN   DTLS     RTP, or RTCP when the second byte is 192..223
 * ```
 *
 * Source: RFC 7983 section 7 (ZRTP and TURN channels, which we never open, are no one's); RFC 5761 section 4: RTCP
 * packet types 192 to 223 are RTP payload types 64 to 95 with the marker bit, and those must not be used for RTP.
 */

/** The protocols that share a media port. */
export type DatagramKind = 'stun' | 'dtls' | 'rtp' | 'rtcp';

/** Null for what belongs to none of them: it is dropped, as RFC 7983 section 7 asks. */
export function datagramKind(bytes: Uint8Array): DatagramKind | null {
  const [first = 255, second = 0] = [bytes[0], bytes[1]];
  if (first <= 3) return 'stun';
  if (first >= 20 && first <= 63) return 'dtls';
  if (first < 128 || first > 191) return null;
  return second >= 192 && second <= 223 ? 'rtcp' : 'rtp';
}
