import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listingStore } from '../../../shared/adapters/dynamodb/listing-store.ts';
import { createBinanceVenue } from '../../../shared/adapters/feeds/binance.ts';
import { createCoinbaseVenue } from '../../../shared/adapters/feeds/coinbase.ts';
import { createCoinGeckoVenue } from '../../../shared/adapters/feeds/coingecko.ts';
import type { TickPorts } from '../../../shared/application/ports.ts';
import { type AskAgain, refreshListings } from '../../../shared/application/refresh-listings.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { sendJson, startExchange } from '../feeds/exchange-server.ts';
import { memorySamples } from '../feeds/memory-samples.ts';
import { describeRecorded, recording } from '../feeds/recorded.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 20, 9);

let stores: Stores;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores.stop());

const of = <T extends { readonly symbol: string }>(list: readonly T[], symbol: string) =>
  list.find((one) => one.symbol === symbol);

describeRecorded('what an exchange lists, as recorded', () => {
  it('Binance, 2021-10-12: all that traded then, in one request and one item of a few kilobytes', async () => {
    const body = recording('binance/exchangeInfo.2021-10-12.json.gz');
    const { baseUrl, requests } = await startExchange((_url, response) => response.end(body));
    const instruments = await createBinanceVenue({ id: 'binance', baseUrl }).listing();
    expect(requests).toEqual(['/api/v3/exchangeInfo?showPermissionSets=false']);
    // Of 1,695 symbols those whose status is TRADING.
    expect(instruments).toHaveLength(1_262);
    const shib = {
      venue: 'binance',
      symbol: 'SHIB/USDT',
      tickSize: '0.00000001',
      lotSize: '1',
      minQuantity: '1',
      maxQuantity: '46116860414',
      minNotional: '10',
    };
    expect(of(instruments, 'SHIB/USDT')).toEqual(shib);

    const store = listingStore(stores.client, TABLES.market);
    await store.put({ venue: 'binance', at: NOW, instruments });
    const [stored] = await listingStore(stores.client, TABLES.market).all();
    expect(stored).toMatchObject({ venue: 'binance', at: NOW });
    expect(stored?.instruments).toHaveLength(1_262);
    expect(of(stored?.instruments ?? [], 'SHIB/USDT')).toEqual(shib);
    const Key = { pk: 'listing', sk: 'binance' };
    const { Item } = await stores.client.send(new GetCommand({ TableName: TABLES.market, Key }));
    const packed = Item?.packed as Uint8Array | undefined;
    expect(packed?.byteLength).toBeLessThan(16_000);
  });

  it('Coinbase, 2022-06-20: all that was online', async () => {
    const body = recording('coinbase-exchange/products.2022-06-20.json.gz');
    const { baseUrl } = await startExchange((_url, response) => response.end(body));
    const instruments = await createCoinbaseVenue({ baseUrl }).listing();
    // Of 497 products those that are online and may be traded.
    expect(instruments).toHaveLength(485);
    expect(of(instruments, 'ETH/USDT')).toMatchObject({ venue: 'coinbase', tickSize: '0.01' });
  });
});

/** The least that reads as a listing: an empty one is a bad answer. */
const LISTED = {
  symbol: 'BTCUSDT',
  status: 'TRADING',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  filters: [
    { filterType: 'PRICE_FILTER', tickSize: '0.01' },
    { filterType: 'LOT_SIZE', stepSize: '0.00001', minQty: '0.00001', maxQty: '9000' },
  ],
};
const PRODUCT = {
  id: 'BTC-USD',
  base_currency: 'BTC',
  quote_currency: 'USD',
  quote_increment: '0.01',
  base_increment: '0.00000001',
  min_market_funds: '1',
  status: 'online',
};

describe('what an exchange lists', () => {
  it('of thousands one that makes no sense is left out, and what no symbol can be written for', async () => {
    const filters = [
      { filterType: 'PRICE_FILTER', tickSize: '0.01' },
      { filterType: 'LOT_SIZE', stepSize: '0.1', minQty: '0.1', maxQty: '9' },
    ];
    const listed = (baseAsset: string, changes: object = {}) => ({
      status: 'TRADING',
      baseAsset,
      quoteAsset: 'USDT',
      filters,
      ...changes,
    });
    const symbols = [
      listed('A'),
      listed('B', { filters: [{ filterType: 'PRICE_FILTER', tickSize: 'x' }, filters[1]] }),
      listed('币安人生'),
      listed('C', { status: 'BREAK' }),
      listed('D'),
    ];
    const { baseUrl } = await startExchange((_url, response) => sendJson(response, { symbols }));
    const instruments = await createBinanceVenue({ id: 'binance', baseUrl }).listing();
    expect(instruments.map(({ symbol }) => symbol)).toEqual(['A/USDT', 'D/USDT']);
  });

  it('CoinGecko: the coins that are known by name, in dollars and not in themselves', async () => {
    const venue = createCoinGeckoVenue({ baseUrl: 'http://127.0.0.1:1', samples: memorySamples() });
    const symbols = (await venue.listing()).map(({ symbol }) => String(symbol));
    expect(symbols).toContain('XMR/USD');
    expect(symbols).toContain('USDT/USD');
    expect(symbols).not.toContain('USDT/USDT');
    expect(new Set(symbols).size).toBe(symbols.length);
  });

  it('is asked once a day and venue; one that does not answer, again in five minutes, and the others all the same', async () => {
    let isDown = true;
    const asked: string[] = [];
    const exchange = (name: string) =>
      startExchange((_url, response) => {
        asked.push(name);
        if (name === 'binance' && isDown) sendJson(response, {}, 418);
        else sendJson(response, name === 'binance' ? { symbols: [LISTED] } : [PRODUCT]);
      });
    const options = { sleep: async () => {} };
    const venues = [
      createBinanceVenue({ ...options, id: 'binance', baseUrl: (await exchange('binance')).baseUrl }),
      createCoinbaseVenue({ ...options, baseUrl: (await exchange('coinbase')).baseUrl }),
    ];
    const reports: string[] = [];
    // As the first start: nothing is stored.
    await stores.client.send(
      new DeleteCommand({
        TableName: TABLES.market,
        Key: { pk: 'listing', sk: 'binance' },
      }),
    );
    const ports = {
      venues,
      listings: listingStore(stores.client, TABLES.market),
      report: (what: string) => reports.push(what),
    } as unknown as TickPorts;
    const askAgain: AskAgain = new Map();
    await refreshListings(ports, askAgain, NOW);
    expect(asked).toEqual(['binance', 'coinbase']);
    expect(reports).toEqual(['listing_not_refreshed']);
    await refreshListings(ports, askAgain, NOW + 59_999);
    expect(asked).toHaveLength(2);
    isDown = false;
    await refreshListings(ports, askAgain, NOW + 60_000);
    expect(asked).toEqual(['binance', 'coinbase', 'binance']);
    // Another process finds what is stored.
    await refreshListings(ports, new Map(), NOW + DAY - 1);
    expect(asked).toHaveLength(3);
    await refreshListings(ports, askAgain, NOW + DAY);
    expect(asked.slice(3)).toEqual(['coinbase']);
  });
});
