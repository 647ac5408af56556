/** The engines elsewhere that hear, speak and decide for the voice agent, and how they are. Implemented by `app`. */

/** What an engine does. `listener`: hears callers of the voice agent while they speak. */
export const ENGINE_TASKS = ['transcriber', 'listener', 'speaker', 'reasoner'] as const;
export type EngineTask = (typeof ENGINE_TASKS)[number];

/**
 * `closed`: it is asked. `open`: it failed too often, and is passed over for a while. `half_open`: that is over, and
 * one request shows whether it is there again.
 */
export const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** What is sent to an engine of the task. */
export const SENT = {
  transcriber: 'sound',
  listener: 'live_sound',
  speaker: 'answers',
  reasoner: 'words',
} as const satisfies Record<EngineTask, string>;
export type Sent = (typeof SENT)[EngineTask];

/** An engine elsewhere. Where all of a task fail, the one on this machine does it. */
export type VoiceEngine = {
  readonly task: EngineTask;
  /** 1 is asked first. */
  readonly place: number;
  /** Whose wire it speaks: `openai`, and so on. */
  readonly kind: string;
  readonly model: string;
  /** Where what is sent goes: a host, with its port where that is not the usual one. */
  readonly host: string;
  readonly sends: Sent;
  readonly state: BreakerState;
  /** Requests since the start, by outcome; those that were given up count as neither. */
  readonly answered: number;
  readonly failed: number;
};

/** All of them, by task and place. None: nothing leaves this machine. */
export type VoiceEngines = { list(): readonly VoiceEngine[] };
