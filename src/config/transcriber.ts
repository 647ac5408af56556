/** What writes down what is said in recorded calls. */
const ENGINES = ['embedded', 'off'] as const;

/** The engine, and one elsewhere that comes before it. The key is among the secrets. */
export type TranscriberConfig = {
  readonly engine: (typeof ENGINES)[number];
  /** An OpenAI-compatible server that recordings are sent to. Null: sound does not leave this machine. */
  readonly url: string | null;
  readonly model: string;
};

/** Hosts of this machine: what goes to them stays on it. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The longest name of a model. Characters. */
const MAX_MODEL = 100;

/** Reads it. A key, and sound that leaves this machine with it, go over TLS only. */
export function readTranscriber(
  value: (key: 'PATCHBAY_TRANSCRIBER' | 'PATCHBAY_TRANSCRIBER_URL' | 'PATCHBAY_TRANSCRIBER_MODEL') => string | null,
  key: string | null,
  faults: string[],
): TranscriberConfig {
  const asked = value('PATCHBAY_TRANSCRIBER') ?? 'embedded';
  const engine = ENGINES.find((each) => each === asked);
  if (engine === undefined) faults.push(`PATCHBAY_TRANSCRIBER is "${asked}"; it must be ${ENGINES.join(' or ')}.`);
  const url = readUrl(value('PATCHBAY_TRANSCRIBER_URL'), faults);
  const model = value('PATCHBAY_TRANSCRIBER_MODEL') ?? 'whisper-1';
  if (model.length > MAX_MODEL) faults.push(`PATCHBAY_TRANSCRIBER_MODEL must have ${MAX_MODEL} characters at most.`);
  if (key !== null && url === null) faults.push('PATCHBAY_TRANSCRIBER_KEY is for a PATCHBAY_TRANSCRIBER_URL.');
  if (key !== null && url?.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    faults.push('PATCHBAY_TRANSCRIBER_URL must be https:// where it is sent a key.');
  if (engine === 'off' && url !== null)
    faults.push('PATCHBAY_TRANSCRIBER_URL is set, and PATCHBAY_TRANSCRIBER says off: choose one.');
  return { engine: engine ?? 'off', url: url?.href ?? null, model };
}

/** Without a user in it: a key has its own setting, and this is shown. */
function readUrl(text: string | null, faults: string[]): URL | null {
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.hash === '') return url;
  faults.push('PATCHBAY_TRANSCRIBER_URL must be http:// or https:// with a host, without a user.');
  return null;
}
