import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Refusal } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { Call } from '#domain/call/call.ts';
import { aDirectory, aMenu, at, callIn, START, stored } from '../../../test/support/calls.ts';
import type { SomeDesk } from '../../../test/support/own-api.ts';
import { ownApi } from '../../../test/support/own-api.ts';

const TOKEN = { kind: 'token', workspaceId: 1 };
const AGENT = { kind: 'agent', workspaceId: 1, agentId: 3, role: 'agent' };
const COMMANDS = [
  'answerCall',
  'declineCall',
  'holdCall',
  'resumeCall',
  'hangUp',
  'transferCall',
  'rateCall',
  'noteOutcome',
  'listenToVoicemail',
  'rescheduleCall',
  'callScheduledNow',
  'cancelScheduledCall',
];

/** An engine whose commands note what they are asked and answer with the outcome. */
function engineThat(told: unknown[], outcome: ReturnType<typeof done<Call>> | ReturnType<typeof refused>) {
  const command =
    (name: string) =>
    async (...asked: unknown[]) => {
      told.push([name, ...asked]);
      return outcome;
    };
  // Each is a command of the engine, which answers a call.
  return Object.fromEntries(COMMANDS.map((name) => [name, command(name)])) as NonNullable<SomeDesk['engine']>;
}

/** What is asked -> the command that it is, with everything that it is told. */
const ASKED: readonly (readonly [operation: string, body: object, command: readonly unknown[]])[] = [
  ['answerCall', { agent_id: 3 }, ['answerCall', AGENT, 9]],
  ['declineCall', { agent_id: 3 }, ['declineCall', AGENT, 9]],
  ['holdCall', {}, ['holdCall', TOKEN, 9]],
  ['resumeCall', {}, ['resumeCall', TOKEN, 9]],
  ['hangUpCall', {}, ['hangUp', TOKEN, 9, 'agent']],
  ['hangUpCall', { agent_id: 3 }, ['hangUp', AGENT, 9]],
  ['hangUpCall', { by: 'end_user' }, ['hangUp', TOKEN, 9, 'end_user']],
  ['hangUpCall', { by: 'end_user', agent_id: 3 }, ['hangUp', TOKEN, 9, 'end_user']],
  ['transferCall', { menu_id: 10 }, ['transferCall', TOKEN, 9, { agentId: null, menuId: 10, mode: 'cold' }]],
  [
    'transferCall',
    { agent_id: 3, mode: 'warm' },
    ['transferCall', TOKEN, 9, { agentId: 3, menuId: null, mode: 'warm' }],
  ],
  ['rateCall', { rating: 5 }, ['rateCall', TOKEN, 9, { rating: 5, hasFeedback: false }]],
  ['rateCall', { rating: 1, feedback: true }, ['rateCall', TOKEN, 9, { rating: 1, hasFeedback: true }]],
  ['noteOutcome', { disposition: null }, ['noteOutcome', TOKEN, 9, { disposition: null }]],
  ['noteOutcome', { tags: [] }, ['noteOutcome', TOKEN, 9, { tags: [] }]],
  ['readVoicemail', {}, ['listenToVoicemail', TOKEN, 9]],
  ['rescheduleCall', { menu_id: 10 }, ['rescheduleCall', TOKEN, 9, { menuId: 10 }]],
  ['rescheduleCall', { scheduled_at: '2026-03-02T10:00:00.000+01:00' }, ['rescheduleCall', TOKEN, 9, { at: START }]],
  ['callScheduledNow', {}, ['callScheduledNow', TOKEN, 9]],
  ['cancelScheduledCall', {}, ['cancelScheduledCall', TOKEN, 9]],
];
for (const [operation, body, command] of ASKED)
  test(`${operation} of ${JSON.stringify(body)} is the command ${String(command[0])}, and answers with the call`, async () => {
    const told: unknown[] = [];
    const came = await ownApi({ engine: engineThat(told, done(stored(callIn('connected')))) })(operation, {
      id: 9,
      body,
    });
    assert.deepEqual(told, [command]);
    assert.deepEqual([came.status, came.body['state']], [200, 'connected']);
  });

/** Why the engine refuses -> status and places. */
const REFUSED: readonly (readonly [Refusal, number, readonly string[]])[] = [
  [{ code: 'call_unknown', id: '9' }, 404, []],
  [{ code: 'event_not_allowed', state: 'finished', event: 'held' }, 409, []],
  [{ code: 'agent_unknown' }, 422, []],
];
for (const operation of new Set(ASKED.map(([name]) => name)))
  test(`${operation} says why it was refused`, async () => {
    const body = ASKED.find(([name]) => name === operation)?.[1] ?? {};
    for (const [refusal, status] of REFUSED) {
      const came = await ownApi({ engine: engineThat([], refused(refusal)) })(operation, { id: 9, body });
      assert.deepEqual([came.status, came.code], [status, refusal.code]);
    }
  });

/** What no command is told, and where it is wrong. */
const MALFORMED: readonly (readonly [operation: string, body: unknown, place: string])[] = [
  ['answerCall', {}, '/agent_id'],
  ['answerCall', { agent_id: 0 }, '/agent_id'],
  ['answerCall', { agent_id: '3' }, '/agent_id'],
  ['declineCall', { agent_id: 3, reason: 'busy' }, '/reason'],
  ['hangUpCall', { by: 'nobody' }, '/by'],
  ['transferCall', {}, ''],
  ['transferCall', { agent_id: 3, menu_id: 10 }, ''],
  ['transferCall', { menu_id: 10, mode: 'hot' }, '/mode'],
  ['rateCall', { rating: 0 }, '/rating'],
  ['rateCall', { rating: 6 }, '/rating'],
  ['rateCall', { rating: 4.5 }, '/rating'],
  ['noteOutcome', {}, ''],
  ['noteOutcome', { disposition: 'x'.repeat(61) }, '/disposition'],
  ['noteOutcome', { tags: Array(101).fill('a') }, '/tags'],
  ['rescheduleCall', {}, ''],
  ['rescheduleCall', { scheduled_at: 'tomorrow' }, '/scheduled_at'],
  ['rescheduleCall', { scheduled_at: null }, '/scheduled_at'],
];
for (const [operation, body, place] of MALFORMED)
  test(`${operation} of ${JSON.stringify(body).slice(0, 50)} is refused at ${JSON.stringify(place)}`, async () => {
    const came = await ownApi({})(operation, { id: 9, body });
    assert.deepEqual([came.status, came.code, came.places], [422, 'body_invalid', [place]]);
  });

test('scheduled calls are listed by their time, with what to know before they come due', async () => {
  const beyond: unknown[] = [];
  const calls = [
    stored(callIn('scheduled', { id: 5, scheduledAt: at(60), menuId: 9 })),
    stored(callIn('scheduled', { id: 4, scheduledAt: at(600), menuId: 404, contactNumber: null })),
    stored(callIn('scheduled', { id: 6, scheduledAt: at(900), menuId: 9 })),
  ];
  const ask = ownApi({
    engine: {
      directory: { load: async () => aDirectory({ menus: new Map([[9, aMenu({ redirected: true })]]) }) },
      calls: {
        scheduled: async (_, place, limit) => {
          beyond.push(place);
          return calls.slice(place === null ? 0 : 1).slice(0, limit);
        },
      },
    },
  });
  const all = await ask('listScheduledCalls');
  assert.deepEqual(
    all.data.map((each) => [each['warnings'], (each['contact_time_zones'] as unknown[]).length]),
    [
      [['redirected', 'same_contact'], 2],
      [['menu_deleted'], 0],
      [['redirected', 'same_contact'], 2],
    ],
  );
  const first = await ask('listScheduledCalls', { query: { limit: '1' } });
  await ask('listScheduledCalls', { query: { cursor: String(first.body['next_cursor']) } });
  assert.deepEqual(beyond, [null, null, { at: at(60), id: 5 }]);
  for (const key of ['5', '1-0', 'x-5', '123456789012345-1']) {
    const cursor = Buffer.from(key).toString('base64url');
    assert.deepEqual((await ask('listScheduledCalls', { query: { cursor } })).places, ['cursor'], key);
  }
});
