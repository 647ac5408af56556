/** Engines elsewhere that hear, speak and decide, in the order in which they are asked. */

/** Task -> the kinds of engines that do it, and the model where one stands for all. `openai` needs not be named. */
export const ENGINE_KINDS = {
  transcriber: { openai: 'whisper-1' },
  listener: { deepgram: 'nova-3' },
  speaker: { openai: 'gpt-4o-mini-tts', deepgram: 'aura-2-thalia-en' },
  reasoner: { openai: null, anthropic: null },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string | null>>>>;
export type ConfiguredTask = keyof typeof ENGINE_KINDS;

type KindsOf<Task extends ConfiguredTask> = keyof (typeof ENGINE_KINDS)[Task];

/** One of them. */
export type EngineConfig<Task extends ConfiguredTask = ConfiguredTask> = {
  readonly kind: KindsOf<Task>;
  /** Where it is asked. */
  readonly url: string;
  readonly model: string;
  /** Null: its own choice. */
  readonly voice: string | null;
};

/** Task -> its engines. None: nothing of it leaves this machine. */
export type EngineConfigs = { readonly [Task in ConfiguredTask]: readonly EngineConfig<Task>[] };
/** Task -> the keys of its engines, in the same order. Null: the engine wants none. */
export type EngineKeys = Readonly<Record<ConfiguredTask, readonly (string | null)[]>>;

/** The settings of one engine begin with one of these. */
const PLACES = {
  transcriber: ['PATCHBAY_TRANSCRIBER', 'PATCHBAY_TRANSCRIBER_2'],
  listener: ['PATCHBAY_LISTENER', 'PATCHBAY_LISTENER_2'],
  speaker: ['PATCHBAY_SPEAKER', 'PATCHBAY_SPEAKER_2'],
  reasoner: ['PATCHBAY_REASONER', 'PATCHBAY_REASONER_2'],
} as const satisfies Record<ConfiguredTask, readonly string[]>;
type Place = (typeof PLACES)[ConfiguredTask][number];
type VoicePlace = (typeof PLACES)['speaker'][number];
/** The names of all these settings. */
export type EngineKey = `${Place}_${'URL' | 'MODEL' | 'KEY'}` | `${VoicePlace}_VOICE`;

/** Hosts of this machine: what goes to them stays on it. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The longest name of a model or a voice. Characters. */
const MAX_NAME = 100;

type Read = (key: EngineKey) => string | null;

/** Reads them. Keys go over TLS only. */
export function readVoiceEngines(
  value: Read,
  faults: string[],
): { readonly engines: EngineConfigs; readonly keys: EngineKeys } {
  const transcriber = readTask('transcriber', value, faults);
  const listener = readTask('listener', value, faults);
  const speaker = readTask('speaker', value, faults);
  const reasoner = readTask('reasoner', value, faults);
  return {
    engines: {
      transcriber: transcriber.engines,
      listener: listener.engines,
      speaker: speaker.engines,
      reasoner: reasoner.engines,
    },
    keys: { transcriber: transcriber.keys, listener: listener.keys, speaker: speaker.keys, reasoner: reasoner.keys },
  };
}

type ReadTask<Task extends ConfiguredTask> = {
  readonly engines: readonly EngineConfig<Task>[];
  readonly keys: readonly (string | null)[];
};

function readTask<Task extends ConfiguredTask>(task: Task, value: Read, faults: string[]): ReadTask<Task> {
  const read = PLACES[task].map((place) => readEngine(task, place, value, faults));
  const [first, second] = read;
  if (first === null && second !== null)
    faults.push(`${PLACES[task][1]}_URL needs a ${PLACES[task][0]}_URL before it.`);
  const found = read.filter((each) => each !== null);
  return { engines: found.map(({ engine }) => engine), keys: found.map(({ key }) => key) };
}

function readEngine<Task extends ConfiguredTask>(task: Task, place: Place, value: Read, faults: string[]) {
  const name = (end: 'MODEL' | 'VOICE'): string | null => {
    if (end === 'VOICE' && !isVoicePlace(place)) return null;
    const text = value(`${place}_${end}` as EngineKey);
    if (text !== null && text.length > MAX_NAME)
      faults.push(`${place}_${end} must have ${MAX_NAME} characters at most.`);
    return text;
  };
  const [address, model, voice, key] = [value(`${place}_URL`), name('MODEL'), name('VOICE'), value(`${place}_KEY`)];
  if (address === null) {
    if (key !== null) faults.push(`${place}_KEY is for a ${place}_URL.`);
    return null;
  }
  const url = readUrl(task, address);
  if (url === null) {
    const forms = Object.keys(ENGINE_KINDS[task]).map((kind) => (kind === PLAIN ? 'https://…' : `${kind}+https://…`));
    faults.push(`${place}_URL must be ${forms.join(' or ')}, or the same with http, with a host and without a user.`);
    return null;
  }
  if (key !== null && url.at.protocol === 'http:' && !LOOPBACK.test(url.at.hostname))
    faults.push(`${place}_URL must be https:// where it is sent a key.`);
  const usual = (ENGINE_KINDS[task] as Readonly<Record<PropertyKey, string | null>>)[url.kind] ?? null;
  if (usual === null && model === null) faults.push(`${place}_MODEL must be set: there is no model for all servers.`);
  return { engine: { kind: url.kind, url: url.at.href, model: model ?? usual ?? '', voice }, key };
}

function isVoicePlace(place: Place): place is VoicePlace {
  return (PLACES.speaker as readonly string[]).includes(place);
}

/** The kind of an address that names none. */
const PLAIN = 'openai';

/** `deepgram+https://host`. Without a user in it: a key has its own setting. */
function readUrl<Task extends ConfiguredTask>(
  task: Task,
  text: string,
): { readonly kind: KindsOf<Task>; readonly at: URL } | null {
  const kinds = Object.keys(ENGINE_KINDS[task]) as KindsOf<Task>[];
  const prefix = /^([a-z]+)\+(?=https?:)/i.exec(text);
  const kind = kinds.find((each) => each === (prefix?.[1]?.toLowerCase() ?? PLAIN));
  const rest = text.slice(prefix?.[0].length ?? 0);
  const at = URL.canParse(rest) ? new URL(rest) : null;
  if (kind === undefined || at === null || !/^https?:$/.test(at.protocol)) return null;
  return at.username === '' && at.password === '' && at.hash === '' ? { kind, at } : null;
}

/** Where what it is asked goes to, for people. */
export function hostOf({ url }: Pick<EngineConfig, 'url'>): string {
  return new URL(url).host;
}
