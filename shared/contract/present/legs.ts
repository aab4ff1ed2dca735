import type { LegName } from '../../domain/trades/fill.ts';
import type { EntryPlan, Trade } from '../../domain/trades/trade.ts';
import type { LegJson } from '../schemas/trade.ts';
import { moment, momentOrNull } from './primitives.ts';

const isFilled = (trade: Trade, leg: LegName): boolean => trade.fills.some((fill) => fill.leg === leg);

const triggerOf = (entry: EntryPlan): string | null => {
  if (entry.type === 'market') return null;
  return entry.type === 'limit' ? entry.limit : entry.stop;
};

const entryLeg = (trade: Trade): LegJson => {
  const triggeredAt = trade.status === 'pending' ? trade.triggeredAt : undefined;
  const waiting = triggeredAt === undefined ? 'armed' : 'triggered';
  const unfilled = trade.status === 'pending' ? waiting : 'disarmed';
  return {
    leg: 'entry',
    type: trade.entry.type,
    price: triggerOf(trade.entry),
    ...(trade.entry.type === 'stop_limit' ? { limit: trade.entry.limit } : {}),
    state: isFilled(trade, 'entry') ? 'filled' : unfilled,
    armedAt: moment(triggeredAt ?? trade.createdAt),
  };
};

const exitLeg = (trade: Trade, leg: 'take_profit' | 'stop_loss'): LegJson[] => {
  const name = leg === 'take_profit' ? 'takeProfit' : 'stopLoss';
  const armed = trade.status === 'open' ? trade[name] : undefined;
  const price = armed?.price ?? trade.exits[name];
  if (price === undefined) return [];
  const unarmed = trade.status === 'pending' ? 'planned' : 'disarmed';
  return [
    {
      leg,
      type: leg === 'take_profit' ? 'limit' : 'stop',
      price,
      state: isFilled(trade, leg) ? 'filled' : armed ? 'armed' : unarmed,
      armedAt: momentOrNull(armed?.armedAt),
    },
  ];
};

const closeLeg = (trade: Trade): LegJson[] => {
  const armedAt = trade.status === 'open' ? trade.closeArmedAt : undefined;
  const filled = trade.status === 'closed' && trade.closeReason === 'manual';
  if (armedAt === undefined && !filled) return [];
  const state = filled ? 'filled' : 'armed';
  return [
    {
      leg: 'close',
      type: 'market',
      price: null,
      state,
      armedAt: momentOrNull(armedAt),
    },
  ];
};

/** Parts that are being closed; what has been filled of them is among the fills. */
const partLegs = (trade: Trade): LegJson[] =>
  trade.status === 'open'
    ? (trade.partialCloses ?? []).map(({ id, quantity, limit, armedAt }) => ({
        leg: 'close',
        type: limit === undefined ? 'market' : 'limit',
        price: limit ?? null,
        quantity,
        orderId: id,
        state: 'armed',
        armedAt: moment(armedAt),
      }))
    : [];

/** The ways in and out of a trade, and where each stands. */
export const presentLegs = (trade: Trade): LegJson[] => [
  entryLeg(trade),
  ...exitLeg(trade, 'take_profit'),
  ...exitLeg(trade, 'stop_loss'),
  ...closeLeg(trade),
  ...partLegs(trade),
];
