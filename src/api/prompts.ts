/** Sounds that callers hear instead of what would be spoken, as programs and our pages bring them. */
import type { Prompt, PromptName } from '#domain/directory/prompt.ts';
import { MAX_PROMPT_SECONDS, MIN_PROMPT } from '#domain/directory/prompt.ts';

/** The largest file. Bytes. */
export const MAX_PROMPT_BYTES = 16 * 1024 * 1024;

/** Why a file cannot be played, in a sentence. A table. */
export const SOUND_FAULTS: Readonly<Record<PromptFault, string>> = {
  no_sound: 'The file is neither a WAV file nor an Ogg file with Opus.',
  codec_unknown: 'A WAV file holds PCM of 8, 16, 24 or 32 bits, floats of 32 or 64 bits, A-law or µ-law.',
  not_stereo: 'A sound has one channel or two.',
  odd_sample_rate: 'A WAV file has 8000 to 192000 samples a second.',
  too_short: `A sound lasts ${MIN_PROMPT} seconds at least.`,
  too_long: `A sound lasts ${MAX_PROMPT_SECONDS} seconds at most.`,
  too_many_parts: `The Ogg file has more streams, pages or packets than ${MAX_PROMPT_SECONDS} seconds of sound need.`,
  at_once: 'The Ogg file has Opus streams that sound at once; it may have one, or several one after another.',
  not_all_opus: 'One of the chained streams of the Ogg file is not Opus.',
  too_costly: 'The file takes too long to read. Export it anew as WAV of 16 bits.',
};

/** All that is registered for the two kinds of file, and what browsers and tools say instead. */
export const SOUND_MEDIA_TYPES = [
  'audio/wav',
  'audio/vnd.wave',
  'audio/wave',
  'audio/x-wav',
  'audio/x-pn-wav',
  'audio/ogg',
  'audio/opus',
  'application/ogg',
] as const;

/** Sounds of workspaces, as they are taken and kept. */
export type PromptKeeper = {
  /** `busy`: too much is being converted already. `full`: the workspace has as many as it may. */
  put(
    workspaceId: number,
    where: Pick<Prompt, 'name' | 'lang'>,
    file: Uint8Array,
  ): Promise<
    | { readonly ok: true; readonly value: Prompt }
    | { readonly ok: false; readonly fault: PromptFault | 'busy' | 'full' }
  >;
  remove(workspaceId: number, name: PromptName, lang: string | null): Promise<boolean>;
};

/** Why a file cannot be played. */
export type PromptFault =
  | 'no_sound'
  | 'codec_unknown'
  | 'not_stereo'
  | 'odd_sample_rate'
  | 'too_short'
  | 'too_long'
  | 'too_many_parts'
  | 'at_once'
  | 'not_all_opus'
  | 'too_costly';

/** What callers of a language hear at a place, Ogg/Opus; null where they hear nothing. */
export type HeardSounds = (workspaceId: number, name: PromptName, lang: string) => Promise<Uint8Array | null>;
