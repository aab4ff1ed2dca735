import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const dataDir = mkdtempSync(join(tmpdir(), 'paperwick-run-'));
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** The first start of a checkout builds the dashboard and the stack. */
const START_MS = 180_000;

interface Run {
  readonly child: ChildProcess;
  readonly url: string;
  readonly key: string;
  readonly output: () => string;
  /** Ends with the exit code. */
  readonly exit: Promise<number | null>;
}

const launch = (args: string[], variables: Record<string, string>) => {
  const env = {
    PATH: process.env.PATH ?? '',
    PORT: '0',
    DATA_DIR: dataDir,
    MARKET: 'simulated',
    ...variables,
  };
  const child = spawn(process.execPath, ['infra/local/main.ts', ...args], { cwd: ROOT, env });
  running.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, exit, output: () => text };
};

const start = async (args: string[] = [], variables: Record<string, string> = {}): Promise<Run> => {
  const { child, exit, output } = launch(args, variables);
  const deadline = Date.now() + START_MS;
  while (!/^ready /m.test(output())) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`not ready:\n${output()}`);
    await sleep(25);
  }
  const url = /^ready (http:\S+)$/m.exec(output())?.[1] ?? '';
  const key = /^demo API key: (\S+)$/m.exec(output())?.[1] ?? '';
  return { child, url, key, output, exit };
};

/** The processes that this one started, and theirs. */
const descendants = (pid: number): number[] => {
  const own = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        // The fields after the name, which may hold anything: state, parent.
        return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1] === String(pid);
      } catch {
        return false;
      }
    })
    .map(Number);
  return [...own, ...own.flatMap(descendants)];
};
const isRunning = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0] !== 'Z';
  } catch {
    return false;
  }
};
const allGone = async (pids: readonly number[]): Promise<boolean> => {
  for (let tries = 0; tries < 100 && pids.some(isRunning); tries += 1) await sleep(50);
  return !pids.some(isRunning);
};

const get = (
  run: Run,
  path: string,
  headers: Record<string, string> = { authorization: `Bearer ${run.key}` },
) => fetch(`${run.url}${path}`, { headers });

const noLinux = process.platform !== 'linux';

test.skipIf(noLinux)(
  'prices at once, the site and the API under one origin, and Ctrl-C leaves no process',
  async () => {
    const run = await start();
    expect(run.output()).toContain('market: simulated (seed 1): prices are not real');
    expect(run.key).toMatch(/^pw_[\w-]{40}$/);
    expect(statSync(join(dataDir, 'demo-key')).mode & 0o777).toBe(0o600);

    const price = await get(run, '/price/live');
    expect(price.status).toBe(200);
    expect(await price.json()).toMatchObject({ symbol: 'BTC/USD', price: expect.any(Number) });
    expect((await get(run, '/price/live', {})).status).toBe(401);
    expect(
      (await get(run, '/price/live', { authorization: 'Bearer pw_wrong-key-of-some-length' })).status,
    ).toBe(403);
    const missing = await get(run, '/v1/nothing');
    expect([missing.status, await missing.json()]).toEqual([404, { message: 'Not Found' }]);

    const page = await get(run, '/some/page', {});
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await (await get(run, '/config.json', {})).json()).toEqual({
      demoKey: run.key,
      market: 'simulated',
      binanceStreamUrl: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+$/),
    });

    const pids = descendants(run.child.pid ?? 0);
    expect(pids.length).toBeGreaterThanOrEqual(4);
    run.child.kill('SIGINT');
    expect(await run.exit).toBe(0);
    expect(await allGone(pids)).toBe(true);
  },
  START_MS + 60_000,
);

test.skipIf(noLinux)(
  'started again it still knows its trades and its key',
  async () => {
    const first = await start();
    const created = await fetch(`${first.url}/v1/trades`, {
      method: 'POST',
      headers: { authorization: `Bearer ${first.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        symbol: 'BTC/USDT',
        quantity: '0.01',
        entry: { type: 'limit', limit: '10000.00' },
      }),
    });
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as { id: string };
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);

    const second = await start();
    expect(second.key).toBe(first.key);
    const found = await get(second, `/v1/trades/${id}`);
    expect([found.status, await found.json()]).toMatchObject([200, { id, status: 'pending' }]);
  },
  START_MS,
);

test.skipIf(noLinux)(
  'killed without warning it leaves no process, and starts again',
  async () => {
    const run = await start();
    const pids = descendants(run.child.pid ?? 0);
    expect(pids.length).toBeGreaterThanOrEqual(4);
    run.child.kill('SIGKILL');
    await run.exit;
    expect(await allGone(pids)).toBe(true);
    const again = await start();
    again.child.kill('SIGINT');
    expect(await again.exit).toBe(0);
  },
  START_MS,
);

test(
  'a folder in use, a port in use and a wrong setting are said plainly',
  async () => {
    const run = await start();
    const second = launch([], {});
    expect(await second.exit).toBe(1);
    expect(second.output()).toContain(
      `DATA_DIR: ${join(dataDir, 'simulated')} is in use by process ${run.child.pid}`,
    );

    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const address = blocker.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const third = launch([], { PORT: port, DATA_DIR: ':memory:' });
    expect(await third.exit).toBe(1);
    expect(third.output()).toContain(`PORT: ${port} is in use by another program`);
    blocker.close();

    const fourth = launch(['--speed', 'max'], { MARKET: 'live', TICK_SECONDS: '0' });
    expect(await fourth.exit).toBe(1);
    expect(fourth.output().trim()).toBe('TICK_SECONDS: must be a whole number from 1 to 60');
  },
  START_MS,
);

test(
  "a key of one's own, a market without network, and no folder for what is not to be kept",
  async () => {
    const nowhere = 'http://127.0.0.1:9';
    const run = await start([], {
      MARKET: 'auto',
      FEEDS: 'binance',
      BINANCE_API_URL: nowhere,
      DATA_DIR: ':memory:',
      DEMO_API_KEY: 'pw_my-own-demo-key',
      SYMBOLS: 'ETH/USDT',
    });
    expect(run.output()).toContain('market: simulated (seed 1): no exchange answered, prices are not real');
    expect(run.key).toBe('pw_my-own-demo-key');
    const prices = (await (await get(run, '/v1/prices')).json()) as {
      items: { symbol: string; source: string }[];
    };
    expect(prices.items).toMatchObject([{ symbol: 'ETH/USDT', source: 'simulated' }]);
  },
  START_MS,
);
