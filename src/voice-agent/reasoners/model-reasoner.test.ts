import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Reasoner } from '#domain/ports/reasoner.ts';
import { NEW_DIALOGUE } from '#domain/voice-agent/dialogue.ts';
import type { Dialogue } from '#domain/voice-agent/dialogue.ts';
import { DIALOGUE_WORDS } from '#domain/voice-agent/dialogue-words.ts';
import type { Answer, Manner, ModelSays } from '../../../test/support/engine-server.ts';
import { chatOf, messagesOf, startEngineServer } from '../../../test/support/engine-server.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { until } from '../../../test/support/until.ts';
import { ORDER } from '../../../test/support/voice-talk.ts';
import { createEmbeddedReasoner } from '../embedded-reasoner.ts';
import { EngineError } from '../engines/ask-engine.ts';
import { Breaker } from '../engines/breaker.ts';
import { createAnthropicMessages } from './anthropic/anthropic-messages.ts';
import { createModelReasoner } from './model-reasoner.ts';
import { createOpenaiChat } from './openai/openai-chat.ts';

const ANSWER: ModelSays = { tool: 'answer', input: { article: 1, text: 'It is on its way to you.' } };
const SAID = ['It is on its way to you.', ...DIALOGUE_WORDS.did_that_help];
const TABLE = [...ORDER.sentences, ...DIALOGUE_WORDS.did_that_help];

const WIRES = { openai: chatOf, anthropic: messagesOf } as const;
let answer: (path: string) => Answer = () => chatOf(ANSWER);
const server = await startEngineServer(({ path }) => answer(path));
after(async () => server.close());

/** A reasoner with both models, and the one article that it finds. */
function reasoning(kinds: readonly (keyof typeof WIRES)[] = ['openai', 'anthropic']) {
  const clock = createManualClock(new Date('2026-11-28T10:00:00Z'));
  const failures: unknown[] = [];
  const options = { url: server.url, model: 'some-model', key: 'the-key', clock };
  const models = { openai: createOpenaiChat(options), anthropic: createAnthropicMessages(options) };
  const found: Reasoner['find'] = async () => ({ by: 'meaning', found: [ORDER] });
  const reasoner = createModelReasoner({
    models: kinds.map((kind) => ({ model: models[kind], breaker: new Breaker(clock) })),
    embedded: createEmbeddedReasoner({ find: found }, { unlearned: () => undefined }),
    clock,
    failed: (error) => void failures.push(error),
  });
  const reply = async (text: string, dialogue: Dialogue = NEW_DIALOGUE) =>
    reasoner.reply({ workspaceId: 1, lang: 'en', dialogue }, { type: 'said', second: 5, text });
  return { clock, failures, reply, reasoner };
}
type Body = { readonly messages: readonly { readonly role: string; readonly content: string }[] } & Readonly<
  Record<string, unknown>
>;
const lastBody = () => JSON.parse(Buffer.from(server.asked.at(-1)?.body ?? '', 'latin1').toString('utf8')) as Body;

test('OpenAI’s wire: a turn is asked for with the articles and tools, and the tool comes back in pieces', async () => {
  server.answer('well');
  answer = () => chatOf(ANSWER);
  const { reply, failures } = reasoning(['openai']);
  const dialogue = { ...NEW_DIALOGUE, said: ['What can I do for you?'], asked: ['hello there'] };
  assert.deepEqual((await reply('where is my order', dialogue)).say, SAID);
  const asked = server.asked.at(-1);
  assert.deepEqual([asked?.path, asked?.key], ['/v1/chat/completions', 'Bearer the-key']);
  const { messages, tools, stream, model } = lastBody();
  assert.deepEqual([stream, model], [true, 'some-model']);
  assert.deepEqual(
    messages.map(({ role, content }) => [role, role === 'system' ? '' : content]),
    [
      ['system', ''],
      ['user', 'hello there'],
      ['assistant', 'What can I do for you?'],
      ['user', 'where is my order'],
    ],
  );
  assert.match(messages[0]?.content ?? '', /1\. Where is my order\?\nIt leaves us within a day\./);
  assert.match(JSON.stringify(tools), /"type":"function","function":{"name":"answer".*"required":\["article","text"\]/);
  assert.deepEqual(failures, []);
});

test('Anthropic’s wire: the same, in its own words', async () => {
  answer = () => messagesOf(ANSWER);
  const { reply } = reasoning(['anthropic']);
  assert.deepEqual((await reply('where is my order')).say, SAID);
  const asked = server.asked.at(-1);
  assert.deepEqual([asked?.path, asked?.key], ['/v1/messages', 'the-key']);
  assert.equal(asked?.headers['anthropic-version'], '2023-06-01');
  const { messages, tools, system, max_tokens: most, tool_choice: choice } = lastBody();
  assert.deepEqual(messages, [{ role: 'user', content: 'where is my order' }]);
  assert.deepEqual([most, choice], [1024, { type: 'auto', disable_parallel_tool_use: true }]);
  assert.match(String(system), /It leaves us within a day/);
  assert.match(JSON.stringify(tools), /"name":"hand_over","description":"[^"]+","input_schema":{"type":"object"/);
});

for (const [kind, wire] of Object.entries(WIRES) as [keyof typeof WIRES, typeof chatOf][]) {
  test(`${kind}: words without a tool ask back, and are spoken as words`, async () => {
    answer = () => wire({ text: '**Which** order do you mean?' });
    const decision = await reasoning([kind]).reply('where is my order');
    assert.deepEqual([decision.say, decision.next], [['Which order do you mean?'], 'listen']);
  });

  const NONSENSE: Readonly<Record<string, Answer>> = {
    'a tool that there is not': wire({ tool: 'delete_everything', input: {} }),
    'an input that does not parse': wire({ tool: 'answer', input: '{"article": 1, "te' }),
    'an article that was not found': wire({ tool: 'answer', input: { article: 9, text: 'Yes.' } }),
    'an input of other types': wire({ tool: 'answer', input: { article: '1', text: ['Yes.'] } }),
    nothing: wire({}),
    'what was cut by its length': wire({ text: 'Well, I' }, kind === 'openai' ? 'length' : 'max_tokens'),
    'events of no wire': { type: 'text/event-stream', body: 'data: {"hello":1}\n\ndata: [DONE]\n\n' },
    'an error in the stream': {
      type: 'text/event-stream',
      body: 'data: {"type":"error","error":{"type":"overloaded_error","message":"secret"}}\n\n',
    },
    'JSON instead of a stream': { type: 'application/json', body: '{"choices":[]}' },
  };
  for (const [what, body] of Object.entries(NONSENSE))
    test(`${kind}: where a model answers ${what}, the table decides`, async () => {
      answer = () => body;
      const { reply, failures } = reasoning([kind]);
      assert.deepEqual((await reply('where is my order')).say, TABLE);
      assert.equal(failures.length, 1);
      assert.ok(failures[0] instanceof EngineError && !/secret|order/.test(failures[0].message));
    });

  for (const manner of ['error', 'busy', 'unauthorized', 'garbage', 'cut', 'closes', 'redirects', 'endless'] as const)
    test(`${kind}: where a server answers ${manner}, the table decides`, async () => {
      // Without an end there is nothing in it: who repeats what is whole has answered.
      answer = () => (manner === 'endless' ? { type: 'text/event-stream', body: ': wait\n' } : wire(ANSWER));
      server.answer(manner satisfies Manner, 'well');
      const { reply, failures } = reasoning([kind]);
      assert.deepEqual([(await reply('where is my order')).say, failures.length], [TABLE, 1]);
    });
}

test('where the first model fails the second one decides', async () => {
  answer = (path) => (path === '/v1/messages' ? messagesOf(ANSWER) : chatOf(ANSWER));
  server.answer('error', 'well');
  const { reply, failures } = reasoning();
  assert.deepEqual([(await reply('where is my order')).say, failures.length], [SAID, 1]);
  assert.equal(server.asked.at(-1)?.path, '/v1/messages');
});

test('two silent models take three and a half seconds together, and then the table decides', async () => {
  server.answer('never', 'silently');
  const { reply, clock } = reasoning();
  const before = server.asked.length;
  let said: readonly string[] | null = null;
  const over = reply('where is my order').then(({ say }) => void (said = say));
  await until(() => server.asked.length === before + 1);
  await clock.advance(2000);
  await until(() => server.asked.length === before + 2);
  await clock.advance(1499);
  assert.equal(said, null);
  await clock.advance(1);
  await over;
  assert.deepEqual(said, TABLE);
});

test('what the table decides alone is asked of no model, and long numbers are sent to none', async () => {
  server.answer('well');
  answer = () => chatOf(ANSWER);
  const { reply, reasoner } = reasoning(['openai']);
  const before = server.asked.length;
  assert.equal((await reply('i want a person')).next, 'hand_over');
  const talk = { workspaceId: 1, lang: 'en', dialogue: NEW_DIALOGUE };
  assert.deepEqual((await reasoner.reply(talk, { type: 'silent', second: 9 })).say, DIALOGUE_WORDS.still_there);
  assert.equal(server.asked.length, before);
  await reply('where is my order my card is four one one one one one one one one one one one one one one one');
  await reply('where is my order 4111 1111 1111 1111');
  assert.equal(server.asked.length, before + 2);
  for (const { body } of server.asked.slice(before)) assert.doesNotMatch(body, /one one one|4111/);
});
