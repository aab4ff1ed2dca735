export type TableName = 'users' | 'trades' | 'logs' | 'ledger' | 'market' | 'connections';

/** Units a second. */
export interface Units {
  readonly read: number;
  readonly write: number;
}
interface TableUnits extends Units {
  readonly indexes?: Readonly<Record<string, Units>>;
}

/**
 * What each table and index has at least where capacity is provisioned: together the 25 and 25 that AWS gives away for good. On average one
 * person needs about one of each. What is left over of five minutes may be used at once, so these decide what a burst may be: 300 fills
 * (logs, ledger and the trigger indexes, two writes each), a night's packing, an import of four months of one symbol (market).
 */
export const CAPACITY: Readonly<Record<TableName, TableUnits>> = {
  users: { read: 3, write: 3, indexes: { live: { read: 1, write: 1 } } },
  trades: {
    read: 5,
    write: 3,
    indexes: {
      'fires-below': { read: 1, write: 2 },
      'fires-above': { read: 1, write: 2 },
      due: { read: 1, write: 2 },
      open: { read: 3, write: 2 },
    },
  },
  logs: { read: 1, write: 2 },
  ledger: { read: 2, write: 2 },
  market: { read: 5, write: 5 },
  connections: { read: 2, write: 1 },
};

/** Every table and every index, by its path: `trades`, `trades/open`. */
export const capacities = (): ReadonlyMap<string, Units> =>
  new Map(
    Object.entries(CAPACITY).flatMap(([table, { indexes = {}, ...own }]) => [
      [table, own] as const,
      ...Object.entries(indexes).map(([index, units]) => [`${table}/${index}`, units] as const),
    ]),
  );

/** Share in use that autoscaling aims at, percent. */
export const TARGET_PERCENT = 70;
/** CloudWatch alarms that Application Auto Scaling makes for each table or index and kind: two for what is used, two for what is provisioned. */
export const ALARMS_OF_A_TARGET = 4;
