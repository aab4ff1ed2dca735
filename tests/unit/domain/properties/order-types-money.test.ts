import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountDelta, reservationFor } from '../../../../shared/domain/accounts/funds.ts';
import { money } from '../../../../shared/domain/money/decimal.ts';
import { walk } from '../../../../shared/domain/trades/advance.ts';
import type { TradeEvent } from '../../../../shared/domain/trades/event.ts';
import { evolve } from '../../../../shared/domain/trades/evolve.ts';
import { journalOf } from '../../../../shared/domain/trades/journal.ts';
import { lotOf } from '../../../../shared/domain/trades/lot.ts';
import { waitsForEntry } from '../../../../shared/domain/trades/timing.ts';
import { isActive, type PendingTrade, type Trade } from '../../../../shared/domain/trades/trade.ts';
import { windowOf } from '../../../fixtures/trades.ts';
import { everyTypeOn, thinBars, thinPrints } from './order-types.ts';

const RUNS = 1000;

/** Held as when it is made, against a last price of 100. */
const held = (trade: PendingTrade): PendingTrade => ({
  ...trade,
  reservation: reservationFor(trade, 100) ?? money(0),
});

const cases = fc
  .oneof(thinBars, thinPrints(1))
  .chain((path) =>
    fc.tuple(
      fc.constant(path),
      everyTypeOn(path).map(held),
      fc.option(fc.nat({ max: 3 }), { nil: undefined }),
    ),
  );

/** The trade after each event. */
const states = (trade: Trade, events: readonly TradeEvent[]): Trade[] => {
  let state = trade;
  return events.map((event) => {
    state = evolve(state, event);
    return state;
  });
};

const total = (values: readonly (string | Big)[]) =>
  values.reduce<Big>((sum, value) => sum.plus(value), new Big(0));

describe('the money of every order type', () => {
  test('what an account has and what is open at cost is what it made, event by event, to the last digit', () => {
    let [filled, ended] = [0, 0];
    fc.assert(
      fc.property(cases, ([path, trade, payable]) => {
        const { events } = walk(trade, windowOf(path), undefined, payable);
        let before: Trade = trade;
        // The reservation was taken from cash when the trade was made.
        let [cash, reserved, fees, gross] = [new Big(0), new Big(trade.reservation), new Big(0), new Big(0)];
        for (const after of states(trade, events)) {
          const delta = accountDelta(before, after);
          cash = cash.plus(delta?.cash ?? 0);
          reserved = reserved.plus(delta?.reserved ?? 0);
          fees = fees.plus(delta?.fees ?? 0);
          gross = gross.plus(delta?.realizedPnl ?? 0);
          const cost = after.direction === 'long' ? lotOf(after).cost : new Big(0);
          expect(cash.plus(reserved).plus(cost).toFixed()).toBe(
            new Big(trade.reservation).plus(gross).minus(fees).toFixed(),
          );
          before = after;
        }
        if (events.some(({ type }) => type === 'exit_filled')) filled++;
        if (isActive(before)) return;
        ended++;
        expect(reserved.toFixed(), 'held after the end').toBe('0');
        expect(cash.toFixed()).toBe(new Big(trade.reservation).plus(gross).minus(fees).toFixed());
      }),
      { numRuns: RUNS },
    );
    expect(filled).toBeGreaterThan(RUNS / 20);
    expect(ended).toBeGreaterThan(RUNS / 20);
  });

  test('a shared account comes to the same by one write as event by event', () => {
    fc.assert(
      fc.property(cases, ([path, trade]) => {
        const { events } = walk(trade, windowOf(path));
        const all = states(trade, events);
        const whole = accountDelta(trade, all.at(-1) ?? trade);
        const deltas = all.map((after, index) => accountDelta(all[index - 1] ?? trade, after));
        for (const part of ['cash', 'reserved', 'fees', 'realizedPnl'] as const)
          expect(total(deltas.map((delta) => delta?.[part] ?? '0')).toFixed()).toBe(
            new Big(whole?.[part] ?? 0).toFixed(),
          );
      }),
      { numRuns: RUNS },
    );
  });

  test('quantities are never negative, and what was bought is sold where a trade is closed', () => {
    fc.assert(
      fc.property(cases, ([path, trade, payable]) => {
        const { events } = walk(trade, windowOf(path), undefined, payable);
        for (const state of states(trade, events)) {
          const entered = total(
            state.fills.filter(({ leg }) => leg === 'entry').map(({ quantity }) => quantity),
          );
          const given = total(
            state.fills.filter(({ leg }) => leg !== 'entry').map(({ quantity }) => quantity),
          );
          expect(entered.lte(state.quantity)).toBe(true);
          expect(given.lte(entered)).toBe(true);
          if (state.status === 'closed') expect(given.toFixed()).toBe(entered.toFixed());
          if (state.status !== 'open') continue;
          expect(given.lt(entered), 'an open trade holds something').toBe(true);
          if (waitsForEntry(state))
            expect(entered.plus(state.entering?.quantity ?? 0).toFixed()).toBe(state.quantity);
          for (const target of [...(state.targets ?? []), ...(state.partialCloses ?? [])])
            expect(new Big(target.quantity).gt(0)).toBe(true);
          if (state.coverLeft !== undefined) expect(new Big(state.coverLeft).gt(0)).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('exits that cover a part close no more than that', () => {
    let covered = 0;
    fc.assert(
      fc.property(cases, ([path, trade]) => {
        const { covers } = trade.exits;
        const asked = trade.commands.some((command) => command.kind === 'amend');
        const { events } = walk(trade, windowOf(path));
        if (covers === undefined || asked) return;
        const closed = total(
          events.flatMap((event) =>
            event.type === 'exit_filled' && !['close', 'liquidation'].includes(event.fill.leg)
              ? [event.fill.quantity]
              : [],
          ),
        );
        if (closed.gt(0)) covered++;
        expect(closed.lte(covers)).toBe(true);
      }),
      { numRuns: RUNS },
    );
    expect(covered).toBeGreaterThan(0);
  });
});

describe('the log and the readings of every order type', () => {
  test('replaying the rows gives the trade, numbered without a hole, in the order of time', () => {
    fc.assert(
      fc.property(cases, ([path, trade, payable]) => {
        const { events } = walk(trade, windowOf(path), undefined, payable);
        const journal = journalOf(trade, events);
        const rows = JSON.parse(JSON.stringify(journal.rows)) as typeof journal.rows;
        expect(rows.map(({ event }) => event).reduce<Trade>(evolve, trade)).toEqual(journal.trade);
        expect(rows.map(({ seq }) => seq)).toEqual(events.map((_, index) => trade.version + index));
        const acted = events.filter(({ type }) => type !== 'command_superseded').map(({ at }) => at);
        expect(acted).toEqual([...acted].sort((left, right) => left - right));
        if (!isActive(journal.trade)) expect(journal.trade.commands).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  test('what is taken of two readings is never the better, and the sum of the differences is the upside', () => {
    let ambiguous = 0;
    fc.assert(
      fc.property(cases, ([path, trade]) => {
        const { events } = walk(trade, windowOf(path));
        const bars = new Map<number, Big>();
        for (const event of events) {
          const evidence =
            'fill' in event ? event.fill.evidence : 'evidence' in event ? event.evidence : undefined;
          const better = event.type === 'reading_taken' ? event.better : evidence?.better;
          const end = evidence?.point.kind === 'bar' ? evidence.point.closeTime : event.at;
          if (!better) continue;
          ambiguous++;
          const more = new Big(better.value).minus(better.takenValue);
          expect(more.gte(0)).toBe(true);
          bars.set(end, more);
        }
        const { trade: after } = journalOf(trade, events);
        expect(after.upside ?? '0').toBe(total([...bars.values()]).toFixed());
      }),
      { numRuns: RUNS },
    );
    expect(ambiguous).toBeGreaterThan(0);
  });
});
