import type Big from 'big.js';
import { endOf, type PathElement, type Resolution, startOf } from '../market/path.ts';
import type { VenueId } from '../market/symbol.ts';
import { type Price, price, quantity } from '../money/decimal.ts';
import { fillable } from './allowance.ts';
import type { TradeEvent } from './event.ts';
import { evolve } from './evolve.ts';
import type { FillRule, LegName } from './fill.ts';
import { armedLegs, type Leg, legKey, legName, touches } from './leg.ts';
import { type Ambiguity, evidenceOf, makeFill, type Shot } from './make-fill.ts';
import type { CloseReason, Exiting, Trade } from './trade.ts';
import { betterMark } from './trailing.ts';

/** The part of a venue's record over which trades are evaluated. All times ms, venue time. */
export interface PathWindow {
  readonly elements: readonly PathElement[];
  readonly venue: VenueId;
  readonly resolution: Resolution;
  /** End of the last element before this window: a leg armed by then has seen its first point. */
  readonly before: number;
  /** The record is whole up to here. */
  readonly completeTo: number;
  /** What an earlier pass has evaluated up to here: a fill before it may be late. */
  readonly previousCursor: number;
}

/** The best price that the trailing stop of one arming has seen. */
export interface Mark {
  readonly of: string;
  readonly price: Price;
}

/** A trade on its way along the path. Changed in place: one pass, one owner. */
export interface Pass {
  trade: Trade;
  readonly window: PathWindow;
  readonly events: TradeEvent[];
  /** What a trailing stop has seen up to here it does not see again, ms. */
  readonly markedTo: number;
  /** Armings that have seen their first point. */
  readonly seen: Set<string>;
  /** Armings made inside the bar that is being read: they see the rest of it. */
  readonly inside: Set<string>;
  /** Legs, and armings, that have had their part of the element that is being walked. */
  readonly spent: Set<string>;
  /** What is left of the element that is being walked; undefined where nothing bounds it. */
  allowance: Big | undefined;
  mark: Mark | undefined;
  ambiguity: Ambiguity | undefined;
  /** Fills of the entry that the account can still pay; undefined: all. */
  payable: number | undefined;
  /** The legs as they were asked for last. */
  known:
    | { readonly trade: Trade; readonly mark: Price | undefined; readonly legs: readonly Leg[] }
    | undefined;
}

/** A request commits at most this long after it was made, in ms; a leg armed earlier was visible. */
const COMMIT_LAG = 60_000;

const REASONS: Record<Exclude<LegName, 'entry' | 'close'>, CloseReason> = {
  take_profit: 'take_profit',
  target: 'take_profit',
  stop_loss: 'stop_loss',
  trailing_stop: 'trailing_stop',
  liquidation: 'liquidation',
};

export const record = (pass: Pass, event: TradeEvent): void => {
  const before = pass.trade;
  pass.events.push(event);
  pass.trade = evolve(pass.trade, event);
  if (event.type === 'exits_changed') forgetArming(pass, before, event.at);
};

/** A leg may be armed anew in the very millisecond of its arming: what it has seen before is not what it sees now. */
const forgetArming = (pass: Pass, before: Trade, at: number): void => {
  const { trade } = pass;
  if (before.status !== 'open' || trade.status !== 'open') return;
  if (trade.trailing !== before.trailing && trade.trailing?.armedAt === at) pass.mark = undefined;
  for (const leg of legsOf(pass)) if (leg.armedAt === at) pass.seen.delete(legKey(leg));
};

/** Tells the armings of a trailing stop apart; undefined where none follows the price. */
export const followKey = (trade: Trade): string | undefined => {
  if (trade.status !== 'open' || !trade.trailing || !trade.exits.trailing) return undefined;
  const { armedAt, activatedAt } = trade.trailing;
  if (trade.exits.trailing.activation !== undefined && activatedAt === undefined) return undefined;
  return `${armedAt}|${activatedAt ?? ''}`;
};

/** The legs that wait now, the trailing stop at what the pass has seen. Kept until one of the two changes: most bars change neither. */
export const legsOf = (pass: Pass): readonly Leg[] => {
  const key = followKey(pass.trade);
  const mark = key !== undefined && pass.mark?.of === key ? pass.mark.price : undefined;
  const { known } = pass;
  if (known?.trade === pass.trade && known.mark === mark) return known.legs;
  const legs = armedLegs(pass.trade, mark);
  pass.known = { trade: pass.trade, mark, legs };
  return legs;
};

/** True while the leg has not had its part of this element, nor, in an earlier pass, seen it. */
const mayAct = (pass: Pass, leg: Leg, element: PathElement): boolean =>
  !pass.spent.has(legName(leg)) &&
  !pass.spent.has(legKey(leg)) &&
  (leg.restFrom === undefined || leg.restFrom <= startOf(element)) &&
  (leg.trailing === undefined || endOf(element) > pass.markedTo);

/** The price has been here: a trailing stop that sees it remembers the best. */
const raise = (pass: Pass, at: number, element: PathElement, sees: (leg: Leg) => boolean): void => {
  const key = followKey(pass.trade);
  if (key === undefined) return;
  const leg = legsOf(pass).find(({ trailing }) => trailing !== undefined);
  if (!leg || !sees(leg) || !mayAct(pass, leg, element)) return;
  const known = pass.mark?.of === key ? pass.mark.price : undefined;
  pass.mark = { of: key, price: betterMark(pass.trade.direction, known, at) };
};

const isLate = (pass: Pass, leg: Leg, time: number): boolean =>
  pass.trade.evaluatedTo === undefined &&
  time <= pass.window.previousCursor &&
  leg.armedAt + COMMIT_LAG < time;

const reasonOf = (trade: Trade, leg: Leg): CloseReason => {
  if (leg.name === 'entry') throw new Error('an entry closes nothing');
  if (leg.name !== 'close') return REASONS[leg.name];
  return trade.status === 'open' && leg.orderId === undefined ? (trade.closeFor ?? 'manual') : 'manual';
};

const isStop = (name: LegName): name is Exiting['leg'] =>
  name === 'stop_loss' || name === 'trailing_stop' || name === 'liquidation';

/** A stop has fired and does not fill: a limit is armed behind it, or a market leg waits for volume. */
const trigger = (pass: Pass, leg: Leg, shot: Shot, empty: boolean): void => {
  const about = {
    at: shot.time,
    ambiguous: shot.ambiguity !== undefined,
    evidence: evidenceOf(leg, shot, pass.window),
    ...(empty ? { empty: true as const } : {}),
  };
  if (leg.arms === 'activation') record(pass, { type: 'trailing_activated', ...about });
  else if (isStop(leg.name)) record(pass, { type: 'exit_triggered', leg: leg.name, ...about });
  else record(pass, { type: 'entry_triggered', ...about });
};

const NO_CASH = 'the account has too little free cash for what the entry costs';

/** The account has no cash for what the entry would cost here: nothing more of it will fill (fill rules, 9.4.7). */
const unpaid = ({ status }: Trade, at: number): TradeEvent => ({
  type: status === 'pending' ? 'trade_rejected' : 'entry_ended',
  at,
  reason: NO_CASH,
});

/** True where the account can pay one fill more. */
const isPaid = (pass: Pass): boolean => {
  if (pass.payable === undefined) return true;
  pass.payable--;
  return pass.payable >= 0;
};

/** Fills what it can of a leg. True where something happened. */
const fill = (pass: Pass, leg: Leg, shot: Shot): boolean => {
  const amount = fillable(pass.trade, leg, pass.allowance);
  const isBounded = pass.trade.execution !== undefined;
  // What has filled is done with this element, whatever becomes of it; what got nothing only as it was armed.
  if (isBounded) pass.spent.add(amount.gt(0) ? legName(leg) : legKey(leg));
  if (amount.lte(0)) {
    if (leg.order !== 'stop') return false;
    trigger(pass, leg, shot, true);
    return true;
  }
  if (leg.name === 'entry' && !isPaid(pass)) {
    record(pass, unpaid(pass.trade, shot.time));
    return true;
  }
  if (pass.allowance) pass.allowance = pass.allowance.minus(amount);
  const made = makeFill(pass.trade, leg, quantity(amount), shot, pass.window, isLate(pass, leg, shot.time));
  if (leg.name === 'entry')
    record(pass, {
      type: 'entry_filled',
      at: shot.time,
      fill: made,
      ...(leg.via === undefined ? {} : { via: leg.via }),
    });
  else record(pass, { type: 'exit_filled', at: shot.time, fill: made, reason: reasonOf(pass.trade, leg) });
  return true;
};

const POST_ONLY = 'post-only: the limit was marketable at the first price after the order';

/** What a leg does where it fires: fills, arms what is behind it, or rejects the trade. True where something happened. */
const fire = (
  pass: Pass,
  leg: Leg,
  at: number,
  rule: FillRule,
  time: number,
  element: PathElement,
): boolean => {
  const isOwnPrice = rule === 'limit_at_its_price' || rule === 'stop_touched';
  const shot: Shot = {
    time,
    price: isOwnPrice ? (leg.price ?? price(at)) : price(at),
    rule,
    element,
    ambiguity: pass.ambiguity,
  };
  if (leg.postOnly && rule === 'limit_marketable_at_first_point') {
    record(pass, { type: 'trade_rejected', at: time, reason: POST_ONLY });
    return true;
  }
  if (leg.arms === undefined) return fill(pass, leg, shot);
  trigger(pass, leg, shot, false);
  return true;
};

/** The rule by which a leg fires at a point, or undefined where it does not (fill rules, section 3). */
const ruleAt = (leg: Leg, at: number, first: boolean): FillRule | undefined => {
  if (!touches(leg, at)) return undefined;
  if (leg.order === 'market') return 'market_first_point';
  if (leg.order === 'stop') return 'stop_gap';
  return first ? 'limit_marketable_at_first_point' : 'limit_at_its_price';
};

/** True where the leg has seen a price since it was armed. */
export const sawFirst = (pass: Pass, leg: Leg): boolean =>
  leg.restFrom !== undefined || pass.seen.has(legKey(leg));

/** Shows one leg a point. True where it fired. */
const show = (pass: Pass, leg: Leg, at: number, time: number, element: PathElement): boolean => {
  const first = !sawFirst(pass, leg);
  pass.seen.add(legKey(leg));
  const rule = ruleAt(leg, at, first);
  return rule !== undefined && fire(pass, leg, at, rule, time, element);
};

/** Shows a point to every leg that `sees` it, and to the legs armed there, until none fires (rule 2.5). */
export const showPoint = (
  pass: Pass,
  at: number,
  time: number,
  element: PathElement,
  sees: (leg: Leg) => boolean,
): void => {
  const acts = (leg: Leg): boolean => {
    if (!sees(leg)) return false;
    if (mayAct(pass, leg, element)) return show(pass, leg, at, time, element);
    // Armed anew where its part of the element is spent: this is its first point all the same, and it rests.
    pass.seen.add(legKey(leg));
    return false;
  };
  while (legsOf(pass).some(acts));
  raise(pass, at, element, sees);
};

/** Follows a straight move inside a bar; answers nothing, changes the pass (rules 3 and 3.2). */
export const follow = (
  pass: Pass,
  from: number,
  to: number,
  time: number,
  element: PathElement,
  sees: (leg: Leg) => boolean,
): void => {
  let at = from;
  const isReached = (leg: Leg) =>
    leg.fires !== 'always' && sees(leg) && mayAct(pass, leg, element) && touches(leg, to);
  for (;;) {
    const reached = legsOf(pass)
      .filter(isReached)
      .sort((left, right) => Math.abs(left.level - at) - Math.abs(right.level - at))[0];
    if (!reached) break;
    at = reached.level;
    raise(pass, at, element, sees);
    fire(pass, reached, at, reached.order === 'limit' ? 'limit_at_its_price' : 'stop_touched', time, element);
    const position = at;
    const armedHere = (leg: Leg): boolean => {
      const key = legKey(leg);
      const isNew = pass.inside.has(key) || (leg.armedAt === time && !pass.seen.has(key));
      if (isNew) pass.inside.add(key);
      return isNew;
    };
    showPoint(pass, position, time, element, armedHere);
  }
  raise(pass, to, element, sees);
};
