import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { isActive, type Trade } from '../../domain/trades/trade.ts';
import { triggersOf } from '../../domain/trades/triggers.ts';
import { CorruptTradeError } from '../../ports/trade-store.ts';
import { faultsOf } from './parse.ts';
import { parseTrade } from './trade-schema.ts';

/** The partition of a trade in each trigger index: the random tail of its ULID spreads evenly. */
export const shardOf = (tradeId: string, shards: number): number => {
  const tail = tradeId.slice(-4);
  let sum = 0;
  for (const character of tail) sum = sum * 32 + character.charCodeAt(0);
  return sum % shards;
};

export const marketOf = (trade: { venue: string; symbol: string }): string =>
  `${trade.venue}#${trade.symbol}`;

/** The attributes that put a trade into the sparse indexes: only what waits is there. */
const indexAttributes = (trade: Trade, shards: number): Record<string, unknown> => {
  if (!isActive(trade)) return {};
  const shard = shardOf(trade.id, shards);
  const { below, above, dueAt: nextDue } = triggersOf(trade);
  // A parked trade is due from where its path is owed, so that each tick meets it.
  const dueAt = trade.evaluatedTo ?? nextDue;
  const partition = `${marketOf(trade)}#${shard}`;
  return {
    openUser: trade.userId,
    ...(below === undefined ? {} : { fb: partition, fbPrice: NumberValue.from(below) }),
    ...(above === undefined ? {} : { fa: partition, faPrice: NumberValue.from(above) }),
    ...(dueAt === undefined ? {} : { due: `due#${shard}`, dueAt }),
  };
};

export const toItem = (trade: Trade, shards: number): Record<string, unknown> => {
  const { id, userId, version, status, evaluatedTo, ...rest } = trade;
  return {
    userId,
    tradeId: id,
    version,
    status,
    evaluatedTo,
    market: marketOf(trade),
    trade: rest,
    ...indexAttributes(trade, shards),
  };
};

/** @throws CorruptTradeError */
export const fromItem = (item: Record<string, unknown>): Trade => {
  const { userId, tradeId, version, status, evaluatedTo, trade } = item;
  const parsed = parseTrade({
    ...(typeof trade === 'object' ? trade : {}),
    id: tradeId,
    userId,
    version,
    status,
    evaluatedTo,
  });
  if (parsed.success) return parsed.data;
  throw new CorruptTradeError({ userId: String(userId), tradeId: String(tradeId) }, faultsOf(parsed.error));
};
