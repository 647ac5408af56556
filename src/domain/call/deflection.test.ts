import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFLECTIONS } from '../directory/menu.ts';
import { aMenu, START } from '../../../test/support/calls.ts';
import type { Menu } from '../directory/menu.ts';
import { RULE_OUTCOMES } from '../directory/menu.ts';
import type { RuleCondition } from './deflection.ts';
import {
  asMessage,
  asVoicemail,
  conditionOf,
  farewellOf,
  inVain,
  placed,
  placedBy,
  sentAway,
  voicemailReasonOf,
} from './deflection.ts';

const closed = { timeZone: 'UTC', open: {} };

test('a menu is judged by hand, then by its hours, then by its queue', () => {
  assert.equal(conditionOf(aMenu(), START, 1000), 'open');
  assert.equal(conditionOf(aMenu({ redirected: true, hours: closed, capacity: 0 }), START, 5), 'redirected');
  assert.equal(conditionOf(aMenu({ hours: closed, capacity: 0 }), START, 5), 'after_hours');
  assert.equal(conditionOf(aMenu({ capacity: 2 }), START, 1), 'open');
  assert.equal(conditionOf(aMenu({ capacity: 2 }), START, 2), 'over_capacity');
  assert.equal(conditionOf(aMenu({ capacity: 0 }), START, 0), 'over_capacity');
});

const scene = (menus: readonly Menu[] = [], waiting = 0) => ({
  menus: new Map(menus.map((menu) => [menu.id, menu])),
  at: START,
  waitingFor: () => waiting,
});

/** The condition, what becomes of such callers -> the word, why a message is taken, what is heard where none is. */
const CELLS = [
  ['redirected', 'voicemail', 'temp_redirection_voicemail', 'temp_redirection', 'closed'],
  ['redirected', 'message_only', 'temp_redirection_message_only', undefined, 'closed'],
  ['after_hours', 'voicemail', 'after_hours_voicemail', 'after_hours', 'closed'],
  ['after_hours', 'message_only', 'after_hours_message_only', undefined, 'closed'],
  ['over_capacity', 'voicemail', 'over_capacity_voicemail', 'over_capacity', 'unavailable'],
  ['over_capacity', 'message_only', 'over_capacity_message_only', undefined, 'unavailable'],
  ['over_capacity', 'call_back', 'over_capacity_call_back', undefined, 'call_back'],
  ['no_agents', 'voicemail', 'no_agents_voicemail', 'no_agents', 'unavailable'],
  ['no_agents', 'message_only', 'no_agents_message_only', undefined, 'unavailable'],
  ['no_agents', 'call_back', 'no_agents_call_back', undefined, 'call_back'],
  ['long_wait', 'voicemail', 'long_wait_voicemail', 'long_wait', 'unavailable'],
  ['long_wait', 'message_only', 'long_wait_message_only', undefined, 'unavailable'],
  ['long_wait', 'call_back', 'long_wait_call_back', undefined, 'call_back'],
] as const;
for (const [condition, outcome, word, reason, farewell] of CELLS)
  test(`${condition}, ${outcome}: ${word}, ${reason === undefined ? `then ${farewell}` : 'a message is taken'}`, () => {
    const isClosed = condition === 'redirected' || condition === 'after_hours';
    const placement = isClosed
      ? placed(
          scene(),
          aMenu({
            deflection: outcome === 'voicemail' ? outcome : 'message_only',
            redirected: condition === 'redirected',
            hours: closed,
          }),
        )
      : placedBy(scene(), aMenu(), condition, { outcome, menuId: null });
    assert.deepEqual(placement, { to: outcome, word, condition });
    assert.equal(voicemailReasonOf(word), reason);
    assert.equal(farewellOf(word), farewell);
    assert.equal(sentAway(word).type, reason === undefined ? 'deflected' : 'voicemail_started');
    assert.notEqual(voicemailReasonOf(asVoicemail({ condition })), undefined);
    assert.equal(voicemailReasonOf(asMessage({ condition })), undefined);
  });

test('every condition and setting is in the table, and no two cells share a word', () => {
  const sendings = RULE_OUTCOMES.filter((each) => each !== 'keep_waiting' && each !== 'menu');
  assert.equal(CELLS.length, 2 * DEFLECTIONS.length + 3 * sendings.length);
  assert.equal(new Set(CELLS.map(([, , word]) => word)).size, CELLS.length);
});

const full = { capacity: 0 } as const;
const toMenu = (menuId: number) => ({ overCapacity: { outcome: 'menu', menuId } }) as const;
const other = aMenu({ id: 10 });

/** What the rule of menu 9 says, the other menus -> in whose queue the caller comes, or the word. */
const WAYS: readonly (readonly [string, Partial<Menu>, readonly Menu[], number | string])[] = [
  ['full, and waiting on', { ...full, overCapacity: { outcome: 'keep_waiting', menuId: null } }, [], 9],
  ['full, and another menu takes them', { ...full, ...toMenu(10) }, [other], 10],
  [
    'full, and the other menu is gone',
    { ...full, ...toMenu(10) },
    [aMenu({ id: 10, deleted: true })],
    'over_capacity_voicemail',
  ],
  ['full, and the other menu is unknown', { ...full, ...toMenu(10) }, [], 'over_capacity_voicemail'],
  [
    'full, and the other menu is closed',
    { ...full, ...toMenu(10) },
    [aMenu({ id: 10, hours: closed })],
    'after_hours_voicemail',
  ],
  [
    'full, and so is the other menu, which sends on to a third',
    { ...full, ...toMenu(10) },
    [aMenu({ id: 10, ...full, ...toMenu(11) }), aMenu({ id: 11 })],
    11,
  ],
  [
    'full, in a circle that was stored all the same',
    { ...full, ...toMenu(10) },
    [aMenu({ id: 10, ...full, ...toMenu(9) })],
    'over_capacity_voicemail',
  ],
];
for (const [name, change, menus, expected] of WAYS)
  test(`${name}: ${expected}`, () => {
    const menu = aMenu({ id: 9, ...change });
    const placement = placed(scene([menu, ...menus]), menu);
    assert.equal(placement.to === 'queue' ? placement.menu.id : placement.word, expected);
  });

test('a timed rule sends to the queue of another menu', () => {
  for (const condition of ['no_agents', 'long_wait'] satisfies RuleCondition[])
    assert.deepEqual(placedBy(scene([other]), aMenu(), condition, { outcome: 'menu', menuId: 10 }), {
      to: 'queue',
      menu: other,
    });
});

test('anyone who was not deflected leaves no message', () => {
  for (const word of ['no_deflection', 'elsewhere', 'constructor']) assert.equal(voicemailReasonOf(word), undefined);
});

/** The rules for long waits and for no agents, what is done while closed -> what becomes of who waited in vain. */
const IN_VAIN = [
  ['call_back', 'message_only', 'voicemail', 'call_back'],
  ['keep_waiting', 'message_only', 'voicemail', 'message_only'],
  ['keep_waiting', 'keep_waiting', 'voicemail', 'voicemail'],
  ['keep_waiting', 'keep_waiting', 'message_only', 'message_only'],
  ['menu', 'message_only', 'message_only', 'voicemail'],
] as const;
for (const [long, none, deflection, to] of IN_VAIN)
  test(`waited in vain; long waits ${long}, no agents ${none}, closed ${deflection}: ${to}`, () => {
    const menu = aMenu({
      longWait: { outcome: long, menuId: null, afterSeconds: 60 },
      noAgents: { outcome: none, menuId: null, afterSeconds: 60 },
      deflection,
    });
    assert.deepEqual(inVain(menu), { to, word: `long_wait_${to}`, condition: 'long_wait' });
  });
