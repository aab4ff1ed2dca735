/** Words of the oracle. Decimals are text, times are milliseconds. */

export interface OracleBar {
  openTime: number;
  closeTime: number;
  open: string;
  high: string;
  low: string;
  close: string;
  /** Base units; needed where an order has a participation limit. */
  volume?: string;
}

export interface OraclePrint {
  time: number;
  price: string;
  quantity: string;
  id: number;
}

export type OracleElement = OracleBar | OraclePrint;

export type OracleEntry =
  | { type: 'market' }
  | { type: 'limit'; limit: string; postOnly?: true }
  | { type: 'stop'; stop: string }
  | { type: 'stop_limit'; stop: string; limit: string }
  | { type: 'oco'; limit: string; stop: string; stopLimit?: string };

export interface OracleTarget {
  price: string;
  quantity: string;
}

/** Either an amount of the quote currency, or percent of the mark. */
export interface OracleTrailing {
  amount?: string;
  percent?: string;
  activation?: string;
}

export interface OracleExits {
  takeProfit?: string;
  stopLoss?: string;
  stopLimit?: string;
  trailing?: OracleTrailing;
  /** Nearest first. */
  targets?: OracleTarget[];
  breakEven?: true;
  covers?: string;
  /** ms from the first entry fill. */
  timeOut?: number;
  /** Minute of the day, UTC. */
  dailyClose?: number;
}

/** What is named is changed, `null` removes it, what is absent is left alone. */
export type OracleChanges = { [Name in keyof OracleExits]?: OracleExits[Name] | null };

export interface OracleEntryChanges {
  entry?: OracleEntry;
  quantity?: string;
  goodTill?: number | null;
}

export interface OraclePart {
  id: string;
  quantity: string;
  limit?: string;
}

export type OracleCommand =
  | { kind: 'cancel'; at: number }
  | { kind: 'close'; at: number; part?: OraclePart }
  | { kind: 'withdraw'; at: number; orderId: string }
  | { kind: 'amend'; at: number; changes: OracleChanges; entry?: OracleEntryChanges };

export interface OracleOrder extends OracleExits {
  id: string;
  direction: 'long' | 'short';
  quantity: string;
  entry: OracleEntry;
  createdAt: number;
  goodTill?: number;
  participation?: string;
  visible?: string;
  makerRate: string;
  takerRate: string;
  slippageBps: number;
  tickSize: string;
  /** Needed where the order has a participation limit. */
  lotSize?: string;
  /** In the order in which they were given; only those of one moment need that order. */
  commands: OracleCommand[];
}

export type OracleLeg =
  | 'entry'
  | 'stop_loss'
  | 'trailing_stop'
  | 'liquidation'
  | 'target'
  | 'take_profit'
  | 'close';

export interface OracleFill {
  leg: OracleLeg;
  time: number;
  price: string;
  quantity: string;
  notional: string;
  fee: string;
  liquidity: 'maker' | 'taker';
  ambiguous: boolean;
  /** Of a partial close. */
  orderId?: string;
}

/** What is in the log besides fills. */
export interface OracleNote {
  type: 'entry_triggered' | 'exit_triggered' | 'trailing_activated' | 'reading_taken';
  at: number;
  ambiguous: boolean;
}

export interface OracleResult {
  status: 'pending' | 'open' | 'closed' | 'cancelled' | 'expired' | 'rejected';
  closeReason?:
    | 'take_profit'
    | 'stop_loss'
    | 'trailing_stop'
    | 'liquidation'
    | 'manual'
    | 'timeout'
    | 'daily_close';
  endedAt?: number;
  fills: OracleFill[];
  notes: OracleNote[];
  superseded: number;
  /** What the better readings would have given beyond what was taken (9.5). */
  upside: string;
  /** The best price that a trailing stop in force has seen. */
  mark?: string;
  /** Of a closed trade only. */
  grossPnl?: string;
  netPnl?: string;
}
