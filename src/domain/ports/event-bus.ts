/**
 * How the engine tells what has happened, after it is stored. One process has a bus in memory; several nodes bring one
 * that reaches all.
 */
import type { Call } from '../call/call.ts';
import type { CallEvent } from '../call/event.ts';

/** A call moved: how it was before (null when it is new, or no one here knows), how it is now, and why. */
export type Move = {
  readonly before: Call | null;
  readonly call: Call;
  /**
   * `reloaded`: it was moved elsewhere (by another node, or by this one without hearing the answer), and here is how it
   * stands.
   */
  readonly event: CallEvent | { readonly type: 'created' | 'reloaded' };
};

/** Something besides calls changed. It says what has changed, not how: who shows it reads it. */
export type News = { readonly workspaceId: number } &
  /** An agent's status, presence or wrap-up. */
  (
    | { readonly type: 'agent'; readonly agentId: number }
    | { readonly type: 'choice'; readonly choiceId: number; readonly agentId: number }
    | { readonly type: 'note'; readonly callId: number }
    /** What the agent has missed: the call came on their list, changed, or went from it. */
    | { readonly type: 'missed'; readonly agentId: number; readonly callId: number }
    | { readonly type: 'conversation'; readonly conversationId: number }
    /** What the caller in the menus can choose has changed. */
    | { readonly type: 'menus'; readonly callId: number }
    /** A menu, a group, an agent or a number was set up anew: every queue may look different. */
    | { readonly type: 'directory' }
  );

/** Topic -> what is published on it. */
export type Topics = { readonly move: Move; readonly news: News };

/**
 * Publish and subscribe. What is published reaches every subscriber of the topic, in the order in which they
 * subscribed, and what concerns one call in the order in which it was stored. A subscriber may be told the same again,
 * and must then do nothing new.
 */
export type EventBus = {
  publish<T extends keyof Topics>(topic: T, message: Topics[T]): void;
  subscribe<T extends keyof Topics>(topic: T, subscriber: (message: Topics[T]) => void): void;
};
