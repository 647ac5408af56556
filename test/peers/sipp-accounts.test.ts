/** A trunk's account and its ways with sipp: nonces, registration, TCP for what is long, DNS. Time is advanced. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { createRegistrationClient } from '#carriers/sip/registration-client.ts';
import type { Trunk } from '#domain/directory/trunk.ts';
import { NO_DNS } from '../support/agent-world.ts';
import { openClockedCalls } from '../support/clocked-calls.ts';
import type { FoundProgram } from '../support/peer-programs.ts';
import { findProgram } from '../support/peer-programs.ts';
import type { Sipp, SippRun } from '../support/sipp.ts';
import { startSipp } from '../support/sipp.ts';
import { answer, isAsked, SDP, sound } from '../support/sipp-steps.ts';
import { aTrunk } from '../support/talk-world.ts';
import { until } from '../support/until.ts';

const sipp = await findProgram('sipp');
const skip = sipp === null ? 'sipp is not here, and cannot be installed: apt-get install sip-tester.' : false;

/** Longer than fits a datagram. */
const LONG = [{ name: 'X-Long', value: 'x'.repeat(1300) }];

const takes = async (scenario: readonly string[], run: Partial<SippRun> = {}): Promise<Sipp> =>
  startSipp(sipp as FoundProgram, { ...run, scenario, to: null });
const trunkAt = ({ port }: Sipp, change: Partial<Trunk> = {}): Trunk =>
  aTrunk({ host: '127.0.0.1', port, transports: ['udp'], ...change });
const account = { username: 'trunk', password: 'secret' };

const OK = answer('200 OK', { tag: '' });
const TAKEN = [answer('200 OK', { headers: [SDP], body: sound() }), isAsked('ACK')];
const BUSY = [answer('486 Busy Here'), isAsked('ACK')];

/** sipp wants credentials; `qop` and what else its challenge says. */
const challenges = (nonce: string, qop = ', qop="auth"', tag?: string): string =>
  answer('401 Unauthorized', {
    headers: [`WWW-Authenticate: Digest realm="sipp", nonce="${nonce}"${qop}`],
    ...(tag === undefined ? {} : { tag }),
  });

let labels = 0;

/** sipp waits for a request in which that stands, and whose digest is right: else it answers 403, and nothing fits. */
function isProven(method: string, says: string): readonly string[] {
  labels += 1;
  const proven = `proven${labels}`;
  const verify = `<verifyauth assign_to="${proven}" username="trunk" password="secret"/>`;
  return [
    isAsked(method, says).replace('<action>', `<action>${verify}`),
    `<nop next="${labels}" test="${proven}"/>`,
    answer('403 Forbidden'),
    `<label id="${labels}"/>`,
  ];
}

for (const [what, qop, first, second] of [
  ['counts up, and one that is replaced without a word', ', qop="auth"', '.*nc=00000001', '.*nc=00000002'],
  ['that is not counted, and is replaced without a word,', '', '', ''],
] as const)
  test(`a nonce ${what} is taken for stale`, { skip }, async (t) => {
    const calls = await openClockedCalls(t);
    const far = await takes([
      isAsked('INVITE', 'CSeq: 1 INVITE'),
      challenges('aaaa', qop),
      isAsked('ACK'),
      ...isProven('INVITE', `CSeq: 2 INVITE.*nonce="aaaa"${first}`),
      ...TAKEN,
      isAsked('BYE', `nonce="aaaa"${second}`),
      challenges('bbbb', qop, ''),
      ...isProven('BYE', `nonce="bbbb"${first}`),
      OK,
    ]);
    await calls.dial(trunkAt(far, account));
    await calls.passes('> 200 INVITE');
    (await calls.talk()).hangUp();
    await far.done;

    // What served the call before is forbidden now: it is asked once more without, and is challenged anew.
    const next = await takes([
      isAsked('INVITE', `nonce="bbbb"${second}`),
      answer('403 Forbidden'),
      isAsked('ACK'),
      isAsked('INVITE', 'CSeq: 2 INVITE'),
      challenges('cccc', qop),
      isAsked('ACK'),
      ...isProven('INVITE', `CSeq: 3 INVITE.*nonce="cccc"${first}`),
      ...BUSY,
    ]);
    await calls.dial(trunkAt(next, account));
    await next.done;
    await until(() => calls.told.length === 2);
    assert.deepEqual(calls.told, ['answered', 'failed: 486']);
  });

test('credentials that are wrong are tried once, whatever nonces come', { skip }, async (t) => {
  const calls = await openClockedCalls(t);
  const refuses = (nonce: string) => [isAsked('INVITE'), challenges(nonce), isAsked('ACK')];
  const far = await takes([...refuses('aaaa'), ...refuses('bbbb')]);
  await calls.dial(trunkAt(far, { ...account, password: 'wrong' }));
  await far.done;
  await until(() => calls.told.length === 1);
  assert.deepEqual([calls.told, calls.passed.filter((each) => each === '< INVITE').length], [['failed: 401'], 2]);
});

/** sipp waits for a REGISTER in which that stands, and keeps its Contact. */
const isRegistered = (says: string): string =>
  isAsked('REGISTER', says).replace(
    '<action>',
    '<action><ereg regexp="&lt;.*&gt;" search_in="hdr" header="Contact:" assign_to="own"/>',
  );
const grants = (...contacts: readonly string[]): string =>
  answer('200 OK', { headers: [`Contact: ${contacts.join(', ')}`, 'Expires: 3600'] }).replace(
    /Contact: <sip:sipp@[^\n]*\n/,
    '',
  );

async function registers(t: TestContext, scenario: readonly string[]) {
  const calls = await openClockedCalls(t);
  const far = await takes(scenario);
  const told: string[] = [];
  const trunk = trunkAt(far, { registers: true, username: 'line', password: 'secret' });
  const client = createRegistrationClient(trunk, {
    agent: calls.agent,
    clock: calls.clock,
    told: (isIn, fault) => void told.push(isIn ? 'in' : (fault ?? 'out')),
  });
  calls.agent.use([trunk]);
  client.start();
  return { calls, far, told, client };
}

test(
  'a registration asks for what a 423 wants, and is refreshed by what its own Contact was granted',
  { skip },
  async (t) => {
    const OTHER = '<sip:other@192.0.2.77>;expires=7200';
    const { calls, far, told, client } = await registers(t, [
      isAsked('REGISTER', 'expires=3600'),
      answer('423 Interval Too Brief', { headers: ['Min-Expires: 7200'] }),
      isRegistered('expires=7200'),
      grants(OTHER, '[$own];expires=60'),
      isRegistered('expires=7200'),
      grants('[$own];expires=1800', OTHER),
      isRegistered('expires=7200'),
      grants(OTHER, OTHER.replace('77', '78')),
    ]);
    await calls.passes('> 200 REGISTER');
    const asked = (): number => calls.passed.filter((each) => each === '< REGISTER').length;
    await calls.clock.advance(29_000);
    assert.deepEqual([told, asked()], [['in'], 2]);
    await calls.clock.advance(1_000);
    await calls.passes('> 200 REGISTER', 2);
    await calls.clock.advance(1_199_000);
    assert.equal(asked(), 3);
    await calls.clock.advance(1_000);
    await far.done;
    await until(() => told.length === 2);
    assert.deepEqual(told, ['in', 'The registrar took our REGISTER and does not list our address.']);
    await client.stop();
  },
);

test(
  'what is longer than a datagram may be goes over TCP, and the next that is short over UDP',
  { skip },
  async (t) => {
    const calls = await openClockedCalls(t);
    const stream = await takes([isAsked('INVITE', 'SIP/2.0/TCP'), ...BUSY], { transport: 't1' });
    const trunk = trunkAt(stream, { transports: ['udp', 'tcp'] });
    await calls.dial(trunk, LONG);
    await stream.done;
    const datagrams = await takes([isAsked('INVITE', 'SIP/2.0/UDP'), ...BUSY], { port: stream.port });
    await calls.dial(trunk);
    await datagrams.done;
    // No one takes connections there any more.
    const both = await takes([isAsked('INVITE', 'SIP/2.0/UDP.*X-Long'), ...BUSY], { port: stream.port });
    await calls.dial(trunk, LONG);
    await both.done;
    assert.deepEqual(calls.news, []);
  },
);

test('a trunk without TCP gets it over UDP, which is told', { skip }, async (t) => {
  const calls = await openClockedCalls(t);
  const far = await takes([isAsked('INVITE', 'SIP/2.0/UDP.*X-Long'), ...BUSY]);
  await calls.dial(trunkAt(far), LONG);
  await far.done;
  assert.deepEqual(
    calls.news.map(({ type }) => type),
    ['too_large_for_udp'],
  );
});

test(
  'a target of DNS that answers 503, or nothing for four seconds, is followed by the next one',
  { skip },
  async (t) => {
    const ports: number[] = [];
    const calls = await openClockedCalls(t, {
      ...NO_DNS,
      srv: async () => ({
        records: ports.map((port, priority) => ({ priority, weight: 0, name: 'sip.example.com', port })),
        ttl: null,
      }),
      addresses: async () => ({ records: ['127.0.0.1'], ttl: null }),
    });
    const first = await takes([isAsked('INVITE'), answer('503 Service Unavailable'), isAsked('ACK')]);
    const second = await takes([isAsked('INVITE'), ...BUSY]);
    ports.push(first.port, second.port);
    const trunk = trunkAt(first, { host: 'example.com', port: null });
    await calls.dial(trunk);
    await Promise.all([first.done, second.done]);
    // The one that was well is asked first from now on; it is not there any more.
    const again = await takes([isAsked('INVITE'), ...BUSY], { port: first.port });
    await calls.dial(trunk);
    await calls.passes('< INVITE', 3);
    await calls.clock.advance(4_000);
    await again.done;
    await until(() => calls.told.length === 2);
    assert.deepEqual(calls.told, ['failed: 486', 'failed: 486']);
  },
);

test(
  'a call ends on the connection that it began on, on which nothing but double line ends passed',
  { skip },
  async (t) => {
    const calls = await openClockedCalls(t);
    const far = await takes([isAsked('INVITE'), ...TAKEN, isAsked('BYE', 'SIP/2.0/TCP'), OK], { transport: 't1' });
    await calls.dial(trunkAt(far, { transports: ['tcp'] }));
    await calls.passes('> 200 INVITE');
    // sipp reads them and says nothing.
    await calls.clock.advance(90_000);
    (await calls.talk()).hangUp();
    const ports = (await far.done).matchAll(/^Via: SIP\/2.0\/TCP 127\.0\.0\.1:(\d+)/gm);
    assert.equal(new Set(Array.from(ports, ([, port]) => port)).size, 1);
  },
);
