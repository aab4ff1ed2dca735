import * as z from 'zod';
import type { MarketNewsPorts } from '../../shared/application/ports.ts';
import { closedCandles } from '../../shared/application/stream/closed-candle.ts';
import type { Answer } from '../../shared/application/stream/messages-for.ts';
import type { ServerMessage } from '../../shared/contract/messages/server.ts';
import { presentCandle } from '../../shared/contract/present/candles.ts';
import { symbolInput } from '../../shared/contract/schemas/primitives.ts';
import { INTERVALS, type Interval } from '../../shared/domain/market/candle.ts';
import { VENUES } from '../../shared/domain/market/symbol.ts';
import { quantity } from '../../shared/domain/money/decimal.ts';
import { boardNow, statusNow } from './whole-states.ts';

const intervals = Object.keys(INTERVALS) as [Interval, ...Interval[]];
const prices = { open: z.number(), high: z.number(), low: z.number(), close: z.number() };
const minuteSchema = z.object({
  batch: z.int(),
  openTime: z.int(),
  venue: z.enum(VENUES),
  symbol: symbolInput,
  candle: z.object({ openTime: z.int(), ...prices, volume: z.string().transform(quantity) }).nullable(),
});

/** What takes reading before it can be told; asked where somebody wants to know, perhaps by another function. */
const questionSchema = z.discriminatedUnion('about', [
  z.object({ about: z.literal('board'), previousSeq: z.int(), now: z.int() }),
  z.object({ about: z.literal('status'), now: z.int() }),
  z.object({ about: z.literal('candle'), interval: z.enum(intervals), minute: minuteSchema }),
]);
export type Question = z.input<typeof questionSchema>;

/** Answers the questions of one publication. */
export const answerer = (ports: MarketNewsPorts): Answer => {
  const closed = closedCandles(ports);
  return async (asked): Promise<ServerMessage | undefined> => {
    const question = questionSchema.parse(asked);
    switch (question.about) {
      case 'board': {
        const { seq, board } = await boardNow(ports, question.now);
        return { type: 'market_update', seq, previousSeq: question.previousSeq, board };
      }
      case 'status': {
        const { seq, status } = await statusNow(ports, question.now);
        return { type: 'status_update', seq, status };
      }
      case 'candle': {
        const { interval, minute } = question;
        const candle = await closed(minute, interval);
        if (candle === undefined) return undefined;
        const seq = minute.openTime + INTERVALS['1m'] - INTERVALS[interval];
        const shown = candle && presentCandle(candle);
        return { type: 'candle_update', symbol: minute.symbol, interval, candle: shown, seq };
      }
    }
  };
};
