import type { LogRow, TradeEvent } from '../../domain/trades/event.ts';
import type { LegName } from '../../domain/trades/fill.ts';
import type { EntryPlan } from '../../domain/trades/trade.ts';
import type { LogRowJson } from '../schemas/log.ts';
import { presentChanges } from './exits.ts';
import { presentBetter, presentEvidence, presentFill } from './fill.ts';
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
    case 'exit_triggered':
    case 'trailing_activated':
      return event.evidence.trigger;
    case 'entry_filled':
    case 'exit_filled':
      return event.fill.price;
    default:
      return null;
  }
};

const evidenceOf = (event: TradeEvent) => {
  if ('evidence' in event) return event.evidence;
  return 'fill' in event ? event.fill.evidence : undefined;
};

const legOf = (event: TradeEvent): LegName | null => {
  switch (event.type) {
    case 'entry_triggered':
      return 'entry';
    case 'exit_triggered':
      return event.leg;
    case 'trailing_activated':
      return 'trailing_stop';
    case 'entry_filled':
    case 'exit_filled':
      return event.fill.leg;
    default:
      return null;
  }
};

const reasonOf = (event: TradeEvent): string | null => {
  if ('because' in event) return event.because;
  return 'reason' in event ? (event.reason ?? null) : null;
};

const changesOf = (event: TradeEvent): LogRowJson['changes'] => {
  if (event.type === 'exits_changed') return presentChanges(event.changes, event.entry);
  const amends =
    (event.type === 'command_requested' || event.type === 'command_superseded') &&
    event.command.kind === 'amend';
  return amends ? presentChanges(event.command.changes, event.command.entry) : null;
};

export const presentLogRow = (row: LogRow): LogRowJson => {
  const { event } = row;
  const evidence = evidenceOf(event);
  return {
    seq: row.seq,
    tradeId: row.tradeId,
    type: event.type,
    time: moment(event.at),
    message: row.sentence,
    price: priceOfEvent(event),
    fill: 'fill' in event ? presentFill(event.fill) : null,
    evidence: evidence ? presentEvidence(evidence) : null,
    leg: legOf(event),
    via: 'via' in event ? (event.via ?? null) : null,
    reason: reasonOf(event),
    readings:
      event.type === 'reading_taken' ? { taken: event.reading, better: presentBetter(event.better) } : null,
    changes: changesOf(event),
  };
};
