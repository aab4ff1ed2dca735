import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { BTC, type Lab, startLab } from '../../fixtures/lab.ts';
import { TABLES } from '../../fixtures/stores.ts';
import { countUnits } from '../../proof/storm/units.ts';
import type { Row, Section } from '../report.ts';
import { at, BRACKET, cycles } from '../script.ts';
import { pendingBracket, putTrades } from '../seed.ts';

const USERS = 100;
const SEEDED_AT_ONCE = 5_000;
const userOf = (index: number) => `user-${index % USERS}`;
const FAR = { entry: 1, takeProfit: 1_000_000, stopLoss: 0.5 };

const seed = async (lab: Lab, count: number, minute: number, prices: typeof FAR | typeof BRACKET) => {
  for (let from = 0; from < count; from += SEEDED_AT_ONCE)
    await putTrades(
      lab,
      Array.from({ length: Math.min(SEEDED_AT_ONCE, count - from) }, (_, index) =>
        pendingBracket(userOf(from + index), BTC, minute, prices),
      ),
    );
};

/** Units of one tick by the number of trades that it fires, among thousands that wait; a scan beside it. */
export const firedTrades = async (quick: boolean): Promise<Section> => {
  const counts = quick ? [1, 10, 100] : [1, 10, 100, 1_000];
  const waiting = quick ? 1_000 : 10_000;
  const lab = await startLab({ market: cycles(counts.length), now: at(0, 1) });
  const units = countUnits(lab.stores);
  try {
    for (let index = 0; index < USERS; index++) await lab.stores.addUser(userOf(index));
    await lab.tickAt(at(0, 5));
    await seed(lab, waiting, at(0, 5), FAR);
    const rows: Row[] = [];
    for (const [cycle, count] of counts.entries()) {
      await lab.tickAt(at(cycle, 6));
      await seed(lab, count, at(cycle, 6), BRACKET);
      await lab.tickAt(at(cycle, 8));
      const scanned = await units.during(async () => {
        for await (const _ of paginateScan({ client: lab.stores.client }, { TableName: TABLES.trades }));
      });
      const used = await units.during(async () => {
        const { settled } = await lab.tickAt(at(cycle, 9));
        if (settled !== count) throw new Error(`${settled} trades were bought instead of ${count}`);
      });
      // What was bought leaves in this cycle: the next begins with nothing near.
      await lab.tickAt(at(cycle, 13));
      rows.push({
        name: `${count.toLocaleString('en-US')} fire`,
        values: {
          fired: count,
          RCU: used.read,
          'RCU a trade': Math.round((used.read / count) * 100) / 100,
          WCU: used.write,
          'WCU a trade': Math.round((used.write / count) * 100) / 100,
          transactions: used.transactions,
          'RCU of a scan': scanned.read,
        },
      });
    }
    return {
      name: 'fired-trades',
      title: `A tick over one symbol, by the number of trades that fire; ${waiting.toLocaleString('en-US')} more wait`,
      rows,
      notes: [
        `Limit entries of ${USERS} accounts, bought in one bar. Units as the emulator reports them.`,
        'A trade that fires is read once, consistently: 1 RCU; its key in the index costs little beside.',
        'A scan, eventually consistent, reads every trade; what fires would have to be read again, consistently.',
      ],
    };
  } finally {
    await lab.stop();
  }
};
