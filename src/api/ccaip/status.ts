/** This vendor's words for what our calls are. The 16 states need none: their spelling is ours too. */
import type { Call, CallOrigin, RecordingPermission } from '#domain/call/call.ts';

const both = (word: string) => ({ inbound: word, outbound: word });

/**
 * By who called whom. Source: seed 004, "Call type definitions", for the API's own; CCAI "Standard Reports" for the
 * rest.
 */
export const CALL_TYPE = {
  outbound_api: both('Voice Outbound (API)'),
  incoming_api: both('Voice Inbound (API)'),
  scheduled_api: both('Voice Scheduled (API)'),
  phone: both('Voice Inbound (IVR)'),
  web: both('Voice Inbound (Mobile)'),
  fin: both('Voice Inbound (IVR)'),
  outbound_desk: both('Voice Outbound'),
  reported: { inbound: 'Voice Inbound (Direct)', outbound: 'Voice Outbound' },
  action_only: { inbound: 'Voice Inbound (Mobile)', outbound: 'Voice Outbound' },
} as const satisfies Record<CallOrigin, Record<Call['direction'], string>>;

/** The operation each `call_type` asks for. Deprecated names included; matching is case-sensitive. */
export const OPERATION: Readonly<Record<string, 'outbound' | 'incoming' | 'scheduled'>> = {
  'Voice Outbound (API)': 'outbound',
  OutboundCall: 'outbound',
  'Voice Inbound (API)': 'incoming',
  IncomingCall: 'incoming',
  'Voice Scheduled (API)': 'scheduled',
  ScheduledCall: 'scheduled',
};

/** What the request says of permission to record; anything else is the default. */
export const PERMISSION: Readonly<Record<string, RecordingPermission>> = {
  recording_permission_not_asked: 'not_asked',
  recording_permission_denied: 'denied',
  recording_permission_granted: 'granted',
};
