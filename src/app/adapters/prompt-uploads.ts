/** What an administrator brings to be heard by callers: made playable, then stored. */
import { MAX_PROMPT_SECONDS, MIN_PROMPT } from '#domain/directory/prompt.ts';
import type { Prompts } from '#media/prompts/prompts.ts';
import type { PromptKeeper } from '#api/prompts.ts';
import type { PromptStore } from '#storage/prompts.ts';

const LIMITS = { shortest: MIN_PROMPT, longest: MAX_PROMPT_SECONDS };

/** Makes the keeper. */
export function keepPrompts(sounds: Pick<Prompts, 'convert'>, store: PromptStore): PromptKeeper {
  return {
    async put(workspaceId, { name, lang }, file) {
      const converted = await sounds.convert(file, name === 'hold_music' ? 'music' : 'speech', LIMITS);
      if (converted === null) return { ok: false, fault: 'busy' };
      if (!converted.ok) return converted;
      const { audio, seconds } = converted;
      const value = await store.put(workspaceId, { name, lang, seconds }, audio);
      return value === null ? { ok: false, fault: 'full' } : { ok: true, value };
    },
    remove: store.remove,
  };
}
