import type { ExamplesOf } from '../operation.ts';
import type { watchlistOperations } from '../operations/watchlists.ts';
import type { WatchlistJson } from '../schemas/watchlist.ts';

const list: WatchlistJson = {
  id: '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M',
  name: 'Breakfast',
  symbols: ['BTC/USDT', 'ETH/USDT'],
  version: 1,
};

export const watchlistExamples: ExamplesOf<typeof watchlistOperations> = {
  listWatchlists: { response: { items: [list] } },
  createWatchlist: {
    body: { name: list.name, symbols: list.symbols, clientWatchlistId: 'breakfast' },
    response: list,
  },
  getWatchlist: { params: { id: list.id }, response: list },
  changeWatchlist: {
    params: { id: list.id },
    headers: { 'if-match': '"1"' },
    body: { symbols: ['BTC/USDT'] },
    response: { ...list, symbols: ['BTC/USDT'], version: 2 },
  },
  deleteWatchlist: { params: { id: list.id }, response: { id: list.id, status: 'deleted' } },
};
