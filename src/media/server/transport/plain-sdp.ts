/**
 * Descriptions of plain RTP, as telephones and trunks give them, and ours. They come from anyone: every refusal is a
 * value.
 *
 * ```text
 *  c=IN IP4 192.0.2.7                  where to, of the session or of the medium; zeros: nothing is to be sent
 *  m=audio 40000 RTP/AVP 0 8 101       sound there, its reports one port above, or where a=rtcp says
 *  a=rtpmap:101 telephone-event/8000   keys, at the clock rate of the voice beside them (RFC 4733 section 2.1)
 *  a=sendrecv                          sendonly and inactive hold the call (RFC 3264 section 8.4)
 *  m=audio 40000 RTP/SAVP 0            encrypted, by keys in a=crypto (RFC 4568)
 *  m=audio 40000 UDP/TLS/RTP/SAVP 0    encrypted, by a handshake (RFC 5764) that a=fingerprint and a=setup are for
 * ```
 */
import { readAddress } from '../../codec/ip-address.ts';
import { readSdes, writeSdes } from '../../codec/sdes.ts';
import type { SdesKey } from '../../codec/sdes.ts';
import { attributes, readMedia, readSdp, writeSdp } from '../../codec/sdp.ts';
import type { Sdp, SdpDirection, SdpMedium } from '../../codec/sdp.ts';
import { isVoiceCodec, VOICE_CODECS } from '../../codec/voice-codec.ts';
import type { VoiceCodec } from '../../codec/voice-codec.ts';
import type { LegRefusal, RtpTerms } from '../../media-server.ts';
import { isKnownFingerprint } from './fingerprint.ts';
import type { Fingerprint } from './fingerprint.ts';
import { refuseMedium } from './sdp-answer.ts';
import { describeMedium, MAX_MEDIA } from './sdp-offer.ts';
import type { OfferedMedium } from './sdp-offer.ts';
import type { Address } from './udp-socket.ts';
import type { VoiceFormat } from './voice-format.ts';

/** A far end, as it describes itself. */
export type PlainDescription = {
  /** Its `o=` line: the same for a description that is repeated (RFC 3264 section 8). */
  readonly origin: string;
  readonly media: readonly OfferedMedium[];
  /** Which of the media carries the voice. */
  readonly voiceAt: number;
  /** Null: nothing is to be sent. */
  readonly sound: Address | null;
  /** To which port of the same address reports go. */
  readonly reportsPort: number;
  /** Reports come and go through the port of the sound (RFC 5761). */
  readonly isMuxed: boolean;
  /** All codecs that we know too, in its own order. */
  readonly format: VoiceFormat;
  readonly direction: SdpDirection;
  readonly protocol: string;
  readonly security: PlainSecurity;
};

/** How the sound is encrypted. `sdes`: by one of these keys; all are ones that we know. */
export type PlainSecurity =
  | { readonly kind: 'none' }
  | { readonly kind: 'sdes'; readonly keys: readonly SdesKey[] }
  | { readonly kind: 'dtls'; readonly fingerprints: readonly Fingerprint[] };

/** What may be agreed on. */
type Srtp = NonNullable<RtpTerms['srtp']>;

/** What reading found. */
export type PlainRead =
  | { readonly ok: true; readonly description: PlainDescription }
  | { readonly ok: false; readonly refusal: LegRefusal };

const MALFORMED = { ok: false, refusal: 'malformed_offer' } as const;

/** Without encryption, or with. AVPF's early reports are not needed by anyone here (RFC 4585). */
const PLAIN = ['RTP/AVP', 'RTP/AVPF'];
const SECURE = ['RTP/SAVP', 'RTP/SAVPF'];
const BY_HANDSHAKE = ['UDP/TLS/RTP/SAVP', 'UDP/TLS/RTP/SAVPF'];
const PROTOCOLS = [...PLAIN, ...SECURE, ...BY_HANDSHAKE];

const HIGHEST_PORT = 65_535;

const NOWHERE = new Set(['0.0.0.0', '::']);

/** What is left of a direction to one who hears nothing. */
const DEAF: Partial<Readonly<Record<SdpDirection, SdpDirection>>> = { sendrecv: 'sendonly', recvonly: 'inactive' };

/**
 * Takes the first audio medium of RTP that has a voice codec of ours and is encrypted as `srtp` has it; where that
 * leaves a choice, the first encrypted one.
 */
export function readPlain(text: string, srtp: Srtp): PlainRead {
  const read = readSdp(text);
  if (!read.ok || read.sdp.media.length > MAX_MEDIA) return MALFORMED;
  const media = readMedia(read.sdp);
  const isVoice = (medium: SdpMedium | null): medium is SdpMedium =>
    medium !== null && medium.kind === 'audio' && medium.port !== 0 && PROTOCOLS.includes(medium.protocol);
  if (media.length === 0 || media.includes(null) || !media.some(isVoice)) return MALFORMED;
  const voices = media.flatMap((medium, voiceAt) =>
    isVoice(medium) && formatOf(medium).codecs.length > 0
      ? [{ medium, voiceAt, security: securityOf(medium, read.sdp, voiceAt, srtp) }]
      : [],
  );
  const found =
    voices.find(({ security }) => security !== null && security.kind !== 'none') ??
    voices.find(({ security }) => security !== null);
  if (found?.security === undefined || found.security === null)
    return { ok: false, refusal: voices.length === 0 ? 'no_common_codec' : 'no_common_encryption' };
  return readVoice(read.sdp, found.medium, found.voiceAt, found.security);
}

/** What is to be done with such a medium; null: it cannot be had. */
function securityOf(medium: SdpMedium, sdp: Sdp, at: number, srtp: Srtp): PlainSecurity | null {
  const isOff = srtp === 'off';
  if (BY_HANDSHAKE.includes(medium.protocol)) return isOff ? null : handshakeOf(medium);
  const keys = isOff ? [] : attributes(sdp.media[at] ?? [], 'crypto').flatMap((value) => readSdes(value) ?? []);
  if (keys.length > 0) return { kind: 'sdes', keys };
  return PLAIN.includes(medium.protocol) && srtp !== 'required' ? { kind: 'none' } : null;
}

/** We open it ourselves, as with pages; a far end that wants to cannot be had (RFC 5763 section 5). */
function handshakeOf({ fingerprint, setup }: SdpMedium): PlainSecurity | null {
  if (fingerprint === null || !isKnownFingerprint(fingerprint) || setup === 'active') return null;
  return { kind: 'dtls', fingerprints: [fingerprint] };
}

function readVoice(sdp: Sdp, medium: SdpMedium, voiceAt: number, security: PlainSecurity): PlainRead {
  const lines = sdp.media[voiceAt] ?? [];
  const address = connectionOf(lines) ?? connectionOf(sdp.session);
  if (address === null) return MALFORMED;
  const isSent = !NOWHERE.has(address);
  const description: PlainDescription = {
    origin: sdp.session.find((line) => line.startsWith('o=')) ?? '',
    media: sdp.media.map((one) => describeMedium(one, sdp)),
    voiceAt,
    sound: isSent ? { address, port: medium.port } : null,
    reportsPort: reportsPortOf(lines, medium),
    isMuxed: medium.hasRtcpMux,
    format: formatOf(medium),
    // Zeros are how telephones held a call before there were directions (RFC 3264 section 8.4).
    direction: isSent ? medium.direction : (DEAF[medium.direction] ?? medium.direction),
    protocol: medium.protocol,
    security,
  };
  return { ok: true, description };
}

/** The first address that a description names, where it names one. */
export function addressOf(text: string): string | null {
  return connectionOf(text.split(/\r\n|\r|\n/u));
}

/** Source: RFC 8866 section 5.7. Names of hosts are not looked up: an end that describes itself knows its address. */
function connectionOf(lines: readonly string[]): string | null {
  for (const line of lines) {
    const [, address] = /^c=IN IP[46] ([\d.]+|[\da-f:.]+)(?:\/\d+)*\s*$/iu.exec(line) ?? [];
    if (address !== undefined && readAddress(address) !== null) return address;
  }
  return null;
}

/** Source: RFC 3605 section 2.1. An address of its own for reports, which it allows, no telephone has. */
function reportsPortOf(lines: readonly string[], { port, hasRtcpMux }: SdpMedium): number {
  if (hasRtcpMux) return port;
  const [, told] = /^(\d{1,5})(?:\s|$)/u.exec(attributes(lines, 'rtcp')[0] ?? '') ?? [];
  return Math.min(HIGHEST_PORT, Number(told ?? port + 1));
}

function formatOf(medium: SdpMedium): VoiceFormat {
  const codecs = medium.codecs.flatMap(({ name, clockRate, payloadType }) =>
    isVoiceCodec(name, clockRate) ? [{ codec: name, payloadType }] : [],
  );
  const keys = medium.codecs
    .filter(({ name, clockRate }) => name === 'telephone-event' && (clockRate === 8000 || clockRate === 48_000))
    .map(({ payloadType, clockRate }) => ({ payloadType, clockRate }));
  return { codecs, keys };
}

/**
 * What is answered to these: one codec, and keys at its clock rate, or at any where there are none. `wanted`: the only
 * ones that may be, in this order; null: any, the first. Null: there is none.
 */
export function agreeOn({ codecs, keys }: VoiceFormat, wanted: readonly VoiceCodec[] | null): VoiceFormat | null {
  const first = (wanted ?? codecs.map(({ codec }) => codec)).find((one) => codecs.some(({ codec }) => codec === one));
  const agreed = codecs.find(({ codec }) => codec === first);
  if (agreed === undefined) return null;
  const { clockRate } = VOICE_CODECS[agreed.codec];
  const [key] = keys.toSorted((a, b) => Number(b.clockRate === clockRate) - Number(a.clockRate === clockRate));
  return { codecs: [agreed], keys: key === undefined ? [] : [key] };
}

/** What we offer: these codecs in this order, and keys at each clock rate among them. */
export function formatToOffer(codecs: readonly VoiceCodec[]): VoiceFormat {
  const rates = [...new Set(codecs.map((codec) => VOICE_CODECS[codec].clockRate))];
  return {
    codecs: codecs.map((codec) => ({ codec, payloadType: VOICE_CODECS[codec].payloadType })),
    keys: rates.map((clockRate, index) => ({ payloadType: FIRST_KEY_TYPE + index, clockRate })),
  };
}

const FIRST_KEY_TYPE = 101;

/** Our end. `version`: counts our descriptions of this leg. */
export type PlainEnd = {
  readonly ssrc: number;
  readonly version: number;
  readonly address: string;
  readonly port: number;
  readonly format: VoiceFormat;
  readonly direction: SdpDirection;
  /** Ours to encrypt with; several in an offer, at most one in an answer. */
  readonly keys: readonly SdesKey[];
  /** Of our certificate, by SHA-256; null without a handshake. `setup`: who opens it. */
  readonly handshake: { readonly fingerprint: string; readonly setup: 'active' | 'actpass' } | null;
};

/** Our offer. `protocol`: as the far end has it, or we begin. */
export function writePlainOffer(ours: PlainEnd, protocol: string): string {
  return writeSdp({ session: sessionOf(ours), media: [voiceOf(ours, protocol)] });
}

/** Our answer: the voice taken, everything else refused. */
export function writePlainAnswer({ media, voiceAt, isMuxed }: PlainDescription, ours: PlainEnd): string {
  const answered = media.map((medium, index) =>
    index === voiceAt
      ? [
          ...voiceOf(ours, medium.protocol),
          ...(medium.mid === null ? [] : [`a=mid:${medium.mid}`]),
          ...(isMuxed ? ['a=rtcp-mux'] : []),
        ]
      : refuseMedium(medium),
  );
  return writeSdp({ session: sessionOf(ours), media: answered });
}

function sessionOf({ ssrc, version, address }: PlainEnd): string[] {
  const at = `IN ${address.includes(':') ? 'IP6' : 'IP4'} ${address}`;
  return ['v=0', `o=- ${ssrc} ${version} ${at}`, 's=-', `c=${at}`, 't=0 0'];
}

function voiceOf({ port, format, direction, keys, handshake }: PlainEnd, protocol: string): string[] {
  const types = [...format.codecs, ...format.keys].map(({ payloadType }) => payloadType);
  return [
    `m=audio ${port} ${protocol} ${types.join(' ')}`,
    ...format.codecs.map(({ codec, payloadType }) => `a=rtpmap:${payloadType} ${VOICE_CODECS[codec].mapping}`),
    ...format.keys.flatMap(({ payloadType, clockRate }) => [
      `a=rtpmap:${payloadType} telephone-event/${clockRate}`,
      `a=fmtp:${payloadType} 0-15`,
    ]),
    'a=ptime:20',
    ...keys.map((key) => `a=crypto:${writeSdes(key)}`),
    ...(handshake === null ? [] : [`a=setup:${handshake.setup}`, `a=fingerprint:sha-256 ${handshake.fingerprint}`]),
    `a=${direction}`,
  ];
}
