/** What callers hear that no person says: texts spoken once and kept as files, hold music, a beep. */
import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { createConverter } from './converter.ts';
import { createPromptWork } from './prompt-work.ts';
import type { OwnSound } from './prompt-work.ts';
import type { Converted, UploadLimits } from './uploaded-sound.ts';

/** Speech, mono. */
export type Spoken = { readonly samples: Int16Array; readonly sampleRate: number };

/** The speaker of texts. Null: it cannot now, or knows no such language. */
export type Speak = (text: string, language: string) => Promise<Spoken | null>;

/** Files to be played, all Ogg/Opus. */
export type Prompts = {
  /** The text, spoken; made once, then kept for good. When no one can speak it, a tone. `language`: default `en`. */
  pathFor(text: string, language?: string): Promise<string>;
  /** To be played looped. */
  holdMusic(): Promise<string>;
  beep(): Promise<string>;
  /** To be played looped. */
  ringing(): Promise<string>;
  /** What someone brings, as it is kept and played. Null: too much is being converted already. */
  convert(bytes: Uint8Array, kind: 'speech' | 'music', limits: UploadLimits): Promise<Converted | null>;
  /**
   * The file of what was converted once, by its hash; `read` brings the bytes where the file is not there yet. Null:
   * there are none.
   */
  fileOf(hash: string, read: () => Promise<Uint8Array | null>): Promise<string | null>;
  close(): Promise<void>;
};

/** Another one for each change of how files are made, so that old ones are not taken for new. */
const MAKING = 'opus-1';

/** Files lie in `directory`, named by what they say. Equal texts are asked for once, however many ask at a time. */
export function createPrompts(options: { readonly speech: Speak; readonly directory: string }): Prompts {
  const work = createPromptWork();
  const converter = createConverter();
  const making = new Map<string, Promise<boolean>>();

  const pathOf = (name: string) => join(options.directory, `${name}.ogg`);

  /** The file, made if it is not there. Null when it could not be made. */
  async function made(name: string, make: (path: string) => Promise<boolean>): Promise<string | null> {
    const path = pathOf(name);
    if (await exists(path)) return path;
    const known = making.get(path) ?? make(path).finally(() => making.delete(path));
    making.set(path, known);
    return (await known) ? path : null;
  }

  async function speak(text: string, language: string, path: string): Promise<boolean> {
    const spoken = await options.speech(text, language);
    if (spoken === null) return false;
    await work.run('encode', { ...spoken, path });
    return true;
  }

  async function own(sound: OwnSound): Promise<string> {
    const name = `${sound.replace('_', '-')}-${MAKING}`;
    await made(name, async (path) => {
      await work.run('compose', { sound, path });
      return true;
    });
    return pathOf(name);
  }

  return {
    async pathFor(text, language = 'en') {
      const name = createHash('sha256')
        .update(JSON.stringify([MAKING, language, text]))
        .digest('hex');
      return (await made(name, (path) => speak(text, language, path))) ?? own('beep');
    },
    holdMusic: () => own('hold_music'),
    beep: () => own('beep'),
    ringing: () => own('ringing'),
    convert: (bytes, kind, limits) => converter.convert({ bytes, kind, limits }),
    fileOf: (hash, read) =>
      made(hash, async (path) => {
        const bytes = await read();
        if (bytes !== null) await work.run('keep', { bytes, path });
        return bytes !== null;
      }),
    async close() {
      await Promise.all([work.close(), converter.close()]);
    },
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
