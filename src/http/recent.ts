/** A map that is bounded: what was longest not written makes room. */

export type Recent<Key, Value> = {
  get(key: Key): Value | undefined;
  /** Writes the value; the key is now the newest. */
  set(key: Key, value: Value): void;
  delete(key: Key): void;
};

/** Makes a map of at most `most` keys. */
export function createRecent<Key, Value>(most: number): Recent<Key, Value> {
  const held = new Map<Key, Value>();
  return {
    get: (key) => held.get(key),
    set(key, value) {
      held.delete(key);
      held.set(key, value);
      if (held.size <= most) return;
      // A Map lists its keys in the order in which they were written.
      for (const oldest of held.keys()) {
        held.delete(oldest);
        return;
      }
    },
    delete: (key) => void held.delete(key),
  };
}
