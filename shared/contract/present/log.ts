import type { LogRow, TradeEvent } from '../../domain/trades/event.ts';
import type { EntryPlan } from '../../domain/trades/trade.ts';
import type { LogRowJson } from '../schemas/log.ts';
import { presentEvidence, presentFill } from './fill.ts';
import { moment } from './primitives.ts';

/** What an entry hopes to pay; null for a market entry. */
export const plannedPrice = (entry: EntryPlan): string | null => {
  if (entry.type === 'market') return null;
  return entry.type === 'stop' ? entry.stop : entry.limit;
};

/** The price a row is about: what was planned, what fired, what was paid; null where it is about none. */
export const priceOfEvent = (event: TradeEvent): string | null => {
  switch (event.type) {
    case 'trade_created':
      return plannedPrice(event.trade.entry);
    case 'entry_triggered':
      return event.evidence.trigger;
    case 'entry_filled':
    case 'exit_filled':
      return event.fill.price;
    default:
      return null;
  }
};

const evidenceOf = (event: TradeEvent) => {
  if (event.type === 'entry_triggered') return event.evidence;
  return 'fill' in event ? event.fill.evidence : undefined;
};

export const presentLogRow = (row: LogRow): LogRowJson => {
  const evidence = evidenceOf(row.event);
  return {
    seq: row.seq,
    tradeId: row.tradeId,
    type: row.event.type,
    time: moment(row.event.at),
    message: row.sentence,
    price: priceOfEvent(row.event),
    fill: 'fill' in row.event ? presentFill(row.event.fill) : null,
    evidence: evidence ? presentEvidence(evidence) : null,
  };
};
