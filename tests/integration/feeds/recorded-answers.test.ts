import { expect, test } from 'vitest';
import { createBinanceVenue } from '../../../shared/adapters/feeds/binance.ts';
import { createCoinbaseVenue } from '../../../shared/adapters/feeds/coinbase.ts';
import type { Instrument } from '../../../shared/domain/market/instrument.ts';
import { startExchange } from './exchange-server.ts';
import { describeRecorded, recording } from './recorded.ts';
import { symbolOf } from './symbols.ts';

const serving = async (text: string) => {
  const { baseUrl, requests } = await startExchange((_url, response) => response.end(text));
  return { options: { baseUrl, retries: 0 }, requests };
};
/** The same number, however many zeros it is written with; not by the adapter's own decimals. */
const plain = (text: string): string =>
  text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
const byText = (left: string, right: string): number => (left < right ? -1 : Number(left > right));
const SYMBOL = /^[A-Z0-9]{1,15}\/[A-Z0-9]{2,10}$/;

interface Filter {
  filterType: string;
  tickSize?: string;
  stepSize?: string;
  minQty?: string;
  maxQty?: string;
  minNotional?: string;
}
interface Listed {
  symbol: string;
  status: string;
  baseAsset: string;
  quoteAsset: string;
  filters: Filter[];
}

describeRecorded('what Binance lists, as recorded', () => {
  test.each(['2019-08-22', '2021-10-12'])('every field of every symbol that trades, on %s', async (day) => {
    const text = recording(`binance/exchangeInfo.${day}.json.gz`);
    const { symbols } = JSON.parse(text) as { symbols: Listed[] };
    const expected = symbols.flatMap(({ status, baseAsset, quoteAsset, filters }) => {
      const symbol = `${baseAsset}/${quoteAsset}`;
      const of = (type: string) => filters.find(({ filterType }) => filterType === type);
      const [priced, lots, least] = [of('PRICE_FILTER'), of('LOT_SIZE'), of('MIN_NOTIONAL')];
      if (status !== 'TRADING' || !SYMBOL.test(symbol) || !priced || !lots) return [];
      return [
        {
          venue: 'binance',
          symbol,
          tickSize: plain(priced.tickSize ?? ''),
          lotSize: plain(lots.stepSize ?? ''),
          minQuantity: plain(lots.minQty ?? ''),
          maxQuantity: plain(lots.maxQty ?? ''),
          minNotional: plain(least?.minNotional ?? '0'),
        },
      ];
    });
    expect(expected.length).toBeGreaterThan(100);
    const { options, requests } = await serving(text);
    const listed = await createBinanceVenue({ ...options, id: 'binance' }).listing();
    expect(listed).toEqual(expected);
    expect(requests).toHaveLength(1);
  });
});

interface RecordedTicker {
  symbol: string;
  lastPrice: string;
  priceChange: string;
  priceChangePercent: string;
  closeTime: number;
}

describeRecorded('what Binance quotes, as recorded on 2019-08-22', () => {
  test('price, both changes and time of every market in USDT', async () => {
    const text = recording('binance/ticker_24hr.all.2019-08-22.json.gz');
    const all = (JSON.parse(text) as RecordedTicker[]).filter(({ symbol }) => symbol.endsWith('USDT'));
    expect(all).toHaveLength(60);
    const { options } = await serving(text);
    const symbols = all.map(({ symbol }) => symbolOf(`${symbol.slice(0, -4)}/USDT`));
    const quotes = await createBinanceVenue({ ...options, id: 'binance' }).quotes(symbols);
    expect(quotes).toEqual(
      all
        .filter(({ lastPrice }) => Number(lastPrice) > 0)
        .map(({ symbol, lastPrice, priceChange, priceChangePercent, closeTime }) => ({
          symbol: `${symbol.slice(0, -4)}/USDT`,
          price: Number(lastPrice),
          change24h: Number(priceChange),
          changePercent24h: Number(priceChangePercent),
          source: 'binance',
          time: closeTime,
        })),
    );
  });
});

interface Product {
  id: string;
  quote_increment: string;
  base_increment: string;
  base_min_size?: string;
  base_max_size?: string;
  min_market_funds: string;
  status: string;
  trading_disabled?: boolean;
}

/** A recorded session: `URL -> time: body`, line by line. */
const bodyOf = (session: string, url: string): string => {
  const line = session.split('\n').find((one) => one.startsWith(`${url} -> `)) ?? '';
  return line.slice(line.indexOf(': [') + 2);
};

describeRecorded('what Coinbase lists, as recorded', () => {
  test.each([
    { day: '2022-06-20', read: () => recording('coinbase-exchange/products.2022-06-20.json.gz') },
    {
      // When the least and the most of a product were still told.
      day: '2021-04-17',
      read: () =>
        bodyOf(
          recording('coinbase-exchange/http.raw.cryptofeed.txt.gz'),
          'https://api.pro.coinbase.com/products',
        ),
    },
  ])('every field of every product that is online, on $day', async ({ read }) => {
    const text = read();
    const products = JSON.parse(text) as Product[];
    const expected = products.flatMap((product) => {
      const symbol = product.id.replace('-', '/');
      if (product.status !== 'online' || product.trading_disabled || !SYMBOL.test(symbol)) return [];
      return [
        {
          venue: 'coinbase',
          symbol,
          tickSize: plain(product.quote_increment),
          lotSize: plain(product.base_increment),
          minQuantity: plain(product.base_min_size ?? product.base_increment),
          maxQuantity: plain(product.base_max_size ?? '1000000000'),
          minNotional: plain(product.min_market_funds),
        },
      ];
    });
    expect(expected.length).toBeGreaterThan(100);
    const { options } = await serving(text);
    const listed: Instrument[] = await createCoinbaseVenue(options).listing();
    const sorted = (instruments: readonly { symbol: string }[]) =>
      instruments.toSorted((left, right) => byText(left.symbol, right.symbol));
    expect(sorted(listed)).toEqual(sorted(expected));
  });
});
