/** The engines elsewhere that the operator named: whether each is asked at the moment, and what leaves the machine. */
import type { Clock } from '#domain/ports/stores.ts';
import type { BreakerState, VoiceEngines } from '#domain/ports/voice-engines.ts';
import { ENGINE_TASKS, SENT } from '#domain/ports/voice-engines.ts';
import { Breaker } from '#voice-agent/engines/breaker.ts';
import type { Speaker } from '#domain/ports/speaker.ts';
import { createDeepgramSpeaker } from '#voice-agent/tts/deepgram/deepgram-speaker.ts';
import { createOpenaiSpeaker } from '#voice-agent/tts/openai/openai-speaker.ts';
import { chainSpeakers } from '#voice-agent/tts/speaker-chain.ts';
import type { Reasoner } from '#domain/ports/reasoner.ts';
import { createAnthropicMessages } from '#voice-agent/reasoners/anthropic/anthropic-messages.ts';
import { createModelReasoner } from '#voice-agent/reasoners/model-reasoner.ts';
import { createOpenaiChat } from '#voice-agent/reasoners/openai/openai-chat.ts';
import type { Config } from '#config/config.ts';
import type { ConfiguredTask, EngineConfig } from '#config/voice-engines.ts';
import { hostOf } from '#config/voice-engines.ts';
import type { Reporter } from './reporter.ts';

/** Recordings take their time, so that failures lie further apart. Milliseconds. */
const TRANSCRIBER_WINDOW_MS = 900_000;

/** One of them. */
export type NamedEngine<Task extends ConfiguredTask> = {
  readonly config: EngineConfig<Task>;
  /** Null: it wants none. */
  readonly key: string | null;
  readonly breaker: Breaker;
};

/** All of them, for pages and APIs, and for those who make chains of them. */
export type NamedEngines = VoiceEngines & {
  readonly [Task in ConfiguredTask]: readonly NamedEngine<Task>[];
};

/** Makes them, and says in the log what is sent where. No one is asked before it is needed. */
export function openVoiceEngines(
  { engines, secrets }: Pick<Config, 'engines' | 'secrets'>,
  clock: Pick<Clock, 'elapsed'>,
  { loggers, engineAsked, engineChanged }: Pick<Reporter, 'loggers' | 'engineAsked' | 'engineChanged'>,
): NamedEngines {
  const named = <Task extends ConfiguredTask>(
    task: Task,
    configs: readonly EngineConfig<Task>[],
  ): readonly NamedEngine<Task>[] =>
    configs.map((config, at) => {
      const one = { task, place: at + 1, host: hostOf(config) };
      const breaker = new Breaker({
        elapsed: () => clock.elapsed(),
        ...(task === 'transcriber' ? { windowMs: TRANSCRIBER_WINDOW_MS } : {}),
        changed: (state: BreakerState) => engineChanged({ ...one, state }),
        counted: (outcome) => engineAsked(one, outcome),
      });
      return { config, key: secrets.engineKeys[task][at] ?? null, breaker };
    });
  const all = {
    transcriber: named('transcriber', engines.transcriber),
    listener: named('listener', engines.listener),
    speaker: named('speaker', engines.speaker),
    reasoner: named('reasoner', engines.reasoner),
  };
  const list: VoiceEngines['list'] = () =>
    ENGINE_TASKS.flatMap((task) =>
      all[task].map(({ config, breaker }, at) => ({
        task,
        place: at + 1,
        kind: config.kind,
        model: config.model,
        host: hostOf(config),
        sends: SENT[task],
        state: breaker.state(),
        ...breaker.counts,
      })),
    );
  const leaves = list().map(({ task, sends, host }) => ({ task, sends, host }));
  loggers.process.info({ leaves }, 'voice_engines.configured');
  return { ...all, list };
}

/** The speakers elsewhere in their order, and after them the one that comes along. */
export function openSpeakers(
  { speaker: engines }: Pick<NamedEngines, 'speaker'>,
  last: Speaker,
  { clock, failed }: { readonly clock: Clock; failed(what: string, error: unknown): void },
): Speaker {
  if (engines.length === 0) return last;
  const make = { openai: createOpenaiSpeaker, deepgram: createDeepgramSpeaker } as const;
  const first = engines.map(({ config, key, breaker }) => ({
    speaker: make[config.kind]({ ...config, key, clock }),
    breaker,
  }));
  return chainSpeakers({ first, last, failed: (error) => failed('voice_agent.speaker', error) });
}

/** The models elsewhere in their order, and after them the table that comes along, which also finds articles. */
export function openReasoner(
  { reasoner: engines }: Pick<NamedEngines, 'reasoner'>,
  embedded: Reasoner,
  { clock, failed }: { readonly clock: Clock; failed(what: string, error: unknown): void },
): Reasoner {
  if (engines.length === 0) return embedded;
  const make = { openai: createOpenaiChat, anthropic: createAnthropicMessages } as const;
  const models = engines.map(({ config, key, breaker }) => ({
    model: make[config.kind]({ ...config, key, clock }),
    breaker,
  }));
  return createModelReasoner({ models, embedded, clock, failed: (error) => failed('voice_agent.reasoner', error) });
}
