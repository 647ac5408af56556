/**
 * OpenAI's `POST /v1/chat/completions`, streaming with tools, which Ollama, llama.cpp (`--jinja`), vLLM and others
 * answer as well. Source: OpenAI API reference, "Create chat completion", "The chat completion chunk object".
 */
import { endpointOf } from '../../engines/ask-engine.ts';
import type { AnswerParts, ChatModel, ChatModelOptions } from '../chat-model.ts';
import { field, streamAnswer, textIn } from '../chat-model.ts';
import { inputOf, TOOLS } from '../prompt.ts';

/** Makes it. */
export function createOpenaiChat({ url, model, key, clock }: ChatModelOptions): ChatModel {
  const endpoint = endpointOf(url, '/v1/chat/completions');
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const tools = TOOLS.map((tool) => ({
    type: 'function',
    function: { name: tool.name, description: tool.description, parameters: inputOf(tool) },
  }));
  return {
    name: `${model} at ${endpoint.host}`,
    answer: async ({ system, messages }, totalMs) =>
      streamAnswer(
        {
          url: endpoint,
          headers,
          body: { model, stream: true, messages: [{ role: 'system', content: system }, ...messages], tools },
        },
        { clock, totalMs },
        takeChunk,
      ),
  };
}

/** A tool's name comes with its first part, its input in pieces; only the first tool counts. */
function takeChunk(chunk: unknown, parts: AnswerParts): boolean {
  const choices = field(chunk, 'choices');
  // One that tells the usage has no choices, or null instead.
  if (!Array.isArray(choices)) return field(chunk, 'object') === 'chat.completion.chunk' && choices === null;
  const [choice] = choices as unknown[];
  if (choice === undefined) return true;
  const delta = field(choice, 'delta');
  parts.text += textIn(delta, 'content');
  const calls = field(delta, 'tool_calls');
  for (const call of Array.isArray(calls) ? (calls as unknown[]) : []) {
    if ((field(call, 'index') ?? 0) !== 0) continue;
    const called = field(call, 'function');
    const name = textIn(called, 'name');
    if (name !== '') parts.tool ??= name;
    parts.input += textIn(called, 'arguments');
  }
  const reason = field(choice, 'finish_reason');
  if (reason === 'stop' || reason === 'tool_calls') parts.isWhole = true;
  // Cut by its length, or by a filter.
  return reason === undefined || reason === null || parts.isWhole;
}
