/** What changes besides calls, told to whoever shows it. */

/** One change. It says what has changed, not how: who shows it reads it. */
export type News = { readonly workspaceId: number } & (
  | { readonly type: 'agent'; readonly agentId: number }
  | { readonly type: 'choice'; readonly choiceId: number; readonly agentId: number }
  | { readonly type: 'note'; readonly callId: number }
  | { readonly type: 'conversation'; readonly conversationId: number }
  /** What the caller in the menus can choose has changed. */
  | { readonly type: 'menus'; readonly callId: number }
  /** A menu, a group or an agent was set up anew: every queue may look different. */
  | { readonly type: 'directory' }
);

/** A way to tell, and to hear. */
export type NewsDesk = {
  tell(news: News): void;
  hear(listener: (news: News) => void): void;
};

/** Makes one. */
export function createNewsDesk(): NewsDesk {
  const listeners: ((news: News) => void)[] = [];
  return {
    tell(news) {
      for (const listener of listeners) listener(news);
    },
    hear: (listener) => void listeners.push(listener),
  };
}
