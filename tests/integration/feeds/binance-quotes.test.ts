import { describe, expect, test } from 'vitest';
import { createBinanceVenue } from '../../../shared/adapters/feeds/binance.ts';
import { type Handler, sendJson, startExchange } from './exchange-server.ts';
import { describeRecorded, recording } from './recorded.ts';
import { BTC, ETH, NOPE, symbolOf } from './symbols.ts';

const open = async (handler: Handler, id: 'binance' | 'simulated' = 'binance') => {
  const server = await startExchange(handler);
  const venue = createBinanceVenue({ id, baseUrl: server.baseUrl, sleep: async () => {} });
  return { venue, requests: server.requests };
};
const ticker = (symbol: string, lastPrice: string) => ({
  symbol,
  lastPrice,
  priceChange: '-2.5',
  priceChangePercent: '-1.250',
  closeTime: 1_700_000_000_123,
});
/** Refuses the whole list where it names a symbol that is not listed, as Binance does. */
const strict =
  (listed: readonly string[], answer: (ids: readonly string[]) => unknown): Handler =>
  (url, response) => {
    const ids = JSON.parse(url.searchParams.get('symbols') ?? '[]') as string[];
    if (ids.every((id) => listed.includes(id))) sendJson(response, answer(ids));
    else sendJson(response, { code: -1121, msg: 'Invalid symbol.' }, 400);
  };

describeRecorded('Binance, as recorded on 2019-08-22', () => {
  test('quotes: last price, 24 h change and the time of the ticker', async () => {
    const body = recording('binance/ticker_24hr.all.2019-08-22.json.gz');
    const { venue, requests } = await open((_url, response) => response.end(body));
    // BCC/BTC had stopped trading: its last price is 0, so it is left out.
    expect(await venue.quotes([ETH, symbolOf('BCC/BTC'), BTC])).toEqual([
      {
        symbol: ETH,
        price: 184.8,
        change24h: -6.66,
        changePercent24h: -3.479,
        source: 'binance',
        time: 1_566_445_106_350,
      },
      {
        symbol: BTC,
        price: 9912.33,
        change24h: -447.71,
        changePercent24h: -4.322,
        source: 'binance',
        time: 1_566_445_106_532,
      },
    ]);
    expect(requests).toEqual(['/api/v3/ticker/24hr?symbols=["ETHUSDT","BCCBTC","BTCUSDT"]&type=FULL']);
  });

  test('instruments: tick, lot, limits and the least notional', async () => {
    const body = recording('binance/exchangeInfo.2021-10-12.json.gz');
    const { venue, requests } = await open((_url, response) => response.end(body));
    // BCC/BTC is listed with the status BREAK.
    expect(await venue.instruments([BTC, symbolOf('BCC/BTC'), NOPE])).toEqual([
      {
        venue: 'binance',
        symbol: BTC,
        tickSize: '0.01',
        lotSize: '0.00001',
        minQuantity: '0.00001',
        maxQuantity: '9000',
        minNotional: '10',
      },
    ]);
    expect(requests).toEqual(['/api/v3/exchangeInfo?symbols=["BTCUSDT","BCCBTC","NOPEUSDT"]']);
  });

  test('the newest documented shapes read', async () => {
    const shape = (file: string) => {
      const text = recording(`binance/${file}`);
      return text.slice(text.search(/^[{[]/m));
    };
    const { venue } = await open((url, response) => {
      if (url.pathname.endsWith('time')) response.end(shape('shape.GetServerTime.jkorf.txt'));
      else response.end(`[${shape('shape.GetTicker.jkorf.txt')}]`);
    });
    expect(await venue.time()).toBe(1_499_827_319_559);
    expect(await venue.quotes([symbolOf('BNB/BTC')])).toMatchObject([
      { price: 4.000002, change24h: -94.999998, changePercent24h: -95.96, time: 1_499_869_899_040 },
    ]);
  });
});

describe('a list with a symbol that Binance does not know', () => {
  test('each is asked for alone; the unknown one is left out next time', async () => {
    const { venue, requests } = await open(
      strict(['BTCUSDT', 'ETHUSDT'], (ids) => ids.map((id) => ticker(id, '200'))),
    );
    const quotes = await venue.quotes([BTC, NOPE, ETH]);
    expect(quotes.map(({ symbol }) => symbol)).toEqual([BTC, ETH]);
    expect(requests).toHaveLength(4);
    await venue.quotes([BTC, NOPE, ETH]);
    expect(requests.slice(4)).toEqual(['/api/v3/ticker/24hr?symbols=["BTCUSDT","ETHUSDT"]&type=FULL']);
  });

  test('instruments are asked for again each time: a symbol may be listed meanwhile', async () => {
    const filters = [
      { filterType: 'PRICE_FILTER', tickSize: '0.01000000' },
      { filterType: 'LOT_SIZE', stepSize: '0.00001000', minQty: '0.00001000', maxQty: '9000.00000000' },
      { filterType: 'NOTIONAL', minNotional: '5.00000000' },
    ];
    const listed = ['BTCUSDT'];
    const { venue } = await open(
      strict(listed, (ids) => ({
        symbols: ids.map((id) => ({
          status: 'TRADING',
          baseAsset: id.replace('USDT', ''),
          quoteAsset: 'USDT',
          filters,
        })),
      })),
    );
    expect((await venue.instruments([NOPE, BTC])).map(({ symbol }) => symbol)).toEqual([BTC]);
    listed.push('NOPEUSDT');
    const both = await venue.instruments([NOPE, BTC]);
    expect(both.map(({ symbol, minNotional }) => [symbol, minNotional])).toEqual([
      [NOPE, '5'],
      [BTC, '5'],
    ]);
  });
});

test.each(['0.00000000', '-1', 'NaN', 'Infinity'])('a last price of %s is never quoted', async (price) => {
  const { venue } = await open((_url, response) => sendJson(response, [ticker('BTCUSDT', price)]));
  expect(await venue.quotes([BTC])).toEqual([]);
});

test.each([
  ['a word', [ticker('BTCUSDT', 'cheap')]],
  ['an object instead of a list', ticker('BTCUSDT', '1')],
  ['seconds for milliseconds', [{ ...ticker('BTCUSDT', '1'), closeTime: 1_700_000_000 }]],
])('%s in the tickers is a bad answer', async (_name, body) => {
  const { venue } = await open((_url, response) => sendJson(response, body));
  await expect(venue.quotes([BTC])).rejects.toMatchObject({ kind: 'bad_answer' });
});

test('the simulated market is its own source, and a ticker without changes has none', async () => {
  const body = [{ symbol: 'BTCUSDT', lastPrice: '5', closeTime: 1_700_000_000_123 }];
  const { venue } = await open((_url, response) => sendJson(response, body), 'simulated');
  expect(await venue.quotes([BTC])).toEqual([
    { symbol: BTC, price: 5, source: 'simulated', time: 1_700_000_000_123 },
  ]);
});

test('a filter that is switched off makes no instrument, one that does not read a bad answer', async () => {
  const listing = (tickSize: unknown) => ({
    symbols: [
      {
        status: 'TRADING',
        baseAsset: 'BTC',
        quoteAsset: 'USDT',
        filters: [
          { filterType: 'PRICE_FILTER', tickSize },
          { filterType: 'LOT_SIZE', stepSize: '1', minQty: '1', maxQty: '9' },
        ],
      },
    ],
  });
  let tickSize: unknown = '0.00000000';
  const { venue } = await open((_url, response) => sendJson(response, listing(tickSize)));
  expect(await venue.instruments([BTC])).toEqual([]);
  tickSize = 0.01;
  await expect(venue.instruments([BTC])).rejects.toMatchObject({ kind: 'bad_answer' });
});
