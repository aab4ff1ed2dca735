import type { RequestPorts } from '../../shared/application/ports.ts';
import { quotesOf } from '../../shared/application/read-market.ts';
import { tickStatus } from '../../shared/application/read-status.ts';
import { activeTrades, listTrades } from '../../shared/application/read-trades.ts';
import { overviewOperations } from '../../shared/contract/operations/overview.ts';
import { presentTerms } from '../../shared/contract/present/account.ts';
import { presentPrice } from '../../shared/contract/present/market.ts';
import { moment } from '../../shared/contract/present/primitives.ts';
import { presentFeed } from '../../shared/contract/present/status.ts';
import { presentTrade } from '../../shared/contract/present/trade.ts';
import { type Route, routesOf } from '../define-handler.ts';
import { presentValued, pricesOf } from './last-prices.ts';
import { marketSource } from './market-source.ts';

const route = routesOf(overviewOperations);

/** Where new trades go. */
const ACCOUNT = 'main';
const MOST_ACTIVE = 100;
const MOST_CLOSED = 50;

/** `/v1/overview`: what a dashboard polls, read at once. */
export const overviewRoute = (ports: RequestPorts): Route =>
  route('getOverview', async ({ userId, now }) => {
    const [status, account, active, closed] = await Promise.all([
      tickStatus(ports, now),
      ports.accounts.load(userId, ACCOUNT),
      activeTrades(ports, { userId, limit: MOST_ACTIVE }),
      listTrades(ports, { userId, statuses: ['closed'], limit: MOST_CLOSED }),
    ]);
    // What others follow is no matter of this user's.
    const own = active.items.map(({ symbol }) => symbol);
    const quotes = await quotesOf(ports, [...ports.settings.symbols, ...own], now);
    const prices = pricesOf(quotes);
    const source = marketSource(ports.settings);
    const missing = ports.settings.symbols.some((symbol) => !prices.has(symbol));
    return {
      body: {
        now: moment(now),
        market: {
          source,
          simulated: source === 'simulated' || source === 'replay',
          stale: missing || quotes.some(({ stale }) => stale),
        },
        account: account ? presentTerms(account) : null,
        prices: quotes.map(presentPrice),
        active: active.items.map((trade) => presentValued(trade, prices)),
        history: closed.items.map((trade) => presentTrade(trade)),
        feeds: status.feeds.map(presentFeed),
      },
    };
  });
