import * as z from 'zod';
import type { LogRow, TradeEvent } from '../../domain/trades/event.ts';

const EVENT_TYPES = [
  'trade_created',
  'command_requested',
  'command_superseded',
  'entry_triggered',
  'entry_filled',
  'exits_changed',
  'close_armed',
  'exit_filled',
  'trade_cancelled',
  'trade_expired',
  'trade_rejected',
] as const satisfies readonly TradeEvent['type'][];

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
