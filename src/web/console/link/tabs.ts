/**
 * Of all tabs of one agent in this browser one leads: it has the socket and the sound. The others show what it shows
 * and ask it to act.
 */

/** What tabs say to each other. `State` and `Action` must be cloneable. */
type Word<State, Action, Answer> =
  | { readonly type: 'state'; readonly state: State }
  | { readonly type: 'state_please' }
  | { readonly type: 'ask'; readonly key: string; readonly action: Action }
  | { readonly type: 'answer'; readonly key: string; readonly answer: Answer };

export type TabParts<State, Action, Answer> = {
  readonly name: string;
  /** This tab leads from now on. */
  lead(): void;
  /** Another tab has taken the lead. */
  follow(): void;
  /** Leading: what the others are to show. */
  state(): State;
  /** Following: what the leader shows. */
  shown(state: State): void;
  /** Leading: another tab asks. */
  asked(action: Action): Promise<Answer>;
};

export type Tabs<Action, Answer> = {
  isLeading(): boolean;
  /** Leading: tells the others, at most every so often. */
  tell(): void;
  /** Following: asks the leader; null when it does not answer. */
  ask(action: Action): Promise<Answer | null>;
  /** Takes the lead from the page that has it. */
  takeLead(): Promise<void>;
  stop(): void;
};

const ANSWER_MS = 12_000;
const TELL_MS = 50;

/** Joins the tabs. Without Web Locks (no secure context) every tab leads, and the server decides. */
export function joinTabs<State, Action, Answer>(parts: TabParts<State, Action, Answer>): Tabs<Action, Answer> {
  type Said = Word<State, Action, Answer>;
  const channel = new BroadcastChannel(parts.name);
  const waiting = new Map<string, (answer: Answer | null) => void>();
  const leaving = new AbortController();
  let isLeading = false;
  let telling: ReturnType<typeof setTimeout> | undefined;
  let letGo = (): void => undefined;

  // A broadcast channel is of one origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  const say = (word: Said): void => channel.postMessage(word);

  const tellNow = (): void => {
    telling = undefined;
    if (isLeading) say({ type: 'state', state: parts.state() });
  };

  channel.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (data.type === 'state' && !isLeading) parts.shown(data.state);
    if (data.type === 'state_please' && isLeading) tellNow();
    if (data.type === 'answer') waiting.get(data.key)?.(data.answer);
    if (data.type === 'ask' && isLeading)
      void parts.asked(data.action).then((answer) => say({ type: 'answer', key: data.key, answer }));
  });

  const lead = async (): Promise<void> => {
    isLeading = true;
    parts.lead();
    tellNow();
    await new Promise<void>((resolve) => {
      letGo = resolve;
    });
  };

  const lost = (): void => {
    if (leaving.signal.aborted) return;
    if (isLeading) {
      isLeading = false;
      parts.follow();
    }
    queue();
  };

  const hold = (how: LockOptions): void => {
    navigator.locks.request(parts.name, how, lead).catch(lost);
  };
  const queue = (): void => hold({ mode: 'exclusive', signal: leaving.signal });

  if ('locks' in navigator) {
    say({ type: 'state_please' });
    queue();
  } else void lead();

  return {
    isLeading: () => isLeading,
    tell() {
      if (isLeading) telling ??= setTimeout(tellNow, TELL_MS);
    },
    async ask(action) {
      const key = crypto.randomUUID();
      return new Promise((resolve) => {
        const done = (answer: Answer | null): void => {
          clearTimeout(patience);
          waiting.delete(key);
          resolve(answer);
        };
        const patience = setTimeout(() => done(null), ANSWER_MS);
        waiting.set(key, done);
        say({ type: 'ask', key, action });
      });
    },
    async takeLead() {
      if (isLeading) return;
      hold({ steal: true });
      await new Promise<void>((resolve) => {
        const look = (): void => void (isLeading ? resolve() : setTimeout(look, 10));
        look();
      });
    },
    stop() {
      leaving.abort();
      isLeading = false;
      letGo();
      channel.close();
    },
  };
}
