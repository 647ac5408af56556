/** The webhooks that are told, in memory: found by the workspace of every event. */
import type { SentWebhook } from '#domain/ports/webhooks.ts';

export type Registry = {
  of(workspaceId: number): readonly SentWebhook[];
  put(webhook: SentWebhook): void;
  remove(workspaceId: number, id: number): void;
  /** The sequence beyond which the first of them wants to be told; null where there is none. */
  earliest(): number | null;
};

/** Makes an empty one. */
export function createRegistry(): Registry {
  const known = new Map<number, readonly SentWebhook[]>();
  const without = (workspaceId: number, id: number): readonly SentWebhook[] =>
    (known.get(workspaceId) ?? []).filter((webhook) => webhook.id !== id);
  return {
    of: (workspaceId) => known.get(workspaceId) ?? [],
    put(webhook) {
      const others = without(webhook.workspaceId, webhook.id);
      known.set(
        webhook.workspaceId,
        [...others, webhook].toSorted((a, b) => a.id - b.id),
      );
    },
    remove(workspaceId, id) {
      const rest = without(workspaceId, id);
      if (rest.length === 0) known.delete(workspaceId);
      else known.set(workspaceId, rest);
    },
    earliest() {
      const all = [...known.values()].flat();
      return all.length === 0 ? null : Math.min(...all.map(({ sinceSeq }) => sinceSeq));
    },
  };
}
