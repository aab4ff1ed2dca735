import { parseConfig } from '../../../infra/local/config/config.ts';
import { startRuntime } from '../../../infra/local/runtime.ts';
import { operations } from '../../../shared/contract/operations.ts';
import { type Ask, client } from '../../proof/accounts/client.ts';
import type { Row, Section } from '../report.ts';

const MINUTE = 60_000;
/** Clients at once, and requests in all. */
const LOADS = [
  { clients: 1, requests: 30 },
  { clients: 50, requests: 250 },
] as const;

interface Made {
  readonly open: string;
  readonly pending: string;
  readonly order: string;
}

/** What is sent of each operation that can be asked for again and again; `n` makes each one another. */
const requestsOf = ({
  open,
  pending,
  order,
}: Made): Readonly<Record<string, (n: number) => [path: string, body?: unknown]>> => {
  const limit = { type: 'limit', limit: '1000' };
  return {
    createTrade: () => ['/v1/trades', { symbol: 'BTC/USDT', quantity: '0.01', entry: limit }],
    listTrades: () => ['/v1/trades'],
    getTrade: () => [`/v1/trades/${open}`],
    amendTrade: (n) => [`/v1/trades/${open}`, { takeProfit: String(1_000_000 + n) }],
    listTradeLogs: () => [`/v1/trades/${pending}/logs`],
    createOrder: () => [
      '/v1/orders',
      { symbol: 'BTC/USDT', side: 'buy', type: 'limit', limit: '1000', quantity: '0.01' },
    ],
    getOrder: () => [`/v1/orders/${order}`],
    listAccounts: () => ['/v1/accounts'],
    getAccount: () => ['/v1/accounts/main'],
    changeAccount: (n) => ['/v1/accounts/main', { name: `name ${n}` }],
    deposit: () => ['/v1/accounts/main/deposits', { amount: '1000' }],
    withdraw: () => ['/v1/accounts/main/withdrawals', { amount: '1' }],
    auditAccount: () => ['/v1/accounts/main/audit'],
    listLedger: () => ['/v1/ledger'],
    listFills: () => ['/v1/fills'],
    listPositions: () => ['/v1/positions'],
    getPortfolio: () => ['/v1/portfolio'],
    getPortfolioHistory: () => ['/v1/portfolio/history'],
    getOverview: () => ['/v1/overview'],
    listInstruments: () => ['/v1/instruments'],
    listPrices: () => ['/v1/prices'],
    getPrice: () => ['/v1/prices/BTC-USDT'],
    listCandles: () => ['/v1/candles?symbol=BTC/USDT&interval=1m&limit=60'],
    getStatus: () => ['/v1/status'],
    getHealth: () => ['/health'],
    getOpenApi: () => ['/openapi.json'],
    getLivePrice: () => ['/price/live'],
    createSimpleTrade: () => [
      '/trade/create',
      { symbol: 'BTC/USD', buy_price: 1000, sell_price: 2_000_000, stop_loss: 900, quantity: 0.01 },
    ],
    listActiveSimpleTrades: () => ['/trade/active'],
    listSimpleTradeHistory: () => ['/trade/history'],
    listSimpleTradeLogs: () => [`/trade/${pending}/logs`],
    listApiKeys: () => ['/v1/api-keys'],
    getMe: () => ['/v1/me'],
  };
};

/** ms of each request, sent by this many clients, each one after another. */
const timed = async (
  ask: (n: number) => Promise<unknown>,
  clients: number,
  requests: number,
): Promise<number[]> => {
  const times: number[] = [];
  let next = 0;
  const worker = async () => {
    while (next < requests) {
      const n = next++;
      const began = performance.now();
      await ask(n);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, worker));
  return times.sort((left, right) => left - right);
};

const at = (times: readonly number[], share: number): number =>
  Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 10) / 10;

const prepare = async (ask: Ask): Promise<Made> => {
  const make = async (path: string, body: object) => {
    const { status, body: made } = await ask('POST', path, body);
    if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(made)}`);
    return String(made.id);
  };
  await make('/v1/accounts/main/deposits', { amount: '1000000000' });
  const trade = (entry: object) => make('/v1/trades', { symbol: 'BTC/USDT', quantity: '0.01', entry });
  return {
    open: await trade({ type: 'market' }),
    pending: await trade({ type: 'limit', limit: '1000' }),
    order: await make('/v1/orders', { symbol: 'BTC/USDT', side: 'buy', type: 'market', quantity: '0.01' }),
  };
};

/** How long each route of the running app takes, over HTTP, with one client and with many. */
export const latency = async (quick: boolean): Promise<Section> => {
  const config = parseConfig(
    { PORT: '0', DATA_DIR: ':memory:', LOG_LEVEL: 'SILENT', SYMBOLS: 'BTC/USDT,ETH/USDT' },
    [...['--market', 'simulated', '--speed', 'max', '--paused']],
  );
  const runtime = await startRuntime(config);
  try {
    const ask = client(runtime.url, runtime.demoKey);
    const made = await prepare(ask);
    await runtime.clock.runUntil(runtime.clock.now() + 2 * MINUTE);
    const plans = requestsOf(made);
    const rows: Row[] = [];
    for (const { id, method, path } of operations) {
      const plan = plans[id];
      if (!plan) continue;
      const send = async (n: number) => {
        const [target, body] = plan(n);
        const { status, body: answer } = await ask(method, target, body);
        // Commands on one trade may be too many at once: an answer like any other.
        if (status === 0 || (status >= 400 && status !== 409))
          throw new Error(`${method} ${target}: ${status} ${JSON.stringify(answer)}`);
      };
      // The first wakes the function up.
      await send(-1);
      const values: Record<string, number> = {};
      for (const { clients, requests } of LOADS) {
        const times = await timed(send, clients, quick ? Math.ceil(requests / 5) : requests);
        values[`${clients}: median, ms`] = at(times, 0.5);
        values[`${clients}: 95 %, ms`] = at(times, 0.95);
      }
      rows.push({ name: `${method} ${path}`, values });
    }
    return {
      name: 'latency',
      title: 'Latency of each route, over HTTP, with one client and with fifty',
      rows,
      notes: [
        'Gateway, authorizer (kept), function, emulator and the clients share the cores of this machine.',
        'Fifty clients wait for ten processes of a function, as many as a new AWS account runs at once.',
        'Without what can be done once only, and without signing in, whose attempts are limited.',
      ],
    };
  } finally {
    await runtime.stop();
  }
};
