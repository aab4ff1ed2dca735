import type { MarketPorts } from '../../shared/application/ports.ts';
import { listMarkets, readMarket } from '../../shared/application/read-board.ts';
import { boardOperations } from '../../shared/contract/operations/board.ts';
import { presentBoard, presentMarket } from '../../shared/contract/present/board.ts';
import { type Route, routesOf } from '../define-handler.ts';
import { unwrap } from '../middleware/http-problem.ts';

const route = routesOf(boardOperations);

/** The board: the largest coins, as the board job left them. */
export const boardRoutes = (ports: MarketPorts): Route[] => [
  route('listMarkets', async ({ now, query }) => ({
    body: presentBoard(await listMarkets(ports, query, now)),
  })),

  route('getMarket', async ({ now, params }) => ({
    body: presentMarket(unwrap(await readMarket(ports, params.base, now))),
  })),
];
