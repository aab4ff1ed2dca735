import { setTimeout as sleep } from 'node:timers/promises';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';
import { type Random, randomFrom } from '../../oracle/prng.ts';
import { differences, RestState } from './compare.ts';
import { disturb, type Pace } from './disturb.ts';
import { costOfHour, Measure, type Work } from './measure.ts';
import { makePeople } from './people.ts';
import { SoakClient, type SoakUser } from './soak-client.ts';

export interface SoakOptions {
  readonly clients: number;
  readonly users: number;
  /** Of market time, which flows `speed` times as fast as life. */
  readonly seconds: number;
  readonly speed: number;
  /** The last seconds of market time are without disturbance. */
  readonly calmSeconds: number;
  readonly pace: Pace;
  /** A trade of somebody each so many ms of real time. */
  readonly tradeEveryMs: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface SoakResult {
  readonly clients: number;
  readonly faults: readonly string[];
  readonly different: readonly string[];
  readonly disturbed: { readonly drops: number; readonly kills: number; readonly slow: number };
  readonly connections: number;
  readonly gaps: number;
  readonly trades: number;
  /** Tick to client, ms of real time. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly updates: number };
  readonly byType: ReadonlyMap<string, { readonly count: number; readonly bytes: number }>;
  readonly meteredPerClientHour: number;
  readonly usdPerClientHour: number;
}

const SYMBOLS = [
  'BTC/USDT',
  'ETH/USDT',
  'SOL/USDT',
  'XRP/USDT',
  'BNB/USDT',
  'DOGE/USDT',
  'ADA/USDT',
  'LTC/USDT',
];
/** Those whose work grows with who listens. */
const WORKERS = ['changes', 'fan-out', 'ws-message', 'ws-connection'];
const PATIENCE_MS = 60_000;
/** Lost now and then on their way: what the next one of its kind reveals. Of trades and accounts the stream lets none be lost. */
const LOSSY = new Set(['price_update', 'candle_update']);
const LOST_SHARE = 0.02;

/** What a person with a dashboard listens to: a few symbols, a chart, and all that is their own. */
const channelsOf = (random: Random): string[] => {
  const symbols = [...SYMBOLS].sort(() => random.next() - 0.5).slice(0, 5);
  return [
    ...symbols.map((symbol) => `prices:${symbol}`),
    `candles:${symbols[0]}:1m`,
    'trades',
    'account',
    'status',
    'market',
  ];
};

/** @returns how it was answered, as text */
const trade = async (runtime: Runtime, user: SoakUser, random: Random): Promise<string> => {
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${runtime.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${user.key}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const symbol = random.pick(SYMBOLS);
  const price = (await (await ask('GET', `/v1/prices/${symbol.replace('/', '-')}`)).json()) as {
    price?: string;
  };
  const worth = Number(price.price);
  if (!(worth > 0)) return 'no price';
  // Four digits lie on the tick of every symbol here, two on its lot; written without an exponent.
  const digits = (value: number, count: number) => String(Number(value.toPrecision(count)));
  const answer = await ask('POST', '/v1/trades', {
    symbol,
    quantity: digits(100 / worth, 2),
    entry: { type: 'market' },
    takeProfit: digits(worth * (1.0015 + random.next() * 0.004), 4),
    stopLoss: digits(worth * (0.9985 - random.next() * 0.004), 4),
  });
  const { code } = (await answer.json()) as { code?: string };
  return answer.status === 201 ? 'made' : `${answer.status} ${code}`;
};

const workOf = (runtime: Runtime): Work => {
  const workers = WORKERS.map((name) => runtime.lambda(name));
  return {
    invocations: workers.reduce((sum, worker) => sum + worker.invocations, 0),
    gigabyteSeconds: workers.reduce((sum, worker) => sum + worker.gigabyteSeconds, 0),
  };
};

/** Until what every client has is what the REST API says, or patience is over: what is different then. */
const compareAll = async (clients: readonly SoakClient[], url: string): Promise<string[]> => {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const settled = clients.filter((client) => client.isSettled);
    const rest = new RestState(url);
    const found: string[] = [];
    if (settled.length === clients.length) {
      for (const client of clients) found.push(...(await differences(client, rest)));
      if (found.length === 0) return [];
    } else found.push(`${clients.length - settled.length} clients are not settled`);
    if (performance.now() > until) return found;
    await sleep(1_000);
  }
};

/** Clients that listen for a while, disturbed in every way, and end with what the REST API says. */
export const runSoak = async (options: SoakOptions): Promise<SoakResult> => {
  const { seconds, speed, say } = options;
  const random = randomFrom(options.seed);
  const environment = { PORT: '0', DATA_DIR: ':memory:', SYMBOLS: SYMBOLS.join(','), TICK_SECONDS: '10' };
  const argv = ['--market', 'simulated', '--speed', String(speed), '--for', `${seconds}s`];
  const runtime = await startRuntime(parseConfig(environment, argv));
  try {
    return await soak(runtime, options, random, say);
  } finally {
    await runtime.stop();
  }
};

const soak = async (
  runtime: Runtime,
  options: SoakOptions,
  random: Random,
  say: SoakOptions['say'],
): Promise<SoakResult> => {
  const { clock } = runtime;
  const began = clock.now();
  const ended = new Promise<void>((resolve) => clock.onEnd(resolve));
  const people = await makePeople(runtime, options.users);
  let isDisturbed = true;
  const measure = new Measure();
  const faults: string[] = [];
  const clients = Array.from({ length: options.clients }, (_, n) => {
    const user = people[n % people.length];
    if (!user) throw new Error('there are no people');
    return new SoakClient(user, channelsOf(random), {
      url: runtime.url,
      onMessage: (message, bytes, reading) => {
        const isTick = message.type === 'price_update' && reading;
        measure.received(message, bytes, isTick ? (clock.now() - message.slot) / options.speed : undefined);
      },
      onFault: (fault) => faults.push(fault),
      onSent: () => measure.sent(),
      isLost: ({ type }) => isDisturbed && LOSSY.has(type) && random.next() < LOST_SHARE,
    });
  });
  const startedAt = performance.now();
  const before = workOf(runtime);
  const running = clients.map((client) => client.run());
  const answered = new Map<string, number>();
  let trading = true;
  const trader = (async () => {
    while (trading) {
      await sleep(options.tradeEveryMs * (0.5 + random.next()));
      if (!trading) return;
      const answer = await trade(runtime, random.pick(people), random).catch((error: Error) => error.message);
      answered.set(answer, (answered.get(answer) ?? 0) + 1);
    }
  })();
  const disturbance = disturb(runtime, clients, random, options.pace);
  const calmAt = began + (options.seconds - options.calmSeconds) * 1000;
  await sleep(Math.max(0, (calmAt - clock.now()) / options.speed));
  await disturbance.end();
  isDisturbed = false;
  trading = false;
  await trader;
  for (const client of clients) client.read(true);
  say(`calm: ${JSON.stringify(disturbance.counts)}, trades ${JSON.stringify(Object.fromEntries(answered))}`);
  await ended;
  await clock.idle();
  const hours = (performance.now() - startedAt) / 3_600_000;
  const after = workOf(runtime);
  const different = await compareAll(clients, runtime.url);
  for (const client of clients) client.stop();
  await Promise.all(running);
  const clientHours = hours * clients.length;
  const work = {
    invocations: after.invocations - before.invocations,
    gigabyteSeconds: after.gigabyteSeconds - before.gigabyteSeconds,
  };
  return {
    clients: clients.length,
    faults,
    different,
    disturbed: disturbance.counts,
    connections: clients.reduce((sum, client) => sum + client.connections, 0),
    gaps: clients.reduce((sum, client) => sum + client.state.gaps, 0),
    trades: answered.get('made') ?? 0,
    latency: { p50: measure.percentile(0.5), p99: measure.percentile(0.99), updates: measure.count },
    byType: measure.byType,
    meteredPerClientHour: measure.metered / clientHours,
    usdPerClientHour: costOfHour(measure.metered, clientHours, work),
  };
};
