import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONVERSATIONS, FIN_CONVERSATIONS, VOICEMAILS } from './dialogue-scripts.ts';
import { DIALOGUE_KINDS, dialogueFor } from './dialogue.ts';
import type { Dialogue, DialogueKind } from './dialogue.ts';
import { estimateSeconds } from './track.ts';

const DIRECTIONS = ['inbound', 'outbound'] as const;
const CALL_IDS = Array.from({ length: 300 }, (_, index) => index + 1);
const SPEAKERS = { conversation: ['agent', 'user'], voicemail: ['user'], fin: ['user', 'virtual_agent'] } as const;
const COUNTS = { conversation: CONVERSATIONS.length, voicemail: VOICEMAILS.length, fin: FIN_CONVERSATIONS.length };

const dialoguesOf = (kind: DialogueKind): Dialogue[] =>
  DIRECTIONS.flatMap((direction) => CALL_IDS.map((callId) => dialogueFor({ callId, direction, kind, lang: 'en' })));

test('there are at least six conversations, three voicemails and four of Fin', () => {
  assert.ok(COUNTS.conversation >= 6 && COUNTS.voicemail >= 3 && COUNTS.fin >= 4);
});

for (const kind of DIALOGUE_KINDS) {
  test(`${kind}: the call ids reach every script`, () => {
    assert.equal(new Set(dialoguesOf(kind).map(({ name }) => name)).size, COUNTS[kind]);
  });

  test(`${kind}: the same call talks the same, in any language English`, () => {
    const request = { callId: 77, direction: 'inbound', kind } as const;
    const english = dialogueFor({ ...request, lang: 'en' });
    assert.deepEqual(dialogueFor({ ...request, lang: 'en' }), english);
    assert.deepEqual(dialogueFor({ ...request, lang: 'fr' }), english);
  });

  test(`${kind}: the right people speak, in plain ASCII but for apostrophes`, () => {
    for (const { turns } of dialoguesOf(kind)) {
      assert.deepEqual([...new Set(turns.map(({ speaker }) => speaker))].sort(), SPEAKERS[kind]);
      for (const { text } of turns) assert.match(text, /^[\x20-\x7e\u2019]+$/u);
    }
  });

  test(`${kind}: a shorter call says fewer lines, but never none`, () => {
    for (const callId of CALL_IDS.slice(0, 40)) {
      for (const seconds of [0, 5, 12, 25, 40]) {
        const { turns, beep } = dialogueFor({ callId, direction: 'outbound', kind, lang: 'en', seconds });
        assert.ok(turns.length === 1 || estimateSeconds(turns, { beep }) <= seconds);
        assert.ok(turns.length >= 1);
      }
    }
  });
}

test('a shortened conversation still says goodbye', () => {
  for (const callId of CALL_IDS.slice(0, 40)) {
    const request = { callId, direction: 'inbound', kind: 'conversation', lang: 'en' } as const;
    assert.deepEqual(dialogueFor({ ...request, seconds: 35 }).turns.at(-1), dialogueFor(request).turns.at(-1));
  }
});

test('who calls speaks second: an outbound conversation begins with the customer picking up', () => {
  for (const { turns } of dialoguesOf('conversation')) assert.notEqual(turns[0]?.speaker, turns[1]?.speaker);
  const first = dialogueFor({ callId: 1, direction: 'outbound', kind: 'conversation', lang: 'en' }).turns[0];
  assert.equal(first?.speaker, 'user');
});

test('only a voicemail beeps', () => {
  for (const kind of DIALOGUE_KINDS) {
    assert.ok(dialoguesOf(kind).every(({ beep }) => beep === (kind === 'voicemail')));
  }
});

test('Fin tells what it understood, hands one call over, and some summaries need the cut at 256', () => {
  const fin = dialoguesOf('fin');
  assert.ok(fin.every(({ intents, resolution }) => intents.length > 0 && resolution !== null));
  assert.ok(fin.every(({ intents }) => intents.every(({ confidence }) => confidence > 0 && confidence <= 1)));
  assert.ok(fin.some(({ resolution }) => resolution === 'escalated'));
  assert.ok(fin.some(({ summary }) => summary.length > 256) && fin.some(({ summary }) => summary.length <= 256));
});

test('every dialogue has a summary', () => {
  for (const kind of DIALOGUE_KINDS) assert.ok(dialoguesOf(kind).every(({ summary }) => summary.length > 20));
});
