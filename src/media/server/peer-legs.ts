/**
 * The legs of one worker whose other ends are outside: browsers, and telephones that talk plain RTP. Made, and agreed
 * with.
 */
import type { LegEvent, LegRefusal, LostReason } from '../media-server.ts';
import type { VoiceCodec } from '../codec/voice-codec.ts';
import { createBrowserLeg } from './legs/browser-leg.ts';
import type { BrowserLeg } from './legs/browser-leg.ts';
import { createRtpLeg } from './legs/rtp-leg.ts';
import type { RtpLeg } from './legs/rtp-leg.ts';
import type { Ticker } from './legs/ticker.ts';
import { createTranscoders } from './legs/transcoder.ts';
import type { LegRouter } from './leg-router.ts';
import type { Certificate } from './transport/handshake.ts';
import type { MediaPort } from './transport/media-port.ts';
import { agreeOn, formatToOffer, readPlain, writePlainAnswer, writePlainOffer } from './transport/plain-sdp.ts';
import type { PlainDescription } from './transport/plain-sdp.ts';
import { openRtpPorts } from './transport/rtp-ports.ts';
import { COUNTERPARTS } from './transport/sdp-answer.ts';
import { readOffer } from './transport/sdp-offer.ts';
import { createSourceLock } from './transport/source-lock.ts';
import type { VoiceFormat } from './transport/voice-format.ts';
import type { WorkerOptions, WorkerVerbs } from './worker-protocol.ts';

/** What they are made of. */
export type PeerLegParts = {
  readonly options: WorkerOptions;
  readonly port: MediaPort;
  readonly certificate: Certificate;
  readonly ticker: Ticker;
  readonly legRouter: LegRouter;
  told(event: LegEvent): void;
  lose(legId: string, reason: LostReason): void;
};

/** Each may have to be transcoded both ways, and transcoders have room for 70 (see `transcoder.ts`). */
const MAX_PLAIN = 30;

type PlainLeg = {
  readonly leg: RtpLeg;
  readonly address: string;
  /** What we offered, while no answer has come, and after. Null: it was the far end that offered. */
  readonly offered: VoiceFormat | null;
  descriptions: number;
};

type Made<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: LegRefusal };

/** None yet. */
export function createPeerLegs(parts: PeerLegParts) {
  const { options, port, certificate, ticker, legRouter, told } = parts;
  const transcoders = createTranscoders();
  const browsers = new Map<string, BrowserLeg>();
  const plains = new Map<string, PlainLeg>();
  const isFull = (): boolean => legRouter.size() >= options.legsMax;

  const listenerOf = (legId: string) => ({
    onConnected: () => told({ type: 'connected', legId }),
    onSilent: (isSilent: boolean) => told({ type: isSilent ? 'silent' : 'sounding', legId }),
    onCodec: (codec: VoiceCodec) => told({ type: 'codec', legId, codec }),
    onInterrupted: () => told({ type: 'interrupted', legId }),
    onLost: (reason: LostReason) => parts.lose(legId, reason),
    onDigit: (digit: string) => told({ type: 'digit', legId, digit }),
    onPlayed: (playId: string, byDigit: boolean) => told({ type: 'played', legId, playId, byDigit }),
  });

  function addBrowser(legId: string): BrowserLeg {
    const leg = createBrowserLeg({ legId, port, certificate, ticker, transcoders, listener: listenerOf(legId) });
    browsers.set(legId, leg);
    legRouter.add(leg);
    return leg;
  }

  async function addPlain(
    legId: string,
    source: 'signalled' | 'first',
    { address, offered }: Pick<PlainLeg, 'address' | 'offered'>,
  ): Promise<Made<PlainLeg>> {
    if (isFull() || plains.size >= MAX_PLAIN) return { ok: false, refusal: 'overloaded' };
    const ports = await openRtpPorts(options.host, options.ports, Math.random());
    if (ports === null) return { ok: false, refusal: 'no_ports' };
    const listener = listenerOf(legId);
    const leg = createRtpLeg({ legId, ports, lock: createSourceLock(source), ticker, transcoders, listener });
    const plain: PlainLeg = { leg, address, offered, descriptions: 0 };
    plains.set(legId, plain);
    legRouter.add(leg);
    return { ok: true, value: plain };
  }

  function describe(plain: PlainLeg, format: VoiceFormat, direction: PlainDescription['direction']) {
    plain.descriptions += 1;
    const { port: at, ssrc } = plain.leg;
    return { ssrc, version: plain.descriptions, address: plain.address, port: at, format, direction };
  }

  const verbs: PeerVerbs = {
    negotiate({ legId, offer, announced }) {
      const read = readOffer(offer);
      if (!read.ok) return read;
      if (plains.has(legId)) return { ok: false, refusal: 'closed' };
      const known = browsers.get(legId);
      if (known === undefined && isFull()) return { ok: false, refusal: 'overloaded' };
      return { ok: true, answer: (known ?? addBrowser(legId)).negotiate(read.offer, announced) };
    },
    async negotiatePlain({ legId, offer, announced, source }) {
      const read = readPlain(offer);
      if (!read.ok) return read;
      if (browsers.has(legId)) return { ok: false, refusal: 'closed' };
      const { description } = read;
      const known = plains.get(legId);
      const address = announced[0] ?? '127.0.0.1';
      const made = known === undefined ? await addPlain(legId, source, { address, offered: null }) : null;
      if (made !== null && !made.ok) return made;
      const plain = made?.value ?? known;
      if (plain === undefined) return { ok: false, refusal: 'closed' };
      const format = agreeOn(description.format);
      const ours = describe(plain, format, COUNTERPARTS[description.direction]);
      // Told after the answer: anyone who asked is to know the leg first.
      setImmediate(() => agree(plain, description, { heard: format, said: format }));
      return { ok: true, answer: writePlainAnswer(description, ours) };
    },
    async offerPlain({ legId, announced, source, codecs }) {
      const format = formatToOffer(codecs);
      const made = await addPlain(legId, source, { address: announced[0] ?? '127.0.0.1', offered: format });
      if (!made.ok) return made;
      return { ok: true, offer: writePlainOffer(describe(made.value, format, 'sendrecv')) };
    },
    acceptPlain({ legId, answer }) {
      const plain = plains.get(legId);
      if (plain === undefined || plain.offered === null) return 'closed';
      const read = readPlain(answer);
      if (!read.ok) return read.refusal;
      const { description } = read;
      const said = agreeOn(description.format);
      const isOffered = plain.offered.codecs.some(({ codec }) => codec === said.codecs[0]?.codec);
      if (!isOffered) return 'no_common_codec';
      const { offered } = plain;
      setImmediate(() => agree(plain, description, { heard: offered, said }));
      return null;
    },
  };

  function agree(
    { leg }: PlainLeg,
    { sound, reportsPort, isMuxed, direction }: PlainDescription,
    formats: { readonly heard: VoiceFormat; readonly said: VoiceFormat },
  ): void {
    if (plains.get(leg.legId)?.leg !== leg) return;
    const speaks = direction === 'sendrecv' || direction === 'sendonly';
    const listens = direction === 'sendrecv' || direction === 'recvonly';
    leg.agree({ sound, reportsPort, isMuxed, ...formats, speaks, listens });
  }

  return {
    verbs,
    forget(legId: string): void {
      browsers.delete(legId);
      plains.delete(legId);
    },
  };
}

type PeerVerbs = {
  readonly [Verb in 'negotiate' | 'negotiatePlain' | 'offerPlain' | 'acceptPlain']: (
    ask: WorkerVerbs[Verb]['ask'],
  ) => WorkerVerbs[Verb]['answer'] | Promise<WorkerVerbs[Verb]['answer']>;
};
