import { describe, expect, test } from 'vitest';
import { price } from '../../../../shared/domain/money/decimal.ts';
import type { TradeEvent } from '../../../../shared/domain/trades/event.ts';
import { journalOf } from '../../../../shared/domain/trades/journal.ts';
import { sentenceOf } from '../../../../shared/domain/trades/sentence.ts';
import type { PendingTrade } from '../../../../shared/domain/trades/trade.ts';
import {
  bar,
  exits,
  limit,
  opened,
  pending,
  print,
  type Ran,
  run,
  stop,
  stopLimit,
  withCommands,
} from '../../../fixtures/trades.ts';

const said = (ran: Ran) => ran.rows.map((row) => row.sentence);
const created = (changes: Partial<PendingTrade>) => {
  const trade = pending(changes);
  return journalOf(trade, [{ type: 'trade_created', at: 0, trade }]).rows[0]?.sentence;
};

describe('created', () => {
  test.each<[Partial<PendingTrade>, string]>([
    [{}, 'Trade created: buy 2 BTC at the market.'],
    [
      { entry: limit(95), exits: exits(105, 90) },
      'Trade created: buy 2 BTC at 95 or better; take profit at 105, stop loss at 90.',
    ],
    [
      { direction: 'short', entry: stop(95) },
      'Trade created: sell short 2 BTC at the market once the price reaches 95.',
    ],
    [
      { entry: stopLimit(105, 106), exits: exits(undefined, 90) },
      'Trade created: buy 2 BTC at 106 or better once the price reaches 105; stop loss at 90.',
    ],
  ])('%#', (changes, sentence) => {
    expect(created(changes)).toBe(sentence);
  });
});

describe('filled', () => {
  test('an entry and a target', () => {
    const trade = pending({ entry: limit(95), exits: exits(105) });
    expect(said(run(trade, [print(1, 100), print(2, 95), print(3, 106)]))).toEqual([
      'Bought 2 BTC at 95, fee 0.95 (maker): the price reached the limit.',
      'Take profit: sold 2 BTC at 105, fee 1.05 (maker): the price reached the limit. Result 18 USDT after fees.',
    ]);
  });

  test('a short, stopped', () => {
    const trade = pending({ direction: 'short', exits: exits(undefined, 105) });
    expect(said(run(trade, [print(1, 100), print(2, 107)]))).toEqual([
      'Sold short 2 BTC at 100, fee 2 (taker): the first price after the order.',
      'Stop loss: bought back 2 BTC at 107, fee 2.14 (taker): the price was at or beyond the stop. Result -18.14 USDT after fees.',
    ]);
  });

  test('where the order of events is unknown it says so', () => {
    expect(said(run(opened(100, { exits: exits(110, 90) }), [bar(60_000, 100, 112, 88, 100)]))).toEqual([
      'Stop loss: sold 2 BTC at 90, fee 1.8 (taker): the price touched the stop. Within this bar the order of events is unknown; the worse reading was taken (-23.8 instead of 16.9). Result -23.8 USDT after fees.',
    ]);
  });

  test('late', () => {
    const trade = opened(100, { exits: exits(undefined, 90) });
    expect(said(run(trade, [bar(120_000, 100, 101, 88, 100)], { previousCursor: 400_000 }))[0]).toContain(
      'the price touched the stop. Late: the venue corrected its record. Result',
    );
  });

  test('a limit already met', () => {
    expect(said(run(pending({ entry: limit(100) }), [print(1, 98)]))).toEqual([
      'Bought 2 BTC at 98, fee 1.96 (taker): the limit was already met at the first price after the order.',
    ]);
  });

  test('a stop-limit’s trigger', () => {
    expect(said(run(pending({ entry: stopLimit(105, 103) }), [print(1, 100), print(2, 106)]))).toEqual([
      'The price reached the stop at 105; the limit is armed.',
    ]);
  });
});

describe('asked, done, superseded', () => {
  test('a change of exits and a close', () => {
    const asked = withCommands(
      opened(100, { exits: exits(120, 80) }),
      { kind: 'amend', at: 5, changes: { takeProfit: price(110), stopLoss: null } },
      { kind: 'close', at: 7 },
    );
    expect(said(run(asked, [print(7, 101)]))).toEqual([
      'Exits changed: take profit at 110, stop loss removed.',
      'Closed by hand: sold 2 BTC at 101, fee 2.02 (taker): the first price after the order. Result -2.02 USDT after fees.',
    ]);
  });

  test('a close that waits for a price', () => {
    const asked = withCommands(opened(100), { kind: 'close', at: 6 });
    expect(said(run(asked, [], { completeTo: 7 }))).toEqual([
      'Close in force: exits disarmed, fills at the next price.',
    ]);
  });

  test('what came too late', () => {
    const asked = withCommands(opened(100, { exits: exits(120, 80) }), { kind: 'close', at: 6 });
    expect(said(run(asked, [print(5, 79)])).at(-1)).toBe('Close superseded: the trade was closed by then.');
  });

  test.each<[TradeEvent, string]>([
    [
      { type: 'command_requested', at: 5, command: { kind: 'cancel', at: 5 } },
      'Cancel asked for; it acts once the path up to that moment is known.',
    ],
    [
      { type: 'trade_cancelled', at: 5, reason: 'cancelled by the user' },
      'Cancelled: cancelled by the user.',
    ],
    [{ type: 'trade_expired', at: 5 }, 'Expired: the good-till time has passed without a fill.'],
    [{ type: 'trade_rejected', at: 5, reason: 'no funds' }, 'Rejected: no funds.'],
  ])('%#', (event, sentence) => {
    expect(sentenceOf(event, pending())).toBe(sentence);
  });
});
