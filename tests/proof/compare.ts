import { isDeepStrictEqual } from 'node:util';
import Big from 'big.js';
import {
  type OracleBar,
  type OracleCommand,
  type OracleOrder,
  type OracleResult,
  runOracle,
} from '../oracle/oracle.ts';
import type { Api, ApiLogRow, ApiTrade } from './api.ts';
import type { Placed } from './drive.ts';

/** What the application and the oracle must agree on, to the digit and the millisecond. */
interface Outcome {
  readonly status: string;
  readonly closeReason: string | null;
  readonly endedAt: number | null;
  readonly grossPnl: string | null;
  readonly netPnl: string | null;
  /** What the better readings would have given; null where there was no other. */
  readonly optimistic: string | null;
  readonly superseded: number;
  readonly fills: readonly unknown[];
  /** What the log says besides fills, and when. */
  readonly notes: readonly string[];
}

const NOTES = new Set(['entry_triggered', 'exit_triggered', 'trailing_activated', 'reading_taken']);

const optimisticOf = ({ status, netPnl, upside }: OracleResult): string | null => {
  if (status !== 'closed' || upside === '0') return null;
  return new Big(netPnl ?? '').plus(upside).round(8, Big.roundHalfEven).toFixed();
};

const ofOracle = (result: OracleResult): Outcome => ({
  status: result.status,
  closeReason: result.closeReason ?? null,
  endedAt: result.endedAt ?? null,
  grossPnl: result.grossPnl ?? null,
  netPnl: result.netPnl ?? null,
  optimistic: optimisticOf(result),
  superseded: result.superseded,
  fills: result.fills.map((fill) => ({ ...fill, late: false })),
  notes: result.notes.map(({ type, at }) => `${type} ${at}`),
});

const ofTrade = (trade: ApiTrade, log: readonly ApiLogRow[]): Outcome => ({
  status: trade.status,
  closeReason: trade.closeReason,
  endedAt: trade.endedAt,
  grossPnl: trade.status === 'closed' ? trade.realizedPnl : null,
  netPnl: trade.status === 'closed' ? trade.netPnl : null,
  optimistic: trade.readings?.optimistic.netPnl ?? null,
  superseded: log.filter(({ type }) => type === 'command_superseded').length,
  fills: trade.fills.map(({ id: _, ...fill }) => fill),
  notes: log.filter(({ type }) => NOTES.has(type)).map(({ type, time }) => `${type} ${time}`),
});

export interface Comparison {
  readonly trades: number;
  readonly fills: number;
  readonly ambiguous: number;
  /** Legs that filled in more than one part. */
  readonly inParts: number;
  /** How many orders had each type of entry, each exit and each bound. */
  readonly types: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly closeReasons: Readonly<Record<string, number>>;
  readonly commands: Readonly<Record<string, number>>;
  readonly superseded: number;
  readonly differences: readonly string[];
}

const counted = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));

/** What differs, of lists from the first difference on. */
const differing = (expected: Outcome, actual: Outcome): string[] =>
  (Object.keys(expected) as (keyof Outcome)[])
    .filter((name) => !isDeepStrictEqual(actual[name], expected[name]))
    .map((name) => {
      const [oracle, app] = [expected[name], actual[name]];
      if (!Array.isArray(oracle) || !Array.isArray(app))
        return `  ${name}: oracle ${JSON.stringify(oracle)}, app ${JSON.stringify(app)}`;
      const same = oracle.findIndex((one, index) => !isDeepStrictEqual(one, app[index]));
      const from = same === -1 ? oracle.length : same;
      return `  ${name} from ${from}:\n    oracle ${JSON.stringify(oracle.slice(from))}\n    app    ${JSON.stringify(app.slice(from))}`;
    });

const partsIn = (fills: readonly unknown[]): number => {
  const legs = fills.map((fill) => {
    const { leg, orderId } = fill as { leg: string; orderId?: string };
    return `${leg}${orderId ?? ''}`;
  });
  return Object.values(counted(legs)).filter((count) => count > 1).length;
};

const TYPES = [
  'takeProfit',
  'stopLoss',
  'stopLimit',
  'trailing',
  'targets',
  'breakEven',
  'covers',
  'timeOut',
  'dailyClose',
  'participation',
  'visible',
  'goodTill',
] as const satisfies (keyof OracleOrder)[];

const typesOf = (order: OracleOrder): string[] => [
  order.entry.type === 'limit' && order.entry.postOnly ? 'post_only' : order.entry.type,
  ...TYPES.filter((name) => order[name] !== undefined),
];

const kindOf = (command: OracleCommand): string => {
  if (command.kind === 'close' && command.part) return 'close_part';
  return command.kind === 'amend' && command.entry ? 'amend_entry' : command.kind;
};

/** Each trade over HTTP against the brute-force oracle over the same candles, up to the application's cursor `until` (ms). */
export const compare = async (
  api: Api,
  placed: readonly Placed[],
  bars: readonly OracleBar[],
  until: number,
): Promise<Comparison> => {
  const outcomes: Outcome[] = [];
  const differences: string[] = [];
  // The last bar of a record is closed only once another follows: without one it ends one bar before.
  const end = bars.at(-2)?.closeTime ?? 0;
  if (until < end) differences.push(`evaluated up to ${until} only, of ${end}`);
  for (const { order, tradeId, commands } of placed) {
    const expected = ofOracle(runOracle({ ...order, commands }, [...bars], until));
    const actual = ofTrade(await api.trade(tradeId), await api.log(tradeId));
    outcomes.push(actual);
    if (!isDeepStrictEqual(actual, expected))
      differences.push([JSON.stringify({ ...order, commands }), ...differing(expected, actual)].join('\n'));
  }
  return {
    trades: placed.length,
    fills: outcomes.reduce((sum, { fills }) => sum + fills.length, 0),
    ambiguous: outcomes.filter(({ fills }) => JSON.stringify(fills).includes('"ambiguous":true')).length,
    inParts: outcomes.reduce((sum, { fills }) => sum + partsIn(fills), 0),
    types: counted(placed.flatMap(({ order }) => typesOf(order))),
    statuses: counted(outcomes.map(({ status }) => status)),
    closeReasons: counted(outcomes.flatMap(({ closeReason }) => closeReason ?? [])),
    commands: counted(placed.flatMap(({ commands }) => commands.map(kindOf))),
    superseded: outcomes.reduce((sum, { superseded }) => sum + superseded, 0),
    differences,
  };
};
