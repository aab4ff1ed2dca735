import {
  changeWatchlist,
  createWatchlist,
  deleteWatchlist,
  getWatchlist,
  listWatchlists,
  type WatchlistPorts,
} from '../../shared/application/watchlists.ts';
import { watchlistOperations } from '../../shared/contract/operations/watchlists.ts';
import type { WatchlistJson } from '../../shared/contract/schemas/watchlist.ts';
import type { Watchlist } from '../../shared/domain/market/watchlist.ts';
import { type Route, routesOf } from '../define-handler.ts';
import { unwrap } from '../middleware/http-problem.ts';
import { bodyHash } from './body-hash.ts';

const route = routesOf(watchlistOperations);

const presentWatchlist = ({ id, name, symbols, version }: Watchlist): WatchlistJson => ({
  id,
  name,
  symbols: [...symbols],
  version,
});

const present = (list: Watchlist) => ({
  headers: { etag: `"${list.version}"` },
  body: presentWatchlist(list),
});

/** `/v1/watchlists` and what is below. */
export const watchlistRoutes = (ports: WatchlistPorts): Route[] => [
  route('listWatchlists', async ({ userId }) => ({
    body: { items: (await listWatchlists(ports, userId)).map(presentWatchlist) },
  })),

  route('createWatchlist', async ({ userId, now, body }) => {
    const { name, symbols, clientWatchlistId } = body;
    const madeBy =
      clientWatchlistId === undefined
        ? {}
        : { madeBy: { clientWatchlistId, bodyHash: bodyHash(body).slice(0, 16) } };
    const made = await createWatchlist(ports, { userId, now, name, symbols, ...madeBy });
    const { list, repeated } = unwrap(made);
    const { headers, ...answer } = present(list);
    return {
      ...answer,
      status: repeated ? 200 : 201,
      headers: { ...headers, location: `/v1/watchlists/${list.id}` },
    };
  }),

  route('getWatchlist', async ({ userId, params }) =>
    present(unwrap(await getWatchlist(ports, { userId, id: params.id }))),
  ),

  route('changeWatchlist', async ({ userId, now, params, headers, body }) => {
    const { name, symbols } = body;
    const versions = headers['if-match'];
    const changed = await changeWatchlist(ports, {
      userId,
      now,
      id: params.id,
      changes: { ...(name === undefined ? {} : { name }), ...(symbols === undefined ? {} : { symbols }) },
      ...(versions ? { versions } : {}),
    });
    return present(unwrap(changed));
  }),

  route('deleteWatchlist', async ({ userId, params }) => {
    const { id } = unwrap(await deleteWatchlist(ports, { userId, id: params.id }));
    return { body: { id, status: 'deleted' as const } };
  }),
];
