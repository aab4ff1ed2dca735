import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { applyTick } from '../../../shared/application/apply-tick.ts';
import type { TickPorts } from '../../../shared/application/ports.ts';
import type { Fill } from '../../../shared/domain/trades/fill.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import type { TickMessage } from '../../../shared/ports/tick-queue.ts';
import type { TriggerIndex } from '../../../shared/ports/trigger-index.ts';
import { type Lab, type LabOptions, startLab } from '../../fixtures/lab.ts';
import { type ScriptedMarket, scriptedMarket } from '../../fixtures/scripted-market.ts';
import { type Stores, TABLES } from '../../fixtures/stores.ts';

export const MINUTE = 60_000;
export const START = Date.UTC(2025, 4, 5);
/** The beginning of a minute of the market, ms. */
export const at = (minute: number, ms = 0): number => START + minute * MINUTE + ms;
/** The last millisecond of a minute: what a bar does happens then. */
export const closeOf = (minute: number): number => at(minute + 1) - 1;

export type Row = readonly [number, number, number, number] | null;
export const flat = (value: number): Row => [value, value, value, value];

/** So many minutes at one price, except for the minutes written down. */
export const minutes = (count: number, price: number, changes: Readonly<Record<number, Row>> = {}): Row[] =>
  Array.from({ length: count }, (_, minute) =>
    changes[minute] === undefined ? flat(price) : (changes[minute] ?? null),
  );

/** Indexes in which a new entry is not to be seen yet. */
export const BLIND_INDEX: TriggerIndex = {
  shards: 1,
  firedBelow: async () => [],
  firedAbove: async () => [],
  dueBy: async () => [],
  nearestBelow: async () => null,
  nearestAbove: async () => null,
  nearestDue: async () => null,
};

type Item = Record<string, unknown>;
export type Snapshot = Readonly<Record<string, readonly Item[]>>;

const KEYS: Readonly<Record<string, readonly [string, string]>> = {
  [TABLES.users]: ['pk', 'sk'],
  [TABLES.trades]: ['userId', 'tradeId'],
  [TABLES.logs]: ['tradeId', 'seq'],
  [TABLES.ledger]: ['book', 'entryId'],
  [TABLES.market]: ['pk', 'sk'],
};

const scan = async ({ client }: Stores, table: string): Promise<Item[]> => {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const answer = await client.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: start }),
    );
    items.push(...(answer.Items ?? []));
    start = answer.LastEvaluatedKey;
  } while (start);
  return items;
};

/** Every item of every table, in the order of its key; without `ttl`, which counts by the real clock. */
export const snapshot = async (stores: Stores): Promise<Snapshot> => {
  const tables: Record<string, Item[]> = {};
  for (const [table, [hash, range]] of Object.entries(KEYS)) {
    const keyOf = (item: Item) => `${item[hash]} ${item[range]}`;
    const items = (await scan(stores, table)).map(({ ttl: _, ...item }) => item);
    tables[table] = items.sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  }
  return tables;
};

const writeAll = async ({ client }: Stores, table: string, requests: readonly Item[]) => {
  for (let from = 0; from < requests.length; from += 25)
    await client.send(
      new BatchWriteCommand({ RequestItems: { [table]: requests.slice(from, from + 25) as never } }),
    );
};

/** Makes the tables hold this and nothing else. */
export const restore = async (stores: Stores, to: Snapshot = {}): Promise<void> => {
  for (const [table, [hash, range]] of Object.entries(KEYS)) {
    const kept = new Set((to[table] ?? []).map((item) => `${item[hash]} ${item[range]}`));
    const gone = (await scan(stores, table)).filter((item) => !kept.has(`${item[hash]} ${item[range]}`));
    await writeAll(
      stores,
      table,
      gone.map((item) => ({ DeleteRequest: { Key: { [hash]: item[hash], [range]: item[range] } } })),
    );
    await writeAll(
      stores,
      table,
      (to[table] ?? []).map((item) => ({ PutRequest: { Item: item } })),
    );
  }
};

export interface Scene extends Omit<Lab, 'ticks'> {
  readonly ports: TickPorts;
  readonly market: ScriptedMarket;
  /** A tick with some of the ports exchanged. */
  tickWith(
    ports: Partial<TickPorts>,
    time: number,
    message?: Partial<TickMessage>,
  ): ReturnType<typeof applyTick>;
  /** A scheduled tick at the beginning of each of these minutes. */
  ticks(from: number, to: number): Promise<void>;
  cursor(): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Empty tables, the user `u1`, and a market of one symbol that has been ticked once, at minute `first`. */
export const startScene = async (
  stores: Stores,
  rows: readonly Row[] | Readonly<Record<string, readonly Row[]>>,
  first = 5,
  options: Partial<Pick<LabOptions, 'handsOver' | 'symbols'>> = {},
): Promise<Scene> => {
  await restore(stores);
  await stores.addUser('u1');
  const series = Array.isArray(rows) ? { 'BTC/USDT': rows as readonly Row[] } : rows;
  const market = scriptedMarket(START, series as Readonly<Record<string, readonly Row[]>>);
  const lab = await startLab({ market, now: at(first), stores, ...options });
  await lab.tickAt(at(first));
  return {
    ...lab,
    ports: lab.ticks,
    market,
    tickWith(ports, time, message = {}) {
      lab.clock.time = time;
      return applyTick(
        { ...lab.ticks, ...ports },
        { batch: 0, slot: time, reason: 'schedule', ...message },
        time,
      );
    },
    async ticks(from, to) {
      for (let minute = from; minute <= to; minute++) await lab.tickAt(at(minute));
    },
    cursor: async () => (await lab.ticks.market.loadBatch(0))?.markets[0]?.cursor,
    close: () => lab.server.close(),
  };
};

/** What a fill is to a test of prices: leg, price, time, liquidity, flags. */
export const brief = ({ leg, price, time, liquidity, ambiguous, late }: Trade['fills'][number] | Fill) =>
  `${leg} ${price} @${time} ${liquidity}${ambiguous ? ' ambiguous' : ''}${late ? ' late' : ''}`;
export const fillsOf = (trade: Trade): string[] => trade.fills.map(brief);
