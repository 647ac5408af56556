/**
 * Works out what articles mean once they are stored. What is missing stands in the rows themselves, so that nothing is
 * lost by a crash; what was worked out of an older text is not stored.
 */
import { background } from '#background/background.ts';
import type { MeaningStore } from '#domain/directory/article.ts';
import type { Encoder } from './encoder.ts';

/** Articles of one round: about half a second of the encoder's. */
const ROUND = 10;

export type LearnerParts = {
  readonly store: Pick<MeaningStore, 'withoutMeaning' | 'putMeaning'>;
  readonly encoder: Pick<Encoder, 'encode'>;
  /** The workspace's articles mean something else now. */
  learned(workspaceId: number): void;
  failed(what: string, error: unknown): void;
  /** How long what could not be worked out waits for another try. Milliseconds, default a minute. */
  readonly againMs?: number;
  /** How long after the start what an earlier run left is looked for. Milliseconds, default 20 seconds. */
  readonly firstMs?: number;
};

export type ArticleLearner = {
  /** Looks for what an earlier run left, a while after the start. */
  start(): void;
  /** Articles were stored. */
  wake(): void;
  /** Resolves when nothing is being worked out. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

/** Makes it. */
export function createArticleLearner(parts: LearnerParts): ArticleLearner {
  const { store, encoder, learned, failed, againMs = 60_000, firstMs = 20_000 } = parts;
  let running: Promise<void> | null = null;
  let isWoken = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  /** One round; whether there may be more to do. */
  const round = async (): Promise<boolean> => {
    const articles = await store.withoutMeaning(ROUND);
    const meaning = await encoder.encode(articles.flatMap(({ sentences }) => sentences));
    if (meaning === null) {
      later();
      return false;
    }
    let from = 0;
    const size = articles.length === 0 ? 0 : meaning.length / articles.flatMap(({ sentences }) => sentences).length;
    for (const { id, revision, workspaceId, sentences } of articles) {
      const own = meaning.subarray(from, (from += sentences.length * size));
      if (await store.putMeaning({ id, revision }, own)) learned(workspaceId);
    }
    return articles.length > 0;
  };

  const work = async (): Promise<void> => {
    try {
      for (;;) {
        isWoken = false;
        const isMore = await round();
        if (isStopped || (!isMore && !isWoken)) return;
      }
    } catch (error) {
      failed('voice_agent.learn', error);
      later();
    }
  };

  const later = (): void => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(wake, againMs).unref();
  };

  const wake = (): void => {
    if (isStopped) return;
    isWoken = true;
    running ??= work().finally(() => {
      running = null;
    });
    background('voice_agent.learn', running);
  };

  return {
    start() {
      timer = setTimeout(wake, firstMs).unref();
    },
    wake,
    async settled() {
      for (let work = running; work !== null; work = running) await work;
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
