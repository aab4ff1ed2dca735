import type { BookPorts, MarketNewsPorts } from '../../application/ports.ts';
import { bookPorts } from './books.ts';
import { once } from './process.ts';
import { marketNewsPorts } from './stream.ts';

/** What answers the messages of clients: their accounts and trades, and what is told of the market. */
export const messagePorts = once((): BookPorts & MarketNewsPorts => ({
  ...bookPorts(),
  ...marketNewsPorts(),
}));
