import { describe, expect, test } from 'vitest';
import { waitBefore } from '../../../web/src/live/backoff.ts';
import { ExchangeFeed } from '../../../web/src/live/exchange-feed.ts';
import { isOfNow, readTickers, streamAddress } from '../../../web/src/live/exchange-message.ts';

/** As Binance documents a mini ticker. */
const TICKER = {
  e: '24hrMiniTicker',
  E: 1672515782136,
  s: 'BNBBTC',
  c: '0.0025',
  o: '0.0010',
  h: '0.0025',
  l: '0.0010',
  v: '10000',
  q: '18',
};
const READ = { pair: 'BNBBTC', price: '0.0025', time: 1672515782136 };

describe("the exchange's own stream", () => {
  test('a ticker is read alone, in a list, and in a combined stream', () => {
    expect(readTickers(JSON.stringify(TICKER))).toEqual([READ]);
    expect(readTickers(JSON.stringify([TICKER, TICKER]))).toEqual([READ, READ]);
    expect(readTickers(JSON.stringify({ stream: 'bnbbtc@miniTicker', data: TICKER }))).toEqual([READ]);
  });

  test('whatever else comes is no price', () => {
    for (const text of ['', 'hello', '{}', '{"result":null,"id":1}', JSON.stringify({ ...TICKER, c: '-1' })])
      expect(readTickers(text)).toEqual([]);
  });

  test('a price from the future draws no bar', () => {
    const price = { time: '2022-12-31T19:38:02.136Z' };
    expect(isOfNow(READ, price)).toBe(true);
    expect(isOfNow({ ...READ, time: READ.time + 300_001 }, price)).toBe(false);
    expect(isOfNow(READ, undefined)).toBe(false);
  });

  test('asks for all markets, for some, or not at all', () => {
    const base = 'wss://example.test';
    expect(streamAddress(base, true, ['BTC/USDT'])).toBe('wss://example.test/ws/!miniTicker@arr');
    expect(streamAddress(base, false, ['ETH/USDT', 'BTC/USDT'])).toBe(
      'wss://example.test/stream?streams=btcusdt@miniTicker/ethusdt@miniTicker',
    );
    expect(streamAddress(base, false, [])).toBeUndefined();
  });
});

describe('waiting before another attempt', () => {
  test('doubles up to half a minute, with chance in it', () => {
    expect([0, 1, 2, 3].map((attempt) => waitBefore(attempt, 1))).toEqual([1000, 2000, 4000, 8000]);
    expect(waitBefore(50, 1)).toBe(30_000);
    expect(waitBefore(2, 0)).toBe(2000);
  });
});

/** A feed without a network and without time: the test lets what waits go on. */
const fed = () => {
  const opened: { address: string; closed: boolean; say: (text: string) => void; drop: () => void }[] = [];
  let waiting: (() => void) | undefined;
  const page = { address: 'ws://localhost:1' as string | undefined, server: 'ws://localhost:1', asked: 0 };
  const heard: string[] = [];
  const feed = new ExchangeFeed({
    address: () => page.address,
    learnAddress: async () => {
      page.asked += 1;
      page.address = page.server;
    },
    open: (address, { onText, onClose }) => {
      const wire = { address, closed: false, say: onText, drop: onClose };
      opened.push(wire);
      return {
        close: () => {
          wire.closed = true;
          onClose();
        },
      };
    },
    later: (_, action) => {
      waiting = action;
      return () => {
        if (waiting === action) waiting = undefined;
      };
    },
    chance: () => 0,
    onText: (text) => heard.push(text),
  });
  const goOn = async (): Promise<void> => {
    const action = waiting;
    waiting = undefined;
    action?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { feed, page, opened, heard, goOn, isWaiting: () => waiting !== undefined };
};

describe('the connection to the stream', () => {
  test('that has worked and is lost is looked for where the server says it is now', async () => {
    const { feed, page, opened, heard, goOn } = fed();
    feed.arrange();
    await goOn();
    opened[0]?.say('a price');
    page.server = 'ws://localhost:2';
    opened[0]?.drop();
    await goOn();
    expect(opened.map(({ address }) => address)).toEqual(['ws://localhost:1', 'ws://localhost:2']);
    opened[1]?.say('another');
    expect(heard).toEqual(['a price', 'another']);
    // Still starting: it is asked for again, each time.
    opened[1]?.drop();
    await goOn();
    opened[2]?.drop();
    await goOn();
    expect(page.asked).toBe(3);
  });

  test('that never worked is tried again, and nobody is asked where it is', async () => {
    const { feed, page, opened, goOn } = fed();
    feed.arrange();
    await goOn();
    opened[0]?.drop();
    await goOn();
    expect([opened.length, page.asked]).toEqual([2, 0]);
  });

  test('stays while the same is looked at, is another one for something else, and ends with the last', async () => {
    const { feed, page, opened, goOn, isWaiting } = fed();
    feed.arrange();
    await goOn();
    feed.arrange();
    await goOn();
    expect(opened).toHaveLength(1);
    page.address = 'ws://localhost:1/other';
    feed.arrange();
    await goOn();
    expect(opened.map(({ closed }) => closed)).toEqual([true, false]);
    page.address = undefined;
    feed.arrange();
    await goOn();
    expect(opened.map(({ closed }) => closed)).toEqual([true, true]);
    // Closed by the page itself: nothing to come back to.
    expect(isWaiting()).toBe(false);
  });
});
