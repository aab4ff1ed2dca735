import { createHash } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorize } from '../../../functions/authorize.ts';
import { accountRoutes } from '../../../functions/http/account-routes.ts';
import { bookRoutes } from '../../../functions/http/book-routes.ts';
import { candleRoutes } from '../../../functions/http/candle-routes.ts';
import { marketRoutes } from '../../../functions/http/market-routes.ts';
import { orderRoutes } from '../../../functions/http/order-routes.ts';
import { overviewRoute } from '../../../functions/http/overview-route.ts';
import { simpleRoutes } from '../../../functions/http/simple-routes.ts';
import { tradeRoutes } from '../../../functions/http/trade-routes.ts';
import { watchlistRoutes } from '../../../functions/http/watchlist-routes.ts';
import { simpleErrors } from '../../../functions/middleware/error-styles.ts';
import { keyItems } from '../../../infra/scripts/user-items.ts';
import { apiKeyStore } from '../../../shared/adapters/dynamodb/api-key-store.ts';
import { candleArchive } from '../../../shared/adapters/dynamodb/candle-archive.ts';
import { dayClaims } from '../../../shared/adapters/dynamodb/day-claims.ts';
import { historyJobs } from '../../../shared/adapters/dynamodb/history-jobs.ts';
import { saleStore } from '../../../shared/adapters/dynamodb/sale-store.ts';
import { writeLimiter } from '../../../shared/adapters/dynamodb/write-limiter.ts';
import { createHistory } from '../../../shared/adapters/feeds/history.ts';
import { applySettlement } from '../../../shared/application/apply-settlement.ts';
import { packDays } from '../../../shared/application/pack-days.ts';
import { refreshBoard } from '../../../shared/application/refresh-board.ts';
import { refreshListings } from '../../../shared/application/refresh-listings.ts';
import { reviewRoster } from '../../../shared/application/review-roster.ts';
import { runJob } from '../../../shared/application/run-job.ts';
import { samplePortfolios } from '../../../shared/application/sample-portfolios.ts';
import { seenSince } from '../../../shared/application/seen-since.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import { authLab } from '../../fixtures/auth-lab.ts';
import { type Lab, startLab } from '../../fixtures/lab.ts';
import { TOTP_CODE } from '../../fixtures/memory-identity.ts';
import { scriptedMarket } from '../../fixtures/scripted-market.ts';
import { TABLES } from '../../fixtures/stores.ts';
import { type Ask, asking } from '../../unit/http/requests.ts';
import { allowed, recordActions } from './recorded-actions.ts';

const MINUTE = 60_000;
const START = Date.UTC(2025, 4, 5);
const at = (minute: number) => START + minute * MINUTE;

const flat = (value: number) => [value, value, value, value] as const;
const SERIES = [
  ...Array.from({ length: 10 }, () => flat(105)),
  [105, 106, 98, 101],
  ...Array.from({ length: 10 }, () => flat(101)),
] as const;

/** The settings name the first. */
const LISTED = ['BTC/USDT', 'A/USDT', 'B/USDT', 'C/USDT'];

/** Each function is used in full, over a real DynamoDB: it may do what it does, and nothing else. */
describe('the permissions of a function are what its code asks of DynamoDB', () => {
  let lab: Lab;
  let record: ReturnType<typeof recordActions>;
  /** What the first tick of all asks for: it finds no state, and no instruments. */
  let firstTick: string[];
  let openTradeId: string;
  let openTrade: Trade;

  /** In an epoch of its own each function announces what it arms, as a process does that others have not told anything. */
  const inEpoch = (minute: number): void => {
    const now = lab.clock.time;
    lab.clock.time = at(minute);
    lab.announcing.wall();
    lab.clock.time = now;
  };

  beforeAll(async () => {
    const series = Object.fromEntries(LISTED.map((symbol) => [symbol, SERIES]));
    const market = scriptedMarket(START, series);
    lab = await startLab({ market, now: at(5), symbols: ['BTC/USDT'] });
    record = recordActions(lab.stores.client);
    await lab.stores.addUser('ada');
    firstTick = await record.during(async () => {
      await lab.tickAt(at(5));
      await refreshListings(lab.ticks, new Map(), at(5));
    });
    const bought = await lab.open(at(5) + 1, { entry: { type: 'market' } }, 'ada');
    await lab.tickAt(at(7));
    openTradeId = bought.id;
    openTrade = bought;
  });
  afterAll(() => lab.stop());

  /** What a trailing stop of long ago makes a tick look up: the candles since the mark that it keeps. */
  const lookBack = async () => {
    const marked = {
      ...openTrade,
      status: 'open',
      trailing: { mark: 105, markAt: at(1) },
    } as unknown as Trade;
    expect(await seenSince(lab.ticks, marked, at(6))).toBeDefined();
  };

  /** Asks all of these, of each route at least once; each must be answered with success. */
  const askAll = async (routes: Parameters<typeof asking>[0], requests: readonly Ask[]) => {
    const unasked = routes.filter(({ operation }) => !requests.some((request) => isOf(operation, request)));
    expect(unasked.map(({ operation }) => operation.id)).toEqual([]);
    const { ask } = asking(routes, routes[0]?.operation.group === 'simple' ? simpleErrors : undefined);
    const ids: string[] = [];
    for (const request of requests) {
      const path = request.path.replace('{id}', ids.at(-1) ?? '');
      const answer = await ask({ now: at(7) + 1, ...request, path });
      expect([path, answer.status, answer.text]).toEqual([path, expect.toSatisfy(isSuccess), answer.text]);
      const made = answer.json as { id?: string; trade_id?: string };
      if (request.method === 'POST') ids.push(made.id ?? made.trade_id ?? '');
    }
  };
  const isOf = ({ method, path }: { method: string; path: string }, request: Ask) =>
    (request.method ?? 'GET') === method &&
    new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(request.path);
  const isSuccess = (status: number) => status >= 200 && status < 300;

  test('http-trades', async () => {
    const entry = { type: 'limit', limit: '100' };
    const plan = { symbol: 'BTC/USDT', quantity: '1', entry, clientTradeId: 'one' };
    const order = { symbol: 'BTC/USDT', side: 'buy', type: 'limit', limit: '100', quantity: '1' };
    const sale = { ...order, side: 'sell', limit: '200', quantity: '0.5' };
    const sales = saleStore({ client: lab.stores.client, tables: TABLES, shards: 1 });
    const asked = await record.during(() =>
      askAll(
        [
          ...tradeRoutes(lab.requests),
          ...orderRoutes({ ...lab.requests, sales }),
          ...watchlistRoutes(lab.requests),
          overviewRoute(lab.requests),
        ],
        [
          { method: 'POST', path: '/v1/trades', body: plan },
          { method: 'POST', path: '/v1/trades', body: plan },
          { path: '/v1/trades' },
          { path: '/v1/trades/{id}' },
          { path: '/v1/trades/{id}/logs' },
          { method: 'PATCH', path: '/v1/trades/{id}', body: { stopLoss: '90' } },
          { method: 'DELETE', path: '/v1/trades/{id}' },
          { method: 'POST', path: '/v1/orders', body: sale },
          { path: '/v1/orders/{id}' },
          { method: 'DELETE', path: '/v1/orders/{id}' },
          { method: 'POST', path: `/v1/trades/${openTradeId}/close` },
          { method: 'DELETE', path: `/v1/trades/${openTradeId}/closes/half` },
          { method: 'POST', path: '/v1/orders', body: order },
          { path: '/v1/orders/{id}' },
          { method: 'DELETE', path: '/v1/orders/{id}' },
          { path: '/v1/overview' },
          { method: 'POST', path: '/v1/watchlists', body: { name: 'x', symbols: ['A/USDT'] } },
          { path: '/v1/watchlists' },
          { path: '/v1/watchlists/{id}' },
          { method: 'PATCH', path: '/v1/watchlists/{id}', body: { symbols: ['A/USDT', 'B/USDT'] } },
          { method: 'DELETE', path: '/v1/watchlists/{id}' },
        ],
      ),
    );
    expect(asked).toEqual(allowed('http-trades'));
  });

  test('http-simple', async () => {
    inEpoch(20);
    const trade = { symbol: 'BTC/USD', buy_price: 100, sell_price: 120, stop_loss: 90, quantity: 1 };
    const asked = await record.during(() =>
      askAll(simpleRoutes(lab.requests), [
        { path: '/price/live' },
        { method: 'POST', path: '/trade/create', body: trade },
        { path: '/trade/active' },
        { path: '/trade/history' },
        { path: '/trade/{id}/logs' },
        { method: 'POST', path: '/trade/create', body: { ...trade, symbol: 'C/USDT' } },
      ]),
    );
    expect(asked).toEqual(allowed('http-simple'));
  });

  test('http-accounts', async () => {
    inEpoch(30);
    const { ask } = asking(tradeRoutes(lab.requests));
    const { ask: manage } = asking(accountRoutes(lab.requests));
    const body = { id: 'busy', name: 'Busy', openingBalance: '1000' };
    await manage({ method: 'POST', path: '/v1/accounts', body });
    const entry = { type: 'limit', limit: '90' };
    const plan = { symbol: 'BTC/USDT', quantity: '1', entry, accountId: 'busy' };
    expect((await ask({ method: 'POST', path: '/v1/trades', body: plan, now: at(7) })).status).toBe(201);
    const cash = { amount: '5', clientEntryId: 'five' };
    const asked = await record.during(() =>
      askAll(
        [...accountRoutes(lab.requests), ...bookRoutes(lab.requests)],
        [
          { method: 'POST', path: '/v1/accounts', body: { id: 'idle', name: 'Idle' } },
          { path: '/v1/accounts' },
          { path: '/v1/accounts/idle' },
          { method: 'PATCH', path: '/v1/accounts/idle', body: { name: 'Quiet' } },
          { method: 'POST', path: '/v1/accounts/idle/deposits', body: cash },
          { method: 'POST', path: '/v1/accounts/idle/deposits', body: cash },
          { method: 'POST', path: '/v1/accounts/idle/withdrawals', body: { amount: '5' } },
          { path: '/v1/accounts/idle/audit' },
          { path: '/v1/ledger', query: { account: 'idle' } },
          { path: '/v1/fills' },
          { path: '/v1/positions' },
          { path: '/v1/portfolio' },
          { path: '/v1/portfolio/history' },
          { method: 'POST', path: '/v1/accounts/idle/reset' },
          { method: 'DELETE', path: '/v1/accounts/idle' },
          { method: 'POST', path: '/v1/accounts/busy/reset' },
        ],
      ),
    );
    expect(asked).toEqual(allowed('http-accounts'));
  });

  test('http-market', async () => {
    const asked = await record.during(() =>
      askAll(marketRoutes(lab.requests), [
        { path: '/v1/instruments' },
        { path: '/v1/prices' },
        { path: '/v1/prices/BTC-USDT' },
        { path: '/v1/status' },
        { path: '/health' },
        { path: '/openapi.json' },
      ]),
    );
    expect(asked).toEqual(allowed('http-market'));
  });

  const past = {
    symbol: 'BTC/USDT',
    from: new Date(at(-3)).toISOString(),
    to: new Date(at(3)).toISOString(),
  };
  const started: string[] = [];
  const jobPorts = () => ({
    ...lab.requests,
    jobs: historyJobs(lab.stores.client, TABLES.market),
    starter: { start: async (id: string) => void started.push(id) },
    links: { link: () => 'https://s3/file' },
    wall: Date.now,
    report: () => {},
  });

  test('http-candles', async () => {
    const asked = await record.during(() =>
      askAll(candleRoutes(jobPorts()), [
        { path: '/v1/candles', query: { symbol: 'BTC/USDT', interval: '1m' } },
        { method: 'POST', path: '/v1/candle-imports', body: past },
        { path: '/v1/candle-imports/{id}' },
        { method: 'POST', path: '/v1/candle-exports', body: { ...past, interval: '1m' } },
        { path: '/v1/candle-exports/{id}' },
      ]),
    );
    const limit = await record.during(async () => {
      const limiter = writeLimiter(lab.stores.client, TABLES.users, { perSecond: 5, burst: 50 });
      expect(await limiter.take('ada', Date.now())).toEqual({ verdict: 'go' });
    });
    expect([...asked, ...limit].sort()).toEqual(allowed('http-candles'));
  });

  test('history', async () => {
    const { requests, stores, server } = lab;
    const ports = {
      ...jobPorts(),
      archive: candleArchive(stores.client, TABLES.market),
      claims: dayClaims(stores.client, TABLES.market),
      history: createHistory({ BINANCE_API_URL: server.url, COINBASE_API_URL: server.url }),
      files: { put: async () => {} },
      fileOf: async () => new Uint8Array(),
      linesOf: () => '',
      sleep: async () => {},
      elapsed: () => 0,
      budgetMs: 1,
      leaseMs: 1,
    };
    const asked = await record.during(async () => {
      for (const id of started)
        expect(await runJob({ ...ports, market: requests.market }, { id, now: at(7) })).toBe('done');
    });
    expect(started).toHaveLength(2);
    expect(asked).toEqual(allowed('history'));
  });

  test('http-auth', async () => {
    const auth = authLab(lab.stores);
    const [email, password] = ['ann@example.com', 'Correct-horse-7-battery'];
    const me = auth.as(`id-of-${email}`);
    const asked = await record.during(async () => {
      const done = async (answer: ReturnType<typeof auth.ask>) => {
        expect((await answer).status).toSatisfy(isSuccess);
        return (await answer).json as { session: string; id: string };
      };
      const mine = (method: string, path: string, body?: unknown) =>
        done(auth.ask({ method, path, ...(body === undefined ? {} : { body }), ...me }));
      await done(auth.post('sign-up', { email, password }));
      await done(auth.post('confirm', { email, code: auth.identity.mails[0]?.code }));
      expect(await auth.post('sign-in', { email, password: 'wrong' })).toMatchObject({ status: 401 });
      await done(auth.post('sign-in', { email, password }));
      await mine('POST', '/v1/auth/totp');
      await mine('POST', '/v1/auth/totp/verify', { code: TOTP_CODE });
      const { session } = await done(auth.post('sign-in', { email, password }));
      await done(auth.post('challenge', { session, code: TOTP_CODE }));
      await done(auth.post('refresh', { refreshToken: 'refresh 2' }));
      await done(auth.post('sign-out', { refreshToken: 'refresh 2' }));
      await mine('DELETE', '/v1/auth/totp');
      await mine('POST', '/v1/auth/change-password', { password, newPassword: `${password}2` });
      await done(auth.post('forgot-password', { email }));
      const code = auth.identity.mails.at(-1)?.code;
      await done(auth.post('reset-password', { email, code, newPassword: password }));
      await mine('GET', '/v1/me');
      await mine('PATCH', '/v1/me', { name: 'Ann' });
      const { id } = await mine('POST', '/v1/api-keys', { name: 'a', scopes: ['read'] });
      await mine('GET', '/v1/api-keys');
      await mine('POST', '/v1/stream-tickets');
      await mine('DELETE', `/v1/api-keys/${id}`);
      await mine('POST', '/v1/api-keys', { name: 'b', scopes: ['read'] });
      const bought = await lab.open(at(8), { entry: { type: 'market' } }, `id-of-${email}`);
      await lab.tickAt(at(10));
      expect(bought.id).toBeTruthy();
    });
    // What the tick in between asked for is not the function's.
    const erased = await record.during(async () => {
      expect(await auth.ask({ method: 'DELETE', path: '/v1/me', ...me })).toMatchObject({ status: 200 });
    });
    const own = asked.filter((action) => / (users|connections)$/.test(action) && action !== 'GetItem users');
    expect([...new Set([...own, 'GetItem users', ...erased])].sort()).toEqual(allowed('http-auth'));
  });

  test('authorizer', async () => {
    const keys = apiKeyStore(lab.stores.client, TABLES.users);
    const key = 'pw_0123456789';
    const grant = { userId: 'ada', name: 'laptop', scopes: ['read'] } as const;
    for (const Item of keyItems(key, grant, new Date()))
      await lab.stores.client.send(new PutCommand({ TableName: TABLES.users, Item }));
    const decide = authorize({
      keys,
      tokens: { verify: async () => undefined },
      users: { profile: async () => undefined },
      now: Date.now,
    });
    const asked = await record.during(async () => {
      expect(await decide({ identitySource: [`Bearer ${key}`] })).toMatchObject({ isAuthorized: true });
    });
    expect(asked).toEqual(allowed('authorizer'));
    expect(await keys.byHash(createHash('sha256').update(key).digest('hex'))).toHaveProperty('lastUsedAt');
  });

  test('tick', async () => {
    const corrupt = {
      userId: 'ada',
      tradeId: 'corrupt',
      due: 'due#0',
      dueAt: at(8),
      market: 'replay#BTC/USDT',
    };
    await lab.open(at(8), { entry: { type: 'limit', limit: price('100') } }, 'ada');
    await lab.stores.client.send(new PutCommand({ TableName: TABLES.trades, Item: corrupt }));
    const asked = await record.during(async () => {
      const report = await lab.tickAt(at(12));
      expect(report).toMatchObject({ fills: expect.toSatisfy((fills: number) => fills > 0), parked: 1 });
      await lookBack();
      // What has left the roster leaves the state.
      const { entries, version } = await lab.ticks.roster.read();
      const gone = entries.map((entry) => ({ ...entry, goneAt: at(12) }));
      expect(await lab.ticks.roster.save({ version, entries: gone })).toBe(true);
      await lab.tickAt(at(12), { batch: 1_000 });
      expect((await lab.ticks.market.loadBatch(1_000))?.markets).toEqual([]);
    });
    expect([...new Set([...firstTick, ...asked])].sort()).toEqual(allowed('tick'));
  });

  test('settle', async () => {
    const waiting = await lab.open(at(8), { entry: { type: 'limit', limit: price('101') } }, 'ada');
    const owed = await lab.open(at(8), { entry: { type: 'limit', limit: price('90') } }, 'ada');
    await lab.ticks.trades.park({ userId: 'ada', tradeId: owed.id }, at(3), 'a test');
    const trades = [waiting.id, owed.id, 'corrupt'].map((tradeId) => ({ userId: 'ada', tradeId }));
    const message = { batch: 0, venue: 'replay', symbol: waiting.symbol, trades } as const;
    lab.clock.time = at(12);
    inEpoch(40);
    const asked = await record.during(async () => {
      const report = await applySettlement(lab.ticks, { ...message, until: at(99), attempt: 1 }, at(12));
      expect(report).toMatchObject({ fills: 1, parked: 1 });
      await lookBack();
    });
    expect([...new Set(asked)].sort()).toEqual(allowed('settle'));
  });

  test('pack', async () => {
    const archive = candleArchive(lab.stores.client, TABLES.market);
    const { market } = lab.requests;
    const asked = await record.during(async () => {
      const report = await packDays({ market, archive, elapsed: () => 0, budgetMs: 1 }, at(1_450));
      expect(report).toMatchObject({ days: 1, written: 1 });
      // The markets stand still since then: the day stays open, and what follows is found again.
      await archive.notePacked(9, at(0));
    });
    expect(asked).toEqual(allowed('pack'));
  });

  test('portfolios', async () => {
    // The reset of `busy` waits for its end, `main` has something open or is at rest.
    const asked = await record.during(async () => {
      expect(await samplePortfolios(lab.requests, at(12))).toMatchObject({ written: 2, skipped: 0 });
      expect(await reviewRoster(lab.requests, at(12), at(12))).toMatchObject({ used: 1 });
    });
    expect(asked).toEqual(allowed('portfolios'));
  });

  test('board', async () => {
    const { boards, market, listings, settings } = lab.requests;
    const coin = { base: 'BTC', price: 1, time: at(12) };
    const sources = [{ id: 'replay' as const, coins: async () => [coin] }];
    const ports = { boards, market, listings, settings, sources, elapsed: () => 0, report: () => {} };
    const asked = await record.during(async () => {
      expect(await refreshBoard(ports, at(12))).toMatchObject({ coins: 1 });
      expect(await refreshBoard(ports, at(13))).toMatchObject({ coins: 1 });
    });
    expect(asked).toEqual(allowed('board'));
  });
});
