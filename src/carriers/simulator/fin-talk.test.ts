import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Resolution } from '#domain/call/external-call.ts';
import { RESOLUTIONS } from '#domain/call/external-call.ts';
import { converse } from '#domain/voice-agent/dialogue.ts';
import { DEMO_ARTICLES } from '#domain/voice-agent/demo-articles.ts';
import { spokenAnswer } from '#domain/voice-agent/spoken.ts';
import type { TalkingAgent } from './fin-talk.ts';
import { finTalkOf } from './fin-talk.ts';

/** An agent that knows the demo's articles by their very phrasings. */
const AGENT: TalkingAgent = {
  articles: async (_workspaceId, lang) => (lang === 'en' ? DEMO_ARTICLES : []),
  async reply({ dialogue }, event) {
    if (event.type !== 'said') return converse(dialogue, event);
    const found = DEMO_ARTICLES.flatMap(({ title, body, phrasings, handsOver }, articleId) =>
      [title, ...phrasings].includes(event.text)
        ? [{ articleId, title, score: 1, sentences: spokenAnswer(body).sentences, handsOver }]
        : [],
    );
    return converse(dialogue, { ...event, found });
  },
};
const talk = async (callId: number, resolution: Resolution, lang = 'en') =>
  finTalkOf(AGENT, { callId, workspaceId: 1, lang, isRecorded: true, resolution });

for (const resolution of RESOLUTIONS)
  test(`a talk that ends as ${resolution} has an article's answer in it, and is told as what it was`, async () => {
    for (let callId = 1; callId <= 60; callId += 1) {
      const dialogue = await talk(callId, resolution);
      assert.ok(dialogue !== null);
      const { turns, summary, intents } = dialogue;
      assert.deepEqual(
        turns.slice(0, 3).map(({ speaker }) => speaker),
        ['virtual_agent', 'user', 'virtual_agent'],
      );
      assert.match(turns[0]?.text ?? '', /computer program\. This call is recorded/);
      const article = DEMO_ARTICLES.find(({ title, phrasings }) =>
        [title, ...phrasings].includes(turns[1]?.text ?? ''),
      );
      assert.ok(article !== undefined);
      assert.ok(turns[2]?.text.includes(spokenAnswer(article.body).sentences[0] ?? ''), turns[2]?.text);
      assert.equal(article.handsOver, resolution === 'procedure_handoff');
      assert.ok(summary.includes(article.title) && summary.length <= 256, summary);
      assert.ok(intents.length > 0);
      for (const { text } of turns) assert.match(text, /^[\x20-\x7E]+$/);
    }
  });

test('each ends in its own words', async () => {
  const last = async (resolution: Resolution) => (await talk(7, resolution))?.turns.at(-1)?.text ?? '';
  assert.match(await last('assumed_resolution'), /Thank you for calling\. Goodbye\./);
  assert.match(await last('confirmed_resolution'), /Goodbye\./);
  assert.match(await last('negative_feedback'), /sorry that I could not help/);
  for (const resolution of ['escalated', 'procedure_handoff'] as const)
    assert.match(await last(resolution), /connect you with a person.*hold the line/);
});

test('the same call talks the same; where there is no article for it there is no talk', async () => {
  assert.deepEqual(await talk(9, 'escalated'), await talk(9, 'escalated'));
  assert.equal(await talk(9, 'escalated', 'fr'), null);
});
