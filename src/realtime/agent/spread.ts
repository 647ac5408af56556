/**
 * Brings events to a workspace's pages and holds no one up: whom an event concerns is told at once, the rest some pages
 * at a time. What gathers for a page meanwhile is told it in one frame. Each page hears everything in order.
 */
import type { Clock } from '#domain/ports/stores.ts';

/** Pages told without a pause, which takes the thread about two milliseconds, and the pause before the next. */
const PAGES_AT_ONCE = 50;
const PAUSE_MS = 5;

/** How soon a viewer hears of an event. */
export type Urgency = 'now' | 'soon' | 'never';

export type Spread<Viewer> = {
  /** Sends the viewer frames from now on: a message, or an array of messages. The answer ends it. */
  attach(viewer: Viewer, send: (frame: string) => void): () => void;
  /** Tells a message of JSON. */
  tell(text: string, urgencyFor: (viewer: Viewer) => Urgency): void;
};

type Page<Viewer> = { readonly viewer: Viewer; readonly send: (frame: string) => void; texts: string[] };

/** Makes one without pages. */
export function createSpread<Viewer>(clock: Clock): Spread<Viewer> {
  const pages = new Set<Page<Viewer>>();
  /** Pages that have something to hear, the longest waiting first. */
  const behind = new Set<Page<Viewer>>();
  let isSpreading = false;

  const catchUp = (page: Page<Viewer>): void => {
    const [first = '', ...rest] = page.texts;
    page.texts = [];
    behind.delete(page);
    page.send(rest.length === 0 ? first : `[${[first, ...rest].join(',')}]`);
  };

  const spread = (): void => {
    for (const page of behind.values().take(PAGES_AT_ONCE)) catchUp(page);
    isSpreading = behind.size > 0;
    if (isSpreading) clock.after(PAUSE_MS, async () => spread());
  };

  return {
    attach(viewer, send) {
      const page = { viewer, send, texts: [] };
      pages.add(page);
      return () => {
        pages.delete(page);
        behind.delete(page);
      };
    },
    tell(text, urgencyFor) {
      for (const page of pages) {
        const urgency = urgencyFor(page.viewer);
        if (urgency === 'never') continue;
        page.texts.push(text);
        if (urgency === 'now') catchUp(page);
        else behind.add(page);
      }
      if (isSpreading || behind.size === 0) return;
      isSpreading = true;
      setImmediate(spread);
    },
  };
}
