/** How the talks stand, told to pages at once and kept a moment later: what comes together is one statement. */
import { background } from '#background/background.ts';
import type { Call } from '#domain/call/call.ts';
import { withoutNumbers, wordsOf } from '#domain/call/card-numbers.ts';
import type { LiveWords } from '#domain/call/live-words.ts';
import type { KeptTalk, TalkBook } from '#domain/ports/talk-book.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { TalkView } from './ports.ts';

/** What is said meanwhile is kept together. Milliseconds. */
const GATHER_MS = 200;

/** How long after a failed write the next one comes. Milliseconds. */
const AGAIN_MS = 5_000;

/** What it is made of. */
export type KeptTalkParts = {
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly book: Pick<TalkBook, 'keep'>;
  /** Whether the workspace keeps words. */
  keepsWords(workspaceId: number): Promise<boolean>;
  failed(what: string, error: unknown): void;
};

/** The talks that are in progress. */
export type KeptTalks = {
  /** The talk of the call stands like this now. */
  put(call: Call, view: TalkView): void;
  /** What was said so far; null where no talk is in progress. */
  of(callId: number): LiveWords | null;
  /** Tells that there are other words. */
  onChanged(listener: (call: Call) => void): void;
  /** It is over: resolves when nothing of it is being written any more. */
  close(callId: number): Promise<void>;
  /** Keeps what is not kept yet. */
  stop(): Promise<void>;
};

/** Makes it. */
export function createKeptTalks({ clock, book, keepsWords, failed }: KeptTalkParts): KeptTalks {
  const talks = new Map<number, { readonly call: Call; readonly view: TalkView }>();
  const listeners: ((call: Call) => void)[] = [];
  /** Calls whose talk is not kept as it stands. */
  const unkept = new Set<number>();
  let work: Promise<void> = Promise.resolve();
  let isGathering = false;

  const tell = (call: Call): void => {
    for (const listener of listeners) listener(call);
  };

  const gather = (milliseconds: number): void => {
    if (isGathering) return;
    isGathering = true;
    clock.after(milliseconds, async () => {
      isGathering = false;
      background('voice_agent.words', keep());
    });
  };

  /** One write after another. */
  const keep = async (): Promise<void> => (work = work.then(write));

  const write = async (): Promise<void> => {
    const changed = [...unkept].flatMap((callId) => talks.get(callId) ?? []);
    unkept.clear();
    try {
      await book.keep(await Promise.all(changed.map(async ({ call, view }) => keptOf(call, view))), clock.now());
    } catch (error) {
      failed('voice_agent.words', error);
      for (const { call } of changed) if (talks.has(call.id)) unkept.add(call.id);
      if (unkept.size > 0) gather(AGAIN_MS);
    }
  };

  /** Without words where the workspace keeps none; of what is asked, without numbers in any case. */
  const keptOf = async ({ id: callId, workspaceId }: Call, view: TalkView): Promise<KeptTalk> => {
    const keeps = await keepsWords(workspaceId);
    const asked = keeps ? view.dialogue.asked.map((text) => withoutNumbers(wordsOf(text))) : [];
    const { startedAt, dialogue, turns, counts } = view;
    return { callId, workspaceId, startedAt, dialogue: { ...dialogue, asked }, turns: keeps ? turns : [], counts };
  };

  return {
    put(call, view) {
      const before = talks.get(call.id)?.view;
      talks.set(call.id, { call, view });
      if (before?.turns !== view.turns || before.dialogue !== view.dialogue || before.counts !== view.counts) {
        unkept.add(call.id);
        gather(GATHER_MS);
      }
      tell(call);
    },
    of(callId) {
      const talk = talks.get(callId);
      return talk === undefined ? null : { turns: talk.view.turns, now: talk.view.now, isPartial: false };
    },
    onChanged: (listener) => void listeners.push(listener),
    async close(callId) {
      const talk = talks.get(callId);
      talks.delete(callId);
      unkept.delete(callId);
      if (talk !== undefined) tell(talk.call);
      await work;
    },
    stop: keep,
  };
}
