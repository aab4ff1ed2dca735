import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOf, type PathElement } from '../../../../shared/domain/market/path.ts';
import { price, quantity } from '../../../../shared/domain/money/decimal.ts';
import { walk } from '../../../../shared/domain/trades/advance.ts';
import { decideClose } from '../../../../shared/domain/trades/decide.ts';
import type { TradeEvent } from '../../../../shared/domain/trades/event.ts';
import type { Command, PendingTrade, Trade } from '../../../../shared/domain/trades/trade.ts';
import { opened, print, run, traded, windowOf, withCommands } from '../../../fixtures/trades.ts';
import { moments } from './arbitraries.ts';
import { everyTypeOn, thinBars, thinPrints } from './order-types.ts';
import { seenBetween, written } from './passes.ts';

const RUNS = 1500;

/** Nothing else is asked of it. */
const alone = (trade: PendingTrade): PendingTrade => ({ ...trade, commands: [] });
/** A fill does not tell which of several prints of one moment it came from: what they have left is then reckoned low. */
const unbounded = ({ execution: _, ...trade }: PendingTrade): PendingTrade => alone(trade);

/** Element by element, the whole path read again each time; a close comes to be known only after its moment was walked. */
const closedLate = (created: Trade, path: readonly PathElement[], moment: number) => {
  let trade = created;
  const events: TradeEvent[] = [];
  let asked: Command | undefined;
  let knownAt = 0;
  const pass = (elements: readonly PathElement[]) => {
    const window = windowOf(elements);
    const walked = walk(trade, window, seenBetween(trade, path, window.before));
    events.push(...walked.events);
    trade = written(trade, walked);
  };
  path.forEach((element, index) => {
    const next = path[index + 1];
    if (next && endOf(next) === endOf(element)) return;
    pass(path.slice(0, index + 1));
    if (asked || endOf(element) < moment) return;
    const decided = decideClose(trade, moment);
    const [event] = decided.ok ? decided.value : [];
    if (event?.type !== 'command_requested') return;
    asked = event.command;
    knownAt = endOf(element);
    trade = withCommands(trade, asked);
  });
  pass(path);
  return { events, asked, knownAt };
};

describe('a close that comes to be known late', () => {
  test.each([
    ['bars', thinBars, alone],
    ['prints', thinPrints(1), alone],
    ['prints that share a millisecond', thinPrints(0), unbounded],
  ])('does what it would have done had it been known from the beginning: %s', (_, paths, made) => {
    let late = 0;
    fc.assert(
      fc.property(
        paths.chain((path) => fc.tuple(fc.constant(path), everyTypeOn(path).map(made), moments(path))),
        ([path, trade, moment]) => {
          const last = path.at(-1);
          if (!last || moment > endOf(last)) return;
          const { events, asked, knownAt } = closedLate(trade, path, moment);
          // A good-till time of this very moment has acted already.
          if (!asked || asked.at === trade.goodTill) return;
          const known = withCommands(trade, asked);
          if (
            events.some(
              (event) => event.type === 'exit_filled' && event.at <= asked.at && event.fill.leg === 'close',
            )
          )
            late++;
          // That the rest of an entry ended by its good-till time, between the two, is in the log already: it filled nothing.
          const { goodTill = 0 } = trade;
          const isWritten = goodTill > asked.at && goodTill <= knownAt;
          const told = (all: readonly TradeEvent[]) =>
            all.filter((event) => !isWritten || event.type !== 'entry_ended' || event.at !== goodTill);
          expect(told(events)).toEqual(told(walk(known, windowOf(path)).events));
        },
      ),
      { numRuns: RUNS },
    );
    expect(late).toBeGreaterThan(0);
  });

  test('at the end of what the path did last, it sees that point', () => {
    const targets = [{ price: price(105), quantity: quantity(1) }];
    const lot = run(opened(100, { exits: { targets } }), [traded(print(50, 106), 1)]).trade;
    const decided = decideClose(lot, 49);
    // The target filled at 50: the close acts after it, and fills at that very price.
    expect(decided).toMatchObject({ ok: true, value: [{ command: { kind: 'close', at: 50 } }] });
    const asked = withCommands(lot, { kind: 'close', at: 50 });
    expect(run(asked, [print(50, 106), print(60, 107)]).fills).toMatchObject([
      { leg: 'close', price: '106', time: 50, quantity: '1' },
    ]);
  });
});
