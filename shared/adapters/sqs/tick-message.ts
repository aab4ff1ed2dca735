import * as z from 'zod';
import { parseSymbol } from '../../domain/market/symbol.ts';
import type { TickMessage } from '../../ports/tick-queue.ts';

const symbol = z.string().transform((text, context) => {
  const parsed = parseSymbol(text);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'is no symbol' });
  return z.NEVER;
});

const schema = z.object({
  batch: z.number().int().min(0),
  slot: z.number().int().min(0),
  symbols: z.array(symbol).min(1).optional(),
  reason: z.enum(['schedule', 'command', 'catch_up', 'follow']),
});

/** @throws ZodError or SyntaxError where the body is no tick message */
export const parseTickMessage = (body: string): TickMessage => schema.parse(JSON.parse(body)) as TickMessage;
