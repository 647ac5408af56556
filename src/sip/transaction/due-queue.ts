/**
 * What is due when, earliest first: a binary heap. Entries are not taken back; whoever takes one out asks whether it
 * still holds.
 */

/** A key and its time. */
export type Due = { readonly at: number; readonly key: string };

/** The heap. */
export type DueQueue = {
  readonly add: (at: number, key: string) => void;
  /** When the first is due; null where there is none. */
  readonly firstAt: () => number | null;
  /** Takes the first out where it is due by `now`; null where none is. */
  readonly take: (now: number) => string | null;
  readonly size: () => number;
};

/** An empty one. */
export function createDueQueue(): DueQueue {
  const heap: Due[] = [];
  return {
    add(at, key) {
      heap.push({ at, key });
      rise(heap, heap.length - 1);
    },
    firstAt: () => heap[0]?.at ?? null,
    take(now) {
      const first = heap[0];
      if (first === undefined || first.at > now) return null;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return first.key;
    },
    size: () => heap.length,
  };
}

function rise(heap: Due[], from: number): void {
  for (let at = from; at > 0;) {
    const parent = (at - 1) >> 1;
    if (timeAt(heap, parent) <= timeAt(heap, at)) return;
    swap(heap, parent, at);
    at = parent;
  }
}

function sink(heap: Due[]): void {
  for (let at = 0; ;) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) if (timeAt(heap, child) < timeAt(heap, least)) least = child;
    if (least === at) return;
    swap(heap, least, at);
    at = least;
  }
}

function timeAt(heap: readonly Due[], at: number): number {
  return heap[at]?.at ?? Number.POSITIVE_INFINITY;
}

function swap(heap: Due[], one: number, other: number): void {
  const [first, second] = [heap[one], heap[other]];
  if (first === undefined || second === undefined) return;
  heap[one] = second;
  heap[other] = first;
}
