/**
 * The legs of browsers by whose they are: an agent's lasts as long as they are online, a caller's as long as their
 * call.
 */
import { background } from '#background/background.ts';
import type { LegEvent, LegId, Media } from '../media-server.ts';

/** How a browser's sound is doing. `worker`: the engine that held it died. */
export type LegState = 'connecting' | 'connected' | 'interrupted' | 'lost' | 'worker';

/**
 * How a page is told about its sound. `silent`: its connection stands, and its microphone delivers nothing; `sounding`:
 * it does again.
 */
export type PageSound = 'connected' | 'interrupted' | 'lost' | 'silent' | 'sounding';

/** A leg's state as pages are told it: for them it is all the same why it is gone. */
export function soundOf(state: LegState): PageSound {
  return state === 'connected' || state === 'interrupted' ? state : 'lost';
}

/**
 * A browser's leg, under the name that its owner has. `isSilent`: its connection stands, and no sound comes of it.
 * `codec`: in which it hears others, and should be heard.
 */
export type BrowserLeg = {
  readonly legId: LegId;
  readonly state: LegState;
  readonly isSilent: boolean;
  readonly codec: string;
};

export type Offered = { readonly ok: true; readonly answer: string } | { readonly ok: false; readonly refusal: string };

/** Browsers of one kind. */
export type Legs<K> = {
  /** Answers an offer that came from the IP address; the leg that is there continues, a lost one is made anew. */
  offer(key: K, sdp: string, asker: string): Promise<Offered>;
  get(key: K): BrowserLeg | undefined;
  isConnected(key: K): boolean;
  isSilent(key: K): boolean;
  close(key: K): Promise<void>;
  /** The leg has another owner from now on. */
  rename(from: K, to: K): void;
  /** Whose leg it is; undefined when it is no leg of these. */
  ownerOf(legId: LegId): K | undefined;
  /** Takes note of what a leg tells; the new state, where it has one. */
  heard(event: LegEvent): LegState | undefined;
};

/** Makes the registry. */
export function createLegs<K>(media: Media): Legs<K> {
  const legs = new Map<K, BrowserLeg>();
  const owners = new Map<LegId, K>();
  /** One offer of an owner at a time: a page that is reloaded twice in a second must not get two legs. */
  const turns = new Map<K, Promise<unknown>>();

  const set = (key: K, legId: LegId, state: LegState): void => {
    legs.set(key, { legId, state, isSilent: false, codec: 'opus' });
    owners.set(legId, key);
  };

  const offerNow = async (key: K, sdp: string, asker: string): Promise<Offered> => {
    const known = legs.get(key);
    const isGone = known === undefined || known.state === 'lost' || known.state === 'worker';
    const asked = { kind: 'browser', offer: sdp, asker } as const;
    let made = await media.createLeg(asked, isGone ? undefined : known.legId);
    if (!made.ok && made.refusal === 'closed' && !isGone) made = await media.createLeg(asked);
    if (!made.ok) return { ok: false, refusal: made.refusal };
    if (known !== undefined && known.legId !== made.legId) owners.delete(known.legId);
    // What it told while it was being made stands.
    if (legs.get(key)?.legId !== made.legId) set(key, made.legId, 'connecting');
    return { ok: true, answer: made.answer };
  };

  return {
    async offer(key, sdp, asker) {
      const turn = (turns.get(key) ?? Promise.resolve()).then(async () => offerNow(key, sdp, asker));
      const quiet = turn.catch(() => undefined);
      turns.set(key, quiet);
      background(
        'media.legs',
        quiet.finally(() => {
          if (turns.get(key) === quiet) turns.delete(key);
        }),
      );
      return turn;
    },
    get: (key) => legs.get(key),
    isConnected: (key) => legs.get(key)?.state === 'connected',
    isSilent: (key) => legs.get(key)?.isSilent === true,
    async close(key) {
      const leg = legs.get(key);
      if (leg === undefined) return;
      legs.delete(key);
      owners.delete(leg.legId);
      await media.close(leg.legId);
    },
    rename(from, to) {
      const leg = legs.get(from);
      if (leg === undefined) return;
      legs.delete(from);
      legs.set(to, leg);
      owners.set(leg.legId, to);
    },
    ownerOf: (legId) => owners.get(legId),
    heard(event) {
      const key = owners.get(event.legId);
      const leg = key === undefined ? undefined : legs.get(key);
      if (key === undefined || leg === undefined) return undefined;
      if (event.type === 'silent' || event.type === 'sounding')
        legs.set(key, { ...leg, isSilent: event.type === 'silent' });
      if (event.type === 'codec') legs.set(key, { ...leg, codec: event.codec });
      const state = stateAfter(event);
      if (state !== undefined) legs.set(key, { ...leg, state });
      return state;
    },
  };
}

function stateAfter(event: LegEvent): LegState | undefined {
  switch (event.type) {
    case 'connected':
    case 'interrupted':
      return event.type;
    case 'lost':
      return event.reason === 'worker' ? 'worker' : 'lost';
    case 'silent':
    case 'sounding':
    case 'codec':
    case 'digit':
    case 'played':
      return undefined;
    default:
      return event satisfies never;
  }
}
