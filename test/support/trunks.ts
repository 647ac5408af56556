/** Trunks of test servers. */
import { createSocket } from 'node:dgram';
import { NEW_TRUNK_LIMITS } from '#domain/directory/trunk.ts';
import { readDatagram } from '#sip/message/read-message.ts';
import { plainAnswer, respond } from '#sip/message/respond.ts';
import { writeMessage } from '#sip/message/write-message.ts';
import type { TestPatchbay } from './patchbay.ts';

/** A trunk at a port of loopback, as a PBX by its address; the last in the workspace's order. Answers its id. */
export async function addTrunk(
  { database, trunkCalls, sip }: TestPatchbay,
  port: number,
  change: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const { callsAtOnce, callsPerMinute, minutesPerDay, longestCallSeconds } = NEW_TRUNK_LIMITS;
  const at = new Date();
  const row = {
    workspace_id: 1,
    name: `Trunk ${port}`,
    preset: 'pbx',
    host: '127.0.0.1',
    port,
    transports: ['udp'],
    registers: false,
    inbound_addresses: ['127.0.0.1'],
    number_format: 'plus_e164',
    number_prefix: '',
    caller_header: 'from',
    codecs: ['pcmu', 'pcma'],
    srtp: 'off',
    rtp_source: 'first',
    refer_out: false,
    refer_in: false,
    is_enabled: true,
    position: port,
    calls_at_once: callsAtOnce,
    calls_per_minute: callsPerMinute,
    minutes_per_day: minutesPerDay,
    longest_call_seconds: longestCallSeconds,
    premium_allowed: false,
    health_since: at,
    created_at: at,
    updated_at: at,
    ...change,
  };
  const { id } = await database.query.insertInto('trunk').values(row).returning('id').executeTakeFirstOrThrow();
  const asked = answerOptions(port);
  await Promise.all([trunkCalls.readTrunks(), sip.start()]);
  await asked;
  return id;
}

/** A trunk is asked how it is as soon as it is known, then once a minute: the far end of a test is spared that. */
async function answerOptions(port: number): Promise<void> {
  const socket = createSocket('udp4');
  const answered = Promise.withResolvers<null>();
  socket.on('message', (bytes, from) => {
    const reading = readDatagram(bytes);
    if (reading.kind !== 'message' || reading.message.kind !== 'request') return;
    const reply = writeMessage(respond(reading.message, null, plainAnswer(200, 'there')));
    socket.send(reply, from.port, from.address, () => answered.resolve(null));
  });
  await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve));
  await answered.promise;
  await new Promise<void>((resolve) => socket.close(resolve));
}
