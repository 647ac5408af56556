/** Sounds of a workspace's own, heard by callers instead of what would be spoken or composed. */

/**
 * Where a sound of one's own can be heard, besides the menus: the top of the menus, the queue, on hold, before a
 * message, and by callers who are let go: when closed, when no agent could take their call, when they are promised a
 * call.
 */
export const PROMPT_PLACES = [
  'welcome',
  'queue',
  'hold_music',
  'voicemail',
  'closed',
  'unavailable',
  'call_back',
] as const;

/** A place; `menu_7` is what is said in the menu with the id 7. */
export type PromptName = (typeof PROMPT_PLACES)[number] | `menu_${number}`;

/** One of them, without its bytes. */
export type Prompt = {
  readonly name: PromptName;
  /** For callers of this language; null for those of any that has none of its own. */
  readonly lang: string | null;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly hash: string;
  readonly seconds: number;
  readonly createdAt: Date;
};

/** Lengths of what may be uploaded. Seconds. */
export const MIN_PROMPT = 0.1;
export const MAX_PROMPT_SECONDS = 300;

/** What a workspace may bring: all places of a hundred menus in ten languages. */
export const MAX_PROMPTS = 1000;

/** The place that the text names; null when it names none. */
export function readPromptName(text: string): PromptName | null {
  const place = PROMPT_PLACES.find((each) => each === text);
  const menuId = /^menu_([1-9]\d{0,14})$/.exec(text)?.[1];
  return place ?? (menuId === undefined ? null : menuPrompt(Number(menuId)));
}

/** The place of a menu. */
export function menuPrompt(menuId: number): PromptName {
  return `menu_${menuId}`;
}

/** The menu whose place it is; null when it is no menu's. */
export function menuOfPrompt(name: PromptName): number | null {
  return name.startsWith('menu_') ? Number(name.slice('menu_'.length)) : null;
}

/** What a caller of the language hears there, if it is not to be spoken. */
export function promptFor(prompts: readonly Prompt[], name: PromptName, lang: string): Prompt | undefined {
  const there = prompts.filter((each) => each.name === name);
  return there.find((each) => each.lang === lang) ?? there.find((each) => each.lang === null);
}
