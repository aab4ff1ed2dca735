import { isDeepStrictEqual } from 'node:util';
import { type OracleBar, type OracleResult, runOracle } from '../oracle/oracle.ts';
import type { Api, ApiTrade } from './api.ts';
import type { Placed } from './drive.ts';

/** What the application and the oracle must agree on, to the digit and the millisecond. */
interface Outcome {
  readonly status: string;
  readonly closeReason: string | null;
  readonly endedAt: number | null;
  readonly grossPnl: string | null;
  readonly netPnl: string | null;
  readonly superseded: number;
  readonly fills: readonly unknown[];
}

const ofOracle = (result: OracleResult): Outcome => ({
  status: result.status,
  closeReason: result.closeReason ?? null,
  endedAt: result.endedAt ?? null,
  grossPnl: result.grossPnl ?? null,
  netPnl: result.netPnl ?? null,
  superseded: result.superseded,
  fills: result.fills.map((fill) => ({ ...fill, late: false })),
});

const ofTrade = (trade: ApiTrade, logTypes: readonly string[]): Outcome => ({
  status: trade.status,
  closeReason: trade.closeReason,
  endedAt: trade.endedAt,
  grossPnl: trade.status === 'closed' ? trade.realizedPnl : null,
  netPnl: trade.status === 'closed' ? trade.netPnl : null,
  superseded: logTypes.filter((type) => type === 'command_superseded').length,
  fills: trade.fills.map(({ id: _, ...fill }) => fill),
});

export interface Comparison {
  readonly trades: number;
  readonly fills: number;
  readonly ambiguous: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly closeReasons: Readonly<Record<string, number>>;
  readonly commands: Readonly<Record<string, number>>;
  readonly superseded: number;
  readonly differences: readonly string[];
}

const counted = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));

/** Each trade over HTTP against the brute-force oracle over the same candles, up to `until` (ms). */
export const compare = async (
  api: Api,
  placed: readonly Placed[],
  bars: readonly OracleBar[],
  until: number,
): Promise<Comparison> => {
  const outcomes: Outcome[] = [];
  const differences: string[] = [];
  for (const { order, tradeId, commands } of placed) {
    const expected = ofOracle(runOracle({ ...order, commands }, [...bars], until));
    const actual = ofTrade(await api.trade(tradeId), await api.logTypes(tradeId));
    outcomes.push(actual);
    if (!isDeepStrictEqual(actual, expected))
      differences.push(
        `${JSON.stringify({ ...order, commands })}\n  oracle ${JSON.stringify(expected)}\n  app    ${JSON.stringify(actual)}`,
      );
  }
  return {
    trades: placed.length,
    fills: outcomes.reduce((sum, { fills }) => sum + fills.length, 0),
    ambiguous: outcomes.filter(({ fills }) => JSON.stringify(fills).includes('"ambiguous":true')).length,
    statuses: counted(outcomes.map(({ status }) => status)),
    closeReasons: counted(outcomes.flatMap(({ closeReason }) => closeReason ?? [])),
    commands: counted(placed.flatMap(({ commands }) => commands.map(({ kind }) => kind))),
    superseded: outcomes.reduce((sum, { superseded }) => sum + superseded, 0),
    differences,
  };
};
