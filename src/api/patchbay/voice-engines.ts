/** Engines elsewhere that hear, speak and decide for the voice agent: what is sent where, and how they are. */
import { Type } from 'typebox';
import type { VoiceEngine } from '#domain/ports/voice-engines.ts';
import { BREAKER_STATES, ENGINE_TASKS, SENT } from '#domain/ports/voice-engines.ts';
import type { Route } from '#http/surface.ts';
import type { Desk } from './operation.ts';
import { operation } from './operation.ts';

const count = Type.Integer({ minimum: 0 });
const VoiceEngineObject = Type.Object(
  {
    task: Type.Enum([...ENGINE_TASKS]),
    place: Type.Integer({ minimum: 1, description: '1 is asked first.' }),
    kind: Type.String({ description: 'Whose wire it speaks.', examples: ['openai', 'anthropic', 'deepgram'] }),
    model: Type.String(),
    host: Type.String({ description: 'Where what is sent goes.', examples: ['api.openai.com'] }),
    sends: Type.Enum(Object.values(SENT), {
      description:
        '`sound`: where someone speaks in recordings, of workspaces that chose it. `live_sound`: what callers of the voice agent say, as sound, likewise. `answers`: what the voice agent says. `words`: what callers of the voice agent say, and the articles found for it.',
    }),
    state: Type.Enum([...BREAKER_STATES], {
      description: '`open`: passed over because it failed. `half_open`: the next request shows whether it is back.',
    }),
    answered: Type.Integer({ minimum: 0, description: 'Requests since the server started.' }),
    failed: count,
  },
  { title: 'VoiceEngine' },
);

/** The route. */
export function voiceEngineRoute(desk: Desk): Route {
  return operation(desk, {
    method: 'GET',
    path: '/v1/voice-engines',
    operationId: 'listVoiceEngines',
    summary: 'List the engines elsewhere that hear, speak and decide',
    description:
      'The operator names them; keys are not shown. Where all of a task fail, the engine of this server does it. None: nothing leaves this server.',
    tag: 'Articles',
    answers: { 200: Type.Object({ data: Type.Array(VoiceEngineObject), next_cursor: Type.Null() }) },
    handle: async () => ({ status: 200, body: { data: desk.voiceEngines.list().map(write), next_cursor: null } }),
  });
}

function write({ task, place, kind, model, host, sends, state, answered, failed }: VoiceEngine): object {
  return { task, place, kind, model, host, sends, state, answered, failed };
}
