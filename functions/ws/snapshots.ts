import { listAccounts } from '../../shared/application/manage-accounts.ts';
import type { BookPorts, MarketNewsPorts } from '../../shared/application/ports.ts';
import { activeNow } from '../../shared/application/stream/active-now.ts';
import { lastCandles } from '../../shared/application/stream/last-candles.ts';
import { priceNow } from '../../shared/application/stream/price-now.ts';
import type { ServerMessageOf } from '../../shared/contract/messages/server.ts';
import { presentAccount } from '../../shared/contract/present/account.ts';
import { presentCandle } from '../../shared/contract/present/candles.ts';
import { presentPrice } from '../../shared/contract/present/market.ts';
import { presentTrade } from '../../shared/contract/present/trade.ts';
import { type Channel, channelName } from '../../shared/domain/stream/channel.ts';
import { boardNow, statusNow } from '../streams/whole-states.ts';
import { inParts } from './in-parts.ts';

type Snapshot = ServerMessageOf<'snapshot'>;

interface Reader {
  readonly ports: BookPorts & MarketNewsPorts;
  readonly userId: string;
  /** Of the message that subscribes, ms. */
  readonly now: number;
}

const trades = async ({ ports, userId, now }: Reader): Promise<Snapshot[]> => {
  const { trades: found, more } = await activeNow(ports, userId);
  const parts = inParts(found.map((trade) => presentTrade(trade)));
  return parts.map((items, index) => ({
    type: 'snapshot',
    channel: 'trades',
    seq: now,
    data: { items, part: index + 1, parts: parts.length, more },
  }));
};

const candles = async (
  { ports, now }: Reader,
  channel: Channel & { kind: 'candles' },
): Promise<Snapshot[]> => {
  const { seq, closed, open } = await lastCandles(ports, channel);
  const data = {
    candles: closed.map(presentCandle),
    ...(open ? { open: presentCandle(open) } : {}),
    revision: now,
  };
  return [{ type: 'snapshot', channel: `candles:${channel.symbol}:${channel.interval}`, seq, data }];
};

/** What a channel is at this moment, and where its updates go on from there. */
export const snapshotsOf = async (reader: Reader, channel: Channel): Promise<Snapshot[]> => {
  const { ports, userId, now } = reader;
  switch (channel.kind) {
    case 'prices': {
      const { slot, view } = await priceNow(ports, channel.symbol, now);
      const data = view ? presentPrice(view) : null;
      return [{ type: 'snapshot', channel: `prices:${channel.symbol}`, seq: slot, data }];
    }
    case 'candles':
      return candles(reader, channel);
    case 'trades':
      return trades(reader);
    case 'account': {
      const items = (await listAccounts(ports, { userId, now })).map(presentAccount);
      return [{ type: 'snapshot', channel: 'account', seq: now, data: { items } }];
    }
    case 'market': {
      const { seq, board } = await boardNow(ports, now);
      return [{ type: 'snapshot', channel: 'market', seq, data: board }];
    }
    case 'status': {
      const { seq, status } = await statusNow(ports, now);
      return [{ type: 'snapshot', channel: 'status', seq, data: status }];
    }
    case 'signals':
      return [{ type: 'snapshot', channel: 'signals', seq: now, data: { items: [] } }];
    default:
      throw new Error(`no snapshot of ${channelName(channel)}`);
  }
};
