/**
 * What is true of every call, whatever happens to it: this is one table, judged by truth.test.ts after each step of a
 * history.
 */
import { isLive } from '#domain/call/state.ts';
import { STATE as INTERCOM_STATE } from '#api/intercom/status.ts';
import { statusOf } from '#api/vcita/status.ts';
import type { Fields, Listed, Reading } from './reading.ts';

/** One sentence: it holds of a call as it is read now, after how it was read before. */
export type Sentence = { readonly says: string; holds(now: Reading, before: Reading | null): boolean };

const unix = (at: Date | null): number | null => (at === null ? null : Math.floor(at.getTime() / 1000));
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const implies = (a: boolean, b: boolean): boolean => !a || b;
const isReported = ({ call }: Reading): boolean => call.report !== null;
const hasEnded = ({ call }: Reading): boolean => !isLive(call.state);
const number = (fields: Fields, name: string): number => Number(fields[name] ?? 0);
const people = ({ ccaip }: Reading): readonly Fields[] => ccaip['participants'] as Fields[];
const seconds = (from: Date | null, to: Date | null): number | null =>
  from === null || to === null ? null : (to.getTime() - from.getTime()) / 1000;

function inOrder(...times: readonly (Date | null | undefined)[]): boolean {
  const known = times.filter((time) => time !== null && time !== undefined).map((time) => time.getTime());
  return known.every((time, index) => index === 0 || time >= (known[index - 1] ?? 0));
}

/**
 * Seconds that two lengths of the same thing may differ: a commit lies between a call's connection and its recording.
 */
const CLOSE = 0.2;

export const SENTENCES: readonly Sentence[] = [
  {
    says: 'the direction is the same everywhere',
    holds: ({ call, intercom, vcita, own, desk, ccaip }) =>
      [intercom['direction'], own['direction'], desk.direction, String(vcita['direction']).toLowerCase()].every(
        (each) => each === call.direction,
      ) && implies(call.direction === 'outbound', !String(ccaip['call_type']).includes('Inbound')),
  },
  {
    says: 'every API says the state in its own word for it',
    holds: ({ call, ccaip, intercom, vcita, own, desk }) =>
      ccaip['status'] === call.state &&
      own['state'] === call.state &&
      desk.state === call.state &&
      intercom['state'] === INTERCOM_STATE[call.state][call.direction] &&
      vcita['status'] === statusOf(call.report?.status ?? null, call.state, call.origin === 'fin'),
  },
  {
    says: 'created, queued, offered, assigned, connected, ended, updated: in this order',
    holds: (reading) => {
      const { call } = reading;
      const [first] = call.castings;
      const created = isReported(reading) ? null : call.createdAt;
      const sent = call.deflections[0]?.at;
      return (
        inOrder(created, call.queuedAt, call.assignedAt, call.connectedAt, call.endsAt, call.updatedAt) &&
        inOrder(
          created,
          call.queuedAt,
          first?.at,
          call.transfers.length > 0 ? null : call.assignedAt,
          call.updatedAt,
        ) &&
        inOrder(created, call.queuedAt, sent, call.endsAt) &&
        inOrder(...call.castings.map(({ at }) => at)) &&
        inOrder(call.queuedAt, call.offer?.at, call.offer?.until)
      );
    },
  },
  {
    says: 'every API tells the same times',
    holds: ({ call, ccaip, intercom, vcita, own, desk }) =>
      ccaip['created_at'] === iso(call.createdAt) &&
      own['created_at'] === ccaip['created_at'] &&
      vcita['created_at'] === ccaip['created_at'] &&
      intercom['created_at'] === unix(call.createdAt) &&
      desk.createdAt === ccaip['created_at'] &&
      own['queued_at'] === ccaip['queued_at'] &&
      own['connected_at'] === ccaip['connected_at'] &&
      intercom['answered_at'] === unix(call.connectedAt) &&
      desk.connectedAt === ccaip['connected_at'] &&
      own['ended_at'] === ccaip['ends_at'] &&
      intercom['ended_at'] === unix(call.endsAt) &&
      desk.endsAt === ccaip['ends_at'],
  },
  {
    says: 'a call has an end if and only if it has ended, and a reason if and only if it has an end',
    holds: (reading) => {
      const { intercom, ccaip, own } = reading;
      return [intercom['ended_at'], intercom['ended_reason'], ccaip['ends_at'], own['ended_at']].every(
        (each) => (each !== null) === hasEnded(reading),
      );
    },
  },
  {
    says: 'a call that has ended is never live again, and its end does not move',
    holds: (now, before) =>
      before === null ||
      !hasEnded(before) ||
      (hasEnded(now) && (isReported(now) || now.ccaip['ends_at'] === before.ccaip['ends_at'])),
  },
  {
    says: 'what has been told once is not taken back: queued, connected, who hung up',
    holds: (now, before) =>
      before === null ||
      isReported(now) ||
      (implies(before.call.queuedAt !== null, now.ccaip['queued_at'] === before.ccaip['queued_at']) &&
        implies(before.call.connectedAt !== null, now.ccaip['connected_at'] === before.ccaip['connected_at']) &&
        implies(hasEnded(before), now.ccaip['disconnected_by'] === before.ccaip['disconnected_by'])),
  },
  {
    says: 'an ended call has a talk time if and only if it was answered',
    holds: (reading) =>
      !hasEnded(reading) || (reading.intercom['answered_at'] !== null) === (reading.intercom['talk_time'] !== null),
  },
  {
    says: 'what is completed was answered, and what is failed, missed or a voicemail was not',
    holds: ({ intercom, ccaip, call }) =>
      implies(intercom['state'] === 'completed', intercom['answered_at'] !== null) &&
      implies(
        ['failed', 'recovered', 'deflected', 'voicemail_received', 'voicemail_read'].includes(call.state),
        ccaip['connected_at'] === null,
      ),
  },
  {
    says: 'talk, wait and hold are the same everywhere',
    holds: (reading) => {
      const { ccaip, intercom, own, vcita } = reading;
      return (
        number(ccaip, 'call_duration') === number(intercom, 'talk_time') &&
        number(own, 'talk_seconds') === number(intercom, 'talk_time') &&
        (isReported(reading) || number(vcita, 'duration') === number(intercom, 'talk_time')) &&
        number(ccaip, 'wait_duration') === number(intercom, 'queue_time') &&
        number(own, 'wait_seconds') === number(intercom, 'queue_time') &&
        number(ccaip, 'hold_duration') === number(intercom, 'hold_time')
      );
    },
  },
  {
    says: 'talk lies between answer and end, and wait, talk and hold find room in the call',
    holds: (reading) => {
      if (!hasEnded(reading)) return true;
      const { call, ccaip } = reading;
      const talked = seconds(call.connectedAt, call.endsAt);
      const talk = number(ccaip, 'call_duration');
      const whole = seconds(call.queuedAt ?? call.createdAt, call.endsAt) ?? 0;
      return (
        (talked === null ? talk === 0 : Math.floor(talked) === talk) &&
        number(ccaip, 'hold_duration') <= talk &&
        (isReported(reading) || talk + number(ccaip, 'wait_duration') <= whole)
      );
    },
  },
  {
    says: 'who leaves a message does not wait meanwhile',
    holds: ({ call, ccaip }) => {
      const sent = call.deflections[0]?.at;
      if (sent === undefined || call.queuedAt === null) return true;
      return number(ccaip, 'wait_duration') <= (seconds(call.queuedAt, sent) ?? 0);
    },
  },
  {
    says: 'a failed call says why, and a call in progress has not failed',
    holds: ({ call, ccaip }) =>
      implies(call.state === 'failed' || call.state === 'recovered', ccaip['fail_reason'] !== 'nothing') &&
      implies(isLive(call.state) && call.state !== 'switching', ccaip['fail_reason'] === 'nothing'),
  },
  {
    says: 'a voicemail has a message, a reason and vcita’s word, and nothing else has',
    holds: (reading) => {
      const { call, ccaip, vcita } = reading;
      const isOne = call.state === 'voicemail_received' || call.state === 'voicemail_read';
      return (
        ['VOICEMAIL', 'VOICEMAIL_RECEIVED'].includes(String(vcita['status'])) === isOne &&
        implies(isOne, ccaip['voicemail_reason'] !== 'not_voicemail') &&
        implies(isOne && !isReported(reading), call.recording?.kind === 'voicemail') &&
        implies(call.state === 'deflected', vcita['recording'] === null && ccaip['recording_url'] === null)
      );
    },
  },
  {
    says: 'participants come and go within the call, nobody is left in one that has ended, and who failed says why',
    holds: (reading) => {
      const { call, ccaip } = reading;
      const from = isReported(reading) ? call.connectedAt : call.createdAt;
      return people(reading).every((each) => {
        const [connected, ended] = ['connected_at', 'ended_at'].map((name) =>
          typeof each[name] === 'string' ? new Date(each[name]) : null,
        );
        const isGone = each['status'] === 'finished' || each['status'] === 'failed';
        return (
          inOrder(from, connected, ended, call.endsAt) &&
          isGone === (ended !== null) &&
          implies(hasEnded(reading), isGone) &&
          (each['status'] === 'failed') === (each['fail_reason'] !== 'nothing') &&
          implies(
            each['call_duration'] !== null,
            number(each, 'call_duration') === Math.floor(seconds(connected ?? null, ended ?? null) ?? -1),
          ) &&
          each['call_id'] === ccaip['id']
        );
      });
    },
  },
  {
    says: 'the same agent and the same contact everywhere',
    holds: (reading) => {
      const { call, ccaip, intercom, own, vcita } = reading;
      const agent = (ccaip['agent_info'] as Fields | null)?.['id'] ?? null;
      const contact = own['contact'] as Fields | null;
      const endUser = ccaip['end_user'] as Fields | null;
      return (
        agent === own['agent_id'] &&
        intercom['admin_id'] === (call.agentId === null ? null : String(call.agentId)) &&
        intercom['contact_id'] === (contact?.['uid'] ?? null) &&
        (isReported(reading) || vcita['client_uid'] === (contact?.['uid'] ?? null)) &&
        (endUser === null
          ? call.origin === 'outbound_api' || call.contactNumber === null
          : endUser['id'] === contact?.['id']) &&
        people(reading).filter((each) => each['type'] === 'end_user').length === 1
      );
    },
  },
  {
    says: 'nobody but the flag verifies a customer',
    holds: ({ call, ccaip, own }) =>
      [ccaip['verified'], own['verified']].every((each) => each === call.flags.verifiedCustomer),
  },
  {
    says: 'what happened is told in order, from its creation to its last change',
    holds: ({ call, events }) =>
      events[0]?.type === 'created' &&
      inOrder(...events.map(({ at }) => at)) &&
      inOrder(events.at(-1)?.at, call.updatedAt),
  },
  {
    says: 'who hung up is who is told',
    holds: ({ events, ccaip }) => {
      const last = events.findLast(({ type }) => type === 'hung_up' || type === 'voicemail_left');
      const { by }: { readonly by?: string } = last?.data ?? {};
      return by === undefined || ccaip['disconnected_by'] === `disconnected_by_${by === 'system' ? 'unknown' : by}`;
    },
  },
  {
    says: 'a recording is as long as the call it is of',
    holds: (reading) => {
      const { call } = reading;
      if (call.recording?.seconds == null || !hasEnded(reading)) return true;
      const begun = call.recording.kind === 'voicemail' ? (call.deflections.at(-1)?.at ?? null) : call.connectedAt;
      return Math.abs((seconds(begun, call.endsAt) ?? -1) - call.recording.seconds) <= CLOSE;
    },
  },
  {
    says: 'words lie within their recording, one after the other, and the agents who say them were there',
    holds: ({ call, turns }) => {
      const length = call.recording?.seconds ?? 0;
      const agents = call.participants.map((each) => each.agentId);
      return turns.every(
        (turn, index) =>
          turn.startSeconds >= (turns[index - 1]?.endSeconds ?? 0) &&
          turn.endSeconds >= turn.startSeconds &&
          turn.endSeconds <= length &&
          turn.text !== '' &&
          implies(turn.agentId !== undefined, agents.includes(turn.agentId ?? 0)),
      );
    },
  },
  {
    says: 'a summary stands only where something was said',
    holds: ({ call, turns }) => implies(call.report === null && call.summary !== null, turns.length > 0),
  },
  {
    says: 'Intercom points to what Fin said only where Fin has spoken',
    holds: ({ call, intercom }) =>
      implies(intercom['fin_recording_url'] !== null, call.origin === 'fin' || call.finCallId !== null) &&
      implies(call.origin === 'fin', intercom['fin_recording_url'] === intercom['recording_url']),
  },
];

/**
 * What lists and searches must show of a call that is read so alone; its signed addresses expire and are not compared.
 */
export function isListed(now: Reading, listed: Listed): boolean {
  const { transcript: _words, transcript_status: _status, ...searched } = listed.searched;
  const same = (a: Fields, b: Fields): boolean => JSON.stringify(unsigned(a)) === JSON.stringify(unsigned(b));
  return (
    same(now.ccaip, listed.ccaip) &&
    same(now.intercom, listed.intercom) &&
    same(now.intercom, searched) &&
    same(now.vcita, listed.vcita) &&
    same(now.own, listed.own)
  );
}

function unsigned(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_name, inner: unknown) => (typeof inner === 'string' ? inner.replace(/\?.*$/, '') : inner)),
  );
}
