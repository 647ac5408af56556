import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { Participant } from '#domain/call/participant.ts';
import { waiting } from '#domain/call/participant.ts';
import { aCall, at, START } from '../../../test/support/calls.ts';
import { MAGIC_NUMBERS, behaviourOf } from './magic-numbers.ts';
import type { Talk } from './story.ts';
import { nextAct, resolutionOf, scriptFor } from './story.ts';
import { estimateSeconds } from './track.ts';

const SIMULATED = 5;
const PERSON = 6;
const SOMEONE = '+14155550148';
const numberOf = (digits: keyof typeof MAGIC_NUMBERS): string => `+1415555${digits}`;
const offerTo = (...agentIds: number[]) => ({ agentIds, at: at(10), until: at(40) });
const inCall = (agentId: number, since = 20): Participant => ({
  ...waiting('agent', agentId),
  status: 'connected',
  connectedAt: at(since),
});
const dialled = (digits: string, change: Partial<Participant> = {}): Participant => ({
  ...waiting('third_party'),
  status: 'connecting',
  dialled: { number: `+1415555${digits}` as never, isHandOver: false },
  ...change,
});
const connected = (change: Partial<Call> = {}): Partial<Call> => ({
  state: 'connected',
  agentId: SIMULATED,
  connectedAt: at(20),
  updatedAt: at(20),
  participants: [waiting('end_user'), inCall(SIMULATED)],
  ...change,
});
const voicemail: Partial<Call> = {
  state: 'voicemail',
  voicemailReason: 'over_capacity',
  deflections: [{ type: 'over_capacity', from: 'agent', to: 'voicemail', at: at(30) }] as never,
};

/** The act in a few words: seconds after its instant, and what is done. */
function told(call: Partial<Call>, talk: Talk | null = null): string {
  const next = nextAct(aCall(call), new Set([SIMULATED]), talk);
  if (next === null) return 'nothing';
  const { since, after, act } = next;
  const when = `${round((since.getTime() - START.getTime() + after) / 1000)} s:`;
  if (act.do === 'answer') return `${when} ${act.agentId} answers`;
  if (act.do === 'choose_menu') return `${when} a menu is chosen`;
  const { type, ...more } = act.event;
  const details = Object.values(more).filter((value) => typeof value === 'string' || typeof value === 'number');
  return [when, type, ...details].join(' ');
}

/** A call as it stands -> what comes next. */
const NEXT: readonly (readonly [what: string, call: Partial<Call>, next: string])[] = [
  ['in a menu', { state: 'selecting' }, '2 s: a menu is chosen'],
  ['in a queue where no one is rung', { queuedAt: at(5) }, 'nothing'],
  ['rung for a simulated agent', { offer: offerTo(PERSON, SIMULATED) }, `12 s: ${SIMULATED} answers`],
  ['rung for a person alone', { offer: offerTo(PERSON) }, 'nothing'],
  ['of a caller who gives up', { contactNumber: numberOf('0007'), queuedAt: at(5) }, '6 s: hung_up end_user'],
  [
    'of a caller who gives up, though someone is rung',
    { contactNumber: numberOf('0007'), queuedAt: at(5), offer: offerTo(SIMULATED) },
    '6 s: hung_up end_user',
  ],
  ['of Fin', { origin: 'fin' }, '1 s: agent_assigned'],
  ['with a simulated agent', { state: 'assigned', agentId: SIMULATED, assignedAt: at(12) }, '13 s: leg_ringing'],
  [
    'with a person, whose own page must be ready',
    { state: 'assigned', agentId: PERSON, assignedAt: at(12) },
    'nothing',
  ],
  ['with Fin', { state: 'assigned', origin: 'fin', assignedAt: at(12) }, '13 s: leg_ringing'],
  ['that has ended', { state: 'finished' }, 'nothing'],
  ['whose caller leaves a message', voicemail, `${round(30 + lengthOf(voicemail))} s: voicemail_left end_user`],
];
for (const [what, call, next] of NEXT)
  test(`a call ${what}: ${next}`, () => assert.equal(told({ contactNumber: SOMEONE, ...call }), next));

/** Who is called, and by how many carriers it was tried -> what comes of it. */
const DIALED: readonly (readonly [digits: string, tried: number, next: string])[] = [
  ['0148', 0, '3 s: legs_bridged'],
  ['0001', 0, '2 s: leg_refused eu_busy SIP 486'],
  ['0002', 0, '20 s: leg_refused eu_no_answer SIP 480'],
  ['0003', 0, '1 s: leg_refused eu_wrong_number SIP 404'],
  ['0005', 0, '1 s: leg_failed voip_conn_signal SIP 503'],
  ['0005', 1, '3 s: legs_bridged'],
  ['0006', 0, '1 s: leg_failed voip_conn_signal SIP 503'],
  ['0006', 1, '1 s: leg_failed voip_conn_signal SIP 503'],
  ['0007', 0, '3 s: legs_bridged'],
];
for (const [digits, tried, next] of DIALED)
  test(`${digits} is dialed, after ${tried} other carriers: ${next}`, () => {
    const carriersTried = Array.from({ length: tried }, () => 'simulator');
    const call = { state: 'connecting', contactNumber: `+1415555${digits}`, carriersTried, updatedAt: START } as const;
    assert.equal(told(call), next);
  });

for (const origin of ['phone', 'web', 'fin'] as const)
  test(`a caller of ${origin} who waits is bridged after a second, whatever their number`, () => {
    assert.equal(told({ state: 'connecting', origin, contactNumber: numberOf('0001') }), '1 s: legs_bridged');
  });

const SINCE = { since: at(50), said: 3 };
/** A call in which someone talks -> what comes next; the talk continues since 50 s, and 3 s of it were said before. */
const TALKED: readonly (readonly [what: string, call: Partial<Call>, talk: Talk | null, next: string | null])[] = [
  ['while no one talks', {}, null, 'nothing'],
  ['to its end', {}, SINCE, null],
  ['by one who drops it', { contactNumber: numberOf('0004') }, SINCE, '20.3 s: hung_up end_user'],
  ['while the caller is on hold', { heldSince: at(40) }, SINCE, 'nothing'],
  ['by a person, who hangs up themselves', { agentId: PERSON, participants: [inCall(PERSON)] }, SINCE, 'nothing'],
  [
    'by a simulated agent whom another has relieved',
    { agentId: PERSON, participants: [inCall(SIMULATED), inCall(PERSON, 40)] },
    SINCE,
    `45 s: agent_left ${SIMULATED}`,
  ],
  [
    'while another simulated agent is rung for it',
    { offer: offerTo(SIMULATED), agentId: PERSON, participants: [inCall(PERSON)] },
    SINCE,
    `12 s: ${SIMULATED} answers`,
  ],
  [
    'and someone is dialed into it',
    { participants: [inCall(SIMULATED), dialled('0148')] },
    SINCE,
    '23 s: third_party_answered',
  ],
  [
    'and someone is dialed who is busy',
    { participants: [inCall(SIMULATED), dialled('0001')] },
    SINCE,
    '22 s: third_party_left eu_busy',
  ],
  [
    'and a telephone is dialed by a carrier that has it',
    {
      participants: [
        inCall(SIMULATED),
        dialled('0148', { dialled: { number: SOMEONE, isHandOver: false, carrier: 'trunk:1' } }),
      ],
    },
    null,
    'nothing',
  ],
  [
    'with a third party, who leaves after half a minute',
    { participants: [inCall(SIMULATED), dialled('0148', { status: 'connected', connectedAt: at(25) })] },
    SINCE,
    '55 s: third_party_left nothing',
  ],
  [
    'by a third party to whom the agents have left the caller',
    { participants: [dialled('0148', { status: 'connected', connectedAt: at(25) })] },
    SINCE,
    '55 s: hung_up end_user',
  ],
];
for (const [what, change, talk, next] of TALKED)
  test(`a call that is talked in ${what}: ${next ?? 'the caller hangs up when all is said'}`, () => {
    const call = connected({ contactNumber: SOMEONE, ...change });
    assert.equal(told(call, talk), next ?? `${round(50 + lengthOf(call) - 3)} s: hung_up end_user`);
  });

test('what was said already is not said again: who has said all hangs up at once', () => {
  assert.equal(told(connected(), { since: at(50), said: 10_000 }), '50 s: hung_up end_user');
});

test('in a call of another carrier only the simulated agent and those dialed in are played', () => {
  const theirs = { carrier: 'trunk:1', contactNumber: numberOf('0007') };
  assert.equal(told({ ...theirs, queuedAt: at(5) }), 'nothing');
  assert.equal(told({ ...theirs, queuedAt: at(5), offer: offerTo(SIMULATED) }), `12 s: ${SIMULATED} answers`);
  assert.equal(told({ ...theirs, state: 'selecting' }), 'nothing');
  assert.match(told(connected({ ...theirs, contactNumber: SOMEONE }), SINCE), /hung_up agent$/);
  assert.equal(told(connected({ ...theirs, agentId: PERSON, participants: [inCall(PERSON)] }), SINCE), 'nothing');
});

/** The number of Fin's caller -> how Fin's work ends, and who hangs up. */
const FIN = [
  ['0148', 'assumed_resolution', 'end_user'],
  ['0010', 'escalated', 'virtual_agent'],
  ['0011', 'confirmed_resolution', 'virtual_agent'],
  ['0012', 'negative_feedback', 'virtual_agent'],
  ['0013', 'procedure_handoff', 'virtual_agent'],
] as const;
for (const [digits, resolution, by] of FIN)
  test(`Fin’s talk with ${digits} ends as ${resolution}, and ${by} hangs up`, () => {
    const call = connected({ origin: 'fin', agentId: null, participants: [], contactNumber: `+1415555${digits}` });
    assert.equal(resolutionOf(aCall(call)), resolution);
    assert.match(told(call, SINCE), new RegExp(`hung_up ${by}$`));
    assert.equal(scriptFor(aCall(call)).resolution, resolution);
  });

test('a number behaves by its last four digits, any other and none at all answers', () => {
  for (const [digits, { behaviour }] of Object.entries(MAGIC_NUMBERS))
    assert.equal(behaviourOf(`+4930123${digits}`), behaviour);
  for (const number of ['+14155550148', '0001', '', null])
    assert.equal(behaviourOf(number), number === '0001' ? 'busy' : 'answers');
});

function lengthOf(call: Partial<Call>): number {
  const { turns, beep } = scriptFor(aCall({ contactNumber: SOMEONE, ...call }));
  return estimateSeconds(turns, { beep });
}

/** To the microsecond: what is added in another order differs behind it. */
function round(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
