import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fillPage, ledgerPage } from '../../../shared/contract/schemas/ledger.ts';
import { portfolioSchema, positionList } from '../../../shared/contract/schemas/portfolio.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, flat, minutes } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

/** 105 until minute 9, 110 from 10 on, 120 in the minutes 20 and later. */
const BTC = minutes(40, 105, {
  ...Object.fromEntries(Array.from({ length: 10 }, (_, n) => [10 + n, flat(110)])),
  ...Object.fromEntries(Array.from({ length: 20 }, (_, n) => [20 + n, flat(120)])),
});
const ETH = minutes(40, 50);

describe('the books of an account', () => {
  let stores: Stores;
  let books: Books | undefined;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterEach(() => books?.close());
  afterAll(() => stores.stop());

  const trade = async (of: Books, body: object, now: number) => {
    const answer = await of.post('/v1/trades', { entry: { type: 'market' }, ...body }, { now });
    expect(answer.text).toContain('"id"');
    return (answer.json as { id: string }).id;
  };
  /** Buys 2 BTC at 105, sells 10 ETH short at 50, closes half an hour later: everything at 0.6 %. */
  const story = async () => {
    const of = await startBooks(stores, { 'BTC/USDT': BTC, 'ETH/USDT': ETH });
    books = of;
    const long = await trade(of, { symbol: 'BTC/USDT', quantity: '2' }, at(6) + 1);
    const short = await trade(of, { symbol: 'ETH/USDT', quantity: '10', direction: 'short' }, at(6) + 2);
    await of.ticks(7, 9);
    await of.post('/v1/accounts/main/deposits', { amount: '50', clientEntryId: '-1' }, { now: at(9) });
    return { of, long, short };
  };

  it('tell positions at the last price', async () => {
    const { of } = await story();
    await of.ticks(10, 12);
    const { items } = positionList.parse((await of.ask({ path: '/v1/positions', now: at(12) })).json);
    // Total: 100000 + 50 - 1.26 - 3 (fees) + 2 x (110 - 105) = 100055.74
    expect(items).toEqual([
      {
        symbol: 'ETH/USDT',
        direction: 'short',
        quantity: '10',
        averageCost: '50',
        cost: '500',
        trades: 1,
        currentPrice: '50',
        stale: false,
        value: '500',
        unrealizedPnl: '0',
        unrealizedPnlPercent: '0',
        share: '0.4997',
      },
      {
        symbol: 'BTC/USDT',
        direction: 'long',
        quantity: '2',
        averageCost: '105',
        cost: '210',
        trades: 1,
        currentPrice: '110',
        stale: false,
        value: '220',
        unrealizedPnl: '10',
        unrealizedPnlPercent: '4.7619',
        share: '0.2199',
      },
    ]);
    expect(portfolioSchema.parse((await of.ask({ path: '/v1/portfolio', now: at(12) })).json)).toEqual({
      account: 'main',
      currency: 'USD',
      time: '2025-05-05T00:12:00.000Z',
      // 100000 + 50 - 211.26 - 503
      cash: '99335.74',
      reserved: '500',
      positions: '220',
      total: '100055.74',
      netDeposits: '100050',
      allTimePnl: '5.74',
      allTimePnlPercent: '0.0057',
      dayPnl: '5.74',
      dayPnlPercent: '0.0057',
      unpriced: [],
      stale: [],
    });
    expect(await of.audit()).toMatchObject({ balanced: true, conclusive: true, entries: 3, trades: 2 });
  });

  it('have one line for each movement, newest first, by page and by filter', async () => {
    const { of, long, short } = await story();
    await of.post(`/v1/trades/${long}/close`, undefined, { now: at(10) + 5 });
    await of.post(`/v1/trades/${short}/close`, undefined, { now: at(10) + 5 });
    await of.ticks(11, 13);
    const read = async (query: Record<string, string> = {}) =>
      ledgerPage.parse((await of.ask({ path: '/v1/ledger', query })).json);
    const briefs = async (query: Record<string, string> = {}) =>
      (await read(query)).items.map((entry) =>
        entry.kind === 'fill'
          ? `${entry.side} ${entry.symbol} ${entry.leg} ${entry.amount}`
          : `${entry.kind} ${entry.amount}`,
      );
    const all = await briefs();
    expect(all.slice(0, 2).sort()).toEqual([
      // -500 - 3, and 220 - 1.32
      'buy ETH/USDT close -503',
      'sell BTC/USDT close 218.68',
    ]);
    expect(all[2]).toBe('deposit 50');
    expect(all.slice(3).sort()).toEqual(['buy BTC/USDT entry -211.26', 'sell ETH/USDT entry 497']);
    expect(await briefs({ kind: 'deposit' })).toEqual(['deposit 50']);
    expect(await briefs({ kind: 'fill', symbol: 'BTC/USDT' })).toEqual([
      'sell BTC/USDT close 218.68',
      'buy BTC/USDT entry -211.26',
    ]);
    expect(await briefs({ from: new Date(at(9)).toISOString(), to: new Date(at(9)).toISOString() })).toEqual([
      'deposit 50',
    ]);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof read>> = await read({
        limit: '2',
        ...(cursor === '' ? {} : { cursor }),
      });
      expect(page.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(paged).toEqual((await read()).items.map(({ id }) => id));
    // All that was brought and cost is what is there: nothing is open.
    expect(await of.account()).toMatchObject({
      // 100000 + 50 - 211.26 + 497 - 503 + 218.68
      cash: '100051.42',
      reserved: '0',
      realizedPnl: '10',
      // 1.26 + 3 + 3 + 1.32
      fees: '8.58',
      fillCount: 4,
    });
    expect(await of.audit()).toMatchObject({ balanced: true, entries: 5, trades: 2 });
  });

  it('come as CSV for who asks, safe for spreadsheets, with a link to the next page', async () => {
    const { of } = await story();
    const csv = (query: Record<string, string>) =>
      of.ask({ path: '/v1/ledger', query, headers: { accept: 'text/csv' }, raw: true });
    const answer = await csv({ kind: 'deposit' });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers.link).toBeUndefined();
    const [header, line, end] = answer.text.split('\r\n');
    expect(header).toBe(
      'time,kind,amount,symbol,side,quantity,price,notional,fee,liquidity,leg,direction,venue,trade_id,id,client_entry_id',
    );
    // A clientEntryId of "-1" is a number to any spreadsheet.
    expect(line).toMatch(/^2025-05-05T00:09:00\.000Z,deposit,50,,,,,,,,,,,,[0-9A-Z]{26},-1$/);
    expect(end).toBe('');
    const page = await csv({ limit: '1', kind: 'fill' });
    expect(page.text.split('\r\n')).toHaveLength(3);
    const next = /^<\/v1\/ledger\?(.*)>; rel="next"$/.exec(String(page.headers.link))?.[1];
    const rest = await csv(Object.fromEntries(new URLSearchParams(next)));
    expect(rest.text.split('\r\n')[1]).toMatch(/,fill,/);
    expect(rest.text).not.toBe(page.text);
  });

  it('show fills with the evidence that the log has', async () => {
    const { of, long } = await story();
    const { items } = fillPage.parse(
      (await of.ask({ path: '/v1/fills', query: { symbol: 'BTC/USDT' } })).json,
    );
    const log = (await of.ask({ path: `/v1/trades/${long}/logs` })).json as {
      items: { fill: { id: string } | null; evidence: unknown }[];
    };
    const row = log.items.find(({ fill }) => fill !== null);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ tradeId: long, side: 'buy', price: '105', ...row?.fill });
    expect(items[0]?.evidence).toEqual(row?.evidence);
  });

  it('refuse filters that make no sense', async () => {
    const { of } = await story();
    const status = async (path: string, query: Record<string, string>) =>
      (await of.ask({ path, query })).status;
    const [early, late] = [at(1), at(2)].map((time) => new Date(time).toISOString());
    expect(await status('/v1/ledger', { kind: 'fee' })).toBe(400);
    expect(await status('/v1/ledger', { from: String(late), to: String(early) })).toBe(400);
    expect(await status('/v1/ledger', { limit: '1001' })).toBe(400);
    expect(await status('/v1/ledger', { book: '0' })).toBe(400);
    expect(await status('/v1/ledger', { book: '2' })).toBe(404);
    expect(await status('/v1/ledger', { cursor: 'aGVsbG8' })).toBe(400);
    expect(await status('/v1/portfolio', { account: 'no_slug' })).toBe(400);
    expect(of.logged).toEqual([]);
  });
});
