/** Telephones that transfer their calls: what they ask -> the answer, the NOTIFYs, and who is dialed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { done, refused } from '#domain/call/refusal.ts';
import type { Refusal } from '#domain/call/refusal.ts';
import { headerOf } from '#sip/message/message.ts';
import { aTrunk, openTalk } from '../../../../test/support/talk-world.ts';
import type { Line, LineListener } from './line.ts';
import { createReferrals } from './referrals.ts';

const NUMBER = 'sip:+14155550199@192.0.2.1';
const OWN = '+13392195276';

type Given = { readonly referIn?: boolean; readonly refusal?: Refusal; readonly canJoin?: boolean };

async function open({ referIn = true, refusal, canJoin = true }: Given = {}) {
  const world = await openTalk({ trunk: aTrunk({ referIn }) });
  const other = await openTalk({ callId: 8 });
  const { place, talk } = world;
  const dialed: { readonly number: string; readonly fields: readonly string[]; readonly listener: LineListener }[] = [];
  const judged: (readonly string[] | null)[] = [];
  const entered: string[] = [];
  const line: Line = { legId: () => 'next', early: () => undefined, talk: () => null, close: () => undefined };
  const refer = createReferrals({
    homeOf: async () => 'US',
    isEmergency: async (_workspaceId, text) => text === '911',
    async judge(_callId, _number, carriers) {
      judged.push(carriers);
      return refusal === undefined ? done('trunk:1') : refused(refusal);
    },
    dial(_callId, { number, more = [] }, listener) {
      dialed.push({ number, listener, fields: more.map(({ name, value }) => `${name}: ${value}`) });
      return line;
    },
    destinationOf: async (_workspaceId, number) => (number === OWN ? { kind: 'menu', id: 9 } : null),
    async callInternally(_place, _trunk, number, { id }) {
      entered.push(`${number} ${id}`);
      return canJoin ? 200 : 503;
    },
    placeOf: ({ callId }) => (callId === 'ours' ? other.place : callId === 'same' ? place : null),
    join: async () => canJoin,
    notified: () => undefined,
  });
  world.hears((inbound) => refer(place, talk, inbound));
  /** What the NOTIFYs said so far. */
  const notices = (): readonly string[] =>
    world.sent
      .filter(({ request }) => request.method === 'NOTIFY')
      .map(({ request }) => `${headerOf(request, 'Event')} ${Buffer.from(request.body).toString().split(' ')[1]}`);
  const refers = async (to: string, fields: Readonly<Record<string, string>> = {}) =>
    world.asks('REFER', { 'Refer-To': to === '' ? '' : `<${to}>`, ...fields });
  return { ...world, dialed, judged, entered, notices, refers };
}

/** Whom a REFER names -> its answer. */
const ANSWERS = [
  [NUMBER, {}, 202],
  ['tel:+14155550199', {}, 202],
  ['sip:911@192.0.2.1', {}, 403],
  ['sip:reception@192.0.2.1', {}, 404],
  ['sip:7@192.0.2.1', {}, 404],
  ['https://example.com', {}, 603],
  ['', {}, 400],
  [NUMBER, { referIn: false }, 603],
  [NUMBER, { refusal: { code: 'number_not_called', why: 'country' } }, 403],
  [NUMBER, { refusal: { code: 'dial_limit', limit: 'calls_per_minute' } }, 480],
  [NUMBER, { refusal: { code: 'number_unknown' } }, 404],
  [`${NUMBER}?Replaces=same%3Bto-tag%3D1%3Bfrom-tag%3D2`, {}, 603],
] as const satisfies readonly (readonly [string, Given, number])[];

for (const [to, given, status] of ANSWERS)
  test(`REFER to ${to === '' ? 'no one' : to} with ${JSON.stringify(given)}: ${status}`, async () => {
    const { refers, dialed, notices, place } = await open(given);
    assert.equal((await refers(to)).status, status);
    const isTaken = status === 202;
    assert.deepEqual([dialed.length, notices()], isTaken ? [1, ['refer 100']] : [0, []]);
    assert.equal(place.claim(), !isTaken, 'what is refused leaves the place free');
  });

test('who is named has the place once they answer, and the telephone is told', async () => {
  const { refers, dialed, notices, place, told } = await open();
  await refers(NUMBER, { 'Referred-By': '<sip:alice@example.com>' });
  assert.equal((await refers(NUMBER)).status, 491, 'one at a time');
  const { number, fields, listener } = dialed[0] ?? assert.fail();
  assert.deepEqual([number, fields], ['+14155550199', ['Referred-By: <sip:alice@example.com>']]);
  listener.ringing();
  listener.answered();
  assert.deepEqual([notices(), place.legId(), told], [['refer 100', 'refer 180', 'refer 200'], 'next', ['moved']]);
});

test('who is not reached leaves the call where it is, and a further transfer names itself', async () => {
  const { refers, dialed, notices, place, told } = await open();
  await refers(NUMBER);
  dialed[0]?.listener.failed({ type: 'leg_refused', reason: 'eu_busy', details: null }, 486);
  await refers(NUMBER);
  assert.deepEqual([notices().slice(1, 2), told, dialed.length], [['refer 486'], [], 2]);
  assert.match(notices()[2] ?? '', /^refer;id=\d+ 100$/u);
  assert.notEqual(place.legId(), 'next');
});

test('who wants to hear nothing of it does not', async () => {
  const { refers, dialed, notices } = await open();
  const { headers = [] } = await refers(NUMBER, { 'Refer-Sub': 'false' });
  dialed[0]?.listener.answered();
  assert.deepEqual([headerOf({ headers }, 'Refer-Sub'), notices()], ['false', []]);
});

test('a dialog of the telephone with someone else is replaced by its own trunk alone', async () => {
  const { refers, dialed, judged } = await open();
  await refers(`${NUMBER}?Replaces=theirs%3Bto-tag%3D1%3Bfrom-tag%3D2`);
  assert.deepEqual(
    [dialed[0]?.fields, judged],
    [['Require: replaces', 'Replaces: theirs;to-tag=1;from-tag=2'], [['trunk:1']]],
  );
});

test('two calls of the telephone are joined, and no one is dialed', async () => {
  for (const canJoin of [true, false]) {
    const { refers, dialed, notices } = await open({ canJoin });
    assert.equal((await refers(`${NUMBER}?Replaces=ours%3Bto-tag%3D1%3Bfrom-tag%3D2`)).status, 202);
    assert.deepEqual([dialed, notices()], [[], ['refer 100', canJoin ? 'refer 200' : 'refer 503']]);
  }
});

test('a number of the workspace is not dialed but called internally, and how that was answered is told', async () => {
  const { refers, notices, entered, dialed, judged } = await open();
  assert.equal((await refers(`sip:${OWN.slice(2)}@192.0.2.9`)).status, 202);
  await new Promise(setImmediate);
  assert.deepEqual([entered, notices()], [[`${OWN} 9`], ['refer 100', 'refer 200']]);
  assert.deepEqual([dialed, judged], [[], []]);
  const full = await open({ canJoin: false });
  await full.refers(`sip:${OWN}@192.0.2.9`);
  await new Promise(setImmediate);
  assert.deepEqual(full.notices(), ['refer 100', 'refer 503']);
});
