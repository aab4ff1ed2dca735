import type { LogRow, TradeEvent } from './event.ts';
import { evolve } from './evolve.ts';
import type { Fill } from './fill.ts';
import { sentenceOf } from './sentence.ts';
import type { Trade } from './trade.ts';

/** Events applied to a trade, each as a row of its log. */
export interface Journal {
  readonly trade: Trade;
  readonly rows: readonly LogRow[];
  readonly fills: readonly Fill[];
}

/** @throws ImpossibleEventError */
export const journalOf = (trade: Trade, events: readonly TradeEvent[]): Journal => {
  let state = trade;
  const rows = events.map((event): LogRow => {
    const seq = event.type === 'trade_created' ? 0 : state.version;
    state = evolve(state, event);
    return {
      tradeId: state.id,
      seq,
      event,
      sentence: sentenceOf(event, state),
    };
  });
  const fills = events.flatMap((event) => ('fill' in event ? [event.fill] : []));
  return { trade: state, rows, fills };
};
