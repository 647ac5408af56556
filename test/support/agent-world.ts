/** The user agent over UDP on loopback for tests: its clock stands still, and each test writes its far end. */
import assert from 'node:assert/strict';
import type { SipNews } from '#carriers/sip/news.ts';
import type { SipResolver } from '#carriers/sip/resolver.ts';
import type { Inbound } from '#carriers/sip/signalling.ts';
import type { SipTrunk } from '#carriers/sip/sip-trunk.ts';
import type { UserAgent } from '#carriers/sip/user-agent.ts';
import { createUserAgent } from '#carriers/sip/user-agent.ts';
import type { ManualClock } from './manual-clock.ts';
import { createManualClock } from './manual-clock.ts';
import type { SipPeer } from './sip-peer.ts';
import { openPeer, trunkAt } from './sip-peer.ts';

const START = new Date('2026-11-27T20:00:00Z');

/** No name leads anywhere. */
export const NO_DNS: SipResolver = {
  naptr: async () => ({ records: [], ttl: null }),
  srv: async () => ({ records: [], ttl: null }),
  addresses: async () => ({ records: [], ttl: null }),
};

/** The agent, a trunk at a peer, and what the agent said. */
export type AgentWorld = {
  readonly clock: ManualClock;
  readonly agent: UserAgent;
  readonly peer: SipPeer;
  readonly trunk: SipTrunk;
  /** Where the agent listens. */
  readonly port: number;
  readonly news: SipNews[];
  readonly invites: Inbound[];
  readonly withins: Inbound[];
  readonly cancelled: string[];
  readonly acknowledged: string[];
  readonly unacknowledged: string[];
  /** The trunks of dialogs by their keys. */
  readonly dialogs: Map<string, SipTrunk>;
  /** One more far end, at an address of loopback. */
  another(address?: string): Promise<SipPeer>;
  close(): Promise<void>;
};

/** Opens it. */
export async function openAgentWorld(dns: SipResolver = NO_DNS): Promise<AgentWorld> {
  const peers: SipPeer[] = [];
  const another = async (address?: string): Promise<SipPeer> => {
    const opened = await openPeer(address);
    peers.push(opened);
    return opened;
  };
  const peer = await another();
  const clock = createManualClock(START);
  const news: SipNews[] = [];
  const [invites, withins]: [Inbound[], Inbound[]] = [[], []];
  const [cancelled, acknowledged, unacknowledged]: [string[], string[], string[]] = [[], [], []];
  const dialogs = new Map<string, SipTrunk>();
  const agent = createUserAgent({
    clock,
    dns,
    tell: (each) => void news.push(each),
    listening: [{ transport: 'UDP', address: '127.0.0.1', port: 0 }],
    publicAddress: null,
    tls: { authorities: [], own: null },
  });
  agent.on({
    invite: (inbound) => void invites.push(inbound),
    cancelled: (key) => void cancelled.push(key),
    acknowledged: (key) => void acknowledged.push(key),
    unacknowledged: (key) => void unacknowledged.push(key),
    within: (inbound) => void withins.push(inbound),
    trunkOfDialog: (key) => dialogs.get(key) ?? null,
  });
  const trunk = trunkAt(peer);
  agent.use([trunk]);
  await agent.listen();
  const port = agent.portOf('UDP') ?? assert.fail();
  const told = { news, invites, withins, cancelled, acknowledged, unacknowledged };
  return {
    clock,
    agent,
    peer,
    trunk,
    port,
    dialogs,
    ...told,
    another,
    async close() {
      await agent.close();
      await Promise.all(peers.map(async (each) => each.close()));
    },
  };
}
