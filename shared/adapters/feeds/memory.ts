/** What an adapter remembers for a while: one instance of a function serves many ticks. */
export interface Memory<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  forget(key: string): void;
}

/** @param maxAgeMs by `elapsed`, a monotonic clock in ms */
export const createMemory = <Value>(maxAgeMs: number, elapsed: () => number): Memory<Value> => {
  const kept = new Map<string, { readonly value: Value; readonly at: number }>();
  return {
    get: (key) => {
      const entry = kept.get(key);
      return entry && elapsed() - entry.at < maxAgeMs ? entry.value : undefined;
    },
    set: (key, value) => {
      kept.set(key, { value, at: elapsed() });
    },
    forget: (key) => {
      kept.delete(key);
    },
  };
};
