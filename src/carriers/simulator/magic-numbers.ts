/**
 * How the simulator's far end behaves: by the last four digits of the contact's number. The table is documentation too.
 */

/** Where the story of a call turns. */
export type Behaviour =
  | 'answers'
  | 'busy'
  | 'no_answer'
  | 'wrong_number'
  | 'drops'
  | 'first_carrier_fails'
  | 'all_carriers_fail'
  | 'abandons'
  | 'leaves_voicemail'
  | 'text_fails'
  | 'fin_escalates'
  | 'fin_confirmed'
  | 'fin_negative'
  | 'fin_procedure';

/** Last four digits -> what the person at that number does, and what comes of it. */
export const MAGIC_NUMBERS = {
  '0001': { behaviour: 'busy', says: 'is busy (486): `failed`, `eu_busy`; no other carrier is tried' },
  '0002': { behaviour: 'no_answer', says: 'lets it ring (480): `failed`, `eu_no_answer`' },
  '0003': { behaviour: 'wrong_number', says: 'does not exist (404): `failed`, `eu_wrong_number`' },
  '0004': { behaviour: 'drops', says: 'hangs up as soon as the call is connected: `finished`' },
  '0005': { behaviour: 'first_carrier_fails', says: 'is reached by the second carrier: `switching`, then `connected`' },
  '0006': {
    behaviour: 'all_carriers_fail',
    says: 'is reached by no carrier (503): `switching`, then `failed`, `voip_conn_signal`',
  },
  '0007': { behaviour: 'abandons', says: 'gives up waiting in the queue: `failed`, `eu_abandoned`' },
  '0008': { behaviour: 'leaves_voicemail', says: 'leaves a voicemail instead of waiting: `voicemail_received`' },
  '0009': { behaviour: 'text_fails', says: 'gets no text messages: a redirect to it is 400 `sms_failed`' },
  '0010': { behaviour: 'fin_escalates', says: 'asks Fin for a person: `escalated`' },
  '0011': { behaviour: 'fin_confirmed', says: 'tells Fin that it helped: `confirmed_resolution`' },
  '0012': { behaviour: 'fin_negative', says: 'tells Fin that it did not help: `negative_feedback`' },
  '0013': { behaviour: 'fin_procedure', says: 'is handed on by a procedure of Fin: `procedure_handoff`' },
} as const satisfies Record<string, { readonly behaviour: Behaviour; readonly says: string }>;

/** What the person at the number does; any other number answers, talks and hangs up, and Fin assumes to have helped. */
export function behaviourOf(number: string | null): Behaviour {
  const digits = number?.slice(-4) ?? '';
  return digits in MAGIC_NUMBERS ? MAGIC_NUMBERS[digits as keyof typeof MAGIC_NUMBERS].behaviour : 'answers';
}
