/** Talks of the voice agent, each promise of `domain/ports/talk-book.ts`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallDraft } from '#domain/call/call.ts';
import { begun } from '#domain/call/recording.ts';
import type { KeptTalk } from '#domain/ports/talk-book.ts';
import { NEW_DIALOGUE } from '#domain/voice-agent/dialogue.ts';
import type { TalkCounts } from '#domain/voice-agent/figures.ts';
import { at, START } from '../../test/support/calls.ts';
import { storeDatabase, storedCalls } from '../../test/support/store-database.ts';
import { createTranscripts } from './transcripts.ts';
import { countVoiceHours } from './voice-hours.ts';
import { createVoiceTalks } from './voice-talks.ts';

const database = await storeDatabase();
const { make } = storedCalls(database);
const [talks, transcripts] = [createVoiceTalks(database), createTranscripts(database)];

let uids = 0;
/** A call that is being recorded and waits for its words. */
async function recordedCall(change: Partial<CallDraft> = {}): Promise<number> {
  uids += 1;
  const recording = begun(`01890000-0000-7000-8000-${String(uids).padStart(12, '0')}`, 'call', START);
  const call = await make({ origin: 'fin', recording, transcriptStatus: 'in_progress', ...change });
  return call.id;
}

function talkOf(callId: number, ...texts: readonly string[]): KeptTalk {
  const turns = texts.map((text, place) => ({
    speaker: 'user' as const,
    text,
    startSeconds: place,
    endSeconds: place + 1,
  }));
  return {
    callId,
    workspaceId: 1,
    startedAt: START,
    dialogue: { ...NEW_DIALOGUE, asked: texts },
    turns,
    counts: { fallbacks: texts.length },
  };
}

test('talks are kept together as they go on, and their words are the transcripts of calls in progress', async () => {
  const [first, second] = [await recordedCall(), await recordedCall()];
  await talks.keep([talkOf(first, 'hello'), talkOf(second)], at(1));
  await talks.keep([talkOf(first, 'hello', 'where is my order')], at(2));
  assert.deepEqual(await talks.open(first), talkOf(first, 'hello', 'where is my order'));
  assert.deepEqual(await talks.open(second), talkOf(second));
  const words = await transcripts.byCall(1, first);
  assert.deepEqual([words?.turns.length, words?.live, words?.engine], [2, 'open', null]);
  assert.deepEqual([await transcripts.byCall(2, first), await transcripts.byCall(1, second)], [null, null]);
  assert.ok(!(await transcripts.awaited(100)).includes(first), 'its words are not left to those who hear recordings');
});

test('no words are kept of a call that is not recorded, nor over those of a transcript that is done', async () => {
  const silent = await recordedCall({ recording: null, transcriptStatus: null });
  await talks.keep([talkOf(silent, 'hello')], at(1));
  assert.equal(await transcripts.byCall(1, silent), null);
  assert.deepEqual((await talks.open(silent))?.turns, []);
  const done = await recordedCall();
  await transcripts.put(1, { callId: done, turns: [], createdAt: at(1), engine: null });
  await talks.keep([talkOf(done, 'late')], at(2));
  assert.deepEqual((await transcripts.byCall(1, done))?.turns, []);
});

test('a talk that is over stays so, and one that no process ended is left once its call has', async () => {
  const [over, live, ended] = [await recordedCall(), await recordedCall(), await recordedCall({ state: 'finished' })];
  await talks.keep(
    [over, live, ended].map((callId) => talkOf(callId, 'hello')),
    at(1),
  );
  await talks.end(over, at(2), {});
  await talks.keep([talkOf(over, 'hello', 'again')], at(3));
  assert.equal(await talks.open(over), null);
  assert.deepEqual(await talks.left(10), [ended]);
  await talks.end(ended, at(4), {});
  assert.deepEqual(await talks.left(10), []);
});

test('what is told of a caller is kept with the talk, and goes with the words', async () => {
  const brief = { summary: 'The caller wants a refund.', intents: [], lastWords: 'a person' };
  const [told, other] = [await recordedCall(), await recordedCall()];
  await talks.keep([talkOf(told, 'a person'), talkOf(other, 'hello')], at(1));
  await talks.keepBrief(1, told, brief);
  await talks.keepBrief(2, other, brief);
  assert.deepEqual(await talks.briefs([told, other]), new Map([[told, brief]]));
  assert.deepEqual(await talks.briefs([]), new Map());
  await transcripts.remove(2, told);
  assert.equal((await talks.briefs([told])).size, 1);
  await transcripts.remove(1, told);
  assert.equal((await talks.briefs([told])).size, 0);
  assert.deepEqual([(await talks.open(told))?.dialogue.asked, (await talks.open(told))?.turns], [[], []]);
});

test('talks add up the same before their hour is counted and after, once, each in its own workspace', async () => {
  const end = async (time: string, counts: TalkCounts, workspaceId = 1): Promise<void> => {
    const callId = await recordedCall();
    await talks.keep([{ ...talkOf(callId), workspaceId }], at(1));
    await talks.end(callId, new Date(time), counts);
  };
  await end('2026-03-01T08:59:59.999Z', { ended_left: 1 });
  await end('2026-03-01T09:00:00Z', { ended_confirmed: 1, not_understood: 2 });
  await end('2026-03-01T09:30:00Z', { ended_confirmed: 1, first_sound_900: 3 });
  await end('2026-03-01T11:00:00Z', { handed_over_asked_for: 1 });
  await end('2026-03-01T09:10:00Z', { ended_left: 1 }, 2);
  const sums = async (from: string, to: string) =>
    talks.sums(1, new Date(`2026-03-01T${from}:00Z`), new Date(`2026-03-01T${to}:00Z`));
  const nine = { ended_confirmed: 2, not_understood: 2, first_sound_900: 3 };
  for (let round = 0; round < 3; round += 1) {
    assert.deepEqual(await sums('09:00', '10:00'), nine);
    assert.deepEqual(await sums('09:00', '12:00'), { ...nine, handed_over_asked_for: 1 });
    assert.deepEqual(await sums('12:00', '13:00'), {});
    await countVoiceHours(database.pool);
  }
  await end('2026-03-02T09:00:00Z', { ended_left: 1 });
  await countVoiceHours(database.pool);
  assert.deepEqual(await sums('09:00', '10:00'), nine);
  const { rows } = await database.pool.query('select distinct workspace_id from voice_hour order by 1');
  assert.deepEqual(rows, [{ workspace_id: 1 }, { workspace_id: 2 }]);
});
