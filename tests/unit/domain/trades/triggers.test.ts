import { describe, expect, test } from 'vitest';
import type { Trade } from '../../../../shared/domain/trades/trade.ts';
import { triggersOf } from '../../../../shared/domain/trades/triggers.ts';
import {
  exits,
  limit,
  opened,
  pending,
  print,
  run,
  stop,
  stopLimit,
  withCommands,
} from '../../../fixtures/trades.ts';

const none = { below: undefined, above: undefined, dueAt: undefined };
const armed = run(pending({ entry: stopLimit(105, 103) }), [print(1, 100), print(2, 106)]).trade;
const closed = run(opened(100, { exits: exits(undefined, 95) }), [print(1, 95)]).trade;

describe('what may fire a trade next', () => {
  test.each<[string, Trade, Partial<ReturnType<typeof triggersOf>>]>([
    ['a market entry', pending({ createdAt: 7 }), { dueAt: 7 }],
    ['a limit to buy', pending({ entry: limit('95.50') }), { below: '95.5' }],
    ['a limit to sell', pending({ direction: 'short', entry: limit(105) }), { above: '105' }],
    ['a stop to buy', pending({ entry: stop(105) }), { above: '105' }],
    ['a stop to sell', pending({ direction: 'short', entry: stop(95) }), { below: '95' }],
    ['a stop-limit before its trigger', pending({ entry: stopLimit(105, 103) }), { above: '105' }],
    ['a stop-limit after it', armed, { below: '103' }],
    ['exits of a long', opened(100, { exits: exits(110, 90) }), { below: '90', above: '110' }],
    [
      'exits of a short',
      opened(100, { direction: 'short', exits: exits(90, 110) }),
      { below: '90', above: '110' },
    ],
    [
      'a close in force',
      run(withCommands(opened(100, { exits: exits(110, 90) }), { kind: 'close', at: 5 }), [], {
        completeTo: 5,
      }).trade,
      { dueAt: 5 },
    ],
    ['a good-till time', pending({ entry: limit(95), goodTill: 50 }), { below: '95', dueAt: 50 }],
    [
      'the first waiting command',
      withCommands(pending({ entry: limit(95), goodTill: 50 }), { kind: 'cancel', at: 20 }),
      { below: '95', dueAt: 20 },
    ],
    ['an open trade needs no good-till time', opened(100, { goodTill: 50 }), {}],
    ['an open trade without exits waits for nothing', opened(100), {}],
    ['an ended trade', closed, {}],
  ])('%s', (_, trade, triggers) => {
    expect(triggersOf(trade)).toEqual({ ...none, ...triggers });
  });
});
