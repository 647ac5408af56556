import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aMenu, anAgent, at, START } from '../../../test/support/calls.ts';
import type { Call } from './call.ts';
import { AGENT_PLAN, castAgents, chooseAgents, joinQueue, MAX_RINGING_AGENTS, planOf } from './offer.ts';

const nobody: Pick<Call, 'offer' | 'passedBy'> = { offer: null, passedBy: [] };
const ringing = (...agentIds: number[]) => ({ agentIds, at: START, until: at(30) });
const three = [anAgent(1), anAgent(2), anAgent(3)];

test('a cascade rings its first group, the others ring all groups at once', () => {
  const menu = aMenu();
  assert.deepEqual(joinQueue(planOf(menu), START), {
    offerType: 'cascade',
    offerSeconds: 30,
    waitRules: null,
    unstaffedSince: null,
    castings: [{ at: START, group: 'Group 1' }],
    groupsAhead: ['Group 2'],
    offer: null,
    passedBy: [],
  });
  for (const offerType of ['multicast', 'deltacast'] as const) {
    const joined = joinQueue(planOf(aMenu({ offerType })), START);
    assert.deepEqual(
      joined.castings.map((each) => each.group),
      ['Group 1', 'Group 2'],
    );
    assert.deepEqual(joined.groupsAhead, []);
  }
});

test('the rules that keep no one waiting go with the call', () => {
  const noAgents = { outcome: 'voicemail', menuId: null, afterSeconds: 60 } as const;
  assert.deepEqual(planOf(aMenu({ noAgents })).rules, { noAgents, longWait: null });
});

test('joining a queue forgets who was rung and who passed before', () => {
  const { offer, passedBy, castings } = joinQueue(AGENT_PLAN, START);
  assert.deepEqual([offer, passedBy, castings], [null, [], []]);
});

test('the agents of the groups rung so far are asked, each once', () => {
  const menu = aMenu({
    groups: [
      { name: 'a', agentIds: [1, 2] },
      { name: 'b', agentIds: [2, 3] },
    ],
  });
  assert.deepEqual([...castAgents(menu, [{ at: START, group: 'a' }])], [1, 2]);
  assert.deepEqual(
    [
      ...castAgents(menu, [
        { at: START, group: 'a' },
        { at: START, group: 'b' },
      ]),
    ],
    [1, 2, 3],
  );
  assert.deepEqual([...castAgents(menu, [{ at: START, group: 'deleted since' }])], []);
});

for (const offerType of ['cascade', 'multicast'] as const)
  test(`${offerType}: everyone free rings, the longest idle first`, () => {
    const free = [anAgent(1, { idleSince: at(5) }), anAgent(2, { idleSince: at(1) }), anAgent(3, { idleSince: at(1) })];
    assert.deepEqual(chooseAgents({ offerType, ...nobody }, free), [2, 3, 1]);
  });

test('deltacast: one rings, the longest idle, of equals the one who joined first', () => {
  const free = [anAgent(3, { idleSince: at(1) }), anAgent(1, { idleSince: at(5) }), anAgent(2, { idleSince: at(1) })];
  assert.deepEqual(chooseAgents({ offerType: 'deltacast', ...nobody }, free), [2]);
  assert.deepEqual(chooseAgents({ offerType: 'deltacast', offer: ringing(2), passedBy: [] }, free), []);
  assert.deepEqual(chooseAgents({ offerType: 'deltacast', offer: ringing(), passedBy: [2] }, free), [3]);
});

test('who rings already is not rung again, and joins no one twice', () => {
  assert.deepEqual(chooseAgents({ offerType: 'multicast', offer: ringing(1), passedBy: [] }, three), [2, 3]);
  assert.deepEqual(chooseAgents({ offerType: 'multicast', offer: ringing(1, 2, 3), passedBy: [] }, three), []);
});

test('who passed is left out while others are free, or while the offer stands', () => {
  assert.deepEqual(chooseAgents({ offerType: 'multicast', offer: null, passedBy: [1, 2] }, three), [3]);
  assert.deepEqual(chooseAgents({ offerType: 'multicast', offer: ringing(), passedBy: [1, 2, 3] }, three), []);
});

test('who passed is rung again once the offer has run out and no one else is free', () => {
  assert.deepEqual(chooseAgents({ offerType: 'multicast', offer: null, passedBy: [1, 2, 3] }, three), [1, 2, 3]);
  assert.deepEqual(chooseAgents({ offerType: 'deltacast', offer: null, passedBy: [1, 2, 3] }, three), [1]);
});

test(`at most ${MAX_RINGING_AGENTS} ring for one call`, () => {
  const many = Array.from({ length: MAX_RINGING_AGENTS + 50 }, (_, index) => anAgent(index + 1));
  assert.equal(chooseAgents({ offerType: 'multicast', ...nobody }, many).length, MAX_RINGING_AGENTS);
  const most = Array.from({ length: MAX_RINGING_AGENTS - 1 }, (_, index) => index + 1);
  assert.deepEqual(chooseAgents({ offerType: 'multicast', offer: ringing(...most), passedBy: [] }, many), [
    MAX_RINGING_AGENTS,
  ]);
});

test('the best at what is wanted come first, of equals the longest idle', () => {
  const wanted = [
    { skillId: 1, level: 1 },
    { skillId: 2, level: 1 },
  ];
  const able = (id: number, idle: number, ...levels: readonly [number, number]) =>
    anAgent(id, { idleSince: at(idle), skills: levels.map((level, place) => ({ skillId: place + 1, level })) });
  const free = [able(1, 0, 2, 2), able(2, 9, 5, 1), able(3, 5, 1, 5), able(4, 1, 1, 1)];
  for (const [offerType, rung] of [
    ['deltacast', [3]],
    ['cascade', [3, 2, 1, 4]],
    ['multicast', [3, 2, 1, 4]],
  ] as const)
    assert.deepEqual(chooseAgents({ offerType, ...nobody }, free, wanted), rung, offerType);
  assert.deepEqual(chooseAgents({ offerType: 'deltacast', offer: null, passedBy: [3] }, free, wanted), [2]);
});

test('with no one free no one is rung', () => {
  assert.deepEqual(chooseAgents({ offerType: 'cascade', ...nobody }, []), []);
});
