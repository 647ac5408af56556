import { DEMO_AGENTS, DEMO_WORKSPACE } from '#domain/directory/demo.ts';
import { freshKey } from './patchbay.ts';

/** The staff member and the client of the reports below. */
export const STAFF_UID = DEMO_AGENTS[0]?.uid ?? '';
export const CLIENT_UID = 'd290f1ee-6c54-4b01-90e6-d701748f0851';

/** A report of a call, with the values of seed 003, that no other test has sent. */
export function voiceCallReport(change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    staff_uid: STAFF_UID,
    client_uid: CLIENT_UID,
    from_number: '+14155550148',
    to_number: '+14155550901',
    direction: 'INBOUND',
    status: 'MISSED',
    rate: '0.05',
    provider: 'VONAGE',
    source_id: 'call-src-001',
    external_uuid: freshKey(),
    business_uid: DEMO_WORKSPACE.uid,
    ...change,
  };
}
