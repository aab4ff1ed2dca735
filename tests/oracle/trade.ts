import Big from 'big.js';
import type { Leg, Rule } from './legs.ts';
import type { OracleEntry, OracleExits, OracleFill, OracleNote, OracleOrder, OracleResult } from './types.ts';

/** A trade on its way. Changed in place; the two readings of a bar each change their own copy. */
export interface Trade {
  order: OracleOrder;
  status: OracleResult['status'];
  /** What is planned: changed by amendments. */
  entry: OracleEntry;
  quantity: string;
  goodTill: number | undefined;
  exits: OracleExits;
  /** In the order in which they look at one point (9.2.1). */
  legs: Leg[];
  fills: OracleFill[];
  notes: OracleNote[];
  /** All that has happened, in its order, to be compared (4.1). */
  events: string[];
  firstFillAt: number | undefined;
  /** Of a close of the whole that is in force. */
  closing: 'manual' | 'timeout' | 'daily_close' | undefined;
  /** A stop has fired and is not done: it goes on at its limit, or at the market. */
  fired: 'limit' | 'market' | undefined;
  /** What is left of `covers`. */
  coverLeft: Big | undefined;
  /** When the exits of the open trade were changed last, and when its daily close was. */
  amendedAt: number;
  dailyFrom: number;
  /** In which element a leg last had its part: it takes no more of that one, armed anew or not (9.4.2). */
  spent: Map<string, number>;
  /** What the trade has taken of each element, by the element's number. */
  taken: Map<number, Big>;
  endedAt: number | undefined;
  superseded: number;
  upside: Big;
}

export function newTrade(order: OracleOrder): Trade {
  const { takeProfit, stopLoss, stopLimit, trailing, targets, breakEven, covers, timeOut, dailyClose } =
    order;
  const trade: Trade = {
    order,
    status: 'pending',
    entry: order.entry,
    quantity: order.quantity,
    goodTill: order.goodTill,
    exits: defined({
      takeProfit,
      stopLoss,
      stopLimit,
      trailing,
      targets,
      breakEven,
      covers,
      timeOut,
      dailyClose,
    }),
    legs: [],
    fills: [],
    notes: [],
    events: [],
    firstFillAt: undefined,
    closing: undefined,
    fired: undefined,
    coverLeft: undefined,
    amendedAt: 0,
    dailyFrom: 0,
    spent: new Map(),
    taken: new Map(),
    endedAt: undefined,
    superseded: 0,
    upside: new Big(0),
  };
  armEntry(trade, order.createdAt);
  return trade;
}

/** Without what is undefined. */
export const defined = (
  exits: { [Name in keyof OracleExits]: OracleExits[Name] | undefined | null },
): OracleExits =>
  Object.fromEntries(Object.entries(exits).filter(([, value]) => value !== undefined && value !== null));

/** Rules are never changed in place, fills only by the one reading that they are new to. */
export const copyOf = (trade: Trade): Trade => ({
  ...trade,
  exits: { ...trade.exits },
  legs: trade.legs.map((leg) => ({ ...leg })),
  fills: trade.fills.map((fill) => ({ ...fill })),
  notes: trade.notes.map((note) => ({ ...note })),
  events: [...trade.events],
  spent: new Map(trade.spent),
  taken: new Map(trade.taken),
});

export function end(trade: Trade, status: OracleResult['status'], at: number): void {
  trade.status = status;
  trade.endedAt = at;
  trade.legs = [];
}

/** The entry as planned, all of it (9.1.4). */
export function armEntry(trade: Trade, armedAt: number): void {
  trade.legs = entryRules(trade.entry).map((rule) => ({
    name: 'entry',
    rule,
    via: rule.type === 'limit' ? 'limit' : 'stop',
    left: new Big(trade.quantity),
    armedAt,
    started: false,
  }));
}

function entryRules(entry: OracleEntry): Rule[] {
  switch (entry.type) {
    case 'market':
      return [{ type: 'market' }];
    case 'limit':
      return [{ type: 'limit', limit: new Big(entry.limit), ...(entry.postOnly && { postOnly: true }) }];
    case 'stop':
      return [{ type: 'stop', stop: new Big(entry.stop) }];
    case 'stop_limit':
      return [stopRule(entry.stop, entry.limit)];
    case 'oco':
      return [{ type: 'limit', limit: new Big(entry.limit) }, stopRule(entry.stop, entry.stopLimit)];
  }
}

export const stopRule = (stop: string, limit: string | undefined): Rule =>
  limit === undefined
    ? { type: 'stop', stop: new Big(stop) }
    : { type: 'stop_limit', stop: new Big(stop), limit: new Big(limit) };
