import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';

/** Units by the table or index that bears them, `table` or `table/index`. */
export type Shares = Map<string, number>;

/** What some requests cost: as the database reported it, and as AWS's published rules have it. */
export interface Usage {
  readonly reported: { read: number; write: number };
  readonly computed: { read: number; write: number };
  /** Reported write units. */
  readonly writes: Shares;
  /** How often each command was sent. */
  readonly requests: Map<string, number>;
  /** Bytes of the largest item written, by table. */
  readonly largest: Map<string, number>;
  failed: number;
}

export const noUsage = (): Usage => ({
  reported: { read: 0, write: 0 },
  computed: { read: 0, write: 0 },
  writes: new Map(),
  requests: new Map(),
  largest: new Map(),
  failed: 0,
});

export const addTo = <K>(map: Map<K, number>, key: K, value: number): void => {
  if (value !== 0) map.set(key, (map.get(key) ?? 0) + value);
};

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);

/** Adds what an answer reports: one capacity, or one for each table. */
export const addReported = (usage: Usage, command: string, output: unknown): void => {
  const { ConsumedCapacity: found } = output as { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] };
  for (const capacity of [found ?? []].flat()) {
    const units = capacity.CapacityUnits ?? 0;
    if (!WRITES.has(command)) {
      usage.reported.read += units;
      continue;
    }
    usage.reported.write += units;
    const table = capacity.TableName ?? '';
    const indexes = Object.entries(capacity.GlobalSecondaryIndexes ?? {});
    for (const [name, index] of indexes) addTo(usage.writes, `${table}/${name}`, index.CapacityUnits ?? 0);
    addTo(usage.writes, table, capacity.Table?.CapacityUnits ?? 0);
  }
};
