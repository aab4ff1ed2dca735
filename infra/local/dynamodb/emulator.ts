import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Emulator {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts dynoxide, keeps it from outliving this process, and ends both when the pipe to this process closes. */
const GUARD = `exec 3<&0
"$@" </dev/null &
child=$!
(cat <&3 >/dev/null; kill -TERM "$child" 2>/dev/null) &
wait "$child"`;

const STARTUP_MS = 20_000;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject()));
    });
  });

/** The binary of this platform's package, or the wrapper that npm fetches for the other platforms. */
const command = (): string[] => {
  const { platform, arch } = process;
  try {
    const manifest = createRequire(import.meta.url).resolve(`@dynoxide/${platform}-${arch}/package.json`);
    const binary = join(dirname(manifest), platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
    if (existsSync(binary)) return [binary];
  } catch {
    // Not installed on this platform: npx has it.
  }
  return ['npx', '--yes', 'dynoxide'];
};

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    await fetch(endpoint, { signal: AbortSignal.timeout(1_000) });
    return true;
  } catch {
    return false;
  }
};

const exited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/**
 * Starts the embedded DynamoDB over one SQLite file, or in memory.
 * @throws Error where it does not start
 */
export const startEmulator = async (databaseFile: string | undefined): Promise<Emulator> => {
  const port = await freePort();
  const file = databaseFile ? ['--db-path', databaseFile] : [];
  const words = [...command(), 'serve', '--port', String(port), ...file];
  const [program = '', ...args] = process.platform === 'win32' ? words : ['sh', '-c', GUARD, 'sh', ...words];
  // A process group of its own: Ctrl-C reaches the runtime alone, which stops it last.
  const child = spawn(program, args, {
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2_000);
  });
  child.on('error', (error) => {
    complaint = error.message;
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const deadline = Date.now() + STARTUP_MS;
  while (!(await answers(endpoint))) {
    if (exited(child) || child.pid === undefined || Date.now() > deadline) {
      child.stdin.end();
      throw new Error(`dynoxide (the embedded DynamoDB) does not start: ${complaint.trim() || 'no answer'}`);
    }
    await sleep(20);
  }
  return {
    endpoint,
    async stop() {
      child.stdin.end();
      if (process.platform === 'win32') child.kill();
      await gone;
    },
  };
};
