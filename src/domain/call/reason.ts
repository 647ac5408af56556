/** Why calls end or go elsewhere. The words are the field's and stand in `fail_reason` and its neighbors. */

/**
 * Why a call failed, with the vendor's number. Source: CCAI Platform documentation, "Reason Codes & Statuses";
 * `nothing` stands in every sample of seed 004.
 */
export const FAIL_REASON_CODES = {
  nothing: 0,
  unknown: 10001,
  expired: 11001,
  transfer_expired: 11002,
  eu_canceled: 20001,
  eu_rejected: 20002,
  eu_abandoned: 20003,
  eu_in_menu_abandoned: 20004,
  eu_busy: 21001,
  eu_wrong_number: 21002,
  eu_no_answer: 21003,
  eu_noti_failed: 22001,
  ag_canceled: 30001,
  ag_ignored: 30002,
  ag_mic_no_device: 31001,
  ag_mic_denied: 31002,
  voip_conn_general: 44001,
  voip_conn_timeout: 44002,
  voip_conn_signal: 44003,
  stuck_due_to_api_error: 50001,
  group_deleted_no_substitute: 50002,
  menu_deleted: 50003,
  // Ours, with the vendor's nearest number: whom the workspace does not call, and a limit of what it dials.
  number_not_called: 44001,
  dial_limit: 44001,
} as const;

export type FailReason = keyof typeof FAIL_REASON_CODES;

/** Who ended the call; `unknown` until someone has. */
export const HUNG_UP_BY = ['agent', 'end_user', 'virtual_agent', 'system'] as const;
export type HungUpBy = (typeof HUNG_UP_BY)[number];

/** Where a caller was sent instead of an agent. Source: seed 004 (`no_deflection`); the rest of the list is ours. */
export const DEFLECTION_WORDS = {
  none: 'no_deflection',
  afterHoursMessage: 'after_hours_message_only',
  afterHoursVoicemail: 'after_hours_voicemail',
  overCapacityMessage: 'over_capacity_message_only',
  overCapacityVoicemail: 'over_capacity_voicemail',
  overCapacityCallBack: 'over_capacity_call_back',
  noAgentsMessage: 'no_agents_message_only',
  noAgentsVoicemail: 'no_agents_voicemail',
  noAgentsCallBack: 'no_agents_call_back',
  longWaitMessage: 'long_wait_message_only',
  longWaitVoicemail: 'long_wait_voicemail',
  longWaitCallBack: 'long_wait_call_back',
  redirectedMessage: 'temp_redirection_message_only',
  redirectedVoicemail: 'temp_redirection_voicemail',
} as const;
