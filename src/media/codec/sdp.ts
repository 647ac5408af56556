/**
 * What a browser offers and answers, as far as we must know it.
 *
 * ```text
 *  v=0 …                                    the session: lines before the first m=
 *  a=fingerprint:sha-256 AB:CD:…            may stand here for all media
 *  m=audio 9 UDP/TLS/RTP/SAVPF 111 126      a medium: kind, port, protocol, payload types in order of preference
 *  a=rtpmap:111 opus/48000/2                a payload type: codec, clock rate, channels
 *  a=fmtp:111 minptime=10;useinbandfec=1    its parameters
 *  a=mid:0  a=sendrecv  a=setup:actpass  a=ice-ufrag:…  a=ice-pwd:…
 * ```
 *
 * Lines that we do not know are kept as they are, so that what was read can be written again. Source: RFC 8866 (SDP),
 * RFC 8839 (ICE), RFC 8122 (fingerprint), RFC 5888 (mid), RFC 4145 (setup).
 */

/** The lines without their ends: of the session, and of each medium, whose first is its `m=`. */
export type Sdp = {
  readonly session: readonly string[];
  readonly media: readonly (readonly string[])[];
};

/** Why a text is not taken. The limits are far above what browsers send, and keep our work for a stranger small. */
type SdpFault = 'too_long' | 'too_many_lines' | 'not_sdp';

/** What reading found. */
export type SdpRead = { readonly ok: true; readonly sdp: Sdp } | { readonly ok: false; readonly fault: SdpFault };

/** Characters that we read at most; a browser's audio and video offer has about 8,000. */
export const MAX_SDP = 65_536;

/** Lines that we read at most. */
export const MAX_SDP_LINES = 2000;

/** Who sends. Without a line it is `sendrecv` (RFC 8866 section 6.7). */
export const SDP_DIRECTIONS = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const;

/** One of the four. */
export type SdpDirection = (typeof SDP_DIRECTIONS)[number];

/** A payload type and what it stands for. */
export type SdpCodec = {
  /** 0 to 127. */
  readonly payloadType: number;
  /** In lower case, such as "opus": names are compared without case (RFC 8866 section 6.6). */
  readonly name: string;
  /** Ticks of its timestamps in a second. */
  readonly clockRate: number;
  readonly channels: number;
  /** As it stands after `a=fmtp`, null without one. */
  readonly parameters: string | null;
};

/** What a medium says; null for what is absent or cannot be read. */
export type SdpMedium = {
  /** "audio", "video", "application". */
  readonly kind: string;
  /** 0 for a medium refused or ended. */
  readonly port: number;
  readonly protocol: string;
  readonly mid: string | null;
  readonly direction: SdpDirection;
  /** In the order of preference; those without a mapping and without a meaning of their own are left out. */
  readonly codecs: readonly SdpCodec[];
  /**
   * Of the certificate: "sha-256" and pairs of hex in upper case. The medium's own, else the session's; so the next
   * two.
   */
  readonly fingerprint: { readonly algorithm: string; readonly value: string } | null;
  readonly iceUfrag: string | null;
  readonly icePwd: string | null;
  readonly setup: 'active' | 'passive' | 'actpass' | 'holdconn' | null;
  /** RTP and RTCP share a port (RFC 5761). */
  readonly hasRtcpMux: boolean;
};

/** RFC 3551 section 6: what has a meaning without `a=rtpmap`. */
const STATIC_CODECS: readonly SdpCodec[] = [
  { payloadType: 0, name: 'pcmu', clockRate: 8000, channels: 1, parameters: null },
  { payloadType: 8, name: 'pcma', clockRate: 8000, channels: 1, parameters: null },
  { payloadType: 9, name: 'g722', clockRate: 8000, channels: 1, parameters: null },
  { payloadType: 13, name: 'cn', clockRate: 8000, channels: 1, parameters: null },
];

const SETUPS = ['active', 'passive', 'actpass', 'holdconn'] as const;

/** Cuts a text into its lines. Ends of lines may be of any kind; what is no line of SDP is dropped. */
export function readSdp(text: string): SdpRead {
  if (text.length > MAX_SDP) return { ok: false, fault: 'too_long' };
  const all = text.split(/\r\n|\r|\n/u);
  if (all.length > MAX_SDP_LINES) return { ok: false, fault: 'too_many_lines' };
  // A session without a name is "s= ", whose space is its value (RFC 8866 section 5.3).
  const lines = all.map((line) => (line.startsWith('s=') ? line : line.trimEnd())).filter(isLine);
  if (lines[0] !== 'v=0') return { ok: false, fault: 'not_sdp' };
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  const media = starts.map((start, index) => lines.slice(start, starts[index + 1]));
  return { ok: true, sdp: { session: lines.slice(0, starts[0]), media } };
}

/** The text, with the ends of lines that RFC 8866 section 5 wants. */
export function writeSdp({ session, media }: Sdp): string {
  return [...session, ...media.flat()].map((line) => `${line}\r\n`).join('');
}

/** The media in their order, as read; null for one whose `m=` line cannot be. */
export function readMedia(sdp: Sdp): (SdpMedium | null)[] {
  return sdp.media.map((lines) => readMedium(lines, sdp.session));
}

/** What follows `a=name:` on each such line. */
export function attributes(lines: readonly string[], name: string): string[] {
  const start = `a=${name}:`;
  return lines.flatMap((line) => (line.startsWith(start) ? [line.slice(start.length).trim()] : []));
}

/** The payload types, or other formats, that an `m=` line lists. */
export function formatsOf(mediumLine: string): string[] {
  return mediumLine.split(/\s+/u).slice(3);
}

/** A type, "=", and a value without control characters, save tabs. */
function isLine(line: string): boolean {
  return /^[a-z]=[\P{Cc}\t]*$/u.test(line);
}

function readMedium(lines: readonly string[], session: readonly string[]): SdpMedium | null {
  const [mediumLine = ''] = lines;
  const match = /^m=(?<kind>[\w-]+)\s+(?<port>\d{1,5})(?:\/\d+)?\s+(?<protocol>[\w/-]+)/u.exec(mediumLine);
  const { kind, port, protocol } = match?.groups ?? {};
  if (kind === undefined || port === undefined || protocol === undefined || Number(port) > 65_535) return null;
  const either = (name: string) => attributes(lines, name)[0] ?? attributes(session, name)[0] ?? '';
  const setup = either('setup');
  return {
    kind,
    port: Number(port),
    protocol,
    mid: whole(attributes(lines, 'mid')[0] ?? '', /^[!-~]{1,64}$/u),
    direction: directionOf(lines) ?? directionOf(session) ?? 'sendrecv',
    codecs: readCodecs(lines, formatsOf(mediumLine)),
    fingerprint: readFingerprint(either('fingerprint')),
    // RFC 8839 section 5.4: letters, digits, "+" and "/"; a few stacks write "-" and "_" too.
    iceUfrag: whole(either('ice-ufrag'), /^[\w+/-]{4,256}$/u),
    icePwd: whole(either('ice-pwd'), /^[\w+/-]{22,256}$/u),
    setup: SETUPS.find((known) => known === setup) ?? null,
    hasRtcpMux: lines.includes('a=rtcp-mux'),
  };
}

function directionOf(lines: readonly string[]): SdpDirection | null {
  return SDP_DIRECTIONS.find((direction) => lines.includes(`a=${direction}`)) ?? null;
}

function readCodecs(lines: readonly string[], formats: readonly string[]): SdpCodec[] {
  const mapped = attributes(lines, 'rtpmap').flatMap(readMapping);
  const parameters = new Map(attributes(lines, 'fmtp').map(splitOnce));
  return formats.flatMap((format) => {
    const isFormat = ({ payloadType }: SdpCodec) => String(payloadType) === format;
    const codec = mapped.find(isFormat) ?? STATIC_CODECS.find(isFormat);
    return codec === undefined ? [] : [{ ...codec, parameters: parameters.get(format) ?? null }];
  });
}

function readMapping(value: string): SdpCodec[] {
  const match = /^(?<type>\d{1,3})\s+(?<name>[^/\s]{1,64})\/(?<rate>\d{1,6})(?:\/(?<channels>\d{1,2}))?$/u.exec(value);
  const { type, name, rate, channels = '1' } = match?.groups ?? {};
  if (type === undefined || name === undefined || Number(type) > 127 || Number(rate) === 0) return [];
  const [payloadType, clockRate] = [Number(type), Number(rate)];
  return [{ payloadType, name: name.toLowerCase(), clockRate, channels: Number(channels), parameters: null }];
}

function readFingerprint(value: string): SdpMedium['fingerprint'] {
  const [algorithm, digest] = splitOnce(value);
  const isDigest = /^[\da-f]{2}(?::[\da-f]{2}){15,63}$/iu.test(digest);
  return isDigest ? { algorithm: algorithm.toLowerCase(), value: digest.toUpperCase() } : null;
}

function splitOnce(value: string): [string, string] {
  const at = value.search(/\s/u);
  return at === -1 ? [value, ''] : [value.slice(0, at), value.slice(at).trim()];
}

function whole(value: string, pattern: RegExp): string | null {
  return pattern.test(value) ? value : null;
}
