import * as z from 'zod';
import { parseSymbol, VENUES } from '../../domain/market/symbol.ts';
import type { SettleMessage } from '../../ports/settle-queue.ts';

const symbol = z.string().transform((text, context) => {
  const parsed = parseSymbol(text);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'is no symbol' });
  return z.NEVER;
});

/** Trades by user, so that an id which may be long stands there once. */
const schema = z.object({
  batch: z.number().int().min(0),
  venue: z.enum(VENUES),
  symbol,
  trades: z.record(z.string().min(1), z.array(z.string().min(1)).min(1)),
  until: z.number(),
  attempt: z.number().int().min(1),
});

export const toSettleBody = (message: SettleMessage): unknown => ({
  ...message,
  trades: Object.fromEntries(
    [...Map.groupBy(message.trades, ({ userId }) => userId)].map(([userId, own]) => [
      userId,
      own.map(({ tradeId }) => tradeId),
    ]),
  ),
});

/** @throws ZodError or SyntaxError where the body is no settle message */
export const parseSettleMessage = (body: string): SettleMessage => {
  const { trades, ...rest } = schema.parse(JSON.parse(body));
  return {
    ...rest,
    trades: Object.entries(trades).flatMap(([userId, ids]) => ids.map((tradeId) => ({ userId, tradeId }))),
  };
};
