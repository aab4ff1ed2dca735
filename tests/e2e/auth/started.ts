import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const START_MS = 120_000;

/** What `npm start` starts, in a process and a folder of its own, with a market whose clock a test moves. */
export const startApp = async (environment: Readonly<Record<string, string>> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'paperwick-auth-'));
  const child = spawn(
    process.execPath,
    [join(ROOT, 'infra', 'local', 'main.ts'), '--market', 'simulated', '--paused'],
    {
      env: {
        ...process.env,
        PORT: '0',
        DATA_DIR: folder,
        MARKET: '',
        LOG_LEVEL: 'DEBUG',
        SYMBOLS: 'BTC/USDT,ETH/USDT',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let terminal = '';
  child.stdout.on('data', (chunk) => {
    terminal += chunk;
  });
  child.stderr.on('data', (chunk) => {
    terminal += chunk;
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const waitFor = async (pattern: RegExp, patience = 5_000): Promise<RegExpExecArray> => {
    for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(20)) {
      const found = [...terminal.matchAll(new RegExp(pattern, `${pattern.flags}g`))].at(-1);
      if (found) return found as RegExpExecArray;
    }
    throw new Error(`the terminal does not say ${pattern}: ${terminal.slice(-2_000)}`);
  };
  const [, url = ''] = await waitFor(/^ready (http:\S+)$/m, START_MS);
  const data = join(folder, 'simulated-run');
  return {
    url,
    /** The folder of cognito-local. */
    cognito: join(data, 'cognito'),
    terminal: () => terminal,
    /** What it prints of this e-mail, the last time. */
    codeFor: async (email: string) =>
      (await waitFor(new RegExp(`code .*for ${email}: (\\d{6})$`, 'm')))[1] ?? '',
    /** Everything that the functions have logged. */
    logs: () =>
      readdirSync(join(data, 'logs'))
        .map((name) => readFileSync(join(data, 'logs', name), 'utf8'))
        .join('\n'),
    async stop() {
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type StartedApp = Awaited<ReturnType<typeof startApp>>;

export interface HttpAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly cookie: string | null;
}

/** A client of it: JSON over HTTP, and whatever headers the test adds. */
export const httpClient =
  (url: string) =>
  async (
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<HttpAnswer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
      cookie: response.headers.get('set-cookie'),
    };
  };

/** `/v1/trades/{id}` with its parameters in it. @throws Error where one is not given */
export const pathWith = (path: string, params: Readonly<Record<string, unknown>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${path}: there is no example of ${name}`);
    return encodeURIComponent(String(value));
  });
