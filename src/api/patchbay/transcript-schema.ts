/** What is said in calls, as it goes over the wire. */
import { Type } from 'typebox';
import { SPEAKERS } from '#domain/call/transcript.ts';
import { id, orNull, text, time, uid } from '../shapes.ts';

const seconds = Type.Number({ minimum: 0 });

/** Who said what. */
export const TranscriptObject = Type.Object(
  {
    uid,
    call_id: id,
    created_at: time,
    status: Type.Enum(['in_progress', 'done'], {
      description:
        '`in_progress`: what was said so far of a call in progress, or that is heard once more after its end.',
    }),
    engine: Type.Union([text, Type.Null()], {
      description:
        'What heard the words, such as `embedded`: a machine, which may be wrong. Null where none had to listen, as in simulated calls.',
    }),
    turns: Type.Array(
      Type.Object({
        speaker: Type.Enum([...SPEAKERS]),
        agent_id: orNull(id),
        text,
        start_seconds: seconds,
        end_seconds: seconds,
        confidence: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
          description: 'How sure the engine is of the words; null where it does not say.',
        }),
        unsure_words: Type.Array(Type.Integer({ minimum: 0 }), {
          description: 'Words of `text`, counted from 0, that the engine may have misheard.',
        }),
      }),
    ),
  },
  { title: 'Transcript' },
);
