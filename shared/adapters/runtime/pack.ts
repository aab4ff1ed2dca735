import { candleArchive } from '../dynamodb/candle-archive.ts';
import { marketStore } from '../dynamodb/market-store.ts';
import { environment, once, sharedClient } from './process.ts';

/** What packs the days of candles. */
export const packPorts = once(() => {
  const { MARKET_TABLE } = environment();
  return {
    market: marketStore(sharedClient(), MARKET_TABLE),
    archive: candleArchive(sharedClient(), MARKET_TABLE),
  };
});
