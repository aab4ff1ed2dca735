/** Words of the oracle. Decimals are text, times are milliseconds. */

export interface OracleBar {
  openTime: number;
  closeTime: number;
  open: string;
  high: string;
  low: string;
  close: string;
}

export type OracleEntry =
  | { type: 'market' }
  | { type: 'limit'; limit: string }
  | { type: 'stop'; stop: string }
  | { type: 'stop_limit'; stop: string; limit: string };

/** A named exit is changed (and armed anew), `null` removes it, an absent one is left alone. */
export interface OracleChanges {
  takeProfit?: string | null;
  stopLoss?: string | null;
}

export type OracleCommand =
  | { kind: 'cancel'; at: number }
  | { kind: 'close'; at: number }
  | { kind: 'amend'; at: number; changes: OracleChanges };

export interface OracleOrder {
  id: string;
  direction: 'long' | 'short';
  quantity: string;
  entry: OracleEntry;
  takeProfit?: string;
  stopLoss?: string;
  createdAt: number;
  goodTill?: number;
  makerRate: string;
  takerRate: string;
  slippageBps: number;
  tickSize: string;
  /** In the order in which they were given; only those of one moment need that order. */
  commands: OracleCommand[];
}

export interface OracleFill {
  leg: 'entry' | 'take_profit' | 'stop_loss' | 'close';
  time: number;
  price: string;
  quantity: string;
  notional: string;
  fee: string;
  liquidity: 'maker' | 'taker';
  ambiguous: boolean;
}

export interface OracleResult {
  status: 'pending' | 'open' | 'closed' | 'cancelled' | 'expired';
  closeReason?: 'take_profit' | 'stop_loss' | 'liquidation' | 'manual';
  endedAt?: number;
  fills: OracleFill[];
  /** When a stop-limit entry became a limit, whether or not that filled at once. */
  triggeredAt?: number;
  superseded: number;
  /** Of a closed trade only. */
  grossPnl?: string;
  netPnl?: string;
}
