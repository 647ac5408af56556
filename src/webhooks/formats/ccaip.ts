/** CCAI Platform's external session events. Source: CCAI Platform documentation, "External session events". */
import { isLive } from '#domain/call/state.ts';
import type { Format } from './format.ts';
import { isBegun, isEnd, NO_REFUSALS } from './format.ts';
import { namedSignatures } from './signatures.ts';
import { standard } from './standard.ts';

/** The steps of a session. */
const EVENTS = [
  'session_started',
  'session_routed',
  'agent_assigned',
  'agent_connected',
  'session_ended',
  'disposition_submitted',
] as const;

/** Origins of calls that an agent has from the start. */
const PLACED: ReadonlySet<string> = new Set(['outbound_api', 'outbound_desk']);

/** The format. */
export const ccaip: Format = {
  ...standard,
  events: EVENTS,
  refusalOf: NO_REFUSALS,
  eventsOf(event, call) {
    const { type } = event;
    const isCreated = type === 'created';
    return [
      ...(isCreated ? ['session_started'] : []),
      ...(isBegun(event, call) && !PLACED.has(call.origin) && call.origin !== 'reported' ? ['session_routed'] : []),
      ...(type === 'agent_assigned' || (isCreated && PLACED.has(call.origin)) ? ['agent_assigned'] : []),
      ...(type === 'legs_bridged' ? ['agent_connected'] : []),
      ...(isEnd(event, call, isLive) ? ['session_ended'] : []),
      ...(type === 'outcome_noted' && call.disposition !== null ? ['disposition_submitted'] : []),
    ];
  },
  subjectEventsOf: () => [],
  write: ({ id, at }, item) => ({ count: 1, events: [{ event_id: id, timestamp: at.getTime(), ...item }] }),
  writeTest: () => ({ count: 0, events: [] }),
  testEvent: 'test',
  headers({ userName, secrets, at, body }) {
    const seconds = Math.floor(at.getTime() / 1000);
    return {
      authorization: `Basic ${Buffer.from(`${userName ?? ''}:${secrets.secret}`).toString('base64')}`,
      // As the vendor signs what its chat platform sends.
      'x-signature-timestamp': String(seconds),
      'x-signature': namedSignatures(secrets.secret, secrets.former, seconds, body),
    };
  },
  hasUser: true,
  timeoutMs: 10_000,
};
