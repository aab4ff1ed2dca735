import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBinanceVenue } from '../../../shared/adapters/feeds/binance.ts';
import type { TickReport } from '../../../shared/application/apply-tick.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import type { Venue } from '../../../shared/ports/venue.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, closeOf, fillsOf, minutes, type Scene, startScene } from './support.ts';

/**
 * The exchange is away from minute 30 to minute 1230, twenty hours. Meanwhile the price dips to 99, rises to 111 and
 * falls to 89; its record lacks minutes 500 to 502 and 600 to 611.
 */
const HOLES = [500, 501, 502, 600, 601, 602, 603, 604, 605, 606, 607, 608, 609, 610, 611];
const ROWS = [
  ...minutes(100, 105),
  [105, 105, 99, 103] as const,
  ...minutes(900, 103, Object.fromEntries(HOLES.map((minute) => [minute - 101, null]))).slice(0, 799),
  [103, 111, 103, 110] as const,
  ...minutes(299, 110),
  [110, 110, 89, 92] as const,
  ...minutes(60, 92),
];

describe('an outage of the exchange', () => {
  let stores: Stores;
  let scene: Scene;
  let venue: Venue;
  let bracket: Trade;
  let short: Trade;
  let order: Trade;

  const tick = (time: number, message = {}): Promise<TickReport> =>
    scene.tickWith({ venues: [venue], quoteSources: [venue] }, time, message);
  const health = async () => (await scene.ports.market.loadBatch(0))?.feeds.replay;

  beforeAll(async () => {
    stores = await startStores();
    scene = await startScene(stores, ROWS);
    // One page of 1000 bars a slice, so that a day needs two.
    venue = createBinanceVenue({
      id: 'replay',
      baseUrl: scene.server.url,
      maxPages: 1,
      sleep: async () => {},
    });
    bracket = await scene.open(at(25), { exits: { takeProfit: price('110.5') } });
    short = await scene.open(at(25), {
      direction: 'short',
      entry: { type: 'limit', limit: price('110') },
      exits: { takeProfit: price('90') },
    });
    for (let minute = 26; minute <= 30; minute++) await tick(at(minute));
  });
  afterAll(async () => {
    await scene.close();
    await stores.stop();
  });

  it('leaves the exchange alone for 5 s, then twice as long each time, and moves no cursor', async () => {
    scene.server.setOutage(true);
    await tick(at(31));
    expect(await health()).toMatchObject({ failures: 1, retryAt: at(31, 5_000), lastOkAt: at(30) });
    const asked = scene.server.requests.total;
    await tick(at(31, 4_999));
    expect(scene.server.requests.total).toBe(asked);
    await tick(at(31, 5_000));
    expect(scene.server.requests.total).toBeGreaterThan(asked);
    expect(await health()).toMatchObject({ failures: 2, retryAt: at(31, 15_000) });
    expect(await tick(at(31, 30_000))).toMatchObject({ markets: 0, feedsDown: 1 });
    expect(await scene.cursor()).toBe(closeOf(29));
  });

  it('a market order given meanwhile waits', async () => {
    order = await scene.open(at(200, 500), { entry: { type: 'market' } });
    await tick(at(201), { reason: 'command', symbols: ['BTC/USDT'] });
    await tick(at(205));
    expect((await scene.trade(order)).status).toBe('pending');
  });

  it('is replayed in slices once it is over, each asking for the next', async () => {
    scene.server.setOutage(false);
    scene.sent.length = 0;
    await tick(at(1230));
    // From the look-back (minute 25) on 1000 bars, fifteen minutes without one, the last bar not known to be closed.
    expect(await scene.cursor()).toBe(closeOf(1038));
    expect(scene.sent).toEqual([{ batch: 0, slot: at(1230), symbols: ['BTC/USDT'], reason: 'catch_up' }]);
    const [next] = scene.sent.splice(0);
    await tick(at(1230, 500), next);
    expect(await scene.cursor()).toBe(closeOf(1229));
    expect(scene.sent).toEqual([]);
    expect(await health()).toMatchObject({ failures: 0, retryAt: 0 });
  });

  it('fills what fired in it at the price and time at which it would have been', async () => {
    expect(fillsOf(await scene.trade(bracket))).toEqual([
      `entry 100 @${closeOf(100)} maker`,
      `take_profit 110.5 @${closeOf(900)} maker`,
    ]);
    expect(fillsOf(await scene.trade(short))).toEqual([
      `entry 110 @${closeOf(900)} maker`,
      `take_profit 90 @${closeOf(1200)} maker`,
    ]);
    // Its bar had begun before it: the close alone counts.
    expect(fillsOf(await scene.trade(order))).toEqual([`entry 103 @${closeOf(200)} taker`]);
    // (110.5 - 100) + (110 - 90); fees 0.6 % of 100 + 110.5 + 110 + 90 + 103.
    expect(await scene.requests.accounts.load('u1', 'main')).toMatchObject({
      realizedPnl: '30.5',
      fees: '3.081',
      fillCount: 5,
    });
  });

  it('stores what no source can give as blind windows, each once', async () => {
    const found = [
      { venue: 'replay', symbol: 'BTC/USDT', from: at(600), to: closeOf(611), reason: 'missing_in_record' },
      { venue: 'replay', symbol: 'BTC/USDT', from: at(500), to: closeOf(502), reason: 'missing_in_record' },
    ];
    expect(await scene.ports.market.blindWindows(10)).toEqual(found);
    await tick(at(1231));
    await tick(at(1232));
    expect(await scene.ports.market.blindWindows(10)).toEqual(found);
  });

  it('keeps a candle of each minute that there was, and names the gaps', async () => {
    const candles = await scene.ports.market.candles(0, 'replay', 'BTC/USDT' as never, at(499), at(503));
    expect(candles.map(({ openTime }) => openTime)).toEqual([at(499), at(503)]);
  });
});
