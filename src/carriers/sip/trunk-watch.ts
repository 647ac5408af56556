/** How each trunk is doing: its registration is kept, and it is asked by OPTIONS whether it is there. */
import type { TrunkHealth } from '#domain/directory/trunk.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { sipUri, writeUri } from '#sip/address/uri.ts';
import { NO_BODY } from '#sip/message/write-message.ts';
import { newWord, random } from './randomness.ts';
import type { RegistrationClient } from './registration-client.ts';
import { createRegistrationClient, faultOf } from './registration-client.ts';
import type { Draft, Heard } from './signalling.ts';
import type { SipTrunk } from './sip-trunk.ts';
import type { UserAgent } from './user-agent.ts';

/** The watch. */
export type TrunkWatch = {
  /** Watches these from now on, and no others. One that has changed begins anew. */
  use(trunks: readonly SipTrunk[]): void;
  /** How each stands. */
  health(): ReadonlyMap<number, TrunkHealth>;
  /** Ends all registrations; resolves once that is known, or after 2 s. */
  stop(): Promise<void>;
};

/** What it needs. */
export type WatchParts = {
  readonly agent: UserAgent;
  readonly clock: Clock;
  /** A trunk stands otherwise than before. */
  changed(trunkId: number, health: TrunkHealth): void;
};

/** How often a trunk is asked, with up to a tenth more so that not all are asked at once. Milliseconds. */
const ASK_EVERY = 60_000;

type Watched = {
  readonly trunk: SipTrunk;
  readonly registration: RegistrationClient | null;
  health: TrunkHealth;
  stopAsking: () => void;
  isOver: boolean;
};

/** Without trunks yet. */
export function createTrunkWatch({ agent, clock, changed }: WatchParts): TrunkWatch {
  const all = new Map<number, Watched>();
  const ending = new Set<Promise<void>>();

  const note = (watched: Watched, change: Partial<TrunkHealth>): void => {
    const health = { ...watched.health, ...change };
    const isSame =
      health.state === watched.health.state &&
      health.isRegistered === watched.health.isRegistered &&
      health.fault === watched.health.fault;
    watched.health = health;
    if (!isSame && !watched.isOver) changed(watched.trunk.id, health);
  };

  const ask = (watched: Watched): void => {
    const { trunk } = watched;
    agent.request(trunk, optionsDraft(trunk), (heard) => {
      if (watched.isOver || (heard.type === 'response' && heard.response.status < 200)) return;
      const fault = faultOfOptions(heard);
      // A registration that is refused says more than an OPTIONS that is answered.
      const standing = watched.health.isRegistered === false ? watched.health.fault : null;
      note(watched, { state: (fault ?? standing) === null ? 'up' : 'down', fault: fault ?? standing });
      watched.stopAsking = clock.after(ASK_EVERY * (1 + random() / 10), async () => ask(watched));
    });
  };

  const begin = (trunk: SipTrunk): void => {
    const registration = trunk.registers
      ? createRegistrationClient(trunk, {
          agent,
          clock,
          told: (isRegistered, fault) =>
            note(watched, { isRegistered, fault, state: isRegistered ? 'up' : fault === null ? 'unknown' : 'down' }),
        })
      : null;
    const health = { state: 'unknown', isRegistered: trunk.registers ? false : null, fault: null } as const;
    const watched: Watched = { trunk, registration, health, stopAsking: () => undefined, isOver: false };
    all.set(trunk.id, watched);
    registration?.start();
    ask(watched);
  };

  const end = (watched: Watched): void => {
    watched.isOver = true;
    watched.stopAsking();
    all.delete(watched.trunk.id);
    if (watched.registration === null) return;
    const stopping = watched.registration.stop().finally(() => ending.delete(stopping));
    ending.add(stopping);
  };

  return {
    use(trunks) {
      const wanted = new Map(trunks.map((trunk) => [trunk.id, JSON.stringify(trunk)]));
      for (const watched of all.values())
        if (wanted.get(watched.trunk.id) !== JSON.stringify(watched.trunk)) end(watched);
      for (const trunk of trunks) if (!all.has(trunk.id)) begin(trunk);
    },
    health: () => new Map(Array.from(all.values(), ({ trunk, health }) => [trunk.id, health])),
    async stop() {
      for (const watched of all.values()) end(watched);
      await Promise.all(ending);
    },
  };
}

/** An OPTIONS that asks whether the trunk is there. Source: RFC 3261 section 11. */
export function optionsDraft(trunk: SipTrunk): Draft {
  const host = trunk.host.includes(':') ? `[${trunk.host}]` : trunk.host;
  const uri = sipUri(null, host);
  const from = writeUri(sipUri(trunk.username ?? 'patchbay', host));
  return {
    method: 'OPTIONS',
    uri,
    headers: [
      { name: 'From', value: `<${from}>;tag=${newWord()}` },
      { name: 'To', value: `<${writeUri(uri)}>` },
      { name: 'Call-ID', value: newWord() },
      { name: 'CSeq', value: '1 OPTIONS' },
      { name: 'Accept', value: 'application/sdp' },
    ],
    body: NO_BODY,
    contact: { user: trunk.username ?? 'patchbay' },
  };
}

/**
 * What is wrong by the answer to an OPTIONS, a sentence; null where the trunk is there. Providers refuse OPTIONS by
 * 403, 404, 405 and more, and are there all the same.
 */
export function faultOfOptions(heard: Heard): string | null {
  if (heard.type === 'failed') return heard.detail;
  const { status } = heard.response;
  const isThere = status < 500 && status !== 401 && status !== 407 && status !== 408;
  return isThere || status === 501 ? null : `Asked by OPTIONS, ${faultOf(heard.response)}`;
}
