import Big from 'big.js';
import { amountOf, entriesOf, isSpent, MOST_FILLS, type Moment, spend, wanted } from './amount.ts';
import { armExits, armLiquidation, breakEven, coversUsedUp, isCovered, remove } from './exits.ts';
import { atPoint, type Leg, type Outcome } from './legs.ts';
import { bookOf, feeOf, notionalOf, sideOf, slipped, text } from './money.ts';
import { end, type Trade } from './trade.ts';

/** The leg sees a gap point, or its first point (2.4). */
export function look(trade: Trade, leg: Leg, price: Big, moment: Moment): void {
  if (!trade.legs.includes(leg)) return; // another leg has ended it at this point
  const first = !leg.started;
  // Armed anew where it has had its part, this is its first point all the same.
  leg.started = true;
  if (isSpent(trade, leg, moment)) return;
  apply(trade, leg, atPoint(leg.rule, sideOf(trade.order.direction, leg.name), price, first), price, moment);
}

/** `point` is where the price is: what the outcome arms has its first point there (2.2, 2.5, 3.2). */
export function apply(trade: Trade, leg: Leg, outcome: Outcome, point: Big, moment: Moment): void {
  switch (outcome.kind) {
    case 'nothing':
      return;
    case 'rejected':
      end(trade, 'rejected', moment.time);
      return;
    case 'marks':
      if (leg.rule.type === 'trailing') leg.rule = { ...leg.rule, mark: outcome.mark };
      if (outcome.activated) note(trade, leg, 'trailing_activated', moment);
      return;
    case 'becomes_limit':
      hasFired(trade, leg, 'limit');
      note(trade, leg, leg.name === 'entry' ? 'entry_triggered' : 'exit_triggered', moment);
      leg.rule = { type: 'limit', limit: outcome.limit };
      leg.started = false;
      look(trade, leg, point, moment);
      return;
    case 'fills':
      fill(trade, leg, outcome, point, moment);
  }
}

const note = (trade: Trade, leg: Leg, type: Trade['notes'][number]['type'], { time }: Moment): void => {
  trade.notes.push({ type, at: time, ambiguous: false });
  trade.events.push(`${leg.name} ${type}`);
};

/** A stop has fired: of two entries it is the one; as an exit it goes on without the others (9.2.5, 9.4.6). */
function hasFired(trade: Trade, leg: Leg, goesOn: 'limit' | 'market'): void {
  if (leg.name === 'entry') {
    remove(trade, (other) => other.name === 'entry' && other !== leg);
    return;
  }
  trade.fired = goesOn;
  trade.legs = trade.legs.filter(
    (other) => other === leg || (other.name === 'liquidation' && leg.name !== 'liquidation'),
  );
}

type Fills = Extract<Outcome, { kind: 'fills' }>;

function fill(trade: Trade, leg: Leg, outcome: Fills, point: Big, moment: Moment): void {
  const { order } = trade;
  const isStop = leg.rule.type === 'stop' || leg.rule.type === 'trailing';
  const whole = wanted(trade, leg);
  const taken = trade.taken.get(moment.element) ?? new Big(0);
  const quantity = amountOf(trade, leg, whole, moment.allowance?.minus(taken));
  spend(trade, leg, moment, quantity);
  if (isStop && quantity.lt(whole)) {
    hasFired(trade, leg, 'market');
    leg.rule = { type: 'market' };
  }
  if (quantity.eq(0)) {
    if (isStop) note(trade, leg, leg.name === 'entry' ? 'entry_triggered' : 'exit_triggered', moment);
    return;
  }
  trade.taken.set(moment.element, taken.plus(quantity));
  const side = sideOf(order.direction, leg.name);
  const price = outcome.slips
    ? slipped(outcome.price, side, order.slippageBps, order.tickSize)
    : outcome.price;
  const rate = outcome.liquidity === 'maker' ? order.makerRate : order.takerRate;
  trade.fills.push({
    leg: leg.name,
    time: moment.time,
    price: text(price),
    quantity: text(quantity),
    notional: text(notionalOf(price, quantity)),
    fee: text(feeOf(price, quantity, rate)),
    liquidity: outcome.liquidity,
    ambiguous: false,
    ...(leg.orderId !== undefined && { orderId: leg.orderId }),
  });
  trade.events.push(`${leg.name} ${text(price)} ${text(quantity)} ${outcome.liquidity}`);
  if (leg.left !== undefined) leg.left = leg.left.minus(quantity);
  const armed =
    leg.name === 'entry' ? afterEntry(trade, leg, moment) : afterExit(trade, leg, quantity, moment);
  for (const each of armed) look(trade, each, point, moment);
}

/** The legs that the fill has armed, to be shown its point. */
function afterEntry(trade: Trade, leg: Leg, { time }: Moment): Leg[] {
  const isDone = leg.left?.eq(0) === true || entriesOf(trade) === MOST_FILLS;
  remove(trade, (other) => other.name === 'entry' && (other !== leg || isDone));
  if (trade.status === 'open') return armLiquidation(trade, time);
  trade.status = 'open';
  trade.firstFillAt = time;
  trade.coverLeft = trade.exits.covers === undefined ? undefined : new Big(trade.exits.covers);
  armExits(trade, time, ['stopLoss', 'trailing', 'targets', 'takeProfit']);
  armLiquidation(trade, time);
  return trade.legs.filter(({ name }) => name !== 'entry');
}

function afterExit(trade: Trade, leg: Leg, quantity: Big, { time }: Moment): Leg[] {
  // 9.4.5: the first of these ends the rest of the entry.
  remove(trade, ({ name }) => name === 'entry');
  if (bookOf(trade.fills).open.eq(0)) {
    end(trade, 'closed', time);
    return [];
  }
  if (leg.left?.eq(0)) remove(trade, (other) => other === leg);
  const armed: Leg[] = [];
  if (isCovered(leg) && trade.coverLeft !== undefined) {
    trade.coverLeft = trade.coverLeft.minus(quantity);
    if (trade.coverLeft.eq(0)) coversUsedUp(trade);
  }
  if (leg.name === 'target' && leg.place === 0 && leg.left?.eq(0)) armed.push(...breakEven(trade, time));
  // A liquidation that is under way is not armed anew; a close of the whole disarms it.
  const underWay = leg.name === 'liquidation' || trade.closing !== undefined;
  return underWay ? armed : [...armed, ...armLiquidation(trade, time)];
}
