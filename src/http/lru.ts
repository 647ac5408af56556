/** What is remembered of requests, with a limit. */
import { LRUCache } from 'lru-cache';

/**
 * A map of at most `count` entries: beyond it the least recently used goes. It takes memory as it fills; given `max`,
 * the library takes all of it at once, which for a hundred thousand entries is 3 MB and 30 ms.
 */
export function lruOf<Key extends object | string | number, Value extends object | string | number | true>(
  count: number,
): LRUCache<Key, Value> {
  return new LRUCache<Key, Value>({ maxSize: count, sizeCalculation: () => 1 });
}
