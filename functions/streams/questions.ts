import * as z from 'zod';
import type { MarketNewsPorts } from '../../shared/application/ports.ts';
import { COARSE, type CoarseInterval, closedCandles } from '../../shared/application/stream/closed-candle.ts';
import type { Answer } from '../../shared/application/stream/messages-for.ts';
import type { ServerMessage } from '../../shared/contract/messages/server.ts';
import { presentCandle } from '../../shared/contract/present/candles.ts';
import { symbolInput } from '../../shared/contract/schemas/primitives.ts';
import type { Candle, Interval } from '../../shared/domain/market/candle.ts';
import { VENUES } from '../../shared/domain/market/symbol.ts';
import { quantity } from '../../shared/domain/money/decimal.ts';
import { boardNow, statusNow } from './whole-states.ts';

const coarse = COARSE as [CoarseInterval, ...CoarseInterval[]];
const prices = { open: z.number(), high: z.number(), low: z.number(), close: z.number() };
const ofMarket = { batch: z.int(), venue: z.enum(VENUES), symbol: symbolInput, openTime: z.int() };
const minuteSchema = z.object({
  ...ofMarket,
  candle: z.object({ openTime: z.int(), ...prices, volume: z.string().transform(quantity) }).nullable(),
});

/** What takes reading before it can be told; asked where somebody wants to know, perhaps by another function. */
const questionSchema = z.discriminatedUnion('about', [
  z.object({ about: z.literal('board'), previousSeq: z.int(), now: z.int() }),
  z.object({ about: z.literal('status'), now: z.int() }),
  z.object({ about: z.literal('minute'), minute: minuteSchema, revision: z.int() }),
  z.object({
    about: z.literal('candle'),
    candle: z.object({ ...ofMarket, interval: z.enum(coarse), isClosed: z.boolean() }),
  }),
]);
export type Question = z.input<typeof questionSchema>;

const candleUpdate = (
  symbol: string,
  interval: Interval,
  seq: number,
  candle: Candle | null,
  revision: number,
): ServerMessage => ({
  type: 'candle_update',
  ...{ symbol, interval, candle: candle && presentCandle(candle), seq, revision },
});

/** Answers the questions of one publication. `clock`: the real one, ms. */
export const answerer = (ports: MarketNewsPorts, clock: () => number): Answer => {
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
      case 'minute': {
        const { minute, revision } = question;
        if (!(await closed.isShown(minute))) return undefined;
        return candleUpdate(minute.symbol, '1m', minute.openTime, minute.candle, revision);
      }
      case 'candle': {
        const { symbol, interval, openTime } = question.candle;
        // Before it is read: of two that were read at different times the later one is then at least as new.
        const revision = clock();
        const candle = await closed.coarse(question.candle);
        return candle === undefined ? undefined : candleUpdate(symbol, interval, openTime, candle, revision);
      }
    }
  };
};
