import { afterAll, beforeAll, expect, test } from 'vitest';
import { marketStore } from '../../../shared/adapters/dynamodb/market-store.ts';
import type { Instrument } from '../../../shared/domain/market/instrument.ts';
import type { MarketSymbol, VenueId } from '../../../shared/domain/market/symbol.ts';
import { money, price, quantity } from '../../../shared/domain/money/decimal.ts';
import type { MarketStore } from '../../../shared/ports/market-store.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';

const listing = (venue: VenueId, symbol: string, tickSize: string): Instrument => ({
  venue,
  symbol: symbol as MarketSymbol,
  tickSize: price(tickSize),
  lotSize: quantity('0.00001'),
  minQuantity: quantity('0.00001'),
  maxQuantity: quantity('9000'),
  minNotional: money('5'),
});

let stores: Stores;
let market: MarketStore;
beforeAll(async () => {
  stores = await startStores();
  market = marketStore(stores.client, TABLES.market);
});
afterAll(() => stores.stop());

const numbered = Array.from({ length: 60 }, (_, index) => `C${index}/USDT` as MarketSymbol);

test('of each symbol the first venue that lists it speaks, in the order asked for, beyond one batch of 100', async () => {
  await market.putInstruments([
    ...numbered.map((symbol) => listing('coinbase', symbol, '0.01')),
    ...numbered.slice(0, 30).map((symbol) => listing('binance', symbol, '0.1')),
  ]);
  const asked = numbered.toReversed();
  const found = await market.instruments(['binance', 'coinbase'], asked);
  expect(found.map(({ symbol }) => symbol)).toEqual(asked);
  expect(found.filter(({ venue }) => venue === 'binance').map(({ symbol }) => symbol)).toEqual(
    numbered.slice(0, 30).toReversed(),
  );
  expect(found[0]).toEqual(listing('coinbase', 'C59/USDT', '0.01'));
  expect(found.at(-1)).toEqual(listing('binance', 'C0/USDT', '0.1'));
});

test('a symbol that nobody lists is left out, and alone it is none', async () => {
  const nowhere = 'XYZ/USDT' as MarketSymbol;
  const known = numbered[0] as MarketSymbol;
  expect(await market.instruments(['coinbase'], [nowhere, known])).toEqual([
    listing('coinbase', known, '0.01'),
  ]);
  expect(await market.instrument(['coinbase'], nowhere)).toBeUndefined();
  expect(await market.instruments(['binance'], [])).toEqual([]);
});
