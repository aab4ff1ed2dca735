import type { Section } from '../report.ts';

/** AWS: what one partition of a table or an index bears in a second. */
const PARTITION_WRITES = 1_000;
const PARTITION_READS = 3_000;
/** A fill that moves its trade's key in one index: out and in again. Measured in `fills`: an entry, in fires-below. */
const WRITES_A_FILL = 2;
/** A query of each index, eventually consistent, at least. */
const READS_OF_A_SYMBOL = 2 * 0.5;

export const shardsFor = (fillsPerSecond: number): number =>
  Math.max(1, Math.ceil((fillsPerSecond * WRITES_A_FILL) / PARTITION_WRITES));

/** What one partition of a trigger index bears, and how many a number of fills asks for. Arithmetic, not measured. */
export const shards = async (): Promise<Section> => ({
  name: 'shards',
  title: 'Shards of the trigger indexes, by fills of one symbol in one second',
  rows: [100, 500, 1_000, 5_000, 10_000].map((fills) => ({
    name: `${fills.toLocaleString('en-US')} fills a second`,
    values: {
      'index writes a second': fills * WRITES_A_FILL,
      shards: shardsFor(fills),
      'RCU to ask the indexes of a symbol': READS_OF_A_SYMBOL * shardsFor(fills),
    },
  })),
  notes: [
    `A partition bears ${PARTITION_WRITES.toLocaleString('en-US')} WCU and ${PARTITION_READS.toLocaleString('en-US')} RCU a second; a fill writes at most ${WRITES_A_FILL} WCU to one trigger index.`,
    `One shard, the default: ${PARTITION_WRITES / WRITES_A_FILL} fills of one symbol in one second; beyond it writes to the table are throttled, and retried.`,
    'A quiet tick asks no index, whatever the number of shards; a storm is paced to 450 trades a second and shard.',
    'Symbols have partitions of their own. The due index has them by shard alone: all symbols share them.',
  ],
});
