/** Random paths and trades over a narrow band of whole prices, so that levels are touched all the time. */
import fc from 'fast-check';
import { endOf, type PathElement, startOf } from '../../../../shared/domain/market/path.ts';
import { price, quantity, rate } from '../../../../shared/domain/money/decimal.ts';
import type { Command, EntryPlan, Exits, PendingTrade } from '../../../../shared/domain/trades/trade.ts';
import { bar, limit, MINUTE, pending, print, stop, stopLimit } from '../../../fixtures/trades.ts';

export const LOW = 90;
export const HIGH = 110;
const level = fc.integer({ min: LOW, max: HIGH });
const clamp = (value: number) => Math.min(HIGH, Math.max(LOW, value));

const step = fc.record({
  skip: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
  ),
  jump: fc.integer({ min: -3, max: 3 }),
  up: fc.integer({ min: 0, max: 6 }),
  down: fc.integer({ min: 0, max: 6 }),
  close: fc.double({ min: 0, max: 1, noNaN: true }),
});

/** Minutes one after the other, some missing, each opening near the last close. */
export const bars = fc.array(step, { minLength: 1, maxLength: 12 }).map((steps) => {
  let last = 100;
  let minute = 0;
  return steps.map(({ skip, jump, up, down, close }) => {
    minute += skip;
    const open = clamp(last + jump);
    const high = clamp(open + up);
    const low = clamp(open - down);
    last = low + Math.round((high - low) * close);
    return bar(minute++ * MINUTE, open, high, low, last);
  });
});

/** Executions in order; with `apart` 0 several may share a millisecond, as one taker's order does on an exchange. */
export const prints = (apart: 0 | 1) =>
  fc
    .array(fc.record({ wait: fc.integer({ min: apart, max: 3 }), jump: fc.integer({ min: -4, max: 4 }) }), {
      minLength: 1,
      maxLength: 25,
    })
    .map((steps) => {
      let [time, last] = [0, 100];
      return steps.map(({ wait, jump }, index) => {
        time += wait;
        last = clamp(last + jump);
        return print(time, last, index + 1);
      });
    });

const entry: fc.Arbitrary<EntryPlan> = fc.oneof(
  fc.constant<EntryPlan>({ type: 'market' }),
  level.map(limit),
  level.map(stop),
  fc.tuple(level, level).map(([at, then]) => stopLimit(at, then)),
);

/** Two levels apart, the lower one first. */
const pair = fc
  .tuple(level, level)
  .filter(([left, right]) => left !== right)
  .map(([left, right]) => [Math.min(left, right), Math.max(left, right)] as const);

const exitsOf = (direction: 'long' | 'short') =>
  fc.tuple(pair, fc.boolean(), fc.boolean()).map(([[low, high], target, stopping]): Exits => {
    const [takeProfit, stopLoss] = direction === 'long' ? [high, low] : [low, high];
    return {
      ...(target ? { takeProfit: price(takeProfit) } : {}),
      ...(stopping ? { stopLoss: price(stopLoss) } : {}),
    };
  });

/** A pending trade without commands. Its rates make fees that need rounding. */
export const plans = (createdAt: number): fc.Arbitrary<PendingTrade> =>
  fc.constantFrom('long' as const, 'short' as const).chain((direction) =>
    fc
      .record({
        entry,
        exits: exitsOf(direction),
        slippageBps: fc.constantFrom(0, 7, 50),
        lots: fc.integer({ min: 1, max: 999_999 }),
      })
      .map(({ entry, exits, slippageBps, lots }) =>
        pending({
          direction,
          entry,
          exits,
          createdAt,
          quantity: quantity(`0.0000${String(lots).padStart(6, '0')}`),
          terms: {
            makerRate: rate('0.0017'),
            takerRate: rate('0.0033'),
            slippageBps,
            tickSize: price('0.01'),
          },
        }),
      ),
  );

/** Moments around the elements: at their start, inside, at their end, just after. */
export const moments = (elements: readonly PathElement[]) =>
  fc
    .tuple(fc.nat({ max: elements.length - 1 }), fc.constantFrom('start', 'inside', 'end', 'after'))
    .map(([index, where]) => {
      const element = elements[index] ?? print(0, 100);
      const [from, to] = [startOf(element), endOf(element)];
      return where === 'start'
        ? from
        : where === 'inside'
          ? Math.floor((from + to) / 2)
          : to + (where === 'after' ? 1 : 0);
    });

const command = (elements: readonly PathElement[], direction: 'long' | 'short'): fc.Arbitrary<Command> =>
  fc
    .tuple(moments(elements), fc.constantFrom('cancel', 'close', 'amend', 'amend'), exitsOf(direction))
    .map(([at, kind, exits]) =>
      kind === 'amend'
        ? { kind, at, changes: { takeProfit: exits.takeProfit ?? null, stopLoss: exits.stopLoss ?? null } }
        : { kind: kind as 'cancel' | 'close', at },
    );

/** A trade armed somewhere on this path, with commands in the order of their time and perhaps a good-till time. */
export const tradesOn = (elements: readonly PathElement[]): fc.Arbitrary<PendingTrade> =>
  moments(elements).chain((createdAt) =>
    plans(createdAt).chain((trade) =>
      fc
        .record({
          commands: fc.array(command(elements, trade.direction), { maxLength: 3 }),
          goodTill: fc.option(moments(elements), { nil: undefined, freq: 3 }),
        })
        .map(({ commands, goodTill }) => ({
          ...trade,
          commands: commands
            .map((one) => ({ ...one, at: Math.max(one.at, createdAt) }))
            .sort((left, right) => left.at - right.at),
          ...(goodTill === undefined ? {} : { goodTill }),
        })),
    ),
  );
