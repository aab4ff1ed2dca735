import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ChildMessage, FunctionError, Invocation, InvokeMessage } from './protocol.ts';
import type { FunctionSpec } from './spec.ts';

const CHILD = new URL('./child.ts', import.meta.url);

/** One execution environment of a Lambda: one process, one invocation at a time. */
export class LambdaProcess {
  readonly #child: ChildProcess;
  readonly #spec: FunctionSpec;
  #current:
    | { requestId: string; settle: (invocation: Invocation) => void; timer: NodeJS.Timeout }
    | undefined;
  readonly #exited: Promise<void>;
  #alive = true;

  constructor(spec: FunctionSpec, onExit: () => void) {
    this.#spec = spec;
    this.#child = fork(CHILD, [spec.directory, spec.handler], {
      env: spec.environment,
      // As Lambda sets it: the heap is what the function has, less what lies beside it.
      execArgv: [`--max-old-space-size=${Math.floor(spec.memoryMb * 0.9)}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A process group of its own: Ctrl-C reaches the runtime alone, which stops things in order.
      detached: true,
    });
    this.#keepLogs();
    this.#child.on('message', (message: ChildMessage) => this.#receive(message));
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        this.#alive = false;
        this.#settle(this.#exitError(code, signal));
        onExit();
        resolve();
      });
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  get busy(): boolean {
    return this.#current !== undefined;
  }

  invoke(event: unknown): Promise<Invocation> {
    const { timeoutMs } = this.#spec;
    const requestId = randomUUID();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#timeOut(requestId), timeoutMs);
      this.#current = { requestId, settle: resolve, timer };
      const message: InvokeMessage = { requestId, event, deadline: Date.now() + timeoutMs };
      this.#child.send(message, (error) => {
        if (error) this.kill();
      });
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Ends the process, whatever it does; resolves when it is gone. */
  stop(): Promise<void> {
    this.kill();
    return this.#exited;
  }

  #receive(message: ChildMessage): void {
    if (message.kind === 'ready' || message.requestId !== this.#current?.requestId) return;
    if (message.kind === 'result') this.#settle({ ok: true, payload: message.payload });
    else this.#settle({ ok: false, error: message.error });
  }

  #settle(invocation: Invocation | FunctionError): void {
    const current = this.#current;
    if (!current) return;
    this.#current = undefined;
    clearTimeout(current.timer);
    current.settle('ok' in invocation ? invocation : { ok: false, error: invocation });
  }

  #timeOut(requestId: string): void {
    const seconds = (this.#spec.timeoutMs / 1000).toFixed(2);
    const errorMessage = `${requestId} Task timed out after ${seconds} seconds`;
    // Before it is settled, so that nobody is handed a process that is about to end.
    this.#alive = false;
    this.kill();
    this.#settle({ errorType: 'Sandbox.Timedout', errorMessage });
  }

  #exitError(code: number | null, signal: string | null): FunctionError {
    const how = signal ? `signal: ${signal.toLowerCase()}` : `exit status ${code}`;
    return { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: ${how}` };
  }

  #keepLogs(): void {
    const { stdout, stderr } = this.#child;
    const file = this.#spec.logFile
      ? createWriteStream(this.#spec.logFile, { flags: 'a', mode: 0o600 })
      : undefined;
    for (const stream of [stdout, stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        file?.write(`${line}\n`);
        this.#spec.onLog?.(line);
      });
    }
    this.#child.once('close', () => file?.end());
  }
}
