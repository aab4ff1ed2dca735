import { beforeEach, describe, expect, test } from 'vitest';
import { marketNews } from '../../../functions/streams/market-news.ts';
import { answerer } from '../../../functions/streams/questions.ts';
import type { MarketNewsPorts, Settings } from '../../../shared/application/ports.ts';
import { messagesFor } from '../../../shared/application/stream/messages-for.ts';
import type { Candle } from '../../../shared/domain/market/candle.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { quantity } from '../../../shared/domain/money/decimal.ts';
import type { WrittenMinute } from '../../../shared/ports/changes.ts';
import type { BatchState } from '../../../shared/ports/market-store.ts';
import type { Publication } from '../../../shared/ports/publication.ts';

const BTC = 'BTC/USDT' as MarketSymbol;
const MINUTE = 60_000;
const at = (time: string): number => Date.parse(`2026-12-01T${time}Z`);

/** A market whose minutes are stored by the test, and whoever has these channels. */
const world = () => {
  const stored = new Map<number, Candle | null>();
  const state = { cursor: 0, now: 0, reads: [] as string[] };
  const batch = (): BatchState => ({
    ...{ batch: 3, version: 1, slot: 0, feeds: {}, clocks: {}, instrumentsAt: 0, feedsOrder: 'binance' },
    markets: [{ venue: 'binance', symbol: BTC, cursor: state.cursor, before: 0 }],
  });
  const settings = { feeds: ['binance'], symbols: [BTC] } as unknown as Settings;
  const market = {
    loadBatch: async () => {
      state.reads.push('state');
      return batch();
    },
    minutes: async (_: number, __: string, ___: string, from: number, to: number, read?: string) => {
      state.reads.push(`${read} ${(to + 1 - from) / MINUTE}`);
      const within = [...stored].filter(([time]) => time >= from && time <= to).sort(([a], [b]) => a - b);
      return {
        candles: within.flatMap(([, candle]) => candle ?? []),
        quiet: within.filter(([, candle]) => !candle).map(([time]) => time),
        ...{ settled: [], corrupt: [] },
      };
    },
  };
  /** Stores a minute. @returns what the stream says of it */
  const write = (time: string, high: number, isMended = false): WrittenMinute => {
    const openTime = at(time);
    const candle = { openTime, open: 100, high, low: 100, close: 100, volume: quantity('1') };
    stored.set(openTime, candle);
    return { batch: 3, venue: 'binance', symbol: BTC, openTime, candle, isMended };
  };
  /** What is told of one batch of the stream: interval, open time and high of each candle. */
  const tell = async (minutes: readonly WrittenMinute[], time: string, intervals: readonly string[]) => {
    state.now = at(time);
    state.reads = [];
    const changes = minutes.map((minute) => ({ kind: 'minutes' as const, minutes: [minute] }));
    // As another function reads it, which is handed a part of the connections.
    const handed = JSON.parse(JSON.stringify(marketNews(settings, changes, state.now))) as Publication;
    const answer = answerer({ market, settings } as unknown as MarketNewsPorts, () => state.now);
    const texts = await messagesFor(handed, answer)(intervals.map((one) => `candles:${BTC}:${one}`));
    return texts.map((text) => {
      const { interval, candle, seq, revision } = JSON.parse(text);
      expect(revision).toBe(state.now);
      return `${interval} ${new Date(seq).toISOString().slice(11, 16)} ${candle?.high ?? 'quiet'}`;
    });
  };
  return { stored, state, write, tell };
};

describe('candles that are told', () => {
  let w: ReturnType<typeof world>;
  beforeEach(() => {
    w = world();
    for (let minute = 15; minute < 25; minute += 1) w.write(`10:${minute}:00`, 100 + minute);
    w.state.cursor = at('10:25:00') - 1;
  });

  test('a corrected minute is told anew in every candle that has ended and contains it, and in no other', async () => {
    const mended = w.write('10:23:00', 500, true);
    expect(await w.tell([mended], '10:25:22', ['1m', '3m', '5m', '15m', '1h'])).toEqual([
      '1m 10:23 500',
      '5m 10:20 500',
      '3m 10:21 500',
    ]);
  });

  test('of a usual minute nothing is read but what it closes, and of what nobody has asked for nothing', async () => {
    const usual = w.write('10:25:00', 125);
    expect(await w.tell([usual], '10:26:04', ['3m', '5m', '15m', '1h', '4h', '1d'])).toEqual([]);
    expect(w.state.reads).toEqual([]);
    expect(await w.tell([usual], '10:26:04', ['1m'])).toEqual(['1m 10:25 125']);
    expect(w.state.reads).toEqual(['state']);
    const closing = w.write('10:26:00', 126);
    expect(await w.tell([closing], '10:27:04', ['3m', '5m'])).toEqual(['3m 10:24 126']);
    expect(w.state.reads).toEqual(['state', 'consistent 3']);
    expect(await w.tell([w.write('10:23:00', 9_000, true)], '10:27:04', ['4h'])).toEqual([]);
  });

  test('a catch-up tells each candle once a batch of the stream, in time order', async () => {
    const batch = ['10:29', '10:26', '10:28', '10:25', '10:27'].map((time) => w.write(`${time}:00`, 200));
    const told = await w.tell([...batch, w.write('10:25:00', 300, true)], '10:40:00', ['1m', '5m']);
    expect(told).toEqual([
      ...['1m 10:25 300', '1m 10:26 200', '1m 10:27 200', '1m 10:28 200', '1m 10:29 200'],
      '5m 10:25 300',
    ]);
    expect(w.state.reads).toEqual(['state', 'consistent 5']);
  });

  test('a minute that is stored after the one that closes its candle has the candle told again', async () => {
    expect(await w.tell([w.write('10:29:00', 200)], '10:40:00', ['5m'])).toEqual(['5m 10:25 200']);
    // The pass is not over: the cursor has not moved, but the last minute is there.
    expect(await w.tell([w.write('10:26:00', 700)], '10:40:00', ['5m'])).toEqual(['5m 10:25 700']);
  });

  test('a candle whose last minute is not there yet is not told, and is where the cursor has passed it', async () => {
    const first = w.write('10:26:00', 700);
    expect(await w.tell([first], '10:40:00', ['5m'])).toEqual([]);
    w.state.cursor = at('10:30:00') - 1;
    expect(await w.tell([first], '10:40:00', ['5m'])).toEqual(['5m 10:25 700']);
  });
});
