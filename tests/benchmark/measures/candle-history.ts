import { marshall } from '@aws-sdk/util-dynamodb';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import { candleArchive } from '../../../shared/adapters/dynamodb/candle-archive.ts';
import { dayClaims } from '../../../shared/adapters/dynamodb/day-claims.ts';
import { toDayItem } from '../../../shared/adapters/dynamodb/day-item.ts';
import { marketStore } from '../../../shared/adapters/dynamodb/market-store.ts';
import { createHistory } from '../../../shared/adapters/feeds/history.ts';
import { runImport } from '../../../shared/application/run-import.ts';
import type { HistoryJob } from '../../../shared/ports/history.ts';
import { BTC } from '../../fixtures/lab.ts';
import { TABLES } from '../../fixtures/stores.ts';
import { itemSize } from '../capacity/item-size.ts';
import type { Usage } from '../capacity/usage.ts';
import { withMeteredLab } from '../metered-lab.ts';
import type { Row, Section } from '../report.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 6, 1);
const MEGABYTE = 1_048_576;

const requestsOf = ({ requests }: Usage): number => [...requests.values()].reduce((sum, n) => sum + n, 0);

const timed = async <T>(run: () => Promise<T>): Promise<readonly [T, number]> => {
  const started = performance.now();
  const result = await run();
  return [result, Math.round(performance.now() - started)];
};

/** Ninety days of minutes of one symbol: fetched page by page, packed, stored, read; beside one item for each candle. */
export const candleHistory = (quick: boolean): Promise<Section> => {
  const days = quick ? 10 : 90;
  const span = { from: NOW - days * DAY, to: NOW - 1 };
  const market = simulatedMarket({ seed: 'benchmark', symbols: [BTC] });
  return withMeteredLab({ market, now: NOW + DAY }, async (lab, meter) => {
    let pages = 0;
    const source = createHistory(
      { BINANCE_API_URL: lab.server.url, COINBASE_API_URL: lab.server.url },
      { pace: { perSecond: 10_000, burst: 10_000 } },
    );
    const ports = {
      market: marketStore(lab.stores.client, TABLES.market),
      archive: candleArchive(lab.stores.client, TABLES.market),
      claims: dayClaims(lab.stores.client, TABLES.market),
      wall: Date.now,
      history: {
        ...source,
        minutes: (...page: Parameters<typeof source.minutes>) => {
          pages += 1;
          return source.minutes(...page);
        },
      },
      elapsed: () => 0,
      budgetMs: 1,
    };
    const job: HistoryJob = {
      id: 'import',
      kind: 'import',
      batch: 0,
      venue: 'replay',
      symbol: BTC,
      status: 'running',
      ...span,
      done: 0,
      total: days * 1_440,
      busyUntil: 0,
      updatedAt: 0,
    };
    let [fetchMs, readMs] = [0, 0];
    const written = await meter.measure(async () => {
      const [done, ms] = await timed(() => runImport(ports as never, job, NOW + DAY, async () => {}));
      if (!done) throw new Error('the import did not come to its end');
      fetchMs = ms;
    });
    let candles: Awaited<ReturnType<typeof ports.market.minutes>>['candles'] = [];
    const read = await meter.measure(async () => {
      const [found, ms] = await timed(() => ports.market.minutes(0, 'replay', BTC, span.from, span.to));
      candles = found.candles;
      readMs = ms;
    });
    if (candles.length !== days * 1_440)
      throw new Error(`${candles.length} candles of ${days * 1_440} came back`);
    const sizes = Array.from({ length: days }, (_, day) => {
      const from = span.from + day * DAY;
      const minutes = { candles: candles.slice(day * 1_440, (day + 1) * 1_440), quiet: [] };
      return itemSize(marshall(toDayItem('replay', BTC, { day: from, minutes, settled: true }, 1)));
    });
    const packed = sizes.reduce((sum, size) => sum + size, 0);
    const { openTime, ...values } = candles[0] ?? { openTime: 0 };
    const single = itemSize(marshall({ pk: `candle#replay#${BTC}`, sk: String(openTime), ...values }));
    const loose = single * candles.length;
    const rows: Row[] = [
      {
        name: 'a packed item a day: fetched and written',
        values: {
          bytes: packed,
          RCU: written.computed.read,
          WCU: written.computed.write,
          'requests to the table': requestsOf(written),
          'pages of the venue': pages,
          ms: fetchMs,
        },
      },
      {
        name: 'a packed item a day: read',
        values: {
          bytes: packed,
          RCU: read.computed.read,
          WCU: read.computed.write,
          'requests to the table': requestsOf(read),
          ms: readMs,
        },
        budget: [{ value: requestsOf(read), limit: 1, unit: 'request' }],
      },
      {
        name: 'an item a candle, by the rules: written',
        values: {
          bytes: loose,
          WCU: candles.length,
          'requests to the table': Math.ceil(candles.length / 25),
        },
      },
      {
        name: 'an item a candle, by the rules: read',
        values: {
          bytes: loose,
          RCU: Math.ceil(loose / 8_192),
          'requests to the table': Math.ceil(loose / MEGABYTE),
        },
      },
    ];
    return {
      name: 'candle-history',
      title: `${days} days of minutes of one symbol (${candles.length.toLocaleString('en-US')} candles)`,
      rows,
      notes: [
        `A packed day has ${Math.round(packed / days).toLocaleString('en-US')} bytes, ${(packed / candles.length).toFixed(1)} a candle; an item of its own ${single}.`,
        'Reads are eventually consistent. The simulated market is dearer to pack than most coins: its volumes have eight digits.',
      ],
    };
  });
};
