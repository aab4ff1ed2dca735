import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamodbClient } from '../../../infra/local/dynamodb/tables.ts';
import { parseCandleRow } from '../../../shared/adapters/dynamodb/candle-row.ts';
import { marketStore } from '../../../shared/adapters/dynamodb/market-store.ts';
import type { Candle } from '../../../shared/domain/market/candle.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { quantity } from '../../../shared/domain/money/decimal.ts';
import type { CandleRow, MarketStore } from '../../../shared/ports/market-store.ts';
import { attachMeter, type Meter } from '../../benchmark/capacity/meter.ts';
import { MEASURED } from '../../benchmark/cost/lines.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 9);
const BTC = 'BTC-USD'.replace('-', '/') as MarketSymbol;
const ETH = 'ETH/USD' as MarketSymbol;

const candle = (minute: number, close = 100): Candle => ({
  openTime: START + minute * MINUTE,
  open: 100,
  high: 101.5,
  low: 1e-7,
  close,
  volume: quantity('0.30000001'),
});
const row = (minute: number, market: MarketSymbol, of: Candle | null = candle(minute)): CandleRow => ({
  openTime: START + minute * MINUTE,
  candles: [{ venue: 'coinbase', symbol: market, candle: of }],
});

describe('rows of candles', () => {
  let stores: Stores;
  let meter: Meter;
  let store: MarketStore;
  let batch = 0;
  beforeAll(async () => {
    stores = await startStores();
    meter = attachMeter(stores.client, dynamodbClient(stores.endpoint));
  });
  afterAll(() => stores.stop());
  beforeEach(() => {
    store = marketStore(stores.client, TABLES.market);
    batch += 1;
  });
  const read = async (symbol = BTC) => {
    const { candles, quiet } = await store.minutes(batch, 'coinbase', symbol, START, START + 59 * MINUTE);
    return { candles, quiet };
  };

  it('hold candles exactly, quiet minutes, and nothing where nothing is known', async () => {
    await store.putCandles(batch, [row(0, BTC), row(1, BTC, null), row(3, BTC)]);
    await store.putCandles(batch, [row(1, ETH)]);
    expect(await read()).toEqual({ candles: [candle(0), candle(3)], quiet: [START + MINUTE] });
    expect(await read(ETH)).toEqual({ candles: [candle(1)], quiet: [] });
  });

  it('are read from the stream as they are written', async () => {
    await store.putCandles(batch, [row(0, BTC), row(0, ETH, null)]);
    const key = { pk: `candles#${batch}`, sk: String(START) };
    const { Item } = await stores.client.send(new GetCommand({ TableName: TABLES.market, Key: key }));
    expect(parseCandleRow(Item ?? {})).toEqual({
      openTime: START,
      candles: expect.arrayContaining([
        { venue: 'coinbase', symbol: BTC, candle: candle(0) },
        { venue: 'coinbase', symbol: ETH, candle: null },
      ]),
    });
    expect(parseCandleRow({ pk: 'state', sk: '00000' })).toBeUndefined();
    expect(parseCandleRow({ ...Item, [`coinbase#${BTC}`]: 'five words and no number' })?.candles).toEqual([
      { venue: 'coinbase', symbol: ETH, candle: null },
    ]);
  });

  it('of twenty markets cost what the cost page says: one write unit', async () => {
    // Prices of seven digits and volumes of nine: none of Binance's large coins has more.
    const candles = Array.from({ length: 20 }, (_, index) => ({
      venue: 'binance' as const,
      symbol: `${index < 10 ? 'DOGE' : 'LINK'}${index % 10}/USDT` as MarketSymbol,
      candle: {
        openTime: START,
        open: 91_234.56 + index,
        high: 91_734.58 + index,
        low: 90_925.07 + index,
        close: 91_298.42 + index,
        volume: quantity('1234.56789'),
      },
    }));
    const usage = await meter.measure(() => store.putCandles(batch, [{ openTime: START, candles }]));
    const units = Math.max(usage.reported.write, usage.computed.write);
    expect(units).toBe(MEASURED.candles.write);
  });

  it('are mended where a minute reads otherwise than it was written, and not written again where it does not', async () => {
    await store.putCandles(batch, [row(0, BTC), row(1, BTC)]);
    const unchanged = await meter.measure(() => store.mendCandles(batch, [row(0, BTC), row(1, BTC)]));
    expect([...unchanged.requests]).toEqual([]);
    const changed = await meter.measure(() =>
      store.mendCandles(batch, [row(0, BTC), row(1, BTC, candle(1, 99))]),
    );
    expect(changed.requests.get('UpdateItem')).toBe(1);
    expect((await read()).candles).toEqual([candle(0), candle(1, 99)]);
  });

  it('are mended by a process that has not written them, which looks first', async () => {
    await store.putCandles(batch, [row(0, BTC), row(1, BTC)]);
    const other = marketStore(stores.client, TABLES.market);
    const usage = await meter.measure(() =>
      other.mendCandles(batch, [row(0, BTC), row(1, BTC, candle(1, 99)), row(2, BTC, null)]),
    );
    expect([...usage.requests].sort()).toEqual([
      ['Query', 1],
      ['UpdateItem', 2],
    ]);
    expect(await read()).toEqual({ candles: [candle(0), candle(1, 99)], quiet: [START + 2 * MINUTE] });
  });

  it('keep what was traded where the venue shows nothing any more', async () => {
    await store.putCandles(batch, [row(0, BTC)]);
    await store.mendCandles(batch, [row(0, BTC, null)]);
    await marketStore(stores.client, TABLES.market).mendCandles(batch, [row(0, BTC, null)]);
    expect((await read()).candles).toEqual([candle(0)]);
  });
});
