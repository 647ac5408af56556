/**
 * Random histories of every kind of call, read through all APIs after each step. `TRUTH_HISTORIES` and `TRUTH_SEED`
 * make it longer or another one; a failure names the seed and the steps that tell it again.
 */
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { testWorld } from '../support/world.ts';
import type { Stage } from './history.ts';
import { ACTS, BEGINNINGS, createChance, LED, MENUS, PLAYED, REPORTS } from './history.ts';
import type { Reading } from './reading.ts';
import { openReader } from './reading.ts';
import { isListed, SENTENCES } from './sentences.ts';

const HISTORIES = Number(process.env['TRUTH_HISTORIES'] ?? 48);
const FIRST_SEED = Number(process.env['TRUTH_SEED'] ?? 1);
/** Most steps of a history before it is left to its end. */
const MAX_STEPS = 9;
/** Longer than any dialogue takes. Seconds. */
const LEFT_ALONE = 120;

const shared = testWorld({
  agents: [{ id: PLAYED, capacity: null, simulated: true }, ...LED.map((id) => ({ id, capacity: null }))],
  menus: MENUS,
});

function judge(now: Reading, before: Reading | null, told: readonly string[]): void {
  const broken = SENTENCES.filter((sentence) => !sentence.holds(now, before)).map(({ says }) => says);
  const { ccaip, intercom, vcita, events, turns, call } = now;
  const seen = { broken, told, events: events.map(({ type, at }) => `${at.toISOString()} ${type}`) };
  assert.equal(
    broken.length,
    0,
    JSON.stringify({ ...seen, recording: call.recording, turns, ccaip, intercom, vcita }, null, 1),
  );
}

for (const [at, name] of Array.from({ length: HISTORIES }, (_, index) => [index, kindOf(index)] as const))
  test(`history ${FIRST_SEED + at}, ${name}: every sentence holds through every API, at every step`, async () => {
    const world = await shared;
    const chance = createChance((FIRST_SEED + at) * 7919);
    const stage: Stage = { world, reader: openReader(world), chance, place: FIRST_SEED + at };
    const id = await BEGINNINGS[name]?.(stage);
    assert.ok(id, 'the history did not begin');
    const acts = name === 'reported' ? REPORTS : ACTS;
    const told: string[] = [];
    let before: Reading | null = null;
    const look = async (): Promise<void> => {
      const now = await stage.reader.read(id);
      judge(now, before, told);
      before = now;
    };
    await world.settle();
    await look();
    for (let steps = chance.below(MAX_STEPS); steps > 0; steps -= 1) {
      const act = chance.below(acts.length);
      told.push(`act ${act}`);
      await acts[act]?.(stage, await world.stored(id));
      await world.settle();
      await look();
    }
    if (name !== 'reported') await world.pass(LEFT_ALONE);
    await look();
    // No one came, or no one hung up.
    await world.engine.report(id, { type: 'hung_up', by: 'system', reason: 'expired' });
    await world.settle();
    await look();
    const listed = (await stage.reader.list()).get(id);
    assert.ok(listed === undefined || isListed(await stage.reader.read(id), listed), 'a list shows it otherwise');
  });

function kindOf(index: number): string {
  const kinds = Object.keys(BEGINNINGS);
  return kinds[index % kinds.length] ?? '';
}

test('every API counts the same calls', async () => {
  const counts = await openReader(await shared).count();
  assert.equal(new Set(Object.values(counts)).size, 1, JSON.stringify(counts));
});
