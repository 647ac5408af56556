/** Kinds of tokens, as people read them. */
import type { PageKind } from '#realtime/agent/tokens-protocol.ts';

/** Each kind that the page makes, its word, and what it is for. */
export const KIND_WORDS = {
  read_only: ['Read only', 'reads everything, and changes nothing'],
  app: ['App', 'places and reports calls, and reads none'],
  directory: ['Directory', 'everything but tokens and the workspace itself'],
  staff: ['Staff', 'everything an administrator may do'],
} as const satisfies Readonly<Record<PageKind, readonly [word: string, about: string]>>;

/** The word of a kind, also of one that the page does not make. */
export function kindWord(kind: string): string {
  const words: Readonly<Record<string, readonly [string, string]>> = KIND_WORDS;
  return words[kind]?.[0] ?? (kind === 'client' ? 'Client' : kind);
}
