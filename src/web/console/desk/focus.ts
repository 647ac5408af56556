/** What the middle of the desk is about. Pure. */
import type { CallView, ChoiceView, ConversationView } from '#realtime/agent/protocol.ts';
import { activeCalls, wrapUpCall } from '../link/mine.ts';
import type { World } from '../link/world.ts';
import { textOf } from '../parts/form.ts';

/** The desk's address: what someone chose to look at. */
export type DeskSearch = {
  readonly call?: number;
  readonly conversation?: number;
  readonly choice?: number;
  /** The number to dial, or empty: the dialog is open. */
  readonly dial?: string;
};

/** What is in the middle. */
export type Focus =
  | { readonly kind: 'call'; readonly call: CallView }
  | { readonly kind: 'conversation'; readonly conversation: ConversationView }
  | { readonly kind: 'choice'; readonly choice: ChoiceView }
  | { readonly kind: 'nothing' };

/** What was chosen, if it is still there; else the call in progress, else the one to wrap up. */
export function focusOf(world: World, search: DeskSearch): Focus {
  const conversation = world.conversations.get(search.conversation ?? 0);
  if (conversation !== undefined) return { kind: 'conversation', conversation };
  const choice = world.choices.get(search.choice ?? 0);
  if (choice !== undefined) return { kind: 'choice', choice };
  const call = world.calls.get(search.call ?? 0) ?? activeCalls(world)[0] ?? wrapUpCall(world);
  return call == null ? { kind: 'nothing' } : { kind: 'call', call };
}

/** Reads the address. What is no number is not there. */
export function readDeskSearch(search: Readonly<Record<string, unknown>>): DeskSearch {
  const id = (name: string): number | undefined => {
    const value = Number(search[name]);
    return Number.isSafeInteger(value) && value > 0 ? value : undefined;
  };
  const [call, conversation, choice] = [id('call'), id('conversation'), id('choice')];
  return {
    ...(call === undefined ? {} : { call }),
    ...(conversation === undefined ? {} : { conversation }),
    ...(choice === undefined ? {} : { choice }),
    ...(search['dial'] === undefined ? {} : { dial: textOf(search['dial']) }),
  };
}
