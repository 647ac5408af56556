/**
 * Our answer: the voice taken, everything else refused, and all candidates in it, so that nothing has to be sent after.
 */
import { writeSdp } from '../../codec/sdp.ts';
import type { SdpDirection } from '../../codec/sdp.ts';
import { VOICE_CODECS } from '../../codec/voice-codec.ts';
import { CANONICAL_NAME } from './reports.ts';
import type { Offer, OfferedMedium } from './sdp-offer.ts';
import type { Credentials } from './secure-channel.ts';

/** Our end. */
export type Answering = {
  readonly credentials: Credentials;
  /** SHA-256 of our certificate. */
  readonly fingerprint: string;
  readonly ssrc: number;
  /** IP addresses at which `port` can be reached, the best first. */
  readonly announced: readonly string[];
  readonly port: number;
};

/** What we do when the far end does that. Source: RFC 3264 section 6.1. */
export const COUNTERPARTS = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
} as const satisfies Record<SdpDirection, SdpDirection>;

/** The priority of a host candidate. Source: RFC 8445 section 5.1.2.1. */
const HOST_PRIORITY = 2_130_706_431;

/** The answer as text. */
export function writeAnswer(offer: Offer, ours: Answering): string {
  const bundle = offer.isBundled ? [`a=group:BUNDLE ${offer.mid}`] : [];
  const session = ['v=0', `o=- ${ours.ssrc} ${Date.now()} IN IP4 127.0.0.1`, 's=-', 't=0 0', 'a=ice-lite', ...bundle];
  const media = offer.media.map((medium, index) =>
    index === offer.voiceAt ? writeVoice(offer, ours) : refuseMedium(medium),
  );
  return writeSdp({ session, media });
}

function writeVoice(offer: Offer, ours: Answering): string[] {
  const { codecs, keys } = offer.format;
  const medium = offer.media[offer.voiceAt];
  const types = [...codecs, ...keys].map(({ payloadType }) => payloadType);
  const [first = '127.0.0.1'] = ours.announced;
  return [
    `m=audio ${ours.port} ${medium?.protocol ?? ''} ${types.join(' ')}`,
    `c=IN ${familyOf(first)} ${first}`,
    `a=mid:${offer.mid}`,
    `a=${COUNTERPARTS[offer.direction]}`,
    'a=rtcp-mux',
    ...codecs.flatMap(({ codec, payloadType }) => [
      `a=rtpmap:${payloadType} ${VOICE_CODECS[codec].mapping}`,
      ...(codec === 'opus' ? [`a=fmtp:${payloadType} minptime=10;useinbandfec=1`] : []),
    ]),
    ...keys.flatMap(({ payloadType, clockRate }) => [
      `a=rtpmap:${payloadType} telephone-event/${clockRate}`,
      `a=fmtp:${payloadType} 0-15`,
    ]),
    `a=ssrc:${ours.ssrc} cname:${CANONICAL_NAME}`,
    `a=msid:${CANONICAL_NAME} ${CANONICAL_NAME}`,
    'a=setup:active',
    `a=fingerprint:sha-256 ${ours.fingerprint}`,
    `a=ice-ufrag:${ours.credentials.name}`,
    `a=ice-pwd:${ours.credentials.password}`,
    ...ours.announced.map((address, index) => writeCandidate(address, ours.port, index)),
    'a=end-of-candidates',
  ];
}

/** Each address is a foundation of its own: checks to one say nothing of another. */
function writeCandidate(address: string, port: number, index: number): string {
  return `a=candidate:${index + 1} 1 udp ${HOST_PRIORITY - 256 * index} ${address} ${port} typ host`;
}

/** The lines that refuse a medium: port zero. Source: RFC 3264 section 6. */
export function refuseMedium({ kind, protocol, formats, mid }: OfferedMedium): string[] {
  const line = `m=${kind} 0 ${protocol} ${formats.join(' ')}`;
  return [line, 'c=IN IP4 0.0.0.0', ...(mid === null ? [] : [`a=mid:${mid}`]), 'a=inactive'];
}

function familyOf(address: string): string {
  return address.includes(':') ? 'IP6' : 'IP4';
}
