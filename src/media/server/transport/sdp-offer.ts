/** A browser's offer, read down to what we answer to. Offers come from anyone: every refusal is a value. */
import { attributes, formatsOf, readMedia, readSdp } from '../../codec/sdp.ts';
import type { Sdp, SdpDirection, SdpMedium } from '../../codec/sdp.ts';
import type { LegRefusal } from '../../media-server.ts';
import { isVoiceCodec } from '../../codec/voice-codec.ts';
import { isKnownFingerprint } from './fingerprint.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { VoiceFormat } from './voice-format.ts';

/** One medium of the offer in its place, with what a refusal of it must repeat. */
export type OfferedMedium = {
  readonly kind: string;
  readonly protocol: string;
  readonly formats: readonly string[];
  readonly mid: string | null;
};

/** An offer that can be answered. */
export type Offer = {
  /** The peer connection's own number: the same as long as it lives (RFC 8829 section 5.2.1). */
  readonly session: string;
  readonly media: readonly OfferedMedium[];
  /** Which of the media carries the voice. */
  readonly voiceAt: number;
  readonly mid: string;
  readonly isBundled: boolean;
  readonly direction: SdpDirection;
  readonly format: VoiceFormat;
  readonly fingerprints: readonly Fingerprint[];
  /** The browser's user name fragment: another one is another generation of ICE. */
  readonly iceName: string;
};

/** What reading found. */
export type OfferRead =
  | { readonly ok: true; readonly offer: Offer }
  | { readonly ok: false; readonly refusal: LegRefusal };

/** More media than any page has; each costs a line of the answer. */
export const MAX_MEDIA = 32;

const MALFORMED = { ok: false, refusal: 'malformed_offer' } as const;

/** The protocols of DTLS-SRTP. Source: RFC 8829 section 5.1.2. */
const PROTOCOLS = ['UDP/TLS/RTP/SAVPF', 'UDP/TLS/RTP/SAVP', 'RTP/SAVPF', 'RTP/SAVP'];

/** Takes the first audio medium that is offered with Opus. */
export function readOffer(text: string): OfferRead {
  const read = readSdp(text);
  if (!read.ok || read.sdp.media.length > MAX_MEDIA) return MALFORMED;
  const media = readMedia(read.sdp);
  const isWhole = media.length > 0 && media.every((medium) => medium !== null);
  const voices = media.filter((medium) => medium !== null && medium.kind === 'audio' && medium.port !== 0);
  if (!isWhole || voices.length === 0) return MALFORMED;
  const voiceAt = media.findIndex((medium) => medium !== null && voices.includes(medium) && formatOf(medium) !== null);
  const medium = media[voiceAt];
  const format = medium === undefined || medium === null ? null : formatOf(medium);
  if (medium === undefined || medium === null || format === null) return { ok: false, refusal: 'no_common_codec' };
  return readVoice(read.sdp, medium, voiceAt, format);
}

function readVoice(sdp: Sdp, medium: SdpMedium, voiceAt: number, format: VoiceFormat): OfferRead {
  const lines = sdp.media[voiceAt] ?? [];
  const fingerprints = [...attributes(lines, 'fingerprint'), ...attributes(sdp.session, 'fingerprint')]
    .map(readFingerprint)
    .filter(isKnownFingerprint);
  // We open the handshake ourselves, as RFC 8842 section 5.3 has answerers do; `active` would have the browser do so.
  const canBePassive = medium.setup === 'actpass' || medium.setup === 'passive';
  const { mid, iceUfrag: iceName } = medium;
  const isSound = PROTOCOLS.includes(medium.protocol) && medium.hasRtcpMux && canBePassive && fingerprints.length > 0;
  if (!isSound || mid === null || iceName === null) return MALFORMED;
  const isBundled = attributes(sdp.session, 'group').some((group) => group.split(/\s+/u).includes(mid));
  const media = sdp.media.map((one) => describeMedium(one, sdp));
  const { direction } = medium;
  const [, session = ''] = /^o=\S+ (\S+)/u.exec(sdp.session.find((line) => line.startsWith('o=')) ?? '') ?? [];
  return { ok: true, offer: { session, media, voiceAt, mid, isBundled, direction, format, fingerprints, iceName } };
}

/**
 * Null without Opus, which is the first. A telephone's codecs beside it let its calls pass as they are. Keys come at
 * Opus's clock rate or at the telephone's; the former needs no conversion.
 */
function formatOf(medium: SdpMedium): VoiceFormat | null {
  const codecs = medium.codecs
    .flatMap(({ name, clockRate, payloadType }) =>
      isVoiceCodec(name, clockRate) ? [{ codec: name, payloadType }] : [],
    )
    .filter(({ codec }, index, all) => all.findIndex((other) => other.codec === codec) === index)
    .sort((a, b) => Number(b.codec === 'opus') - Number(a.codec === 'opus'));
  const keys = medium.codecs
    .filter(({ name, clockRate }) => name === 'telephone-event' && (clockRate === 48_000 || clockRate === 8000))
    .map(({ payloadType, clockRate }) => ({ payloadType, clockRate }))
    .sort((a, b) => b.clockRate - a.clockRate);
  return codecs[0]?.codec === 'opus' ? { codecs, keys } : null;
}

/** A medium of the description, by its lines. */
export function describeMedium(lines: readonly string[], sdp: Sdp): OfferedMedium {
  const [mediumLine = ''] = lines;
  const [medium = null] = readMedia({ session: sdp.session, media: [lines] });
  return {
    kind: medium?.kind ?? '',
    protocol: medium?.protocol ?? '',
    formats: formatsOf(mediumLine),
    mid: medium?.mid ?? null,
  };
}

function readFingerprint(value: string): Fingerprint {
  const [algorithm = '', digest = ''] = value.split(/\s+/u);
  return { algorithm: algorithm.toLowerCase(), value: digest.toUpperCase() };
}
