/**
 * An Opus file as it is played to its end: one stream, or several chained one after another, each with a header of its
 * own. Streams that are no Opus may lie beside them, such as a video's; in the chain itself they would be a hole.
 *
 * Source: RFC 3533 section 4 (chaining, multiplexing), RFC 7845 section 3 ("Packet Organization").
 */
import { readOggWithin } from './ogg.ts';
import type { OggLimits, OggStream } from './ogg.ts';
import { isOpusStream, readOpusStream } from './ogg-opus.ts';
import type { OggOpus, OggOpusFault } from './ogg-opus.ts';

/**
 * Why a file cannot be played as one. `too_much`: more pages, packets or streams than the limits allow. `at_once`: two
 * Opus streams that sound together. `not_all_opus`: a link of the chain is something else.
 */
export type OpusChainFault = OggOpusFault | 'too_much' | 'at_once' | 'not_all_opus';

/** The links in the order in which they are heard. */
export type OpusChain =
  | { readonly ok: true; readonly links: readonly OggOpus[] }
  | { readonly ok: false; readonly fault: OpusChainFault };

/** Reads all links. Any bytes are allowed; of a cut or spoilt file, what is whole. */
export function readOpusChain(bytes: Uint8Array, limits: OggLimits): OpusChain {
  const streams = readOggWithin(bytes, limits);
  if (streams === null) return { ok: false, fault: 'too_much' };
  const opus = streams.filter(isOpusStream);
  if (opus.length === 0) return { ok: false, fault: streams.length === 0 ? 'not_ogg' : 'not_opus' };
  // Streams are in the order of their beginnings, so those that meet are neighbors.
  if (opus.some((stream, index) => isBeside(stream, opus[index + 1]))) return { ok: false, fault: 'at_once' };
  const others = streams.filter((stream) => stream.packets.length > 0 && !isOpusStream(stream));
  if (others.some((other) => !opus.some((stream) => isBeside(other, stream))))
    return { ok: false, fault: 'not_all_opus' };
  const links: OggOpus[] = [];
  for (const stream of opus) {
    const read = readOpusStream(stream);
    if (!read.ok) return read;
    links.push(read.opus);
  }
  return { ok: true, links };
}

function isBeside({ pages }: OggStream, other: OggStream | undefined): boolean {
  return other !== undefined && pages.first <= other.pages.last && other.pages.first <= pages.last;
}
