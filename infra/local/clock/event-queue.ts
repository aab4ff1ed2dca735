interface Entry {
  readonly time: number;
  readonly order: number;
  readonly action: () => void;
  cancelled: boolean;
}

const before = (a: Entry, b: Entry): boolean => (a.time === b.time ? a.order < b.order : a.time < b.time);

/** Actions by (time, order of registration): a binary heap. */
export class EventQueue {
  #heap: Entry[] = [];
  #registered = 0;

  add(time: number, action: () => void): () => void {
    const entry: Entry = { time, order: this.#registered++, action, cancelled: false };
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
    return () => {
      entry.cancelled = true;
    };
  }

  /** Of the next action; infinity where none is waiting. */
  nextTime(): number {
    while (this.#heap[0]?.cancelled) this.#pop();
    return this.#heap[0]?.time ?? Number.POSITIVE_INFINITY;
  }

  /** Those due now, in order. What they add themselves waits for the next call. */
  takeUntil(time: number): (() => void)[] {
    const due: (() => void)[] = [];
    while (this.nextTime() <= time) {
      const entry = this.#pop();
      if (entry) due.push(() => entry.cancelled || entry.action());
    }
    return due;
  }

  clear(): void {
    this.#heap = [];
  }

  #pop(): Entry | undefined {
    const top = this.#heap[0];
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink();
    }
    return top;
  }

  #rise(from: number): void {
    for (let child = from; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!this.#swapIfBefore(child, parent)) return;
      child = parent;
    }
  }

  #sink(): void {
    for (let parent = 0; ; ) {
      const [left, right] = [this.#heap[2 * parent + 1], this.#heap[2 * parent + 2]];
      if (!left) return;
      const child = right && before(right, left) ? 2 * parent + 2 : 2 * parent + 1;
      if (!this.#swapIfBefore(child, parent)) return;
      parent = child;
    }
  }

  #swapIfBefore(child: number, parent: number): boolean {
    const [lower, upper] = [this.#heap[child], this.#heap[parent]];
    if (!lower || !upper || !before(lower, upper)) return false;
    this.#heap[parent] = lower;
    this.#heap[child] = upper;
    return true;
  }
}
