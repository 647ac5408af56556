/** This vendor's words for what our calls are. The 16 states need none: their spelling is ours too. */
import type { CallOrigin, RecordingPermission } from '#call/call.ts';

/** Source: seed 004, "Call type definitions", for the API's own; CCAI "Standard Reports" for the rest. */
export const CALL_TYPE = {
  outbound_api: 'Voice Outbound (API)',
  incoming_api: 'Voice Inbound (API)',
  scheduled_api: 'Voice Scheduled (API)',
  phone: 'Voice Inbound (IVR)',
  web: 'Voice Inbound (Mobile)',
  fin: 'Voice Inbound (IVR)',
  outbound_desk: 'Voice Outbound',
  reported: 'Voice Inbound (Direct)',
  action_only: 'Voice Inbound (Mobile)',
} as const satisfies Record<CallOrigin, string>;

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
