import * as z from 'zod';
import type { LogRow, TradeEvent } from '../../domain/trades/event.ts';

/** Exhaustive: a row of a type that is missing here could be written and never read. */
const EVENT_TYPES: { readonly [Type in TradeEvent['type']]: Type } = {
  trade_created: 'trade_created',
  command_requested: 'command_requested',
  command_superseded: 'command_superseded',
  entry_triggered: 'entry_triggered',
  entry_filled: 'entry_filled',
  entry_ended: 'entry_ended',
  exit_triggered: 'exit_triggered',
  trailing_activated: 'trailing_activated',
  reading_taken: 'reading_taken',
  exits_changed: 'exits_changed',
  close_armed: 'close_armed',
  close_withdrawn: 'close_withdrawn',
  exit_filled: 'exit_filled',
  trade_cancelled: 'trade_cancelled',
  trade_expired: 'trade_expired',
  trade_rejected: 'trade_rejected',
};

const rowSchema = z.object({
  tradeId: z.string(),
  seq: z.number().int().min(0),
  sentence: z.string(),
  // Our own writes, inside one transaction with the trade: the envelope is checked, the rest is taken as written.
  event: z.looseObject({ type: z.enum(EVENT_TYPES), at: z.number() }),
});

export const logItem = (row: LogRow): Record<string, unknown> => ({ ...row });

/** @throws ZodError */
export const fromLogItem = (item: unknown): LogRow => rowSchema.parse(item) as unknown as LogRow;
