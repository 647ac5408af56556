/**
 * A relay under load, in a process of its own, so that what it costs is all its own: ours, stock werift, or none to
 * speak of. `relay.ts ours|werift|bare`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import { createRecorder } from '#media/recordings/running-recordings.ts';
import { createMediaEngine } from '#media/server/media-engine.ts';

/** Relays of the same calls. `bare`: datagrams from one socket to another, with nothing done to them. */
export const RELAYS = ['ours', 'werift', 'bare'] as const;
export type RelayName = (typeof RELAYS)[number];

/** What a relay costs at present: its thread's lag and the whole process's share of a core since it was asked last. */
export type Cost = { readonly lagMs: number; readonly cores: number; readonly megabytes: number };

/** What a relay is told to do. */
export type Order =
  | { readonly kind: 'leg' | 'telephone'; readonly offer: string }
  | { readonly kind: 'bridge' | 'record' }
  | { readonly kind: 'cost' };

/** Legs are numbered as they come; two that follow each other are a call. */
type Relay = {
  leg(offer: string): Promise<string>;
  /** The same of a telephone. */
  telephone(offer: string): Promise<string>;
  /** The last two legs hear each other. */
  bridge(): Promise<void>;
  /** All calls that are not recorded yet are from now on. */
  record(): Promise<void>;
  lagMs(): Promise<number>;
  close(): Promise<void>;
};

const HOST = '127.0.0.1';
const MAX_LEGS = 5000;

function ours(): Relay {
  const media = createMediaEngine({
    workers: 1,
    host: HOST,
    ports: { first: 44_000, last: 44_999 },
    legsMax: MAX_LEGS,
  });
  const recorder = createRecorder({ media });
  const directory = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
  const legs: string[] = [];
  let recorded = 0;
  return {
    async leg(offer) {
      const made = await media.createLeg({ kind: 'browser', offer });
      if (!made.ok) throw new Error(made.refusal);
      legs.push(made.legId);
      return made.answer;
    },
    async telephone(offer) {
      const made = await media.createLeg({ kind: 'rtp', offer });
      if (!made.ok) throw new Error(made.refusal);
      legs.push(made.legId);
      return made.answer;
    },
    async bridge() {
      const [a = '', b = ''] = legs.slice(-2);
      await media.bridge(a, b);
    },
    async record() {
      for (; recorded + 1 < legs.length; recorded += 2) {
        const sides = { left: legs[recorded] ?? null, right: legs[recorded + 1] ?? null };
        await recorder.record(`${recorded}`, sides, join(directory, `${recorded}.wav`));
      }
    },
    lagMs: async () => (await media.health())[0]?.lagMs ?? 0,
    async close() {
      await recorder.shutDown();
      await media.shutDown();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** As its own documentation relays: what a track receives is written to the track of the other peer connection. */
function werift(): Relay {
  const legs: { readonly connection: RTCPeerConnection; readonly out: MediaStreamTrack }[] = [];
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();
  return {
    async leg(offer) {
      const opus = { mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: 111 } as const;
      const connection = new RTCPeerConnection({
        codecs: { audio: [new RTCRtpCodecParameters(opus)], video: [] },
        iceUseIpv6: false,
        iceAdditionalHostAddresses: [HOST],
        iceServers: [{ urls: 'stun:127.0.0.1:9' }],
        iceStunGatherTimeout: 0.01,
        bundlePolicy: 'max-bundle',
      });
      const out = new MediaStreamTrack({ kind: 'audio' });
      connection.addTransceiver(out, { direction: 'sendrecv' });
      const number = legs.length;
      legs.push({ connection, out });
      connection.onTrack.subscribe((track) => {
        track.onReceiveRtp.subscribe((rtp) => legs[number ^ 1]?.out.writeRtp(rtp));
      });
      await connection.setRemoteDescription({ type: 'offer', sdp: offer });
      await connection.setLocalDescription(await connection.createAnswer());
      return withPort(connection.localDescription?.sdp ?? '');
    },
    telephone: async () => Promise.reject(new Error('werift has no telephones')),
    bridge: async () => undefined,
    record: async () => undefined,
    async lagMs() {
      const lagMs = Math.max(0, lag.percentile(99) / 1e6 - 10);
      lag.reset();
      return lagMs;
    },
    async close() {
      for (const { connection } of legs) await connection.close();
    },
  };
}

/** Every end is a telephone, with a socket of its own. */
function bare(): Relay {
  const legs: { readonly socket: Socket; readonly port: number }[] = [];
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();
  async function telephone(offer: string): Promise<string> {
    const socket = createSocket({ type: 'udp4', lookup: (address, _options, found) => found(null, address, 4) });
    await new Promise<void>((resolve) => socket.bind(0, HOST, resolve));
    const number = legs.length;
    legs.push({ socket, port: Number(/^m=audio (\d+)/mu.exec(offer)?.[1]) });
    socket.on('message', (datagram) => {
      const other = legs[number ^ 1];
      other?.socket.send(datagram, other.port, HOST);
    });
    return offer.replace(/^m=audio \d+/mu, `m=audio ${socket.address().port}`);
  }
  return {
    leg: telephone,
    telephone,
    bridge: async () => undefined,
    record: async () => undefined,
    async lagMs() {
      const lagMs = Math.max(0, lag.percentile(99) / 1e6 - 10);
      lag.reset();
      return lagMs;
    },
    close: async () => legs.forEach(({ socket }) => socket.close()),
  };
}

/** The light peers look for the port in the medium's line. */
function withPort(answer: string): string {
  const [, port = '9'] = /^a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+)/imu.exec(answer) ?? [];
  return answer.replace(/^m=audio \d+/mu, `m=audio ${port}`);
}

const MAKERS = { ours, werift, bare } as const satisfies Record<RelayName, () => Relay>;
const relay = MAKERS[RELAYS.find((name) => name === process.argv[2]) ?? 'ours']();
let [since, used] = [performance.now(), process.cpuUsage()];

async function execute(order: Order): Promise<unknown> {
  if (order.kind === 'leg') return relay.leg(order.offer);
  if (order.kind === 'telephone') return relay.telephone(order.offer);
  if (order.kind === 'bridge') return relay.bridge();
  if (order.kind === 'record') return relay.record();
  const lagMs = await relay.lagMs();
  const { user, system } = process.cpuUsage(used);
  const cores = (user + system) / 1000 / (performance.now() - since);
  [since, used] = [performance.now(), process.cpuUsage()];
  return { lagMs, cores, megabytes: process.memoryUsage().rss / 1e6 } satisfies Cost;
}

process.on('message', (order: Order) => {
  execute(order).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => void relay.close().finally(() => process.exit(0)));
