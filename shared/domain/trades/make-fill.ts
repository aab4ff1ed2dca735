import Big from 'big.js';
import type { PathElement, Resolution } from '../market/path.ts';
import type { VenueId } from '../market/symbol.ts';
import { fee, notional, type Price, price, type Quantity, toStep } from '../money/decimal.ts';
import type { BetterOutcome, Evidence, EvidencePoint, Fill, FillRule, Liquidity, Reading } from './fill.ts';
import type { Leg } from './leg.ts';
import type { Terms, Trade } from './trade.ts';

/** Which of the two readings of a bar was taken, and why. */
export interface Ambiguity {
  readonly reading: Reading;
  readonly better: BetterOutcome;
}

/** Where on the path a leg fired. */
export interface Shot {
  readonly time: number;
  /** As the path or the leg gives it, before slippage. */
  readonly price: Price;
  readonly rule: FillRule;
  readonly element: PathElement;
  readonly ambiguity: Ambiguity | undefined;
}

export interface Source {
  readonly venue: VenueId;
  readonly resolution: Resolution;
}

/** Adverse slippage, then the tick, against the trader; never below one tick (fill rules, 3.3). */
export const slipped = (at: Price, action: Leg['action'], terms: Terms): Price => {
  if (terms.slippageBps === 0) return at;
  const share = new Big(terms.slippageBps).div(10_000);
  const moved = new Big(at).times(action === 'buy' ? share.plus(1) : new Big(1).minus(share));
  const onTick = toStep(moved, terms.tickSize, action === 'buy' ? 'up' : 'down');
  return price(onTick.lt(terms.tickSize) ? terms.tickSize : onTick);
};

const pointOf = (element: PathElement): EvidencePoint => {
  if (element.kind === 'bar') {
    const { volume: _, ...point } = element;
    return point;
  }
  return {
    kind: element.kind,
    time: element.time,
    price: element.price,
    ...(element.kind === 'print' ? { id: element.id } : {}),
  };
};

export const evidenceOf = (leg: Leg, shot: Shot, source: Source): Evidence => ({
  rule: shot.rule,
  trigger: leg.price,
  point: pointOf(shot.element),
  source: source.venue,
  resolution: source.resolution,
  ...(shot.ambiguity ? { reading: shot.ambiguity.reading, better: shot.ambiguity.better } : {}),
});

const isTaker = (rule: FillRule): boolean => rule !== 'limit_at_its_price';
const slips = (rule: FillRule): boolean =>
  rule !== 'limit_at_its_price' && rule !== 'limit_marketable_at_first_point';

/** The execution of this much of a leg: its price, money and evidence. `late` as fill rules, section 8. */
export const makeFill = (
  trade: Trade,
  leg: Leg,
  amount: Quantity,
  shot: Shot,
  source: Source,
  late: boolean,
): Fill => {
  const liquidity: Liquidity = isTaker(shot.rule) ? 'taker' : 'maker';
  const at = slips(shot.rule) ? slipped(shot.price, leg.action, trade.terms) : shot.price;
  const n = trade.fills.filter((fill) => fill.leg === leg.name).length;
  return {
    id: `${trade.id}#${leg.name}#${n}`,
    leg: leg.name,
    time: shot.time,
    price: at,
    quantity: amount,
    notional: notional(at, amount),
    fee: fee(at, amount, liquidity === 'maker' ? trade.terms.makerRate : trade.terms.takerRate),
    liquidity,
    ambiguous: shot.ambiguity !== undefined,
    late,
    ...(leg.orderId === undefined ? {} : { orderId: leg.orderId }),
    evidence: evidenceOf(leg, shot, source),
  };
};
