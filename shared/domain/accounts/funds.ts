import Big from 'big.js';
import { compare, type Money, money, ZERO } from '../money/decimal.ts';
import type { FillRecord } from '../trades/fill.ts';
import { lotOf } from '../trades/lot.ts';
import { feesOf, realizedGross } from '../trades/pnl.ts';
import { referencePrice } from '../trades/rules.ts';
import { waitsForEntry } from '../trades/timing.ts';
import { type EntryPlan, isActive, type Trade } from '../trades/trade.ts';
import type { AccountDelta } from './account.ts';

/** What a stop or market entry may cost beyond the price it is held against: 2 %. */
const MARGIN = '1.02';

/**
 * What opening this trade can cost, quote currency: its limit, or for a stop or market entry the trigger or the last price
 * plus 2 %, with the taker fee, rounded up to 8 decimals. Undefined where no price is known to reckon with.
 */
export const reservationFor = (
  trade: Pick<Trade, 'entry' | 'quantity' | 'direction'> & { readonly terms: { readonly takerRate: string } },
  lastPrice: number | undefined,
): Money | undefined => {
  const reference = priceAtRisk(trade.entry, trade.direction, lastPrice);
  if (reference === undefined) return undefined;
  const withFee = new Big(1).plus(trade.terms.takerRate);
  return money(reference.times(trade.quantity).times(withFee).round(8, Big.roundUp));
};

const priceAtRisk = (
  entry: EntryPlan,
  direction: Trade['direction'],
  lastPrice: number | undefined,
): Big | undefined => {
  const reference = referencePrice(entry, lastPrice);
  if (reference === undefined) return undefined;
  if (entry.type === 'stop' || entry.type === 'market') return new Big(reference).times(MARGIN);
  // Either of the two may fill: the dearer is held.
  if (entry.type === 'oco') {
    const stopped =
      entry.stopLimit === undefined ? new Big(entry.stop).times(MARGIN) : new Big(entry.stopLimit);
    return stopped.gt(entry.limit) ? stopped : new Big(entry.limit);
  }
  // A short's limit that the market already beats sells higher, and so holds more collateral.
  if (direction === 'short' && lastPrice !== undefined && compare(lastPrice, reference) > 0)
    return new Big(lastPrice).times(MARGIN);
  return new Big(reference);
};

/** Held for what of the entry may still fill, and for changes of it that wait. */
const heldForEntry = (trade: Trade): Big => {
  const waits = waitsForEntry(trade) ? new Big(trade.reservation) : new Big(0);
  return isActive(trade)
    ? trade.commands.reduce<Big>(
        (sum, command) => sum.plus(command.kind === 'amend' ? (command.extra ?? 0) : 0),
        waits,
      )
    : waits;
};

/** What is held for a trade: for its entry while that waits, and a short's collateral for what is open of it. */
export const heldFor = (trade: Trade): Money => {
  const collateral = trade.status === 'open' && trade.direction === 'short' ? lotOf(trade).cost : 0;
  return money(heldForEntry(trade).plus(collateral));
};

/** Cash that fills move, their fees included; a short's collateral is held, not paid. */
const cashOf = ({ direction }: Trade, fresh: readonly FillRecord[], gross: Big): Big => {
  const fees = fresh.reduce<Big>((sum, { fee }) => sum.plus(fee), new Big(0));
  if (direction === 'short') return gross.minus(fees);
  return fresh
    .reduce<Big>((sum, { leg, notional: n }) => (leg === 'entry' ? sum.minus(n) : sum.plus(n)), new Big(0))
    .minus(fees);
};

/** What the events between two states of a trade add to its account. */
export const accountDelta = (before: Trade, after: Trade): AccountDelta | undefined => {
  const fresh = after.fills.slice(before.fills.length);
  const held = new Big(heldFor(after)).minus(heldFor(before));
  if (fresh.length === 0 && held.eq(0)) return undefined;
  const gross = new Big(realizedGross(after)).minus(realizedGross(before));
  return {
    cash: money(cashOf(after, fresh, gross).minus(held)),
    reserved: money(held),
    realizedPnl: money(gross),
    fees: money(new Big(feesOf(after)).minus(feesOf(before))),
    fillCount: fresh.length,
    needs: needsOf(before, after, fresh),
  };
};

/**
 * What entries cost beyond what was held for them, and what is to be held more. An exit is never refused for money: it
 * only reduces.
 */
const needsOf = (before: Trade, after: Trade, fresh: readonly FillRecord[]): Money => {
  const cost = fresh
    .filter(({ leg }) => leg === 'entry')
    .reduce<Big>((sum, entry) => sum.plus(entry.notional).plus(entry.fee), new Big(0));
  const beyond = cost.plus(heldForEntry(after)).minus(heldForEntry(before));
  return beyond.gt(0) ? money(beyond) : ZERO;
};

/** cash + reserved + open longs at cost - (deposits - withdrawals + gross realized P&L - fees): zero, ever. */
export const imbalanceOf = (
  account: {
    cash: Money;
    reserved: Money;
    deposits: Money;
    withdrawals: Money;
    realizedPnl: Money;
    fees: Money;
  },
  trades: readonly Trade[],
): Money => {
  const atCost = trades
    .filter(({ status, direction }) => status === 'open' && direction === 'long')
    .reduce<Big>((sum, trade) => sum.plus(lotOf(trade).cost), new Big(0));
  const held = new Big(account.cash).plus(account.reserved).plus(atCost);
  const owed = new Big(account.deposits)
    .minus(account.withdrawals)
    .plus(account.realizedPnl)
    .minus(account.fees);
  return money(held.minus(owed));
};
