import type { PathElement, Resolution } from '../market/path.ts';
import type { VenueId } from '../market/symbol.ts';
import { price } from '../money/decimal.ts';
import type { TradeEvent } from './event.ts';
import { evolve } from './evolve.ts';
import type { FillRule, LegName } from './fill.ts';
import { armedLegs, type Leg, legKey, touches } from './leg.ts';
import { type Ambiguity, evidenceOf, makeFill } from './make-fill.ts';
import type { CloseReason, Trade } from './trade.ts';

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

/** A trade on its way along the path. Changed in place: one pass, one owner. */
export interface Pass {
  trade: Trade;
  readonly window: PathWindow;
  readonly events: TradeEvent[];
  /** Armings that have seen their first point. */
  readonly seen: Set<string>;
  /** Armings made inside the bar that is being read: they see the rest of it. */
  readonly inside: Set<string>;
  ambiguity: Ambiguity | undefined;
}

/** A request commits at most this long after it was made, in ms; a leg armed earlier was visible. */
const COMMIT_LAG = 60_000;

const REASONS: Record<Exclude<LegName, 'entry'>, CloseReason> = {
  take_profit: 'take_profit',
  stop_loss: 'stop_loss',
  liquidation: 'liquidation',
  close: 'manual',
};

export const record = (pass: Pass, event: TradeEvent): void => {
  pass.events.push(event);
  pass.trade = evolve(pass.trade, event);
};

const isLate = (pass: Pass, leg: Leg, time: number): boolean =>
  pass.trade.evaluatedTo === undefined &&
  time <= pass.window.previousCursor &&
  leg.armedAt + COMMIT_LAG < time;

/** What a leg does where it fires: fills, or arms the limit of a stop-limit entry. */
export const fire = (
  pass: Pass,
  leg: Leg,
  at: number,
  rule: FillRule,
  time: number,
  element: PathElement,
): void => {
  const ambiguity = pass.ambiguity;
  const shot = {
    time,
    price: rule === 'limit_at_its_price' || rule === 'stop_touched' ? (leg.price ?? price(at)) : price(at),
    rule,
    element,
    ambiguity,
  };
  if (leg.arms) {
    const evidence = evidenceOf(leg, shot, pass.window);
    record(pass, {
      type: 'entry_triggered',
      at: time,
      ambiguous: ambiguity !== undefined,
      evidence,
    });
    return;
  }
  const fill = makeFill(pass.trade, leg, shot, pass.window, isLate(pass, leg, time));
  if (leg.name === 'entry') record(pass, { type: 'entry_filled', at: time, fill });
  else
    record(pass, {
      type: 'exit_filled',
      at: time,
      fill,
      reason: REASONS[leg.name],
    });
};

/** The rule by which a leg fires at a point, or undefined where it does not (fill rules, section 3). */
const ruleAt = (leg: Leg, at: number, first: boolean): FillRule | undefined => {
  if (!touches(leg, at)) return undefined;
  if (leg.order === 'market') return 'market_first_point';
  if (leg.order === 'stop') return 'stop_gap';
  return first ? 'limit_marketable_at_first_point' : 'limit_at_its_price';
};

/** Shows one leg a point. True where it fired. */
const show = (pass: Pass, leg: Leg, at: number, time: number, element: PathElement): boolean => {
  const key = legKey(leg);
  const first = !pass.seen.has(key) && leg.armedAt > pass.window.before;
  pass.seen.add(key);
  const rule = ruleAt(leg, at, first);
  if (!rule) return false;
  fire(pass, leg, at, rule, time, element);
  return true;
};

/** Shows a point to every leg that `sees` it, and to the legs armed there, until none fires (rule 2.5). */
export const showPoint = (
  pass: Pass,
  at: number,
  time: number,
  element: PathElement,
  sees: (leg: Leg) => boolean,
): void => {
  while (armedLegs(pass.trade).some((leg) => sees(leg) && show(pass, leg, at, time, element)));
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
  for (;;) {
    const reached = armedLegs(pass.trade)
      .filter((leg) => sees(leg) && touches(leg, to))
      .sort((left, right) => Math.abs(left.level - at) - Math.abs(right.level - at))[0];
    if (!reached) return;
    at = reached.level;
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
};
