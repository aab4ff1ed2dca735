import { Logger } from '@aws-lambda-powertools/logger';
import type { MarketNewsPorts } from '../../application/ports.ts';
import type { StreamPorts } from '../../application/stream/stream-ports.ts';
import { marketStore } from '../dynamodb/market-store.ts';
import { marketPorts } from './market.ts';
import { environment, once, sharedClient } from './process.ts';
import { connections, sockets } from './sockets.ts';

/** What sends to connections. */
export const streamPorts = once((): StreamPorts => {
  const logger = new Logger({ serviceName: 'stream' });
  return {
    connections: connections(),
    sockets: sockets(),
    clock: Date.now,
    report: (what, details) => logger.warn(what, { ...details }),
  };
});

/** What they are told of the market is read from. */
export const marketNewsPorts = once(
  (): MarketNewsPorts => ({
    ...marketPorts(),
    market: marketStore(sharedClient(), environment().MARKET_TABLE),
  }),
);
