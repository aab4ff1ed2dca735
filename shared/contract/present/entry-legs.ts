import { compare, type Price } from '../../domain/money/decimal.ts';
import type { EntryPlan, Trade } from '../../domain/trades/trade.ts';
import type { LegJson } from '../schemas/trade.ts';
import { filledOf } from './filled.ts';
import { moment } from './primitives.ts';

/** What an entry leg waits for. */
interface EntryLeg {
  readonly type: LegJson['type'];
  readonly price: Price | null;
  readonly limit?: Price;
  readonly postOnly?: true;
  /** Which of two entries it is. */
  readonly via?: 'limit' | 'stop';
}

const legsOf = (entry: EntryPlan): EntryLeg[] => {
  switch (entry.type) {
    case 'market':
      return [{ type: 'market', price: null }];
    case 'limit':
      return [{ type: 'limit', price: entry.limit, ...(entry.postOnly ? { postOnly: entry.postOnly } : {}) }];
    case 'stop':
      return [{ type: 'stop', price: entry.stop }];
    case 'stop_limit':
      return [{ type: 'stop_limit', price: entry.stop, limit: entry.limit }];
    case 'oco':
      return [
        { type: 'limit', price: entry.limit, via: 'limit' },
        entry.stopLimit === undefined
          ? { type: 'stop', price: entry.stop, via: 'stop' }
          : { type: 'stop_limit', price: entry.stop, limit: entry.stopLimit, via: 'stop' },
      ];
    default:
      return entry satisfies never;
  }
};

/** Which of two entries has fired, as the trade shows it: a limit fills at its price or better, the stop lies beyond it. */
const firedOf = (trade: Trade): 'limit' | 'stop' | undefined => {
  const { entry, direction, fills } = trade;
  if (entry.type !== 'oco') return undefined;
  if (trade.status === 'pending' && trade.triggeredAt !== undefined) return 'stop';
  const first = fills.find(({ leg }) => leg === 'entry');
  if (!first) return undefined;
  return compare(first.price, entry.limit) === (direction === 'long' ? 1 : -1) ? 'stop' : 'limit';
};

const stateOf = (trade: Trade, { type }: EntryLeg, filled: string): LegJson['state'] => {
  if (compare(filled, trade.quantity) === 0) return 'filled';
  if (trade.status === 'pending') return trade.triggeredAt === undefined ? 'armed' : 'triggered';
  if (trade.status !== 'open' || !trade.entering) return 'disarmed';
  return type === 'stop' || type === 'stop_limit' ? 'triggered' : 'armed';
};

const armedAtOf = (trade: Trade): number => {
  const armedAt = trade.entryArmedAt ?? trade.createdAt;
  if (trade.status === 'pending') return trade.triggeredAt ?? armedAt;
  return trade.status === 'open' ? (trade.entering?.armedAt ?? armedAt) : armedAt;
};

/** The entry; of two entries both, and which of them it was. */
export const presentEntryLegs = (trade: Trade): LegJson[] => {
  const fired = firedOf(trade);
  const filled = filledOf(trade, ({ leg }) => leg === 'entry');
  return legsOf(trade.entry).map((one): LegJson => {
    const { via, ...leg } = one;
    const isGone = fired !== undefined && via !== fired;
    return {
      leg: 'entry',
      ...leg,
      quantity: trade.quantity,
      filledQuantity: isGone ? '0' : filled,
      state: isGone ? 'disarmed' : stateOf(trade, one, filled),
      armedAt: moment(armedAtOf(trade)),
    };
  });
};
