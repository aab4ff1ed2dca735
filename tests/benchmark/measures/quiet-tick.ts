import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamodbClient } from '../../../infra/local/dynamodb/tables.ts';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import { stateKey } from '../../../shared/adapters/dynamodb/batch-state-item.ts';
import type { Lab } from '../../fixtures/lab.ts';
import { TABLES } from '../../fixtures/stores.ts';
import { itemSize } from '../capacity/item-size.ts';
import { withMeteredLab } from '../metered-lab.ts';
import type { Section } from '../report.ts';
import { atMost, usageRow } from './usage-row.ts';

const START = Date.UTC(2026, 0, 5, 12);
const SYMBOLS = [
  ...['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'DOGE', 'DOT', 'LTC', 'LINK', 'AVAX'],
  ...['UNI', 'ATOM', 'XLM', 'ETC', 'FIL', 'NEAR', 'APT', 'ARB', 'OP', 'SUI'],
].map((base) => `${base}/USDT`);

const stateBytes = async (lab: Lab): Promise<number> => {
  const client = dynamodbClient(lab.stores.endpoint);
  const { Item } = await client.send(
    new GetItemCommand({ TableName: TABLES.market, Key: { pk: { S: 'state' }, sk: { S: stateKey(0) } } }),
  );
  client.destroy();
  return Item ? itemSize(Item) : 0;
};

/** What a tick over a full batch costs while nothing fires. */
export const quietTick = (): Promise<Section> =>
  withMeteredLab(
    { market: simulatedMarket({ seed: 'benchmark', symbols: SYMBOLS }), now: START },
    async (lab, meter) => {
      const first = await meter.measure(() => lab.tickAt(START + 10_000));
      await lab.tickAt(START + 70_000);
      const quiet = await meter.measure(async () => {
        const report = await lab.tickAt(START + 80_000);
        if (report.hits > 0 || report.markets !== SYMBOLS.length)
          throw new Error(`not a quiet tick over all symbols: ${JSON.stringify(report)}`);
      });
      const bytes = await stateBytes(lab);
      const minute = await meter.measure(() => lab.tickAt(START + 130_000));
      return {
        name: 'quiet-tick',
        title: `A quiet tick over ${SYMBOLS.length} symbols`,
        rows: [
          usageRow('within a minute', quiet, atMost(quiet, { read: 2, write: 1 })),
          usageRow('that ends a minute: and its candles', minute),
          usageRow('the first ever: and what waits nearest, the instruments, five minutes of candles', first),
        ],
        notes: [`The state item holds ${bytes} bytes: cursors, quotes and feeds of all symbols.`],
      };
    },
  );
