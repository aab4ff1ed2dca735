/** Random trades of every order type over the narrow band of arbitraries.ts, on paths whose volumes are small against them. */
import fc from 'fast-check';
import type { Bar, PathElement } from '../../../../shared/domain/market/path.ts';
import { price, quantity, rate } from '../../../../shared/domain/money/decimal.ts';
import type {
  Command,
  Direction,
  EntryPlan,
  Execution,
  ExitChanges,
  Exits,
  PendingTrade,
  Target,
  Trailing,
} from '../../../../shared/domain/trades/trade.ts';
import { bar, limit, MINUTE, pending, stop, stopLimit } from '../../../fixtures/trades.ts';
import { bars, HIGH, LOW, moments, prints } from './arbitraries.ts';

const level = fc.integer({ min: LOW, max: HIGH });
const volume = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 30 }).map((tenths) => tenths / 10) },
);

const withVolumes = (paths: fc.Arbitrary<PathElement[]>): fc.Arbitrary<PathElement[]> =>
  fc.tuple(paths, fc.array(volume, { minLength: 40, maxLength: 40 })).map(([path, volumes]) =>
    path.map((element, index): PathElement => {
      const traded = volumes[index % volumes.length] ?? 0;
      if (element.kind === 'bar') return { ...element, volume: traded };
      return element.kind === 'print' ? { ...element, quantity: traded } : element;
    }),
  );

export const thinBars: fc.Arbitrary<PathElement[]> = withVolumes(bars);
export const thinPrints = (apart: 0 | 1): fc.Arbitrary<PathElement[]> => withVolumes(prints(apart));

const amount = fc.integer({ min: 1, max: 12 }).map((tenths) => quantity(tenths / 10));

const entry: fc.Arbitrary<EntryPlan> = fc.oneof(
  fc.constant<EntryPlan>({ type: 'market' }),
  level.map(limit),
  level.map((at): EntryPlan => ({ type: 'limit', limit: price(at), postOnly: true })),
  level.map(stop),
  fc.tuple(level, level).map(([at, then]) => stopLimit(at, then)),
  fc.tuple(level, level, level, fc.boolean()).map(
    ([left, right, then, limited]): EntryPlan => ({
      type: 'oco',
      limit: price(Math.min(left, right)),
      stop: price(Math.max(left, right) + 1),
      ...(limited ? { stopLimit: price(then) } : {}),
    }),
  ),
);

/** The OCO's two legs lie on the other sides for a short. */
const mirrored = (plan: EntryPlan, direction: Direction): EntryPlan =>
  plan.type === 'oco' && direction === 'short' ? { ...plan, limit: plan.stop, stop: plan.limit } : plan;

const distance: fc.Arbitrary<Trailing> = fc.oneof(
  fc.integer({ min: 1, max: 6 }).map((at): Trailing => ({ amount: price(at) })),
  fc.constantFrom('1', '1.7', '3', '5').map((percent): Trailing => ({ percent: rate(percent) })),
);

const trailing = fc
  .tuple(distance, fc.option(level, { nil: undefined, freq: 2 }))
  .map(([behind, at]): Trailing => (at === undefined ? behind : { ...behind, activation: price(at) }));

const targetsOf = (direction: Direction): fc.Arbitrary<Target[]> =>
  fc
    .tuple(
      fc.uniqueArray(level, { minLength: 1, maxLength: 3 }),
      fc.array(amount, { minLength: 3, maxLength: 3 }),
    )
    .map(([levels, amounts]) =>
      levels
        .sort((left, right) => (direction === 'long' ? left - right : right - left))
        .map((at, index) => ({ price: price(at), quantity: amounts[index] ?? quantity(1) })),
    );

const some = <T>(arbitrary: fc.Arbitrary<T>, freq = 2) => fc.option(arbitrary, { nil: undefined, freq });

const defined = <T extends object>(parts: T) =>
  Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };

const exitParts = (direction: Direction) => ({
  takeProfit: some(level.map((at) => price(at))),
  stopLoss: some(level.map((at) => price(at))),
  stopLimit: some(
    level.map((at) => price(at)),
    3,
  ),
  trailing: some(trailing),
  targets: some(targetsOf(direction)),
  breakEven: some(fc.constant(true as const)),
  covers: some(amount, 4),
  timeOut: some(
    fc.integer({ min: 1, max: 10 }).map((halves) => (halves * MINUTE) / 2),
    4,
  ),
  dailyClose: some(fc.integer({ min: 1, max: 12 }), 4),
});

const exitsOf = (direction: Direction): fc.Arbitrary<Exits> =>
  fc.record(exitParts(direction)).map(({ stopLoss, stopLimit, ...others }) => ({
    ...defined(others),
    ...(stopLoss === undefined ? {} : defined({ stopLoss, stopLimit })),
  }));

const changesOf = (direction: Direction): fc.Arbitrary<ExitChanges> =>
  fc
    .tuple(exitsOf(direction), fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 3 }))
    .map(([exits, named]) => Object.fromEntries(named.map((name) => [name, exits[name] ?? null])));
const NAMES = [
  'takeProfit',
  'stopLoss',
  'stopLimit',
  'trailing',
  'targets',
  'breakEven',
  'covers',
  'timeOut',
  'dailyClose',
] as const;

const execution = some(
  fc
    .record({
      participation: some(
        fc.constantFrom('0.1', '0.25', '0.5', '1').map((share) => rate(share)),
        3,
      ),
      visible: some(
        fc.integer({ min: 1, max: 5 }).map((tenths) => quantity(tenths / 10)),
        2,
      ),
    })
    .map((parts): Execution => defined(parts)),
);

const TERMS = {
  makerRate: rate('0.0017'),
  takerRate: rate('0.0033'),
  tickSize: price('0.01'),
  lotSize: quantity('0.1'),
};

const planOf = (createdAt: number, direction: Direction): fc.Arbitrary<PendingTrade> =>
  fc
    .record({ entry, exits: exitsOf(direction), execution, amount, slippageBps: fc.constantFrom(0, 7, 50) })
    .map((random) =>
      pending({
        direction,
        entry: mirrored(random.entry, direction),
        exits: random.exits,
        createdAt,
        quantity: random.amount,
        terms: { ...TERMS, slippageBps: random.slippageBps },
        ...(random.execution ? { execution: random.execution } : {}),
      }),
    );

const commandOn = (
  elements: readonly PathElement[],
  trade: PendingTrade,
  index: number,
): fc.Arbitrary<Command> => {
  const id = `P${index}`;
  return moments(elements).chain((at) =>
    fc.oneof(
      fc.constant<Command>({ kind: 'cancel', at }),
      fc.constant<Command>({ kind: 'close', at }),
      fc.tuple(amount, some(level)).map(
        ([asked, limitAt]): Command => ({
          kind: 'close',
          at,
          part: { id, quantity: asked, ...(limitAt === undefined ? {} : { limit: price(limitAt) }) },
        }),
      ),
      fc.nat({ max: 2 }).map((of): Command => ({ kind: 'withdraw', at, orderId: `P${of}` })),
      changesOf(trade.direction).map((changes): Command => ({ kind: 'amend', at, changes })),
      fc.tuple(changesOf(trade.direction), level, amount).map(
        ([changes, to, asked]): Command => ({
          kind: 'amend',
          at,
          changes,
          entry:
            trade.entry.type === 'limit'
              ? { entry: { ...trade.entry, limit: price(to) } }
              : { quantity: asked },
        }),
      ),
    ),
  );
};

/** A trade armed somewhere on this path, with commands in the order of their time and perhaps a good-till time. */
export const everyTypeOn = (elements: readonly PathElement[]): fc.Arbitrary<PendingTrade> =>
  fc
    .tuple(moments(elements), fc.constantFrom('long' as const, 'short' as const))
    .chain(([createdAt, direction]) =>
      planOf(createdAt, direction).chain((trade) =>
        fc
          .record({
            commands: fc
              .integer({ min: 0, max: 3 })
              .chain((count) =>
                fc.tuple(...Array.from({ length: count }, (_, index) => commandOn(elements, trade, index))),
              ),
            goodTill: some(moments(elements), 3),
          })
          .map(({ commands, goodTill }) => ({
            ...trade,
            commands: (commands as Command[])
              .map((one) => ({ ...one, at: Math.max(one.at, createdAt) }))
              .sort((left, right) => left.at - right.at),
            ...(goodTill === undefined ? {} : { goodTill }),
          })),
      ),
    );

/** A trade that follows the price with nothing else about it, its distance wide against the moves of the path. */
export const followers: fc.Arbitrary<PendingTrade> = fc
  .record({
    direction: fc.constantFrom('long' as const, 'short' as const),
    behind: fc.oneof(
      fc.integer({ min: 20, max: 120 }).map((at): Trailing => ({ amount: price(at / 10) })),
      fc.constantFrom('2', '3.3', '7', '11').map((percent): Trailing => ({ percent: rate(percent) })),
    ),
  })
  .map(({ direction, behind }) =>
    pending({ direction, exits: { trailing: behind }, terms: { ...TERMS, slippageBps: 0 } }),
  );

/** Many bars that wander in tenths. */
export const wandering: fc.Arbitrary<Bar[]> = fc
  .array(
    fc.record({ to: fc.integer({ min: -14, max: 14 }), up: fc.nat({ max: 8 }), down: fc.nat({ max: 8 }) }),
    {
      minLength: 20,
      maxLength: 80,
    },
  )
  .map((steps) => {
    let last = 1000;
    return steps.map(({ to, up, down }, index) => {
      const [open, close] = [last, Math.max(100, last + to)];
      last = close;
      const [high, low] = [Math.max(open, close) + up, Math.min(open, close) - down];
      return bar(index * MINUTE, open / 10, high / 10, low / 10, close / 10);
    });
  });
