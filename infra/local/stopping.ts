/** What has been started, to be stopped in the reverse order. */
export class Stopping {
  #steps: (() => Promise<void> | void)[] = [];
  #stopped: Promise<void> | undefined;

  add(step: () => Promise<void> | void): void {
    this.#steps.push(step);
  }

  /** Again and again the same answer: things are stopped once. */
  stop(): Promise<void> {
    this.#stopped ??= this.#run();
    return this.#stopped;
  }

  async #run(): Promise<void> {
    for (const step of this.#steps.reverse()) {
      try {
        await step();
      } catch (error) {
        console.error('while stopping:', error);
      }
    }
  }
}
