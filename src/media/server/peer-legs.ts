/**
 * The legs of one worker whose other ends are outside: browsers, and telephones that talk plain RTP. Made, and agreed
 * with.
 */
import type { LegEvent, LostReason } from '../media-server.ts';
import type { VoiceCodec } from '../codec/voice-codec.ts';
import { createBrowserLeg } from './legs/browser-leg.ts';
import type { BrowserLeg } from './legs/browser-leg.ts';
import type { Ticker } from './legs/ticker.ts';
import { createTranscoders } from './legs/transcoder.ts';
import type { LegRouter } from './leg-router.ts';
import { createPlainLegs } from './plain-legs.ts';
import type { PlainVerbs } from './plain-legs.ts';
import type { Certificate } from './transport/handshake.ts';
import type { MediaPort } from './transport/media-port.ts';
import { readOffer } from './transport/sdp-offer.ts';
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

/** None yet. */
export function createPeerLegs(parts: PeerLegParts) {
  const { options, port, certificate, ticker, legRouter, told } = parts;
  const transcoders = createTranscoders();
  const browsers = new Map<string, BrowserLeg>();
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

  const plains = createPlainLegs({
    ...parts,
    transcoders,
    isBrowser: (legId) => browsers.has(legId),
    isFull,
    listenerOf,
  });

  function addBrowser(legId: string): BrowserLeg {
    const leg = createBrowserLeg({ legId, port, certificate, ticker, transcoders, listener: listenerOf(legId) });
    browsers.set(legId, leg);
    legRouter.add(leg);
    return leg;
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
    ...plains.verbs,
  };

  return {
    verbs,
    forget(legId: string): void {
      browsers.delete(legId);
      plains.forget(legId);
    },
  };
}

type PeerVerbs = PlainVerbs & {
  readonly negotiate: (ask: WorkerVerbs['negotiate']['ask']) => WorkerVerbs['negotiate']['answer'];
};
