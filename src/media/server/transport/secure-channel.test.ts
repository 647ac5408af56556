import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { cleanUp } from '../../../../test/support/clean-up.ts';
import { createLightPeer } from '../../../../test/support/light-peer.ts';
import type { LightPeer } from '../../../../test/support/light-peer.ts';
import { createCertificate } from './handshake.ts';
import { openMediaPort } from './media-port.ts';
import type { MediaPort } from './media-port.ts';
import { createSecureChannel } from './secure-channel.ts';
import type { Credentials, SecureChannel } from './secure-channel.ts';
import { until } from '../../../../test/support/until.ts';

const certificate = await createCertificate();

type Talk = {
  readonly port: MediaPort;
  readonly channel: SecureChannel;
  readonly peer: LightPeer;
  readonly heard: Uint8Array[];
  /** Resolves when the channel heard that many packets. */
  hears(count: number): Promise<void>;
};

/** A channel, and a peer that is connected to it. */
async function talk(context: TestContext): Promise<Talk> {
  const port = await openMediaPort('127.0.0.1', { first: 45_000, last: 45_999 });
  assert.ok(port);
  cleanUp(context, () => port.close());
  const peer = await createLightPeer(() => {});
  cleanUp(context, () => peer.close());
  const heard: Uint8Array[] = [];
  let told = Promise.withResolvers<null>();
  const channel = createSecureChannel({
    port,
    certificate,
    fingerprints: [peer.fingerprint],
    listener: {
      onSecured: () => {},
      onFailed: (reason) => assert.fail(reason),
      onHeard: () => {},
      onRtp(packet) {
        heard.push(packet);
        told.resolve(null);
        told = Promise.withResolvers();
      },
      onRtcp: () => {},
    },
  });
  cleanUp(context, () => channel.close());
  await peer.accept(answerOf(port, channel.credentials));
  async function hears(count: number): Promise<void> {
    while (heard.length < count) await told.promise;
  }
  return { port, channel, peer, heard, hears };
}

function answerOf(port: MediaPort, { name, password }: Credentials): string {
  return `m=audio ${port.port}\r\na=ice-ufrag:${name}\r\na=ice-pwd:${password}\r\n`;
}

const PAYLOAD = Uint8Array.of(8, 1, 2, 3);

test('a packet is heard once, however often it is sent, and a changed one not at all', async (context) => {
  const { channel, peer, heard, hears } = await talk(context);
  peer.send(PAYLOAD);
  const packet = peer.lastSent();
  peer.sendRaw(packet);
  peer.sendRaw(changed(packet));
  peer.sendRaw(packet.subarray(0, 20));
  peer.send(PAYLOAD);
  await hears(2);
  assert.equal(heard.length, 2);
  assert.equal(channel.refused(), 3);
});

test('a check by who does not know the password is not answered', async (context) => {
  const { port, channel, peer, hears } = await talk(context);
  const stranger = createSocket('udp4');
  cleanUp(context, () => stranger.close());
  const check = peer.check();
  stranger.send(changed(check), port.port, '127.0.0.1');
  peer.send(PAYLOAD);
  await hears(1);
  await until(() => port.ignored.unauthentic_check > 0);
  assert.equal(port.ignored.unauthentic_check, 1);
  assert.equal(channel.isSecured(), true);
});

test('a recorded check sent from elsewhere does not lead the sound there', async (context) => {
  const { port, channel, peer } = await talk(context);
  const stranger = createSocket('udp4');
  cleanUp(context, () => stranger.close());
  stranger.on('message', () => assert.fail('the stranger was answered'));
  stranger.send(peer.check(), port.port, '127.0.0.1');
  await until(() => port.ignored.unauthentic_check > 0);
  const packet = new Uint8Array(40);
  packet.set([0x80, 111, 0, 1]);
  assert.equal(channel.sendRtp(packet, 16), true);
});

test('what a stranger sends from an address that was never checked is counted, not read', async (context) => {
  const { port, channel, peer } = await talk(context);
  const stranger = createSocket('udp4');
  cleanUp(context, () => stranger.close());
  peer.send(PAYLOAD);
  const before = channel.refused();
  for (const first of [0x16, 0x80, 0xff]) {
    stranger.send(Uint8Array.of(first, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0), port.port, '127.0.0.1');
  }
  await until(() => port.ignored.unknown_peer + port.ignored.unknown_protocol >= 3);
  assert.deepEqual([port.ignored.unknown_peer, port.ignored.unknown_protocol], [2, 1]);
  assert.equal(channel.refused(), before);
});

test('a browser that checks from another address is sent to there', async (context) => {
  const { port, channel, peer } = await talk(context);
  const moved = createSocket('udp4');
  cleanUp(context, () => moved.close());
  const answered = once(moved, 'message');
  // The same browser behind another address: it knows the password, and makes a new check.
  const check = peer.makeCheck();
  moved.send(check, port.port, '127.0.0.1');
  await answered;
  const came = once(moved, 'message');
  const packet = new Uint8Array(40);
  packet.set([0x80, 111, 0, 1]);
  channel.sendRtp(packet, 16);
  const [datagram] = (await came) as [Buffer];
  assert.equal(datagram[1], 111);
});

test('of many restarts only the pair in use and the newest are known', async (context) => {
  const { port, channel, peer } = await talk(context);
  const names = Array.from({ length: 50 }, () => channel.restart().name);
  const stranger = createSocket('udp4');
  cleanUp(context, () => stranger.close());
  const before = port.ignored.unknown_peer;
  for (const name of names) stranger.send(peer.makeCheck(name), port.port, '127.0.0.1');
  await until(() => port.ignored.unknown_peer + port.ignored.unauthentic_check >= before + names.length);
  // A check that names a pair which is known still needs its password.
  assert.deepEqual([port.ignored.unknown_peer - before, port.ignored.unauthentic_check], [names.length - 1, 1]);
  assert.equal(channel.isSecured(), true);
});

/** With one bit of its last byte turned over. */
function changed(datagram: Uint8Array): Uint8Array {
  return datagram.map((byte, index) => (index === datagram.length - 1 ? byte ^ 1 : byte));
}
