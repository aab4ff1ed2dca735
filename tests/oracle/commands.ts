import Big from 'big.js';
import { add, armExits, remove } from './exits.ts';
import { bookOf } from './money.ts';
import { armEntry, defined, end, type Trade } from './trade.ts';
import type { OracleChanges, OracleCommand, OraclePart } from './types.ts';

/** Section 5.3. Only arms; the caller shows the new legs the point at exactly this time, if there is one. */
export function act(trade: Trade, what: OracleCommand): void {
  const done = obey(trade, what);
  if (!done) trade.superseded += 1;
}

/** False where it is superseded. */
function obey(trade: Trade, what: OracleCommand): boolean {
  const isPending = trade.status === 'pending';
  const isOpen = trade.status === 'open' && trade.closing === undefined;
  switch (what.kind) {
    case 'cancel':
      if (isPending) end(trade, 'cancelled', what.at);
      else return endEntry(trade);
      return true;
    case 'close':
      if (!isOpen) return false;
      if (what.part !== undefined) return closePart(trade, what.part, what.at);
      closeWhole(trade, 'manual', what.at);
      return true;
    case 'withdraw': {
      const isIt = ({ orderId }: { orderId?: string }) => orderId === what.orderId;
      if (!trade.legs.some(isIt)) return false;
      remove(trade, isIt);
      return true;
    }
    case 'amend':
      if (isPending) amendPending(trade, what);
      else if (!isOpen || trade.fired === 'market' || what.entry !== undefined) return false;
      else amendOpen(trade, what.changes, what.at);
      return true;
  }
}

/** 9.1.3: of an open trade; false where nothing of the entry waits. */
export function endEntry(trade: Trade): boolean {
  const waits = trade.legs.some(({ name }) => name === 'entry');
  remove(trade, ({ name }) => name === 'entry');
  return waits;
}

export function closeWhole(trade: Trade, why: NonNullable<Trade['closing']>, at: number): void {
  trade.closing = why;
  trade.fired = undefined;
  trade.legs = [{ name: 'close', rule: { type: 'market' }, armedAt: at, started: false }];
}

/** 5.5 */
function closePart(trade: Trade, { id, quantity, limit }: OraclePart, at: number): boolean {
  if (trade.fired !== undefined) return false;
  const waiting = trade.legs.filter(({ name }) => name === 'close');
  const { open } = bookOf(trade.fills);
  const free = waiting.reduce((rest, leg) => rest.minus(leg.left ?? 0), open);
  if (free.lte(0)) return false;
  add(trade, {
    name: 'close',
    rule: limit === undefined ? { type: 'market' } : { type: 'limit', limit: new Big(limit) },
    left: free.lt(quantity) ? free : new Big(quantity),
    orderId: id,
    armedAt: at,
    started: false,
  });
  return true;
}

/** 9.1.4, and 5.3: the plan changes. */
function amendPending(trade: Trade, { at, changes, entry }: OracleCommand & { kind: 'amend' }): void {
  plan(trade, changes);
  if (entry === undefined) return;
  if (entry.goodTill !== undefined) trade.goodTill = entry.goodTill ?? undefined;
  if (entry.entry !== undefined) trade.entry = entry.entry;
  if (entry.quantity !== undefined) trade.quantity = entry.quantity;
  if (entry.entry !== undefined || entry.quantity !== undefined) armEntry(trade, at);
}

const ARMING = ['takeProfit', 'targets', 'stopLoss', 'stopLimit', 'trailing'] as const;

/** 9.2.7 */
function amendOpen(trade: Trade, changes: OracleChanges, at: number): void {
  plan(trade, changes);
  trade.amendedAt = at;
  if (changes.dailyClose !== undefined) trade.dailyFrom = at;
  if (changes.covers !== undefined)
    trade.coverLeft = changes.covers === null ? undefined : new Big(changes.covers);
  const names: (keyof OracleChanges)[] = ARMING.filter((name) => changes[name] !== undefined);
  if (names.length > 0 && trade.fired === 'limit') {
    trade.fired = undefined;
    names.push('stopLoss', 'trailing', 'takeProfit');
  }
  armExits(trade, at, names);
}

function plan(trade: Trade, changes: OracleChanges): void {
  const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const next = { ...trade.exits, ...named } as OracleChanges;
  if (next.stopLoss === null) next.stopLimit = null;
  trade.exits = defined(next as Parameters<typeof defined>[0]);
}
