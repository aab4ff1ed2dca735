import Big from 'big.js';
import type { Bar } from '../market/path.ts';
import { money } from '../money/decimal.ts';
import type { TradeEvent } from './event.ts';
import type { BetterOutcome, LegName, Reading } from './fill.ts';
import type { Leg } from './leg.ts';
import { legKey } from './leg.ts';
import { follow, type Pass, record, showPoint } from './pass.ts';
import { feesOf, openQuantity } from './pnl.ts';
import type { Trade } from './trade.ts';

const pointsOf = (bar: Bar, reading: Reading): readonly number[] =>
  reading === 'OLHC' ? [bar.open, bar.low, bar.high, bar.close] : [bar.open, bar.high, bar.low, bar.close];

/** Follows one reading of a bar from its open on; the open point itself has been shown before. */
const read = (pass: Pass, bar: Bar, reading: Reading): void => {
  const whole = (leg: Leg) => leg.armedAt <= bar.openTime || pass.inside.has(legKey(leg));
  const points = pointsOf(bar, reading);
  for (let move = 1; move < points.length; move++) {
    follow(pass, points[move - 1] ?? bar.open, points[move] ?? bar.close, bar.closeTime, bar, whole);
  }
  const closeOnly = (leg: Leg) => leg.armedAt <= bar.closeTime && !whole(leg);
  showPoint(pass, bar.close, bar.closeTime, bar, closeOnly);
};

const fork = (pass: Pass): Pass => ({
  ...pass,
  events: [],
  seen: new Set(pass.seen),
  inside: new Set<string>(),
  spent: new Set(pass.spent),
});

interface Outcome {
  readonly leg: LegName;
  readonly price: BetterOutcome['events'][number]['price'];
}

const outcomeOf = (event: TradeEvent): Outcome | undefined => {
  if (event.type === 'entry_filled' || event.type === 'exit_filled')
    return { leg: event.fill.leg, price: event.fill.price };
  if (event.type === 'exit_triggered') return { leg: event.leg, price: null };
  if (event.type === 'trailing_activated') return { leg: 'trailing_stop', price: null };
  return event.type === 'entry_triggered' ? { leg: 'entry', price: null } : undefined;
};

const signature = (events: readonly TradeEvent[]): string =>
  events
    .map((event) =>
      'fill' in event
        ? `${event.type}|${event.fill.leg}|${event.fill.price}|${event.fill.quantity}|${event.fill.liquidity}`
        : `${event.type}|${event.type === 'exit_triggered' ? event.leg : ''}`,
    )
    .join(';');

/** Received - paid - fees over all fills so far, what is open valued at this price (fill rules, 4.2). */
export const valueAt = (trade: Trade, close: number): Big => {
  const sign = trade.direction === 'long' ? 1 : -1;
  const cash = trade.fills.reduce<Big>(
    (sum, fill) => (fill.leg === 'entry' ? sum.minus(fill.notional) : sum.plus(fill.notional)),
    new Big(0),
  );
  return cash
    .plus(new Big(close).times(openQuantity(trade)))
    .times(sign)
    .minus(feesOf(trade));
};

const adopt = (pass: Pass, taken: Pass): void => {
  pass.trade = taken.trade;
  pass.events.push(...taken.events);
  pass.mark = taken.mark;
  pass.allowance = taken.allowance;
  pass.payable = taken.payable;
  for (const name of taken.spent) pass.spent.add(name);
  for (const key of taken.seen) pass.seen.add(key);
};

/** The part of a bar after its open, read both ways; where they differ the worse is taken (fill rules, section 4). */
export const readBothWays = (pass: Pass, bar: Bar): void => {
  const lowFirst = fork(pass);
  read(lowFirst, bar, 'OLHC');
  const highFirst = fork(pass);
  read(highFirst, bar, 'OHLC');
  if (signature(lowFirst.events) === signature(highFirst.events)) {
    adopt(pass, lowFirst);
    return;
  }
  const values = {
    OLHC: valueAt(lowFirst.trade, bar.close),
    OHLC: valueAt(highFirst.trade, bar.close),
  };
  const reading: Reading = values.OHLC.lt(values.OLHC) ? 'OHLC' : 'OLHC';
  const [other, better] = reading === 'OLHC' ? (['OHLC', highFirst] as const) : (['OLHC', lowFirst] as const);
  const taken = fork(pass);
  const ambiguity = {
    reading,
    better: {
      reading: other,
      value: money(values[other]),
      takenValue: money(values[reading]),
      events: better.events.map(outcomeOf).filter((outcome) => outcome !== undefined),
    },
  };
  taken.ambiguity = ambiguity;
  read(taken, bar, reading);
  adopt(pass, taken);
  // What happened is told by its events; where nothing did, the other reading must be told all the same.
  if (taken.events.length === 0 && (pass.trade.ambiguousAt ?? 0) < bar.closeTime)
    record(pass, { type: 'reading_taken', at: bar.closeTime, ...ambiguity });
};
