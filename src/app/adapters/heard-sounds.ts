/**
 * What callers hear at a place: the workspace's own sound, or else what is spoken or composed, for those who set it up.
 */
import { readFile } from 'node:fs/promises';
import type { PromptName } from '#domain/directory/prompt.ts';
import { menuOfPrompt, promptFor } from '#domain/directory/prompt.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { EngineDoor } from '#engine/engine.ts';
import type { Prompts } from '#media/prompts/prompts.ts';
import { SPOKEN } from '#media/session/announcements.ts';
import type { HeardSounds } from '#api/prompts.ts';
import type { PromptStore } from '#storage/prompts.ts';

export type HeardSoundsParts = {
  readonly engine: Pick<EngineDoor, 'directory' | 'live'>;
  readonly prompts: Pick<Prompts, 'pathFor' | 'holdMusic'>;
  readonly store: Pick<PromptStore, 'audio'>;
};

/** Makes it. A text that was not heard yet is spoken now, and kept. */
export function hearSounds({ engine, prompts, store }: HeardSoundsParts): HeardSounds {
  const textAt = (directory: Directory, name: PromptName): string => {
    const { spoken } = engine.live.menus;
    return name === 'welcome' ? spoken(directory, null) : (SPOKEN.get(name) ?? spoken(directory, menuOfPrompt(name)));
  };
  return async (workspaceId, name, lang) => {
    const directory = await engine.directory.load(workspaceId);
    const own = promptFor(directory.prompts, name, lang);
    if (own !== undefined) return store.audio(workspaceId, own.hash);
    if (name === 'hold_music') return readFile(await prompts.holdMusic());
    const text = textAt(directory, name);
    return text === '' ? null : readFile(await prompts.pathFor(text));
  };
}
