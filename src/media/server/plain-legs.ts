/**
 * The legs of one worker that talk plain RTP with telephones: made, and agreed with by offers of either side (RFC
 * 3264).
 */
import { randomBytes } from 'node:crypto';
import { masterOf, SDES_KEY_BYTES, SDES_SUITES } from '../codec/sdes.ts';
import type { SdesKey, SdesSuite } from '../codec/sdes.ts';
import type { SdpDirection } from '../codec/sdp.ts';
import type { SrtpMaster } from '../codec/srtp-keys.ts';
import { VOICE_CODECS } from '../codec/voice-codec.ts';
import type { VoiceCodec } from '../codec/voice-codec.ts';
import type { RtpTerms } from '../media-server.ts';
import type { LegRouter } from './leg-router.ts';
import { createRtpLeg } from './legs/rtp-leg.ts';
import type { RtpLeg, RtpLegListener } from './legs/rtp-leg.ts';
import type { Ticker } from './legs/ticker.ts';
import type { Transcoders } from './legs/transcoder.ts';
import { agreeOn, formatToOffer, readPlain, writePlainAnswer, writePlainOffer } from './transport/plain-sdp.ts';
import type { PlainDescription, PlainEnd, PlainSecurity } from './transport/plain-sdp.ts';
import type { Certificate } from './transport/handshake.ts';
import type { RtpEncryption } from './transport/rtp-security.ts';
import { openRtpPorts } from './transport/rtp-ports.ts';
import { COUNTERPARTS } from './transport/sdp-answer.ts';
import { createSourceLock } from './transport/source-lock.ts';
import type { VoiceFormat } from './transport/voice-format.ts';
import type { WorkerOptions, WorkerVerbs } from './worker-protocol.ts';

/** What they are made of. */
export type PlainLegParts = {
  readonly options: WorkerOptions;
  readonly ticker: Ticker;
  readonly transcoders: Transcoders;
  readonly legRouter: LegRouter;
  readonly certificate: Certificate;
  isFull(): boolean;
  isBrowser(legId: string): boolean;
  listenerOf(legId: string): RtpLegListener;
};

/** What can be asked of them. */
export type PlainVerbs = {
  readonly [Verb in 'negotiatePlain' | 'offerPlain' | 'acceptPlain']: (
    ask: WorkerVerbs[Verb]['ask'],
  ) => WorkerVerbs[Verb]['answer'] | Promise<WorkerVerbs[Verb]['answer']>;
};

/** Each is transcoded for one way at most, where pages talk in its codec; transcoders have room for 80. */
const MAX_PLAIN = 80;

/** What is offered where the terms say nothing, in this order. */
const ALL_CODECS = Object.keys(VOICE_CODECS) as VoiceCodec[]; // The keys of a table that has no others.

const SUITES = Object.keys(SDES_SUITES) as SdesSuite[]; // Likewise.

const HEARS: readonly SdpDirection[] = ['sendrecv', 'recvonly'];
const SAYS: readonly SdpDirection[] = ['sendrecv', 'sendonly'];

type PlainLeg = {
  readonly leg: RtpLeg;
  /** Ours. */
  readonly address: string;
  readonly terms: RtpTerms;
  /** What we offered last; an answer to it may come, or another one. Null: the far end offered since. */
  offered: Offered | null;
  /** What was agreed on last; null before. */
  agreed: VoiceFormat | null;
  /** Our last description. */
  written: string;
  version: number;
  /** Ours, by their suites. They stay as long as the leg does. */
  readonly keys: Readonly<Record<SdesSuite, SrtpMaster>>;
  /** How the sound is encrypted, as the far end has it; null before it said so. */
  security: PlainSecurity['kind'] | null;
  /** The suite that was agreed on, while there is one. */
  suite: SdesSuite | null;
  /** As the far end has it. */
  protocol: string;
  /** What we would do, whatever the far end wants. */
  wish: SdpDirection;
  /** The far end's last description, by what could be another in it. */
  heard: string;
};

type Offered = { readonly format: VoiceFormat; readonly direction: SdpDirection };

/** None yet. */
export function createPlainLegs(parts: PlainLegParts) {
  const { options, ticker, transcoders, legRouter } = parts;
  const plains = new Map<string, PlainLeg>();
  const handshake = (setup: 'active' | 'actpass') => ({ fingerprint: parts.certificate.fingerprint, setup });

  /** The one that is there, else a new one; or why there is none. */
  async function take(
    legId: string,
    announced: readonly string[],
    terms: RtpTerms,
  ): Promise<PlainLeg | 'closed' | 'overloaded' | 'no_ports'> {
    const known = plains.get(legId);
    if (known !== undefined) return known;
    if (parts.isBrowser(legId)) return 'closed';
    if (parts.isFull() || plains.size >= MAX_PLAIN) return 'overloaded';
    const ports = await openRtpPorts(options.host, options.ports, Math.random());
    if (ports === null) return 'no_ports';
    const listener = parts.listenerOf(legId);
    const lock = createSourceLock(terms.source ?? 'signalled');
    const { certificate } = parts;
    const leg = createRtpLeg({ legId, ports, lock, certificate, ticker, transcoders, listener });
    const [address = '127.0.0.1'] = announced;
    const plain: PlainLeg = {
      leg,
      address,
      terms,
      offered: null,
      agreed: null,
      written: '',
      version: 0,
      keys: {
        AES_CM_128_HMAC_SHA1_80: masterOf(randomBytes(SDES_KEY_BYTES)),
        AES_CM_128_HMAC_SHA1_32: masterOf(randomBytes(SDES_KEY_BYTES)),
      },
      security: null,
      suite: null,
      protocol: terms.srtp === 'required' ? 'RTP/SAVP' : 'RTP/AVP',
      wish: 'sendrecv',
      heard: '',
    };
    plains.set(legId, plain);
    legRouter.add(leg);
    return plain;
  }

  /** Our description, which has another version only when something else in it is another. */
  function describe(
    plain: PlainLeg,
    { format, direction }: Offered,
    secured: Pick<PlainEnd, 'keys' | 'handshake'>,
    write: (ours: PlainEnd) => string,
  ): string {
    const { port, ssrc } = plain.leg;
    const ours = { ssrc, address: plain.address, port, format, direction, ...secured };
    if (write({ ...ours, version: plain.version }) !== plain.written) {
      plain.version += 1;
      plain.written = write({ ...ours, version: plain.version });
    }
    return plain.written;
  }

  /** From now on they talk like this. Our `direction`: what we do, if the far end does its part. */
  function agree(
    plain: PlainLeg,
    description: PlainDescription,
    heard: VoiceFormat,
    ours: Offered & { readonly key: SdesKey | null },
  ): void {
    const { leg } = plain;
    if (plains.get(leg.legId)?.leg !== leg) return;
    const { sound, reportsPort, isMuxed, direction: theirs, origin, security } = description;
    plain.security = security.kind;
    plain.suite = ours.key?.suite ?? null;
    plain.protocol = description.protocol;
    const encryption = encryptionOf(plain, security, ours.key);
    // Some leave their version as it is when they hold.
    const heardNow = JSON.stringify([origin, sound, theirs]);
    const isRepeated = plain.heard === heardNow;
    plain.heard = heardNow;
    plain.agreed = ours.format;
    const speaks = SAYS.includes(theirs) && HEARS.includes(ours.direction);
    const listens = HEARS.includes(theirs) && SAYS.includes(ours.direction);
    leg.agree({ sound, reportsPort, isMuxed, heard, said: ours.format, speaks, listens, isRepeated, encryption });
  }

  const verbs: PlainVerbs = {
    async negotiatePlain({ legId, offer, announced, terms }) {
      const { codecs, srtp = 'off' } = plains.get(legId)?.terms ?? terms;
      const read = readPlain(offer, srtp);
      if (!read.ok) return read;
      const { description } = read;
      const format = agreeOn(description.format, codecs ?? null);
      if (format === null) return { ok: false, refusal: 'no_common_codec' };
      const plain = await take(legId, announced, terms);
      if (typeof plain === 'string') return { ok: false, refusal: plain };
      plain.offered = null;
      const direction = meet(COUNTERPARTS[description.direction], plain.wish);
      const { security } = description;
      // The first that it offers and we know, with its number (RFC 4568 section 5.1.2).
      const [key = null] = security.kind === 'sdes' ? security.keys : [];
      const ours = { format, direction, key };
      const secured = {
        keys: key === null ? [] : [{ ...key, master: plain.keys[key.suite] }],
        handshake: security.kind === 'dtls' ? handshake('active') : null,
      };
      const answer = describe(plain, ours, secured, (end) => writePlainAnswer(description, end));
      // Told after the answer: anyone who asked is to know the leg first.
      setImmediate(() => agree(plain, description, format, ours));
      return { ok: true, answer, isHeld: !HEARS.includes(description.direction) };
    },
    async offerPlain({ legId, announced, direction, terms }) {
      const plain = await take(legId, announced, terms);
      if (typeof plain === 'string') return { ok: false, refusal: plain };
      const format = plain.agreed ?? formatToOffer(plain.terms.codecs ?? ALL_CODECS);
      plain.wish = direction;
      plain.offered = { format, direction };
      const secured = {
        keys: keysToOffer(plain),
        handshake: plain.security === 'dtls' ? handshake('actpass') : null,
      };
      const offer = describe(plain, plain.offered, secured, (end) => writePlainOffer(end, plain.protocol));
      return { ok: true, offer };
    },
    acceptPlain({ legId, answer }) {
      const plain = plains.get(legId);
      const offered = plain?.offered ?? null;
      if (plain === undefined || offered === null) return 'closed';
      const read = readPlain(answer, plain.terms.srtp ?? 'off');
      if (!read.ok) return read.refusal;
      const { description } = read;
      const format = agreeOn(description.format, null);
      const isOffered = offered.format.codecs.some(({ codec }) => codec === format?.codecs[0]?.codec);
      if (format === null || !isOffered) return 'no_common_codec';
      const { security } = description;
      const [key = null] = security.kind === 'sdes' ? security.keys.filter(isOf(keysToOffer(plain))) : [];
      // The key of an answer is one to an offered one; a handshake is offered only where there was one.
      const isOurs = { none: true, sdes: key !== null, dtls: plain.security === 'dtls' }[security.kind];
      if (!isOurs) return 'no_common_encryption';
      const ours = { format, direction: offered.direction, key };
      setImmediate(() => agree(plain, description, offered.format, ours));
      return null;
    },
  };

  return { verbs, has: (legId: string): boolean => plains.has(legId), forget: (legId: string) => plains.delete(legId) };
}

/** Both suites at first; then the one that is in use, and no other. */
function keysToOffer({ terms, keys, security, suite }: PlainLeg): readonly SdesKey[] {
  if ((terms.srtp ?? 'off') === 'off' || (security !== null && security !== 'sdes')) return [];
  const suites = suite === null ? SUITES : [suite];
  return suites.map((one, index) => ({ tag: index + 1, suite: one, master: keys[one] }));
}

/** Whether an answer's key is one to one of the offered. */
function isOf(offered: readonly SdesKey[]): (key: SdesKey) => boolean {
  return (key) => offered.some(({ tag, suite }) => tag === key.tag && suite === key.suite);
}

function encryptionOf({ keys }: PlainLeg, security: PlainSecurity, key: SdesKey | null): RtpEncryption {
  if (security.kind === 'dtls') return security;
  if (key === null) return { kind: 'none' };
  return { kind: 'sdes', suite: key.suite, local: keys[key.suite], remote: key.master };
}

/** What both allow. */
function meet(a: SdpDirection, b: SdpDirection): SdpDirection {
  const says = SAYS.includes(a) && SAYS.includes(b);
  const hears = HEARS.includes(a) && HEARS.includes(b);
  if (says) return hears ? 'sendrecv' : 'sendonly';
  return hears ? 'recvonly' : 'inactive';
}
