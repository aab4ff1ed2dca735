import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';
import { makePeople } from '../../proof/sockets/people.ts';
import { SoakClient, type SoakUser } from '../../proof/sockets/soak-client.ts';

const SYMBOLS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'];
const MINUTE_MS = 60_000;
const MINUTES = 2;
/** Everything that a dashboard asks for again and again. */
const POLLED = [
  '/v1/prices',
  '/v1/markets?limit=100',
  '/v1/status',
  '/v1/overview',
  '/v1/candles?symbol=BTC/USDT&interval=1m&limit=5',
];
const CHANNELS = [
  ...SYMBOLS.map((symbol) => `prices:${symbol}`),
  'candles:BTC/USDT:1m',
  'market',
  'status',
  'trades',
  'account',
];

const start = (): Promise<Runtime> => {
  const environment = { PORT: '0', DATA_DIR: ':memory:', SYMBOLS: SYMBOLS.join(',') };
  return startRuntime(parseConfig(environment, ['--market', 'simulated', '--paused']));
};

/** @param share of what is polled: with many users each path is asked for often enough */
const poll = async (runtime: Runtime, { key }: SoakUser, share: readonly string[]): Promise<void> => {
  for (const path of share) {
    const answer = await fetch(`${runtime.url}${path}`, { headers: { authorization: `Bearer ${key}` } });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  }
};

/** One user asks for everything, of two hundred each for two things: together for everything many times. */
const shareOf = (all: readonly string[], user: number, users: number): readonly string[] =>
  users === 1 ? all : [0, 1].map((more) => all[(user + more) % all.length] ?? '');

/** Requests of each path at the exchange in a few minutes of the market, with so many users at their dashboards. */
const countWith = async (users: number): Promise<Record<string, number>> => {
  const runtime = await start();
  const clients: SoakClient[] = [];
  const running: Promise<void>[] = [];
  try {
    const { clock, marketServer } = runtime;
    if (!marketServer) throw new Error('a simulated market has a server');
    const people = await makePeople(runtime, users);
    const faults: string[] = [];
    for (const [user, person] of people.entries()) {
      const client = new SoakClient(person, shareOf(CHANNELS, user, users), {
        url: runtime.url,
        onMessage: () => undefined,
        onFault: (fault) => faults.push(fault),
        onSent: () => undefined,
      });
      clients.push(client);
      running.push(client.run());
    }
    while (!clients.every((client) => client.isSettled)) await sleep(50);
    // The first minute may fetch what is asked for once, e.g. the list of instruments.
    await clock.runUntil(Math.ceil(clock.now() / MINUTE_MS) * MINUTE_MS + MINUTE_MS);
    const before = marketServer.requests.byPath();
    for (let minute = 0; minute < MINUTES; minute += 1) {
      await clock.runUntil(clock.now() + MINUTE_MS);
      for (let at = 0; at < people.length; at += 10) {
        await Promise.all(
          people.slice(at, at + 10).map((person, n) => poll(runtime, person, shareOf(POLLED, n, users))),
        );
      }
    }
    expect(faults).toEqual([]);
    const after = marketServer.requests.byPath();
    return Object.fromEntries(
      Object.entries(after).map(([path, count]) => [path, count - (before[path] ?? 0)]),
    );
  } finally {
    for (const client of clients) client.stop();
    await Promise.all(running);
    await runtime.stop();
  }
};

test('with one user and with two hundred the exchange is asked the same number of times a minute', {
  timeout: 240_000,
}, async () => {
  const one = await countWith(1);
  console.log(`in ${MINUTES} minutes: ${JSON.stringify(one)}`);
  // A tick each ten seconds asks for prices.
  expect(Object.values(one).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(6 * MINUTES);
  expect(await countWith(200)).toEqual(one);
});
