/** When SIP is listened for, what becomes of trunks that change, and the test of a trunk, on loopback. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { pino } from 'pino';
import { endLeftDialogs, keptOf } from '#carriers/sip/lines/left-dialogs.ts';
import type { SipConfig } from '#config/sip.ts';
import type { Trunk, TrunkHealth } from '#domain/directory/trunk.ts';
import { NEW_TRUNK_LIMITS } from '#domain/directory/trunk.ts';
import type { TrunkBook } from '#domain/ports/trunk-book.ts';
import { dialogOfRequest } from '#sip/dialog/dialog.ts';
import type { SipPeer } from '../../test/support/sip-peer.ts';
import { openPeer, trunkAt } from '../../test/support/sip-peer.ts';
import { aRequest } from '../../test/support/sip.ts';
import { until } from '../../test/support/until.ts';
import type { Sip } from './open-sip.ts';
import { openSip } from './open-sip.ts';
import { createReporter } from './reporter.ts';
import { createSystemClock } from './system-clock.ts';

const NO_CHANNEL = { send: () => undefined, isOpen: () => false, trunkId: null } as const;
const PLACES = [{ transport: 'UDP', address: '127.0.0.1', port: 0 }] as const;

/** Trunks in memory. */
function createBook() {
  let trunks: readonly Trunk[] = [];
  const listeners = new Set<() => void>();
  const healths: TrunkHealth[] = [];
  const book: TrunkBook = {
    enabled: async () => trunks.filter(({ isEnabled }) => isEnabled),
    find: async (id) => trunks.find((each) => each.id === id) ?? null,
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destinationOf: async () => null,
    noteHealth: async (_, health) => void healths.push(health),
  };
  const set = (all: readonly Trunk[]): void => {
    trunks = all;
    for (const each of listeners) each();
  };
  return { book, set, healths };
}

function trunk(at: { address: string; port: number }, more: Partial<Trunk> = {}): Trunk {
  return {
    ...trunkAt(at),
    workspaceId: 1,
    position: 0,
    name: 'Peer',
    preset: 'pbx',
    numberFormat: 'plus_e164',
    numberPrefix: '',
    callerHeader: 'from',
    fromUser: null,
    codecs: ['pcmu'],
    srtp: 'off',
    rtpSource: 'signalled',
    referOut: false,
    referIn: false,
    isEnabled: true,
    limits: NEW_TRUNK_LIMITS,
    textAccount: null,
    ...more,
  };
}

let peer: SipPeer;
let trunks: ReturnType<typeof createBook>;
const opened: Sip[] = [];

beforeEach(async () => {
  peer = await openPeer();
  trunks = createBook();
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each.stop();
  await peer.close();
});

function open(listening: SipConfig['listening']): Sip {
  const config = { listening, publicAddress: null, certificate: null, authorities: [] };
  const reporter = createReporter(pino({ level: 'silent' }));
  const sip = openSip({ config, clock: createSystemClock(), book: trunks.book, reporter });
  opened.push(sip);
  return sip;
}

test('where the settings say so SIP is listened for from the start, and a trunk that comes is asked at once', async () => {
  const sip = open(PLACES);
  await sip.start();
  assert.notEqual(sip.agent.portOf('UDP'), null);
  trunks.set([trunk(peer)]);
  peer.answer(await peer.request('OPTIONS'), 200);
  await until(() => trunks.healths.length > 0);
  assert.deepEqual(trunks.healths, [{ state: 'up', isRegistered: null, fault: null }]);
});

test('a trunk that is disabled is a stranger, and unregistered from', async () => {
  trunks.set([trunk(peer, { registers: true, username: 'line', password: 'secret' })]);
  const sip = open(PLACES);
  await sip.start();
  const register = await peer.request('REGISTER');
  peer.answer(register, 200, { Contact: '<sip:line@127.0.0.1>;expires=600' });
  await until(() => trunks.healths.some(({ isRegistered }) => isRegistered === true));
  peer.answer(await peer.request('OPTIONS'), 200);
  trunks.set([trunk(peer, { isEnabled: false })]);
  peer.answer(await peer.request('REGISTER'), 200);
  const bytes = peer.bytes();
  peer.ask(sip.agent.portOf('UDP') ?? 0, 'OPTIONS');
  await sip.probe?.(99);
  assert.equal(peer.bytes(), bytes);
});

test('a place that is taken stops the start', async () => {
  const taken = open(PLACES);
  await taken.start();
  const port = taken.agent.portOf('UDP') ?? assert.fail();
  const sip = open([{ transport: 'UDP', address: '127.0.0.1', port }]);
  await assert.rejects(async () => sip.start(), /The SIP port \d+ is taken by another program/);
});

test('without a trunk nothing is listened for unless the settings say so, and with SIP off nothing can be tested', async () => {
  const sip = open(null);
  await sip.start();
  assert.equal(sip.agent.portOf('UDP'), null);
  trunks.set([trunk(peer, { isEnabled: false })]);
  const off = open([]);
  await off.start();
  trunks.set([trunk(peer)]);
  assert.equal(off.probe, null);
  assert.equal(off.agent.portOf('UDP'), null);
});

test('with SIP off a dialog that was left is hung up all the same, and nothing that comes is answered', async () => {
  const at = trunk(peer);
  const off = open([]);
  await off.start();
  const invite = aRequest('INVITE', { Contact: `<sip:far@127.0.0.1:${peer.port}>` });
  const flow = {
    transport: 'UDP',
    local: { address: '127.0.0.1', port: 5060 },
    remote: peer,
    channel: NO_CHANNEL,
  } as const;
  const left = keptOf(at, dialogOfRequest(invite, 'ours', 'confirmed') ?? assert.fail(), flow);
  const [dropped, told]: [string[], unknown[]] = [[], []];
  const book = { drop: (key: string) => void dropped.push(key) };
  const parts = { ...off, clock: createSystemClock(), book, tell: (news: unknown) => void told.push(news) };
  const ended = endLeftDialogs({ ...parts, trunkOf: async () => at }, [left]);
  const bye = await peer.request('BYE');
  const bytes = peer.bytes();
  peer.ask(off.agent.portOf('UDP') ?? 0, 'OPTIONS');
  peer.answer(bye, 200);
  await ended;
  assert.deepEqual([dropped, told, peer.bytes()], [[left.key], [], bytes]);
  await until(() => off.agent.portOf('UDP') === null);
});

test('a trunk that is not enabled can be tested', async () => {
  trunks.set([trunk(peer, { isEnabled: false })]);
  const sip = open(PLACES);
  await sip.start();
  const test = sip.probe ?? assert.fail();
  const testing = test(1);
  peer.answer(await peer.request('OPTIONS'), 200);
  assert.deepEqual(await testing, [{ step: 'options', ok: true, sentence: 'It answered OPTIONS: 200 Whatever.' }]);
  assert.match((await test(2))[0]?.sentence ?? '', /key that this server does not have/);
});
