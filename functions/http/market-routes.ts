import { configuredInstruments, findInstruments } from '../../shared/application/find-instruments.ts';
import { findBatch } from '../../shared/application/homes.ts';
import type { MarketPorts } from '../../shared/application/ports.ts';
import { currentQuotes, quotesOf } from '../../shared/application/read-market.ts';
import { marketStatus, tickStatus } from '../../shared/application/read-status.ts';
import { openApiDocument } from '../../shared/contract/openapi.ts';
import { marketOperations } from '../../shared/contract/operations/market.ts';
import { presentInstrument, presentPrice } from '../../shared/contract/present/market.ts';
import { presentHealth, presentStatus } from '../../shared/contract/present/status.ts';
import { parseSymbol } from '../../shared/domain/market/symbol.ts';
import { type Route, routesOf } from '../define-handler.ts';
import { HttpProblem } from '../middleware/http-problem.ts';
import { marketSource } from './market-source.ts';
import { pageRequest } from './page-request.ts';

const route = routesOf(marketOperations);

/** Prices and how the machinery does. */
export const marketRoutes = (ports: MarketPorts): Route[] => [
  route('listInstruments', async ({ query }) => {
    const { all, search, venue, quote, ...page } = query;
    const isFiltered = [search, venue, quote, page.cursor].some((one) => one !== undefined);
    if (all !== 'true' && !isFiltered)
      return { body: { items: (await configuredInstruments(ports)).map(presentInstrument), next: null } };
    const { items, next } = await findInstruments(ports, {
      ...pageRequest(page),
      ...(search === undefined ? {} : { search }),
      ...(venue === undefined ? {} : { venue }),
      ...(quote === undefined ? {} : { quote }),
    });
    return { body: { items: items.map(presentInstrument), next: next ?? null } };
  }),

  route('listPrices', async ({ now }) => ({
    body: { items: (await currentQuotes(ports, now)).map(presentPrice) },
  })),

  route('getPrice', async ({ now, params }) => {
    const symbol = parseSymbol(params.pair.replace('-', '/'));
    if (!symbol || (await findBatch(ports, symbol)) === undefined) {
      throw new HttpProblem(
        'not_found',
        'this symbol is not followed here: a trade in it, or a watchlist that names it, has it followed',
      );
    }
    const [found] = await quotesOf(ports, [symbol], now);
    if (!found) throw new HttpProblem('price_unavailable', `${symbol} has had no price yet`);
    return { body: presentPrice(found) };
  }),

  route('getStatus', async ({ now }) => ({ body: presentStatus(await marketStatus(ports, now), now) })),

  route('getHealth', async ({ now }) => {
    const { lastTickAt, markets } = await tickStatus(ports, now);
    const body = presentHealth({ lastTickAt, markets, market: marketSource(ports.settings) }, now);
    return { status: body.status === 'ok' ? 200 : 503, body };
  }),

  route('getOpenApi', async () => ({ body: openApiDocument() })),
];
