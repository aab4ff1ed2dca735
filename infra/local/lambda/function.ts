import { LambdaProcess } from './process.ts';
import type { Invocation } from './protocol.ts';
import type { FunctionSpec } from './spec.ts';

/** A Lambda: processes that are started when they are needed and used again, as Lambda does. */
export class LambdaFunction {
  readonly label: string;
  readonly arn: string;
  readonly #spec: FunctionSpec;
  readonly #concurrency: number;
  readonly #processes = new Set<LambdaProcess>();
  readonly #idle: LambdaProcess[] = [];
  readonly #waiting: ((process: LambdaProcess) => void)[] = [];
  readonly #onDone: (spec: FunctionSpec) => void;
  #invocations = 0;
  #busyMs = 0;
  #stopped = false;

  /** @param onDone told of each invocation that has ended, before its answer is given on */
  constructor(
    spec: FunctionSpec,
    concurrency: number,
    onDone: (spec: FunctionSpec) => void = () => undefined,
  ) {
    this.label = spec.label;
    this.arn = spec.arn;
    this.#onDone = onDone;
    this.#spec = spec;
    this.#concurrency = concurrency;
  }

  get invocations(): number {
    return this.#invocations;
  }

  /** What its invocations have used of memory and time, as Lambda bills it but for starts. */
  get gigabyteSeconds(): number {
    return (this.#busyMs / 1000) * (this.#spec.memoryMb / 1024);
  }

  get busy(): boolean {
    return [...this.#processes].some((process) => process.busy);
  }

  /** Never throws: what went wrong in the function, or with its process, is the answer. */
  async invoke(event: unknown): Promise<Invocation> {
    if (this.#stopped) {
      return { ok: false, error: { errorType: 'Runtime.Stopped', errorMessage: 'the runtime is stopping' } };
    }
    this.#invocations += 1;
    const process = await this.#acquire();
    const began = performance.now();
    const invocation = await process.invoke(event);
    this.#busyMs += performance.now() - began;
    this.#release(process);
    this.#onDone(this.#spec);
    return invocation;
  }

  /** Kills (SIGKILL) the processes that are at work, as a crash would; answers how many there were. */
  killRunning(): number {
    const running = [...this.#processes].filter((process) => process.busy);
    for (const process of running) process.kill();
    return running.length;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#processes].map((process) => process.stop()));
    this.#waiting.length = 0;
  }

  #acquire(): Promise<LambdaProcess> {
    for (let process = this.#idle.pop(); process; process = this.#idle.pop()) {
      if (process.alive) return Promise.resolve(process);
    }
    if (this.#processes.size < this.#concurrency) return Promise.resolve(this.#start());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #start(): LambdaProcess {
    const process = new LambdaProcess(this.#spec, () => {
      this.#processes.delete(process);
      const next = this.#stopped ? undefined : this.#waiting.shift();
      if (next) next(this.#start());
    });
    this.#processes.add(process);
    return process;
  }

  #release(process: LambdaProcess): void {
    if (!process.alive) return;
    const next = this.#waiting.shift();
    if (next) next(process);
    else this.#idle.push(process);
  }
}
