import { end, stopLossLeg, type Trade, takeProfitLeg } from './trade.ts';
import type { OracleChanges, OracleCommand, OracleOrder } from './types.ts';

export type Act = OracleCommand | { kind: 'expire'; at: number };

/** In time order; at one moment as given, the good-till time last (5.3). */
export function actsOf(order: OracleOrder): Act[] {
  const acts: Act[] = [...order.commands];
  if (order.goodTill !== undefined) acts.push({ kind: 'expire', at: order.goodTill });
  if (acts.some((act) => act.at < order.createdAt)) throw new Error(`${order.id}: acts before it exists`);
  return acts.sort((a, b) => a.at - b.at);
}

/** Section 5.3. Only arms; the caller shows the new legs the point at exactly this time, if there is one. */
export function act(trade: Trade, what: Act): void {
  // A trade whose close waits for its first point is on its way out: nothing can be asked of it any more.
  const closing = trade.legs.some((leg) => leg.name === 'close');
  const open = trade.status === 'open' && !closing;
  const pending = trade.status === 'pending';
  switch (what.kind) {
    case 'expire':
      if (pending) end(trade, 'expired', what.at);
      return;
    case 'cancel':
      if (pending) end(trade, 'cancelled', what.at);
      else trade.superseded += 1;
      return;
    case 'close':
      if (open)
        trade.legs = [
          {
            name: 'close',
            rule: { type: 'market' },
            armedAt: what.at,
            started: false,
          },
        ];
      else trade.superseded += 1;
      return;
    case 'amend':
      if (pending || open) amend(trade, what.changes, what.at);
      else trade.superseded += 1;
      return;
  }
}

function amend(trade: Trade, changes: OracleChanges, at: number): void {
  const { stopLoss, takeProfit } = changes;
  if (stopLoss !== undefined) trade.exits.stopLoss = stopLoss;
  if (takeProfit !== undefined) trade.exits.takeProfit = takeProfit;
  if (trade.status === 'pending') return;
  if (stopLoss !== undefined) {
    trade.legs = trade.legs.filter((leg) => leg.name !== 'stop_loss');
    if (stopLoss !== null) trade.legs.unshift(stopLossLeg(stopLoss, at));
  }
  if (takeProfit !== undefined) {
    trade.legs = trade.legs.filter((leg) => leg.name !== 'take_profit');
    if (takeProfit !== null) trade.legs.push(takeProfitLeg(takeProfit, at));
  }
}
