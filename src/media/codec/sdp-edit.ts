/** Changes to an offer or answer before another stack sees it. Each gives a new value; what it does not name stays. */
import { attributes, formatsOf, SDP_DIRECTIONS } from './sdp.ts';
import type { Sdp, SdpDirection } from './sdp.ts';

/**
 * Without `a=rtcp:PORT` lines that have no address. They are valid (RFC 3605 section 2.1) and rtpengine writes them, but
 * werift throws on them; and with `a=rtcp-mux`, which we insist on, they say nothing.
 */
export function withoutPortOnlyRtcp(sdp: Sdp): Sdp {
  return mapMedia(sdp, (lines) => lines.filter((line) => !/^a=rtcp:\d+\s*$/u.test(line)));
}

/**
 * Without these payload types in the media of a kind: in the `m=` line and in all that describes them. A medium that
 * would have none left stays as it is, since an `m=` line must list one.
 */
export function withoutPayloadTypes(sdp: Sdp, kind: string, payloadTypes: readonly number[]): Sdp {
  const dropped = new Set(payloadTypes.map(String));
  return mapMedia(sdp, (lines) => {
    const [mediumLine = '', ...rest] = lines;
    const kept = formatsOf(mediumLine).filter((format) => !dropped.has(format));
    if (!mediumLine.startsWith(`m=${kind} `) || kept.length === 0) return lines;
    const head = mediumLine.split(/\s+/u).slice(0, 3);
    return [[...head, ...kept].join(' '), ...rest.filter((line) => !dropped.has(describedFormat(line)))];
  });
}

/** With telephone events of no other clock rate in the audio media: those of a codec that is not the one in use. */
export function withTelephoneEventsAt(sdp: Sdp, clockRate: number): Sdp {
  const others = sdp.media.flatMap((lines) =>
    attributes(lines, 'rtpmap').flatMap((mapping) => {
      const match = /^(?<type>\d{1,3})\s+telephone-event\/(?<rate>\d+)/iu.exec(mapping);
      return match === null || Number(match.groups?.['rate']) === clockRate ? [] : [Number(match.groups?.['type'])];
    }),
  );
  return withoutPayloadTypes(sdp, 'audio', others);
}

/** With this direction in every medium, as for hold and its end. */
export function withDirection(sdp: Sdp, direction: SdpDirection): Sdp {
  const isDirection = (line: string) => SDP_DIRECTIONS.some((known) => line === `a=${known}`);
  const edited = mapMedia(sdp, (lines) => [...lines.filter((line) => !isDirection(line)), `a=${direction}`]);
  return { ...edited, session: sdp.session.filter((line) => !isDirection(line)) };
}

/** The payload type that a line is about, "" for none. */
function describedFormat(line: string): string {
  return /^a=(?:rtpmap|fmtp|rtcp-fb):(?<type>\d+)\s/u.exec(line)?.groups?.['type'] ?? '';
}

function mapMedia(sdp: Sdp, edit: (lines: readonly string[]) => readonly string[]): Sdp {
  return { ...sdp, media: sdp.media.map(edit) };
}
