import type Big from 'big.js';
import { isSpent, type Moment } from './amount.ts';
import { apply, look } from './fire.ts';
import { better, type Leg, reachedOnMove, whenReached } from './legs.ts';
import { sideOf, text } from './money.ts';
import type { Trade } from './trade.ts';

/** These legs see a gap point, or their first point, in their order. */
export function seePoint(trade: Trade, price: Big, moment: Moment, which: (leg: Leg) => boolean): void {
  for (const leg of trade.legs.filter(which)) look(trade, leg, price, moment);
}

/** The price moves from `from` to `to`; every leg that has seen its first point follows it (1.3, 3.2). */
export function followMove(trade: Trade, from: Big, to: Big, moment: Moment): void {
  let at = from;
  for (;;) {
    let nearest: { leg: Leg; level: Big; distance: Big } | undefined;
    for (const leg of trade.legs) {
      if (!leg.started || isSpent(trade, leg, moment)) continue;
      const level = reachedOnMove(leg.rule, sideOf(trade.order.direction, leg.name), to);
      if (level === undefined) continue;
      // At `at` itself too: another leg may just have fired there.
      const ahead = to.gt(at) ? level.gte(at) && level.lte(to) : level.lte(at) && level.gte(to);
      if (!ahead) throw new Error(`${trade.order.id}: ${leg.name} should have fired before ${text(at)}`);
      const distance = level.minus(at).abs();
      if (nearest === undefined || distance.lt(nearest.distance)) nearest = { leg, level, distance };
    }
    raiseMarks(trade, nearest?.level ?? to);
    if (nearest === undefined) return;
    at = nearest.level;
    apply(trade, nearest.leg, whenReached(nearest.leg.rule, at), at, moment);
  }
}

/** 9.3.2: on its way here the price has been everywhere in between. */
function raiseMarks(trade: Trade, price: Big): void {
  for (const leg of trade.legs) {
    const { rule } = leg;
    if (rule.type !== 'trailing' || rule.mark === undefined || !leg.started) continue;
    const mark = better(sideOf(trade.order.direction, leg.name), rule.mark, price);
    leg.rule = { ...rule, mark };
  }
}
