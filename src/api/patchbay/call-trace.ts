/** The technical side of a call: SIP messages, and how its sound was. */
import { Type } from 'typebox';
import type { CallTrace, EndSound, SipLeg, TracedMessage } from '#domain/call/trace.ts';
import { MAX_LEG_TEXT, MAX_LEGS, MAX_MESSAGE_TEXT, MAX_MESSAGES } from '#domain/call/trace.ts';
import type { Route } from '#http/surface.ts';
import { id, orNull, text, time } from '../shapes.ts';
import type { Desk } from './operation.ts';
import { operation } from './operation.ts';

const count = Type.Integer({ minimum: 0 });
const milliseconds = Type.Number({ minimum: 0, description: 'Milliseconds.' });
const codec = Type.Union([Type.Enum(['opus', 'pcmu', 'pcma', 'g722']), Type.Null()], {
  description: 'The last; null before any sound.',
});

const SipMessageObject = Type.Object(
  {
    at: time,
    direction: Type.Enum(['sent', 'received']),
    transport: Type.Enum(['udp', 'tcp', 'tls']),
    remote: Type.String({ description: 'The far end: address and port.', examples: ['192.0.2.1:5060'] }),
    method: Type.String({ description: 'Of a response, that of its request.', examples: ['INVITE'] }),
    status: Type.Union([Type.Integer(), Type.Null()], { description: 'Null for a request.' }),
    summary: Type.String({ description: 'The start line.', examples: ['SIP/2.0 180 Ringing'] }),
    text: Type.String({
      description: `Header fields, an empty line, the body; the first ${MAX_MESSAGE_TEXT.toLocaleString('en')} characters.`,
    }),
    is_cut: Type.Boolean(),
  },
  { title: 'SipMessage' },
);

const SipLegObject = Type.Object(
  {
    end: Type.Enum(['far_end', 'third_party']),
    trunk_id: id,
    sip_call_id: text,
    messages: Type.Array(SipMessageObject, { maxItems: MAX_MESSAGES }),
    omitted: Type.Integer({ minimum: 0, description: 'Earlier messages, which are not kept.' }),
  },
  { title: 'SipLeg' },
);

const EndSoundObject = Type.Object(
  {
    end: Type.Enum(['far_end', 'third_party', 'agent']),
    agent_id: orNull(id),
    from: time,
    until: Type.Union([time, Type.Null()], { description: 'Null while it is in progress.' }),
    heard_in: codec,
    spoken_to_in: codec,
    packets_received: count,
    packets_lost: count,
    packets_sent: count,
    jitter: milliseconds,
    round_trip: orNull(milliseconds),
    mos: Type.Union([Type.Number({ minimum: 1, maximum: 4.5 }), Type.Null()], {
      description: 'Estimated mean opinion score of what was heard of it (ITU-T G.107); null where nothing came.',
    }),
  },
  { title: 'EndSound' },
);

/** Both, of a call. */
const CallSipObject = Type.Object(
  { legs: Type.Array(SipLegObject, { maxItems: MAX_LEGS }), sound: Type.Array(EndSoundObject) },
  { title: 'CallSip' },
);

/** The route. */
export function callTraceRoute(desk: Desk): Route {
  const { engine, problems, readTrace } = desk;
  return operation(desk, {
    method: 'GET',
    path: '/v1/calls/:id/sip',
    operationId: 'showCallSip',
    summary: 'Get the SIP messages and the sound quality of a call',
    description:
      `For finding faults. \`legs\`: the last ${MAX_MESSAGES} messages, and ${MAX_LEG_TEXT.toLocaleString('en')} characters, of each telephone ` +
      'that called or was dialed, once for each trunk that was tried; empty for calls without telephones. `sound`: codec, loss, ' +
      'jitter, round trip and estimated score of each end, browsers too. Credentials, keys of sound, pressed keys and what a ' +
      'caller withholds are masked before anything is kept. A call in progress is answered as it stands. Not for tokens that may not read trunks.',
    tag: 'Calls',
    answers: { 200: CallSipObject },
    handle: async (ask) => {
      const call = await engine.calls.byId(ask.workspaceId, ask.id);
      if (call === null) return problems('call_unknown', ask.requestId);
      return { status: 200, body: writeTrace(await readTrace(ask.workspaceId, ask.id)) };
    },
  });
}

function writeTrace({ legs, sound }: CallTrace): object {
  return { legs: legs.map(writeLeg), sound: sound.map(writeSound) };
}

function writeLeg({ end, trunkId, sipCallId, messages, omitted }: SipLeg): object {
  return { end, trunk_id: trunkId, sip_call_id: sipCallId, messages: messages.map(writeMessage), omitted };
}

function writeMessage({ at, transport, isCut, ...rest }: TracedMessage): object {
  const { direction, remote, method, status, summary, text: whole } = rest;
  return {
    at: at.toISOString(),
    direction,
    transport: transport.toLowerCase(),
    remote,
    method,
    status,
    summary,
    text: whole,
    is_cut: isCut,
  };
}

function writeSound(end: EndSound): object {
  return {
    end: end.end,
    agent_id: end.agentId,
    from: end.from.toISOString(),
    until: end.until?.toISOString() ?? null,
    heard_in: end.heardIn,
    spoken_to_in: end.saidIn,
    packets_received: end.packetsReceived,
    packets_lost: end.packetsLost,
    packets_sent: end.packetsSent,
    jitter: end.jitterMs,
    round_trip: end.roundTripMs,
    mos: end.mos,
  };
}
