import { add, compare, quantity } from '../../domain/money/decimal.ts';
import type { LegName } from '../../domain/trades/fill.ts';
import { liquidationPrice } from '../../domain/trades/leg.ts';
import type { OpenTrade, PriceLeg, Trade } from '../../domain/trades/trade.ts';
import { levelAt } from '../../domain/trades/trailing.ts';
import type { LegJson } from '../schemas/trade.ts';
import { presentEntryLegs } from './entry-legs.ts';
import { presentTrailing } from './exits.ts';
import { filledOf } from './filled.ts';
import { moment, momentOrNull } from './primitives.ts';
import { presentTargetLegs } from './target-legs.ts';

const filledBy = (trade: Trade, name: LegName) => filledOf(trade, ({ leg }) => leg === name);

const openOf = (trade: Trade): OpenTrade | undefined => (trade.status === 'open' ? trade : undefined);

/** Where an exit stands, that is armed or not. */
const stateOf = (trade: Trade, name: LegName, isArmed: boolean): LegJson['state'] => {
  if (isArmed) return 'armed';
  if (openOf(trade)?.exiting?.leg === name) return 'triggered';
  if (compare(filledBy(trade, name), 0) > 0) return 'filled';
  return trade.status === 'pending' ? 'planned' : 'disarmed';
};

/** Since when: of a stop that has fired and goes on, since then. */
const armedAtOf = (trade: Trade, name: LegName, armedAt: number | undefined): string | null => {
  const exiting = openOf(trade)?.exiting;
  return momentOrNull(exiting?.leg === name ? exiting.armedAt : armedAt);
};

const exitLeg = (trade: Trade, name: 'take_profit' | 'stop_loss', armed: PriceLeg | undefined): LegJson[] => {
  const price = armed?.price ?? trade.exits[name === 'take_profit' ? 'takeProfit' : 'stopLoss'];
  const filled = filledBy(trade, name);
  // Forgotten with what it covered: what it has filled is still told.
  if (price === undefined && compare(filled, 0) === 0) return [];
  const limit = name === 'stop_loss' ? trade.exits.stopLimit : undefined;
  const stop = limit === undefined ? 'stop' : 'stop_limit';
  return [
    {
      leg: name,
      type: name === 'take_profit' ? 'limit' : stop,
      price: price ?? null,
      ...(limit === undefined ? {} : { limit }),
      filledQuantity: filled,
      state: stateOf(trade, name, armed !== undefined),
      armedAt: armedAtOf(trade, name, armed?.armedAt),
    },
  ];
};

const trailingLeg = (trade: Trade): LegJson[] => {
  const plan = trade.exits.trailing;
  const filledQuantity = filledBy(trade, 'trailing_stop');
  if (!plan && compare(filledQuantity, 0) === 0) return [];
  const armed = openOf(trade)?.trailing;
  const mark = armed?.mark;
  return [
    {
      leg: 'trailing_stop',
      type: 'trailing',
      price: plan && mark !== undefined ? levelAt(trade, plan, mark) : null,
      filledQuantity,
      state: stateOf(trade, 'trailing_stop', armed !== undefined),
      armedAt: armedAtOf(trade, 'trailing_stop', armed?.armedAt),
      ...(plan
        ? {
            trailing: {
              ...presentTrailing(plan),
              activatedAt: momentOrNull(armed?.activatedAt),
              mark: mark ?? null,
              markAt: momentOrNull(armed?.markAt),
            },
          }
        : {}),
    },
  ];
};

/** Of a short: where its loss reaches its collateral. */
const liquidationLeg = (trade: Trade): LegJson[] => {
  const price = trade.status === 'open' ? liquidationPrice(trade) : undefined;
  const filled = filledBy(trade, 'liquidation');
  if (price === undefined && compare(filled, 0) === 0) return [];
  const isFiring = openOf(trade)?.exiting?.leg === 'liquidation';
  return [
    {
      leg: 'liquidation',
      type: 'stop',
      price: price ?? null,
      filledQuantity: filled,
      state: stateOf(trade, 'liquidation', price !== undefined && !isFiring),
      armedAt: armedAtOf(trade, 'liquidation', price === undefined ? undefined : trade.fills[0]?.time),
    },
  ];
};

/** A close of all that is open, by hand or in time. */
const closeLeg = (trade: Trade): LegJson[] => {
  const armedAt = openOf(trade)?.closeArmedAt;
  const filled = filledOf(trade, ({ leg, orderId }) => leg === 'close' && orderId === undefined);
  if (armedAt === undefined && compare(filled, 0) === 0) return [];
  return [
    {
      leg: 'close',
      type: 'market',
      price: null,
      filledQuantity: filled,
      state: armedAt === undefined ? 'filled' : 'armed',
      armedAt: momentOrNull(armedAt),
    },
  ];
};

/** Parts that are done, by the order that they belonged to: what rested at a limit filled as maker, at that limit. */
const doneParts = (trade: Trade): LegJson[] => {
  const waiting = new Set((openOf(trade)?.partialCloses ?? []).map(({ id }) => id));
  const ids = trade.fills.flatMap(({ orderId }) =>
    orderId === undefined || waiting.has(orderId) ? [] : [orderId],
  );
  return [...new Set(ids)].map((id): LegJson => {
    const filled = filledOf(trade, ({ orderId }) => orderId === id);
    const rested = trade.fills.find(({ orderId, liquidity }) => orderId === id && liquidity === 'maker');
    return {
      leg: 'close',
      type: rested ? 'limit' : 'market',
      price: rested?.price ?? null,
      quantity: filled,
      filledQuantity: filled,
      orderId: id,
      state: 'filled',
      armedAt: null,
    };
  });
};

/** Parts that are being closed; what was withdrawn before it filled is in the log alone. */
const partLegs = (trade: Trade): LegJson[] =>
  (openOf(trade)?.partialCloses ?? []).map(({ id, quantity: rest, limit, armedAt }): LegJson => {
    const filled = filledOf(trade, ({ orderId }) => orderId === id);
    return {
      leg: 'close',
      type: limit === undefined ? 'market' : 'limit',
      price: limit ?? null,
      quantity: quantity(add(rest, filled)),
      filledQuantity: filled,
      orderId: id,
      state: 'armed',
      armedAt: moment(armedAt),
    };
  });

/** The ways in and out of a trade, and where each stands. */
export const presentLegs = (trade: Trade): LegJson[] => {
  const open = openOf(trade);
  return [
    ...presentEntryLegs(trade),
    ...presentTargetLegs(trade),
    ...exitLeg(trade, 'take_profit', open?.takeProfit),
    ...exitLeg(trade, 'stop_loss', open?.stopLoss),
    ...trailingLeg(trade),
    ...liquidationLeg(trade),
    ...closeLeg(trade),
    ...doneParts(trade),
    ...partLegs(trade),
  ];
};
