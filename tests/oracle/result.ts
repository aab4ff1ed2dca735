import { bookOf, text } from './money.ts';
import type { Trade } from './trade.ts';
import type { OracleResult } from './types.ts';

export function resultOf(trade: Trade): OracleResult {
  const { status, fills, notes, superseded, endedAt } = trade;
  const result: OracleResult = { status, fills, notes, superseded, upside: text(trade.upside) };
  if (endedAt !== undefined) result.endedAt = endedAt;
  for (const { rule } of trade.legs)
    if (rule.type === 'trailing' && rule.mark !== undefined) result.mark = text(rule.mark);
  if (status !== 'closed') return result;
  // 6.2, 6.3
  const { brought } = bookOf(fills);
  const gross = trade.order.direction === 'long' ? brought : brought.neg();
  const fees = fills.reduce((sum, { fee }) => sum.plus(fee), gross.minus(gross));
  result.closeReason = closeReasonOf(trade);
  result.grossPnl = text(gross.eq(0) ? gross.abs() : gross);
  result.netPnl = text(gross.minus(fees));
  return result;
}

/** 9.2.2: that of the last fill. */
function closeReasonOf({ fills, closing }: Trade): NonNullable<OracleResult['closeReason']> {
  const last = fills.at(-1);
  switch (last?.leg) {
    case 'target':
      return 'take_profit';
    case 'close':
      return last.orderId === undefined ? (closing ?? 'manual') : 'manual';
    case 'take_profit':
    case 'stop_loss':
    case 'trailing_stop':
    case 'liquidation':
      return last.leg;
    default:
      throw new Error('a trade is closed by its last fill');
  }
}
