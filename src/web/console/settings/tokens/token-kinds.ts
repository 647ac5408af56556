/** Kinds of tokens, as people read them. */
import { PAGE_KINDS } from '#realtime/agent/tokens-protocol.ts';
import { say } from '../../parts/language.ts';

/** The word of a kind, also of one that the page does not make. */
export function kindWord(kind: string): string {
  const known = [...PAGE_KINDS, 'client' as const].find((each) => each === kind);
  return known === undefined ? kind : say(`tokens.kind.${known}`);
}
