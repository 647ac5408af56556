/**
 * Anthropic's `POST /v1/messages`, streaming with tools. No temperature is set: newer models take none. Source: Claude
 * API reference, "Create a Message"; "Streaming Messages", "Event types".
 */
import { endpointOf } from '../../engines/ask-engine.ts';
import type { AnswerParts, ChatModel, ChatModelOptions } from '../chat-model.ts';
import { field, streamAnswer, textIn } from '../chat-model.ts';
import { inputOf, TOOLS } from '../prompt.ts';

/** Of the API. Source: Claude API, "Versions". */
const VERSION = '2023-06-01';

/** Words of an answer, at most; the wire wants a number. */
const MAX_TOKENS = 1024;

/** Makes it. */
export function createAnthropicMessages({ url, model, key, clock }: ChatModelOptions): ChatModel {
  const endpoint = endpointOf(url, '/v1/messages');
  const headers = { 'anthropic-version': VERSION, ...(key === null ? {} : { 'x-api-key': key }) };
  const tools = TOOLS.map((tool) => ({
    name: tool.name,
    description: tool.description,
    input_schema: inputOf(tool),
  }));
  return {
    name: `${model} at ${endpoint.host}`,
    answer: async ({ system, messages }, totalMs) =>
      streamAnswer(
        {
          url: endpoint,
          headers,
          body: {
            model,
            max_tokens: MAX_TOKENS,
            stream: true,
            system,
            messages,
            tools,
            // Not `any`: a model that thinks refuses to be forced.
            tool_choice: { type: 'auto', disable_parallel_tool_use: true },
          },
        },
        { clock, totalMs },
        takeEvent,
      ),
  };
}

/** Kinds that are added later, thoughts and `ping` are nothing to us. */
function takeEvent(event: unknown, parts: AnswerParts): boolean {
  switch (field(event, 'type')) {
    case 'content_block_start': {
      const block = field(event, 'content_block');
      if (field(block, 'type') === 'tool_use' && parts.tool === null) parts.tool = textIn(block, 'name');
      else parts.text += textIn(block, 'text');
      return true;
    }
    case 'content_block_delta': {
      const delta = field(event, 'delta');
      if (field(delta, 'type') === 'text_delta') parts.text += textIn(delta, 'text');
      if (field(delta, 'type') === 'input_json_delta') parts.input += textIn(delta, 'partial_json');
      return true;
    }
    case 'message_delta': {
      const reason = field(field(event, 'delta'), 'stop_reason');
      if (reason === 'end_turn' || reason === 'tool_use') parts.isWhole = true;
      // Cut by its length, or refused.
      return reason === undefined || reason === null || parts.isWhole;
    }
    case 'error':
      return false;
    default:
      return typeof field(event, 'type') === 'string';
  }
}
