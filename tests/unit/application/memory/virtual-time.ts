/** Time that only passes while everybody waits: what is under way is interleaved by chance, and the same by one seed. */
export interface VirtualTime {
  now(): number;
  /** Waits so many ms of this time. */
  pause(ms: number): Promise<void>;
  /** Until nobody waits any more. */
  run(): Promise<void>;
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

export const virtualTime = (start: number): VirtualTime => {
  let time = start;
  let count = 0;
  const waiting: { readonly at: number; readonly order: number; readonly resume: () => void }[] = [];
  return {
    now: () => time,
    pause: (ms) =>
      new Promise((resume) => {
        waiting.push({ at: time + ms, order: count++, resume });
      }),
    async run() {
      await settled();
      while (waiting.length > 0) {
        waiting.sort((left, right) => left.at - right.at || left.order - right.order);
        const next = waiting.shift();
        if (!next) return;
        time = next.at;
        next.resume();
        await settled();
      }
    },
  };
};
